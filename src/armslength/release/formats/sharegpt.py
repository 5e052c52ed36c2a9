"""ShareGPT: human and gpt in turn. Read by LLaMA-Factory, Axolotl and others.

Traps: the speakers must alternate, beginning with the human's side (`human`, `observation`), or the reader drops the
row; LLaMA-Factory finds a file only through a `dataset_info.json`, so one goes beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import msgspec

from armslength.questions.model import LabelSchema
from armslength.release.formats import completions, pairs, speakers
from armslength.release.formats.labels import trace
from armslength.release.formats.llama_factory import LlamaFactory
from armslength.release.formats.messages import Message, Unfit, rows_of
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

_TAGS: Final = {
    "role_tag": "from", "content_tag": "value", "user_tag": "human", "assistant_tag": "gpt",
    "observation_tag": "observation", "function_tag": "function_call",
}  # fmt: skip


class ShareGpt(LlamaFactory):
    """`{"conversations": [{"from": "human", "value": "2+2?"}, {"from": "gpt", "value": "4"}], "system": ""}`."""

    id = "sharegpt"
    title = "ShareGPT"
    summary = "Conversations of human and gpt, with the dataset_info.json by which LLaMA-Factory finds them."
    declared: Mapping[str, Any] = {
        "formatting": "sharegpt", "columns": {"messages": "conversations", "system": "system"}, "tags": _TAGS,
    }  # fmt: skip

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """There must be one good answer to a prompt."""
        return completions.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per good answer."""
        return rows_of(completions.completions(record, plan), partial(_conversation, record))


class ShareGptPreference(ShareGpt):
    """`{"conversations": [U], "chosen": A, "rejected": A'}`; there is no place for ties."""

    id = "sharegpt-preference"
    title = "ShareGPT preference"
    summary = "Conversations with a chosen and a rejected answer, with LLaMA-Factory's dataset_info.json."
    declared: Mapping[str, Any] = {
        "formatting": "sharegpt", "ranking": True, "tags": _TAGS,
        "columns": {"messages": "conversations", "system": "system", "chosen": "chosen", "rejected": "rejected"},
    }  # fmt: skip

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """A preference must be asked for."""
        return pairs.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per decided pair of single messages."""
        return rows_of(pairs.decided(record, plan), partial(_preference, record))


def _conversation(record: Record, found: completions.Completion) -> Row:
    said = speakers.turns([*found.prompt, *found.completion])
    conversation = [_turn(message) for message in said.spoken]
    return Row({"conversations": conversation, "system": said.system, **trace(record, found.said, found.vote)})


def _preference(record: Record, pair: pairs.Pair) -> Row:
    asked = speakers.turns(pair.prompt)
    conversation = [_turn(message) for message in asked.spoken]
    one, two = ({"from": "gpt", "value": speakers.single(each)} for each in (pair.chosen, pair.rejected))
    known = trace(record, pair.said, pair.vote)
    return Row({"conversations": conversation, "system": asked.system, "chosen": one, "rejected": two, **known})


def _turn(message: Message) -> dict[str, str]:
    if calls := message.get("tool_calls"):
        if message["content"]:
            raise Unfit("a message both speaks and calls a tool")
        called = [{"name": call["name"], "arguments": call["arguments"]} for call in calls]
        return {"from": "function_call", "value": _json(called[0] if len(called) == 1 else called)}
    speaker = {"user": "human", "assistant": "gpt", "tool": "observation"}[message["role"]]
    return {"from": speaker, "value": message["content"]}


def _json(value: Any) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()
