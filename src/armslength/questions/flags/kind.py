"""Raising flags, each with a severity where there are any."""

import random
from typing import Annotated, Any

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.choice.kind import Color, Key, OptionId, repeated
from armslength.questions.model import Help, LabelSchema, Level, Measure, Parts, Question, Scalar, Subject

NONE = "none"
MOST_FLAGS = 200
SeverityId = Annotated[int, msgspec.Meta(ge=1, le=20)]


class Flag(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that may be there. `severity`: whether it is asked how bad it is."""

    id: OptionId
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    help: Help | None = None
    color: Color | None = None
    key: Key | None = None
    severity: bool = True


class Severity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How bad: `id` 1 is the mildest."""

    id: SeverityId
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class FlagsSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What may be flagged; no `severities` means that it is only asked whether."""

    flags: Annotated[list[Flag], msgspec.Meta(min_length=1, max_length=MOST_FLAGS)]
    severities: Annotated[list[Severity], msgspec.Meta(max_length=20)] = []


class Raised(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A flag that was raised, and how bad it is."""

    flag: str
    severity: int | None = None


class FlagsValue(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The flags raised; `none` says that there is nothing to flag."""

    flags: Annotated[list[Raised], msgspec.Meta(max_length=MOST_FLAGS)]
    none: bool = False


class Flags:
    """Flags, or the word that there are none."""

    kind = "flags"
    title = "Flags"
    summary = "Flag what is there, each with how bad it is; or say that there is nothing."
    targets: tuple[Level, ...] = ("item", "message", "turn", "response")
    numeric = False
    Settings = FlagsSettings
    Value = FlagsValue

    def check_settings(self, settings: FlagsSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """Ids and keys are told apart; severities rise."""
        problems = repeated("flags", settings.flags, "id", "key")
        problems += [
            Problem(f"flags[{index}].id", f"'{NONE}' is kept for nothing to flag; use another id.")
            for index, flag in enumerate(settings.flags)
            if flag.id == NONE
        ]
        ids = [severity.id for severity in settings.severities]
        if ids != sorted(set(ids)):
            problems.append(Problem("severities", "Severities have rising ids, the mildest first."))
        return problems

    def is_empty(self, value: FlagsValue) -> bool:
        """Nothing raised, and not said that there is nothing."""
        return not value.flags and not value.none

    def check_content(self, settings: FlagsSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: FlagsValue, settings: FlagsSettings, subject: Subject) -> list[Problem]:
        """Known flags, none twice, each with its severity; nothing raised where there is nothing."""
        if value.none and value.flags:
            return [Problem("none", "Flags are raised; then it is not nothing.")]
        known = {flag.id: flag for flag in settings.flags}
        problems: list[Problem] = []
        for index, raised in enumerate(value.flags):
            flag = known.get(raised.flag)
            if flag is None:
                problems.append(Problem(f"flags[{index}].flag", f"There is no flag '{raised.flag}'."))
            elif raised.flag in [each.flag for each in value.flags[:index]]:
                problems.append(Problem(f"flags[{index}].flag", f"'{raised.flag}' is flagged twice."))
            else:
                problems += _check_severity(f"flags[{index}].severity", raised, flag, settings)
        return problems

    def scalar(self, value: FlagsValue) -> Scalar:
        """The flags raised, sorted; or `none`."""
        return tuple(sorted(raised.flag for raised in value.flags)) or (NONE if value.none else None)

    def scalars(self, settings: FlagsSettings) -> frozenset[str | float] | None:
        """The ids of the flags, and `none`."""
        return frozenset(flag.id for flag in settings.flags) | {NONE}

    def measure(self, settings: FlagsSettings) -> Measure:
        """Ordinal, flag by flag: not raised, then the severities (one step where there are none)."""
        return Measure(
            "ordinal",
            lambda value: _by_flag(settings, value, _degree),
            lambda value: _by_flag(settings, value, lambda _: 1.0),
            Parts(
                lambda value: {raised.flag: raised for raised in value.flags},
                _made,
                degree=_degree,
                every=tuple(flag.id for flag in settings.flags),
            ),
        )

    def columns(self, value: FlagsValue) -> dict[str, Any]:
        """The flags in one text, separated by | (`none` for nothing); their severities; the worst of these."""
        severities = {raised.flag: raised.severity for raised in value.flags}
        worst = max((each for each in severities.values() if each is not None), default=None)
        said = "|".join(severities) or (NONE if value.none else None)
        return {"": said, "severity": severities or None, "worst": worst}

    def narrowed(self, old: FlagsSettings, new: FlagsSettings) -> list[Problem]:
        """Flags may come and be renamed, not go; severities stay."""
        before, after = ({flag.id: flag for flag in each.flags} for each in (old, new))
        problems = [Problem("flags", f"The flag '{gone}' is gone.") for gone in before if gone not in after]
        if [each.id for each in old.severities] != [each.id for each in new.severities]:
            problems.append(Problem("severities", "There were other severities before."))
        problems += [
            Problem(f"flags[{index}].severity", "This flag was asked about in another way.")
            for index, flag in enumerate(new.flags)
            if flag.id in before and before[flag.id].severity != flag.severity
        ]
        return problems

    def random_value(
        self, rng: random.Random, settings: FlagsSettings, subject: Subject, truth: FlagsValue | None = None,
        noise: float = 0.0,
    ) -> FlagsValue:  # fmt: skip
        """Some flags, mostly few; with a truth, now and then one is missed, raised, or another is as bad."""
        known = {} if truth is None else {raised.flag: raised for raised in truth.flags}
        chance = 0.25 if truth is None else noise / 2
        raised = [
            known[flag.id] if flag.id in known and rng.random() >= noise else _any(rng, flag, settings)
            for flag in settings.flags
            if (rng.random() >= chance) == (flag.id in known)
        ]
        order = {flag: place for place, flag in enumerate(known)}
        raised.sort(key=lambda each: order.get(each.flag, len(order)))
        return _made(raised)


def _check_severity(path: str, raised: Raised, flag: Flag, settings: FlagsSettings) -> list[Problem]:
    asked = bool(settings.severities) and flag.severity
    if raised.severity is None:
        return [Unfinished(path, f"Say how bad it is: {flag.title}.")] if asked else []
    if not asked:
        return [Problem(path, f"It is not asked how bad '{flag.id}' is.")]
    known = [severity.id for severity in settings.severities]
    return [] if raised.severity in known else [Problem(path, f"There is no severity {raised.severity}.")]


def _degree(raised: Raised) -> float:
    return float(raised.severity or 1)


def _by_flag(settings: FlagsSettings, value: FlagsValue, degree: Any) -> dict[str, float]:
    found = {raised.flag: degree(raised) for raised in value.flags}
    return {flag.id: found.get(flag.id, 0.0) for flag in settings.flags}


def _made(raised: Any) -> FlagsValue:
    return FlagsValue(list(raised), none=not raised)


def _any(rng: random.Random, flag: Flag, settings: FlagsSettings) -> Raised:
    asked = bool(settings.severities) and flag.severity
    return Raised(flag.id, rng.choice(settings.severities).id if asked else None)
