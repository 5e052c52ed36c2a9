"""HH-RLHF: two whole dialogues as text, which differ in the last answer only.

Trap: a reader splits the text at `\\n\\nHuman:` and `\\n\\nAssistant:`, so a message that holds these words by itself
cannot be told from a turn, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from armslength.questions.model import LabelSchema
from armslength.release.formats import pairs, speakers
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.labels import trace
from armslength.release.formats.messages import Message, Unfit, rows_of
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

_SPEAKERS: Final = {"user": "Human", "assistant": "Assistant"}
_TURN: Final = re.compile(r"\n\n(Human|Assistant):")


class HhRlhf(RowFormat):
    """`{"chosen": "\\n\\nHuman: 2+2?\\n\\nAssistant: 4", "rejected": "…"}`."""

    id = "hh-rlhf"
    title = "HH-RLHF"
    summary = "Chosen and rejected dialogues as text, as Anthropic's set has them; no system's message and no tools."

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """A preference must be asked for."""
        return pairs.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per decided pair of single messages."""
        return rows_of(pairs.decided(record, plan), partial(_row, record))

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()


def _row(record: Record, pair: pairs.Pair) -> Row:
    one, two = _dialogue(pair.prompt, pair.chosen), _dialogue(pair.prompt, pair.rejected)
    return Row({"chosen": one, "rejected": two, **trace(record, pair.said, pair.vote)})


def _dialogue(prompt: Sequence[Message], response: Sequence[Message]) -> str:
    answer: Message = {"role": "assistant", "content": speakers.single(response)}
    found = speakers.words_only(speakers.turns([*prompt, answer]))
    if found.system:
        raise Unfit("there is a message of the system")
    if any(_TURN.search(f"\n\n{message['content']}") for message in found.spoken):
        raise Unfit("a message holds the marks of a turn")
    return "".join(f"\n\n{_SPEAKERS[message['role']]}: {message['content']}" for message in found.spoken)
