"""Edges of the tests, in words: `stake("Meta", "Scale", 49)`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid5

from armslength.vendors.model import Edge, EdgeState, EdgeType
from armslength.vendors.rules.graph import Graph, When
from armslength.vendors.rules.influence import Influence

NOW = datetime(2026, 3, 1, tzinfo=UTC)
_numbers = count(1)


def party(name: str) -> UUID:
    """The same name is the same party."""
    return uuid5(UUID(int=1), name)


def stake(
    holder: str, held: str, percent: float | None = None, kind: EdgeType = "shareholding", *,
    least: float | None = None, state: EdgeState = "closed", valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> Edge:  # fmt: skip
    """`percent` None: unknown; `least`: the lower end of a range."""
    high = 10_000 if percent is None else round(percent * 100)
    low = (0 if percent is None else high) if least is None else round(least * 100)
    return Edge(UUID(int=next(_numbers)), party(holder), party(held), kind, low, high, state, valid_from, valid_until)


def influence(
    edges: Iterable[Edge], *, people: Iterable[str] = (), threshold: int = 1000, when: When = "closed",
    at: datetime = NOW,
) -> Influence:  # fmt: skip
    """Influence over these edges."""
    return Influence(Graph(edges, {party(name) for name in people}, at, when), threshold)
