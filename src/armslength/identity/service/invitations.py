"""Invitations: how everybody but the first owner gets a seat."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from armslength.identity import rules, views
from armslength.identity.errors import AlreadyMember, BadValue, NoSuchInvitation, NoSuchProject, NotPermitted
from armslength.identity.events import INVITATION_ACCEPTED
from armslength.identity.model import Actor, Grants, Side
from armslength.identity.repository import accounts, invitations, seats
from armslength.identity.schemas import (
    AcceptInvitation,
    CreateInvitation,
    Invitation,
    InvitationPreview,
    InvitationProject,
    InvitationState,
    ProjectSeat,
)
from armslength.identity.service.people import own_firm
from armslength.identity.service.sessions import Origin, Sessions, SignedIn, checked_email, checked_name
from armslength.identity.settings import IdentitySettings
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.outbox import emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record


class Invitations:
    """The link is the invitation: its secret is shown once, stored as a hash, and dies with its maker's rights."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        settings: IdentitySettings,
        grants: Grants,
        sessions: Sessions,
        public_url: str,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self.db = db
        self.clock = clock
        self.grants = grants
        self.sessions = sessions
        self.public_url = public_url
        self.random_bytes = random_bytes
        self.life = timedelta(days=settings.invitation_days)

    async def page(self, actor: Actor, *, cursor: str | None, limit: int) -> Page[Invitation]:
        """Invitations, newest first; a vendor sees its own firm's."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await invitations.page(tx, own_firm(actor), before, limit + 1)
            shown = rows[:limit]
            named = {UUID(p["id"]) for row in shown for p in row["projects"]}
            names = await invitations.project_names(tx, named)
            if actor.side == "vendor":
                told = await invitations.let_in(tx, actor.person_id, actor.organization_id, names, self.clock.now())
                names = {id: name for id, name in names.items() if id in told}
        more = encode_cursor(shown[-1]["created_at"], shown[-1]["id"]) if len(rows) > limit else None
        return Page([_invitation(row, names, self.clock.now()) for row in shown], more)

    async def create(self, actor: Actor, wanted: CreateInvitation) -> Invitation:
        """Invite somebody to a seat and to projects. The answer carries the link, once."""
        email = checked_email(wanted.email)
        firm = wanted.organization_id or actor.organization_id
        side: Side = "customer" if firm == actor.tenant_id else "vendor"
        who = rules.Standing(actor.side, actor.role, actor.organization_id)
        if not rules.may_manage(who, rules.Standing(side, wanted.role, firm)):
            raise NotPermitted("Your role does not reach that far.")
        now, invitation_id = self.clock.now(), new_id()
        token = rules.token_text(self.random_bytes(rules.SECRET_BYTES))
        projects = [{"id": str(seat.id), "role": str(seat.role)} for seat in wanted.projects]
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            firm_name = await views.organization_name(tx, firm)
            if firm_name is None:
                raise BadValue("There is no such vendor.", field="organization_id")
            names = await self._checked_projects(tx, actor, side, firm, wanted.projects)
            await self._refuse_member(tx, email)
            await invitations.insert(
                tx, invitation_id, _hash(token), email, firm, wanted.role, projects, actor.person_id,
                now, now + self.life,
            )  # fmt: skip
            await record(
                tx, actor.person_id, "identity.invited", f"invitation:{invitation_id}", at=now,
                detail={"organization_id": str(firm), "role": wanted.role, "projects": projects},
            )  # fmt: skip
        return Invitation(
            id=invitation_id, email=email, organization=Named(firm, firm_name), role=wanted.role,
            projects=[InvitationProject(seat.id, names[seat.id], seat.role) for seat in wanted.projects],
            state="open", created_at=now, expires_at=now + self.life, url=f"{self.public_url}/join#token={token}",
        )  # fmt: skip

    async def _checked_projects(
        self, tx: Tx, actor: Actor, side: Side, firm: UUID, wanted: Sequence[ProjectSeat]
    ) -> dict[UUID, str]:
        """The projects' names, once they exist and (for a vendor) its people may be let in."""
        names = await invitations.project_names(tx, {seat.id for seat in wanted})
        if any(seat.id not in names for seat in wanted):
            raise NoSuchProject("There is no such project.", field="projects")
        for project_id in names if side == "vendor" else ():
            await self.grants.ensure(tx, actor, project_id, firm)
        return names

    async def _refuse_member(self, tx: Tx, email: str) -> None:
        if await views.seat_by_email(tx, email):
            raise AlreadyMember("This person has a seat here already.", field="email")

    async def revoke(self, actor: Actor, invitation_id: UUID) -> None:
        """The link works no more; revoking it again changes nothing."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await invitations.hold(tx, invitation_id)
            if row is None or row["accepted_at"] or own_firm(actor) not in (None, row["organization_id"]):
                raise NoSuchInvitation("There is no such open invitation.")
            if row["revoked_at"] is None:
                await invitations.revoke(tx, invitation_id, now)
                await record(tx, actor.person_id, "identity.invitation_revoked", f"invitation:{invitation_id}", at=now)

    async def preview(self, token: str) -> InvitationPreview:
        """What the link offers. Raises NoSuchInvitation for any link that does not work."""
        async with self.db.door() as tx:
            row = await self._open(tx, token)
            account = await accounts.by_email(tx, row["email"])
        return InvitationPreview(
            email=row["email"],
            organization=Named(row["organization_id"], row["organization_name"]),
            tenant=rules.tenant_for(_side(row), row["tenant_id"], row["tenant_name"], row["code"]),
            role=row["role"],
            has_account=account is not None,
        )

    async def accept(self, wanted: AcceptInvitation, origin: Origin) -> SignedIn:
        """Take the seat: with the present password if the e-mail has an account, else with a new name and password."""
        async with self.db.door() as tx:
            row = await self._open(tx, wanted.token)
            account = await accounts.by_email(tx, row["email"])
        if account is not None:
            await self.sessions.check_password(row["email"], wanted.password, account["hash"], origin)
            return await self._take_seat(wanted.token, origin, account["person_id"], account["hash"], None)
        name = checked_name(wanted.name or "")
        self.sessions.check_strength(wanted.password, row["email"], name, row["organization_name"])
        fresh = await self.sessions.passwords.hash(wanted.password)
        return await self._take_seat(wanted.token, origin, new_id(), fresh, name)

    async def _take_seat(
        self, token: str, origin: Origin, person_id: UUID, password_hash: str, new_name: str | None
    ) -> SignedIn:
        """One transaction: account (if new), seat, session at the door; then project roles inside the tenant."""
        now = self.clock.now()
        async with self.db.door() as tx:
            row = await self._open(tx, token, lock=True)
            if new_name is not None:
                await _insert_person(tx, person_id, row["email"], new_name, password_hash, now)
            elif await accounts.hash_now(tx, person_id) != password_hash:
                raise NoSuchInvitation("The password was changed meanwhile. Open the link again.")
            if not await seats.begin(
                tx, row["tenant_id"], person_id, row["organization_id"], _side(row), row["role"], now
            ):
                raise AlreadyMember("You have a seat there already. Sign in.")
            await invitations.accept(tx, row["tenant_id"], row["id"], now)
            signed_in = await self.sessions.begin(tx, person_id, row["tenant_id"], origin)
            await seats.join_projects(tx, person_id, [(UUID(p["id"]), p["role"]) for p in row["projects"]], now)
            await record(
                tx, person_id, "identity.invitation_accepted", f"invitation:{row['id']}", at=now,
                detail={"organization_id": str(row["organization_id"]), "role": row["role"]},
            )  # fmt: skip
            told = {"invitation_id": row["id"], "person_id": person_id, "invited_by": row["invited_by"]}
            await emit(tx, INVITATION_ACCEPTED, {name: str(value) for name, value in told.items()}, at=now)
            return signed_in

    async def _open(self, tx: Tx, token: str, *, lock: bool = False) -> asyncpg.Record:
        token_hash = rules.token_hash(token)
        row = token_hash and await invitations.open_by_token(tx, token_hash, self.clock.now(), lock=lock)
        if not row:
            raise NoSuchInvitation("This invitation has been used, was revoked or is too old. Ask for a new one.")
        return row


def _side(row: asyncpg.Record) -> Side:
    return "customer" if row["organization_id"] == row["tenant_id"] else "vendor"


async def _insert_person(tx: Tx, person_id: UUID, email: str, name: str, password_hash: str, now: datetime) -> None:
    try:
        await accounts.insert_person(tx, person_id, email, name, password_hash, now)
    except asyncpg.UniqueViolationError:
        raise AlreadyMember("An account with this e-mail was made meanwhile. Open the link again.") from None


def _hash(token: str) -> bytes:
    hashed = rules.token_hash(token)
    assert hashed is not None  # a token we made ourselves
    return hashed


def _invitation(row: asyncpg.Record, names: dict[UUID, str], now: datetime) -> Invitation:
    return Invitation(
        id=row["id"],
        email=row["email"],
        organization=Named(row["organization_id"], row["organization_name"]),
        role=row["role"],
        projects=[
            InvitationProject(UUID(p["id"]), names[UUID(p["id"])], p["role"])
            for p in row["projects"]
            if UUID(p["id"]) in names
        ],
        state=_state(row, now),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )


def _state(row: asyncpg.Record, now: datetime) -> InvitationState:
    if row["accepted_at"]:
        return "accepted"
    if row["revoked_at"]:
        return "revoked"
    return "open" if row["expires_at"] > now else "expired"
