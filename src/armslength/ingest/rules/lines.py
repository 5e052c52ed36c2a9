"""Lines of a file, in constant memory however long one of them is."""

from collections.abc import Iterator
from typing import BinaryIO

from armslength.ingest.errors import UnreadableFile

BOM = b"\xef\xbb\xbf"
_WIDE = "The file is UTF-16. Save it as UTF-8 and import it again."
_OTHERS = {
    b"\xff\xfe": _WIDE,
    b"\xfe\xff": _WIDE,
    b"PK\x03\x04": "The file is a ZIP archive or an Excel workbook. Unpack it, or save the sheet as CSV.",
    b"PAR1": "The file is a Parquet file. Give its format as parquet.",
    b"\xd0\xcf\x11\xe0": "The file is an old Excel workbook. Save the sheet as CSV.",
    b"%PDF": "The file is a PDF.",
}


def check_text(head: bytes) -> None:
    """Raise UnreadableFile when the first bytes are those of something that is not UTF-8 text."""
    for magic, sentence in _OTHERS.items():
        if head.startswith(magic):
            raise UnreadableFile(sentence)
    first = head[:64]
    if len(first) > 1 and 3 * first.count(0) >= len(first):  # nothing says so at its beginning
        raise UnreadableFile(_WIDE)


def lines(file: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """(number from 1, line without byte-order mark); None for a line of more than `limit` bytes, which is skipped."""
    number = 0
    while line := file.readline(limit + 1):
        number += 1
        if number == 1:
            check_text(line)
            line = line.removeprefix(BOM)
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_line(file, limit)
            yield number, None
        else:
            yield number, line


def _skip_line(file: BinaryIO, limit: int) -> None:
    while (rest := file.readline(limit)) and not rest.endswith(b"\n"):
        pass
