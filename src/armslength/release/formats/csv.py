"""A table for spreadsheets."""

from collections.abc import Iterator

from armslength.questions.model import LabelSchema
from armslength.release.formats import flat
from armslength.release.formats.encoders import Csv, Table
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row


class CsvTable(RowFormat):
    """Flat rows; cells that a spreadsheet would run are disarmed with a leading apostrophe."""

    id = "csv"
    title = "CSV"
    summary = "A flat table, safe to open in a spreadsheet; conversations and lists are JSON text."
    extension = "csv"

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """It holds anything."""
        return None

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """Flat rows."""
        return flat.rows(record, plan)

    def columns(self) -> Table:
        """The header stands before the rows."""
        return Table()

    def encoder(self, columns: Columns | None) -> Csv:
        """CSV."""
        assert isinstance(columns, Table)  # what columns() gave
        return Csv(columns)
