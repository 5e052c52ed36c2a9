"""Webhooks on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from armslength.kit.wire import Named
from armslength.webhooks.model import DeliveryState, HookState, Try

Url = Annotated[str, msgspec.Meta(min_length=1, max_length=2048)]
Topics = Annotated[list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=100)]
Description = Annotated[str, msgspec.Meta(max_length=200)]


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """An address that is told what happens. No topics = all. `secret` is there only in the answer that made it.

    `waiting` deliveries are counted up to 1,000. `failing` = paused by the server after failing for too long.
    """

    id: UUID
    project_id: UUID | None
    url: str
    description: str
    topics: list[str]
    state: HookState
    failures: int
    failing_since: datetime | None
    last_success_at: datetime | None
    waiting: int
    old_secret_until: datetime | None
    created_by: Named
    created_at: datetime
    secret: str | None = None


class Webhooks(msgspec.Struct, frozen=True):
    """All webhooks of a project, or of the organization itself."""

    items: list[Webhook]


class CreateWebhook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tell this address; its host must be among the outbound hosts."""

    url: Url
    topics: Topics = []
    description: Description = ""


class UpdateWebhook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to change; `active` wakes a paused one, and what waited is sent."""

    url: Url | None = None
    topics: Topics | None = None
    description: Description | None = None
    state: Literal["active", "paused"] | None = None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One event on its way to one webhook; `body` is what is sent, to the letter."""

    id: UUID
    event_id: UUID
    topic: str
    state: DeliveryState
    tries: list[Try]
    next_at: datetime | None
    created_at: datetime
    delivered_at: datetime | None
    body: str


class Replay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to send again: these deliveries, or all that failed since a moment. Each keeps the id of its event."""

    delivery_ids: Annotated[list[UUID], msgspec.Meta(max_length=1000)] = []
    failed_since: datetime | None = None


class Replayed(msgspec.Struct, frozen=True):
    """How many deliveries are sent again."""

    deliveries: int


class Topic(msgspec.Struct, frozen=True):
    """What may be told, and with which parts."""

    topic: str
    title: str
    parts: list[str]


class TopicList(msgspec.Struct, frozen=True):
    """Every topic."""

    items: list[Topic]
