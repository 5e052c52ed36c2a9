"""Notifications on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.kit.wire import Named


class Notification(msgspec.Struct):
    """One thing that a person should know. `about` has ids, states and counts, by `kind`; never content. `who`: the
    person or the firm that it tells of, by the name it has now."""

    id: UUID
    kind: str
    project: Named | None
    who: Named | None
    about: dict[str, Any]
    at: datetime
    read_at: datetime | None


class Unread(msgspec.Struct):
    """How many a person has not read; counting stops at 100."""

    unread: int


class ReadNotifications(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Which are read now; without `ids`, all of them."""

    ids: Annotated[list[UUID], Meta(max_length=500)] | None = None


class NotificationKind(msgspec.Struct):
    """A kind that may be told to this person, and whether they want it."""

    kind: str
    title: str
    wanted: bool


class NotificationChoices(msgspec.Struct):
    """What a person wants to be told."""

    kinds: list[NotificationKind]


class PutNotificationChoices(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The kinds that a person does not want; every other one is told."""

    muted: Annotated[list[Annotated[str, Meta(max_length=60)]], Meta(max_length=100)]
