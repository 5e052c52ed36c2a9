"""Rubrics in HealthBench's form: a prompt and its rubric, as it was written, or with what was found of one response.

Traps. HealthBench's own loader reads prompt, prompt_id, rubrics and example_tags and needs at least one criterion with
positive points; completion, grades and score stand beside these. What nobody could assess is null, not false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from armslength.questions.model import LabelSchema, Question
from armslength.questions.rubric.kind import Criterion, RubricSettings, RubricValue, criteria_of, passed, score
from armslength.release.formats import messages, rubrics
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.labels import Label, choose, labels, trace
from armslength.release.formats.messages import Message, Unfit
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.formats.pairs import IMAGES
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

NO_RUBRIC: Final = "It needs a question that grades by a rubric, or that asks to write one."
MET: Final = {"met": True, "not_met": False, "cannot_assess": None}


class HealthBench(RowFormat):
    """`{"prompt": [U], "prompt_id": "…", "rubrics": [{"criterion", "points", "tags"}], "example_tags": []}`, graded."""

    id = "healthbench"
    title = "HealthBench"
    summary = (
        "Prompts with their rubrics as HealthBench has them: as written, or with the grades and score of a response."
    )

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """A rubric must be graded or written."""
        if _question(schema, recipe) is None and rubrics.criteria_question(schema, recipe) is None:
            return NO_RUBRIC
        return IMAGES if messages.shows_images(schema) else None

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per graded response (of each answer, or of the majority on every criterion), or per written rubric."""
        question = _question(plan.schema, plan.recipe)
        if question is None:
            yield from (
                Row(_written(record, found)) if isinstance(found, rubrics.Authored) else found
                for found in rubrics.authored(record, plan)
            )
            return
        settings = msgspec.convert(question.settings, RubricSettings)
        for label in labels(record, plan, question.name):
            if label.vote.value is None or (label.vote.tie and not label.vote.open and plan.recipe.ties == "drop"):
                yield Dropped("a tied vote")
                continue
            try:
                yield Row(_row(record, plan.schema, settings, label))
            except Unfit as unfit:
                yield Dropped(str(unfit))

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()


def _question(schema: LabelSchema, recipe: Recipe) -> Question | None:
    return choose(schema, recipe.question, [lambda question: question.kind == "rubric"])


def _written(record: Record, found: rubrics.Authored) -> dict[str, Any]:
    return {
        "prompt": messages.for_openai(found.prompt), "prompt_id": str(record.item), "rubrics": found.rubrics(),
        "example_tags": [], "reference": found.reference, "trial": found.trial,
    } | trace(record, found.said)  # fmt: skip


def _row(record: Record, schema: LabelSchema, settings: RubricSettings, label: Label) -> dict[str, Any]:
    value = msgspec.convert(label.vote.value, RubricValue)
    shown = {name: said for name, said in record.content.items() if name not in (settings.field, settings.rubric)}
    criteria = [each for each in criteria_of(settings, record.content) if isinstance(each, Criterion)]
    grades = {grade.criterion: grade for grade in value.grades}
    return {
        "prompt": messages.for_openai(messages.checked_prompt(messages.prompt(schema, shown))),
        "prompt_id": str(record.item),
        "rubrics": [{"criterion": each.criterion, "points": each.points, "tags": each.tags} for each in criteria],
        "example_tags": [],
        "completion": messages.for_openai(_completion(record.content, schema, settings.field, label.target)),
        "grades": [
            {"criterion_id": each.id, "criteria_met": MET[grades[each.id].verdict], "explanation": grades[each.id].why}
            for each in criteria
            if each.id in grades
        ],
        "score": None if label.vote.open else score(value),
        "passed": None if label.vote.open else passed(value),
    } | trace(record, label.said, label.vote)


def _completion(content: Mapping[str, Any], schema: LabelSchema, name: str, target: str) -> list[Message]:
    """What was graded: the field, or the response that the answer hangs on."""
    field = schema.field(name)
    if field is None or name not in content:
        raise Unfit("there is nothing that was graded")
    if not field.many:
        return messages.response(field.kind, content[name])
    given = messages.responses(schema, content, name)
    part = target.partition(":")[2]
    if part not in given:
        raise Unfit("several responses were graded at once")
    return given[part]
