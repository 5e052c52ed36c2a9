"""Grading by a rubric: criterion by criterion, met or not; points make a score.

The score is HealthBench's (arXiv 2505.08775): the points of what is met, over the sum of the positive points. It may
lie below 0, because a criterion with negative points is met when the bad thing is there. What nobody can assess counts
on neither side. An answer passes when every criterion that must be is right: met, or, with negative points, not met.
"""

import random
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec

from armslength.fields.model import Problem, Title, Unfinished
from armslength.questions.choice.kind import OptionId, repeated
from armslength.questions.model import Help, LabelSchema, Level, Measure, Parts, Question, Scalar, Subject
from armslength.questions.rubric.tree import leaves
from armslength.questions.spans.kind import check_field, check_place, some_words

MOST_CRITERIA = 500
CODES = {"not_met": 0.0, "met": 1.0}
Verdict = Literal["met", "not_met", "cannot_assess"]
Points = Annotated[float, msgspec.Meta(ge=-1_000_000, le=1_000_000)]


class Criterion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is asked of a response. `points` below 0: something bad that may be there. `must`: else it does not pass.
    `section`: under which headings it stands, the outermost first."""

    id: OptionId
    criterion: Annotated[str, msgspec.Meta(min_length=1, max_length=5000)]
    points: Points
    must: bool = False
    tags: Annotated[list[Title], msgspec.Meta(max_length=20)] = []
    section: Annotated[list[Annotated[str, msgspec.Meta(max_length=5000)]], msgspec.Meta(max_length=20)] = []
    help: Help | None = None


class RubricSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is graded (`field`), by which criteria: the same for every item, or each item's own, in the table `rubric`.

    That table has the columns criterion and points, and on wish id, must, tags, section and help. Instead it may be a
    tree of `{requirements, weight, sub_tasks}`, as PaperBench's: its leaves are the criteria, and 100 points are shared
    out by weight. `evidence`: what shows a grade may be marked in the field. `reasons`: a grade may have one, or each
    that is not met needs one. `score`: whoever grades
    sees it when all is graded, or never.
    """

    field: str
    criteria: Annotated[list[Criterion], msgspec.Meta(max_length=MOST_CRITERIA)] = []
    rubric: str | None = None
    cannot_assess: bool = True
    evidence: bool = False
    reasons: Literal["none", "optional", "not_met"] = "none"
    score: Literal["end", "never"] = "end"


class Shown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What shows it: `start` to before `end` in Unicode code points; `quote` is the text there."""

    start: int
    end: int
    quote: str
    field: str
    message: str | None = None
    response: str | None = None


class Grade(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One criterion graded; `points` and `must` as the rubric has them: the answer says by itself what it means."""

    criterion: str
    verdict: Verdict
    points: float
    must: bool = False
    why: Annotated[str, msgspec.Meta(max_length=5000)] | None = None
    evidence: Annotated[list[Shown], msgspec.Meta(max_length=50)] = []


class RubricValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The criteria graded, in any order."""

    grades: Annotated[list[Grade], msgspec.Meta(max_length=MOST_CRITERIA)]


class Rubric:
    """Criteria, met or not."""

    kind = "rubric"
    title = "Rubric"
    summary = (
        "Grade by weighted criteria, the same for every item or each item's own; what shows it is marked in the text."
    )
    targets: tuple[Level, ...] = ("item", "response")
    numeric = True
    Settings = RubricSettings
    Value = RubricValue

    def check_settings(self, settings: RubricSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """There is a text to grade, and one rubric that can be fulfilled."""
        problems = check_field(settings.field, schema, question) + repeated("criteria", settings.criteria, "id")
        if settings.rubric is None:
            return problems + _check_points("criteria", settings.criteria)
        if settings.criteria:
            problems.append(Problem("criteria", "The rubric is each item's own; then there are no criteria for all."))
        table = schema.field(settings.rubric)
        if table is None or table.kind != "table" or table.many:
            problems.append(Problem("rubric", f"There is no table called '{settings.rubric}'."))
        elif not table.required:
            problems.append(
                Problem("rubric", f"Make '{settings.rubric}' required: without it there is nothing to grade by.")
            )
        return problems

    def is_empty(self, value: RubricValue) -> bool:
        """Nothing graded yet."""
        return not value.grades

    def check_content(self, settings: RubricSettings, subject: Subject) -> list[Problem]:
        """The item's own rubric can be read."""
        if settings.rubric is None or settings.rubric not in subject.content:
            return []
        found = criteria_of(settings, subject.content)
        problems = [each for each in found if isinstance(each, Problem)]
        criteria = [each for each in found if isinstance(each, Criterion)]
        if not problems:
            problems = repeated("rows", criteria, "id") + _check_points("rows", criteria)
        if len(criteria) > MOST_CRITERIA:
            problems.append(
                Problem("rows", f"There are {len(criteria):,} criteria; at most {MOST_CRITERIA} are graded.")
            )
        return [Problem(f"{settings.rubric}.{each.path}", each.message) for each in problems]

    def check_value(self, value: RubricValue, settings: RubricSettings, subject: Subject) -> list[Problem]:
        """Every criterion once, with its own points; what shows it stands there."""
        criteria = {each.id: each for each in criteria_of(settings, subject.content) if isinstance(each, Criterion)}
        problems: list[Problem] = []
        seen: set[str] = set()
        for index, grade in enumerate(value.grades):
            found = _check_grade(grade, criteria.get(grade.criterion), settings, subject)
            if grade.criterion in seen:
                found.append(Problem("criterion", f"'{grade.criterion}' is graded twice."))
            seen.add(grade.criterion)
            problems += [type(each)(f"grades[{index}].{each.path}", each.message) for each in found]
        if missing := [each for each in criteria if each not in seen]:
            problems.append(Unfinished("grades", f"Not graded yet: {', '.join(missing[:20])}."))
        return problems

    def scalar(self, value: RubricValue) -> Scalar:
        """The score."""
        return score(value)

    def scalars(self, settings: RubricSettings) -> frozenset[str | float] | None:
        """Endless."""
        return None

    def measure(self, settings: RubricSettings) -> Measure:
        """Nominal, criterion by criterion; what nobody can assess is left out."""
        parts = Parts(
            lambda value: {each.criterion: each for each in value.grades}, _made, said=lambda each: each.verdict,
            labels=(*CODES, "cannot_assess") if settings.cannot_assess else tuple(CODES),
        )  # fmt: skip
        return Measure("nominal", _codes, parts=parts)

    def columns(self, value: RubricValue) -> dict[str, Any]:
        """The score; whether it passes; the verdicts and reasons by criterion."""
        return {
            "": score(value), "passed": passed(value),
            "grades": {grade.criterion: grade.verdict for grade in value.grades},
            "reasons": {grade.criterion: grade.why for grade in value.grades if grade.why} or None,
        }  # fmt: skip

    def narrowed(self, old: RubricSettings, new: RubricSettings) -> list[Problem]:
        """The same rubric, word by word: grades by another mean something else."""
        problems = []
        for name in ("field", "rubric", "cannot_assess"):
            if getattr(old, name) != getattr(new, name):
                problems.append(Problem(name, "Grades were given by another rubric."))
        asked = [[(each.id, each.criterion, each.points, each.must) for each in one.criteria] for one in (old, new)]
        if asked[0] != asked[1]:
            problems.append(Problem("criteria", "Grades were given by other criteria."))
        if old.evidence and not new.evidence:
            problems.append(Problem("evidence", "Evidence was asked for before."))
        if old.reasons != new.reasons and new.reasons != "optional":
            problems.append(Problem("reasons", "Reasons were asked for in another way."))
        return problems

    def random_value(
        self, rng: random.Random, settings: RubricSettings, subject: Subject, truth: RubricValue | None = None,
        noise: float = 0.0,
    ) -> RubricValue:  # fmt: skip
        """Any verdicts; with a truth, now and then the other one."""
        known = {} if truth is None else {grade.criterion: grade for grade in truth.grades}
        grades = []
        for criterion in criteria_of(settings, subject.content):
            if isinstance(criterion, Problem):
                continue
            grade = known.get(criterion.id)
            keep = grade is not None and rng.random() >= noise
            grades.append(grade if grade is not None and keep else _any(rng, criterion, settings, subject))
        return RubricValue(grades)


def criteria_of(settings: RubricSettings, content: Any) -> list[Criterion | Problem]:
    """The criteria an item is graded by, in order; a problem (path in the table) for each that cannot be read."""
    if settings.rubric is None:
        return list(settings.criteria)
    table = content.get(settings.rubric)
    if isinstance(table, dict) and "columns" in table:
        rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    elif isinstance(table, dict) and isinstance(tree := table.get("json"), dict) and "sub_tasks" in tree:
        rows = list(leaves(tree))
    else:
        return [Problem("rows", "A rubric is a list of criteria, each with its points.")]
    return [_read(index, row) for index, row in enumerate(rows)]


