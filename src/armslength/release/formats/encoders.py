"""Bytes of files: JSON lines, CSV, Parquet. The same rows give the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet run a cell instead of showing it."""
ROW_GROUP: Final = 5_000


class JsonLines:
    """One JSON object per line; keys in the row's own order."""

    def rows(self, rows: Sequence[Any]) -> bytes:
        """Lines."""
        return msgspec.json.Encoder(order=None).encode_lines(rows)

    def end(self) -> bytes:
        """Nothing more."""
        return b""


class CanonicalJsonLines(JsonLines):
    """The same with the keys of every mapping sorted: for records, whose content comes as it was brought."""

    def rows(self, rows: Sequence[Any]) -> bytes:
        """Lines."""
        return msgspec.json.Encoder(order="deterministic").encode_lines(rows)


class Table:
    """The columns of flat rows, in order, and what each holds: learnt from all rows."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}

    def learn(self, row: Mapping[str, Any]) -> None:
        """Widen each column until it holds this row's cell."""
        for name, cell in row.items():
            kind = _kind(cell)
            known = self.kinds.setdefault(name, kind)
            if kind not in (known, "null"):
                self.kinds[name] = kind if known == "null" else _wider(known, kind)

    def arrow(self) -> pa.Schema:
        """As Arrow fields; a column that is always empty is text."""
        types = {
            "null": pa.string(), "bool": pa.bool_(), "int": pa.int64(), "float": pa.float64(), "text": pa.string(),
            "json": pa.string(), "texts": pa.list_(pa.string()), "messages": MESSAGES,
        }  # fmt: skip
        return pa.schema([pa.field(name, types[kind]) for name, kind in self.kinds.items()])

    def cell(self, name: str, value: Any) -> Any:
        """A value as its column wants it."""
        kind = self.kinds[name]
        if value is None or kind in ("bool", "int", "texts"):
            return value
        if kind == "float":
            return float(value)
        if kind == "messages":
            return [{field.name: message.get(field.name) for field in MESSAGES.value_type} for message in value]
        return value if isinstance(value, str) else msgspec.json.encode(value, order="deterministic").decode()


MESSAGES: Final = pa.list_(
    pa.struct(
        [
            pa.field(name, pa.string())
            for name in ("id", "turn", "role", "content", "name", "tool_calls", "tool_call_id")
        ]
    )
)
"""A conversation in Parquet; `tool_calls` is JSON text, since arguments have no common shape."""


class Messages(list[dict[str, Any]]):
    """A conversation as a cell."""


def _kind(cell: Any) -> str:
    if isinstance(cell, Messages):
        return "messages"
    kinds: dict[type, str] = {type(None): "null", bool: "bool", int: "int", float: "float", str: "text"}
    if type(cell) in kinds:
        return kinds[type(cell)]
    return "texts" if isinstance(cell, list) and all(isinstance(each, str) for each in cell) else "json"


def _wider(one: str, two: str) -> str:
    if {one, two} == {"int", "float"}:
        return "float"
    return "text" if {one, two} <= {"text", "int", "float", "bool"} else "json"


class Csv:
    """CSV (RFC 4180, UTF-8, header line) that no spreadsheet can be made to run.

    A text cell that begins like a formula gets a leading apostrophe. Lists and objects are JSON text.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._started = False

    def rows(self, rows: Sequence[Any]) -> bytes:
        """Lines; before the first, the header."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        if not self._started:
            writer.writerow([_safe(name) for name in self._table.kinds])
            self._started = True
        for row in rows:
            writer.writerow([_csv_cell(row.get(name)) for name in self._table.kinds])
        return text.getvalue().encode()

    def end(self) -> bytes:
        """The header, when there was no row."""
        return b"" if self._started else self.rows([])


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _safe(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return _safe(msgspec.json.encode(value, order="deterministic").decode()) if not _number(value) else repr(value)


def _number(value: Any) -> bool:
    return isinstance(value, int | float)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


class Parquet:
    """Parquet with fixed settings; row groups of ROW_GROUP rows, written as they fill."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._schema = table.arrow()
        self._sink = _Sink()
        self._writer = pq.ParquetWriter(
            pa.PythonFile(self._sink, mode="w"), self._schema, compression="zstd", compression_level=3,
            version="2.6", data_page_version="1.0", use_dictionary=True, write_statistics=True,
        )  # fmt: skip
        self._held: list[dict[str, Any]] = []

    def rows(self, rows: Sequence[Any]) -> bytes:
        """Whole row groups; the rest is held back."""
        self._held += rows
        while len(self._held) >= ROW_GROUP:
            self._write(self._held[:ROW_GROUP])
            del self._held[:ROW_GROUP]
        return self._sink.taken()

    def end(self) -> bytes:
        """The last row group and the footer."""
        if self._held:
            self._write(self._held)
        self._writer.close()
        return self._sink.taken()

    def _write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        names = self._table.kinds
        cells = {name: [self._table.cell(name, row.get(name)) for row in rows] for name in names}
        self._writer.write_table(pa.Table.from_pydict(cells, schema=self._schema), row_group_size=ROW_GROUP)


class _Sink(io.RawIOBase):
    """A file that hands over what was written since last time."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._position += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Everything since the last call."""
        everything = b"".join(self._pieces)
        self._pieces.clear()
        return everything
