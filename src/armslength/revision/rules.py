"""Pure decisions of revision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from armslength.questions.model import LabelSchema
from armslength.questions.service import Lift, check_answers, prune_answers
from armslength.revision.model import Effect, Opened


@dataclass
class Tally:
    """What a migration would do to answers, counted one by one."""

    schema: LabelSchema
    lift: Lift
    effect: Effect = field(default_factory=Effect)
    _open: Counter[str] = field(default_factory=Counter)

    def answer(self, version: int, answers: Mapping[str, Any], content: Mapping[str, Any]) -> bool:
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

    def gold(self, version: int, answers: Mapping[str, Any]) -> None:
        """Count the right answers of one item."""
        self.effect.gold += 1
        self.effect.gold_open += bool(self.lift.read(version, answers).open)

    def result(self) -> Effect:
        """All of it; the questions that need most first."""
        order = sorted(self._open.items(), key=lambda each: (-each[1], each[0]))
        self.effect.questions = [Opened(question, count) for question, count in order]
        return self.effect


def needs(
    schema: LabelSchema, lift: Lift, version: int, answers: Mapping[str, Any], content: Mapping[str, Any]
) -> tuple[dict[str, Any], set[str]]:
    """How an answer reads under `schema`, and the questions that need a new answer for it to be complete."""
    carried = lift.read(version, answers)
    read = prune_answers(schema, content, carried.answers)
    wanting = {question for question, _ in carried.open if schema.question(question) is not None}
    for problem in check_answers(schema, content, read, complete=True):
        wanting.add(problem.path.removeprefix("answers.").split(".")[0])
    return read, wanting
