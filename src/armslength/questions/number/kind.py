"""A quantity."""

import math
import random
from typing import Annotated, Any

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.model import LabelSchema, Level, Measure, Question, Scalar, Subject

MOST = 1e12
Bound = Annotated[float, msgspec.Meta(ge=-MOST, le=MOST)]


class NumberSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From `min` to `max`, both included; `precision`: how many decimals; `unit` stands behind the number."""

    min: Bound | None = None
    max: Bound | None = None
    precision: Annotated[int, msgspec.Meta(ge=0, le=6)] = 0
    unit: Annotated[str, msgspec.Meta(min_length=1, max_length=40)] | None = None


class NumberValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number, in the unit of the settings; none yet in a draft."""

    number: float | None = None


class Number:
    """A number."""

    kind = "number"
    title = "Number"
    summary = "A number with its unit, within bounds, to so many decimals."
    targets: tuple[Level, ...] = ("item", "message", "turn", "response")
    numeric = True
    Settings = NumberSettings
    Value = NumberValue

    def check_settings(self, settings: NumberSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The bounds leave room, and can be reached."""
        problems = [
            Problem(name, f"This bound has more than {settings.precision} decimals.")
            for name, bound in (("min", settings.min), ("max", settings.max))
            if bound is not None and not _is_exact(bound, settings.precision)
        ]
        if settings.min is not None and settings.max is not None and settings.min > settings.max:
            problems.append(Problem("min", "`min` is larger than `max`."))
        return problems

    def is_empty(self, value: NumberValue) -> bool:
        """No number yet."""
        return value.number is None

    def check_content(self, settings: NumberSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: NumberValue, settings: NumberSettings, subject: Subject) -> list[Problem]:
        """Within the bounds, and no finer than asked for."""
        number = value.number
        if number is None:
            return [Unfinished("number", "Give a number.")]
        least, most = _ends(settings)
        if not least <= number <= most:
            # A bound half typed ("2" of 25) is not there yet: a draft may hold it.
            return [Unfinished("number", f"The number must be between {_plain(least)} and {_plain(most)}.")]
        if not _is_exact(number, settings.precision):
            return [Problem("number", f"Give it with at most {settings.precision} decimals.")]
        return []

    def scalar(self, value: NumberValue) -> Scalar:
        """The number."""
        return value.number

    def scalars(self, settings: NumberSettings) -> frozenset[str | float] | None:
        """Endless."""
        return None

    def measure(self, settings: NumberSettings) -> Measure:
        """Interval: distances mean something."""
        return Measure(
            "interval", lambda value: {} if value.number is None else {"": float(value.number)},
            at=lambda place: NumberValue(_nearest(place, settings.precision)),
            length=None if settings.min is None or settings.max is None else float(settings.max - settings.min),
        )  # fmt: skip

    def columns(self, value: NumberValue) -> dict[str, Any]:
        """The number."""
        return {"": value.number}

    def narrowed(self, old: NumberSettings, new: NumberSettings) -> list[Problem]:
        """Bounds and decimals may widen; the unit stays."""
        problems = [Problem("unit", "The number had another unit.")] if old.unit != new.unit else []
        if new.precision < old.precision:
            problems.append(Problem("precision", f"There were {old.precision} decimals before."))
        if new.min is not None and (old.min is None or new.min > old.min):
            problems.append(Problem("min", "Smaller numbers were allowed before."))
        if new.max is not None and (old.max is None or new.max < old.max):
            problems.append(Problem("max", "Larger numbers were allowed before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: NumberSettings, subject: Subject, truth: NumberValue | None = None,
        noise: float = 0.0,
    ) -> NumberValue:  # fmt: skip
        """Near the truth when noise strikes; anywhere in reach without one."""
        lowest, highest = _ends(settings)
        least = lowest if settings.min is not None else min(0.0, highest - 100.0)
        most = highest if settings.max is not None else least + 100.0
        if truth is not None and truth.number is not None:
            if rng.random() >= noise:
                return truth
            reach = max(abs(truth.number) / 10, 10.0**-settings.precision)
            least, most = max(least, truth.number - reach), min(most, truth.number + reach)
        number = round(rng.uniform(least, most), settings.precision)
        return NumberValue(min(max(number, lowest), highest))


def _ends(settings: NumberSettings) -> tuple[float, float]:
    return (-MOST if settings.min is None else settings.min), (MOST if settings.max is None else settings.max)


def _is_exact(number: float, precision: int) -> bool:
    return abs(round(number, precision) - number) <= 1e-9 * max(1.0, abs(number) * 1e-3)


def _nearest(place: float, precision: int) -> float:
    """The lower of two that are as near."""
    steps: int = 10**precision
    return math.ceil(round(place * steps - 0.5, 6)) / steps


def _plain(number: float) -> str:
    return f"{number:,.6f}".rstrip("0").rstrip(".")
