"""The verbs of fields: check their settings, normalise a value, read one.

A value is stored as its kind says; a `many` field's value is a list of responses
`[{"id": "r1", "value": …, "source": …, "place": …}]`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from armslength.fields.chat.rules import gist, parted
from armslength.fields.model import Field, FieldKind, Normalised, Problem, under
from armslength.fields.registry import KINDS
from armslength.fields.rules import Placed, check_json, placed, read
from armslength.fields.settings import DEFAULT_LIMITS, ContentLimits

__all__ = ["Normaliser", "check_field", "check_json", "gist", "kinds", "line", "parted", "read", "texts", "values"]

_SOURCES = ("source", "model", "model_name", "model_id")


def kinds() -> Mapping[str, FieldKind[Any]]:
    """Every registered kind by its name."""
    return KINDS


def check_field(field: Field) -> list[Problem]:
    """What is wrong with a field's kind and settings."""
    kind = KINDS.get(field.kind)
    if kind is None:
        return [Problem("kind", f"There is no kind of field called '{field.kind}'. There are: {', '.join(KINDS)}.")]
    problems = under("settings", read(field.settings, kind.Settings)[1])
    if field.ordered and not field.many:
        problems.append(Problem("ordered", "Only a field with `many` responses has an order to keep."))
    return problems


class Normaliser:
    """Brings values of one field into their stored form; made once for many. `field` must have passed `check_field`."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._kind = KINDS[field.kind]
        self._settings = msgspec.convert(field.settings, self._kind.Settings)

    def value(self, raw: object, limits: ContentLimits = DEFAULT_LIMITS) -> Normalised:
        """The stored form of a value. `raw` must have passed `check_json`.

        A required value is not empty; a response may be: a model that said nothing is there to be judged.
        """
        field = self.field
        if not field.many:
            value, problems = self._kind.normalise(raw, self._settings, limits)
            if not problems and field.required and not self._kind.line(value).strip():
                return None, [Problem("", "This is empty.")]
            return value, problems
        if not isinstance(raw, list | tuple):
            return None, [Problem("", "Expected a list of responses.")]
        return self._responses(raw, limits)

    def _responses(self, raw: Sequence[object], limits: ContentLimits) -> Normalised:
        most = limits.steps if self.field.ordered else limits.responses
        entries: list[Placed] = [(f"[{index}]", None, entry) for index, entry in enumerate(raw)]
        problems: list[Problem] = []
        if self.field.ordered and self.field.kind == "text":
            entries, problems = placed(raw)
        if len(entries) > most:
            return None, [Problem("", f"There are more than {most} responses.")]
        responses = []
        for number, (path, place, entry) in enumerate(entries, start=1):
            response, found = self._response(f"r{number}", entry, limits)
            responses.append(response if place is None else response | {"place": place})
            if found:
                problems += under(path, found)
        return responses, problems

    def _response(self, response_id: str, entry: object, limits: ContentLimits) -> tuple[dict[str, Any], list[Problem]]:
        inner, source = entry, None
        if not isinstance(entry, str) and isinstance(entry, Mapping):
            inner = entry.get("value", entry)
            for key in _SOURCES:
                if isinstance(source := entry.get(key), str):
                    break
            else:
                source = None
        value, problems = self._kind.normalise(inner, self._settings, limits)
        response = {"id": response_id, "value": value}
        if source is not None:
            response["source"] = source
        return response, under("value" if inner is not entry else "", problems) if problems else problems


def values(field: Field, value: Any) -> Iterator[tuple[str | None, Any]]:
    """Each single value of stored content with its response id; one with None unless the field is `many`."""
    if field.many:
        yield from ((response["id"], response["value"]) for response in value)
    else:
        yield None, value


def model_outputs(content: Mapping[str, Any]) -> int:
    """How much of stored content is what models may have said: the responses of each `many` field, and the messages
    that an assistant wrote. The form tells, whichever field it is: a text field that holds a model's draft does not."""
    return sum(map(_outputs, content.values()))


def _outputs(value: Any) -> int:
    if isinstance(value, list):
        return len(value)
    if isinstance(value, dict) and isinstance(value.get("messages"), list):
        return sum(each["role"] == "assistant" for each in value["messages"])
    return 0


def texts(field: Field, value: Any) -> Mapping[str, str]:
    """The texts of one single value (of a response, when the field is `many`)."""
    return KINDS[field.kind].texts(value)


def line(field: Field, value: Any) -> str:
    """The stored value in a line of plain text, uncut."""
    kind = KINDS[field.kind]
    return " ".join(kind.line(single) for _, single in values(field, value))
