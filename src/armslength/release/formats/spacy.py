"""spaCy's DocBin, written without spaCy.

A DocBin is zlib over msgpack: for each token the 64-bit ids of its text and entity label, a flag for the blank after
it, and once the strings themselves. Texts come back exactly, whatever blanks they hold. A DocBin is one piece, so a
file holds at most MAX_DOCUMENTS; spaCy reads a folder of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec
import numpy as np

from armslength.questions.model import LabelSchema
from armslength.release.formats import tokens
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.formats.spacy_symbols import NUMBERS
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

MAX_DOCUMENTS: Final = 2_000
_ORTH, _ENT_IOB, _ENT_TYPE = 65, 77, 78  # spaCy's numbers of these attributes
_IOB: Final = {"I": 1, "O": 2, "B": 3}


class Spacy(RowFormat):
    """`.spacy` files for `spacy train`; entities in `doc.ents`."""

    id = "spacy"
    title = "spaCy"
    summary = "DocBin files for spacy train, with the texts exactly as they were."
    extension = "spacy"
    max_rows: int | None = MAX_DOCUMENTS

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """Spans must be asked for."""
        return tokens.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per document."""
        for found in tokens.documents(record, plan):
            yield found if isinstance(found, Dropped) else Row(found)

    def encoder(self, columns: Columns | None) -> DocBin:
        """One DocBin."""
        return DocBin()


class DocBin:
    """Documents in spaCy's binary form."""

    def __init__(self) -> None:
        self._tokens: list[tuple[int, int, int]] = []
        self._spaces: list[bool] = []
        self._lengths: list[int] = []
        self._strings: set[str] = {""}

    def rows(self, rows: Sequence[tokens.Document]) -> bytes:
        """Nothing yet: a DocBin is one piece."""
        for document in rows:
            before = len(self._tokens)
            for text, space, tag in _words(document):
                mark, _, label = tag.partition("-")
                self._strings.update((text, label))
                self._tokens.append((id_of(text), _IOB[mark], id_of(label) if label else 0))
                self._spaces.append(space)
            self._lengths.append(len(self._tokens) - before)
        return b""

    def end(self) -> bytes:
        """The whole file."""
        count = len(self._lengths)
        packed = {
            "version": "0.1",
            "attrs": [_ORTH, _ENT_IOB, _ENT_TYPE],
            "tokens": np.array(self._tokens, dtype="<u8").tobytes(),
            "spaces": np.array(self._spaces, dtype=bool).tobytes(),
            "lengths": np.array(self._lengths, dtype="<i4").tobytes(),
            "strings": sorted(self._strings),
            "cats": [{}] * count,
            "flags": [{"has_unknown_spaces": False}] * count,
            "span_groups": [b""] * count,
        }
        return zlib.compress(msgspec.msgpack.encode(packed), 6)


def _words(document: tokens.Document) -> Iterator[tuple[str, bool, str]]:
    """(text, blank behind it, tag), such that together they are the document's text exactly.

    One blank behind a token is a flag on it; any other white space is a token of its own, within the entity around it.
    """
    text, place = document.text, 0
    bounds = [*document.tokens, (len(text), len(text))]
    if bounds[0][0] > 0:
        yield text[: bounds[0][0]], False, "O"
    for (start, end), (following, _), tag, after in zip(
        document.tokens, bounds[1:], document.tags, [*document.tags[1:], "O"], strict=True
    ):
        gap = text[end:following]
        blank = gap.startswith(" ")
        yield text[start:end], blank, tag
        if rest := gap[1:] if blank else gap:
            yield rest, False, after if after.startswith("I-") else "O"
        place = following
    assert place == len(text)


@lru_cache(maxsize=100_000)
def id_of(text: str) -> int:
    """spaCy's id of a string: its number among the symbols, else MurmurHash64A of its UTF-8 with seed 1."""
    if text in NUMBERS:
        return NUMBERS[text]
    data = text.encode()
    mask, m, r = (1 << 64) - 1, 0xC6A4A7935BD1E995, 47
    value = (1 ^ (len(data) * m)) & mask
    whole = len(data) // 8 * 8
    for place in range(0, whole, 8):
        k = int.from_bytes(data[place : place + 8], "little") * m & mask
        k = (k ^ (k >> r)) * m & mask
        value = (value ^ k) * m & mask
    if tail := data[whole:]:
        value = (value ^ int.from_bytes(tail, "little")) * m & mask
    value = (value ^ (value >> r)) * m & mask
    return value ^ (value >> r)
