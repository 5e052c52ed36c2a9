"""What comes in, in its stored form; what goes out, without what would tell the judges whose it is."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from armslength.fields import service as fields
from armslength.fields.model import Problem, join
from armslength.fields.service import check_json, line, values
from armslength.fields.settings import DEFAULT_LIMITS, ContentLimits
from armslength.questions.model import LabelSchema, Subject
from armslength.questions.registry import KINDS


class Normaliser:
    """Brings content under one schema into its stored form; made once for many items."""

    def __init__(self, schema: LabelSchema) -> None:
        self._schema = schema
        self._fields = [fields.Normaliser(field) for field in schema.fields]
        self._names = {field.name for field in schema.fields}
        kinds = [(KINDS[question.kind], question.settings) for question in schema.questions]
        self._questions = [(kind, msgspec.convert(settings, kind.Settings)) for kind, settings in kinds]

    def content(self, raw: object, limits: ContentLimits = DEFAULT_LIMITS) -> tuple[dict[str, Any], list[Problem]]:
        """Stored content and the problems; paths begin with the field's name. Use the content only without problems."""
        if problems := check_json(raw, limits):
            return {}, problems
        if not isinstance(raw, Mapping):
            return {}, [Problem("", "Expected an object with a value for each field.")]
        problems = [Problem(key, f"There is no field called '{key}'.") for key in raw if key not in self._names]
        content: dict[str, Any] = {}
        for each in self._fields:
            name = each.field.name
            if raw.get(name) is None:
                if each.field.required:
                    problems.append(Problem(name, "This field is missing."))
                continue
            content[name], found = each.value(raw[name], limits)
            if found:
                problems += [Problem(join(name, problem.path), problem.message) for problem in found]
        return content, problems or self._unasked(content)

    def _unasked(self, content: Mapping[str, Any]) -> list[Problem]:
        """Why some question cannot be asked about this content."""
        subject, problems = Subject(self._schema, content), []
        for kind, settings in self._questions:
            problems += kind.check_content(settings, subject)
        return list(dict.fromkeys(problems)) if problems else problems


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
