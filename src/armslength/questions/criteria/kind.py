"""Writing a rubric: weighted criteria for one prompt, tried on sample responses by whoever writes them.

A criterion says one thing that is there or not. Points below 0 are for something bad that may be there. The trial is
graded as the kind `rubric` grades, with the same score; it shows whether the rubric tells good from bad.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec

from armslength.fields.model import Problem, Title, Unfinished
from armslength.questions.choice.kind import OptionId
from armslength.questions.model import Help, LabelSchema, Level, Measure, Question, Scalar, Subject
from armslength.questions.rubric.kind import MOST_CRITERIA, Grade, Points, RubricValue, Verdict, score

_TRIED = ("text", "chat", "code")
Count = Annotated[int, msgspec.Meta(ge=1, le=MOST_CRITERIA)]


class CriteriaSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`samples`: the `many` field whose responses the rubric is tried on; `trial`: whether it may be, or must be.

    `min` and `max`: how many criteria. `most_points`: no criterion is worth more, either way. `negative`, `musts`,
    `evidence`, `help`: whether one may have points below 0, be a must, wish for evidence, or say more to who grades by
    it: an example that meets it, one that does not, a source. `tags`: those offered; none: any.
    """

    samples: str | None = None
    trial: Literal["optional", "required"] = "optional"
    min: Count = 1
    max: Count | None = None
    most_points: Annotated[float, msgspec.Meta(gt=0, le=1_000_000)] | None = None
    negative: bool = True
    musts: bool = True
    evidence: bool = False
    help: bool = False
    tags: Annotated[list[Title], msgspec.Meta(max_length=100)] = []


class WrittenCriterion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing that is there or not, and what it is worth. `evidence`: who grades is asked to mark what shows it;
    `help`: what they read beside it."""

    id: OptionId
    criterion: Annotated[str, msgspec.Meta(max_length=5000)]
    points: Points
    must: bool = False
    evidence: bool = False
    help: Help | None = None
    tags: Annotated[list[Title], msgspec.Meta(max_length=20)] = []


class Tried(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A sample response graded by these criteria; `score` once all of them are."""

    response: str
    verdicts: dict[str, Verdict]
    score: float | None = None


