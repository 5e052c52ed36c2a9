"""Nouns of lists."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple
from uuid import UUID

ItemAct = Literal["retire", "restore", "ask_more", "ask_first"]
AnswerAct = Literal["accept", "reject"]
ActName = Literal["retire", "restore", "ask_more", "ask_first", "accept", "reject"]
ANSWER_ACTS: Final = frozenset({"accept", "reject"})


class Target(NamedTuple):
    """What an act is done to: an item, or the review of an answer to it."""

    element_id: UUID
    item_id: UUID


class Outcome(NamedTuple):
    """What became of it; `code` says why it was skipped."""

    seq: int
    outcome: Literal["done", "skipped"]
    code: str | None
