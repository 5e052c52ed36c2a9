"""One form for the many ways in which people write conversations down.

Read: OpenAI and TRL messages (also with content parts and nested tool calls), ShareGPT (`from`, `value`), Anthropic's
`Human:` / `Assistant:` transcripts, JSON text of any of these, and a plain text (one user message).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from armslength.fields.chat.model import Conversation
from armslength.fields.model import Normalised, Problem, join, under
from armslength.fields.rules import message_text, read, unpacked
from armslength.fields.settings import ContentLimits

ROLES = {
    "system": "system", "developer": "system",
    "user": "user", "human": "user", "prompter": "user",
    "assistant": "assistant", "gpt": "assistant", "model": "assistant", "bot": "assistant", "ai": "assistant",
    "tool": "tool", "function": "tool", "observation": "tool",
}  # fmt: skip
_KNOWN = {"id", "turn", "role", "from", "content", "value", "text", "name", "tool_calls", "tool_call_id", "meta"}
_TRANSCRIPT = re.compile(r"(?:^|\n\n)(Human|Assistant): ?")


def normalise(raw: object, limits: ContentLimits) -> Normalised:
    """{"messages": [...]} with ids and turns, or problems with paths like `messages[3].role`."""
    raw, problems = unpacked(raw, limits)
    if problems:
        return None, problems
    rows = _rows(raw)
    if not rows:
        return None, [Problem("", "Expected a conversation: a list of messages, each with a role and content.")]
    if len(rows) > limits.messages:
        return None, [Problem("messages", f"There are more than {limits.messages} messages.")]
    messages: list[dict[str, Any]] = []
    for index, row in enumerate(rows):
        message, found = _message(row, limits)
        messages.append(message)
        problems += under(f"messages[{index}]", found)
    if problems:
        return None, problems
    _number(messages)
    value = {"messages": messages}
    _, problems = read(value, Conversation)
    return value, problems


def parted(raw: object, limits: ContentLimits) -> tuple[list[Any], str] | str:
    """(the messages before the last answer, as they came; that answer's text), or a sentence why there is none."""
    raw, problems = unpacked(raw, limits)
    if problems:
        return problems[0].message
    rows = _rows(raw)
    last = rows[-1] if rows else None
    speaker = last.get("role", last.get("from")) if isinstance(last, Mapping) else None
    if not isinstance(last, Mapping) or not isinstance(speaker, str) or ROLES.get(speaker.lower()) != "assistant":
        return "The conversation does not end with an answer of the assistant."
    answer = message_text(last)
    return "The last answer calls a tool, or is no text." if answer is None else (list(rows[:-1]), answer)


def gist(rows: Sequence[object]) -> list[tuple[str, str]]:
    """Who said what: enough to tell whether two conversations begin alike."""
    spoken = [row for row in rows if isinstance(row, Mapping)]
    return [(str(row.get("role", row.get("from")))[:20], message_text(row) or "") for row in spoken]


def _rows(raw: object) -> Sequence[object]:
    if isinstance(raw, str):
        return list(_transcript(raw)) if raw.strip() else []
    if isinstance(raw, Mapping):
        if "messages" in raw or "conversations" in raw:
            inner = raw.get("messages", raw.get("conversations"))
            system = raw.get("system")
            rows = list(inner) if isinstance(inner, list) else []
            return [{"role": "system", "content": system}, *rows] if isinstance(system, str) and system else rows
        return [raw]
    return raw if isinstance(raw, list) else []


def _transcript(text: str) -> Iterator[dict[str, str]]:
    parts = _TRANSCRIPT.split(text)
    if len(parts) == 1 or parts[0].strip():
        yield {"role": "user", "content": text}
        return
    for speaker, said in zip(parts[1::2], parts[2::2], strict=True):
        yield {"role": speaker.lower(), "content": said.strip()}


def _message(row: object, limits: ContentLimits) -> tuple[dict[str, Any], list[Problem]]:
    if not isinstance(row, Mapping):
        return {}, [Problem("", "Expected a message with a role and content.")]
    role = row.get("role", row.get("from"))
    known = ROLES.get(role.lower()) if isinstance(role, str) else None
    if known is None:
        where = "from" if "from" in row and "role" not in row else "role"
        return {}, [Problem(where, "Expected system, user, assistant or tool.")]
    content, problems = _content(row)
    message: dict[str, Any] = {"id": "", "turn": "", "role": known, "content": content}
    message.update({key: row[key] for key in ("name", "tool_call_id") if row.get(key) is not None})
    if row.get("tool_calls"):
        message["tool_calls"], found = _tool_calls(row["tool_calls"], limits)
        problems += found
    rest = {key: value for key, value in row.items() if key not in _KNOWN and value is not None}
    if "tool_call_id" not in message and (only := _only_call(rest)) is not None:
        message["tool_call_id"] = only
        del rest["tool_call_ids"]
    given = row.get("meta")
    if meta := {**(given if isinstance(given, Mapping) else {}), **rest}:
        message["meta"] = meta
    return message, problems


def _content(row: Mapping[str, Any]) -> tuple[str, list[Problem]]:
    key = next((key for key in ("content", "value", "text") if key in row), "content")
    content = row.get(key)
    if isinstance(content, str):
        return content, []
    if content is None and row.get("tool_calls"):
        return "", []
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, Mapping) and part.get("type") == "text"]
        texts = [text for text in parts if isinstance(text, str)]
        if len(texts) == len(content):
            return "\n\n".join(texts), []
        return "", [Problem(key, "Only text parts can be shown here; this message has others.")]
    return "", [Problem(key, "Expected the message's text.")]


def _only_call(row: Mapping[str, Any]) -> str | None:
    """What a result answers, where trajectories of SWE-agent say it as a list of one."""
    match row.get("tool_call_ids"):
        case [str(only)]:
            return only
    return None


def _tool_calls(raw: object, limits: ContentLimits) -> tuple[list[dict[str, Any]], list[Problem]]:
    if not isinstance(raw, list):
        return [], [Problem("tool_calls", "Expected a list of tool calls.")]
    calls, problems = [], []
    for index, row in enumerate(raw):
        inner = row.get("function", row) if isinstance(row, Mapping) else None
        if not isinstance(inner, Mapping) or not isinstance(inner.get("name"), str):
            problems.append(Problem(join("tool_calls", f"[{index}].name"), "Expected the name of the tool."))
            continue
        call = {"name": inner["name"], "arguments": _arguments(inner.get("arguments"), limits)}
        if row.get("id") is not None:
            call["id"] = row["id"]
        calls.append(call)
    return calls, problems


def _arguments(raw: object, limits: ContentLimits) -> object:
    """Some APIs write the arguments as text of JSON; text that is none stays text."""
    value, problems = unpacked(raw, limits)
    return raw if problems else value


def _number(messages: list[dict[str, Any]]) -> None:
    turn, spoken = 0, False
    for index, message in enumerate(messages):
        if message["role"] == "user" and spoken:
            turn, spoken = turn + 1, False
        spoken = spoken or message["role"] in ("assistant", "tool")
        message["id"], message["turn"] = f"m{index}", f"t{turn}"
