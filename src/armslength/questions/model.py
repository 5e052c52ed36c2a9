"""The words of a label schema: question, target, condition, answer; and what every kind of question can do."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Protocol, TypeVar

import msgspec

from armslength.fields.model import Field, Name, Problem
from armslength.fields.service import texts, values

Level = Literal["item", "message", "turn", "response"]
State = Literal["answered", "not_applicable", "cannot_assess"]
Help = Annotated[str, msgspec.Meta(max_length=5000)]
JUSTIFICATION_CHARS = 20_000


class Target(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a question hangs on: the item, or each message (of `roles`), each turn, each response of a field."""

    level: Level = "item"
    field: str | None = None
    roles: list[Literal["system", "user", "assistant", "tool"]] | None = None


ON_ITEM = Target()


class Condition(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True,
    rename={"in_": "in", "not_": "not"},
):  # fmt: skip
    """Either one test of an earlier `question`, or `all`, `any`, `not` of other conditions."""

    question: str | None = None
    answered: bool | msgspec.UnsetType = msgspec.UNSET
    equals: Any = msgspec.UNSET
    in_: list[Any] | msgspec.UnsetType = msgspec.UNSET
    at_least: float | msgspec.UnsetType = msgspec.UNSET
    at_most: float | msgspec.UnsetType = msgspec.UNSET
    all: list[Condition] | None = None
    any: list[Condition] | None = None
    not_: Condition | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing that is asked. `required_if`, where given, decides instead of `required`."""

    name: Name
    kind: Annotated[str, msgspec.Meta(max_length=64)]
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    help: Help | None = None
    required: bool = True
    target: Target = ON_ITEM
    show_if: Condition | None = None
    required_if: Condition | None = None
    allow_not_applicable: bool = False
    allow_cannot_assess: bool = False
    justification: Literal["none", "optional", "required"] = "none"
    searchable: bool = False
    settings: dict[str, Any] = {}


class LabelSchema(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is shown and what is asked about it."""

    fields: Annotated[list[Field], msgspec.Meta(min_length=1, max_length=50)]
    questions: Annotated[list[Question], msgspec.Meta(min_length=1, max_length=100)]

    def field(self, name: str | None) -> Field | None:
        """The field of that name."""
        return next((each for each in self.fields if each.name == name), None)

    def question(self, name: str | None) -> Question | None:
        """The question of that name."""
        return next((each for each in self.questions if each.name == name), None)


