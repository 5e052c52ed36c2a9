"""Content as messages: what the prompt is, what a response is, and the dialects of those who read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import msgspec

from armslength.questions.model import LabelSchema
from armslength.release.model import Dropped, Row

Found = TypeVar("Found")
Message = dict[str, Any]
SYSTEM: Final = frozenset({"system", "system_prompt"})
"""A text field of this name is the system's message."""
NO_PROMPT: Final = "there is no prompt"
PROMPT_ENDS_WITH_ASSISTANT: Final = "the prompt ends with the assistant's own message"


class Unfit(Exception):
    """This record cannot be written; the message is the reason."""


def rows_of(found: Iterable[Found | Dropped], written: Callable[[Found], Row]) -> Iterator[Row | Dropped]:
    """What was found, each written as a row, or the reason why it is none."""
    for each in found:
        try:
            yield each if isinstance(each, Dropped) else written(each)
        except Unfit as unfit:
            yield Dropped(str(unfit))


def shows_images(schema: LabelSchema) -> bool:
    """Whether any field is an image: no format of messages here holds one."""
    return any(field.kind == "image" for field in schema.fields)


def prompt(schema: LabelSchema, content: Mapping[str, Any], *, without: str | None = None) -> list[Message]:
    """What was asked. Lists of responses are no part of it, nor is the field named `without`.

    Where there is a conversation, it is the prompt: texts beside it speak to whoever judges. Else the texts, code and
    tables together are one user's message.
    """
    system, texts, conversation = "", [], []
    for field in schema.fields:
        if field.many or field.name == without or field.name not in content:
            continue
        value = content[field.name]
        if field.kind == "chat":
            conversation += messages(value)
        elif field.name in SYSTEM and field.kind == "text":
            system = value
        elif field.kind != "image" and (text := as_text(field.kind, value)):
            texts.append(text)
    if not conversation and texts:
        conversation = [{"role": "user", "content": "\n\n".join(texts)}]
    return [{"role": "system", "content": system}, *conversation] if system else conversation


def checked_prompt(asked: Sequence[Message]) -> list[Message]:
    """The prompt, or Unfit: it must end with somebody speaking to the assistant."""
    if not any(each["role"] in ("user", "tool") for each in asked):
        raise Unfit(NO_PROMPT)
    if asked[-1]["role"] == "assistant":
        raise Unfit(PROMPT_ENDS_WITH_ASSISTANT)
    return list(asked)


def response(kind: str, value: Any) -> list[Message]:
    """A response of a `many` field as the assistant's messages."""
    if kind == "chat":
        return messages(value)
    text = as_text(kind, value)
    if not text:
        raise Unfit("a response is empty")
    return [{"role": "assistant", "content": text}]


def responses(schema: LabelSchema, content: Mapping[str, Any], name: str) -> dict[str, list[Message]]:
    """Every response of a field, by its id."""
    field = schema.field(name)
    if field is None or name not in content:
        raise Unfit("there are no responses")
    return {each["id"]: response(field.kind, each["value"]) for each in content[name]}


def messages(value: Mapping[str, Any]) -> list[Message]:
    """A stored conversation without our own marks (ids, turns, notes)."""
    kept = ("role", "content", "name", "tool_calls", "tool_call_id")
    return [{key: each[key] for key in kept if each.get(key) is not None} for each in value["messages"]]


def as_text(kind: str, value: Any) -> str:
    """One value as text for a message; code is fenced, a table is Markdown, other JSON is JSON."""
    if kind == "text":
        return str(value)
    if kind == "code":
        return f"```{value['language']}\n{value['code']}\n```"
    if kind == "table":
        return _table(value)
    raise Unfit(f"a field of kind {kind} cannot be written as a message")


def _table(value: Mapping[str, Any]) -> str:
    if "json" in value:
        return msgspec.json.encode(value["json"], order="deterministic").decode()
    lines = [value["columns"], ["---"] * len(value["columns"]), *value["rows"]]
    return "\n".join("| " + " | ".join("" if cell is None else str(cell) for cell in line) + " |" for line in lines)


def common_prefix(one: Sequence[Message], two: Sequence[Message]) -> int:
    """How many messages both begin with, leaving each at least one of its own."""
    most = min(len(one), len(two)) - 1
    return next((place for place in range(most) if one[place] != two[place]), max(0, most))


def for_trl(spoken: Sequence[Message]) -> list[Message]:
    """Messages as chat templates take them: tool arguments are objects."""
    return list(_written(spoken, lambda arguments: arguments, ids=False))


def for_openai(spoken: Sequence[Message]) -> list[Message]:
    """Messages as the fine-tuning API takes them: tool arguments are JSON text, every call has an id."""
    return list(_written(spoken, _json_text, ids=True))


def _json_text(arguments: Any) -> str:
    return arguments if isinstance(arguments, str) else msgspec.json.encode(arguments, order="deterministic").decode()


def _written(spoken: Sequence[Message], arguments: Any, *, ids: bool) -> Iterator[Message]:
    waiting: list[str] = []
    for place, each in enumerate(spoken):
        written = {key: value for key, value in each.items() if key not in ("tool_calls", "tool_call_id")}
        if calls := each.get("tool_calls"):
            written["tool_calls"] = []
            for number, call in enumerate(calls):
                call_id = call.get("id") or f"call_{place}_{number}"
                waiting.append(call_id)
                named = {"id": call_id} if ids or call.get("id") else {}
                function = {"name": call["name"], "arguments": arguments(call["arguments"])}
                written["tool_calls"].append({**named, "type": "function", "function": function})
        if each["role"] == "tool" and (ids or each.get("tool_call_id")):
            written["tool_call_id"] = each.get("tool_call_id") or next(iter(waiting), f"call_{place}")
            waiting = [call_id for call_id in waiting if call_id != written["tool_call_id"]]
        yield written
