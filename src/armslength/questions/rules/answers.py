"""Are these answers right, and are they all there? Every problem at once, each with its path in the answers."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from armslength.fields.model import Problem, Unfinished, under
from armslength.fields.service import check_json, read
from armslength.fields.settings import ContentLimits
from armslength.questions.model import Answer, Answers, LabelSchema, Question, Subject
from armslength.questions.registry import KINDS
from armslength.questions.rules.conditions import Shown, World, holds, shown
from armslength.questions.rules.targets import expand

ANSWER_LIMITS = ContentLimits(chars=2_000_000, depth=12, values=200_000)


def read_answers(raw: object) -> tuple[Answers, list[Problem]]:
    """The answers whose shape is right, and the problems of the others."""
    if problems := check_json(raw, ANSWER_LIMITS):
        return {}, under("answers", problems)
    if not isinstance(raw, Mapping):
        return {}, [Problem("answers", "Expected an object: question, then target, then answer.")]
    answers: dict[str, dict[str, Answer]] = {}
    problems = []
    for name, by_target in raw.items():
        if not isinstance(by_target, Mapping):
            problems.append(Problem(f"answers.{name}", "Expected an object: target, then answer."))
            continue
        answers[name] = {}
        for target, given in by_target.items():
            answer, found = _read_answer(given)
            problems += under(f"answers.{name}.{target}", found)
            if answer is not None:
                answers[name][target] = answer
    return answers, problems


def _read_answer(given: object) -> tuple[Answer | None, list[Problem]]:
    return (given, []) if isinstance(given, Answer) else read(given, Answer)


def check(schema: LabelSchema, content: Mapping[str, Any], raw: object, *, complete: bool) -> list[Problem]:
    """Everything wrong with `raw`. Unless `complete`, what is missing or unfinished is fine, and so are answers to
    questions that are hidden just now: it is a draft."""
    answers, problems = read_answers(raw)
    visible = shown(schema, content, answers)
    world = World(schema, content, answers, visible)
    for name, by_target in answers.items():
        question = schema.question(name)
        if question is None:
            problems.append(Problem(f"answers.{name}", f"There is no question called '{name}'."))
            continue
        problems += _check_places(question, by_target, visible[name], schema, content, complete=complete)
        for target, answer in by_target.items():
            subject = Subject(schema, content, target, answers)
            problems += under(f"answers.{name}.{target}", _check_answer(question, answer, subject))
    for question in schema.questions:
        problems += _missing(question, answers.get(question.name, {}), visible, world)
    return problems if complete else [problem for problem in problems if not isinstance(problem, Unfinished)]


class _Asked(Exception):
    """The content was looked at."""


class _Unread(Mapping[str, Any]):
    """Content that nobody has read."""

    def __getitem__(self, name: str) -> Any:
        raise _Asked

    def __iter__(self) -> Iterator[str]:
        raise _Asked

    def __len__(self) -> int:
        raise _Asked


def check_alone(schema: LabelSchema, raw: object) -> list[Problem] | None:
    """What is wrong with complete answers, where it is the same whatever the content; else None."""
    try:
        return check(schema, _Unread(), raw, complete=True)
    except _Asked:
        return None


def _check_places(
    question: Question, by_target: Mapping[str, Answer], visible: list[str], schema: LabelSchema,
    content: Mapping[str, Any], *, complete: bool,
) -> Iterator[Problem]:  # fmt: skip
    places = set(expand(schema, question.target, content))
    for target in by_target:
        if target not in places:
            yield Problem(f"answers.{question.name}.{target}", f"'{question.name}' is not asked there.")
        elif target not in visible and complete:
            hint = f"'{question.name}' is not shown here, because of its condition; take this answer away."
            yield Problem(f"answers.{question.name}.{target}", hint)


def _check_answer(question: Question, answer: Answer, subject: Subject) -> list[Problem]:
    problems = _check_justification(question, answer)
    if answer.state != "answered":
        offered = question.allow_not_applicable if answer.state == "not_applicable" else question.allow_cannot_assess
        if not offered:
            problems.append(Problem("state", f"'{answer.state}' is not offered here."))
        if answer.value is not None:
            problems.append(Problem("value", f"There is no value with '{answer.state}'."))
        return problems
    kind = KINDS[question.kind]
    value, found = read(answer.value, kind.Value)
    if value is None or kind.is_empty(value):
        return problems + under("value", found)
    settings = msgspec.convert(question.settings, kind.Settings)
    return problems + under("value", kind.check_value(value, settings, subject))


def _check_justification(question: Question, answer: Answer) -> list[Problem]:
    said = answer.justification is not None and bool(answer.justification.strip())
    if question.justification == "none" and said:
        return [Problem("justification", "This question asks for no justification.")]
    if question.justification == "required" and not said and not is_empty(question, answer):
        return [Unfinished("justification", "Say why.")]
    return []


def _missing(question: Question, given: Mapping[str, Answer], visible: Shown, world: World) -> Iterator[Problem]:
    for target in visible[question.name]:
        if is_required(question, target, world) and (target not in given or is_empty(question, given[target])):
            yield Unfinished(f"answers.{question.name}.{target}", f"'{question.title}' is not answered yet.")


def is_required(question: Question, target: str, world: World) -> bool:
    """`required_if` decides where it is given, else `required`."""
    if question.required_if is not None:
        return holds(question.required_if, target, world)
    return question.required


def is_empty(question: Question, answer: Answer) -> bool:
    """Whether it says nothing, as a text without a letter does; no mark at all says something."""
    if answer.state != "answered":
        return False
    kind = KINDS[question.kind]
    value, problems = read(answer.value, kind.Value)
    return not problems and value is not None and kind.is_empty(value)


def prune(schema: LabelSchema, content: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Answers without those to hidden questions, as a bench keeps them in a draft; nothing else is touched."""
    answers, _ = read_answers(raw)
    visible = shown(schema, content, answers)
    kept = {
        name: {target: answer for target, answer in by_target.items() if target in visible.get(name, ())}
        for name, by_target in raw.items()
        if isinstance(by_target, Mapping)
    }
    return {name: by_target for name, by_target in kept.items() if by_target}
