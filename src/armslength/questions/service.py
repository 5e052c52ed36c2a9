"""The verbs of questions: check a schema, take content in, deliver it, check answers, read them.

All pure; nothing here raises on anybody's input. Answers and content are plain JSON values (dicts, lists, strings), as
stored and as sent.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import msgspec

from armslength.fields.model import Problem
from armslength.fields.settings import DEFAULT_LIMITS, ContentLimits
from armslength.questions.model import (
    ON_ITEM,
    Answer,
    AnswerChange,
    Answers,
    LabelSchema,
    Measure,
    Question,
    QuestionKind,
    Scalar,
    Subject,
    Wording,
)
from armslength.questions.registry import KINDS
from armslength.questions.rules import answers as answer_rules
from armslength.questions.rules import (
    compatibility,
    conditions,
    content,
    differences,
    migrating,
    orders,
    schema,
    scoring,
    targets,
    wording,
)
from armslength.questions.rules.content import Normaliser as ContentNormaliser
from armslength.questions.rules.migrating import Carried, Lift, Migration, Step

__all__ = [
    "Carried",
    "ContentNormaliser",
    "Lift",
    "Migration",
    "Reader",
    "Step",
    "answer_terms",
    "changed_questions",
    "check_answers",
    "check_answers_alone",
    "check_schema",
    "checked_schema",
    "deliver_content",
    "differences_between",
    "draw_orders",
    "encode_schema",
    "expand_targets",
    "incompatibilities",
    "kinds",
    "mean_agreements",
    "migrated_schema",
    "normalise_content",
    "prune_answers",
    "question_kinds",
    "read_answers",
    "read_schema",
    "read_steps",
    "reader",
    "required_questions",
    "score_answers",
    "searchable_terms",
    "shown_questions",
    "steps_between",
    "subject_of",
    "summarise_content",
    "wording_of",
]  # fmt: skip


def kinds() -> Mapping[str, QuestionKind[Any, Any]]:
    """Every registered kind by its name."""
    return KINDS


def check_schema(raw: object) -> list[Problem]:
    """Everything wrong with a label schema."""
    return schema.read_schema(raw)[1]


def read_schema(raw: object) -> LabelSchema:
    """A schema that was checked when it was stored; only its shape is looked at again. ValueError if it is none."""
    return msgspec.convert(raw, LabelSchema)


def checked_schema(raw: object) -> tuple[LabelSchema | None, list[Problem]]:
    """The schema, None when its shape is wrong; and everything that is wrong with it."""
    return schema.read_schema(raw)


def incompatibilities(old: LabelSchema, new: LabelSchema, *, answers: bool) -> list[Problem]:
    """Why `new` cannot take the place of `old` where there are items, and with `answers` also answers."""
    return compatibility.incompatibilities(old, new, answers=answers)


def changed_questions(then: LabelSchema, now: LabelSchema | None) -> set[str]:
    """Questions whose answers under `then` mean something else, or nothing, under `now`."""
    return compatibility.changed(then, now)


def wording_of(schema: LabelSchema, field: str) -> Wording:
    """Whether a field's words may differ from one reader to another, and why not."""
    return wording.wording(schema, field)


def steps_between(old: LabelSchema, new: LabelSchema) -> list[Step]:
    """Steps that explain what of `old` is gone or came in `new`: a guess for somebody to look at."""
    return migrating.guess(old, new)


def migrated_schema(
    old: LabelSchema, steps: Sequence[Step], new: object = None, *, items: bool = True
) -> tuple[LabelSchema | None, list[Problem]]:
    """The schema that the steps lead to, or `new` where it is given and they explain it; and everything wrong."""
    raw, problems = migrating.derive(old, steps)
    if problems:
        return None, problems
    derived, problems = schema.read_schema(raw)
    if derived is None or (new is None and problems):
        return None, [Problem(f"schema.{each.path}" if each.path else "schema", each.message) for each in problems]
    wanted, problems = (derived, []) if new is None else schema.read_schema(new)
    if wanted is None or problems:
        return None, [Problem(f"schema.{each.path}" if each.path else "schema", each.message) for each in problems]
    problems = list(migrating.unexplained(derived, wanted))
    if items:
        problems += [
            Problem(f"schema.{each.path}", each.message) for each in incompatibilities(old, wanted, answers=False)
        ]
    return (None if problems else wanted), problems


def question_kinds(label_schema: LabelSchema) -> dict[str, str]:
    """The kind of each question by name."""
    return {each.name: each.kind for each in label_schema.questions}


def read_steps(raw: object) -> tuple[list[Step], list[Problem]]:
    """The steps of a plan, and those that are none; paths begin with `steps`."""
    return migrating.read_steps(raw)


def encode_schema(label_schema: LabelSchema) -> bytes:
    """The one byte form of a schema: defaults left out, keys in order. Its digest tells versions apart."""
    # The default target must be the one default object to be left out.
    questions = [
        msgspec.structs.replace(each, target=ON_ITEM) if each.target == ON_ITEM else each
        for each in label_schema.questions
    ]
    return msgspec.json.encode(LabelSchema(label_schema.fields, questions), order="deterministic")


def normalise_content(
    label_schema: LabelSchema, raw: object, limits: ContentLimits = DEFAULT_LIMITS
) -> tuple[dict[str, Any], list[Problem]]:
    """Content in its stored form, and the problems (paths begin with the field's name). For many: ContentNormaliser."""
    return ContentNormaliser(label_schema).content(raw, limits)


