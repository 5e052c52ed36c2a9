"""Rating on a scale."""

import math
import random
from typing import Annotated, Any, Literal

import msgspec

from armslength.fields.model import Problem, Title, Unfinished
from armslength.questions.model import LabelSchema, Level, Measure, Question, Scalar, Subject

MOST_STEPS = 101
Bound = Annotated[int, msgspec.Meta(ge=-1_000_000, le=1_000_000)]


class RatingSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A scale from `min` to `max`; `labels` name some of its points, by their number."""

    min: Bound = 1
    max: Bound = 5
    labels: dict[str, Title] = {}
    style: Literal["numbers", "stars", "likert"] = "numbers"


class RatingValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point of the scale; none yet in a draft."""

    rating: int | None = None


class Rating:
    """A point on a scale."""

    kind = "rating"
    title = "Rating"
    summary = "A number on a scale: numbers, stars or Likert, with named points."
    targets: tuple[Level, ...] = ("item", "message", "turn", "response")
    numeric = True
    Settings = RatingSettings
    Value = RatingValue

    def check_settings(self, settings: RatingSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The scale runs upwards, is not endless, and labels name its own points."""
        if settings.min >= settings.max:
            return [Problem("max", "The scale must end above where it begins.")]
        if settings.max - settings.min >= MOST_STEPS:
            return [Problem("max", f"A scale has at most {MOST_STEPS} points.")]
        points = {str(point) for point in range(settings.min, settings.max + 1)}
        return [
            Problem(f"labels.{point}", f"'{point}' is not a point of the scale from {settings.min} to {settings.max}.")
            for point in settings.labels
            if point not in points
        ]

    def is_empty(self, value: RatingValue) -> bool:
        """No point chosen yet."""
        return value.rating is None

    def check_content(self, settings: RatingSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: RatingValue, settings: RatingSettings, subject: Subject) -> list[Problem]:
        """Within the scale."""
        if value.rating is None:
            return [Unfinished("rating", "Choose a point of the scale.")]
        if settings.min <= value.rating <= settings.max:
            return []
        return [Problem("rating", f"The rating must be between {settings.min} and {settings.max}.")]

    def scalar(self, value: RatingValue) -> Scalar:
        """The number."""
        return value.rating

    def scalars(self, settings: RatingSettings) -> frozenset[str | float] | None:
        """The points of the scale."""
        return frozenset(range(settings.min, settings.max + 1))

    def measure(self, settings: RatingSettings) -> Measure:
        """Ordinal: the steps have an order, not a size."""
        return Measure(
            "ordinal", lambda value: {} if value.rating is None else {"": float(value.rating)},
            at=lambda place: RatingValue(math.ceil(place - 0.5)),
        )  # fmt: skip

    def columns(self, value: RatingValue) -> dict[str, Any]:
        """The number."""
        return {"": value.rating}

    def narrowed(self, old: RatingSettings, new: RatingSettings) -> list[Problem]:
        """A scale with other ends is another scale."""
        same = (old.min, old.max) == (new.min, new.max)
        return [] if same else [Problem("max", f"The scale ran from {old.min} to {old.max}.")]

    def random_value(
        self, rng: random.Random, settings: RatingSettings, subject: Subject, truth: RatingValue | None = None,
        noise: float = 0.0,
    ) -> RatingValue:  # fmt: skip
        """Near the truth when noise strikes, as people are; anywhere without one."""
        if truth is None or truth.rating is None:
            return RatingValue(rng.randint(settings.min, settings.max))
        if rng.random() >= noise:
            return truth
        near = [point for point in (truth.rating - 1, truth.rating + 1) if settings.min <= point <= settings.max]
        return RatingValue(rng.choice(near))
