"""Everything, as it was frozen."""

from collections.abc import Iterator

from armslength.questions.model import LabelSchema
from armslength.release.formats.encoders import CanonicalJsonLines
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row


class Jsonl(RowFormat):
    """One record per item: content, every answer with its versions and display order, the majority."""

    id = "jsonl"
    title = "JSON lines"
    summary = "Full records: content, every answer with its versions and display order, the majority. Loses nothing."
    verbatim = True

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """It holds anything."""
        return None

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """The record."""
        yield Row(record)

    def encoder(self, columns: Columns | None) -> CanonicalJsonLines:
        """JSON lines."""
        return CanonicalJsonLines()
