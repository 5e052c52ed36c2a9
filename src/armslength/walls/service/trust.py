"""What a project has let out, to whom, and what is known of them: on one page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.wire import Named
from armslength.vendors.schemas import Grant
from armslength.vendors.schemas.ownership import VendorOwnership
from armslength.vendors.service import Spent, VendorsService, concentration
from armslength.walls.repository import people, shares
from armslength.walls.rules.common import common_owners, grown, pairs
from armslength.walls.schemas.exposures import OwnerShare, Shares, VendorShare
from armslength.walls.schemas.trust import (
    KnownItems,
    ProjectSpend,
    SeenByDay,
    Trust,
    TrustHistory,
    TrustOwner,
    TrustVendor,
    VendorCanaries,
    VendorLabels,
)
from armslength.walls.service.drills import Drills
from armslength.walls.service.shares import ShareBook

_LATELY: Final = timedelta(days=30)


class Labels(NamedTuple):
    """A firm's answers that count, and the items that nobody else answered."""

    answers: int
    alone: int


LabelsOf = Callable[[Tx, UUID], Awaitable[Mapping[UUID, Labels]]]
"""The answers of a project by firm; told by later rooms."""
CanariesOf = Callable[[Tx, UUID], Awaitable[Mapping[UUID, VendorCanaries]]]
"""The canaries of a project by vendor; told by later rooms."""


class TrustBook:
    """Reads only: shares and caps, grants, and who stands behind. `labels`, `canaries`: what later rooms tell; set by
    the wiring."""

    def __init__(self, db: Database, vendors: VendorsService, book: ShareBook, drills: Drills, clock: Clock) -> None:
        self.db = db
        self.vendors = vendors
        self.book = book
        self.drills = drills
        self.clock = clock
        self.labels: LabelsOf | None = None
        self.canaries: CanariesOf | None = None

    async def of_project(self, actor: Actor, project_id: UUID) -> Trust:
        """The overview of one project."""
        seen = await self.book.of_project(actor, project_id)
        grants = {each.vendor.id: each for each in await self.vendors.grants.of_project(actor, project_id)}
        graph = await self.vendors.graph.get(actor, None)
        behind = {each.vendor.id: each for each in graph.vendors}
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await shares.known_to_owners(tx, [each.vendor.id for each in seen.vendors])
            last_cut_ms = await shares.last_cut_ms(tx, project_id)
            last_drill = await self.drills.last_cut(tx)
            spent = await self.vendors.whatif.spent(tx, project_id)
            refused = await people.refused_since(tx, project_id, self.clock.now() - _LATELY)
            labels = await self.labels(tx, project_id) if self.labels else {}
            canaries = await self.canaries(tx, project_id) if self.canaries else {}
        answers = sum(each.answers for each in labels.values())
        may_know = actor.may("canary.read")
        vendors = [
            _vendor(
                each, grants.get(each.vendor.id), behind.get(each.vendor.id), seen,
                _labels(labels.get(each.vendor.id), answers),
                canaries.get(each.vendor.id, VendorCanaries(0, 0, 0)) if may_know else None,
            )
            for each in seen.vendors
        ]  # fmt: skip
        common = common_owners(
            [behind[each.vendor.id] for each in seen.vendors if each.vendor.id in behind],
            {party.id: party.name for party in graph.parties},
        )
        known: dict[UUID, list[KnownItems]] = defaultdict(list)
        for row in rows:
            known[row["owner_id"]].append(KnownItems(Named(row["id"], row["name"]), row["items"], row["total"]))
        ways = (step for each in graph.vendors for conflict in each.conflicts for step in conflict.path)
        rivals = {party.id for party in graph.rivals} | {end for step in ways for end in (step.holder, step.held)}
        return Trust(
            items=seen.items, vendors=vendors, hhi=seen.hhi, last_cut_ms=last_cut_ms,
            spend=_spend(spent, vendors), common=common, pairs=pairs(common), answers=answers,
            refusals=sum(row["times"] for row in refused), last_drill=last_drill,
            owners=[_owner(each, rivals, known[each.owner.id]) for each in seen.owners],
            oldest_until=min((each.attested_until for each in vendors if each.attested_until), default=None)
            if all(each.attested_until for each in vendors) else None,
        )  # fmt: skip

    async def history(self, actor: Actor, project_id: UUID, days: int) -> TrustHistory:
        """How exposure grew over the last `days`, or since the first delivery where that is later."""
        today = self.clock.now().astimezone(UTC).date()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            firms = await shares.vendors(tx, project_id)
            members = {
                row["id"]: row["members"] for row in await shares.owners(tx, project_id, [f["id"] for f in firms])
            }
            rows = await shares.first_seen(tx, project_id, members)
        first = max(min((row["day"] for row in rows), default=today), today - timedelta(days=days - 1))
        span = (today - first).days + 1
        by_day: dict[tuple[bool, UUID], dict[int, int]] = defaultdict(dict)
        for row in rows:
            by_day[row["owner"], row["id"]][(row["day"] - first).days] = row["items"]
        whose = {
            owner: (True, owner) if len(vendors) > 1 else (False, vendors[0]) for owner, vendors in members.items()
        }
        return TrustHistory(
            days=[first + timedelta(days=n) for n in range(span)],
            vendors=[SeenByDay(firm["id"], grown(by_day[False, firm["id"]], span)) for firm in firms],
            owners=[SeenByDay(owner, grown(by_day[key], span)) for owner, key in whose.items()],
        )


def _labels(found: Labels | None, of: int) -> VendorLabels:
    return VendorLabels(found.answers, found.answers / of, found.alone) if found else VendorLabels(0, 0.0, 0)


def _spend(spent: Spent, vendors: Sequence[TrustVendor]) -> list[ProjectSpend]:
    """Of vendors alone, by currency; none where nothing was paid."""
    found = []
    for currency, by_firm in sorted(spent.items()):
        paid = [by_firm.get(each.vendor.id, 0) for each in vendors]
        if (hhi := concentration(paid)) is not None:
            found.append(ProjectSpend(currency, sum(paid), hhi))
    return found


def _vendor(
    share: VendorShare, grant: Grant | None, behind: VendorOwnership | None, seen: Shares, labels: VendorLabels,
    canaries: VendorCanaries | None,
) -> TrustVendor:  # fmt: skip
    return TrustVendor(
        vendor=share.vendor, grant=share.grant, reason=grant.reason if grant else None,
        since=grant.since if grant else None, people=grant.people if grant else 0, seen=share.seen, share=share.share,
        cap=share.cap, owners=[each.owner for each in seen.owners if share.vendor in each.vendors],
        conflicts=len(behind.conflicts) if behind else 0, verified=behind is not None and behind.verified,
        attested_until=behind.attested_until if behind else None,
        undisclosed_bp=behind.undisclosed_bp if behind else 0, labels=labels, canaries=canaries,
    )  # fmt: skip


def _owner(share: OwnerShare, rivals: set[UUID], known: Sequence[KnownItems]) -> TrustOwner:
    return TrustOwner(
        owner=share.owner, rival=share.owner.id in rivals,
        vendors=sorted(share.vendors, key=lambda vendor: (vendor.name.lower(), vendor.id)), seen=share.seen,
        share=share.share, cap=share.cap, known=list(known),
    )  # fmt: skip
