"""Signing in and out, and finding the Actor behind a cookie or a key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from uuid import UUID

import asyncpg
import structlog

from armslength.identity import rules
from armslength.identity.errors import (
    BadValue,
    NoSuchProject,
    NoSuchTenant,
    NotSignedIn,
    OutOfReach,
    SessionNeeded,
    TooManyTries,
    WeakPassword,
    WrongCredentials,
)
from armslength.identity.model import Actor, mark_of
from armslength.identity.policy import permissions_of, works_elsewhere
from armslength.identity.repository import accounts, asking, seats, shortcuts
from armslength.identity.schemas import Me, Organization, Person, TenantSeat
from armslength.identity.service.passwords import Passwords
from armslength.identity.settings import IdentitySettings
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.gather import Gathering
from armslength.kit.wire import Named
from armslength.ledger.service import record

_TOUCH = timedelta(minutes=1)
_MOST_TOGETHER = 32
"""Requests of which it is found out at once who asks."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from: the network address and what the program calls itself."""

    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: the secret for the cookie, how long it may live at most, and who it is."""

    cookie: str
    max_age: timedelta
    me: Me


class Sessions:
    """Sessions are rows; the cookie is 256 random bits that mean nothing elsewhere."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        settings: IdentitySettings,
        passwords: Passwords,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self.db = db
        self.clock = clock
        self.settings = settings
        self.passwords = passwords
        self.random_bytes = random_bytes
        self._asking = Gathering(self._alone, self._together, at_once=1, most=_MOST_TOGETHER)
        self.idle = timedelta(minutes=settings.session_idle_minutes)
        self.longest = timedelta(days=settings.session_max_days)

    async def actor_of_cookie(self, cookie: str, project_id: UUID | None, *, inside: bool = False) -> Actor:
        """The Actor of a session, on a project if given. Raises NotSignedIn, NoSuchProject.

        `inside`: what is asked reads or writes what is in the project. A vendor's session that works in another one is
        told so (WorksElsewhere) whatever is found, so that it says nothing about the project asked for.
        """
        id_hash = rules.token_hash(cookie)
        if id_hash is None:
            raise NotSignedIn("Sign in first.")
        now = self.clock.now()
        row = await self._asker(asking.Claim(id_hash, None, now, project_id))
        if row is None:
            raise NotSignedIn("Your session has ended. Sign in again.")
        if now - row["used_at"] > _TOUCH:
            until = rules.next_expiry(row["began_at"], now, idle=self.idle, longest=self.longest)
            async with self.db.door() as tx:
                await asking.slide_session(tx, id_hash, now, until)
        codes = dict(rules.in_pairs(row["codes"] or ()))
        there = row["working_in"]
        if inside and row["side"] == "vendor" and there is not None and project_id not in (there, codes.get(there)):
            raise works_elsewhere(codes.get(there, there))
        return _actor(row, project_id, session_id=id_hash)

    async def _asker(self, claim: asking.Claim) -> asyncpg.Record | None:
        """Who is behind a claim. Those that come while others are looked for are looked for together."""
        return await self._asking.ask(None, object(), claim)

    async def _alone(self, claim: asking.Claim) -> asyncpg.Record | None:
        return (await asking.askers(self.db, [claim]))[0]

    async def _together(self, claims: Sequence[asking.Claim]) -> list[asyncpg.Record | None]:
        return await asking.askers(self.db, claims)

    async def actor_of_key(self, text: str, project_id: UUID | None, *, inside: bool = False) -> Actor:
        """The Actor of an API key: its maker's present rights, cut down to the key's scopes.

        Keys are bound to no project, so to people of vendors nothing `inside` one opens by key.
        """
        key = rules.read_key(text)
        if key is None:
            raise NotSignedIn("This is not an API key. Keys look like al_… and come from the API keys page.")
        now = self.clock.now()
        row = await self._asker(asking.Claim(None, key.hash, now, project_id))
        if row is None:
            raise NotSignedIn("This API key is unknown, has expired or was revoked.")
        if row["used_at"] is None or now - row["used_at"] > _TOUCH:
            async with self.db.door() as tx:
                await asking.key_used(tx, row["tenant_id"], row["key_id"], now)
        if inside and row["side"] == "vendor":
            raise SessionNeeded("An API key cannot do this. Sign in.")
        return _actor(row, project_id, session_id=None)

    async def sign_in(self, email: str, password: str, origin: Origin) -> SignedIn:
        """A session for whoever knows the password, in their oldest tenant. Raises WrongCredentials, TooManyTries."""
        email = email.strip()
        async with self.db.door() as tx:
            account = await accounts.by_email(tx, email)
        await self.check_password(email, password, account["hash"] if account else None, origin)
        if account is None:
            raise _wrong()
        return await self._admit(account["person_id"], account["hash"], password, origin)

    async def check_password(self, email: str, password: str, stored: str | None, origin: Origin) -> None:
        """Return when the password fits the stored hash; costs the same when there is none.

        Tries count per e-mail and address before they are judged; a right one forgets them.
        """
        now = self.clock.now()
        key = rules.try_key(origin.address, email)
        window = rules.window_start(now, self.settings.try_window_minutes)
        async with self.db.door() as tx:
            tries = await asking.count_try(tx, key, window)
        if tries > self.settings.tries_per_window:
            log.warning("too many password tries", address=origin.address)
            wait = window + timedelta(minutes=self.settings.try_window_minutes) - now
            raise TooManyTries("Too many tries from here. Wait a little.", retry_after=ceil(wait.total_seconds()))
        if not await self.passwords.matches(password, stored):
            log.warning("wrong password", address=origin.address)
            raise _wrong()
        async with self.db.door() as tx:
            await asking.forget_tries(tx, key)

    async def _admit(self, person_id: UUID, stored: str, password: str, origin: Origin) -> SignedIn:
        fresh = await self.passwords.hash(password) if self.passwords.outdated(stored) else None
        async with self.db.door() as tx:
            if await accounts.hash_now(tx, person_id) != stored:
                raise _wrong()  # changed since we looked: the sessions it ended must not come back
            if fresh:
                await accounts.set_hash(tx, person_id, fresh, self.clock.now())
            mine = await seats.of_person(tx, person_id)
            if not mine:
                raise _wrong()
            return await self.begin(tx, person_id, mine[0]["tenant_id"], origin)

    async def begin(
        self, tx: Tx, person_id: UUID, tenant_id: UUID, origin: Origin, *, project_id: UUID | None = None,
        left: UUID | None = None,
    ) -> SignedIn:  # fmt: skip
        """A session in an open door transaction, which goes on inside the tenant afterwards.

        `project_id`: what it is bound to from the start; `left`: the project of the session in whose place it comes.
        """
        now = self.clock.now()
        cookie = rules.token_text(self.random_bytes(rules.SECRET_BYTES))
        id_hash = rules.token_hash(cookie)
        assert id_hash is not None  # made in the right form just now
        until = rules.next_expiry(now, now, idle=self.idle, longest=self.longest)
        mine = await seats.of_person(tx, person_id)
        here = next(seat for seat in mine if seat["tenant_id"] == tenant_id)
        if here["side"] == "vendor":  # no session slips in while the vendor is being cut off
            await asking.hold_vendor(tx, tenant_id, here["organization_id"])
        await asking.open_session(tx, id_hash, person_id, tenant_id, origin.user_agent, now, until, project_id)
        await tx.enter(tenant_id)
        me = _me(mine, person_id, tenant_id, await shortcuts.of(tx, person_id), working_in=project_id)
        if project_id is None:
            await record(tx, person_id, "identity.signed_in", f"person:{person_id}", at=now)
        else:
            await self._entered(tx, person_id, id_hash, project_id, left)
        return SignedIn(cookie, self.longest, me)

    async def bind(self, actor: Actor, project_id: UUID) -> None:
        """A vendor's session works in this project from now on, and in no other.

        Raises WorksElsewhere when another request of the same session was first. Where the session has ended since it
        was found, as with a cut, OutOfReach: what the pass would say a moment later.
        """
        session = _session(actor)
        async with self.db.door() as tx:
            row = await asking.hold_session(tx, session)
            if row is None:
                raise OutOfReach("There is no such project.")
            if row["project_id"] not in (None, project_id):
                raise works_elsewhere(row["project_id"])
            if row["project_id"] is None:
                await self._bind(tx, actor, session, project_id)

    async def enter(self, actor: Actor, project_id: UUID, origin: Origin) -> SignedIn | Me:
        """Go on in this project: in a new session in place of one that works in another, or in the same one.

        Nothing is delivered to the old session once this has returned: it waits for what is under way in the person's
        name. The customer's own people are bound to nothing. Raises NotSignedIn when the session has ended meanwhile.
        """
        session = _session(actor)
        signed_in = await self._enter(actor, session, project_id, origin) if actor.vendor_id else None
        if signed_in is not None:
            return signed_in
        at_the_seat = replace(
            actor, permissions=permissions_of(actor.side, actor.role),
            working_in=project_id if actor.vendor_id else None,
        )  # fmt: skip
        return await self.me(at_the_seat)

    async def _enter(self, actor: Actor, session: bytes, project_id: UUID, origin: Origin) -> SignedIn | None:
        assert actor.vendor_id is not None  # only their sessions are bound
        async with self.db.door() as tx:
            await asking.await_person(tx, actor.tenant_id, actor.person_id)
            await asking.hold_vendor(tx, actor.tenant_id, actor.vendor_id)  # before the row: a cut takes them so too
            row = await asking.hold_session(tx, session)
            if row is None:
                raise NotSignedIn("Your session has ended. Sign in again.")
            left = row["project_id"]
            if left is None:
                await self._bind(tx, actor, session, project_id)
            if left in (None, project_id):
                return None
            await asking.end_session(tx, session)
            return await self.begin(tx, actor.person_id, actor.tenant_id, origin, project_id=project_id, left=left)

    async def _bind(self, tx: Tx, actor: Actor, session: bytes, project_id: UUID) -> None:
        await asking.bind_session(tx, session, project_id)
        await tx.enter(actor.tenant_id)
        await self._entered(tx, actor.person_id, session, project_id, None)

    async def _entered(
        self, tx: Tx, person_id: UUID, session: bytes, project_id: UUID, left: UUID | None
    ) -> None:  # fmt: skip
        """The log knows the session by the mark that its deliveries carry."""
        await record(
            tx, person_id, "identity.project_entered", f"project:{project_id}", at=self.clock.now(),
            project_id=project_id,
            detail={"session": mark_of(session).hex(), "left": str(left) if left else None},
        )  # fmt: skip

    async def sign_out(self, actor: Actor) -> None:
        """End this session."""
        async with self.db.door() as tx:
            await asking.end_session(tx, _session(actor))

    async def me(self, actor: Actor) -> Me:
        """Who I am, what I may do here, and where else I have a seat."""
        async with self.db.door() as tx:
            mine = await seats.of_person(tx, actor.person_id)
            await tx.enter(actor.tenant_id)
            own = await shortcuts.of(tx, actor.person_id)
        return _me(mine, actor.person_id, actor.tenant_id, own, actor.permissions, actor.working_in)

    async def worked_in(self, actor: Actor) -> list[UUID]:
        """Where the person has or had a seat: for what is their own wherever it was. A key is of one tenant alone."""
        if actor.session_id is None:
            return [actor.tenant_id]
        async with self.db.door() as tx:
            return await seats.tenants_of(tx, actor.person_id)

    async def rename(self, actor: Actor, name: str) -> Me:
        """My new name, everywhere."""
        _session(actor)
        async with self.db.door() as tx:
            await accounts.rename(tx, actor.person_id, checked_name(name))
        return await self.me(actor)

    async def switch_tenant(self, actor: Actor, tenant_id: UUID, origin: Origin) -> SignedIn:
        """Go on in another tenant, with a new session in place of this one."""
        old = _session(actor)
        async with self.db.door() as tx:
            mine = await seats.of_person(tx, actor.person_id)
            there = next((s["tenant_id"] for s in mine if tenant_id in (s["tenant_id"], s["code"])), None)
            if there is None:
                raise NoSuchTenant("You have no seat there.")
            await asking.end_session(tx, old)
            return await self.begin(tx, actor.person_id, there, origin)

    async def change_password(self, actor: Actor, current: str, new: str, origin: Origin) -> SignedIn:
        """Change the password and end every session of the person; this one goes on under a new cookie."""
        _session(actor)
        async with self.db.door() as tx:
            account = await accounts.email_and_hash(tx, actor.person_id)
        assert account is not None  # a person with a session has an account
        await self.check_password(account["email"], current, account["hash"], origin)
        self.check_strength(new, account["email"], account["name"])
        fresh = await self.passwords.hash(new)
        async with self.db.door() as tx:
            if await accounts.hash_now(tx, actor.person_id) != account["hash"]:
                raise _wrong()
            await accounts.set_hash(tx, actor.person_id, fresh, self.clock.now())
            await asking.end_sessions(tx, actor.person_id)
            signed_in = await self.begin(
                tx, actor.person_id, actor.tenant_id, origin, project_id=actor.working_in
            )  # fmt: skip
            await record(
                tx, actor.person_id, "identity.password_changed", f"person:{actor.person_id}", at=self.clock.now()
            )
            return signed_in

    def check_strength(self, password: str, *about: str) -> None:
        """Raise WeakPassword when it is too short or among the first to be tried."""
        problem = rules.password_problem(password, least=self.settings.password_min_length, about=about)
        if problem:
            raise WeakPassword(problem, field="password")

    async def sweep(self) -> None:
        """Forget what has ended: sessions, and password tries of past windows."""
        now = self.clock.now()
        async with self.db.door() as tx:
            await asking.sweep(tx, now, now - timedelta(minutes=self.settings.try_window_minutes))


