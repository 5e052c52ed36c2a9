"""What is stored of conflicts and grants, compared with what follows from ownership now. Changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from armslength.kit.db import Tx
from armslength.vendors.model import WHOLE, Edge
from armslength.vendors.repository import conflicts
from armslength.vendors.rules.conflicts import Found
from armslength.vendors.rules.graph import When
from armslength.vendors.service.judging import by_others, decision, how_it_stands
from armslength.vendors.service.knowledge import Knowledge, load, load_register
from armslength.vendors.service.picture import View, look
from armslength.vendors.service.whatif import add

TRIED: Final = 20
"""How many edges are supposed to be raised to the whole, one after another."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Sentences about what does not agree; `raised`: with how many edges it was tried that more never allows more."""

    open_despite: list[str]
    allowed_more: list[str]
    rivalry: list[str]
    raised: int


async def compare(tx: Tx, now: datetime) -> Compared:
    """Look at the transaction's tenant."""
    know = await load(tx, await load_register(tx, now))
    others = await by_others(tx)
    view = look(know, others)
    raised = _worth_raising(know, view)
    return Compared(
        await _open_despite(tx, view, now), list(_allowed_more(know, others, view, raised)),
        await _rivalry(tx, know), len(raised),
    )  # fmt: skip


async def _open_despite(tx: Tx, view: View, now: datetime) -> list[str]:
    """Grants that are open although what is known now closes them."""
    stored = {
        (row["vendor_id"], row["party_id"], row["rival_id"], row["edge_id"], row["state"])
        for row in await conflicts.open_conflicts(tx)
    }
    new = [each for each in view.found if _key(each) not in stored]
    wrong = []
    for grant in await conflicts.grants(tx):
        shut = grant["clear_until"] is not None and grant["clear_until"] <= now
        if grant["state"] != "active" or shut:
            continue
        mine = [each for each in new if each.vendor_id == grant["vendor_id"]]
        standing, _ = await how_it_stands(tx, view, grant["vendor_id"])
        decided = decision(view, add(standing, mine), grant)
        if decided.state != "active":
            wrong.append(
                f"the grant of vendor {grant['vendor_id']} on project {grant['project_id']} is open and should be"
                f" {decided.state} ({decided.reason})"
            )
    return wrong


def _key(found: Found) -> tuple[UUID, UUID, UUID | None, UUID | None, When]:
    return found.vendor_id, found.party, found.named, found.rival.edge_id, found.state


def _worth_raising(know: Knowledge, view: View) -> list[Edge]:
    """Edges near the vendors, where raising one may change something; always the same ones."""
    near = {party for reach in view.reach.values() for party in reach.led}
    edges = (edge for edge in know.edges if edge.held in near and edge.max_bp < WHOLE)
    return sorted(edges, key=lambda edge: edge.id)[:TRIED]


def _allowed_more(
    know: Knowledge, others: dict[UUID, UUID], view: View, raised: Sequence[Edge]
) -> Iterator[str]:  # fmt: skip
    """I7 on this very graph: with a share raised to the whole, nobody's conflict may be gone."""
    there = {(each.vendor_id, each.rival) for each in view.found}
    for edge in raised:
        more = replace(edge, min_bp=WHOLE, max_bp=WHOLE)
        left = {(each.vendor_id, each.rival) for each in look(know, others, [more]).found}
        for vendor_id, rival in sorted(there - left, key=str):
            yield f"raising edge {edge.id} to the whole would end vendor {vendor_id}'s conflict over {rival.party}"


async def _rivalry(tx: Tx, know: Knowledge) -> list[str]:
    """I9: the tenant says that it is in conflict with whom its rivals name, and with nobody else."""
    foes = {party for rival in know.rivals for party in know.influence("closed").group(rival)}
    async with tx.at_the_wall():
        wanted = {other for other, party in (await conflicts.other_customers(tx)).items() if party in foes}
        said = {edge["other"] for edge in await conflicts.conflict_edges(tx) if edge["mine"]}
    return [f"customer {tx.tenant_id} names customer {other} as a rival; they are not kept apart"
            for other in sorted(wanted - said)] + [
            f"customers {tx.tenant_id} and {other} are kept apart by a word that {tx.tenant_id} never said"
            for other in sorted(said - wanted)]  # fmt: skip
