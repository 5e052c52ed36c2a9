"""R1, R4 and R9: what follows from ownership for conflicts between customers and for grants.

Everything that changes an edge, a rival, a link, a waiver, a setting or opens a grant begins with `changing`, which
makes such changes wait for one another in the whole hub, and ends with `judge`, in the same transaction: conflicts are
found anew, grants that may not be active are cut, and all of it is stored and recorded. If anything of that fails, the
change fails with it.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from armslength.kit.clock import Clock
from armslength.kit.db import Tx
from armslength.kit.ids import new_id
from armslength.ledger.service import record
from armslength.vendors.model import Edge, GrantReason, GrantState
from armslength.vendors.repository import conflicts, ownership
from armslength.vendors.rules.conflicts import Decision, Found, Standing, decide
from armslength.vendors.service.knowledge import Knowledge, load, load_register
from armslength.vendors.service.picture import View, look

COOL_OFF: Final = timedelta(days=730)
"""How long a vendor counts as serving a customer after its grant ended: as long as a guideline stays known."""

CutGrant = Callable[[Tx, UUID | None, UUID, UUID, GrantState, GrantReason | None], Awaitable[object]]
"""Take a grant out of `active`: transaction, who (None: the platform), project, vendor, state, reason."""


class Judging:
    """Keeps what follows from ownership in step with it."""

    def __init__(self, clock: Clock, cut: CutGrant) -> None:
        self.clock = clock
        self.cut = cut

    async def changing(self, tx: Tx) -> None:
        """To be called before anything is changed, and before any lock is taken."""
        await ownership.lock(tx)

    async def judge(self, tx: Tx, tenants: Collection[UUID] | None = None) -> dict[UUID, View]:
        """After a change of what the transaction's tenant knows or, given `tenants`, of the register for all of them.

        Other customers whose conflicts begin or end with it are judged too. Returns what was seen, by tenant.
        """
        home, now = tx.tenant_id, self.clock.now()
        register = await load_register(tx, now)
        known: dict[UUID, Knowledge] = {}
        touched = set([home] if tenants is None else tenants)
        for tenant in sorted(touched):
            await tx.enter(tenant)
            known[tenant] = await load(tx, register)
            touched |= await _say_who_conflicts(tx, known[tenant], now)
        views = {}
        for tenant in sorted(touched):
            await tx.enter(tenant)
            know = known.get(tenant) or await load(tx, register)
            views[tenant] = view = look(know, await by_others(tx))
            await _store_reach(tx, view)
            await _store_conflicts(tx, view.found, now)
            await self._settle(tx, view)
        await tx.enter(home)
        return views

    async def allowed(self, tx: Tx, project_id: UUID, vendor_id: UUID) -> tuple[Decision, datetime | None]:
        """Judge the tenant anew and say what a grant may be, and when that next changes. After `changing`."""
        view = (await self.judge(tx))[tx.tenant_id]
        project = await conflicts.project(tx, project_id)
        assert project is not None  # the guard found it
        standing, until = await how_it_stands(tx, view, vendor_id)
        return decision(view, standing, project), _earliest(until, project, view, vendor_id)

    async def _settle(self, tx: Tx, view: View) -> None:
        """Cut the active grants that may no longer be active, and note when the others are to be looked at again. One
        that is paused already, as it was when a stake was announced, is frozen by what freezes."""
        grants = [grant for grant in await conflicts.grants(tx) if grant["state"] in ("active", "paused")]
        standings = {
            vendor_id: await how_it_stands(tx, view, vendor_id)
            for vendor_id in sorted({grant["vendor_id"] for grant in grants})
        }
        for grant in grants:
            project_id, vendor_id = grant["project_id"], grant["vendor_id"]
            standing, until = standings[vendor_id]
            decided = decision(view, standing, grant)
            clear_until = _earliest(until, grant, view, vendor_id)
            if decided.state == "frozen" or (decided.state == "paused" and grant["state"] == "active"):
                await self.cut(tx, None, project_id, vendor_id, decided.state, decided.reason)
            elif grant["state"] == "active" and clear_until != grant["clear_until"]:
                await conflicts.set_clear_until(tx, project_id, vendor_id, clear_until)


async def by_others(tx: Tx) -> dict[UUID, UUID]:
    """The tenant's conflict edges, each with the party of the customer on its other side."""
    async with tx.at_the_wall():
        parties = await conflicts.other_customers(tx)
        edges = await conflicts.conflict_edges(tx)
    return {edge["id"]: parties[edge["other"]] for edge in edges if edge["other"] in parties}


async def how_it_stands(tx: Tx, view: View, vendor_id: UUID) -> tuple[Standing, datetime | None]:
    """How a vendor stands, by the conflicts stored and what was seen; and when that next changes by itself."""
    now = view.know.register.at
    open_ = [row for row in await conflicts.open_conflicts(tx) if row["vendor_id"] == vendor_id]
    waivers = await conflicts.waivers(tx, [row["id"] for row in open_])
    good = [waiver for waiver in waivers if waiver["approved_at"] and not waiver["ended_at"]]
    covered = {waiver["conflict_id"]: waiver["expires_at"] for waiver in good if waiver["expires_at"] > now}
    bare = [row for row in open_ if row["id"] not in covered]
    served, bound = await _served(tx, view, vendor_id)
    attested = view.reach[vendor_id].attested_until
    ends = list(covered.values())
    if view.next_start and any(row["state"] == "announced" for row in open_):
        ends.append(view.next_start)
    standing = Standing(
        closed=any(row["state"] == "closed" for row in bare),
        announced=any(row["state"] == "announced" for row in bare),
        expired=bool({row["id"] for row in bare} & {waiver["conflict_id"] for waiver in good}),
        verified=attested is not None and attested > now,
        served=served,
        bound=bound,
    )
    return standing, min(ends, default=None)


