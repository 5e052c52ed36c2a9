"""What happens in the house becomes deliveries, in the transaction that tells it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from armslength.kit.db import Tx
from armslength.kit.ids import new_id
from armslength.kit.outbox import Subscription
from armslength.webhooks.repository import deliveries, hooks
from armslength.webhooks.rules.topics import TOPICS, body_of


def subscriptions() -> list[Subscription]:
    """Every topic that may be told outside."""
    return [Subscription(topic, _hear(topic), together=True) for topic in TOPICS]


def _hear(topic: str) -> Callable[[Tx, Sequence[dict[str, Any]]], Awaitable[None]]:
    async def hear(tx: Tx, payloads: Sequence[dict[str, Any]]) -> None:
        named = {payload.get("project_id") for payload in payloads}
        listening = {name: await hooks.listening(tx, topic, UUID(name) if name else None) for name in named}
        for payload in payloads:
            if hearers := listening[payload.get("project_id")]:
                body = body_of(topic, payload["at"], tx.tenant_id, payload)
                await deliveries.add(tx, hearers, new_id(), topic, body, payload["at"])

    return hear
