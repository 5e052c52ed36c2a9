"""What only whoever operates the hub can do: found customers, keep the register, look into the database."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from armslength.entry.wiring import Wiring
from armslength.kit.clock import Clock
from armslength.vendors.model import EdgeState
from armslength.vendors.rules import bods
from armslength.vendors.rules.bods import StatedEdge, StatedParty
from armslength.walls.schemas.invariants import TenantChecked
from armslength.walls.service.invariants import Invariants


class Operator:
    """By the services themselves: there is no route for any of it."""

    def __init__(self, wiring: Wiring, clock: Clock) -> None:
        self.wiring = wiring
        self.clock = clock

    async def token(self) -> str:
        """The one-time token of the first owner."""
        return await self.wiring.identity.create_setup_link()

    async def found(self, organization: str, name: str, email: str, password: str) -> None:
        """A further customer with its owner."""
        await self.wiring.identity.founding.found_tenant(organization, name, email, password)

    async def state(self, parties: Sequence[str], holdings: Sequence[tuple[str, str, float, EdgeState]]) -> None:
        """Take parties and holdings (holder, held, part of the whole, state) into the register."""
        edges = [
            StatedEdge(
                f"{holder}>{held}:shareholding", holder, held, "shareholding", round(part * 10_000),
                round(part * 10_000), state, None, None, "Press release (drill)", "", self.clock.now(),
            )
            for holder, held, part, state in holdings
        ]  # fmt: skip
        stated = [StatedParty(name, "organization", name) for name in parties]
        await self.wiring.vendors.register.import_statements(bods.write(stated, edges, self.clock.now()))

    async def confirm(self, organization: UUID, party: str) -> None:
        """Say which party an organization is."""
        await self.wiring.vendors.register.confirm(organization, party)

    async def check(self) -> list[TenantChecked]:
        """Whether the walls held, in the database."""
        return await Invariants(self.wiring.db, self.clock).of_all()
