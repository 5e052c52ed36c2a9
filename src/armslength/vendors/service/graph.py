"""The graph that people look at: who leads to whom around the tenant's vendors and rivals."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, get_args
from uuid import UUID

from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.wire import Named
from armslength.vendors.errors import NoSuchVendor
from armslength.vendors.model import Edge
from armslength.vendors.repository import conflicts, ownership
from armslength.vendors.rules.graph import When
from armslength.vendors.schemas.ownership import Ownership, Party, Reached, VendorOwnership
from armslength.vendors.service.judging import by_others
from armslength.vendors.service.knowledge import Vendor, load, load_register
from armslength.vendors.service.ownership import settings_out
from armslength.vendors.service.picture import View, look
from armslength.vendors.service.presenting import edge_out, known, parties_by_id, step_out
from armslength.vendors.service.rivals import present_conflicts

MOST_PARTIES: Final = 300
"""Parties in one picture; what is left out is counted."""
_SMALL_HOLDERS: Final = 12
"""Holders too small to count that are shown for each party, largest first."""


class Graph:
    """Reads only."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    async def get(self, actor: Actor, vendor_id: UUID | None) -> Ownership:
        """The graph of all vendors, or of one. Raises NoSuchVendor."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            know = await load(tx, await load_register(tx, now))
            view = look(know, await by_others(tx))
            vendors = [vendor for vendor in know.vendors if vendor_id in (None, vendor.id)]
            if vendor_id is not None and not vendors:
                raise NoSuchVendor("There is no such vendor.")
            return await self._present(tx, view, vendors, now)

    async def _present(self, tx: Tx, view: View, vendors: list[Vendor], now: datetime) -> Ownership:
        know = view.know
        us = know.same_as.get(tx.tenant_id, tx.tenant_id)
        paths = {vendor.id: _paths(view, vendor) for vendor in vendors}
        wanted = _wanted(view, vendors, paths)
        shown = wanted[:MOST_PARTIES]
        parties = await parties_by_id(tx, {*wanted, us})
        held = await present_conflicts(tx, await conflicts.open_conflicts(tx), now)
        edges = await ownership.edges_among(tx, {*shown, us})
        return Ownership(
            us=known(parties, us), linked=tx.tenant_id in know.same_as, settings=settings_out(know.strictness),
            vendors=[
                VendorOwnership(
                    vendor=Named(vendor.id, vendor.name), party=known(parties, vendor.party),
                    linked=vendor.party != vendor.id, confirmed=vendor.confirmed is not None,
                    reached=_reached(view, vendor, paths[vendor.id], parties),
                    undisclosed_bp=know.influence("closed").graph.undisclosed(vendor.party),
                    attested_until=(until := view.reach[vendor.id].attested_until),
                    verified=until is not None and until > now,
                    conflicts=[conflict for conflict in held if conflict.vendor.id == vendor.id],
                )
                for vendor in vendors
            ],
            rivals=[known(parties, party) for party in know.rivals],
            parties=[known(parties, party) for party in shown],
            edges=[edge_out(row, parties) for row in edges],
            left_out=len(wanted) - len(shown),
        )  # fmt: skip


Paths = dict[UUID, list[Edge]]


def _paths(view: View, vendor: Vendor) -> Paths:
    """A path of edges to each party that the vendor leads to."""
    found: Paths = {}
    for when in get_args(When):
        influence = view.know.influence(when)
        led = influence.reach(vendor.party)
        found |= {party: influence.path(led, party) for party in led if party not in found}
    return found


def _wanted(view: View, vendors: list[Vendor], paths: Mapping[UUID, Paths]) -> list[UUID]:
    """Parties worth a place, the most telling first: vendors, whom they lead to, rivals, then small holders."""
    found = dict.fromkeys(vendor.party for vendor in vendors)
    reached = [view.reach[vendor.id].led for vendor in vendors]
    found |= dict.fromkeys(party for led in reached for party, (how, _) in led.items() if how.way == "influence")
    found |= dict.fromkeys(view.know.rivals)
    found |= dict.fromkeys(party for led in reached for party in led)
    for of_vendor in paths.values():
        found |= dict.fromkeys(end for path in of_vendor.values() for edge in path for end in (edge.holder, edge.held))
    graph = view.know.influence("announced").graph
    for party in list(found):
        number = graph.number.get(party)
        if number is not None:
            holders = sorted(graph.holders[number].items(), key=lambda pair: -pair[1].votes)[:_SMALL_HOLDERS]
            found |= dict.fromkeys(graph.ids[holder] for holder, _ in holders)
    return list(found)


def _reached(view: View, vendor: Vendor, paths: Paths, parties: Mapping[UUID, Party]) -> list[Reached]:
    shares = {when: view.know.influence(when).shares(vendor.party) for when in get_args(When)}
    reach = view.reach[vendor.id]
    return [
        Reached(
            party=known(parties, party), way=led.way, measure=led.measure, share_bp=shares[when].get(party, 0),
            top=party in reach.tops, state=when, path=[step_out(edge) for edge in paths[party]],
        )
        for party, (led, when) in reach.led.items() if led.way != "self"
    ]  # fmt: skip
