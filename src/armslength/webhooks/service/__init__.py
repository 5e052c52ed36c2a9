"""The verbs of webhooks: make, change, rotate, look at what was sent, send again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.egress.service import EgressService
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.jobs import Loop, Sweep, tenants
from armslength.kit.outbox import Subscription
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.webhooks.errors import DeliveryNotFound, NothingToReplay, TooManyWebhooks, WebhookNotFound
from armslength.webhooks.model import Try
from armslength.webhooks.repository import deliveries, hooks
from armslength.webhooks.repository.deliveries import TURN
from armslength.webhooks.rules.signing import secret_text
from armslength.webhooks.rules.topics import TEST, TOPICS, body_of, check_topics
from armslength.webhooks.schemas import (
    CreateWebhook,
    Delivery,
    Replay,
    Replayed,
    Topic,
    TopicList,
    UpdateWebhook,
    Webhook,
    Webhooks,
)
from armslength.webhooks.service import hearing
from armslength.webhooks.service.sending import PURPOSE, Sender
from armslength.webhooks.settings import WebhooksSettings

MOST_WEBHOOKS: Final = 50
MOST_COUNTED: Final = 1_000


class WebhooksService:
    """Webhooks of a project, or (`project_id` None) of the organization itself, which hears of every project."""

    def __init__(
        self, db: Database, egress: EgressService, keys: KeyService, clock: Clock,
        settings: WebhooksSettings | None = None,
    ) -> None:  # fmt: skip
        self.db = db
        self.egress = egress
        self.keys = keys
        self.clock = clock
        self.settings = settings or WebhooksSettings()
        self.sender = Sender(db, egress, keys, clock, self.settings)

    def subscriptions(self) -> list[Subscription]:
        """What is told on."""
        return hearing.subscriptions()

    def loops(self) -> list[Loop]:
        """Sending, whenever a delivery waits."""
        return [Loop(TURN, 0, self.sender.turn, self.settings.senders)]

    def sweeps(self) -> list[Sweep]:
        """The log does not grow for ever."""
        return [Sweep("webhooks.log", 3600, self._forget)]

    async def topics(self) -> TopicList:
        """Everything that may be told."""
        return TopicList([Topic(name, told.title, sorted(told.parts)) for name, told in TOPICS.items()])

    async def list_webhooks(self, actor: Actor, project_id: UUID | None) -> Webhooks:
        """All of them, oldest first."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return Webhooks(await self._webhooks(tx, await hooks.all_of(tx, project_id)))

    async def create(self, actor: Actor, project_id: UUID | None, wanted: CreateWebhook) -> Webhook:
        """A new webhook; its secret is in this answer and nowhere else."""
        topics, webhook_id, now = check_topics(wanted.topics), new_id(), self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            target = await self.egress.check_url(tx, wanted.url, "url")
            await tx.lock("webhooks", project_id or actor.tenant_id)
            if len(await hooks.all_of(tx, project_id)) >= MOST_WEBHOOKS:
                raise TooManyWebhooks(f"There may be {MOST_WEBHOOKS} webhooks; remove one first.")
            secret_id, secret = await self.keys.make_secret(tx, PURPOSE)
            await hooks.insert(
                tx, webhook_id, project_id, wanted.url, wanted.description, topics, secret_id, actor.person_id, now
            )
            await self._log(tx, actor, "created", project_id, webhook_id, {"host": target.host, "topics": topics})
            made = await self._one(tx, project_id, webhook_id)
        return msgspec.structs.replace(made, secret=secret_text(secret))

    async def update(self, actor: Actor, project_id: UUID | None, webhook_id: UUID, wanted: UpdateWebhook) -> Webhook:
        """Change what is given; waking it sends what waited."""
        values = {
            name: value for name, value in msgspec.structs.asdict(wanted).items() if value is not None
        }  # fmt: skip
        if wanted.topics is not None:
            values["topics"] = check_topics(wanted.topics)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._hold(tx, project_id, webhook_id)
            detail: dict[str, object] = {name: value for name, value in values.items() if name != "url"}
            if wanted.url is not None:
                detail["host"] = (await self.egress.check_url(tx, wanted.url, "url")).host
            if wanted.state == "active":
                values |= {"failures": 0, "failing_since": None}
            if values:
                await hooks.change(tx, webhook_id, **values)
                await self._log(tx, actor, "changed", project_id, webhook_id, detail)
            if wanted.state == "active":
                await deliveries.hurry(tx, webhook_id, self.clock.now())
            return await self._one(tx, project_id, webhook_id)

    async def delete(self, actor: Actor, project_id: UUID | None, webhook_id: UUID) -> None:
        """Gone, with its secret and its log."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            hook = await self._hold(tx, project_id, webhook_id)
            await hooks.delete(tx, webhook_id)
            for secret_id in (hook["secret_id"], hook["old_secret_id"]):
                if secret_id is not None:
                    await self.keys.drop_secret(tx, secret_id)
            await self._log(tx, actor, "removed", project_id, webhook_id, {})

    async def rotate(self, actor: Actor, project_id: UUID | None, webhook_id: UUID) -> Webhook:
        """A new secret, in this answer and nowhere else; the old one signs beside it for a while."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            hook = await self._hold(tx, project_id, webhook_id)
            secret_id, secret = await self.keys.make_secret(tx, PURPOSE)
            until = now + timedelta(hours=self.settings.rotation_hours)
            await hooks.change(
                tx, webhook_id, secret_id=secret_id, old_secret_id=hook["secret_id"], old_secret_until=until
            )
            if hook["old_secret_id"] is not None:
                await self.keys.drop_secret(tx, hook["old_secret_id"])
            await self._log(tx, actor, "secret_rotated", project_id, webhook_id, {})
            made = await self._one(tx, project_id, webhook_id)
        return msgspec.structs.replace(made, secret=secret_text(secret))

    async def test(self, actor: Actor, project_id: UUID | None, webhook_id: UUID) -> Delivery:
        """Send it something harmless."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._hold(tx, project_id, webhook_id)
            body = body_of(TEST, now, actor.tenant_id, {})
            ids = await deliveries.add(tx, [webhook_id], new_id(), TEST, body, now)
            return _delivery((await deliveries.some(tx, webhook_id, ids))[0])

    async def list_deliveries(
        self, actor: Actor, project_id: UUID | None, webhook_id: UUID, *, cursor: str | None, limit: int
    ) -> Page[Delivery]:
        """What was sent or is to be, newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._hold(tx, project_id, webhook_id)
            rows = await deliveries.page(tx, webhook_id, before, limit + 1)
        shown = rows[:limit]
        more = encode_cursor(shown[-1]["created_at"], shown[-1]["id"]) if len(rows) > limit else None
        return Page([_delivery(row) for row in shown], more)

    async def replay(self, actor: Actor, project_id: UUID | None, webhook_id: UUID, wanted: Replay) -> Replayed:
        """Send again, from the first try on, under the same event ids."""
        if not wanted.delivery_ids and wanted.failed_since is None:
            raise NothingToReplay("Name deliveries, or a moment since which failed ones are sent again.",
                                  field="delivery_ids")  # fmt: skip
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._hold(tx, project_id, webhook_id)
            known = await deliveries.some(tx, webhook_id, wanted.delivery_ids)
            if len(known) < len(set(wanted.delivery_ids)):
                raise DeliveryNotFound("There is no such delivery of this webhook.", field="delivery_ids")
            count = await deliveries.again(
                tx, webhook_id, self.clock.now(), ids=wanted.delivery_ids, failed_since=wanted.failed_since
            )
            await self._log(tx, actor, "replayed", project_id, webhook_id, {"deliveries": count})
        return Replayed(count)

    async def _forget(self, db: Database, clock: Clock) -> None:
        before = clock.now() - timedelta(days=self.settings.keep_days)
        for tenant_id in await tenants(db):
            async with db.tenant(tenant_id) as tx:
                await deliveries.forget(tx, before)

    async def _hold(self, tx: Tx, project_id: UUID | None, webhook_id: UUID) -> asyncpg.Record:
        hook = await hooks.hold(tx, project_id, webhook_id)
        if hook is None:
            raise WebhookNotFound("There is no such webhook.")
        return hook

    async def _one(self, tx: Tx, project_id: UUID | None, webhook_id: UUID) -> Webhook:
        return (await self._webhooks(tx, [await self._hold(tx, project_id, webhook_id)]))[0]

    async def _webhooks(self, tx: Tx, rows: Sequence[asyncpg.Record]) -> list[Webhook]:
        names = await identity.names(tx, {row["created_by"] for row in rows})
        waiting = await deliveries.waiting(tx, [row["id"] for row in rows], MOST_COUNTED)
        now = self.clock.now()
        return [_webhook(row, names, waiting[row["id"]], now) for row in rows]

    async def _log(
        self, tx: Tx, actor: Actor, what: str, project_id: UUID | None, webhook_id: UUID, detail: Mapping[str, object]
    ) -> None:
        await record(
            tx, actor.person_id, f"webhooks.{what}", f"webhook:{webhook_id}", at=self.clock.now(),
            project_id=project_id, detail=detail,
        )  # fmt: skip


def _webhook(row: asyncpg.Record, names: Mapping[UUID, str], waiting: int, now: datetime) -> Webhook:
    until = row["old_secret_until"]
    given: dict[str, Any] = {
        name: row[name]
        for name in ("id", "project_id", "url", "description", "topics", "state", "failures", "failing_since",
                     "last_success_at", "created_at")
    }  # fmt: skip
    return Webhook(
        **given, waiting=waiting, old_secret_until=until if until and until > now else None,
        created_by=Named(row["created_by"], names.get(row["created_by"], "")),
    )  # fmt: skip


def _delivery(row: asyncpg.Record) -> Delivery:
    return Delivery(
        id=row["id"], event_id=row["event_id"], topic=row["topic"], state=row["state"],
        tries=msgspec.convert(row["tries"], list[Try]), next_at=row["next_at"], created_at=row["created_at"],
        delivered_at=row["delivered_at"], body=bytes(row["body"]).decode(),
    )  # fmt: skip
