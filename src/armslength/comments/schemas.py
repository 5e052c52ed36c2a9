"""What comments send and receive."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from armslength.comments.model import Side
from armslength.kit.wire import Named

Words = Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"\S")]
_Name = Annotated[str, Meta(min_length=1, max_length=200)]
_Offset = Annotated[int, Meta(ge=0, le=100_000_000)]


class CommentPlace(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a comment stands: in the item (`field`, of a conversation the `message`, of many responses the `response`),
    in the answer (`question`, at which `target`, and of a step, criterion or flag its id as `part`), or at a mark of
    the answer (both). `start` to before `end` in Unicode code points: of that text, or without a field of a text
    answer."""

    field: _Name | None = None
    message: _Name | None = None
    response: _Name | None = None
    question: _Name | None = None
    target: _Name | None = None
    part: _Name | None = None
    start: _Offset | None = None
    end: _Offset | None = None


class NewComment(Struct, forbid_unknown_fields=True):
    """A comment and where; `key` makes sending it again harmless. Offsets count in the form of the item on which the
    answer was given: what a review calls `shown`, where it has it."""

    key: UUID
    place: CommentPlace
    text: Words


class NewReply(Struct, forbid_unknown_fields=True):
    """A reply; `key` makes sending it again harmless."""

    key: UUID
    text: Words


class ResolveComment(Struct, forbid_unknown_fields=True):
    """Resolved, or open again."""

    resolved: bool = True


class CommentMessage(Struct):
    """What one person said. `person`: to the customer's owners and managers only."""

    id: UUID
    by: Side
    mine: bool
    person: Named | None
    text: str
    at: datetime


class CommentThread(Struct):
    """A comment with its replies, the oldest first.

    `quote`: the words there, cut from what the reader is shown (at most 300 characters). `other_form`: it was made on
    another form of the item than the reader is shown, so its place is the whole field. `current`: it was made on the
    answer that stands, or that is reviewed, not on an earlier one.
    """

    id: UUID
    annotation_id: UUID
    place: CommentPlace
    quote: str | None
    other_form: bool
    current: bool
    resolved_at: datetime | None
    resolved_by: Side | None
    messages: list[CommentMessage]


class Comments(Struct):
    """The comments on an answer and its earlier versions, and what whoever asks may do there now."""

    threads: list[CommentThread]
    may_begin: bool
    may_reply: bool


class CommentedItem(Struct):
    """The item that a comment is about, by its place in the project."""

    id: UUID
    ord: int
    external_id: str | None


class ListedComment(Struct):
    """A comment in the list of a project's. `item`, `author`: to who runs the project only."""

    assignment_id: UUID
    item: CommentedItem | None
    author: Named | None
    thread: CommentThread
