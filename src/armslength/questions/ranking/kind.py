"""Ranking of N responses."""

import random
from collections.abc import Sequence
from typing import Any

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.model import LabelSchema, Level, Measure, Question, Scalar, Subject
from armslength.questions.pairwise.kind import Seconds, check_many


class RankingSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which `many` field is ranked; whether responses may share a rank; whether "none can be ranked" is offered.
    `best_worst`: only the best and the worst are asked; all others share the rank between. `read_first`,
    `least_seconds`: as for a pairwise preference."""

    field: str
    ties: bool = True
    allow_not_rankable: bool = False
    best_worst: bool = False
    read_first: bool = False
    least_seconds: Seconds | None = None


class RankingValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Response ids in groups, the best first; those in one group are equally good."""

    groups: list[list[str]] = []
    not_rankable: bool = False


class Ranking:
    """Responses from best to worst."""

    kind = "ranking"
    title = "Ranking"
    summary = "Responses from best to worst, ties allowed; or only the best and the worst of them."
    targets: tuple[Level, ...] = ("item",)
    numeric = False
    Settings = RankingSettings
    Value = RankingValue

    def check_settings(self, settings: RankingSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The field exists and holds responses; those between best and worst may share their rank."""
        problems = check_many(settings.field, schema)
        if settings.best_worst and not settings.ties:
            problems.append(Problem("ties", "Of best and worst, the others share a rank: leave `ties` on."))
        return problems

    def is_empty(self, value: RankingValue) -> bool:
        """Nothing ranked yet."""
        return not value.groups and not value.not_rankable

    def check_content(self, settings: RankingSettings, subject: Subject) -> list[Problem]:
        """At least two responses; for a best and a worst, three."""
        count, least = len(subject.responses(settings.field)), 3 if settings.best_worst else 2
        if count >= least:
            return []
        words = "A best and a worst need three" if settings.best_worst else "Ranking needs two"
        return [Problem(settings.field, f"{words} responses or more; there are {count}.")]

    def check_value(self, value: RankingValue, settings: RankingSettings, subject: Subject) -> list[Problem]:
        """Every response once; none when nothing can be ranked."""
        if value.not_rankable:
            return _check_not_rankable(value, settings)
        known = subject.responses(settings.field)
        problems: list[Problem] = []
        seen: set[str] = set()
        for index, group in enumerate(value.groups):
            problems += _check_group(f"groups[{index}]", group, settings, known, seen)
        if missing := [response for response in known if response not in seen]:
            problems.append(Unfinished("groups", f"Not ranked yet: {', '.join(missing)}."))
        return problems + (_check_ends(value.groups) if settings.best_worst and not problems else [])

    def scalar(self, value: RankingValue) -> Scalar:
        """`r2 > r1 = r3`, the same for the same ranking; or `not_rankable`."""
        if value.not_rankable:
            return "not_rankable"
        return " > ".join(" = ".join(sorted(group)) for group in value.groups) or None

    def scalars(self, settings: RankingSettings) -> frozenset[str | float] | None:
        """Endless."""
        return None

    def measure(self, settings: RankingSettings) -> Measure:
        """Ordinal: each response's rank, ties sharing the middle of theirs."""
        if settings.best_worst:
            return Measure("ordinal", _ranks, ranked=_ends, order="ends")
        return Measure("ordinal", _ranks, ranked=_ordered, order="ties" if settings.ties else "strict")

    def columns(self, value: RankingValue) -> dict[str, Any]:
        """The scalar."""
        return {"": self.scalar(value)}

    def narrowed(self, old: RankingSettings, new: RankingSettings) -> list[Problem]:
        """The same field; ties and "not rankable" may come, not go; nor may less of the order be asked."""
        problems = [Problem("field", "It ranked another field.")] if old.field != new.field else []
        if new.best_worst and not old.best_worst:
            problems.append(Problem("best_worst", "The whole order was asked before."))
        for name in ("ties", "allow_not_rankable"):
            if getattr(old, name) and not getattr(new, name):
                problems.append(Problem(name, "This was offered before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: RankingSettings, subject: Subject, truth: RankingValue | None = None,
        noise: float = 0.0,
    ) -> RankingValue:  # fmt: skip
        """Neighbours of the truth change places when noise strikes; any order without one."""
        if settings.best_worst:
            return truth if truth is not None and rng.random() >= noise else _any_ends(rng, settings, subject)
        if truth is None or truth.not_rankable or not truth.groups:
            return _any_order(rng, settings, list(subject.responses(settings.field)))
        groups = [list(group) for group in truth.groups]
        for index in range(len(groups) - 1):
            if rng.random() < noise:
                groups[index], groups[index + 1] = groups[index + 1], groups[index]
        return RankingValue(groups)


def _check_not_rankable(value: RankingValue, settings: RankingSettings) -> list[Problem]:
    if not settings.allow_not_rankable:
        return [Problem("not_rankable", "This question asks for a ranking in any case.")]
    return [Problem("groups", "Nothing is ranked when the responses cannot be ranked.")] if value.groups else []


def _check_group(
    path: str, group: list[str], settings: RankingSettings, known: dict[str, Any], seen: set[str]
) -> list[Problem]:
    problems: list[Problem] = []
    if not group:
        problems.append(Problem(path, "This rank is empty."))
    if len(group) > 1 and not settings.ties:
        problems.append(Problem(path, "Two responses cannot share a rank here."))
    for place, response in enumerate(group):
        if response not in known:
            problems.append(Problem(f"{path}[{place}]", f"There is no response '{response}' here."))
        elif response in seen:
            problems.append(Problem(f"{path}[{place}]", f"'{response}' is ranked twice."))
        seen.add(response)
    return problems


def _ranks(value: RankingValue) -> dict[str, float]:
    ranks: dict[str, float] = {}
    for group in value.groups:
        middle = len(ranks) + (len(group) + 1) / 2
        ranks.update(dict.fromkeys(group, middle))
    return ranks


def _any_order(rng: random.Random, settings: RankingSettings, responses: list[str]) -> RankingValue:
    rng.shuffle(responses)
    groups: list[list[str]] = []
    for response in responses:
        if groups and settings.ties and rng.random() < 0.15:
            groups[-1].append(response)
        else:
            groups.append([response])
    return RankingValue(groups, not_rankable=not groups and settings.allow_not_rankable)


def _check_ends(groups: list[list[str]]) -> list[Problem]:
    """One best, one worst, and all others between. Of two groups, the one that holds a single response is said."""
    sizes = [len(group) for group in groups]
    if len(sizes) == 3 and sizes[0] == sizes[2] == 1:
        return []
    if len(sizes) == 2 and 1 in sizes:
        return [Unfinished("groups", f"Say also which is the {'worst' if sizes[0] == 1 else 'best'}.")]
    return [Problem("groups", "One response is the best, one the worst, and all others share the rank between.")]


def _ordered(groups: Sequence[Sequence[str]]) -> RankingValue:
    return RankingValue([list(group) for group in groups])


def _ends(groups: Sequence[Sequence[str]]) -> RankingValue:
    """The first and the last of these groups; all others are between."""
    first, *middle, last = [list(group) for group in groups] if len(groups) > 1 else [[], *map(list, groups)]
    between = [response for group in middle for response in group]
    return RankingValue([group for group in (first, between, last) if group])


def _any_ends(rng: random.Random, settings: RankingSettings, subject: Subject) -> RankingValue:
    responses = list(subject.responses(settings.field))
    rng.shuffle(responses)
    return RankingValue([responses[:1], responses[1:-1], responses[-1:]])
