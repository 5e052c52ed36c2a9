"""OpenAI fine-tuning: chat."""

from collections.abc import Iterator

from armslength.questions.model import LabelSchema
from armslength.release.formats import completions
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.messages import for_openai
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row


class OpenAISft(RowFormat):
    """`{"messages": [U, A]}` and nothing beside it: the API refuses keys it does not know."""

    id = "openai-sft"
    title = "OpenAI chat fine-tuning"
    summary = "Conversations as the fine-tuning API takes them; earlier answers of the assistant carry weight 0."

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """There must be one good answer to a prompt."""
        return completions.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per good answer; only that answer is trained on."""
        for found in completions.completions(record, plan):
            if isinstance(found, Dropped):
                yield found
                continue
            before = [
                {**each, "weight": 0} if each["role"] == "assistant" else each
                for each in for_openai([*found.prompt, *found.completion])[: len(found.prompt)]
            ]
            spoken = for_openai([*found.prompt, *found.completion])
            yield Row({"messages": before + spoken[len(found.prompt) :]})

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()