def deliver_content(
    label_schema: LabelSchema, stored: Mapping[str, Any], display: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """Content as a judge sees it: in display order, without sources. (Image addresses are the walls' to add.)"""
    return content.deliver(label_schema, stored, display)


def summarise_content(label_schema: LabelSchema, stored: Mapping[str, Any]) -> str:
    """One short line for lists."""
    return content.summary(label_schema, stored)


def searchable_terms(label_schema: LabelSchema, stored: Mapping[str, Any]) -> dict[str, str]:
    """The text of the fields declared searchable."""
    return content.terms(label_schema, stored)


def draw_orders(
    label_schema: LabelSchema, stored: Mapping[str, Any], seed: bytes, *, place: int = 0
) -> dict[str, list[str]]:
    """Display orders by field; see rules/orders.py for `place` and balance."""
    return orders.draw(label_schema, stored, seed, place=place)


def expand_targets(label_schema: LabelSchema, question: Question, stored: Mapping[str, Any]) -> list[str]:
    """The targets a question has in this item, shown or not."""
    return targets.expand(label_schema, question.target, stored)


def check_answers(
    label_schema: LabelSchema, stored: Mapping[str, Any], answers: object, *, complete: bool
) -> list[Problem]:
    """Everything wrong with answers. `complete=False` for a draft: what is not there yet is fine."""
    return answer_rules.check(label_schema, stored, answers, complete=complete)


def check_answers_alone(label_schema: LabelSchema, answers: object) -> list[Problem] | None:
    """The same of complete answers without the content; None where what is wrong with them depends on it."""
    return answer_rules.check_alone(label_schema, answers)


def prune_answers(
    label_schema: LabelSchema, stored: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Answers without those to questions that are hidden, given the others."""
    return answer_rules.prune(label_schema, stored, answers)


def read_answers(answers: object) -> Answers:
    """The readable answers as structs; unreadable ones are left out."""
    return answer_rules.read_answers(answers)[0]


def score_answers(
    label_schema: LabelSchema, right: object, given: object, within: Mapping[str, float]
) -> dict[str, float]:
    """How near `given` comes to `right`, by question, 0 … 1; see rules/scoring.py for what counts as near."""
    return scoring.score(label_schema, read_answers(right), read_answers(given), within)


def mean_agreements(label_schema: LabelSchema, answers: Iterable[object]) -> dict[str, float]:
    """By question, how far the answers say the same, 0 … 1: the mean over all pairs that both speak of it."""
    found: dict[str, list[float]] = {}
    for one, other in combinations([read_answers(each) for each in answers], 2):
        for name, value in scoring.alike(label_schema, one, other).items():
            found.setdefault(name, []).append(value)
    return {name: sum(pairs) / len(pairs) for name, pairs in sorted(found.items())}


def differences_between(label_schema: LabelSchema, before: object, after: object) -> list[AnswerChange]:
    """What changed from one set of answers to another, question by question, in a way to read."""
    return differences.differences(label_schema, read_answers(before), read_answers(after))


def shown_questions(label_schema: LabelSchema, stored: Mapping[str, Any], answers: object) -> dict[str, list[str]]:
    """The targets at which each question is shown."""
    return conditions.shown(label_schema, stored, read_answers(answers))


def required_questions(label_schema: LabelSchema, stored: Mapping[str, Any], answers: object) -> dict[str, list[str]]:
    """The targets at which each question must be answered."""
    given = read_answers(answers)
    visible = conditions.shown(label_schema, stored, given)
    world = conditions.World(label_schema, stored, given, visible)
    return {
        question.name: [
            target for target in visible[question.name] if answer_rules.is_required(question, target, world)
        ]
        for question in label_schema.questions
    }


def answer_terms(label_schema: LabelSchema, answers: object) -> dict[tuple[str, str], list[str]]:
    """By (question, target) the words of answers to questions declared searchable."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, by_target in read_answers(answers).items():
        question = label_schema.question(name)
        if question is None or not question.searchable:
            continue
        for target, answer in by_target.items():
            said = conditions.scalar_of(question, answer) if answer.state == "answered" else answer.state
            if said is not None:
                found[name, target] = [str(each) for each in (said if isinstance(said, tuple) else (said,))]
    return found


def subject_of(
    label_schema: LabelSchema, stored: Mapping[str, Any], target: str = "item", answers: object = None
) -> Subject:
    """What an answer at `target` is about."""
    return Subject(label_schema, stored, target, read_answers(answers) if answers else {})


@dataclass(frozen=True, slots=True)
class Reader:
    """One question with its kind and settings, for those who work with many answers to it."""

    question: Question
    kind: QuestionKind[Any, Any]
    settings: Any

    def value(self, raw: object) -> Any:
        """A stored value as its struct. ValueError (msgspec's) when it is not one."""
        return msgspec.convert(raw, self.kind.Value)

    def scalar(self, raw: object) -> Scalar:
        """See QuestionKind.scalar; None for an empty value."""
        return conditions.scalar_of(self.question, Answer("answered", raw))

    def measure(self) -> Measure:
        """See QuestionKind.measure; its `numbers` takes a struct."""
        return self.kind.measure(self.settings)

    def numbers(self, raw: object) -> dict[str, float]:
        """A stored value's place on the scale of agreement."""
        return self.measure().numbers(self.value(raw))

    def columns(self, raw: object) -> dict[str, Any]:
        """See QuestionKind.columns."""
        return self.kind.columns(self.value(raw))

    def random_value(self, rng: random.Random, subject: Subject, truth: object = None, noise: float = 0.0) -> Any:
        """A valid answer's value as plain JSON; see QuestionKind.random_value."""
        known = None if truth is None else self.value(truth)
        return msgspec.to_builtins(self.kind.random_value(rng, self.settings, subject, known, noise))


def reader(question: Question) -> Reader:
    """`question` must come from a checked schema."""
    kind = KINDS[question.kind]
    return Reader(question, kind, msgspec.convert(question.settings, kind.Settings))
