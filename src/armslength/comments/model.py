"""The words of comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import msgspec

from armslength.annotation.model import Annotation
from armslength.assignment.model import Assignment
from armslength.walls.model import Purpose

MOST_THREADS = 200
"""On one assignment."""
MOST_MESSAGES = 200
"""In one thread."""

Side = Literal["author", "reviewer"]
"""Who speaks, as the other side may know it: the answer's author, or whoever looks at it."""


class CommentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of comments is narrowed to; None does not narrow. `author_id`: whose answers they are on; `begun_by`:
    who began them."""

    state: Literal["open", "resolved"] | None = None
    item_id: UUID | None = None
    author_id: UUID | None = None
    begun_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where somebody looks at the comments on an answer, and what they may do there.

    `purpose`, `lease_id`: how content is opened for them; `said`: the answer that stands, or that they review.
    """

    asked: Assignment
    said: Annotation | None
    side: Side
    purpose: Purpose
    lease_id: UUID
    may_begin: bool
    may_reply: bool
