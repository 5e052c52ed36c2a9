"""A place on a line between two ends."""

import math
import random
from typing import Annotated, Any

import msgspec

from armslength.fields.model import Problem, Title, Unfinished
from armslength.questions.model import LabelSchema, Level, Measure, Question, Scalar, Subject

MOST_STEPS = 10_000
SLACK = 1e-6
Bound = Annotated[float, msgspec.Meta(ge=-1e9, le=1e9)]


class SliderSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From `min` to `max` in steps of `step`; `low` and `high` name the ends; `show_value` shows the number too."""

    min: Bound = 0
    max: Bound = 100
    step: Annotated[float, msgspec.Meta(gt=0, le=1e9)] = 1
    low: Title | None = None
    high: Title | None = None
    show_value: bool = True


class SliderValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place on the line; none yet in a draft."""

    position: float | None = None


class Slider:
    """A place on a line."""

    kind = "slider"
    title = "Slider"
    summary = "A place on a line between two named ends, in steps."
    targets: tuple[Level, ...] = ("item", "message", "turn", "response")
    numeric = True
    Settings = SliderSettings
    Value = SliderValue

    def check_settings(self, settings: SliderSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The line runs upwards, in a number of whole steps that can be told apart."""
        if settings.min >= settings.max:
            return [Problem("max", "The line must end above where it begins.")]
        steps = (settings.max - settings.min) / settings.step
        if steps > MOST_STEPS:
            return [Problem("step", f"A line has at most {MOST_STEPS:,} steps.")]
        whole = round(steps) >= 1 and math.isclose(steps, round(steps), abs_tol=SLACK)
        return [] if whole else [Problem("step", "The line is not a whole number of steps long.")]

    def is_empty(self, value: SliderValue) -> bool:
        """Not placed yet."""
        return value.position is None

    def check_content(self, settings: SliderSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: SliderValue, settings: SliderSettings, subject: Subject) -> list[Problem]:
        """On the line, and on one of its steps."""
        if value.position is None:
            return [Unfinished("position", "Choose a place on the line.")]
        if not settings.min <= value.position <= settings.max:
            return [Problem("position", f"The place must be between {settings.min:g} and {settings.max:g}.")]
        steps = (value.position - settings.min) / settings.step
        on_step = math.isclose(steps, round(steps), abs_tol=SLACK)
        return [] if on_step else [Problem("position", f"The line has steps of {settings.step:g}.")]

    def scalar(self, value: SliderValue) -> Scalar:
        """The place."""
        return value.position

    def scalars(self, settings: SliderSettings) -> frozenset[str | float] | None:
        """Endless, as good as."""
        return None

    def measure(self, settings: SliderSettings) -> Measure:
        """Interval: distances on the line mean something."""
        return Measure(
            "interval", lambda value: {} if value.position is None else {"": float(value.position)},
            at=lambda place: SliderValue(float(_at(settings, _nearest(place, settings)))),
            length=float(settings.max - settings.min),
        )  # fmt: skip

    def columns(self, value: SliderValue) -> dict[str, Any]:
        """The place."""
        return {"": value.position}

    def narrowed(self, old: SliderSettings, new: SliderSettings) -> list[Problem]:
        """A line with other ends or coarser steps is another line."""
        if (old.min, old.max) != (new.min, new.max):
            return [Problem("max", f"The line ran from {old.min:g} to {old.max:g}.")]
        finer = old.step / new.step
        same = math.isclose(finer, round(finer), abs_tol=SLACK) and round(finer) >= 1
        return [] if same else [Problem("step", f"The line had steps of {old.step:g}.")]

    def random_value(
        self, rng: random.Random, settings: SliderSettings, subject: Subject, truth: SliderValue | None = None,
        noise: float = 0.0,
    ) -> SliderValue:  # fmt: skip
        """Around the truth when noise strikes, within a tenth of the line; anywhere without one."""
        steps = round((settings.max - settings.min) / settings.step)
        if truth is None or truth.position is None:
            return SliderValue(_at(settings, rng.randint(0, steps)))
        if rng.random() >= noise:
            return truth
        here, reach = round((truth.position - settings.min) / settings.step), max(1, steps // 10)
        near = [at for at in range(max(0, here - reach), min(steps, here + reach) + 1) if at != here]
        return SliderValue(_at(settings, rng.choice(near)))


def _nearest(place: float, settings: SliderSettings) -> int:
    """The number of the step, the lower of two that are as near."""
    return math.ceil(round((place - settings.min) / settings.step - 0.5, 6))


def _at(settings: SliderSettings, step: int) -> float:
    return round(min(settings.max, settings.min + step * settings.step), 9)
