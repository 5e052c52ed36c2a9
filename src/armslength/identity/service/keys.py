"""API keys: for programs, never more than their maker's present rights."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from armslength.identity import rules
from armslength.identity.errors import BadValue, NoSuchKey, SessionNeeded
from armslength.identity.model import Actor
from armslength.identity.policy import POLICY
from armslength.identity.repository import keys
from armslength.identity.schemas import ApiKey, CreateApiKey
from armslength.identity.service.sessions import checked_name
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record


class Keys:
    """Everybody with the right sees and revokes their own keys; who manages the tenant, everybody's."""

    def __init__(self, db: Database, clock: Clock, random_bytes: Callable[[int], bytes]) -> None:
        self.db = db
        self.clock = clock
        self.random_bytes = random_bytes

    async def page(self, actor: Actor, *, cursor: str | None, limit: int) -> Page[ApiKey]:
        """Keys, newest first, revoked and expired ones too."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await keys.page(tx, _whose(actor), before, limit + 1)
        shown = rows[:limit]
        more = encode_cursor(shown[-1]["created_at"], shown[-1]["id"]) if len(rows) > limit else None
        return Page([_api_key(row) for row in shown], more)

    async def create(self, actor: Actor, wanted: CreateApiKey) -> ApiKey:
        """A key; its secret is in this answer and nowhere else. Only a signed-in person may: keys beget no keys."""
        if actor.session_id is None:
            raise SessionNeeded("An API key cannot make another one. Sign in.")
        scopes = _checked_scopes(actor, wanted.scopes)
        key = rules.make_key(self.random_bytes(rules.PREFIX_BYTES), self.random_bytes(rules.SECRET_BYTES))
        key_id, now = new_id(), self.clock.now()
        until = now + timedelta(days=wanted.expires_in_days) if wanted.expires_in_days else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            name = checked_name(wanted.name)
            await keys.insert(tx, key_id, actor.person_id, name, key.prefix, key.hash, scopes, now, until)
            await record(
                tx, actor.person_id, "identity.key_created", f"key:{key_id}", at=now, detail={"scopes": scopes}
            )
        return ApiKey(
            id=key_id, name=name, prefix=key.prefix, scopes=scopes, person=Named(actor.person_id, actor.name),
            created_at=now, expires_at=until, last_used_at=None, revoked_at=None, secret=key.text,
        )  # fmt: skip

    async def revoke(self, actor: Actor, key_id: UUID) -> None:
        """The key works no more; revoking it again changes nothing."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await keys.get(tx, key_id)
            if row is None or _whose(actor) not in (None, row["person_id"]):
                raise NoSuchKey("There is no such key.")
            if row["revoked_at"] is None:
                await keys.revoke(tx, key_id, now)
                await record(tx, actor.person_id, "identity.key_revoked", f"key:{key_id}", at=now)


def _whose(actor: Actor) -> UUID | None:
    return None if actor.may("tenant.manage") else actor.person_id


def _checked_scopes(actor: Actor, wanted: list[str] | None) -> list[str]:
    """What the key may do: by default all that its maker may; never more, and only words of the policy."""
    if wanted is None:
        return sorted(actor.permissions)
    if unknown := sorted(set(wanted) - set(POLICY.titles)):
        raise BadValue(f"There is no permission {unknown[0]!r}.", field="scopes")
    if beyond := sorted(set(wanted) - actor.permissions):
        raise BadValue(f"You do not have {beyond[0]!r} yourself.", field="scopes")
    return sorted(set(wanted))


def _api_key(row: asyncpg.Record) -> ApiKey:
    return ApiKey(
        id=row["id"], name=row["name"], prefix=row["prefix"], scopes=list(row["scopes"]),
        person=Named(row["person_id"], row["person_name"]), created_at=row["created_at"],
        expires_at=row["expires_at"], last_used_at=row["last_used_at"], revoked_at=row["revoked_at"],
    )  # fmt: skip
