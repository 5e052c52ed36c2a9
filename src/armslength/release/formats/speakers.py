"""Conversations of two speakers in turn, as the older dialects of fine-tuning write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from armslength.release.formats.messages import Message, Unfit

NOT_IN_TURN = "the speakers do not take turns"


@dataclass(frozen=True, slots=True)
class Turns:
    """What the system says, and then the messages: somebody to the assistant, the assistant, and so on."""

    system: str
    spoken: list[Message]


def turns(spoken: Sequence[Message]) -> Turns:
    """The messages as turns, or Unfit: these dialects know the system's message only at the beginning."""
    system = spoken[0]["content"] if spoken and spoken[0]["role"] == "system" else ""
    rest = list(spoken[1:] if system else spoken)
    for place, message in enumerate(rest):
        if (message["role"] == "assistant") != bool(place % 2) or message["role"] == "system":
            raise Unfit(NOT_IN_TURN)
    return Turns(system, rest)


def words_only(found: Turns) -> Turns:
    """The same, or Unfit: tools have no place here."""
    if any(message["role"] == "tool" or message.get("tool_calls") for message in found.spoken):
        raise Unfit("tools are used")
    return found


def single(response: Sequence[Message]) -> str:
    """A response that is one message of text, or Unfit."""
    if len(response) != 1 or response[0]["role"] != "assistant" or response[0].get("tool_calls"):
        raise Unfit("a response is not one message of text")
    return str(response[0]["content"])
