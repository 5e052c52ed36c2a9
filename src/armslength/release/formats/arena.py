"""Battles of two models as FastChat's arena has them: who answered what, and which answer people preferred.

Traps. A battle is between models, so each response must say who wrote it; both may be of one model. An arena calls
"both bad" a tie. The sides are as whoever judged saw them, where the row is one person's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from armslength.questions.model import LabelSchema, Question
from armslength.release.formats import messages
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.labels import Label, choose, labels, trace
from armslength.release.formats.messages import Unfit, for_openai
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.formats.pairs import IMAGES
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

NO_BATTLE: Final = "It needs a pairwise question: a battle is between two responses."
_LEVEL: Final = {"tie": "tie", "both_bad": "tie (bothbad)"}


class Arena(RowFormat):
    """`{"question_id", "model_a", "model_b", "winner", "judge", "conversation_a", "conversation_b", "turn", …}`."""

    id = "arena"
    title = "Arena battles"
    summary = "Two models, their conversations and the winner, a tie or both bad, as FastChat's arena has them."

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """Two responses must be compared."""
        if _question(schema, recipe) is None:
            return NO_BATTLE
        return IMAGES if messages.shows_images(schema) else None

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per verdict of each person, or of everybody."""
        question = _question(plan.schema, plan.recipe)
        assert question is not None  # why_not has been asked
        field = question.settings["field"]
        models = {each["id"]: each.get("source") for each in record.content.get(field, ())}
        for label in labels(record, plan, question.name):
            if label.vote.tie:
                yield Dropped("a tied vote")
            elif not all(models.values()):
                yield Dropped("a response of which no model is known")
            else:
                try:
                    yield Row(_battle(record, plan, field, models, label))
                except Unfit as unfit:
                    yield Dropped(str(unfit))

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()


def _question(schema: LabelSchema, recipe: Recipe) -> Question | None:
    return choose(schema, recipe.question, [lambda question: question.kind == "pairwise"])


def _battle(record: Record, plan: Plan, field: str, models: Mapping[str, str | None], label: Label) -> dict[str, Any]:
    given = messages.responses(plan.schema, record.content, field)
    asked = messages.prompt(plan.schema, record.content)
    one, two = label.said.orders.get(field, list(given)) if label.said else list(given)
    value = label.vote.value
    sides = {one: "model_a", two: "model_b"}
    said = [label.said] if label.said else record.annotations
    return {
        "question_id": record.external_id or str(record.item),
        "model_a": models[one], "model_b": models[two],
        "winner": sides[value["winner"]] if value["verdict"] == "prefer" else _LEVEL[value["verdict"]],
        "judge": label.said.person if label.said else plan.recipe.truth,
        "conversation_a": for_openai([*asked, *given[one]]), "conversation_b": for_openai([*asked, *given[two]]),
        "turn": max(1, sum(each["role"] == "user" for each in asked)), "anony": True,
        "language": str((record.metadata or {}).get("language", "unknown")),
        "tstamp": max(each.submitted_at for each in said).timestamp(),
        **({"strength": value["strength"]} if value.get("strength") else {}),
        **trace(record, label.said, label.vote),
    }  # fmt: skip
