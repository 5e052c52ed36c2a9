"""Seats: who is here, in what role, until when."""

from uuid import UUID

import asyncpg

from armslength.identity.errors import LastOwner, NoSuchPerson, NotPermitted
from armslength.identity.events import MEMBERSHIP_ENDED
from armslength.identity.model import Actor, Role
from armslength.identity.repository import asking, invitations, keys, seats
from armslength.identity.rules import Standing, may_manage
from armslength.identity.schemas import Member, Organization, Person
from armslength.kit import outbox
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.ledger.service import record


class People:
    """A vendor's people see and manage their own firm's people; to them nobody else exists."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    async def page(self, actor: Actor, *, cursor: str | None, limit: int) -> Page[Member]:
        """Live seats by name."""
        after = decode_cursor(cursor, str, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await seats.members(tx, own_firm(actor), after, limit + 1)
        shown = rows[:limit]
        more = encode_cursor(shown[-1]["sort"], shown[-1]["person_id"]) if len(rows) > limit else None
        return Page([_member(row) for row in shown], more)

    async def update(self, actor: Actor, person_id: UUID, role: Role) -> Member:
        """Another role. Raises NoSuchPerson, NotPermitted, LastOwner."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            seat = await self._held(tx, actor, person_id)
            _check_may_manage(actor, Standing(seat["side"], role, seat["organization_id"]))
            if seat["role"] != role:
                await seats.set_role(tx, person_id, role)
                await invitations.revoke_made_by(tx, person_id, self.clock.now())
                await record(
                    tx, actor.person_id, "identity.role_changed", f"person:{person_id}", at=self.clock.now(),
                    detail={"from": seat["role"], "to": role},
                )  # fmt: skip
            row = await seats.member(tx, person_id)
        assert row is not None  # held above
        return _member(row)

    async def remove(self, actor: Actor, person_id: UUID) -> None:
        """End a seat: its sessions, keys, open invitations and project roles end in the same transaction."""
        now = self.clock.now()
        async with self.db.door() as tx:
            await asking.await_person(
                tx, actor.tenant_id, person_id
            )  # before any row: who acts holds it, then asks for rows
            seat = await self._held(tx, actor, person_id, leaving=True)
            await seats.end(tx, actor.tenant_id, person_id, now)
            await asking.end_sessions(tx, person_id, actor.tenant_id)
            await keys.revoke_of(tx, actor.tenant_id, person_id, now)
            await tx.enter(actor.tenant_id)
            await invitations.revoke_made_by(tx, person_id, now)
            await seats.leave_projects(tx, person_id)
            await record(
                tx, actor.person_id, "identity.member_removed", f"person:{person_id}", at=now,
                detail={"role": seat["role"], "side": seat["side"]},
            )  # fmt: skip
            await outbox.emit(tx, MEMBERSHIP_ENDED, {"person_id": str(person_id)}, at=now)

    async def _held(self, tx: Tx, actor: Actor, person_id: UUID, *, leaving: bool = False) -> asyncpg.Record:
        """The seat, locked, if `actor` may manage it and the tenant keeps an owner."""
        owners = await seats.hold_owners(tx, actor.tenant_id)
        seat = await seats.hold(tx, actor.tenant_id, person_id)
        if seat is None or own_firm(actor) not in (None, seat["organization_id"]):
            raise NoSuchPerson("There is no such person here.")
        _check_may_manage(actor, Standing(seat["side"], seat["role"], seat["organization_id"]))
        if owners == {person_id}:
            raise LastOwner("The last owner must stay. Make somebody else owner first.")
        return seat


def own_firm(actor: Actor) -> UUID | None:
    """The one firm whose people the actor may see; None = all of the tenant's."""
    return actor.organization_id if actor.side == "vendor" else None


def _check_may_manage(actor: Actor, whom: Standing) -> None:
    if not may_manage(Standing(actor.side, actor.role, actor.organization_id), whom):
        raise NotPermitted("Your role does not reach that far.")


def _member(row: asyncpg.Record) -> Member:
    return Member(
        person=Person(row["person_id"], row["name"], row["email"]),
        organization=Organization(row["organization_id"], row["organization_name"], row["organization_kind"]),
        side=row["side"],
        role=row["role"],
        since=row["since"],
        projects=row["projects"],
    )
