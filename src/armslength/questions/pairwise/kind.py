"""Preference between two responses."""

import random
from typing import Annotated, Any, Literal

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.model import LabelSchema, Level, Measure, Question, Scalar, Subject


class Strength(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much better: `id` 1 is the weakest."""

    id: Annotated[int, msgspec.Meta(ge=1, le=20)]
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


Seconds = Annotated[int, msgspec.Meta(ge=1, le=600)]
"""How long at least."""


class PairwiseSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which `many` field holds the two responses; no `strengths` means that only the direction is asked. `read_first`:
    the bench takes no verdict before both were on the screen to their ends; `least_seconds`: nor before so long."""

    field: str
    strengths: list[Strength] = []
    allow_tie: bool = False
    allow_both_bad: bool = False
    read_first: bool = False
    least_seconds: Seconds | None = None


class PairwiseValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`winner` is a response id and `strength` an id of the settings, only with the verdict "prefer"."""

    verdict: Literal["prefer", "tie", "both_bad"] | None = None
    winner: str | None = None
    strength: int | None = None


class Pairwise:
    """The better of two responses."""

    kind = "pairwise"
    title = "Pairwise preference"
    summary = "Which of two responses is better, how much, or a tie, or both bad."
    targets: tuple[Level, ...] = ("item",)
    numeric = False
    Settings = PairwiseSettings
    Value = PairwiseValue

    def check_settings(self, settings: PairwiseSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The field exists and holds responses; strengths count up from one."""
        problems = check_many(settings.field, schema)
        if [strength.id for strength in settings.strengths] != list(range(1, len(settings.strengths) + 1)):
            problems.append(Problem("strengths", "The ids of strengths must be 1, 2, 3 …, the weakest first."))
        return problems

    def is_empty(self, value: PairwiseValue) -> bool:
        """Nothing said yet."""
        return value.verdict is None and value.winner is None and value.strength is None

    def check_content(self, settings: PairwiseSettings, subject: Subject) -> list[Problem]:
        """Two responses, neither more nor less."""
        count = len(subject.responses(settings.field))
        return [] if count == 2 else [Problem(settings.field, f"A pair needs two responses; there are {count}.")]

    def check_value(self, value: PairwiseValue, settings: PairwiseSettings, subject: Subject) -> list[Problem]:
        """A verdict that is offered; a winner and a strength where they belong, and only there."""
        responses = subject.responses(settings.field)
        if value.verdict is None:
            return [Unfinished("verdict", "Say which response is better.")]
        if value.verdict != "prefer":
            offered = settings.allow_tie if value.verdict == "tie" else settings.allow_both_bad
            problems = [] if offered else [Problem("verdict", f"'{value.verdict}' is not offered here.")]
            said = [name for name in ("winner", "strength") if getattr(value, name) is not None]
            return problems + [Problem(name, f"There is no {name} with '{value.verdict}'.") for name in said]
        return _check_winner(value.winner, responses) + _check_strength(value.strength, settings)

    def scalar(self, value: PairwiseValue) -> Scalar:
        """The winner's response id, or "tie", or "both_bad"."""
        return value.winner if value.verdict == "prefer" else value.verdict

    def scalars(self, settings: PairwiseSettings) -> frozenset[str | float] | None:
        """Either response, and what is offered besides."""
        offered = ["tie"] * settings.allow_tie + ["both_bad"] * settings.allow_both_bad
        return frozenset(["r1", "r2", *offered])

    def measure(self, settings: PairwiseSettings) -> Measure:
        """Ordinal on signed strength, r2 upwards, where "both bad" has no place; the same when the scalar is."""
        return Measure("ordinal", _signed, lambda value: _said(self.scalar(value)))

    def columns(self, value: PairwiseValue) -> dict[str, Any]:
        """The scalar, and the strength."""
        return {"": self.scalar(value), "strength": value.strength}

    def narrowed(self, old: PairwiseSettings, new: PairwiseSettings) -> list[Problem]:
        """The same field and as many strengths; tie and both bad may come, not go."""
        problems = [Problem("field", "It compared another field.")] if old.field != new.field else []
        if len(old.strengths) != len(new.strengths):
            problems.append(Problem("strengths", f"There were {len(old.strengths)} strengths."))
        for name in ("allow_tie", "allow_both_bad"):
            if getattr(old, name) and not getattr(new, name):
                problems.append(Problem(name, "This was offered before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: PairwiseSettings, subject: Subject, truth: PairwiseValue | None = None,
        noise: float = 0.0,
    ) -> PairwiseValue:  # fmt: skip
        """Any verdict that is offered."""
        if truth is not None and rng.random() >= noise:
            return truth
        rare = ["tie"] * settings.allow_tie + ["both_bad"] * settings.allow_both_bad
        if rare and rng.random() < 0.15:
            return PairwiseValue("tie" if rng.choice(rare) == "tie" else "both_bad")
        strength = rng.choice(settings.strengths).id if settings.strengths else None
        return PairwiseValue("prefer", rng.choice(list(subject.responses(settings.field))), strength)


def check_many(name: str, schema: LabelSchema) -> list[Problem]:
    """`name` must be a field that holds several responses."""
    field = schema.field(name)
    if field is None:
        return [Problem("field", f"There is no field called '{name}'.")]
    if not field.many:
        return [Problem("field", f"'{name}' holds one value; comparing needs a field with `many` responses.")]
    if not field.required:
        return [Problem("field", f"'{name}' may be absent, so there may be nothing to compare; make it required.")]
    return []


def _check_winner(winner: str | None, responses: dict[str, Any]) -> list[Problem]:
    if winner is None:
        return [Unfinished("winner", "Say which response is better.")]
    return [] if winner in responses else [Problem("winner", f"There is no response '{winner}' here.")]


def _check_strength(strength: int | None, settings: PairwiseSettings) -> list[Problem]:
    if not settings.strengths:
        return [] if strength is None else [Problem("strength", "This question does not ask how much better.")]
    if strength is None:
        return [Unfinished("strength", "Say how much better it is.")]
    known = 1 <= strength <= len(settings.strengths)
    return [] if known else [Problem("strength", f"There is no strength {strength}.")]


def _said(scalar: Scalar) -> dict[str, float]:
    known = ("r1", "r2", "tie", "both_bad")
    return {"": float(known.index(scalar))} if scalar in known else {}


def _signed(value: PairwiseValue) -> dict[str, float]:
    if value.verdict == "tie":
        return {"": 0.0}
    if value.verdict != "prefer":
        return {}
    return {"": (value.strength or 1) * (1.0 if value.winner == "r2" else -1.0)}
