"""Answers that are several labels at once: every answer as a set, and label by label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from armslength.truth.rules.inference import NOT_THERE, labels_of
from armslength.truth.rules.looking import Labels, Said
from armslength.truth.rules.reading import Answers, Asked


def takes_several(question: Asked) -> bool:
    """Whether one answer may be several labels: flags, a choice of several."""
    return question.apart is not None and not question.apart.labels


@dataclass
class Several:
    """The answers to one such question.

    whole   one unit a target: the set, in words
    parts   one unit a label that could be given: whether it was, or how strongly
    sets    by what a set is called: its labels
    """

    question: Asked
    whole: Labels = field(init=False)
    parts: Labels = field(init=False)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.whole, self.parts = Labels(self.question), Labels(self.question)

    @property
    def rows(self) -> list[tuple[int, UUID, str]]:
        """Who called which unit what."""
        return self.whole.rows

    def add(self, item: UUID, said: Mapping[UUID, Said], gold: Answers | None) -> None:
        """One more item."""
        self.whole.add(item, said, gold, lambda value: {"": self.called(self._of(value))})
        self.parts.add(item, said, gold)

    def called(self, labels: frozenset[str]) -> str:
        """A set in words."""
        words = ", ".join(sorted(labels))
        self.sets[words] = labels
        return words

    def believed(self, of_parts: Mapping[Any, Any]) -> dict[Any, frozenset[str]]:
        """By unit of `whole`, the labels that are taken for right; `of_parts`: what is, by unit of `parts`."""
        there: dict[tuple[UUID, str], set[str]] = defaultdict(set)
        for unit, label in of_parts.items():
            item, target, part = self.parts.where[unit]
            there[item, target] |= {part} if label != NOT_THERE else set()
        found = {
            unit: frozenset(there[item, target])
            for unit, (item, target, _) in enumerate(self.whole.where) if (item, target) in there
        }  # fmt: skip
        return found | {unit: self.sets[words] for unit, words in self.whole.known.items()}

    def _of(self, value: Any) -> frozenset[str]:
        """The labels of an answer; of flags, however grave."""
        return frozenset(part for part, said in labels_of(self.question, value).items() if said != NOT_THERE)
