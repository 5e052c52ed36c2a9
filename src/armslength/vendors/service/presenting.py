"""Ownership as people see it: parties, edges and paths with their names."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.vendors.model import Edge
from armslength.vendors.repository import ownership
from armslength.vendors.schemas.ownership import OwnershipEdge, Party, PathStep


def party_out(row: asyncpg.Record) -> Party:
    """A party of the register or of the tenant's own."""
    return Party(row["id"], row["kind"], row["name"], row["jurisdiction"], row["own"])


async def parties_by_id(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, Party]:
    """Those that the tenant knows."""
    return {party_id: party_out(row) for party_id, row in (await ownership.parties(tx, ids)).items()}


def known(parties: Mapping[UUID, Party], party_id: UUID) -> Party:
    """The party, or a nameless one where nothing is known of it any more."""
    return parties.get(party_id) or Party(party_id, "organization", "")


def edge_out(row: asyncpg.Record, parties: Mapping[UUID, Party]) -> OwnershipEdge:
    """An edge with its ends named."""
    names = (
        "id", "type", "min_bp", "max_bp", "state", "valid_from", "valid_until", "source", "details", "attested_at",
        "own", "version", "recorded_at",
    )  # fmt: skip
    return OwnershipEdge(
        holder=known(parties, row["holder"]), held=known(parties, row["held"]), **{name: row[name] for name in names}
    )


def step_out(edge: Edge) -> PathStep:
    """One edge of a path."""
    return PathStep(edge.id, edge.holder, edge.held, edge.type, edge.min_bp, edge.max_bp, edge.state)


def told_step(told: Mapping[str, Any]) -> PathStep:
    """The same from a stored path."""
    return PathStep(
        UUID(told["edge"]), UUID(told["from"]), UUID(told["to"]), told["type"], told["min_bp"], told["max_bp"],
        told["state"],
    )  # fmt: skip