class CriteriaValue(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The rubric in its order, and what came of trying it."""

    criteria: Annotated[list[WrittenCriterion], msgspec.Meta(max_length=MOST_CRITERIA)]
    trial: Annotated[list[Tried], msgspec.Meta(max_length=1000)] = []


class Criteria:
    """A rubric, written."""

    kind = "criteria"
    title = "Criteria"
    summary = "Write a rubric: criteria with points, musts and tags; try it on sample responses and see what it tells."
    targets: tuple[Level, ...] = ("item",)
    numeric = False
    Settings = CriteriaSettings
    Value = CriteriaValue

    def check_settings(self, settings: CriteriaSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The samples are responses with text; counts can be met; tags are told apart."""
        problems = list(_check_samples(settings, schema))
        if settings.max is not None and settings.max < settings.min:
            problems.append(Problem("max", "`max` is below `min`."))
        if len({tag.casefold() for tag in settings.tags}) != len(settings.tags):
            problems.append(Problem("tags", "A tag is offered twice."))
        return problems

    def is_empty(self, value: CriteriaValue) -> bool:
        """Nothing written yet."""
        return not value.criteria

    def check_content(self, settings: CriteriaSettings, subject: Subject) -> list[Problem]:
        """Where it must be tried, there is something to try it on."""
        if settings.trial == "required" and settings.samples and not subject.responses(settings.samples):
            return [Problem(settings.samples, "There is no response to try the rubric on.")]
        return []

    def check_value(self, value: CriteriaValue, settings: CriteriaSettings, subject: Subject) -> list[Problem]:
        """Every criterion says something once, for points that it may have; the trial is of these and adds up."""
        problems: list[Problem] = []
        ids: dict[str, int] = {}
        texts: dict[str, int] = {}
        for index, each in enumerate(value.criteria):
            place = f"criteria[{index}]"
            if ids.setdefault(each.id.lower(), index) != index:
                problems.append(Problem(f"{place}.id", f"The id '{each.id}' is used twice."))
            text = " ".join(each.criterion.casefold().split())
            if text and texts.setdefault(text, index) != index:
                problems.append(Unfinished(f"{place}.criterion", f"This says the same as criterion {texts[text] + 1}."))
            found = _check_criterion(each, settings)
            problems += [type(one)(f"{place}.{one.path}", one.message) for one in found]
        return problems + list(_check_whole(value, settings)) + list(_check_trial(value, settings, subject))

    def scalar(self, value: CriteriaValue) -> Scalar:
        """The criteria, one a line: two rubrics are hardly ever the same."""
        return "\n".join(each.criterion for each in value.criteria) or None

    def scalars(self, settings: CriteriaSettings) -> frozenset[str | float] | None:
        """Endless."""
        return None

    def measure(self, settings: CriteriaSettings) -> Measure:
        """Nominal, and of no use: what is compared is how rubrics grade, not how they read."""
        return Measure("nominal", lambda _: {})

    def columns(self, value: CriteriaValue) -> dict[str, Any]:
        """The criteria; how many; the points that are 100 %; the scores of the trial, and how far they are apart."""
        scores = {tried.response: tried.score for tried in value.trial if tried.score is not None}
        return {
            "": [msgspec.to_builtins(each) for each in value.criteria], "count": len(value.criteria),
            "points": sum(each.points for each in value.criteria if each.points > 0), "trial": scores or None,
            "separation": separation(value),
        }  # fmt: skip

    def narrowed(self, old: CriteriaSettings, new: CriteriaSettings) -> list[Problem]:
        """The same samples; what was allowed stays allowed."""
        problems = [
            Problem(name, "This was allowed before.")
            for name in ("negative", "musts", "evidence", "help")
            if getattr(old, name) and not getattr(new, name)
        ]
        if old.samples != new.samples:
            problems.append(Problem("samples", "Rubrics were tried on other responses."))
        if new.trial == "required" and old.trial != "required":
            problems.append(Problem("trial", "Rubrics need not be tried before."))
        if new.min > old.min:
            problems.append(Problem("min", "Fewer criteria were enough before."))
        if new.max is not None and (old.max is None or new.max < old.max):
            problems.append(Problem("max", "More criteria were allowed before."))
        if new.most_points is not None and (old.most_points is None or new.most_points < old.most_points):
            problems.append(Problem("most_points", "More points were allowed before."))
        if new.tags and (not old.tags or set(old.tags) - set(new.tags)):
            problems.append(Problem("tags", "Other tags were allowed before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: CriteriaSettings, subject: Subject, truth: CriteriaValue | None = None,
        noise: float = 0.0,
    ) -> CriteriaValue:  # fmt: skip
        """Some criteria, tried on every sample; with a truth, another rubric now and then."""
        if truth is not None and rng.random() >= noise:
            return truth
        count = max(settings.min, min(settings.max or 4, rng.randint(2, 4)))
        criteria = [_any(rng, number, settings) for number in range(count)]
        verdicts: tuple[Verdict, ...] = ("met", "not_met")
        return CriteriaValue(
            criteria,
            [
                tried(response, {each.id: rng.choice(verdicts) for each in criteria}, criteria)
                for response in (subject.responses(settings.samples) if settings.samples else ())
            ],
        )


_WORDS = ("answer", "reason", "source", "limits", "next step")


def tried(response: str, verdicts: dict[str, Verdict], criteria: list[WrittenCriterion]) -> Tried:
    """A sample as it was graded, with its score if all of it was."""
    whole = bool(criteria) and all(each.id in verdicts for each in criteria)
    return Tried(response=response, verdicts=verdicts, score=_score(verdicts, criteria) if whole else None)


def separation(value: CriteriaValue) -> float | None:
    """How far the best and the worst sample are apart; None for fewer than two."""
    scores = [tried.score for tried in value.trial if tried.score is not None]
    return round(max(scores) - min(scores), 6) if len(scores) > 1 else None


def _any(rng: random.Random, number: int, settings: CriteriaSettings) -> WrittenCriterion:
    most = min(settings.most_points or 5, 5)
    again = f", for the {number // len(_WORDS) + 1}th time" if number >= len(_WORDS) else ""
    return WrittenCriterion(
        id=f"c{number + 1}", criterion=f"Says the {_WORDS[number % len(_WORDS)]}{again}",
        points=rng.randint(1, int(most)) if most >= 1 else most, must=settings.musts and number == 0,
        tags=[rng.choice(settings.tags)] if settings.tags else [],
    )  # fmt: skip


def _score(verdicts: dict[str, Verdict], criteria: list[WrittenCriterion]) -> float:
    grades = [
        Grade(criterion=each.id, verdict=verdicts[each.id], points=each.points)
        for each in criteria
        if each.id in verdicts
    ]
    return score(RubricValue(grades))


def _check_samples(settings: CriteriaSettings, schema: LabelSchema) -> Iterator[Problem]:
    if settings.samples is None:
        if settings.trial == "required":
            yield Problem("trial", "There is nothing to try it on: say `samples`.")
        return
    field = schema.field(settings.samples)
    if field is None:
        yield Problem("samples", f"There is no field called '{settings.samples}'.")
    elif not field.many or field.ordered or field.kind not in _TRIED:
        yield Problem("samples", f"'{field.name}' holds no responses; they are `many` texts, conversations or code.")


def _check_criterion(each: WrittenCriterion, settings: CriteriaSettings) -> Iterator[Problem]:
    if not each.criterion.strip():
        yield Unfinished("criterion", "Say one thing that is there or not.")
    if each.points == 0:
        yield Unfinished("points", "A criterion without points decides nothing.")
    if each.points < 0 and not settings.negative:
        yield Problem("points", "Points are above 0 here.")
    if settings.most_points is not None and abs(each.points) > settings.most_points:
        yield Problem("points", f"A criterion has at most {settings.most_points:g} points.")
    if each.must and not settings.musts:
        yield Problem("must", "There are no musts here.")
    if each.evidence and not settings.evidence:
        yield Problem("evidence", "This question asks for no wishes of evidence.")
    if each.help is not None and not settings.help:
        yield Problem("help", "This question asks for nothing beside a criterion.")
    for index, tag in enumerate(each.tags):
        if settings.tags and tag not in settings.tags:
            yield Problem(f"tags[{index}]", f"There is no tag '{tag}'.")


def _check_whole(value: CriteriaValue, settings: CriteriaSettings) -> Iterator[Problem]:
    if len(value.criteria) < settings.min:
        yield Unfinished("criteria", f"Write at least {settings.min}.")
    if settings.max is not None and len(value.criteria) > settings.max:
        yield Problem("criteria", f"At most {settings.max} are wanted: the ones that matter.")
    if value.criteria and not any(each.points > 0 for each in value.criteria):
        yield Unfinished("criteria", "At least one criterion has positive points; the score is a share of these.")


def _check_trial(value: CriteriaValue, settings: CriteriaSettings, subject: Subject) -> Iterator[Problem]:
    samples = subject.responses(settings.samples) if settings.samples else {}
    ids = {each.id for each in value.criteria}
    seen: set[str] = set()
    whole: set[str] = set()
    for index, given in enumerate(value.trial):
        place = f"trial[{index}]"
        if given.response not in samples:
            yield Problem(f"{place}.response", f"There is no response '{given.response}' to try it on.")
        elif given.response in seen:
            yield Problem(f"{place}.response", f"'{given.response}' is tried twice.")
        seen.add(given.response)
        yield from (
            Problem(f"{place}.verdicts.{unknown}", f"There is no criterion '{unknown}'.")
            for unknown in sorted(given.verdicts.keys() - ids)
        )
        right = tried(given.response, given.verdicts, value.criteria).score
        if (right is None) != (given.score is None) or abs((right or 0) - (given.score or 0)) > 1e-6:
            yield Problem(f"{place}.score", f"The score is {'not known yet' if right is None else f'{right:g}'}.")
        elif right is not None:
            whole.add(given.response)
    if settings.trial == "required" and (missing := [each for each in samples if each not in whole]):
        yield Unfinished("trial", f"Try the rubric on every sample; not graded yet: {len(missing)}.")
