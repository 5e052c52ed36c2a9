"""What happens in the house becomes deliveries, in the transaction that tells it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from armslength.kit.db import Tx
from armslength.kit.ids import new_id
from armslength.kit.outbox import Subscription
from armslength.webhooks.repository import deliveries, hooks
from armslength.webhooks.rules.topics import TOPICS, body_of


def subscriptions() -> list[Subscription]:
    """Every topic that may be told outside."""
    return [Subscription(topic, _hear(topic)) for topic in TOPICS]


def _hear(topic: str) -> Callable[[Tx, dict[str, Any]], Awaitable[None]]:
    async def hear(tx: Tx, payload: dict[str, Any]) -> None:
        project_id = UUID(payload["project_id"]) if payload.get("project_id") else None
        listening = await hooks.listening(tx, topic, project_id)
        if listening:
            body = body_of(topic, payload["at"], tx.tenant_id, payload)
            await deliveries.add(tx, listening, new_id(), topic, body, payload["at"])

    return hear
