"""Comments at the exact place of an item or an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from armslength_client.types import Ref


class CommentPlace(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Where a comment stands; offsets in Unicode code points."""

    field: str | None = None
    message: str | None = None
    response: str | None = None
    question: str | None = None
    target: str | None = None
    part: str | None = None
    start: int | None = None
    end: int | None = None


class CommentMessage(msgspec.Struct):
    """What one person said. `person`: to the customer's owners and managers only."""

    id: UUID
    by: Literal["author", "reviewer"]
    mine: bool
    person: Ref | None
    text: str
    at: datetime


class CommentThread(msgspec.Struct):
    """A comment with its replies. `quote`: the words there, as the reader is shown them; `other_form`: it was made on
    another form of the item, so its place is the whole field; `current`: it is on the answer that stands."""

    id: UUID
    annotation_id: UUID
    place: CommentPlace
    quote: str | None
    other_form: bool
    current: bool
    resolved_at: datetime | None
    resolved_by: Literal["author", "reviewer"] | None
    messages: list[CommentMessage]


class CommentedItem(msgspec.Struct):
    """The item that a comment is about."""

    id: UUID
    ord: int
    external_id: str | None


class ListedComment(msgspec.Struct):
    """A comment in the list of a project's. `item`, `author`: to who runs the project only."""

    assignment_id: UUID
    item: CommentedItem | None
    author: Ref | None
    thread: CommentThread


class Comments(msgspec.Struct):
    """The comments on an answer and its earlier versions, and what one may do there now."""

    threads: list[CommentThread]
    may_begin: bool
    may_reply: bool
