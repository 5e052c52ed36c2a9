"""What a conversation is made of."""

from typing import Annotated, Any, Literal

import msgspec

Role = Literal["system", "user", "assistant", "tool"]
Label = Annotated[str, msgspec.Meta(max_length=200)]


class ToolCall(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A call of a tool; `arguments` is JSON, not text of JSON."""

    name: Label
    arguments: Any
    id: Label | None = None


class Message(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One message. `id` is m0, m1, …; `turn` t0, t1, …: a turn begins where the user speaks again.

    `meta` keeps what else the message came with (a model's name, a time); it is never delivered to whoever judges it.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^m\d+$(?!\n)")]
    turn: Annotated[str, msgspec.Meta(pattern=r"^t\d+$(?!\n)")]
    role: Role
    content: str
    name: Label | None = None
    tool_calls: list[ToolCall] | None = None
    tool_call_id: Label | None = None
    meta: dict[str, Any] | None = None


class Conversation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Messages in the order they were said."""

    messages: Annotated[list[Message], msgspec.Meta(min_length=1)]


class ChatSettings(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How messages are shown; one that is code alone, as code."""

    format: Literal["markdown", "plain"] = "markdown"
