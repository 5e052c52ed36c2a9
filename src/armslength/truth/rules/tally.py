"""Collects answers, one at a time, in the form in which agreement is computed.

What is compared is a *unit*: one question at one target of one item (and one response of a ranking). "Not applicable"
and "cannot assess" are not answers and are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
import numpy as np

import armslength_quality as quality
from armslength.kit.memo import Memo
from armslength.questions.model import LabelSchema
from armslength.truth.rules import reading
from armslength.truth.rules.measures import measured
from armslength.truth.rules.question_tally import QuestionTally, Read
from armslength.truth.rules.reading import Asked, asked
from armslength.truth.schemas import AgreementResult, Estimate

OTHER_FIRMS = "agreement with the other groups, mean over answers"
_OfFirms = tuple[tuple[str, float, int], ...]
"""Of one item, by firm: how much of what others said is the same, summed over the firm's answers, and how many these
are."""


class Tally:
    """Answers of a project, ready to be measured. They come item by item, and an item is counted when the next begins.

    Memory follows what can be said and by whom, not the items; but of marks in texts and of sets each answer is kept.
    """

    def __init__(self, firms: Mapping[UUID, UUID] | None = None) -> None:
        """`firms`: of each person, known before an answer of hers is added: to compare firms (`between`)."""
        self._questions: dict[str, QuestionTally] = {}
        self._schemas: dict[int, dict[str, Asked]] = {}
        self._people: dict[UUID, int] = {}
        self._guidelines: set[int] = set()
        self._read: Memo[list[tuple[QuestionTally, Read]]] = Memo()
        self._item: UUID | None = None
        self._firms = firms
        self._firm_of: list[str] = []
        self._met: Counter[_OfFirms] = Counter()

    def know(self, version: int, schema: LabelSchema) -> None:
        """Learn a version of the label schema; versions in rising order, the last one decides which questions count."""
        self._read = Memo()
        self._schemas[version] = asked(schema)
        for name, question in self._schemas[version].items():
            known = self._questions.get(name)
            if known is None or known.kind != question.question.kind:
                self._questions[name] = QuestionTally(question)
        for name in self._questions.keys() - self._schemas[version].keys():
            del self._questions[name]

    def needs_content(self) -> bool:
        """Whether items must be opened: only spans need to know how long their texts are."""
        return any(each.scale == "spans" for each in self._questions.values())

    def add(
        self, item_id: UUID, person_id: UUID, schema_version: int, guideline_version: int, answers: reading.Answers,
        content: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Count one person's answers to one item; each pair at most once, all people of an item in a row."""
        if item_id != self._item:
            self._close()
            self._item = item_id
        person = self._people.get(person_id)
        if person is None:
            person = self._people[person_id] = len(self._people)
            self._firm_of.append(str(self._firms[person_id]) if self._firms is not None else "")
        self._guidelines.add(guideline_version)
        key = msgspec.json.encode((schema_version, answers))
        for tally, read in self._read.of(key, lambda: list(self._readings(schema_version, answers))):
            tally.add(read, person, guideline_version, content)

    def _readings(self, schema_version: int, answers: reading.Answers) -> Iterator[tuple[QuestionTally, Read]]:
        for name, question in self._schemas[schema_version].items():
            tally = self._questions.get(name)
            if tally is not None and tally.kind == question.question.kind:
                for target, value in question.values(answers):
                    yield tally, tally.read(question, target, value)

    def _close(self) -> None:
        """The item at hand has all its answers."""
        if self._item is None:
            return
        if self._firms is not None:
            self._meet()
        for tally in self._questions.values():
            tally.close(self._item)
        self._item = None

    def result(self, seed: int) -> AgreementResult:
        """Every measure of every question, each person's agreement with the others, and what divides them."""
        self._close()
        rng = np.random.default_rng(seed)
        return msgspec.structs.replace(
            self._of_questions(rng), people=self._with_others(rng),
            divided={name: tally.divided for name, tally in self._questions.items() if tally.divided},
        )  # fmt: skip

    def of_questions(self, seed: int) -> AgreementResult:
        """Every measure of every question, and nothing of people or items."""
        self._close()
        return self._of_questions(np.random.default_rng(seed))

    def _of_questions(self, rng: np.random.Generator) -> AgreementResult:
        return AgreementResult(
            guideline_version=min(self._guidelines) if len(self._guidelines) == 1 else None,
            questions=[tally.measured(name, rng) for name, tally in self._questions.items()],
            people={},
        )

    def _with_others(self, rng: np.random.Generator) -> dict[str, Estimate]:
        """Exact agreement over all units; where there are only spans, the F1 of spans."""
        counted = self._compared()
        names = {code: str(person) for person, code in self._people.items()}
        if counted:
            found = quality.agreement_with_others(_pooled(counted), rng=rng)
        else:
            spans = next((tally for tally in self._questions.values() if tally.by_parts), None)
            found = quality.span_f1_with_others(spans.spans(), rng=rng) if spans else {}
        return {names[int(str(code))]: measured(estimate) for code, estimate in found.items()}

    def between(self, rng: np.random.Generator) -> dict[str, Estimate]:
        """How often other firms' people say what a firm's people say, by firm; an item's questions go together."""
        self._close()
        items = [{firm: (same, many) for firm, same, many in each} for each in sorted(self._met)]
        times = [self._met[each] for each in sorted(self._met)]
        found = quality.shares_over_items(items, times=times, method=OTHER_FIRMS, rng=rng)
        return {str(firm): measured(estimate) for firm, estimate in found.items()}

    def _meet(self) -> None:
        """Sum up what the firms that met on this item said of it."""
        sums: dict[str, tuple[float, int]] = {}
        for tally in self._questions.values():
            for told in tally.units_at_hand():
                said = [(self._firm_of[person], label) for person, label in told]
                for firm, label in said:
                    others = [other for whose, other in said if whose != firm]
                    if others:
                        same, many = sums.get(firm, (0.0, 0))
                        sums[firm] = (same + others.count(label) / len(others), many + 1)
        if sums:
            self._met[tuple((firm, same, many) for firm, (same, many) in sorted(sums.items()))] += 1

    def _compared(self) -> list[QuestionTally]:
        """The questions whose answers are compared as a whole."""
        return [tally for tally in self._questions.values() if not tally.by_parts and tally.people]


def _pooled(tallies: Sequence[QuestionTally]) -> quality.Answers:
    """All units of all questions in one table; units of different questions never meet."""
    columns = [tally.units.said(by_whom=True) for tally in tallies]
    starts = np.cumsum([0, *(each.times.size for each in columns)])
    return quality.Answers.from_arrays(
        np.concatenate([each.units + start for each, start in zip(columns, starts, strict=False)]),
        np.concatenate([each.people for each in columns]), np.concatenate([each.labels for each in columns]),
        times=np.concatenate([each.times[each.units] for each in columns]),
    )  # fmt: skip
