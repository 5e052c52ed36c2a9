"""A table for data tools."""

from collections.abc import Iterator

from armslength.questions.model import LabelSchema
from armslength.release.formats import flat
from armslength.release.formats.encoders import Parquet, Table
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row


class ParquetTable(RowFormat):
    """Flat rows with typed columns; conversations are lists of messages."""

    id = "parquet"
    title = "Parquet"
    summary = "A flat table with typed columns, for data tools; conversations are lists of messages."
    extension = "parquet"

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """It holds anything."""
        return None

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """Flat rows."""
        return flat.rows(record, plan)

    def columns(self) -> Table:
        """Types stand before the rows."""
        return Table()

    def encoder(self, columns: Columns | None) -> Parquet:
        """Parquet."""
        assert isinstance(columns, Table)  # what columns() gave
        return Parquet(columns)
