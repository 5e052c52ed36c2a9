"""Rubrics that people wrote, with the prompts they are for. Shared by the formats that evaluate by rubric."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from armslength.questions.criteria.kind import CriteriaSettings, CriteriaValue, WrittenCriterion
from armslength.questions.model import LabelSchema, Question
from armslength.release.formats import messages
from armslength.release.formats.completions import written_question
from armslength.release.formats.labels import Vote, choose, labels, values
from armslength.release.formats.messages import Message, Unfit
from armslength.release.model import Dropped, Plan, Recipe, Record, Said

NO_VOTE: Final = "rubrics of several people are not voted on; take all answers, or adjudicate"


@dataclass(frozen=True, slots=True)
class Authored:
    """A rubric and its prompt. `reference` is the ideal answer, where one was asked for beside it.

    `trial` is what its author made of sample responses: the text, and the score by these criteria.
    """

    prompt: list[Message]
    criteria: list[WrittenCriterion]
    reference: str | None
    trial: list[dict[str, Any]]
    vote: Vote
    said: Said | None

    def rubrics(self) -> list[dict[str, Any]]:
        """The criteria as HealthBench has them, and what it has no place for beside that."""
        return [
            {
                "criterion": each.criterion, "points": each.points, "tags": each.tags, "id": each.id,
                "must": each.must, "evidence": each.evidence, **({} if each.help is None else {"help": each.help}),
            }
            for each in self.criteria
        ]  # fmt: skip

    def text(self) -> str:
        """The rubric as a judge reads it, a criterion a line."""
        return "\n".join(
            f"- [{each.points:+g}{', must' if each.must else ''}] {each.criterion}" for each in self.criteria
        )


def criteria_question(schema: LabelSchema, recipe: Recipe) -> Question | None:
    """What rubrics are read from."""
    return choose(schema, recipe.question, [lambda question: question.kind == "criteria"])


def authored(record: Record, plan: Plan) -> Iterator[Authored | Dropped]:
    """Every rubric that was written for this item."""
    question = criteria_question(plan.schema, plan.recipe)
    assert question is not None  # why_not has been asked
    settings = msgspec.convert(question.settings, CriteriaSettings)
    shown = {name: said for name, said in record.content.items() if name != settings.samples}
    for label in labels(record, plan, question.name):
        if label.vote.tie:
            yield Dropped(NO_VOTE)
            continue
        value = msgspec.convert(label.vote.value, CriteriaValue)
        said = label.said or (record.annotations[0] if len(record.annotations) == 1 else None)
        try:
            prompt = messages.checked_prompt(messages.prompt(plan.schema, shown))
            trial = _trial(record, plan.schema, settings, value)
        except Unfit as unfit:
            yield Dropped(str(unfit))
            continue
        yield Authored(prompt, value.criteria, _reference(plan.schema, said), trial, label.vote, label.said)


def _trial(
    record: Record, schema: LabelSchema, settings: CriteriaSettings, value: CriteriaValue
) -> list[dict[str, Any]]:  # fmt: skip
    if settings.samples is None or settings.samples not in record.content:
        return []
    responses = messages.responses(schema, record.content, settings.samples)
    return [
        {"completion": messages.for_openai(responses[tried.response]), "score": tried.score}
        for tried in value.trial
        if tried.score is not None and tried.response in responses
    ]


def _reference(schema: LabelSchema, said: Said | None) -> str | None:
    """The ideal answer that the same person wrote beside the rubric."""
    question = written_question(schema, Recipe())
    if said is None or question is None:
        return None
    return next((str(value["text"]) for _, value in values(said, question.name)), None)