def score(value: RubricValue) -> float:
    """Points of what is met over the positive points of what could be assessed; 0 where there are none."""
    graded = [grade for grade in value.grades if grade.verdict != "cannot_assess"]
    most = sum(grade.points for grade in graded if grade.points > 0)
    met = sum(grade.points for grade in graded if grade.verdict == "met")
    return round(met / most, 6) if most else 0.0


def passed(value: RubricValue) -> bool:
    """Whether every criterion that must be is right."""
    return all((grade.verdict == "met") == (grade.points > 0) for grade in value.grades if grade.must)


_COLUMNS = ("criterion", "points", "must", "tags", "section")
_MOST_HELP = 5000


def _read(index: int, row: dict[str, Any]) -> Criterion | Problem:
    said = {key: row[key] for key in _COLUMNS if row.get(key) is not None}
    if isinstance(said.get("section"), str):
        said["section"] = [said["section"]]
    if isinstance(row.get("help"), str):
        said["help"] = row["help"][:_MOST_HELP]
    try:
        return msgspec.convert({"id": str(row.get("id") or f"c{index + 1}"), **said}, Criterion)
    except msgspec.ValidationError as wrong:
        return Problem(f"rows[{index}]", f"This is no criterion with points: {wrong}.")


def _check_points(path: str, criteria: Sequence[Criterion]) -> list[Problem]:
    if not criteria:
        return [Problem(path, "A rubric has at least one criterion.")]
    problems = [
        Problem(f"{path}[{index}].points", "A criterion without points decides nothing.")
        for index, each in enumerate(criteria)
        if each.points == 0
    ]
    if not any(each.points > 0 for each in criteria):
        problems.append(Problem(path, "At least one criterion has positive points; the score is a share of these."))
    return problems


def _check_grade(
    grade: Grade, criterion: Criterion | None, settings: RubricSettings, subject: Subject
) -> list[Problem]:  # fmt: skip
    if criterion is None:
        return [Problem("criterion", f"There is no criterion '{grade.criterion}'.")]
    problems: list[Problem] = []
    if grade.points != criterion.points:
        problems.append(Problem("points", f"'{criterion.id}' has {criterion.points:g} points."))
    if grade.must != criterion.must:
        problems.append(Problem("must", f"'{criterion.id}' {'must' if criterion.must else 'need not'} be right."))
    if grade.verdict == "cannot_assess" and not settings.cannot_assess:
        problems.append(Problem("verdict", "Every criterion is met or not."))
    if grade.why is not None and settings.reasons == "none":
        problems.append(Problem("why", "This question asks for no reasons."))
    if settings.reasons == "not_met" and grade.verdict == "not_met" and not (grade.why or "").strip():
        problems.append(Unfinished("why", "Say why it is not met."))
    if grade.evidence and not settings.evidence:
        problems.append(Problem("evidence", "This question asks for no evidence."))
    for index, shown in enumerate(grade.evidence if settings.evidence else ()):
        found = check_place(shown, [settings.field], subject)
        problems += [Problem(f"evidence[{index}].{each.path}", each.message) for each in found]
    return problems


def _codes(value: RubricValue) -> dict[str, float]:
    return {each.criterion: CODES[each.verdict] for each in value.grades if each.verdict in CODES}


def _made(grades: Sequence[Any]) -> RubricValue:
    return RubricValue(list(grades))


def _any(rng: random.Random, criterion: Criterion, settings: RubricSettings, subject: Subject) -> Grade:
    verdict: Verdict = rng.choice(("met", "met", "not_met"))
    if settings.cannot_assess and rng.random() < 0.05:
        verdict = "cannot_assess"
    why = "It says nothing of it." if settings.reasons == "not_met" and verdict == "not_met" else None
    words = list(some_words(settings.field, subject)) if settings.evidence and verdict == "met" else []
    evidence = [Shown(**rng.choice(words))] if words else []
    return Grade(
        criterion=criterion.id, verdict=verdict, points=criterion.points, must=criterion.must, why=why,
        evidence=evidence,
    )  # fmt: skip
