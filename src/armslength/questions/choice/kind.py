"""Choosing from options."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.model import Help, LabelSchema, Level, Measure, Parts, Question, Scalar, Subject

OptionId = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$(?!\n)",
        description="Letters, digits, underscores, dots or hyphens; at most 80.",
    ),
]
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=1, description="The key that chooses it.")]
Color = Annotated[str, msgspec.Meta(max_length=40)]
OTHER_CHARS = 500
MOST_OPTIONS = 2000
OTHER = "other"
"""What people write in, among the options."""


class Option(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One option; `options` below it make a tree."""

    id: OptionId
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    help: Help | None = None
    color: Color | None = None
    key: Key | None = None
    options: list[Option] = []


class ChoiceSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`min` and `max` bound how many, when `multiple`. `allow_other` adds a line to write in."""

    options: Annotated[list[Option], msgspec.Meta(min_length=1)]
    multiple: bool = False
    min: Annotated[int, msgspec.Meta(ge=0)] | None = None
    max: Annotated[int, msgspec.Meta(ge=1)] | None = None
    allow_other: bool = False


class ChoiceValue(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The ids chosen, and what was written in."""

    selected: list[str]
    other: Annotated[str, msgspec.Meta(max_length=OTHER_CHARS)] | None = None


def repeated(path: str, entries: Sequence[Any], *names: str) -> list[Problem]:
    """A problem for every entry of a list that has an id or a key which an earlier one has, whatever its case."""
    problems = []
    for name in names:
        seen: dict[str, int] = {}
        for index, entry in enumerate(entries):
            said = getattr(entry, name)
            if said is not None and (first := seen.setdefault(said.lower(), index)) != index:
                hint = f"The {name} '{said}' is already used at {path}[{first}]."
                problems.append(Problem(f"{path}[{index}].{name}", hint))
    return problems


def _all(options: list[Option], path: str = "options") -> Iterator[tuple[str, Option]]:
    """Every option of the tree with its path, without recursion: trees of strangers may be deep."""
    waiting = [(f"{path}[{index}]", option) for index, option in enumerate(options)][::-1]
    while waiting:
        place, option = waiting.pop()
        yield place, option
        waiting += [(f"{place}.options[{index}]", below) for index, below in enumerate(option.options)][::-1]


