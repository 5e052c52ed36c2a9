"""Webhooks of Northwind Labs, with people, a clock that stands still, and somebody who receives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.people import NOW, World, make_world
from tests.webhooks.receiving import Receiver, receiving

from armslength.egress.schemas import AddEgressHost
from armslength.egress.service import EgressService
from armslength.egress.settings import EgressSettings
from armslength.identity import views
from armslength.identity.model import Actor
from armslength.keys.service import FileProvider, KeyService
from armslength.kit.clock import FixedClock
from armslength.kit.db import Database
from armslength.kit.outbox import deliver, emit
from armslength.ledger.service import Notary
from armslength.webhooks.schemas import CreateWebhook, Delivery, Webhook
from armslength.webhooks.service import WebhooksService
from armslength.webhooks.settings import WebhooksSettings


@dataclass
class Post:
    """What the tests do with webhooks."""

    world: World
    webhooks: WebhooksService
    receiver: Receiver
    project_id: UUID

    @property
    def olga(self) -> Actor:
        """The owner."""
        return self.world.actor(self.world.olga)

    async def hook(self, project_id: UUID | None = None, **wanted: Any) -> Webhook:
        """A webhook of the project, or of the organization."""
        return await self.webhooks.create(
            self.olga, project_id, CreateWebhook(wanted.pop("url", self.receiver.url), **wanted)
        )

    async def happens(self, topic: str, tenant_id: UUID | None = None, **payload: Any) -> None:
        """Something happens, and is told."""
        told = {name: str(value) if isinstance(value, UUID) else value for name, value in payload.items()}
        async with self.world.db.tenant(tenant_id or self.world.northwind) as tx:
            await emit(tx, topic, told, at=self.world.clock.now())
        await self.tell()

    async def tell(self) -> None:
        """Events become deliveries."""
        while await deliver(self.world.db, self.webhooks.subscriptions(), self.world.clock):
            pass

    async def send(self) -> None:
        """Deliveries that are due leave."""
        while await self.webhooks.sender.turn():
            pass

    async def log(self, hook: Webhook) -> list[Delivery]:
        """The hook's deliveries, newest first."""
        page = await self.webhooks.list_deliveries(self.olga, hook.project_id, hook.id, cursor=None, limit=200)
        return page.items

    async def state(self, hook: Webhook) -> Webhook:
        """The hook as it stands."""
        found = await self.webhooks.list_webhooks(self.olga, hook.project_id)
        return next(each for each in found.items if each.id == hook.id)


def egress_of(world: World, receiver: Receiver, **more: Any) -> EgressService:
    settings = EgressSettings(
        allow="127.0.0.1", networks="127.0.0.0/8", ports=str(receiver.port), plain_http=True, **more
    )
    return EgressService(world.db, world.clock, settings, views.names)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as somebody:
        yield somebody


@pytest.fixture
async def post(db: Database, tmp_path: Path, receiver: Receiver) -> Post:
    clock = FixedClock(NOW)
    keys = KeyService(FileProvider.open(tmp_path / "keys", clock), clock)
    db.notary = Notary(keys)
    world = await make_world(db, clock)
    egress = egress_of(world, receiver)
    await egress.add_host(world.actor(world.olga), AddEgressHost("127.0.0.1"))
    webhooks = WebhooksService(db, egress, keys, world.clock, WebhooksSettings())
    return Post(world, webhooks, receiver, await world.project(world.northwind))
