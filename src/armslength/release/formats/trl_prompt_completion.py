"""TRL prompt-completion: supervised fine-tuning with the loss on the completion only."""

from collections.abc import Iterator

from armslength.questions.model import LabelSchema
from armslength.release.formats import completions
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.labels import trace
from armslength.release.formats.messages import for_trl
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row


class TrlPromptCompletion(RowFormat):
    """`{"prompt": [U], "completion": [A]}`."""

    id = "trl-prompt-completion"
    title = "TRL prompt-completion"
    summary = "Prompt and completion as messages, for supervised fine-tuning; what was written, or was preferred."

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """There must be one good answer to a prompt."""
        return completions.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per good answer."""
        for found in completions.completions(record, plan):
            if isinstance(found, Dropped):
                yield found
                continue
            spoken = {"prompt": for_trl(found.prompt), "completion": for_trl(found.completion)}
            yield Row(spoken | trace(record, found.said, found.vote))

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()