class Answer(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One answer to one question at one target; `value` only where it was answered."""

    state: State
    value: Any = None
    justification: Annotated[str, msgspec.Meta(max_length=JUSTIFICATION_CHARS)] | None = None


Answers = Mapping[str, Mapping[str, Answer]]
"""By question, then by target: "item", "m:m1", "t:t0", "r:r2"."""


class Wording(msgspec.Struct, frozen=True):
    """Whether a field's words may differ from reader to reader: freely, `judged` (only if somebody answers for it), or
    never; and why not."""

    may: Literal["free", "judged", "never"]
    why: str


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a text that stayed, went or came."""

    kind: Literal["same", "added", "removed"]
    text: str


class ChangedPart(msgspec.Struct, frozen=True):
    """One mark, relation or the like as it was and as it is."""

    before: Any
    after: Any


class AnswerChange(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What became of one answer. `before` and `after` are whole answers, null where there is none; the rest says it in
    a way to read: `words` of a text and `why` of a justification, word by word; of marks and the like what was `added`
    and `removed`, `moved`, or `changed` in its place."""

    question: str
    title: str
    target: str
    before: Any
    after: Any
    words: list[Piece] = []
    why: list[Piece] = []
    added: list[Any] = []
    removed: list[Any] = []
    moved: list[ChangedPart] = []
    changed: list[ChangedPart] = []


@dataclass(frozen=True, slots=True)
class Subject:
    """What an answer is about: the stored content, the target within it, and the other answers given so far."""

    schema: LabelSchema
    content: Mapping[str, Any]
    target: str = "item"
    answers: Answers = field(default_factory=dict)

    @property
    def part(self) -> str | None:
        """The message, turn or response that the target names; None for the item."""
        return self.target.partition(":")[2] or None

    def responses(self, name: str) -> dict[str, Any]:
        """A `many` field's values by response id, in stored order; empty when there are none."""
        shown = self.schema.field(name)
        if shown is None or not shown.many or name not in self.content:
            return {}
        return {response: value for response, value in values(shown, self.content[name]) if response is not None}

    def places(self, name: str) -> dict[str, int]:
        """Of an `ordered` field's responses by id the number of the step, of which some may have several candidates."""
        if not self.responses(name):
            return {}
        return {each["id"]: each.get("place", number) for number, each in enumerate(self.content[name], start=1)}

    def texts(self, name: str) -> dict[tuple[str | None, str | None], str]:
        """Every text of a field by (message id, response id): what spans point into."""
        shown = self.schema.field(name)
        if shown is None or name not in self.content:
            return {}
        return {
            (message or None, response): text
            for response, value in values(shown, self.content[name])
            for message, text in texts(shown, value).items()
        }

    def answer(self, question: str) -> Answer | None:
        """The item's answer to another question."""
        return self.answers.get(question, {}).get("item")


Scalar = str | float | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Parts:
    """How an answer that says several things is taken apart: each is compared and voted on by itself.

    `of(value)` gives its entries by what they speak of; keys can be ordered. Two people agree on a part when they
    `said` the same of it; `degree` is how strongly, on the question's scale. `made(entries)` is the value of these.
    On the scale of spans `fields` are those whose texts are marked; an entry has start, end, label, message, response.
    On the scale of sets an entry is there or not, and has a label. `every`: the parts that every answer speaks of, by
    leaving them out too. `labels`: what can be said of a part, where that is a label; `ends(label)`: whether nothing is
    asked of the parts after one of which this is said. `fits(count)`: whether an answer may have so many entries.
    `crossing`: whether marks may overlap.
    """

    of: Callable[[Any], Mapping[Any, Any]]
    made: Callable[[Sequence[Any]], Any]
    said: Callable[[Any], Hashable] = lambda _: True
    degree: Callable[[Any], float] = lambda _: 0.0
    fields: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    ends: Callable[[str], bool] = lambda _: False
    fits: Callable[[int], bool] = lambda _: True
    crossing: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """How far apart two answers are. `numbers(value)` places an answer on the scale.

    The key is "" for the answer as a whole, or the part it speaks of (a ranking places every response). On a nominal
    scale only equality of the numbers means anything. Empty: this answer has no place on the scale.
    """

    scale: Literal["nominal", "ordinal", "interval", "spans", "sets"]
    numbers: Callable[[Any], dict[str, float]]
    same: Callable[[Any], dict[str, float]] | None = None
    """By parts too: equal numbers where two answers say the same. None: where `numbers` are equal."""
    parts: Parts | None = None
    """For answers that say several things."""
    options: Parts | None = None
    """For a choice of several: compared as a whole, but voted on and believed option by option."""
    at: Callable[[float], Any] | None = None
    """For answers that are one place on the scale: the answer at this place, or at the nearest there is."""
    length: float | None = None
    """Of these: how long the scale is; None where it has no ends."""
    ranked: Callable[[Sequence[Sequence[str]]], Any] | None = None
    """For orders: the answer that puts these groups of responses in their order, the best first."""
    order: Literal["strict", "ties", "ends"] = "ties"
    """What orders there can be: one after the other; some equal; one best, one worst and all others equal."""
    text: Callable[[Any], str] | None = None
    """For answers that are a text, of which two may say the same in nearly the same words: the text."""

    def categories(self, value: Any) -> dict[str, float]:
        """What percent agreement and kappas compare: only equality of the numbers means anything."""
        return (self.same or self.numbers)(value)


@dataclass(frozen=True, slots=True)
class OptionPlace:
    """Where a kind keeps what may be chosen, and where its answers name it: so that options can be renamed or merged.

    `settings` is the list of the settings, `below` the list inside each of its entries, where they form a tree.
    `value` is the list of an answer, of ids, or of entries that name one under `key`. `none_is_said`: an answer whose
    list is empty still says something.
    """

    settings: str
    value: str
    key: str = ""
    below: str = ""
    none_is_said: bool = False


S = TypeVar("S", bound=msgspec.Struct)
V = TypeVar("V", bound=msgspec.Struct)


class QuestionKind(Protocol[S, V]):
    """A kind of question. Stateless; every method is pure and raises nothing on a value of its own type."""

    kind: str
    title: str
    summary: str
    targets: tuple[Level, ...]
    numeric: bool
    """Whether `scalar` gives numbers, so that conditions may say `at_least` and `at_most`."""
    Settings: type[S]
    Value: type[V]

    def check_settings(self, settings: S, schema: LabelSchema, question: Question) -> list[Problem]:
        """What is wrong with the settings; paths relative to them."""
        ...

    def is_empty(self, value: V) -> bool:
        """Whether nothing has been said yet: counts as not answered."""
        ...

    def check_content(self, settings: S, subject: Subject) -> list[Problem]:
        """Why this question cannot be asked about this content; paths relative to the content."""
        ...

    def check_value(self, value: V, settings: S, subject: Subject) -> list[Problem]:
        """What is wrong with an answer; `Unfinished` what is only not there yet. Paths relative to the value."""
        ...

    def scalar(self, value: V) -> Scalar:
        """The answer in a word or a number, for conditions, search and majority; a tuple where it says several."""
        ...

    def scalars(self, settings: S) -> frozenset[str | float] | None:
        """Every word or number that `scalar` can give (a tuple's parts, where it gives tuples); None when endless."""
        ...

    def measure(self, settings: S) -> Measure:
        """The scale on which agreement is computed."""
        ...

    def columns(self, value: V) -> dict[str, Any]:
        """Flat columns for CSV and Parquet, by suffix ("" = the question's own column); always the same keys."""
        ...

    def narrowed(self, old: S, new: S) -> list[Problem]:
        """Why answers made under `old` settings would not be answers under `new` ones; paths relative to settings."""
        ...

    def random_value(
        self, rng: random.Random, settings: S, subject: Subject, truth: V | None = None, noise: float = 0.0
    ) -> V:
        """A valid answer: `truth` unless noise (a probability) strikes, else any."""
        ...
