"""What a project has let out, to whom, and what is known of them: on one page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.wire import Named
from armslength.vendors.schemas import Grant
from armslength.vendors.schemas.ownership import VendorOwnership
from armslength.vendors.service import Spent, VendorsService, concentration
from armslength.walls.repository import people, shares
from armslength.walls.schemas.exposures import OwnerShare, Shares, VendorShare
from armslength.walls.schemas.trust import KnownItems, ProjectSpend, Trust, TrustOwner, TrustVendor
from armslength.walls.service.drills import Drills
from armslength.walls.service.shares import ShareBook

_LATELY: Final = timedelta(days=30)


class TrustBook:
    """Reads only: shares and caps, grants, and who stands behind."""

    def __init__(self, db: Database, vendors: VendorsService, book: ShareBook, drills: Drills) -> None:
        self.db = db
        self.vendors = vendors
        self.book = book
        self.drills = drills

    async def of_project(self, actor: Actor, project_id: UUID) -> Trust:
        """The overview of one project."""
        seen = await self.book.of_project(actor, project_id)
        grants = {each.vendor.id: each for each in await self.vendors.grants.of_project(actor, project_id)}
        graph = await self.vendors.graph.get(actor, None)
        behind = {each.vendor.id: each for each in graph.vendors}
        vendors = [_vendor(each, grants.get(each.vendor.id), behind.get(each.vendor.id), seen) for each in seen.vendors]
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await shares.known_to_owners(tx, [each.vendor.id for each in seen.vendors])
            last_cut_ms = await shares.last_cut_ms(tx, project_id)
            last_drill = await self.drills.last_cut(tx)
            spent = await self.vendors.whatif.spent(tx, project_id)
            refused = await people.refused_since(tx, project_id, self.vendors.clock.now() - _LATELY)
        known: dict[UUID, list[KnownItems]] = defaultdict(list)
        for row in rows:
            known[row["owner_id"]].append(KnownItems(Named(row["id"], row["name"]), row["items"], row["total"]))
        ways = (step for each in graph.vendors for conflict in each.conflicts for step in conflict.path)
        rivals = {party.id for party in graph.rivals} | {end for step in ways for end in (step.holder, step.held)}
        return Trust(
            items=seen.items, vendors=vendors, hhi=seen.hhi, last_cut_ms=last_cut_ms,
            spend=_spend(spent, vendors),
            refusals=sum(row["times"] for row in refused), last_drill=last_drill,
            owners=[_owner(each, rivals, known[each.owner.id]) for each in seen.owners],
            oldest_until=min((each.attested_until for each in vendors if each.attested_until), default=None)
            if all(each.attested_until for each in vendors) else None,
        )  # fmt: skip


def _spend(spent: Spent, vendors: Sequence[TrustVendor]) -> list[ProjectSpend]:
    """Of vendors alone, by currency; none where nothing was paid."""
    found = []
    for currency, by_firm in sorted(spent.items()):
        paid = [by_firm.get(each.vendor.id, 0) for each in vendors]
        if (hhi := concentration(paid)) is not None:
            found.append(ProjectSpend(currency, sum(paid), hhi))
    return found


def _vendor(share: VendorShare, grant: Grant | None, behind: VendorOwnership | None, seen: Shares) -> TrustVendor:
    return TrustVendor(
        vendor=share.vendor, grant=share.grant, reason=grant.reason if grant else None,
        since=grant.since if grant else None, people=grant.people if grant else 0, seen=share.seen, share=share.share,
        cap=share.cap, owners=[each.owner for each in seen.owners if share.vendor in each.vendors],
        conflicts=len(behind.conflicts) if behind else 0, verified=behind is not None and behind.verified,
        attested_until=behind.attested_until if behind else None,
        undisclosed_bp=behind.undisclosed_bp if behind else 0,
    )  # fmt: skip


def _owner(share: OwnerShare, rivals: set[UUID], known: Sequence[KnownItems]) -> TrustOwner:
    return TrustOwner(
        owner=share.owner, rival=share.owner.id in rivals,
        vendors=sorted(share.vendors, key=lambda vendor: (vendor.name.lower(), vendor.id)), seen=share.seen,
        share=share.share, cap=share.cap, known=list(known),
    )  # fmt: skip
