"""Webhooks: of a project when `project_id` is given, else of the organization, which hears of every project."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from armslength_client._async.walls import AsyncWalls
from armslength_client.types import Delivery, Page, Topic, Webhook


class AsyncWebhooks(AsyncWalls):
    """Operations on webhooks. `verify_webhook` is for whoever receives them."""

    async def list_webhook_topics(self) -> list[Topic]:
        """Everything that webhooks may be told."""
        return (await self.call("GET", "/webhook-topics", Page[Topic])).items

    async def list_webhooks(self, project_id: UUID | None = None) -> list[Webhook]:
        """All webhooks, oldest first."""
        return (await self.call("GET", _path(project_id), Page[Webhook])).items

    async def create_webhook(
        self, url: str, *, topics: Sequence[str] = (), description: str = "", project_id: UUID | None = None
    ) -> Webhook:
        """Tell an address what happens (no topics: everything); the answer's `secret` is shown only now."""
        body = {"url": url, "topics": list(topics), "description": description}
        return await self.call("POST", _path(project_id), Webhook, body=body)

    async def update_webhook(
        self, webhook_id: UUID, *, url: str | None = None, topics: Sequence[str] | None = None,
        description: str | None = None, state: Literal["active", "paused"] | None = None,
        project_id: UUID | None = None,
    ) -> Webhook:  # fmt: skip
        """Change what is given; "active" wakes a paused one, and what waited is sent."""
        given: dict[str, Any] = {"url": url, "description": description, "state": state}
        given["topics"] = None if topics is None else list(topics)
        body = {name: value for name, value in given.items() if value is not None}
        return await self.call("PATCH", _path(project_id, webhook_id), Webhook, body=body)

    async def delete_webhook(self, webhook_id: UUID, *, project_id: UUID | None = None) -> None:
        """Remove a webhook with its log."""
        await self.call("DELETE", _path(project_id, webhook_id), type(None))

    async def rotate_webhook_secret(self, webhook_id: UUID, *, project_id: UUID | None = None) -> Webhook:
        """A new secret, shown only in this answer; the old one signs beside it for a day."""
        return await self.call("POST", _path(project_id, webhook_id) + "/secret", Webhook)

    async def test_webhook(self, webhook_id: UUID, *, project_id: UUID | None = None) -> Delivery:
        """Have it sent something harmless."""
        return await self.call("POST", _path(project_id, webhook_id) + "/test", Delivery)

    def list_webhook_deliveries(self, webhook_id: UUID, *, project_id: UUID | None = None) -> AsyncIterator[Delivery]:
        """What was sent or is to be, newest first."""
        return self.pages(_path(project_id, webhook_id) + "/deliveries", Delivery)

    async def replay_webhook(
        self, webhook_id: UUID, delivery_ids: Sequence[UUID] = (), *, failed_since: datetime | None = None,
        project_id: UUID | None = None,
    ) -> int:  # fmt: skip
        """Send deliveries again, or all that failed since a moment, under the same event ids; how many."""
        body: dict[str, Any] = {"delivery_ids": list(delivery_ids)}
        if failed_since is not None:
            body["failed_since"] = failed_since
        path = _path(project_id, webhook_id) + "/replay"
        return (await self.call("POST", path, dict[str, int], body=body))["deliveries"]


def _path(project_id: UUID | None, webhook_id: UUID | None = None) -> str:
    where = "/webhooks" if project_id is None else f"/projects/{project_id}/webhooks"
    return where if webhook_id is None else f"{where}/{webhook_id}"
