# Generated from _async by generate_sync.py: edit there.
"""Files of one row a line, sent some rows at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol, TypeVar

from armslength_client.errors import ArmslengthClientError


class Added(Protocol):
    """What became of rows; each of the problems has the `line` it is about."""

    created: int
    unchanged: int
    problems: list[Any]


A = TypeVar("A", bound=Added)


def add_lines(
    path: Path, at_once: int, add: Callable[[list[dict[str, Any]]], A], total: A,
    on_progress: Callable[[int], None] | None,
) -> A:  # fmt: skip
    """Send a JSONL file to `add`, so many rows at once. What became of them is added to `total`, problems by the lines
    of the file; `on_progress` hears how many lines are done."""
    for first, rows in jsonl_chunks(path, at_once):
        added = add(rows)
        total.created += added.created
        total.unchanged += added.unchanged
        for problem in added.problems:
            problem.line += first - 1
        total.problems += added.problems
        if on_progress is not None:
            on_progress(first - 1 + len(rows))
    return total


def jsonl_chunks(path: Path, at_once: int) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Rows of a JSONL file, each chunk with the number of its first line."""
    rows: list[dict[str, Any]] = []
    number = 0
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ArmslengthClientError(f"Line {number} of {path} is not JSON: {error}") from error
            if not isinstance(row, dict):
                raise ArmslengthClientError(f"Line {number} of {path} is not an object.")
            rows.append(row)
            if len(rows) == at_once:
                yield number - len(rows) + 1, rows
                rows = []
    if rows:
        yield number - len(rows) + 1, rows
