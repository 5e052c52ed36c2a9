"""The words of revision."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal
from uuid import UUID

import msgspec

from armslength.kit.db import Tx

Reopen = Literal["none", "rework", "someone_else"]
"""Who gives the new answer where one is needed: nobody for now, the author, or somebody else."""

Barred = Literal["words", "questions", "form"]
"""Why an earlier version cannot be put into its author's draft: somebody else's words, given under other questions, or
on another form of the item."""

ReleasesOf = Callable[[Tx, UUID], Awaitable[int]]
"""How many releases a project has. Given in by the wiring: releases come after this room."""


class ReleaseRef(msgspec.Struct, frozen=True):
    """A release, by number and name."""

    id: UUID
    number: int
    name: str


ReleasesWith = Callable[[Tx, UUID, UUID], Awaitable[dict[UUID, list[ReleaseRef]]]]
"""The releases that took a version of an answer, by version; asked for one item of a project."""


class Opened(msgspec.Struct, frozen=True):
    """How many answers to one question of the new schema need a new one."""

    question: str
    answers: int


class Effect(msgspec.Struct, kw_only=True):
    """What a migration would touch. No answer changes: `mapped` ones read in other words, `open` ones need a new one.

    answers     that stand, of active items; same + mapped + open of them
    questions   where the new answers are needed, by question
    in_hand     given out now, finished under the version they began under
    drafts      written and not submitted; they stay
    gold        right answers; `gold_open` of them say less than before
    releases    made before; they stay what they are
    """

    answers: int = 0
    same: int = 0
    mapped: int = 0
    open: int = 0
    questions: list[Opened] = []
    in_hand: int = 0
    drafts: int = 0
    gold: int = 0
    gold_open: int = 0
    releases: int = 0
