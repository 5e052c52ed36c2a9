"""A made-up register shaped like real ones: corporate groups, their owners, funds with a little of much, directors."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from uuid import UUID

from armslength.vendors.model import WHOLE, Edge, EdgeType


@dataclass
class MadeUp:
    """Edges, who of the parties are people, and which are firms."""

    edges: list[Edge] = field(default_factory=list)
    people: set[UUID] = field(default_factory=set)
    firms: list[UUID] = field(default_factory=list)


def made_up(parties: int, edges: int, seed: int) -> MadeUp:
    """So many parties and edges: 15 % people, some funds, firms in groups of six on average, owned by people."""
    draw = random.Random(seed)
    ids = [UUID(int=draw.getrandbits(128)) for _ in range(parties)]
    people, funds = ids[: parties * 15 // 100], ids[parties * 15 // 100 :][: parties // 150]
    made = MadeUp(people=set(people), firms=ids[len(people) + len(funds) :])
    room: dict[UUID, int] = {}

    def hold(holder: UUID, held: UUID, bp: int, kind: EdgeType = "shareholding") -> None:
        if kind == "shareholding":
            bp = min(bp, room.get(held, WHOLE))
            room[held] = room.get(held, WHOLE) - bp
        if bp > 0 and holder != held:
            made.edges.append(Edge(UUID(int=draw.getrandbits(128)), holder, held, kind, bp, bp, "closed"))

    roots = _groups(made.firms, draw, hold)
    for root in roots:
        for _ in range(draw.randint(1, 3)):
            hold(draw.choice(people), root, draw.choice([1000, 2000, 2500, 5100]))
    while len(made.edges) < edges:
        kind = draw.random()
        if kind < 0.5:
            hold(draw.choice(funds), draw.choice(roots), draw.randint(20, 600))
        elif kind < 0.55:
            hold(draw.choice(roots), draw.choice(roots), draw.choice([300, 500, 1000, 2500]))
        elif kind < 0.6:
            hold(draw.choice(made.firms), draw.choice(made.firms), draw.choice([100, 500, 1000]))
        else:
            hold(draw.choice(people), draw.choice(made.firms), WHOLE, "boardMember")
    return made


def _groups(firms: list[UUID], draw: random.Random, hold: object) -> list[UUID]:
    """Each firm but the first of a group is held by one a little above it; returns the firsts."""
    assert callable(hold)
    roots: list[UUID] = []
    at = 0
    while at < len(firms):
        group = firms[at : at + 1 + int(draw.expovariate(1 / 6))]
        at += len(group)
        roots.append(group[0])
        for place, member in enumerate(group[1:], 1):
            hold(group[draw.randrange(max(0, place - 4), place)], member, draw.choice([5100, 7500, 10_000, 10_000]))
    return roots
