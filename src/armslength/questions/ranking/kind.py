"""Ranking of N responses."""

import random
from typing import Any

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.model import LabelSchema, Level, Measure, Question, Scalar, Subject
from armslength.questions.pairwise.kind import check_many


class RankingSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which `many` field is ranked; whether responses may share a rank; whether "none can be ranked" is offered."""

    field: str
    ties: bool = True
    allow_not_rankable: bool = False


class RankingValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Response ids in groups, the best first; those in one group are equally good."""

    groups: list[list[str]] = []
    not_rankable: bool = False


class Ranking:
    """Responses from best to worst."""

    kind = "ranking"
    title = "Ranking"
    summary = "Responses from best to worst, ties allowed."
    targets: tuple[Level, ...] = ("item",)
    numeric = False
    Settings = RankingSettings
    Value = RankingValue

    def check_settings(self, settings: RankingSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The field exists and holds responses."""
        return check_many(settings.field, schema)

    def is_empty(self, value: RankingValue) -> bool:
        """Nothing ranked yet."""
        return not value.groups and not value.not_rankable

    def check_content(self, settings: RankingSettings, subject: Subject) -> list[Problem]:
        """At least two responses."""
        count = len(subject.responses(settings.field))
        return (
            [] if count > 1 else [Problem(settings.field, f"Ranking needs two responses or more; there are {count}.")]
        )

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
        return problems

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
        return Measure("ordinal", _ranks, ranked=lambda groups: RankingValue([list(group) for group in groups]))

    def columns(self, value: RankingValue) -> dict[str, Any]:
        """The scalar."""
        return {"": self.scalar(value)}

    def narrowed(self, old: RankingSettings, new: RankingSettings) -> list[Problem]:
        """The same field; ties and "not rankable" may come, not go."""
        problems = [Problem("field", "It ranked another field.")] if old.field != new.field else []
        for name in ("ties", "allow_not_rankable"):
            if getattr(old, name) and not getattr(new, name):
                problems.append(Problem(name, "This was offered before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: RankingSettings, subject: Subject, truth: RankingValue | None = None,
        noise: float = 0.0,
    ) -> RankingValue:  # fmt: skip
        """Neighbours of the truth change places when noise strikes; any order without one."""
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
