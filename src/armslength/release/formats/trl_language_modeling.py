"""TRL language modelling: whole conversations."""

from collections.abc import Iterator

from armslength.questions.model import LabelSchema
from armslength.release.formats import completions
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.labels import trace
from armslength.release.formats.messages import for_trl
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row


class TrlLanguageModeling(RowFormat):
    """`{"messages": [U, A]}`."""

    id = "trl-language-modeling"
    title = "TRL language modelling"
    summary = "Whole conversations as messages, for supervised fine-tuning on every token."

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """There must be one good answer to a prompt."""
        return completions.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per good answer, its prompt before it."""
        for found in completions.completions(record, plan):
            if isinstance(found, Dropped):
                yield found
            else:
                spoken = for_trl([*found.prompt, *found.completion])
                yield Row({"messages": spoken} | trace(record, found.said, found.vote))

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()
