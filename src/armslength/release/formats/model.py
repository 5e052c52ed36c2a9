"""What a format can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from armslength.questions.model import LabelSchema
from armslength.release.model import Dropped, Plan, Recipe, Record, Row, WrittenFile


class Encoder(Protocol):
    """Turns rows into the bytes of one file, as they come."""

    def rows(self, rows: Sequence[Any]) -> bytes:
        """The bytes of some more rows (some may be held back)."""
        ...

    def end(self) -> bytes:
        """The rest of the file."""
        ...


class Columns(Protocol):
    """Learns from a first pass over all rows what the file must declare at its beginning."""

    def learn(self, row: Any) -> None:
        """Look at one row."""
        ...


class Format(Protocol):
    """An export format. Stateless; every method is pure.

    extension   of its files
    max_rows    rows per file where one file cannot grow without end
    verbatim    its rows are the records, byte for byte as they were frozen: `rows` is not asked
    """

    id: str
    title: str
    summary: str
    extension: str
    max_rows: int | None
    verbatim: bool

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """Why this format cannot hold what is asked; None when it can."""
        ...

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """What becomes of one record; nothing is left out without a reason."""
        ...

    def columns(self) -> Columns | None:
        """Something to learn from all rows before the first is written; None when there is no need."""
        ...

    def encoder(self, columns: Columns | None) -> Encoder:
        """A new file."""
        ...

    def file_name(self, part: str, split: str | None, shard: int) -> str:
        """The name of a file: letters, digits, hyphens and dots only."""
        ...

    def companions(
        self, files: Sequence[WrittenFile], plan: Plan, facts: Mapping[str, Any]
    ) -> Iterable[tuple[str, bytes]]:
        """Small files that go beside the rows, such as a card. `facts` is the release's manifest."""
        ...


class RowFormat:
    """What most formats do."""

    id = ""
    title = ""
    summary = ""
    extension = "jsonl"
    max_rows: int | None = None
    verbatim = False

    def columns(self) -> Columns | None:
        """Nothing to learn."""
        return None

    def file_name(self, part: str, split: str | None, shard: int) -> str:
        """`<format>-<part>-<split>-<shard>.<extension>`, without what there is none of; plain formats hold `data`."""
        names = [
            "data" if self.id == self.extension else self.id,
            part,
            split or "",
            f"{shard + 1:04}" if self.max_rows else "",
        ]
        return "-".join(name for name in names if name) + f".{self.extension}"

    def companions(
        self, files: Sequence[WrittenFile], plan: Plan, facts: Mapping[str, Any]
    ) -> Iterable[tuple[str, bytes]]:
        """None."""
        return ()
