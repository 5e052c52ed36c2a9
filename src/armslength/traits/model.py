"""What is told of groups, as it is kept."""

from __future__ import annotations

from uuid import UUID

import msgspec


class GroupFigure(msgspec.Struct, frozen=True):
    """A number with its 95 % interval, all three rounded."""

    value: float
    low: float
    high: float


class LabelFigures(msgspec.Struct, frozen=True):
    """How often one label is given: by the group, by the others, and the difference."""

    label: str
    share: GroupFigure
    others: GroupFigure
    apart: GroupFigure


class NumberFigures(msgspec.Struct, frozen=True):
    """The mean of numbers: of the group, of the others, and the difference."""

    mean: GroupFigure
    others: GroupFigure
    apart: GroupFigure


class GroupFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One group at one question. The others are those who said something else of themselves; where they are fewer than
    are ever told of, those who said nothing are among them.

    people, answers   about how many, in round numbers
    labels            where they part most first; every person weighs the same, however much they answered
    numbers           in place of labels, where answers are numbers
    inside            how often two of the group say the same of the same; None: too few did
    across            how often one of the group and one of the others do
    """

    group: str
    people: int
    answers: int
    labels: list[LabelFigures] = []
    numbers: NumberFigures | None = None
    inside: GroupFigure | None = None
    across: GroupFigure | None = None


class QuestionSheet(msgspec.Struct, frozen=True):
    """What is told of one question; `withheld`: groups of which nothing may be."""

    question: str
    groups: list[GroupFigures]
    withheld: list[str]


def marked(project_id: UUID, trait_id: UUID, *what: str) -> str:
    """What a mark is the digest of: it stands for nothing in another project or at another trait."""
    return "\x00".join(("mark", str(project_id), str(trait_id), *what))
