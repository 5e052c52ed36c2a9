"""Tables and JSON."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec

from armslength.fields.model import Normalised, Problem
from armslength.fields.rules import unpacked
from armslength.fields.settings import ContentLimits


class TableSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


class Grid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Named columns; every row as long as they are."""

    columns: Annotated[list[str], msgspec.Meta(min_length=1)]
    rows: list[list[Any]]


class Json(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Anything that is not a table."""

    json: Any


class TableField:
    """A table, or a JSON value."""

    kind = "table"
    title = "Table or JSON"
    summary = "Rows and columns; any other JSON is shown as a tree."
    levels: tuple[str, ...] = ()
    Settings = TableSettings

    def value_schema(self) -> dict[str, Any]:
        """A grid or a JSON value."""
        forms, parts = msgspec.json.schema_components([Grid, Json], ref_template="#/$defs/{name}")
        return {"anyOf": list(forms), "$defs": parts}

    def normalise(self, raw: object, settings: TableSettings, limits: ContentLimits) -> Normalised:
        """{columns, rows} or a list of objects is a table; a string of JSON is read; the rest is kept as JSON."""
        raw, problems = unpacked(raw, limits)
        if problems:
            return None, problems
        if isinstance(raw, Mapping) and raw.keys() == {"json"}:
            return dict(raw), []
        if _is_grid(raw):
            value: dict[str, Any] = dict(raw)  # type: ignore[call-overload]  # a mapping, as _is_grid says
        elif isinstance(raw, list) and raw and all(isinstance(row, Mapping) and row for row in raw):
            value = _from_records(raw)
        else:
            return {"json": raw}, []
        return value, _check(value, limits)

    def texts(self, value: dict[str, Any]) -> Mapping[str, str]:
        """Nothing to point into."""
        return {}

    def line(self, value: dict[str, Any]) -> str:
        """The cells one after the other, or the JSON text."""
        if "json" in value:
            return msgspec.json.encode(value["json"]).decode()
        return " ".join(str(cell) for row in (value["columns"], *value["rows"]) for cell in row if cell is not None)


def _is_grid(raw: object) -> bool:
    return isinstance(raw, Mapping) and raw.keys() == {"columns", "rows"} and isinstance(raw["rows"], list)


def _from_records(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    columns = list(dict.fromkeys(key for record in records for key in record))
    return {"columns": columns, "rows": [[record.get(column) for column in columns] for record in records]}


def _check(value: dict[str, Any], limits: ContentLimits) -> list[Problem]:
    columns, rows = value["columns"], value["rows"]
    if not isinstance(columns, list) or not columns or not all(isinstance(name, str) for name in columns):
        return [Problem("columns", "Expected a list of column names.")]
    if len(columns) > limits.columns:
        return [Problem("columns", f"There are more than {limits.columns} columns.")]
    if len(rows) > limits.rows:
        return [Problem("rows", f"There are more than {limits.rows:,} rows.")]
    for index, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != len(columns):
            return [Problem(f"rows[{index}]", f"Expected a list of {len(columns)} cells, one per column.")]
    return []
