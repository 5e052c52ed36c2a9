"""Answers from CSV and Parquet files; every complaint names the file, the line and the column."""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal, TypeVar

from armslength_quality.agreement.krippendorff import Scale
from armslength_quality.answers import Answers
from armslength_quality.errors import BadTable
from armslength_quality.truth.comparisons import Comparisons
from armslength_quality.truth.label_sets import LabelSets
from armslength_quality.truth.texts import Texts

T = TypeVar("T")

Row = tuple[Hashable, Hashable, Hashable]
Repeated = Literal["refuse", "first", "last"]


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a file are called; `worker` is None in a file of known truths."""

    item: str = "item"
    worker: str | None = "worker"
    label: str = "label"

    @property
    def names(self) -> list[str]:
        """The columns to read, in the order item, worker, label."""
        return [name for name in (self.item, self.worker, self.label) if name is not None]


@dataclass(frozen=True, slots=True)
class PairColumns:
    """What the columns of a file of comparisons are called."""

    worker: str = "worker"
    left: str = "left"
    right: str = "right"
    label: str = "label"

    @property
    def names(self) -> list[str]:
        """The columns to read."""
        return [self.worker, self.left, self.right, self.label]


@dataclass(frozen=True, slots=True)
class FeatureColumns:
    """What the columns of a file about items are called."""

    item: str
    features: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The columns to read."""
        return [self.item, *self.features]


def read_features(path: Path, columns: FeatureColumns) -> dict[Hashable, dict[str, str]]:
    """item -> feature -> its text, from a file with one item per row. Raises BadTable as `read_answers`."""
    found: dict[Hashable, dict[str, str]] = {}
    for line, (item, *cells) in _cells(path, columns):
        if item in found:
            raise BadTable(f"{_Place(path, line, columns.item)}: item {item!r} was named before.")
        found[item] = dict(zip(columns.features, cells, strict=True))
    return found


def read_comparisons(path: Path, columns: PairColumns | None = None, *, tie: str = "tie") -> Comparisons:
    """A table of comparisons from a file whose name ends in .csv, .csv.gz or .parquet.

    The label names the winner as `left` or `right` does, or is `tie`. Raises BadTable, which names the file, the line
    and the column.
    """
    columns = columns or PairColumns()
    rows: list[tuple[Hashable, Hashable, Hashable, Hashable | None]] = []
    for line, (worker, left, right, label) in _cells(path, columns):
        if left == right:
            raise BadTable(f"{_Place(path, line, columns.right)}: {right!r} is compared with itself.")
        if label not in (left, right, tie):
            text = f"{label!r} is neither {left!r} nor {right!r} nor {tie!r}"
            raise BadTable(f"{_Place(path, line, columns.label)}: {text}.")
        rows.append((worker, left, right, None if label == tie else label))
    if not rows:
        raise BadTable(f"{path}: there is no comparison in it.")
    return Comparisons.from_rows(rows)


def read_answers(
    path: Path, columns: Columns | None = None, *, scale: Scale = "nominal", order: Sequence[str] | None = None,
    repeated: Repeated = "refuse",
) -> Answers:  # fmt: skip
    """A table of answers from a file whose name ends in .csv, .csv.gz or .parquet.

    scale      interval and ratio want numbers; so does ordinal, unless `order` says the labels from least to most
    order      the labels there may be, in their order
    repeated   which answer stands where one worker answers an item again; one that repeats is refused by default

    Labels that are all numbers are sorted as such, others by their text. Raises BadTable, which names the file, the
    line and the column: a missing column, an empty cell, a label that is no number or not in `order`, one worker twice
    on one item when that is refused. Parquet needs pyarrow.
    """
    columns = columns or Columns()
    numbers = scale in ("interval", "ratio") or (scale == "ordinal" and order is None)

    def read(place: _Place, label: str) -> Hashable:
        if order is not None and label not in order:
            raise BadTable(f"{place}: {label!r} is not in the order given.")
        return _number(place, label, scale) if numbers else label

    stands = _standing(path, columns, repeated, read)
    rows = [(item, worker, label) for (item, worker), label in stands.items()]
    return Answers.from_rows(rows, categories=order if order is not None else _sorted_labels(rows))


def read_texts(path: Path, columns: Columns | None = None, *, repeated: Repeated = "refuse") -> Texts:
    """A table of texts, where the label is one; an empty cell is an empty text. Raises BadTable as `read_answers`."""
    stands = _standing(path, columns or Columns(), repeated, lambda _, text: text, empty=True)
    return Texts.from_rows((item, worker, text) for (item, worker), text in stands.items())


def read_label_sets(
    path: Path, columns: Columns | None = None, *, separator: str = ";", repeated: Repeated = "refuse"
) -> LabelSets:
    """A table of sets of labels, where the label is several with `separator` between them; an empty cell is none of
    them. Everybody could give each label that is seen. Raises BadTable as `read_answers`.
    """
    stands = _standing(path, columns or Columns(), repeated, lambda _, cell: split_labels(cell, separator), empty=True)
    return LabelSets.from_rows((item, worker, labels) for (item, worker), labels in stands.items())


def split_labels(cell: str, separator: str) -> frozenset[str]:
    """The labels of a cell, without the blanks around them."""
    return frozenset(label.strip() for label in cell.split(separator) if label.strip())


def read_beside(
    path: Path, columns: Columns, column: str, *, repeated: Repeated = "refuse"
) -> dict[tuple[Hashable, Hashable], float]:
    """(item, worker) -> what stands in another column of the answer: a number, or a date as seconds since 1970 (UTC
    where it does not say). Raises BadTable as `read_answers`.
    """
    return _standing(path, Columns(columns.item, columns.worker, column), repeated, _moment)


