"""Conversations."""

from collections.abc import Mapping
from typing import Any

import msgspec

from armslength.fields.chat import rules
from armslength.fields.chat.model import ChatSettings, Conversation
from armslength.fields.model import Normalised
from armslength.fields.settings import ContentLimits


class ChatField:
    """A conversation."""

    kind = "chat"
    title = "Chat"
    summary = "A conversation: system, user, assistant and tool messages, in turns."
    levels: tuple[str, ...] = ("message", "turn")
    Settings = ChatSettings

    def value_schema(self) -> dict[str, Any]:
        """An object of messages."""
        return msgspec.json.schema(Conversation)

    def normalise(self, raw: object, settings: ChatSettings, limits: ContentLimits) -> Normalised:
        """OpenAI and TRL messages, ShareGPT, Human/Assistant transcripts, JSON text of these; plain text asks once."""
        return rules.normalise(raw, limits)

    def texts(self, value: dict[str, Any]) -> Mapping[str, str]:
        """The text of each message, by its id."""
        return {message["id"]: message["content"] for message in value["messages"]}

    def line(self, value: dict[str, Any]) -> str:
        """What was said, one message after the other."""
        return " ".join(message["content"] for message in value["messages"] if message["content"])
