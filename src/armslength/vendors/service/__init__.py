"""The verbs of vendors, by part.

firms       vendors as one tenant knows them          ownership   who holds what of whom, as the tenant records it
grants      who is let into which project             rivals      whom it keeps apart from, conflicts, waivers
graph       what people look at                       whatif      suppositions
register    what the operator keeps for everybody
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Sweep, tenants
from armslength.vendors.repository import conflicts
from armslength.vendors.rules.conflicts import concentration
from armslength.vendors.service.firms import Firms
from armslength.vendors.service.grants import Grants
from armslength.vendors.service.graph import Graph
from armslength.vendors.service.judging import by_others
from armslength.vendors.service.knowledge import load, load_register
from armslength.vendors.service.offers import Offers
from armslength.vendors.service.ownership import Ownership
from armslength.vendors.service.presenting import parties_by_id
from armslength.vendors.service.register import Register
from armslength.vendors.service.rivals import Rivals
from armslength.vendors.service.whatif import Seen, SeenBy, Spent, SpentOn, WhatIf, Work, WorkOf

__all__ = ["Seen", "SeenBy", "Spent", "SpentOn", "VendorsService", "Work", "WorkOf", "concentration"]


async def _no_work(tx: Tx, projects: Sequence[UUID], since: datetime) -> Mapping[UUID, Work]:
    return {}


async def _nothing_seen(tx: Tx, vendors: Sequence[UUID]) -> Mapping[UUID, Seen]:
    return {}


async def _nothing_spent(tx: Tx, project_id: UUID | None) -> Spent:
    return {}


class VendorsService:
    """Vendors of a tenant, who stands behind them, and their grants per project. Serves identity's `Grants`.

    `work`, `seen` and `spent` tell suppositions what later rooms know.
    """

    def __init__(
        self, db: Database, clock: Clock, *, work: WorkOf = _no_work, seen: SeenBy = _nothing_seen,
        spent: SpentOn = _nothing_spent,
    ) -> None:  # fmt: skip
        self.clock = clock
        self.firms = Firms(db, clock)
        self.grants = Grants(db, clock)
        self.offers = Offers(db, clock, self.grants)
        self.judging = self.grants.judging
        self.ownership = Ownership(db, clock, self.judging)
        self.rivals = Rivals(db, clock, self.judging)
        self.graph = Graph(db, clock)
        self.whatif = WhatIf(db, clock, work, seen, spent)
        self.register = Register(db, clock, self.judging)

    async def ensure(self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID) -> None:
        """See `Grants.ensure`."""
        await self.grants.ensure(tx, actor, project_id, vendor_id)

    async def reached_by_rivals(self, tx: Tx, parties: Collection[UUID | None]) -> set[UUID | None]:
        """Which of these parties, as firms, lead to a rival of the transaction's tenant. Of one that the operator has
        not named (None) nothing can be known: it does, where there are rivals at all."""
        know = await load(tx, await load_register(tx, self.clock.now()))
        influence = know.influence("closed")
        foes = {party for rival in know.rivals for party in influence.group(rival)} | set(
            (await by_others(tx)).values()
        )
        return {party for party in parties if foes and (party is None or foes & influence.reach(party).keys())}

    async def kin(self, tx: Tx) -> list[str]:
        """The names of whom the tenant is part of: as a party, its control group, and who influences it."""
        know = await load(tx, await load_register(tx, self.clock.now()))
        influence = know.influence("closed")
        me = know.same_as.get(tx.tenant_id, tx.tenant_id)
        found = await parties_by_id(tx, {me, *influence.group(me), *influence.influencers(me)} - {tx.tenant_id})
        return sorted(party.name for party in found.values())

    def sweeps(self) -> list[Sweep]:
        """Time passes too: what a grant was decided by runs out, edges come into force."""
        return [
            Sweep("vendors.judge_due", 30, self._judge_due),
            Sweep("vendors.judge_all", timedelta(hours=1).total_seconds(), self._judge_all),
        ]

    async def _judge_due(self, db: Database, clock: Clock) -> None:
        async with db.wall() as tx:
            due = await conflicts.due(tx, clock.now())
        for tenant_id in due:
            await self._judge(db, tenant_id)

    async def _judge_all(self, db: Database, clock: Clock) -> None:
        for tenant_id in await tenants(db):
            await self._judge(db, tenant_id)

    async def _judge(self, db: Database, tenant_id: UUID) -> None:
        async with db.tenant(tenant_id) as tx:
            await self.judging.changing(tx)
            await self.judging.judge(tx)
