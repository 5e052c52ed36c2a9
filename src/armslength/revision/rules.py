"""Pure decisions of revision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from armslength.fields.model import Problem
from armslength.identity.model import Tier
from armslength.questions.model import LabelSchema
from armslength.questions.service import Lift, check_answers, prune_answers
from armslength.revision.model import Barred, Effect, Opened
from armslength.revision.schemas import Why


@dataclass
class Tally:
    """What a migration would do to answers, counted one by one."""

    schema: LabelSchema
    lift: Lift
    effect: Effect = field(default_factory=Effect)
    _open: Counter[str] = field(default_factory=Counter)

    def answer(self, version: int, answers: dict[str, Any], content: Mapping[str, Any]) -> bool:
        """Count one answer; True when it needs a new one."""
        read, wanting = needs(self.schema, self.lift, version, answers, content)
        self.effect.answers += 1
        if wanting:
            self.effect.open += 1
            self._open.update(wanting)
        elif read == answers:
            self.effect.same += 1
        else:
            self.effect.mapped += 1
        return bool(wanting)

    def gold(self, version: int, answers: dict[str, Any]) -> None:
        """Count the right answers of one item."""
        self.effect.gold += 1
        self.effect.gold_open += bool(self.lift.read(version, answers).open)

    def result(self) -> Effect:
        """All of it; the questions that need most first."""
        order = sorted(self._open.items(), key=lambda each: (-each[1], each[0]))
        self.effect.questions = [Opened(question, count) for question, count in order]
        return self.effect


def needs(
    schema: LabelSchema, lift: Lift, version: int, answers: dict[str, Any], content: Mapping[str, Any]
) -> tuple[dict[str, Any], set[str]]:
    """How an answer reads under `schema`, and the questions that need a new answer for it to be complete."""
    carried = lift.read(version, answers)
    read = prune_answers(schema, content, carried.answers)
    wanting = {question for question, _ in carried.open if schema.question(question) is not None}
    for problem in check_answers(schema, content, read, complete=True):
        wanting.add(_question(problem.path))
    return read, wanting


@dataclass(frozen=True, slots=True)
class Reading:
    """A version of an answer as it reads today, and whether it could stand so."""

    answers: dict[str, Any]
    fits: Literal["fits", "migrates", "unfit"]
    problems: list[Problem]


def as_today(
    schema: LabelSchema, lift: Lift, version: int, answers: dict[str, Any], content: Mapping[str, Any]
) -> Reading:
    """What a migration left open is a problem of its question; without problems it fits, as it is or migrated."""
    read, wanting = needs(schema, lift, version, answers, content)
    problems = check_answers(schema, content, read, complete=True)
    told = {_question(problem.path) for problem in problems}
    problems += [
        Problem(f"answers.{question}", "The questions have changed, and nobody has answered this one as it is now.")
        for question in sorted(wanting - told)
    ]
    if problems:
        return Reading(read, "unfit", problems)
    return Reading(read, "fits" if read == answers else "migrates", [])


def why_came(row: Mapping[str, Any], before: Mapping[str, Any] | None) -> Why:
    """Why a version came: `row` is it, `before` the one whose place it took."""
    if row["stage"] != "annotate":
        return "restored" if row["stage"] == "restore" else "fixed"
    if before is None:
        return "submitted"
    return "rework" if before["schema_version"] == row["schema_version"] else "asked_anew"


def barred(row: Mapping[str, Any], person_id: UUID, schema_version: int, tier: Tier) -> Barred | None:
    """Why a version cannot be put into its author's draft: whose words it has, under which questions and on which form
    of the item it was given, against what the assignment has now."""
    if row["person_id"] != person_id:
        return "words"
    if row["schema_version"] != schema_version:
        return "questions"
    return "form" if row["rendition"] != tier else None


def original_of(row: Mapping[str, Any]) -> UUID:
    """What the author themselves had said in a version: in a fix, the answer that was fixed."""
    found: UUID = row["original_id"] or (row["supersedes"] if row["stage"] == "review" else None) or row["id"]
    return found


def _question(path: str) -> str:
    return path.removeprefix("answers.").split(".")[0]
