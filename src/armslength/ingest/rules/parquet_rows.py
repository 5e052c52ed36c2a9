"""Parquet: read batch by batch; memory is bounded by one row group."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from armslength.ingest.errors import UnreadableFile
from armslength.ingest.model import BadRow, Row

BATCH_ROWS = 1_000
BUFFER_BYTES = 1024 * 1024


def parquet_rows(file: BinaryIO, row_group_bytes: int, skip: int) -> Iterator[Row | BadRow]:
    """Rows of the table; whole row groups within the first `skip` are not read at all."""
    try:
        table = pq.ParquetFile(file, pre_buffer=False, buffer_size=BUFFER_BYTES)
        groups, first = _wanted_groups(table, row_group_bytes, skip)
        number = first
        for batch in table.iter_batches(batch_size=BATCH_ROWS, row_groups=groups):
            for values in batch.to_pylist():
                number += 1
                if number > skip:
                    yield _row(number, values)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableFile(f"The file is not a Parquet file that can be read: {_short(error)}") from None


def parquet_shape(file: BinaryIO) -> tuple[int, list[str]]:
    """(rows, columns) from the footer."""
    try:
        table = pq.ParquetFile(file, pre_buffer=False)
        return table.metadata.num_rows, list(table.schema_arrow.names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableFile(f"The file is not a Parquet file that can be read: {_short(error)}") from None


def _wanted_groups(table: Any, row_group_bytes: int, skip: int) -> tuple[list[int], int]:
    metadata, passed = table.metadata, 0
    groups: list[int] = []
    for index in range(metadata.num_row_groups):
        group = metadata.row_group(index)
        if group.total_byte_size > row_group_bytes:
            raise UnreadableFile(
                f"Row group {index + 1} holds {group.total_byte_size:,} bytes, more than the {row_group_bytes:,}"
                " allowed: write the file with smaller row groups."
            )
        if groups or passed + group.num_rows > skip:
            groups.append(index)
        else:
            passed += group.num_rows
    return groups, passed


def _row(number: int, values: dict[str, Any]) -> Row | BadRow:
    try:
        # Dates, decimals and the like become the text they are written as; bytes stay bytes and are refused by fields.
        return Row(number, msgspec.to_builtins(values, builtin_types=(bytes,)))
    except (TypeError, ValueError, RecursionError) as error:
        return BadRow(number, f"The row holds a value that is not JSON: {_short(error)}")


def _short(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 200 else f"{text[:200]}…"
