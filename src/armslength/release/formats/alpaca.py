"""Alpaca: instruction, input, output. Read by LLaMA-Factory, Axolotl and others.

Traps: what was said before goes into `history`, and trainers train on the assistant's part of it too; `input` stays
empty, since readers only put it behind the instruction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from armslength.questions.model import LabelSchema
from armslength.release.formats import completions, pairs, speakers
from armslength.release.formats.labels import trace
from armslength.release.formats.llama_factory import LlamaFactory
from armslength.release.formats.messages import Message, rows_of
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

_COLUMNS: Final = {"prompt": "instruction", "query": "input", "system": "system", "history": "history"}


class Alpaca(LlamaFactory):
    """`{"instruction": "2+2?", "input": "", "output": "4", "system": "", "history": []}`."""

    id = "alpaca"
    title = "Alpaca"
    summary = "Instruction and output, with the dataset_info.json by which LLaMA-Factory finds them; no tools."
    declared: Mapping[str, Any] = {"formatting": "alpaca", "columns": {**_COLUMNS, "response": "output"}}

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """There must be one good answer to a prompt."""
        return completions.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per good answer."""
        return rows_of(completions.completions(record, plan), partial(_demonstration, record))


class AlpacaPreference(Alpaca):
    """`{"instruction": "2+2?", "input": "", "chosen": "4", "rejected": "5"}`; there is no place for ties."""

    id = "alpaca-preference"
    title = "Alpaca preference"
    summary = "An instruction with a chosen and a rejected output, with LLaMA-Factory's dataset_info.json; no tools."
    declared: Mapping[str, Any] = {
        "formatting": "alpaca", "ranking": True,
        "columns": {**_COLUMNS, "chosen": "chosen", "rejected": "rejected"},
    }  # fmt: skip

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """A preference must be asked for."""
        return pairs.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per decided pair of single messages."""
        return rows_of(pairs.decided(record, plan), partial(_preference, record))


def _demonstration(record: Record, found: completions.Completion) -> Row:
    output = speakers.single(found.completion)
    return Row({**_asked(found.prompt), "output": output, **trace(record, found.said, found.vote)})


def _preference(record: Record, pair: pairs.Pair) -> Row:
    one, two = speakers.single(pair.chosen), speakers.single(pair.rejected)
    return Row({**_asked(pair.prompt), "chosen": one, "rejected": two, **trace(record, pair.said, pair.vote)})


def _asked(prompt: Sequence[Message]) -> dict[str, Any]:
    found = speakers.words_only(speakers.turns(prompt))
    *before, last = (message["content"] for message in found.spoken)
    history = [list(turn) for turn in zip(before[::2], before[1::2], strict=True)]
    return {"instruction": last, "input": "", "system": found.system, "history": history}
