"""Answers as their kind of question understands them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from armslength.questions import service as questions
from armslength.questions.model import LabelSchema, Measure, Parts, Question, Scalar, Subject

Answers = Mapping[str, Mapping[str, Any]]
"""As stored: by question, by target, an answer as plain JSON."""


Place = tuple[str, str | None, str | None]
"""A text of an item: field, message, response."""


@dataclass(frozen=True)
class Asked:
    """A question of a schema, with its kind and settings at hand."""

    schema: LabelSchema
    question: Question

    @cached_property
    def reader(self) -> questions.Reader:
        """Reads stored values."""
        return questions.reader(self.question)

    @cached_property
    def measure(self) -> Measure:
        """The scale on which answers are compared."""
        return self.reader.measure()

    @property
    def apart(self) -> Parts | None:
        """How an answer is taken apart to be voted on and believed part by part; None: it is so as a whole."""
        return self.measure.parts or self.measure.options

    @property
    def parts(self) -> Parts:
        """The same where there are parts."""
        assert self.apart is not None
        return self.apart

    def entries(self, value: Any) -> dict[str, Any]:
        """What an answer says, by the name of the part."""
        return {_name(part): entry for part, entry in self.parts.of(value).items()}

    def in_order(self, values: Iterable[Any]) -> list[str]:
        """The names of the parts of which these answers speak; "" where they are taken as a whole."""
        if self.apart is None:
            return [""]
        if self.apart.every and not self.apart.labels:
            return list(self.apart.every)
        found = dict.fromkeys(part for value in values for part in self.apart.of(value))
        placed = any(isinstance(part, tuple) for part in found)
        names = [_name(part) for part in (sorted(found) if placed else found)]
        return [*names, *(part for part in self.apart.every if part not in names)]

    def values(self, answers: Answers) -> Iterator[tuple[str, Any]]:
        """(target, value) of what was really answered: not "not applicable", not "cannot assess", not empty."""
        for target, raw in answers.get(self.question.name, {}).items():
            if raw["state"] != "answered":
                continue
            value = self.reader.value(raw["value"])
            if self.measure.scale in ("spans", "sets") or not self.reader.kind.is_empty(value):
                yield target, value

    def scalar(self, value: Any) -> Scalar:
        """The answer in a word or a number."""
        return self.reader.kind.scalar(value)

    def middle(self, values: Sequence[Any]) -> Any:
        """The (lower) middle one on the question's scale of values that say the same, as plain JSON; None of none."""
        same = sorted(
            values, key=lambda value: (sorted(self.measure.numbers(value).items()), msgspec.json.encode(value))
        )
        return msgspec.to_builtins(same[(len(same) - 1) // 2]) if same else None

    def middle_entry(self, entries: Sequence[Any]) -> Any:
        """The (lower) middle one by degree, of entries that say the same of a part."""
        same = sorted(entries, key=lambda entry: (self.parts.degree(entry), msgspec.json.encode(entry)))
        return same[(len(same) - 1) // 2]

    def texts(self, target: str, content: Mapping[str, Any]) -> dict[Place, str]:
        """The texts that marks at `target` may point into, by (field, message, response)."""
        level, _, part = target.partition(":")
        at = {"m": 0, "r": 1}.get(level)
        subject = Subject(self.schema, content, target)
        return {
            (field, *place): text
            for field in self.parts.fields
            for place, text in subject.texts(field).items()
            if at is None or place[at] == part
        }


def asked(schema: LabelSchema) -> dict[str, Asked]:
    """Every question of a schema by its name."""
    return {question.name: Asked(schema, question) for question in schema.questions}


def _name(part: Any) -> str:
    """Of a step, which is known by its place too, the id."""
    return str(part[-1] if isinstance(part, tuple) else part)
