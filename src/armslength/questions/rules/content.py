"""What comes in, in its stored form; what goes out, without what would tell the judges whose it is."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from armslength.fields.model import Problem, join
from armslength.fields.service import check_json, line, normalise_value, values
from armslength.fields.settings import DEFAULT_LIMITS, ContentLimits
from armslength.questions.model import LabelSchema, Subject
from armslength.questions.registry import KINDS


def normalise(
    schema: LabelSchema, raw: object, limits: ContentLimits = DEFAULT_LIMITS
) -> tuple[dict[str, Any], list[Problem]]:
    """Stored content and the problems; paths begin with the field's name. Use the content only without problems."""
    if problems := check_json(raw, limits):
        return {}, problems
    if not isinstance(raw, Mapping):
        return {}, [Problem("", "Expected an object with a value for each field.")]
    names = {field.name for field in schema.fields}
    problems = [Problem(key, f"There is no field called '{key}'.") for key in raw if key not in names]
    content: dict[str, Any] = {}
    for field in schema.fields:
        if raw.get(field.name) is None:
            if field.required:
                problems.append(Problem(field.name, "This field is missing."))
            continue
        value, found = normalise_value(field, raw[field.name], limits)
        problems += [Problem(join(field.name, problem.path), problem.message) for problem in found]
        content[field.name] = value
    return content, problems or _check_questions(schema, content)


def _check_questions(schema: LabelSchema, content: Mapping[str, Any]) -> list[Problem]:
    """Whether every question can be asked about this content."""
    problems: list[Problem] = []
    for question in schema.questions:
        kind = KINDS[question.kind]
        settings = msgspec.convert(question.settings, kind.Settings)
        problems += kind.check_content(settings, Subject(schema, content))
    return list(dict.fromkeys(problems))


def deliver(
    schema: LabelSchema, content: Mapping[str, Any], orders: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """Content as a judge sees it: responses in display order, no `source`, no message `meta`.

    Without `orders` responses keep their stored order.
    """
    delivered: dict[str, Any] = {}
    for field in schema.fields:
        if field.name not in content:
            continue
        value = content[field.name]
        if not field.many:
            delivered[field.name] = _blind(value)
            continue
        by_id = {response: inner for response, inner in values(field, value) if response is not None}
        order = (orders or {}).get(field.name) or list(by_id)
        delivered[field.name] = [{"id": each, "value": _blind(by_id[each])} for each in order]
    return delivered


def _blind(value: Any) -> Any:
    if not isinstance(value, dict) or "messages" not in value:
        return value
    return {
        "messages": [{key: said for key, said in message.items() if key != "meta"} for message in value["messages"]]
    }


def summary(schema: LabelSchema, content: Mapping[str, Any], chars: int = 160) -> str:
    """The first field's beginning on one line, for lists."""
    for field in schema.fields:
        if field.name in content and (text := " ".join(line(field, content[field.name])[: chars * 4].split())):
            return text if len(text) <= chars else f"{text[: chars - 1].rstrip()}…"
    return ""


def terms(schema: LabelSchema, content: Mapping[str, Any]) -> dict[str, str]:
    """The text of the fields that the schema declares searchable: the only content kept in the clear."""
    return {
        field.name: line(field, content[field.name])
        for field in schema.fields
        if field.searchable and field.name in content
    }
