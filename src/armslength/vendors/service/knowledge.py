"""What one tenant knows of ownership: the register's edges and its own, over one name for each party."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.vendors.model import Edge, OnAnnounced, Profile
from armslength.vendors.repository import conflicts, ownership
from armslength.vendors.rules.graph import Graph, When
from armslength.vendors.rules.influence import Influence

PROFILES: Mapping[Profile, int] = {"default": 1000, "government": 500}
"""The share from which influence counts, in bp, by profile; a tenant may say less, never more."""


@dataclass(frozen=True, slots=True)
class Strictness:
    """How strict a tenant is."""

    profile: Profile = "default"
    threshold_bp: int = PROFILES["default"]
    on_announced: OnAnnounced = "pause"


@dataclass(slots=True)
class Register:
    """The register, read once; influence over it alone is shared by the tenants who know nothing more."""

    edges: list[Edge]
    people: set[UUID]
    at: datetime
    _influence: dict[tuple[int, When], Influence] = field(default_factory=dict)

    def influence(self, threshold_bp: int, when: When) -> Influence:
        """Influence over the register's edges."""
        if when == "announced" and not something_to_come(self.edges, self.at):
            when = "closed"
        known = self._influence.get((threshold_bp, when))
        if known is None:
            graph = Graph(self.edges, self.people, self.at, when)
            known = self._influence[threshold_bp, when] = Influence(graph, threshold_bp)
        return known


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor and the party it is: as the operator says (`confirmed`), else as the tenant says, else itself."""

    id: UUID
    name: str
    party: UUID
    confirmed: UUID | None


@dataclass(slots=True)
class Knowledge:
    """What one tenant knows, at one moment. Parties are those of the register wherever the tenant's records say so."""

    register: Register
    own_edges: list[Edge]
    own_people: set[UUID]
    same_as: dict[UUID, UUID]
    strictness: Strictness
    vendors: list[Vendor]
    rivals: list[UUID]
    _influence: dict[When, Influence] = field(default_factory=dict)

    @property
    def edges(self) -> list[Edge]:
        """The register's edges and the tenant's own."""
        return self.register.edges + self.own_edges

    def influence(self, when: When) -> Influence:
        """Influence as this tenant sees it."""
        if not self.own_edges:
            return self.register.influence(self.strictness.threshold_bp, when)
        if when == "announced" and not something_to_come(self.edges, self.register.at):
            when = "closed"
        if when not in self._influence:
            self._influence[when] = self.supposing([], when)
        return self._influence[when]

    def supposing(self, more: Sequence[Edge], when: When) -> Influence:
        """Influence if there were these edges as well."""
        graph = Graph([*self.edges, *more], self.register.people | self.own_people, self.register.at, when)
        return Influence(graph, self.strictness.threshold_bp)


def something_to_come(edges: Iterable[Edge], at: datetime) -> bool:
    """Whether any edge would count later and does not count now."""
    return any(edge.state == "announced" or (edge.valid_from is not None and edge.valid_from > at) for edge in edges)


async def load_register(tx: Tx, at: datetime) -> Register:
    """Read the register. Inside a tenant or at the wall."""
    edges = [edge_of(row) for row in await ownership.register_edges(tx)]
    return Register(edges, await ownership.register_people(tx), at)


async def load(tx: Tx, register: Register) -> Knowledge:
    """Read what the transaction's tenant knows besides."""
    parties = await ownership.own_parties(tx)
    same_as = {row["id"]: row["register_id"] for row in parties if row["register_id"]}
    same_as |= await ownership.confirmed(tx)
    row = await conflicts.settings(tx)
    return Knowledge(
        register,
        [edge_of(row, same_as) for row in await ownership.own_edges(tx)],
        {same_as.get(row["id"], row["id"]) for row in parties if row["kind"] == "person"},
        same_as,
        Strictness(**dict(row)) if row else Strictness(),
        [Vendor(row["id"], row["name"], row["party"], row["confirmed"]) for row in await conflicts.vendors(tx)],
        [row["party"] for row in await conflicts.rivals(tx)],
    )


def edge_of(row: asyncpg.Record, same_as: Mapping[UUID, UUID] | None = None) -> Edge:
    """A stored edge; with `same_as` one of the tenant's own, its ends by the names they have in the register."""
    names = same_as or {}
    return Edge(
        row["id"], names.get(row["from_party"], row["from_party"]), names.get(row["to_party"], row["to_party"]),
        row["type"], row["min_bp"], row["max_bp"], row["state"], row["valid_from"], row["valid_until"],
        row["attested_at"], same_as is not None,
    )  # fmt: skip
