"""Is this a label schema that can be worked with? Every problem at once, each with its path."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from armslength.fields.model import Field, Problem, under
from armslength.fields.service import check_field, check_json, kinds, read
from armslength.fields.settings import ContentLimits
from armslength.questions.model import Condition, LabelSchema, Question, Target
from armslength.questions.registry import KINDS
from armslength.questions.rules.conditions import leaves
from armslength.questions.rules.targets import can_relate

# Depth: a nested option tree or condition of 16 levels is more than anybody can use.
SCHEMA_LIMITS = ContentLimits(chars=1_000_000, depth=40, values=100_000)
MOST_FIELDS = 50
MOST_QUESTIONS = 100


def read_schema(raw: object) -> tuple[LabelSchema | None, list[Problem]]:
    """The schema, when its shape is right; and everything that is wrong with it, shape or sense."""
    if isinstance(raw, LabelSchema):
        raw = msgspec.to_builtins(raw)
    if problems := check_json(raw, SCHEMA_LIMITS):
        return None, problems
    if not isinstance(raw, Mapping):
        return None, [Problem("", "Expected an object with fields and questions.")]
    problems = [
        Problem(key, f"`{key}` is not known here; a schema has fields and questions.")
        for key in raw
        if key not in ("fields", "questions")
    ]
    fields, field_problems = _read_list(raw.get("fields"), "fields", Field, MOST_FIELDS)
    questions, question_problems = _read_list(raw.get("questions"), "questions", Question, MOST_QUESTIONS)
    problems += field_problems + question_problems
    if problems:
        return None, problems
    schema = LabelSchema(fields, questions)
    return schema, check_sense(schema)


def _read_list(raw: object, name: str, kind: type[Any], most: int) -> tuple[list[Any], list[Problem]]:
    if not isinstance(raw, list | tuple) or not raw:
        return [], [Problem(name, f"A schema needs at least one of {name}.")]
    if len(raw) > most:
        return [], [Problem(name, f"A schema has at most {most} {name}.")]
    entries, problems = [], []
    for index, entry in enumerate(raw):
        value, found = read(entry, kind)
        entries.append(value)
        problems += under(f"{name}[{index}]", found)
    return entries, problems


def check_sense(schema: LabelSchema) -> list[Problem]:
    """What is wrong with a schema of the right shape."""
    problems = _duplicates("fields", [field.name for field in schema.fields])
    problems += _duplicates("questions", [question.name for question in schema.questions])
    for index, field in enumerate(schema.fields):
        problems += under(f"fields[{index}]", check_field(field))
    for index, question in enumerate(schema.questions):
        problems += under(f"questions[{index}]", _check_question(question, schema))
    return problems + list(_cycles(schema))


def _duplicates(path: str, names: list[str]) -> list[Problem]:
    """Names that differ only in case would be one column in many a table."""
    first: dict[str, int] = {}
    return [
        Problem(f"{path}[{index}].name", f"The name '{name}' is already used at {path}[{first[name.lower()]}].")
        for index, name in enumerate(names)
        if first.setdefault(name.lower(), index) != index
    ]


def _check_question(question: Question, schema: LabelSchema) -> list[Problem]:
    kind = KINDS.get(question.kind)
    if kind is None:
        hint = f"There is no kind of question called '{question.kind}'. There are: {', '.join(KINDS)}."
        return [Problem("kind", hint)]
    problems = under("target", _check_target(question.target, schema))
    if question.target.level not in kind.targets:
        problems.append(
            Problem("target.level", f"A {question.kind} question hangs on: {', '.join(kind.targets)}.")
        )  # fmt: skip
    settings, found = read(question.settings, kind.Settings)
    if settings is not None:
        found = kind.check_settings(settings, schema, question)
    problems += under("settings", found)
    for name, condition in (("show_if", question.show_if), ("required_if", question.required_if)):
        if condition is not None:
            problems += _check_condition(condition, name, question, schema)
    return problems


def _check_target(target: Target, schema: LabelSchema) -> list[Problem]:
    if target.level == "item":
        return [Problem("field", "A question on the item names no field.")] if target.field is not None else []
    if target.field is None:
        return [Problem("field", f"Say which field's {target.level}s.")]
    field = schema.field(target.field)
    if field is None:
        return [Problem("field", f"There is no field called '{target.field}'.")]
    if target.roles is not None and target.level != "message":
        return [Problem("roles", "Only messages have roles.")]
    if target.level == "response":
        return [] if field.many else [Problem("field", f"'{field.name}' holds one value, not `many` responses.")]
    kind = kinds().get(field.kind)
    if kind is not None and target.level not in kind.levels:
        return [Problem("field", f"'{field.name}' is {field.kind}; only a conversation has {target.level}s.")]
    if field.many:
        return [Problem("field", f"'{field.name}' holds many conversations; hang the question on its responses.")]
    return []


def _check_condition(condition: Condition, name: str, question: Question, schema: LabelSchema) -> list[Problem]:
    problems = []
    for path, test in leaves(condition, name):
        problems += _check_form(test, path)
        if test.question is not None:
            problems += under(path, _check_test(test, name, question, schema))
    return problems + [
        Problem(path, "Say only one of: a test of a question, all, any, not.")
        for path, mixed in _mixed(condition, name)
        if mixed
    ]


def _mixed(condition: Condition, path: str) -> Iterator[tuple[str, bool]]:
    waiting = [(path, condition)]
    while waiting:
        place, current = waiting.pop()
        said = [current.question, current.all, current.any, current.not_]
        yield place, sum(each is not None for each in said) > 1
        waiting += [(f"{place}.all[{index}]", each) for index, each in enumerate(current.all or ())]
        waiting += [(f"{place}.any[{index}]", each) for index, each in enumerate(current.any or ())]
        if current.not_ is not None:
            waiting.append((f"{place}.not", current.not_))


def _check_form(test: Condition, path: str) -> list[Problem]:
    if test.question is None:
        return [Problem(path, "Say which question this condition looks at, or all, any or not of other conditions.")]
    said = [name for name in ("answered", "equals", "in_") if getattr(test, name) is not msgspec.UNSET]
    bounds = test.at_least is not msgspec.UNSET or test.at_most is not msgspec.UNSET
    if len(said) + bounds != 1:
        return [Problem(path, "Say exactly one of: answered, equals, in, or at_least and at_most.")]
    return []


def _check_test(test: Condition, name: str, question: Question, schema: LabelSchema) -> list[Problem]:
    other = schema.question(test.question)
    if other is None:
        return [Problem("question", f"There is no question called '{test.question}'.")]
    order = [each.name for each in schema.questions]
    if other.name == question.name:
        return [Problem("question", f"'{question.name}' cannot depend on itself.")]
    if order.index(other.name) > order.index(question.name):
        return [Problem("question", f"'{other.name}' comes later; a condition looks only at earlier questions.")]
    if not can_relate(question.target, other.target):
        hint = f"'{other.name}' hangs on each {other.target.level}; only questions on the same things can look at it."
        return [Problem("question", hint)]
    return _check_value(test, other)


def _check_value(test: Condition, other: Question) -> list[Problem]:
    kind = KINDS.get(other.kind)
    if kind is None:
        return []
    bounds = test.at_least is not msgspec.UNSET or test.at_most is not msgspec.UNSET
    if bounds and not kind.numeric:
        return [
            Problem(
                "question", f"'{other.name}' has no number; `at_least` and `at_most` need one (a rating, a slider)."
            )
        ]
    wanted = [test.equals] if test.equals is not msgspec.UNSET else list(test.in_ or ())
    settings, _ = read(other.settings, kind.Settings)
    known = kind.scalars(settings) if settings is not None else None
    if known is None:
        return []
    place = "equals" if test.equals is not msgspec.UNSET else "in"
    flat = [one for each in wanted for one in (each if isinstance(each, list) else [each])]
    return [Problem(place, f"'{other.name}' is never {_said(one)}.") for one in flat if one not in known]


def _said(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else msgspec.json.encode(value).decode()


def _cycles(schema: LabelSchema) -> Iterator[Problem]:
    """Rings of conditions (a ring always has a later question in it, but saying so alone would puzzle)."""
    depends = {
        question.name: {
            test.question
            for condition in (question.show_if, question.required_if) if condition is not None
            for _, test in leaves(condition) if test.question is not None and test.question != question.name
        }
        for question in schema.questions
    }  # fmt: skip
    for index, question in enumerate(schema.questions):
        reached, waiting = set(), list(depends[question.name])
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += depends.get(name, ())
        if question.name in reached:
            yield Problem(f"questions[{index}]", f"The conditions of '{question.name}' lead back to itself.")
