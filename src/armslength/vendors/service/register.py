"""The register, kept by the operator: for every tenant, and with the word on which firm is which party."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.vendors.errors import NoSuchParty
from armslength.vendors.repository import ownership
from armslength.vendors.schemas.ownership import Imported
from armslength.vendors.service.judging import Judging
from armslength.vendors.service.ownership import give_out, take_in


@dataclass(frozen=True, slots=True)
class Organization:
    """A customer, or a vendor `of` the customer who named it, and the party of the register that it is."""

    kind: str
    id: UUID
    name: str
    of: str | None
    party_id: UUID | None
    party_name: str | None


class Register:
    """For whoever operates the hub; no route leads here."""

    def __init__(self, db: Database, clock: Clock, judging: Judging) -> None:
        self.db = db
        self.clock = clock
        self.judging = judging

    async def import_statements(self, statements: Sequence[Any]) -> Imported:
        """Take ownership statements into the register; what follows for all tenants' grants happens at once."""
        async with self.db.wall() as tx:
            await self.judging.changing(tx)
            done = await take_in(tx, statements, None, self.clock.now(), own=False)
            await self.judging.judge(tx, await ownership.customers(tx))
        return done

    async def export_statements(self) -> list[Any]:
        """The register as ownership statements."""
        async with self.db.wall() as tx:
            return await give_out(tx, self.clock.now(), own=False)

    async def organizations(self) -> list[Organization]:
        """Customers and the vendors they named."""
        async with self.db.wall() as tx:
            return [Organization(**dict(row)) for row in await ownership.organizations(tx)]

    async def confirm(self, organization_id: UUID, record: str) -> str:
        """Say which party an organization is, by its record in the register; returns the party's name.

        Raises NoSuchParty.
        """
        async with self.db.wall() as tx:
            await self.judging.changing(tx)
            known = {each["id"] for each in await ownership.organizations(tx)}
            party_id = (await ownership.record_ids(tx, [record], own=False)).get(record)
            if organization_id not in known:
                raise NoSuchParty(f"There is no organization {organization_id}.")
            if party_id is None:
                raise NoSuchParty(f"The register has no record {record!r}.")
            await ownership.confirm(tx, organization_id, party_id, self.clock.now())
            name = next(row["party_name"] for row in await ownership.organizations(tx) if row["id"] == organization_id)
            await self.judging.judge(tx, await ownership.customers(tx))
        return str(name)
