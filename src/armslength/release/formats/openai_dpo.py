"""OpenAI fine-tuning: preferences."""

from collections.abc import Iterator

from armslength.questions.model import LabelSchema
from armslength.release.formats import pairs
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.messages import Message, for_openai
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row


class OpenAIDpo(RowFormat):
    """`{"input": {"messages": [U], ...}, "preferred_output": [A], "non_preferred_output": [A']}`."""

    id = "openai-dpo"
    title = "OpenAI preference fine-tuning"
    summary = "Preference pairs as the fine-tuning API takes them; text only, one assistant message each."

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """A preference must be asked for."""
        return pairs.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per decided pair of single messages."""
        for pair in pairs.pairs(record, plan):
            yield pair if isinstance(pair, Dropped) else _row(pair)

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()


def _row(pair: pairs.Pair) -> Row | Dropped:
    if not (_single(pair.chosen) and _single(pair.rejected)):
        return Dropped("a response is not one message of text")
    asked = {"messages": for_openai(pair.prompt), "tools": [], "parallel_tool_calls": True}
    one, two = for_openai(pair.chosen), for_openai(pair.rejected)
    if pair.undecided:
        return Row({"input": asked, "outputs": [one, two]}, part="ties")
    return Row({"input": asked, "preferred_output": one, "non_preferred_output": two})


def _single(response: list[Message]) -> bool:
    return len(response) == 1 and response[0]["role"] == "assistant" and not response[0].get("tool_calls")