def _standing(
    path: Path, columns: Columns, repeated: Repeated, read: Callable[[_Place, str], T], *, empty: bool = False
) -> dict[tuple[Hashable, Hashable], T]:
    """(item, worker) -> the answer that stands; `empty`: a cell without anything is an answer."""
    stands: dict[tuple[Hashable, Hashable], tuple[int, T]] = {}
    for line, (item, worker, label) in _cells(path, columns, may_be_empty=columns.label if empty else None):
        said = line, read(_Place(path, line, columns.label), label)
        earlier = stands.setdefault((item, worker), said)
        if earlier is not said and repeated == "refuse":
            text = f"{worker!r} answered item {item!r} before, in {_lines(path)} {earlier[0]}"
            raise BadTable(f"{_Place(path, line, str(columns.worker))}: {text}; say which of the two stands.")
        if repeated == "last":
            stands[item, worker] = said
    if not stands:
        raise BadTable(f"{path}: there is no answer in it.")
    return {answer: value for answer, (_, value) in stands.items()}


def read_gold(path: Path, columns: Columns | None = None, *, numbers: bool = False) -> dict[Hashable, Any]:
    """Known truths from a file with an item and a label column, as text or as `numbers`. Raises BadTable as
    `read_answers`.
    """
    columns = Columns(columns.item, None, columns.label) if columns else Columns(worker=None)
    gold: dict[Hashable, Any] = {}
    for line, (item, label) in _cells(path, columns):
        if item in gold:
            raise BadTable(f"{_Place(path, line, columns.item)}: item {item!r} was named before.")
        gold[item] = _number(_Place(path, line, columns.label), label, "interval") if numbers else label
    return gold


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    line: int
    column: str

    def __str__(self) -> str:
        return f"{self.path}, {_lines(self.path)} {self.line}, column {self.column!r}"


def _lines(path: Path) -> str:
    return "row" if path.suffix == ".parquet" else "line"


def _cells(
    path: Path, columns: Columns | PairColumns | FeatureColumns, *, may_be_empty: str | None = None
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(line, cells of the wanted columns), none of them empty but those of the column that may be."""
    if not path.is_file():
        raise BadTable(f"{path}: there is no such file.")
    if path.suffix == ".parquet":
        lines = _parquet(path, columns)
    elif path.name.endswith((".csv", ".csv.gz")):
        lines = _csv(path, columns)
    else:
        raise BadTable(f"{path}: only .csv, .csv.gz and .parquet can be read.")
    for line, cells in lines:
        for name, cell in zip(columns.names, cells, strict=True):
            if cell == "" and name != may_be_empty:
                raise BadTable(f"{_Place(path, line, name)}: the cell is empty; leave out answers that are missing.")
        yield line, cells


def _csv(path: Path, columns: Columns | PairColumns | FeatureColumns) -> Iterator[tuple[int, tuple[str, ...]]]:
    with _opened(path) as file:
        reader = csv.reader(file, strict=True)
        try:
            header = next(reader, [])
            wanted = _places(path, header, columns)
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(header):
                    text = f"{len(cells)} cells, and {len(header)} columns in the first line"
                    raise BadTable(f"{path}, line {reader.line_num}: {text}.")
                yield reader.line_num, tuple(cells[place].strip() for place in wanted)
        except csv.Error as error:
            raise BadTable(f"{path}, line {reader.line_num}: this is not CSV: {error}.")
        except UnicodeDecodeError:
            raise BadTable(f"{path}, after line {reader.line_num}: the text is not UTF-8.")
        except (OSError, EOFError) as error:
            raise BadTable(f"{path}, after line {reader.line_num}: it cannot be read: {error}.")


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _parquet(path: Path, columns: Columns | PairColumns | FeatureColumns) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise BadTable(f"{path}: reading Parquet needs pyarrow: pip install 'armslength-quality[parquet]'.")
    try:
        file = parquet.ParquetFile(path)
        _places(path, file.schema_arrow.names, columns)
        line = 0
        for batch in file.iter_batches(columns=columns.names):
            for cells in zip(*(batch.column(name).to_pylist() for name in columns.names), strict=True):
                line += 1
                yield line, tuple(_text(cell) for cell in cells)
    except ArrowException as error:
        raise BadTable(f"{path}: it cannot be read as Parquet: {error}.")


def _text(cell: Any) -> str:
    """As CSV would have it: a missing value is empty, a whole number has no point."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _places(path: Path, header: Sequence[str], columns: Columns | PairColumns | FeatureColumns) -> list[int]:
    names = [name.strip() for name in header]
    for name in columns.names:
        if names.count(name) != 1:
            there = f"it has {', '.join(map(repr, names)) or 'none'}"
            problem = "there is no such column" if name not in names else "there are several such columns"
            raise BadTable(f"{path}, line 1, column {name!r}: {problem}; {there}.")
    return [names.index(name) for name in columns.names]


def _number(place: _Place, label: str, scale: Scale) -> float:
    try:
        value = float(label)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        other = " or the labels in their order (--order)" if scale == "ordinal" else ""
        raise BadTable(f"{place}: {label!r} is not a number; the {scale} scale wants numbers{other}.")
    return value


def _moment(place: _Place, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = _seconds(text)
    if not math.isfinite(value):
        raise BadTable(f"{place}: {text!r} is neither a number nor a date like 2026-01-31T12:00:00Z.")
    return value


def _seconds(text: str) -> float:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return math.nan
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def _sorted_labels(rows: Sequence[Row]) -> list[Hashable]:
    labels = {label for _, _, label in rows}
    try:
        return sorted(labels, key=lambda label: (float(label), str(label)))  # type: ignore[arg-type]  # caught
    except (TypeError, ValueError):
        return sorted(labels, key=str)
