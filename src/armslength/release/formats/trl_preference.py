"""TRL preference: what DPO and reward models train on."""

from collections.abc import Iterator
from typing import Any

from armslength.questions.model import LabelSchema
from armslength.release.formats import pairs
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.labels import trace
from armslength.release.formats.messages import for_trl
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row


class TrlPreference(RowFormat):
    """`{"prompt": [U], "chosen": [A], "rejected": [A']}` with margin and p; kept ties in a file of their own."""

    id = "trl-preference"
    title = "TRL preference"
    summary = "Prompt, chosen and rejected as messages, for DPO and reward models; with margin and share of the vote."

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """A preference must be asked for."""
        return pairs.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per decided pair."""
        for pair in pairs.pairs(record, plan):
            yield pair if isinstance(pair, Dropped) else _row(record, pair)

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()


def _row(record: Record, pair: pairs.Pair) -> Row:
    prompt, one, two = for_trl(pair.prompt), for_trl(pair.chosen), for_trl(pair.rejected)
    known: dict[str, Any] = trace(record, pair.said, pair.vote)
    if pair.undecided:
        return Row({"prompt": prompt, "responses": [one, two], **known}, part="ties")
    return Row({"prompt": prompt, "chosen": one, "rejected": two, **known})
