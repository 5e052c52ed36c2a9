"""A date, as exact as asked for."""

import math
import random
import re
from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.model import LabelSchema, Level, Measure, Question, Scalar, Subject

Precision = Literal["day", "month", "year"]
FORMS: Final[dict[str, re.Pattern[str]]] = {
    "day": re.compile(r"\d{4}-\d{2}-\d{2}"), "month": re.compile(r"\d{4}-\d{2}"), "year": re.compile(r"\d{4}"),
}  # fmt: skip
SHAPES: Final = {"day": "2024-05-31", "month": "2024-05", "year": "2024"}
Written = Annotated[str, msgspec.Meta(max_length=10)]


class DateSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`precision`: 2024-05-31, 2024-05 or 2024; `earliest` and `latest`, written so, may be answers too."""

    precision: Precision = "day"
    earliest: Written | None = None
    latest: Written | None = None


class DateValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The date as ISO 8601 writes it, to the precision of the settings; a draft may hold what is half typed."""

    date: Written | None = None


class Date:
    """A date of the Gregorian calendar, years 0001 to 9999."""

    kind = "date"
    title = "Date"
    summary = "A day, a month or a year."
    targets: tuple[Level, ...] = ("item", "message", "turn", "response")
    numeric = False
    Settings = DateSettings
    Value = DateValue

    def check_settings(self, settings: DateSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The bounds are dates of this precision, in their order."""
        problems = [
            Problem(name, f"Write this as {SHAPES[settings.precision]}.")
            for name, bound in (("earliest", settings.earliest), ("latest", settings.latest))
            if bound is not None and first_day(bound, settings.precision) is None
        ]
        if not problems and settings.earliest and settings.latest and settings.earliest > settings.latest:
            problems.append(Problem("earliest", "`earliest` is later than `latest`."))
        return problems

    def is_empty(self, value: DateValue) -> bool:
        """Nothing written."""
        return not value.date

    def check_content(self, settings: DateSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: DateValue, settings: DateSettings, subject: Subject) -> list[Problem]:
        """A date of this precision, within the bounds."""
        said = value.date or ""
        if first_day(said, settings.precision) is None:
            return [Unfinished("date", f"Write a date that there is, as {SHAPES[settings.precision]}.")]
        if settings.earliest and said < settings.earliest:
            return [Unfinished("date", f"The date must not be before {settings.earliest}.")]
        if settings.latest and said > settings.latest:
            return [Unfinished("date", f"The date must not be after {settings.latest}.")]
        return []

    def scalar(self, value: DateValue) -> Scalar:
        """The date as it is written."""
        return value.date or None

    def scalars(self, settings: DateSettings) -> frozenset[str | float] | None:
        """Endless, as good as."""
        return None

    def measure(self, settings: DateSettings) -> Measure:
        """Interval, in days, months or years."""
        return Measure(
            "interval", lambda value: _number(value.date or "", settings.precision),
            at=lambda place: DateValue(_written(math.ceil(place - 0.5), settings.precision)),
            length=_length(settings),
        )  # fmt: skip

    def columns(self, value: DateValue) -> dict[str, Any]:
        """The date as it is written."""
        return {"": value.date or None}

    def narrowed(self, old: DateSettings, new: DateSettings) -> list[Problem]:
        """The same precision; the bounds may widen."""
        if old.precision != new.precision:
            return [Problem("precision", f"It asked for a {old.precision}.")]
        problems = []
        if new.earliest and (not old.earliest or new.earliest > old.earliest):
            problems.append(Problem("earliest", "Earlier dates were allowed before."))
        if new.latest and (not old.latest or new.latest < old.latest):
            problems.append(Problem("latest", "Later dates were allowed before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: DateSettings, subject: Subject, truth: DateValue | None = None,
        noise: float = 0.0,
    ) -> DateValue:  # fmt: skip
        """Within a month or so of the truth when noise strikes; anywhere in reach without one."""
        first, last = _reach(settings)
        known = first_day(truth.date or "", settings.precision) if truth is not None else None
        if truth is not None and known is not None:
            if rng.random() >= noise:
                return truth
            # The first day of a month or year may lie before the days one draws from.
            first = max(first, known.toordinal() - 30)
            last = max(first, min(last, known.toordinal() + 30))
        drawn = date.fromordinal(rng.randint(first, last))
        return DateValue(drawn.isoformat()[: len(SHAPES[settings.precision])])


def _reach(settings: DateSettings) -> tuple[int, int]:
    """The days between which to draw: the bounds, or 10,000 days where there is only one or none."""
    earliest = first_day(settings.earliest or "", settings.precision)
    latest = first_day(settings.latest or "", settings.precision)
    last = latest.toordinal() if latest else None
    first = earliest.toordinal() if earliest else max(1, (last or date(2030, 1, 1).toordinal()) - 10_000)
    return first, last or min(date.max.toordinal(), first + 10_000)


def first_day(said: str, precision: str) -> date | None:
    """The first day of what is written; None when it is not written so, or there is no such date."""
    if not FORMS[precision].fullmatch(said) or not said.isascii():
        return None
    try:
        return date.fromisoformat(f"{said}-01-01"[:10])
    except ValueError:
        return None


def _length(settings: DateSettings) -> float | None:
    ends = [_number(end or "", settings.precision) for end in (settings.earliest, settings.latest)]
    return ends[1][""] - ends[0][""] if all(ends) else None


def _number(said: str, precision: str) -> dict[str, float]:
    day = first_day(said, precision)
    if day is None:
        return {}
    steps = {"day": day.toordinal(), "month": day.year * 12 + day.month, "year": day.year}
    return {"": float(steps[precision])}


def _written(number: int, precision: str) -> str:
    """The date of which this is the number."""
    if precision == "day":
        return date.fromordinal(number).isoformat()
    year, month = (number, 1) if precision == "year" else divmod(number - 1, 12)
    return f"{year:04}" if precision == "year" else f"{year:04}-{month + 1:02}"
