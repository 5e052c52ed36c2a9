"""Soft labels: what share of the people gave each label, so that those who disagree stay in the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from armslength.questions.model import LabelSchema, Question
from armslength.questions.service import Reader, reader
from armslength.release.formats.encoders import CanonicalJsonLines
from armslength.release.formats.labels import values
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

NO_LABELS: Final = "It needs a question whose answers can be listed beforehand, such as a choice or a rating."


class SoftLabels(RowFormat):
    """`{"content": {…}, "question": "topic", "target": "item", "labels": ["a", "b"], "shares": [0.75, 0.25], "n": 4}`.

    Every answer that the recipe lets in counts, whatever it says of `truth`. Where people may choose several labels,
    the shares add up to more than one.
    """

    id = "soft-labels"
    title = "Soft labels"
    summary = "The share of people behind every label of every question, for training on disagreement."

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """There must be labels to count."""
        return None if _questions(schema, recipe) else NO_LABELS

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per question and target that anybody answered."""
        for question in _questions(plan.schema, plan.recipe):
            each = reader(question)
            for target, given in _by_target(record, question.name).items():
                yield Row(_row(record, each, target, given))

    def encoder(self, columns: Columns | None) -> CanonicalJsonLines:
        """JSON lines."""
        return CanonicalJsonLines()


def _questions(schema: LabelSchema, recipe: Recipe) -> list[Question]:
    wanted = [question for question in schema.questions if recipe.question in (None, question.name)]
    return [question for question in wanted if _labels(reader(question))]


def _labels(each: Reader) -> frozenset[str | float]:
    """Everything that could be answered; nothing where that is endless, or where it says what but not where (spans)."""
    found = each.kind.scalars(each.settings)
    return found if found is not None and each.measure().scale not in ("spans", "sets") else frozenset()


def _by_target(record: Record, question: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for said in record.annotations:
        for target, value in values(said, question):
            found.setdefault(target, []).append(value)
    return dict(sorted(found.items()))


def _row(record: Record, each: Reader, target: str, given: list[Any]) -> dict[str, Any]:
    said: Counter[str | float] = Counter()
    for value in given:
        scalar = each.scalar(value)
        said.update(scalar if isinstance(scalar, tuple) else [] if scalar is None else [scalar])
    known = sorted(_labels(each) | said.keys(), key=lambda label: (isinstance(label, str), label))
    return {
        "item": str(record.item), "content": record.content, "question": each.question.name, "target": target,
        "labels": [str(label) for label in known], "shares": [said[label] / len(given) for label in known],
        "n": len(given),
    }  # fmt: skip