def checked_name(name: str, field: str = "name") -> str:
    """The name, tidied; raises BadValue when nothing is left."""
    tidy = rules.clean_name(name)
    if not tidy or not tidy.isprintable():
        raise BadValue("Give a name.", field=field)
    return tidy


def checked_email(email: str) -> str:
    """The e-mail, trimmed; raises BadValue when it cannot be one."""
    trimmed = email.strip()
    if not rules.is_email(trimmed):
        raise BadValue("This does not look like an e-mail address.", field="email")
    return trimmed


def _wrong() -> WrongCredentials:
    return WrongCredentials("This e-mail and password do not belong together.")


def _session(actor: Actor) -> bytes:
    if actor.session_id is None:
        raise SessionNeeded("An API key cannot do this. Sign in.")
    return actor.session_id


def _actor(row: asyncpg.Record, project_id: UUID | None, session_id: bytes | None) -> Actor:
    project_role = None
    if project_id is not None:
        if row["project_exists"]:
            project_role = rules.effective_role(row["side"], row["role"], row["project_role"], granted=row["granted"])
        if project_role is None:
            refusal = OutOfReach if row["side"] == "vendor" else NoSuchProject
            raise refusal("There is no such project.")
    permissions = permissions_of(row["side"], project_role or row["role"])
    scopes: list[str] | None = row["scopes"]
    return Actor(
        tenant_id=row["tenant_id"],
        person_id=row["person_id"],
        name=row["name"],
        organization_id=row["organization_id"],
        side=row["side"],
        role=row["role"],
        project_role=project_role,
        permissions=permissions if scopes is None else permissions & frozenset(scopes),
        session_id=session_id,
        api_key_id=row["key_id"],
        epoch=row["epoch"],
        tier=row["tier"],
        working_in=row["working_in"],
        codes=rules.in_pairs(row["codes"] or ()),
    )


def _tenant(seat: asyncpg.Record) -> Named:
    """The tenant as whoever has the seat knows it."""
    return rules.tenant_for(seat["side"], seat["tenant_id"], seat["tenant_name"], seat["code"])


def _me(
    mine: list[asyncpg.Record],
    person_id: UUID,
    tenant_id: UUID,
    own: dict[str, list[str]],
    permissions: frozenset[str] | None = None,
    working_in: UUID | None = None,
) -> Me:
    here = next(seat for seat in mine if seat["tenant_id"] == tenant_id)
    carried = permissions_of(here["side"], here["role"]) if permissions is None else permissions
    return Me(
        person=Person(person_id, here["name"], here["email"]),
        tenant=_tenant(here),
        organization=Organization(here["organization_id"], here["organization_name"], here["organization_kind"]),
        side=here["side"],
        role=here["role"],
        permissions=sorted(carried),
        tenants=[TenantSeat(known.id, known.name, s["side"], s["role"]) for s in mine for known in [_tenant(s)]],
        shortcuts=own,
        known_as=_tenant(here).name if here["side"] == "vendor" else None,
        working_in=working_in,
    )
