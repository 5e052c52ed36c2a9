"""The verbs of notifications: hear, list, read, choose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Sweep, tenants
from armslength.kit.outbox import Subscription
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.notifications import repository
from armslength.notifications.errors import UnknownKind
from armslength.notifications.rules import FIRM, KINDS, LEADERS, Kind, about
from armslength.notifications.schemas import Notification, NotificationChoices, NotificationKind, Unread
from armslength.notifications.settings import NotificationsSettings
from armslength.projects import views as projects

MOST_COUNTED: Final = 100

Hear = Callable[[Tx, dict[str, Any]], Awaitable[None]]


class NotificationsService:
    """A person's own list; what became of it elsewhere is asked when it is shown."""

    def __init__(self, db: Database, clock: Clock, settings: NotificationsSettings | None = None) -> None:
        self.db = db
        self.clock = clock
        self.settings = settings or NotificationsSettings()

    def subscriptions(self) -> list[Subscription]:
        """Every event that concerns somebody."""
        return [Subscription(kind.topic, _hear(name, kind)) for name, kind in KINDS.items()]

    def sweeps(self) -> list[Sweep]:
        """Old ones are forgotten."""
        return [Sweep("notifications.forget", 3600, self._forget)]

    async def page(self, actor: Actor, *, unread: bool, cursor: str | None, limit: int) -> Page[Notification]:
        """What was told, the newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            visible = await self._visible(tx, actor, unread=unread)
            rows = await repository.page(tx, actor.person_id, list(visible), before, limit + 1, unread=unread)
            called = await _called(tx, [row["about"] for row in rows])
        more = len(rows) > limit
        shown = [
            Notification(
                id=row["id"], kind=row["kind"], about=row["about"], at=row["at"], read_at=row["read_at"],
                project=Named(row["project_id"], visible[row["project_id"]]) if row["project_id"] else None,
                who=called.get(_who(row["about"])),
            )
            for row in rows[:limit]
        ]  # fmt: skip
        return Page(shown, encode_cursor(shown[-1].at, shown[-1].id) if more else None)

    async def unread(self, actor: Actor) -> Unread:
        """How many are not read."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            visible = await self._visible(tx, actor, unread=True)
            return Unread(await repository.unread(tx, actor.person_id, list(visible), MOST_COUNTED))

    async def read(self, actor: Actor, ids: Sequence[UUID] | None) -> None:
        """These are read, or all; ids that are nobody's or another's change nothing and are not told apart."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await repository.read(tx, actor.person_id, ids, self.clock.now())

    async def choices(self, actor: Actor) -> NotificationChoices:
        """What may be told to this person, and what they want."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return _choices(actor, await repository.muted(tx, actor.person_id))

    async def choose(self, actor: Actor, muted: Sequence[str]) -> NotificationChoices:
        """What is not wanted from now on. Raises UnknownKind."""
        for index, kind in enumerate(muted):
            if kind not in KINDS or not _concerns(KINDS[kind], actor.side):
                raise UnknownKind(f"Nothing called {kind!r} is ever told to you.", field=f"muted.{index}")
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await repository.mute(tx, actor.person_id, sorted(set(muted)), self.clock.now())
        return _choices(actor, muted)

    async def _visible(self, tx: Tx, actor: Actor, *, unread: bool) -> dict[UUID, str]:
        """The projects of which the person may be told now, with their names."""
        told = await repository.projects(tx, actor.person_id, unread=unread)
        return await projects.open_to(tx, actor, told, self.clock.now()) if told else {}

    async def _forget(self, db: Database, clock: Clock) -> None:
        before = clock.now() - timedelta(days=self.settings.keep_days)
        for tenant_id in await tenants(db):
            async with db.tenant(tenant_id) as tx:
                await repository.forget(tx, before)


def _hear(name: str, kind: Kind) -> Hear:
    async def hear(tx: Tx, payload: dict[str, Any]) -> None:
        if not kind.when(payload):
            return
        project_id = UUID(payload["project_id"]) if payload.get("project_id") else None
        people = await _people(tx, kind, payload, project_id)
        if people:
            shown = None if kind.nameless else project_id
            await repository.add(tx, people, name, shown, about(kind, payload), payload["at"])

    return hear


def _who(about: Mapping[str, Any]) -> str | None:
    return about.get("person_id") or about.get("vendor_id")


async def _called(tx: Tx, told: Sequence[Mapping[str, Any]]) -> dict[str | None, Named]:
    """The people and firms that are told of, by id: names are asked when a list is shown, never kept in it."""
    people = await identity.names(tx, {UUID(about["person_id"]) for about in told if "person_id" in about})
    firms = await identity.organization_names(tx, {UUID(about["vendor_id"]) for about in told if "vendor_id" in about})
    return {str(one): Named(one, name) for one, name in (people | firms).items()}


async def _people(tx: Tx, kind: Kind, payload: dict[str, Any], project_id: UUID | None) -> list[UUID]:
    """Whom it concerns, if they still have a seat, without whoever did it."""
    if kind.to == LEADERS:
        found = await projects.leaders(tx, project_id)
        return [person for person in found if str(person) != payload.get("by")]
    if kind.to == FIRM:
        return await identity.speakers(tx, UUID(payload["vendor_id"]))
    if not payload.get(kind.to):
        return []
    person_id = UUID(payload[kind.to])
    seat = await identity.seat(tx, person_id)
    if seat is None or not _concerns(kind, seat.side) or payload[kind.to] == payload.get("by"):
        return []
    return [person_id]


def _concerns(kind: Kind, side: str) -> bool:
    return kind.side in ("anyone", side)


def _choices(actor: Actor, muted: Sequence[str]) -> NotificationChoices:
    return NotificationChoices(
        [
            NotificationKind(name, kind.title, name not in muted)
            for name, kind in KINDS.items()
            if _concerns(kind, actor.side)
        ]
    )
