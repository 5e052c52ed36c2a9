"""Which format a file has, and its rows."""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

import msgspec

from armslength.ingest.errors import UnreadableFile
from armslength.ingest.model import BadRow, Format, Row
from armslength.ingest.rules.csv_rows import csv_rows
from armslength.ingest.rules.json_rows import json_rows, jsonl_rows
from armslength.ingest.rules.parquet_rows import parquet_rows
from armslength.ingest.settings import IngestSettings

GZIP = b"\x1f\x8b"
_ENDINGS: dict[str, Format] = {
    "jsonl": "jsonl", "ndjson": "jsonl", "json": "json", "csv": "csv", "tsv": "csv", "txt": "csv", "parquet": "parquet",
    "pq": "parquet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    row_bytes: int
    row_group_bytes: int
    unpacked_bytes: int

    @classmethod
    def of(cls, settings: IngestSettings, file_bytes: int) -> "Limits":
        """The limits for a file of that size."""
        unpacked = max(settings.unpack_free_bytes, settings.unpack_ratio * file_bytes)
        return cls(settings.row_bytes, settings.row_group_bytes, unpacked)


def guess_format(file_name: str) -> Format | None:
    """The format that a file's name says, a last `.gz` aside."""
    ending = file_name.lower().removesuffix(".gz").rpartition(".")[2]
    return _ENDINGS.get(ending)


def rows(file: BinaryIO, format: Format, limits: Limits, skip: int = 0) -> Iterator[Row | BadRow]:
    """The rows of an uploaded file, the first `skip` left out. Raises UnreadableFile when the file as a whole fails."""
    if format == "parquet":
        yield from parquet_rows(file, limits.row_group_bytes, skip)
        return
    text, is_list = _text(file, format, limits)
    read = csv_rows if format == "csv" else json_rows if is_list else jsonl_rows
    try:
        yield from read(text, limits.row_bytes, skip)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise UnreadableFile("The compressed file is damaged or was cut off.") from None


def _text(file: BinaryIO, format: Format, limits: Limits) -> tuple[BinaryIO, bool]:
    """The file unpacked, and whether it is a JSON list or objects over several lines (some call JSON Lines `.json`, and
    the other way round)."""
    text = _unpacked(file, limits.unpacked_bytes) if _peek(file).startswith(GZIP) else file
    try:
        head = _peek(text).removeprefix(b"\xef\xbb\xbf").lstrip()
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise UnreadableFile("The compressed file is damaged or was cut off.") from None
    return text, _is_list(head, format)


def _is_list(head: bytes, format: Format) -> bool:
    line, _, rest = head.partition(b"\n")
    if head.startswith(b"["):
        return not (rest.strip() and _is_json(line))  # else lines, the first of which happens to be a list
    if format == "jsonl":
        return line.strip() == b"{"
    return format == "json" and not (head.startswith(b"{") and (_is_json(line) or not rest))


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except (ValueError, RecursionError):
        return False
    return True


def _peek(file: BinaryIO) -> bytes:
    return cast(io.BufferedReader, file).peek(4096)


def _unpacked(file: BinaryIO, limit: int) -> BinaryIO:
    return io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=file, mode="rb"), limit), 1024 * 1024)


class _Bounded(io.RawIOBase):
    """Unpacks until the limit, then refuses: a small file may not unpack without end."""

    def __init__(self, source: gzip.GzipFile, limit: int) -> None:
        self._source = source
        self._left = limit

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """As RawIOBase has it."""
        view = memoryview(buffer)  # type: ignore[arg-type]  # whatever io hands us supports the buffer protocol
        data = self._source.read1(len(view))  # not `readinto`: of a cut archive it would lose what came before
        view[: len(data)] = data
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableFile("The compressed file unpacks to more than is allowed.")
        return len(data)
