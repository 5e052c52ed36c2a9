"""What a simulated person thinks: the truth, or, as often as their noise says, something else.

The truth about an item is drawn from the plan's seed and the item's content, so all people of one plan err around the
same truth, and the same plan on the same items says the same again.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from armslength.questions import service as questions
from armslength.questions.model import LabelSchema, Question, Subject

Truth = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]
"""From delivered content to the true answers (question → target → answer), or None where nothing is known."""


@dataclass(frozen=True, slots=True)
class Mind:
    """A person's judgement: `accuracy` is the probability that an answer is the true one."""

    name: str
    accuracy: float
    seed: str
    truth: Truth | None = None

    def answer(self, schema: LabelSchema, content: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Answers to everything that must be answered, and to half of what may be."""
        content = settled(content)
        digest = digest_of(content)
        mine = random.Random(f"{self.seed}:{self.name}:{digest}")
        known = (self.truth(content) if self.truth else None) or {}
        answers: dict[str, dict[str, Any]] = {}
        right: dict[str, dict[str, Any]] = {}
        for question in schema.questions:
            for target in self._targets(schema, question, content, answers, mine):
                told = known.get(question.name, {}).get(target, {}).get("value")
                reader = questions.reader(question)
                if not told:
                    luck = random.Random(f"{self.seed}:{digest}:{question.name}:{target}")
                    told = reader.random_value(luck, questions.subject_of(schema, content, target, right))
                right.setdefault(question.name, {})[target] = {"state": "answered", "value": told}
                subject = questions.subject_of(schema, content, target, answers)
                answers.setdefault(question.name, {})[target] = self._one(reader, subject, told, mine)
        return answers

    def _targets(
        self, schema: LabelSchema, question: Question, content: Mapping[str, Any], answers: Mapping[str, Any],
        mine: random.Random,
    ) -> list[str]:  # fmt: skip
        required = questions.required_questions(schema, content, answers)[question.name]
        shown = questions.shown_questions(schema, content, answers)[question.name]
        return [target for target in shown if target in required or mine.random() < 0.5]

    def _one(self, reader: questions.Reader, subject: Subject, true: Any, mine: random.Random) -> dict[str, Any]:
        answer = {"state": "answered", "value": reader.random_value(mine, subject, true, 1.0 - self.accuracy)}
        if reader.question.justification == "required":
            answer["justification"] = "It reads that way to me."
        return answer


def settled(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same for everybody, in whatever order the responses were shown to them.

    The truth is drawn from this form: a draw over responses as shown would follow the order, not the response. Steps,
    which have an order, are in it: r10 comes after r9.
    """

    def of(value: Any) -> Any:
        if isinstance(value, list) and all(isinstance(each, dict) and "id" in each for each in value):
            return sorted(value, key=lambda each: (len(str(each["id"])), str(each["id"])))
        return value

    return {name: of(value) for name, value in content.items()}


def digest_of(content: Mapping[str, Any]) -> str:
    """Names settled content; addresses of images are different for everybody, and left out."""

    def plain(value: Any) -> Any:
        return {key: each for key, each in value.items() if key != "url"} if isinstance(value, dict) else value

    named = {name: plain(value) for name, value in content.items()}
    return hashlib.sha256(msgspec.json.encode(named, order="deterministic")).hexdigest()
