"""Statements whose outcome nobody waits for go along with the next one: a round trip less for each.

PostgreSQL does what stands in a `with` clause and the statement below it at once, in one snapshot and in no order. So
what is put beside a statement must not be read by it, nor change a row that it changes: an entry of the log, an event,
the rows of an answer. Nothing is put off beyond the transaction, and nothing fails more quietly: whatever
is wrong with it is wrong with the statement that it went along with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

ALONE = "select"
"""A statement that carries, and does nothing else."""

_CARRIES = re.compile(r"\s*(?:(?P<others>with)\b(?!\s+recursive\b)|select\b|insert\b|update\b|delete\b)")
_ARGUMENT = re.compile(r"\$(\d+)")


class Beside(NamedTuple):
    """Statements over the same arguments, each used by one of them; none begins with `with`."""

    statements: tuple[str, ...]
    args: tuple[object, ...]


def carries(sql: str, args: Sequence[object]) -> bool:
    """Whether a statement can take others along: one that reads or writes rows. Several in one text cannot."""
    return _CARRIES.match(sql) is not None and (bool(args) or ";" not in sql)


def together(waiting: Sequence[Beside], sql: str, args: Sequence[object]) -> tuple[str, tuple[object, ...]]:
    """One statement that does all that waits and answers as `sql`, with its arguments. `sql` must carry."""
    values = tuple(args)
    parts = []
    for each in waiting:
        parts.append((len(values), each.statements))
        values += each.args
    return _joined(tuple(parts), sql), values


@lru_cache(maxsize=1024)
def _joined(parts: tuple[tuple[int, tuple[str, ...]], ...], sql: str) -> str:
    texts = [_shifted(statement, by) for by, statements in parts for statement in statements]
    along = ", ".join(f"beside_{number} as ({text})" for number, text in enumerate(texts))
    carrier = _CARRIES.match(sql)
    assert carrier is not None
    return f"with {along}, {sql[carrier.end() :]}" if carrier["others"] else f"with {along} {sql}"


def _shifted(statement: str, by: int) -> str:
    return _ARGUMENT.sub(lambda found: f"${int(found[1]) + by}", statement)