def decision(view: View, standing: Standing, project: asyncpg.Record) -> Decision:
    """What a grant on this project may be; `project` tells `exclusivity` and `restricted`."""
    return decide(
        standing, view.know.strictness.on_announced, exclusive=project["exclusivity"] == "vendor",
        restricted=project["restricted"],
    )  # fmt: skip


async def _served(tx: Tx, view: View, vendor_id: UUID) -> tuple[bool, bool]:
    """Whether the firm serves a customer in conflict with this one, and whether it is bound to such a one alone.

    Firms are told apart by the operator's word on who they are. Of one without it nothing can be known, so where there
    are other customers at all it counts as serving a rival.
    """
    vendor = next(vendor for vendor in view.know.vendors if vendor.id == vendor_id)
    async with tx.at_the_wall():
        if vendor.confirmed is None:
            return await conflicts.others_there(tx), False
        foes = [edge["other"] for edge in await conflicts.conflict_edges(tx)]
        rows = await conflicts.served_elsewhere(tx, vendor.confirmed, foes, view.know.register.at - COOL_OFF)
    return bool(rows), any(row["exclusive"] for row in rows)


async def _say_who_conflicts(tx: Tx, know: Knowledge, now: datetime) -> set[UUID]:
    """Bring the tenant's side of its conflict edges up to date; returns the customers for whom one began or ended."""
    foes = {party for rival in know.rivals for party in know.influence("closed").group(rival)}
    changed, torn = set(), {}
    async with tx.at_the_wall():
        wanted = {other for other, party in (await conflicts.other_customers(tx)).items() if party in foes}
        there = {edge["other"]: edge for edge in await conflicts.conflict_edges(tx)}
        for other in sorted(wanted - there.keys()):
            torn[other] = await conflicts.open_edge(tx, new_id(), other, now)
            changed.add(other)
        for other, edge in there.items():
            if edge["mine"] != (other in wanted):
                await conflicts.say_edge(tx, edge["id"], other in wanted, now)
                if not edge["theirs"]:
                    changed.add(other)
    for other, people in torn.items():
        await _report_torn(tx, other, len(people), now)
    return changed


async def _report_torn(tx: Tx, other: UUID, people: int, now: datetime) -> None:
    """Who had seen both sides before they were in conflict is reported to both: how many, not who nor of whom (I1)."""
    if people:
        home = tx.tenant_id
        for tenant in sorted((home, other)):
            await tx.enter(tenant)
            await record(tx, None, "walls.torn", f"tenant:{tenant}", at=now, detail={"people": people})
        await tx.enter(home)


def _earliest(until: datetime | None, project: asyncpg.Record, view: View, vendor_id: UUID) -> datetime | None:
    ends = [until, view.reach[vendor_id].attested_until if project["restricted"] else None]
    return min((end for end in ends if end is not None), default=None)


async def _store_reach(tx: Tx, view: View) -> None:
    rows = [
        (vendor_id, party, led.way, when, led.bp, party in reach.tops)
        for vendor_id, reach in view.reach.items() for party, (led, when) in reach.led.items()
    ]  # fmt: skip
    await conflicts.put_reach(tx, rows)
    await conflicts.put_attested(tx, ((vendor_id, reach.attested_until) for vendor_id, reach in view.reach.items()))


async def _store_conflicts(tx: Tx, found: Iterable[Found], now: datetime) -> None:
    """One that was there already stays the same unless the share has grown: then what was waived was less."""
    there = {_key(row): row for row in await conflicts.open_conflicts(tx)}
    kept: set[UUID] = set()
    new: list[Found] = []
    for each in found:
        row = there.get((each.vendor_id, each.party, each.named, each.rival.edge_id, each.state))
        if row is not None and each.share_bp <= row["share_bp"]:
            kept.add(row["id"])
        else:
            new.append(each)
    ended = [row["id"] for row in there.values() if row["id"] not in kept]
    await conflicts.end_conflicts(tx, ended, now)
    for conflict_id in ended:
        await record(tx, None, "vendors.conflict_ended", f"conflict:{conflict_id}", at=now)
    for each in new:
        conflict_id = new_id()
        path = [_told(edge) for edge in each.path]
        await conflicts.insert_conflict(
            tx, conflict_id, each.vendor_id, each.party, each.named, each.rival.edge_id, each.state, each.share_bp,
            path, now,
        )  # fmt: skip
        await record(
            tx, None, "vendors.conflict_found", f"vendor:{each.vendor_id}", at=now,
            detail={"conflict": str(conflict_id), "state": each.state},
        )  # fmt: skip


def _key(row: asyncpg.Record) -> tuple[object, ...]:
    return row["vendor_id"], row["party_id"], row["rival_id"], row["edge_id"], row["state"]


def _told(edge: Edge) -> dict[str, object]:
    return {"edge": str(edge.id), "from": str(edge.holder), "to": str(edge.held), "type": edge.type,
            "min_bp": edge.min_bp, "max_bp": edge.max_bp, "state": edge.state, "own": edge.own}  # fmt: skip