class Choice:
    """One or several options."""

    kind = "choice"
    title = "Choice"
    summary = "One option, or several; options may be nested."
    targets: tuple[Level, ...] = ("item", "message", "turn", "response")
    numeric = False
    Settings = ChoiceSettings
    Value = ChoiceValue

    def check_settings(self, settings: ChoiceSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """Ids and keys are unique in the whole tree; bounds can be met."""
        options = list(_all(settings.options))
        if len(options) > MOST_OPTIONS:
            return [Problem("options", f"There are more than {MOST_OPTIONS:,} options.")]
        problems = _clashes(options)
        if not settings.multiple and (settings.min is not None or settings.max is not None):
            problems.append(Problem("multiple", "`min` and `max` only mean something when several may be chosen."))
        if settings.min is not None and settings.min > len(options) + settings.allow_other:
            problems.append(Problem("min", f"There are only {len(options)} options."))
        if settings.min is not None and settings.max is not None and settings.min > settings.max:
            problems.append(Problem("min", "`min` is larger than `max`."))
        return problems

    def is_empty(self, value: ChoiceValue) -> bool:
        """Nothing chosen, nothing written."""
        return not value.selected and value.other is None

    def check_content(self, settings: ChoiceSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: ChoiceValue, settings: ChoiceSettings, subject: Subject) -> list[Problem]:
        """Known options, none twice, as many as asked for."""
        known = {option.id for _, option in _all(settings.options)}
        problems = [
            Problem(f"selected[{index}]", f"There is no option '{chosen}'.")
            for index, chosen in enumerate(value.selected)
            if chosen not in known
        ]
        if len(set(value.selected)) != len(value.selected):
            problems.append(Problem("selected", "An option is chosen twice."))
        if value.other is not None and not settings.allow_other:
            problems.append(Problem("other", "This question has no line to write in."))
        elif value.other is not None and not value.other.strip():
            problems.append(Unfinished("other", "Write something, or take the other option away."))
        return problems + _count(len(value.selected) + (value.other is not None), settings)

    def scalar(self, value: ChoiceValue) -> Scalar:
        """The option; a sorted tuple when there are several (what was written in counts as `other`)."""
        chosen = sorted(value.selected) + ([OTHER] if value.other is not None else [])
        return chosen[0] if len(chosen) == 1 else tuple(chosen) or None

    def scalars(self, settings: ChoiceSettings) -> frozenset[str | float] | None:
        """The option ids, and `other`."""
        known = frozenset(option.id for _, option in _all(settings.options))
        return known | {OTHER} if settings.allow_other else known

    def measure(self, settings: ChoiceSettings) -> Measure:
        """Nominal: the same set or not. Several are voted on one by one."""
        options = _apart(settings) if settings.multiple else None
        return Measure("nominal", lambda value: {"": _code(sorted(value.selected), value.other)}, options=options)

    def columns(self, value: ChoiceValue) -> dict[str, Any]:
        """The ids in one text, separated by |, and what was written in."""
        return {"": "|".join(value.selected), "other": value.other}

    def narrowed(self, old: ChoiceSettings, new: ChoiceSettings) -> list[Problem]:
        """Options may come and be renamed, not go."""
        kept = {option.id for _, option in _all(new.options)}
        gone = [option.id for _, option in _all(old.options) if option.id not in kept]
        problems = [Problem("options", f"The option '{option}' is gone.") for option in gone]
        if (old.multiple and not new.multiple) or (old.allow_other and not new.allow_other):
            problems.append(Problem("multiple" if old.multiple else "allow_other", "This allows less than before."))
        if (new.min or 0) > max(old.min or 0, 1):  # nothing chosen was never an answer
            problems.append(Problem("min", "Fewer were enough before."))
        if new.max is not None and old.multiple and new.max < (old.max or MOST_OPTIONS):
            problems.append(Problem("max", "More were allowed before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: ChoiceSettings, subject: Subject, truth: ChoiceValue | None = None,
        noise: float = 0.0,
    ) -> ChoiceValue:  # fmt: skip
        """Any options, as many as allowed."""
        if truth is not None and rng.random() >= noise:
            return truth
        ids = [option.id for _, option in _all(settings.options)]
        if not settings.multiple:
            return ChoiceValue([rng.choice(ids)])
        most = min(settings.max or len(ids), len(ids))
        least = min(max(settings.min or 0, 1), most)
        count = rng.randint(least, most)
        other = "something else" if settings.allow_other and (settings.min or 0) > len(ids) else None
        return ChoiceValue(rng.sample(ids, count), other)


def _clashes(options: list[tuple[str, Option]]) -> list[Problem]:
    problems: list[Problem] = []
    ids: dict[str, str] = {OTHER: ""}
    keys: dict[str, str] = {}
    for path, option in options:
        if option.id == OTHER:
            problems.append(Problem(f"{path}.id", "'other' is kept for what people write in; use another id."))
        elif option.id in ids:
            problems.append(Problem(f"{path}.id", f"The id '{option.id}' is already used at {ids[option.id]}."))
        ids.setdefault(option.id, path)
        if option.key is not None and (key := option.key.lower()) in keys:
            problems.append(Problem(f"{path}.key", f"The key '{option.key}' is already used at {keys[key]}."))
        elif option.key is not None:
            keys[option.key.lower()] = path
    return problems


def _count(count: int, settings: ChoiceSettings) -> list[Problem]:
    if not settings.multiple:
        return [Problem("selected", "Only one option may be chosen.")] if count > 1 else []
    if settings.max is not None and count > settings.max:
        return [Problem("selected", f"At most {settings.max} may be chosen.")]
    if settings.min is not None and count < settings.min:
        return [Unfinished("selected", f"Choose at least {settings.min}.")]
    return []


def _apart(settings: ChoiceSettings) -> Parts:
    """Option by option; an entry is the option, and what was written in."""
    order = {option.id: place for place, (_, option) in enumerate(_all(settings.options))}
    every = (*order, OTHER) if settings.allow_other else tuple(order)
    least, most = max(1, settings.min or 0), settings.max or MOST_OPTIONS + 1

    def made(entries: Sequence[Any]) -> ChoiceValue:
        chosen = sorted((option for option, _ in entries if option != OTHER), key=lambda each: order.get(each, 0))
        return ChoiceValue(chosen, next((written for option, written in entries if option == OTHER), None))

    def of(value: ChoiceValue) -> dict[str, tuple[str, str]]:
        written = {} if value.other is None else {OTHER: (OTHER, value.other)}
        return {option: (option, "") for option in value.selected} | written

    return Parts(of, made, every=every, fits=lambda count: least <= count <= most)


def _code(selected: list[str], other: str | None) -> float:
    """A number that is the same for the same choice: 48 bits of a digest, which a float holds exactly."""
    said = msgspec.json.encode([selected, other])
    return float(int.from_bytes(hashlib.sha256(said).digest()[:6], "big"))
