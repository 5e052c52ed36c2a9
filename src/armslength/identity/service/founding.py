"""How an installation gets its first owner, and an operator a further tenant."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import asyncpg

from armslength.identity import rules
from armslength.identity.errors import BadValue, SetupEnded
from armslength.identity.repository import accounts, seats
from armslength.identity.schemas import SetUp
from armslength.identity.service.sessions import Origin, Sessions, SignedIn, checked_email, checked_name
from armslength.identity.settings import IdentitySettings
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.ledger.service import record


class Founding:
    """Nobody can sign up: the first owner comes by a link that only the operator sees."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        settings: IdentitySettings,
        sessions: Sessions,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self.db = db
        self.clock = clock
        self.sessions = sessions
        self.random_bytes = random_bytes
        self.link_life = timedelta(hours=settings.setup_link_hours)

    async def owner_exists(self) -> bool:
        """Whether there ever was an owner."""
        async with self.db.door() as tx:
            return await accounts.owner_exists(tx)

    async def create_setup_link(self) -> str:
        """A one-time token; earlier ones end. Raises SetupEnded when there is an owner."""
        token = rules.token_text(self.random_bytes(rules.SECRET_BYTES))
        now = self.clock.now()
        async with self.db.door() as tx:
            await tx.lock("setup", "link")
            if await accounts.owner_exists(tx):
                raise SetupEnded("This installation has an owner already.")
            await accounts.insert_setup_link(tx, _hash(token), now, now + self.link_life)
        return token

    async def set_up(self, wanted: SetUp, origin: Origin) -> SignedIn:
        """Use the link up: the first tenant and its owner, signed in."""
        password_hash = await self._checked(wanted.name, wanted.email, wanted.organization, wanted.password)
        token_hash = rules.token_hash(wanted.token)
        async with self.db.door() as tx:
            await tx.lock("setup", "link")
            used = token_hash is not None and await accounts.use_setup_link(tx, token_hash, self.clock.now())
            if not used or await accounts.owner_exists(tx):
                raise SetupEnded("This link has been used or is too old. Start the server again for a new one.")
            tenant_id, person_id = await self._found(tx, wanted.organization, wanted.name, wanted.email, password_hash)
            signed_in = await self.sessions.begin(tx, person_id, tenant_id, origin)
            await self._record(tx, tenant_id, person_id)
            return signed_in

    async def found_tenant(self, organization: str, name: str, email: str, password: str) -> tuple[UUID, UUID]:
        """A further tenant with an owner who is new here, for the operator; returns (tenant id, person id)."""
        password_hash = await self._checked(name, email, organization, password)
        async with self.db.door() as tx:
            tenant_id, person_id = await self._found(tx, organization, name, email, password_hash)
            await tx.enter(tenant_id)
            await self._record(tx, tenant_id, person_id)
        return tenant_id, person_id

    async def _checked(self, name: str, email: str, organization: str, password: str) -> str:
        checked_name(organization, "organization")
        self.sessions.check_strength(password, checked_email(email), checked_name(name), organization)
        return await self.sessions.passwords.hash(password)

    async def _found(self, tx: Tx, organization: str, name: str, email: str, password_hash: str) -> tuple[UUID, UUID]:
        tenant_id, person_id, now = new_id(), new_id(), self.clock.now()
        await accounts.insert_organization(tx, tenant_id, "customer", checked_name(organization), now)
        try:
            await accounts.insert_person(tx, person_id, checked_email(email), checked_name(name), password_hash, now)
        except asyncpg.UniqueViolationError:
            raise BadValue("There is an account with this e-mail already.", field="email") from None
        await seats.begin(tx, tenant_id, person_id, tenant_id, "customer", "owner", now)
        return tenant_id, person_id

    async def _record(self, tx: Tx, tenant_id: UUID, person_id: UUID) -> None:
        await record(tx, person_id, "identity.tenant_founded", f"tenant:{tenant_id}", at=self.clock.now())


def _hash(token: str) -> bytes:
    hashed = rules.token_hash(token)
    assert hashed is not None  # a token we made ourselves
    return hashed
