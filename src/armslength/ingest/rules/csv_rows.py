"""CSV: read row by row, in constant memory. Cells stay the text they are (formulas too)."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from armslength.ingest.errors import UnreadableFile
from armslength.ingest.model import BadRow, Row
from armslength.ingest.rules.lines import lines

SEPARATORS = ",;\t|"
_OPEN = "A quotation mark is not closed: everything behind it would be one cell."


class _Lines:
    """The file's lines as text. Bytes that are not UTF-8 become lone surrogates, told row by row later."""

    def __init__(self, file: BinaryIO, row_bytes: int) -> None:
        self._lines = lines(file, row_bytes)
        self.number = 0
        self._ended = False

    def ended(self) -> bool:
        """Whether a line was wanted beyond the last one."""
        return self._ended

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        self.number, line = next(self._lines, (self.number, b""))
        if line == b"":
            self._ended = True
            raise StopIteration
        if line is None:
            raise csv.Error("a line is too long")
        return line.decode("utf-8", "surrogateescape")


def csv_rows(file: BinaryIO, row_bytes: int, skip: int) -> Iterator[Row | BadRow]:
    """Rows below the header. The first `skip` are passed over."""
    csv.field_size_limit(row_bytes)  # the module's only limit, and the whole process's: always the same setting
    source = _Lines(file, row_bytes)
    try:
        header_line = next(source, "")
        separator = _separator(header_line)
        bare = separator == "\t" and is_marked(header_line.split("\t"))
        again = _Again(header_line, source)
        reader = csv.reader(again, delimiter=separator, quoting=csv.QUOTE_NONE if bare else csv.QUOTE_MINIMAL)
        cells = next(reader, [])
        header = _header(cells[:-1] if bare and cells[-1].startswith("#") else cells)
    except csv.Error as error:
        raise UnreadableFile(f"The header cannot be read. {_plain(str(error), row_bytes)}") from None
    if source.ended():
        raise UnreadableFile(f"The header cannot be read. {_OPEN}")
    while True:
        line = source.number + 1
        found: list[str] | None
        try:
            found = next(reader)
            if source.ended():  # what looks like a row is the rest of the file
                found, reason = None, _OPEN
        except StopIteration:
            return
        except csv.Error as error:
            found = None
            reason = _plain(str(error), row_bytes)
        if found == []:
            continue
        if skip:
            skip -= 1
        else:
            yield BadRow(line, reason) if found is None else _row(line, header, found)


def is_marked(columns: Sequence[str]) -> bool:
    """Whether rows are marked errors (MQM of the WMT): of several of them in one text, the text is one item. Such
    tables have tabs and no quotes: a text may begin with a quotation mark; and the header may end with a `# note`."""
    return {plain(column) for column in columns} >= {"rater", "category", "severity", "source", "target"}


def plain(name: str) -> str:
    """A column's name for comparing: letters and digits alone, capitals aside."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


class _Again:
    """A source with its first line given back."""

    def __init__(self, first: str, rest: _Lines) -> None:
        self._first: str | None = first
        self._rest = rest

    def __iter__(self) -> "_Again":
        return self

    def __next__(self) -> str:
        first, self._first = self._first, None
        return next(self._rest) if first is None else first


def _separator(line: str) -> str:
    return max(SEPARATORS, key=line.count)


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip() or f"column_{index}" for index, cell in enumerate(cells, 1)]
    if not any(cell.strip() for cell in cells):
        raise UnreadableFile("The file is empty: its first line must name the columns.")
    if any(_broken(name) for name in names):
        raise UnreadableFile("The names of the columns are not UTF-8: the file looks like Latin-1; save it as UTF-8.")
    return _told_apart(names)


def _told_apart(names: list[str]) -> list[str]:
    """A second column of the same name is numbered: real tables have such headers."""
    found: list[str] = []
    for name in names:
        number, unique = 1, name
        while unique in found or (number > 1 and unique in names):
            number += 1
            unique = f"{name}_{number}"
        found.append(unique)
    return found


def _row(line: int, header: list[str], cells: list[str]) -> Row | BadRow:
    if len(cells) != len(header):
        return BadRow(line, f"The row has {len(cells)} cells; the header has {len(header)}.")
    for name, cell in zip(header, cells, strict=True):
        if not cell.isascii() and _broken(cell):
            return BadRow(line, f"Column {name!r} is not UTF-8: the file looks like Latin-1; save it as UTF-8.")
    return Row(line, {name: cell or None for name, cell in zip(header, cells, strict=True)})


def _broken(text: str) -> bool:
    return any("\udc80" <= char <= "\udcff" for char in text)


def _plain(said: str, row_bytes: int) -> str:
    if "field larger than" in said:
        return f"A cell is longer than {row_bytes:,} characters: perhaps a quotation mark is not closed."
    if "too long" in said:
        return f"The row is longer than {row_bytes:,} bytes."
    if "new-line character" in said:
        return "The row holds a bare carriage return: save the file with ordinary line ends."
    return f"The row is not CSV: {said}."
