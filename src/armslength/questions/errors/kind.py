"""Marking errors, each with a category of a tree and a severity; their weights add up to a penalty, as in MQM.

The method is that of Freitag et al. 2021 (arXiv 2104.14478): the score of a text is the sum of the weights of its
errors, by severity, with other weights for some categories. Lower is better; 0 is a text without errors.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import msgspec

from armslength.fields.model import Problem
from armslength.questions.choice.kind import Color, Key, OptionId, repeated
from armslength.questions.model import Help, LabelSchema, Level, Measure, Parts, Question, Scalar, Subject
from armslength.questions.spans.kind import check_field, check_place, placed, some_words

MOST_ERRORS = 1000
MOST_CATEGORIES = 500
Weight = Annotated[float, msgspec.Meta(ge=0, le=1_000_000)]


class Category(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A kind of error; `categories` below it are more exact. `weights`: where they are not the severities'."""

    id: OptionId
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    help: Help | None = None
    color: Color | None = None
    key: Key | None = None
    weights: dict[str, Weight] = {}
    categories: list[Category] = []


class ErrorSeverity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How bad an error is, and what it weighs."""

    id: OptionId
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    weight: Weight
    help: Help | None = None
    key: Key | None = None


class ErrorsSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """In which fields errors are marked (a translation, and its source for what is left out); at most how many.

    `comments`: whether an error may have one.
    """

    fields: Annotated[list[str], msgspec.Meta(min_length=1, max_length=4)]
    categories: Annotated[list[Category], msgspec.Meta(min_length=1)]
    severities: Annotated[list[ErrorSeverity], msgspec.Meta(min_length=1, max_length=20)]
    max: Annotated[int, msgspec.Meta(ge=1, le=MOST_ERRORS)] | None = None
    comments: bool = False


class Error(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`start` to before `end` in Unicode code points, `quote` the text there; `weight` as the settings had it."""

    start: int
    end: int
    quote: str
    field: str
    category: str
    severity: str
    weight: float
    message: str | None = None
    response: str | None = None
    comment: Annotated[str, msgspec.Meta(max_length=5000)] | None = None

    @property
    def label(self) -> str:
        """What it says of its stretch."""
        return self.category


class ErrorsValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The errors, in any order; none is an answer."""

    errors: Annotated[list[Error], msgspec.Meta(max_length=MOST_ERRORS)]


def _all(categories: list[Category], path: str = "categories") -> Iterator[tuple[str, Category]]:
    """Every category of the tree with its path, without recursion: trees of strangers may be deep."""
    waiting = [(f"{path}[{index}]", category) for index, category in enumerate(categories)][::-1]
    while waiting:
        place, category = waiting.pop()
        yield place, category
        waiting += [(f"{place}.categories[{index}]", below) for index, below in enumerate(category.categories)][::-1]


class Errors:
    """Errors with category and severity."""

    kind = "errors"
    title = "Errors"
    summary = "Mark errors in a text, each with its category and severity; their weights add up to a score, as in MQM."
    targets: tuple[Level, ...] = ("item", "message", "response")
    numeric = True
    Settings = ErrorsSettings
    Value = ErrorsValue

    def check_settings(self, settings: ErrorsSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The fields have text; ids are unique in the whole tree; weights are of severities that there are."""
        problems = [
            Problem(f"fields[{index}]", problem.message)
            for index, name in enumerate(settings.fields)
            for problem in check_field(name, schema, question)
        ]
        if len(set(settings.fields)) != len(settings.fields):
            problems.append(Problem("fields", "A field is named twice."))
        categories = list(_all(settings.categories))
        if len(categories) > MOST_CATEGORIES:
            return [Problem("categories", f"There are more than {MOST_CATEGORIES} categories.")]
        known = {severity.id for severity in settings.severities}
        seen: dict[str, str] = {}
        for path, category in categories:
            if (first := seen.setdefault(category.id.lower(), path)) != path:
                problems.append(Problem(f"{path}.id", f"The id '{category.id}' is already used at {first}."))
            problems += [
                Problem(f"{path}.weights.{severity}", f"There is no severity '{severity}'.")
                for severity in category.weights
                if severity not in known
            ]
        return problems + repeated("severities", settings.severities, "id", "key")

    def is_empty(self, value: ErrorsValue) -> bool:
        """No errors: "there is nothing wrong" is an answer."""
        return False

    def check_content(self, settings: ErrorsSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: ErrorsValue, settings: ErrorsSettings, subject: Subject) -> list[Problem]:
        """Each error lies in a text, says what stands there, and weighs what its category and severity weigh."""
        categories = {category.id: category for _, category in _all(settings.categories)}
        severities = {severity.id: severity for severity in settings.severities}
        problems: list[Problem] = []
        seen: set[Any] = set()
        for index, error in enumerate(value.errors):
            found = _check_error(error, categories, severities, settings)
            found += check_place(error, settings.fields, subject)
            place = next(iter(placed([error])))
            if not found and place in seen:
                found = [Problem("", "The same stretch has the same error twice.")]
            seen.add(place)
            problems += [Problem(f"errors[{index}].{each.path}".rstrip("."), each.message) for each in found]
        if settings.max is not None and len(value.errors) > settings.max:
            problems.append(Problem("errors", f"At most {settings.max} may be marked: the worst."))
        return problems

    def scalar(self, value: ErrorsValue) -> Scalar:
        """The penalty: the sum of the weights."""
        return score(value)

    def scalars(self, settings: ErrorsSettings) -> frozenset[str | float] | None:
        """Endless."""
        return None

    def measure(self, settings: ErrorsSettings) -> Measure:
        """Errors are compared stretch by stretch, by category."""
        parts = Parts(
            lambda value: placed(value.errors), _made, degree=lambda error: error.weight, fields=tuple(settings.fields)
        )
        return Measure("spans", lambda _: {}, parts=parts)

    def columns(self, value: ErrorsValue) -> dict[str, Any]:
        """The errors; their penalty; how many there are, in all and by severity."""
        counts: dict[str, int] = {}
        for error in value.errors:
            counts[error.severity] = counts.get(error.severity, 0) + 1
        return {
            "": [msgspec.to_builtins(error) for error in value.errors], "score": score(value),
            "count": len(value.errors), "severities": counts or None,
        }  # fmt: skip

    def narrowed(self, old: ErrorsSettings, new: ErrorsSettings) -> list[Problem]:
        """The same fields; categories and severities may come and be renamed, not go or weigh something else."""
        problems = [Problem("fields", "Errors were marked in other fields.")] if old.fields != new.fields else []
        before, after = _weights(old), _weights(new)
        for (category, severity), weight in before.items():
            if (category, severity) not in after:
                problems.append(Problem("categories", f"'{category}', '{severity}' is gone."))
            elif after[category, severity] != weight:
                problems.append(Problem("severities", f"'{category}', '{severity}' weighed {weight:g}."))
        if new.max is not None and (old.max is None or new.max < old.max):
            problems.append(Problem("max", "More errors were allowed before."))
        if old.comments and not new.comments:
            problems.append(Problem("comments", "Errors could have comments before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: ErrorsSettings, subject: Subject, truth: ErrorsValue | None = None,
        noise: float = 0.0,
    ) -> ErrorsValue:  # fmt: skip
        """Some words; with a truth, now and then an error is missed."""
        if truth is not None:
            return ErrorsValue([error for error in truth.errors if rng.random() >= noise])
        weights = list(_weights(settings).items())
        words = [word for name in settings.fields for word in some_words(name, subject)]
        rng.shuffle(words)
        errors = []
        for word in words[: min(settings.max or 4, rng.randint(0, 4))]:
            (category, severity), weight = rng.choice(weights)
            errors.append(Error(**word, category=category, severity=severity, weight=weight))
        return ErrorsValue(errors)


def score(value: ErrorsValue) -> float:
    """The sum of the weights, free of what adding fractions leaves behind."""
    return round(sum(error.weight for error in value.errors), 6)


def _weights(settings: ErrorsSettings) -> dict[tuple[str, str], float]:
    return {
        (category.id, severity.id): category.weights.get(severity.id, severity.weight)
        for _, category in _all(settings.categories)
        for severity in settings.severities
    }


def _check_error(
    error: Error, categories: dict[str, Category], severities: dict[str, ErrorSeverity], settings: ErrorsSettings
) -> list[Problem]:
    problems = []
    category, severity = categories.get(error.category), severities.get(error.severity)
    if category is None:
        problems.append(Problem("category", f"There is no category '{error.category}'."))
    if severity is None:
        problems.append(Problem("severity", f"There is no severity '{error.severity}'."))
    if category is not None and severity is not None:
        weight = category.weights.get(severity.id, severity.weight)
        if error.weight != weight:
            problems.append(Problem("weight", f"'{category.id}', '{severity.id}' weighs {weight:g}."))
    if error.comment is not None and not settings.comments:
        problems.append(Problem("comment", "This question asks for no comments."))
    return problems


def _made(errors: Sequence[Any]) -> ErrorsValue:
    return ErrorsValue(list(errors))
