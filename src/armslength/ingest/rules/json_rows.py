"""JSON Lines, one JSON list of objects, or objects one after the other: read object by object, in constant memory."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from armslength.ingest.errors import UnreadableFile
from armslength.ingest.model import BadRow, Row
from armslength.ingest.rules.lines import BOM, check_text, lines

READ_BYTES = 256 * 1024
_OUTSIDE = re.compile(rb'["\[\]{},]')
_INSIDE = re.compile(rb'(?:[^"\\]++|\\.)*+"', re.DOTALL)
_HIGH, _LOW = rb"\\u[dD][89abAB][0-9a-fA-F]{2}", rb"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALF = re.compile(rb"(?<!\\)(?:" + _HIGH + rb"(?!" + _LOW + rb")|(?<!" + _HIGH + rb")" + _LOW + rb")")
_PLACE = re.compile(r" \(byte (\d+)\)$")
_decode = msgspec.json.Decoder().decode


def jsonl_rows(file: BinaryIO, row_bytes: int, skip: int) -> Iterator[Row | BadRow]:
    """One object per line; blank lines do not count as rows. The first `skip` rows are passed over."""
    for number, line in lines(file, row_bytes):
        if line is not None and not line.strip():
            continue
        if skip:
            skip -= 1
            continue
        yield too_long(number, row_bytes) if line is None else read_object(number, line)


def json_rows(file: BinaryIO, row_bytes: int, skip: int) -> Iterator[Row | BadRow]:
    """The objects of one JSON list, or one object after the other. The first `skip` are passed over."""
    scan = _Scan(file, row_bytes)
    _open(scan)
    for number, element in _objects(scan) if scan.bare else _elements(scan):
        if skip:
            skip -= 1
            continue
        yield too_long(number, row_bytes) if element is None else read_object(number, element.lstrip())


def too_long(line: int, row_bytes: int) -> BadRow:
    """What is said of a row beyond the limit."""
    return BadRow(line, f"The row is longer than {row_bytes:,} bytes.")


def read_object(line: int, raw: bytes) -> Row | BadRow:
    """The row in these bytes, or why there is none."""
    try:
        value = _decode(raw)
    except UnicodeDecodeError:
        return BadRow(line, _not_utf8(raw))
    except RecursionError:
        return BadRow(line, "The row is nested too deeply.")
    except msgspec.MsgspecError as error:
        return BadRow(line, _not_json(raw, str(error)))
    if isinstance(value, str):  # a file of bare prompts: one column
        return Row(line, {"text": value})
    if not isinstance(value, dict):
        return BadRow(line, f'The row is {_kind(value)}; it must be an object such as {{"prompt": "…"}}.')
    return Row(line, value)


def _kind(value: Any) -> str:
    return {list: "a list", bool: "true or false", int: "a number", float: "a number"}.get(type(value), "null")


def _not_utf8(raw: bytes) -> str:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        where = f"Byte {error.start + 1} of the row (0x{byte:02x})"
        return f"{where} is not UTF-8: the file looks like Latin-1; save it as UTF-8."
    return "The row is not UTF-8."


def _not_json(raw: bytes, said: str) -> str:
    if re.search(rb"\b-?(?:NaN|Infinity)\b", raw):
        return "The row is not JSON: it says NaN or Infinity; write null instead."
    if half := _HALF.search(raw):
        told = half.group().decode()
        return f"The row is not JSON: {told} is half of a character, as where a text was cut; write the whole one."
    if said == "Input data was truncated":
        return "The row is not JSON: it ends too early."
    place = _PLACE.search(said)
    where = f", near byte {int(place.group(1)) + 1} of the row" if place else ""
    what = _PLACE.sub("", said).removeprefix("JSON is malformed: ")
    return f"The row is not JSON: {what}{where}."


class _Scan:
    """Where we are in a list: the bytes at hand, the start of the element, how deep, inside a string or not."""

    def __init__(self, file: BinaryIO, row_bytes: int) -> None:
        self.file = file
        self.limit = row_bytes
        self.held = b""
        self.start = self.at = 0
        self.depth = 0
        self.in_string = False
        self.dropped_at = 0
        self.line = 1
        self.bare = False
        """The elements stand in no list: each ends with its own bracket."""

    def more(self) -> bool:
        """Read on; what belongs to no open element, or to one beyond the limit, is let go."""
        if self.at - self.start > self.limit:
            self.dropped_at = self.dropped_at or self._first_line(self.held[self.start : self.at])
            self.line += self.held.count(b"\n", self.start, self.at)
            self.start = self.at
        data = self.file.read(READ_BYTES)
        self.held = self.held[self.start :] + data
        self.at -= self.start
        self.start = 0
        return bool(data)

    def take(self, end: int) -> tuple[int, bytes | None]:
        """The element that ends at `end`, with the line on which it begins; None when it was too long."""
        element = self.held[self.start : end + self.bare]
        number = self.dropped_at or self._first_line(element)
        too_long = self.dropped_at > 0 or len(element) > self.limit
        self.line += element.count(b"\n")
        self.start = end + 1
        self.dropped_at = 0
        return number, None if too_long else element

    def _first_line(self, element: bytes) -> int:
        return self.line + element.count(b"\n", 0, len(element) - len(element.lstrip()))

    def next_end(self) -> int | None:
        """Go on to the end of the element: the place of its comma or of the list's bracket, or (in no list) of its own
        bracket; None when bytes ran out."""
        while True:
            if self.in_string and not self._leave_string():
                return None
            found = _OUTSIDE.search(self.held, self.at)
            if found is None:
                self.at = len(self.held)
                return None
            self.at = found.end()
            if self._step(found.group()):
                return found.start()

    def _step(self, mark: bytes) -> bool:
        if mark == b'"':
            self.in_string = True
        elif mark in b"[{":
            self.depth += 1
        elif mark in b"]}":
            self.depth -= 1
            return self.depth <= 0 if self.bare else self.depth < 0
        else:
            return self.depth == 0 and not self.bare
        return False

    def _leave_string(self) -> bool:
        found = _INSIDE.match(self.held, self.at)
        if found is not None:
            self.at, self.in_string = found.end(), False
            return True
        slashes = len(self.held) - len(self.held.rstrip(b"\\"))
        self.at = max(self.at, len(self.held) - slashes % 2)
        return False


def _objects(scan: _Scan) -> Iterator[tuple[int, bytes | None]]:
    while True:
        end = scan.next_end()
        if end is not None:
            scan.depth = 0  # after a bracket too many the next object is one again
            yield scan.take(end)
        elif not scan.more():
            break
    if scan.depth or scan.held[scan.start :].strip():
        raise UnreadableFile(f"The file ends in the middle of an object, at line {scan.line}: it was cut off.")


def _elements(scan: _Scan) -> Iterator[tuple[int, bytes | None]]:
    while True:
        end = scan.next_end()
        if end is None:
            if not scan.more():
                raise UnreadableFile(f"The file ends in the middle of its list, at line {scan.line}: it was cut off.")
            continue
        closed = scan.depth < 0
        number, element = scan.take(end)
        if element is None or element.strip() or not closed:
            yield number, element
        if closed:
            break
    _close_list(scan)


def _open(scan: _Scan) -> None:
    scan.more()
    check_text(scan.held)
    scan.held = scan.held.removeprefix(BOM)
    head = scan.held.lstrip()
    scan.bare = head.startswith(b"{")
    if not scan.bare and not head.startswith(b"["):
        raise UnreadableFile("The file holds neither a list of objects nor objects one after the other.")
    opening = len(scan.held) - len(head)
    scan.line += scan.held.count(b"\n", 0, opening)
    scan.start = scan.at = opening if scan.bare else opening + 1


def _close_list(scan: _Scan) -> None:
    rest = scan.held[scan.start :]
    while not rest.strip():
        rest = scan.file.read(READ_BYTES)
        if not rest:
            return
    raise UnreadableFile(f"There is something after the end of the list, at line {scan.line}.")
