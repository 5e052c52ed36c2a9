"""Soft labels: what share of the people gave each label, so that those who disagree stay in the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from msgspec import UNSET

from armslength.questions.model import LabelSchema, Question
from armslength.questions.service import Reader, reader
from armslength.release.formats.encoders import CanonicalJsonLines
from armslength.release.formats.labels import values
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

NO_LABELS: Final = "It needs a question whose answers can be listed beforehand, such as a choice or a rating."
VERDICTS: Final = ("cannot_assess", "met", "not_met")


class SoftLabels(RowFormat):
    """`{"content": {…}, "question": "topic", "target": "item", "labels": ["a", "b"], "shares": [0.75, 0.25], "n": 4}`.

    Every answer that the recipe lets in counts, whatever it says of `truth`. Where people may choose several labels,
    the shares add up to more than one. Steps and criteria have a row each, named by `part`. Where the recipe asks for
    groups, each group has rows of its own besides those of everybody, whose `group` is null. `ambiguous` is
    true where those who run the project hold that there is no right answer; elsewhere it is not there.
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
                for votes in _votes(each, given):
                    for group, said in _by_group(votes.given, plan.recipe):
                        yield Row(_row(record, question.name, target, votes, said) | group)

    def encoder(self, columns: Columns | None) -> CanonicalJsonLines:
        """JSON lines."""
        return CanonicalJsonLines()


@dataclass(frozen=True, slots=True)
class _Votes:
    """What everybody said of one thing: (whose group, the labels they gave it). `part`: of which part of the answer."""

    labels: list[str]
    given: list[tuple[str, list[str]]]
    part: str | None = None


def _questions(schema: LabelSchema, recipe: Recipe) -> list[Question]:
    wanted = [question for question in schema.questions if recipe.question in (None, question.name)]
    return [question for question in wanted if _labels(reader(question)) or _of_parts(reader(question))]


def _labels(each: Reader) -> frozenset[str | float]:
    """Everything that could be answered; nothing where that is endless, or where it says what but not where (spans)."""
    found = each.kind.scalars(each.settings)
    return found if found is not None and each.measure().scale not in ("spans", "sets") else frozenset()


def _of_parts(each: Reader) -> list[str]:
    """What can be said of each part, where the parts are there before anybody answers."""
    if each.question.kind == "steps":
        return sorted(label.id for label in each.settings.labels)
    return list(VERDICTS) if each.question.kind == "rubric" else []


def _by_target(record: Record, question: str) -> dict[str, list[tuple[str, Any]]]:
    found: dict[str, list[tuple[str, Any]]] = {}
    for said in record.annotations:
        for target, value in values(said, question):
            found.setdefault(target, []).append((said.group or "", value))
    return dict(sorted(found.items()))


def _votes(each: Reader, given: list[tuple[str, Any]]) -> Iterator[_Votes]:
    parts = each.measure().parts
    if (known := _of_parts(each)) and parts is not None:
        by_part: dict[Any, list[tuple[str, list[str]]]] = {}
        for group, value in given:
            for part, entry in parts.of(each.value(value)).items():
                by_part.setdefault(part, []).append((group, [str(parts.said(entry))]))
        for part, votes in sorted(by_part.items()):
            told = {label for _, labels in votes for label in labels}
            labels = sorted(told.union(known) if told.intersection(known) else told)  # of where it goes on, no label
            yield _Votes(labels, votes, str(part[-1] if isinstance(part, tuple) else part))
        return
    scalars = [(group, each.scalar(value)) for group, value in given]
    said = [
        (group, [*scalar] if isinstance(scalar, tuple) else [] if scalar is None else [scalar])
        for group, scalar in scalars
    ]
    known_ones = _labels(each).union(*(labels for _, labels in said))
    ordered = sorted(known_ones, key=lambda label: (isinstance(label, str), label))
    yield _Votes([str(label) for label in ordered], [(group, [str(one) for one in labels]) for group, labels in said])


def _by_group(given: list[tuple[str, list[str]]], recipe: Recipe) -> Iterator[tuple[dict[str, Any], list[list[str]]]]:
    if not recipe.groups:
        yield {}, [labels for _, labels in given]
        return
    yield {"group": None}, [labels for _, labels in given]
    for group in sorted({group for group, _ in given}):
        yield {"group": group}, [labels for theirs, labels in given if theirs == group]


def _row(record: Record, question: str, target: str, votes: _Votes, said: list[list[str]]) -> dict[str, Any]:
    counted = Counter(label for labels in said for label in labels)
    return {
        "item": str(record.item), "content": record.content, "question": question, "target": target,
        "labels": votes.labels, "shares": [counted[label] / len(said) for label in votes.labels], "n": len(said),
    } | ({} if votes.part is None else {"part": votes.part}) | _ambiguous(record, question)  # fmt: skip


def _ambiguous(record: Record, question: str) -> dict[str, Any]:
    return {"ambiguous": True} if record.ambiguous is not UNSET and question in record.ambiguous else {}
