"""What would follow from a stake that might be: the same calculation, and nothing is changed."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.wire import Named
from armslength.vendors.errors import BadOwnership, NoSuchParty, NoSuchVendor
from armslength.vendors.model import Edge
from armslength.vendors.repository import conflicts, grants
from armslength.vendors.rules.conflicts import Found, Standing, alliances, concentration
from armslength.vendors.schemas.ownership import (
    Capacity,
    Concentration,
    Frozen,
    Known,
    Party,
    SpendConcentration,
    Suppose,
    Supposed,
)
from armslength.vendors.service.judging import decision, how_it_stands
from armslength.vendors.service.knowledge import Vendor, load, load_register
from armslength.vendors.service.picture import View, look
from armslength.vendors.service.presenting import known, parties_by_id, step_out

PACE_DAYS: Final = 7
"""Days over which a vendor's pace is taken."""


@dataclass(frozen=True, slots=True)
class Work:
    """A project's work: answers per firm since a moment, and answers that are still wanted."""

    answers: Mapping[UUID, int]
    wanted: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Items of a project delivered to a set of firms, each once, of how many."""

    items: int
    of: int


WorkOf = Callable[[Tx, Sequence[UUID], datetime], Awaitable[Mapping[UUID, Work]]]
"""The work of projects since a moment; told by later rooms."""
SeenBy = Callable[[Tx, Sequence[UUID]], Awaitable[Mapping[UUID, Seen]]]
"""What these firms together have been shown, by project; told by the wall."""
Spent = Mapping[str, Mapping[UUID, int]]
"""What firms are paid for their answers so far: currency -> firm -> millionths."""
SpentOn = Callable[[Tx, UUID | None], Awaitable[Spent]]
"""What is spent in a project, or in all; told by later rooms."""


class WhatIf:
    """Suppositions, by the tenant's own rivals alone: what other customers said must not be found out by supposing.

    `work`, `seen` and `spent` are told by later rooms.
    """

    def __init__(self, db: Database, clock: Clock, work: WorkOf, seen: SeenBy, spent: SpentOn) -> None:
        self.db = db
        self.clock = clock
        self.work = work
        self.seen = seen
        self.spent = spent

    async def suppose(self, actor: Actor, wanted: Suppose) -> Supposed:
        """What a stake would close and what its owner would know. Raises NoSuchVendor, NoSuchParty, BadOwnership."""
        if (wanted.owner_id is None) == (wanted.owner_name is None):
            raise BadOwnership("Name the owner by id or by name.", field="owner_id")
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            know = await load(tx, await load_register(tx, now))
            vendor = next((vendor for vendor in know.vendors if vendor.id == wanted.vendor_id), None)
            if vendor is None:
                raise NoSuchVendor("There is no such vendor.", field="vendor_id")
            owner = await self._owner(tx, wanted)
            stake = Edge(new_id(), owner.id, vendor.party, wanted.type, wanted.share_bp, wanted.share_bp, "closed")
            before, after = look(know, {}), look(know, {}, [stake])
            frozen = await self._frozen(tx, before, after)
            led = [each for each in know.vendors if owner.id in after.reach[each.id].led]
            mentioned = {owner.id} | {end for each in frozen for step in each.path for end in (step.holder, step.held)}
            parties = await parties_by_id(tx, mentioned) | {owner.id: owner}
            return Supposed(
                owner=owner, vendor=Named(vendor.id, vendor.name), vendors=[Named(v.id, v.name) for v in led],
                frozen=frozen, capacity=await self._capacity(tx, frozen, now), known=await self._known(tx, led),
                exposure=Concentration(await self._spread(tx, before), await self._spread(tx, after)),
                spend=_spend(await self.spent(tx, None), before, after),
                parties=list(parties.values()),
            )  # fmt: skip

    async def _owner(self, tx: Tx, wanted: Suppose) -> Party:
        if wanted.owner_id is None:
            return Party(new_id(), "organization", wanted.owner_name or "", own=True)
        party = (await parties_by_id(tx, [wanted.owner_id])).get(wanted.owner_id)
        if party is None:
            raise NoSuchParty("There is no such party.", field="owner_id")
        return party

    async def _frozen(self, tx: Tx, before: View, after: View) -> list[Frozen]:
        """Active grants that would not stay active, each with the first conflict that is new."""
        there = {(found.vendor_id, found.rival, found.state) for found in before.found}
        new = [found for found in after.found if (found.vendor_id, found.rival, found.state) not in there]
        names = {vendor.id: vendor.name for vendor in after.know.vendors}
        rows = [row for row in await conflicts.grants(tx) if row["state"] == "active"]
        parties = await parties_by_id(tx, {found.rival.party for found in new})
        result = []
        for row in rows:
            mine = [found for found in new if found.vendor_id == row["vendor_id"]]
            standing, _ = await how_it_stands(tx, after, row["vendor_id"])
            decided = decision(after, add(standing, mine), row)
            if decided.state != "active" and decided.reason is not None:
                told = next((found for found in mine if found.named is not None), None)
                result.append(
                    Frozen(
                        project=Named(row["project_id"], row["project_name"]),
                        vendor=Named(row["vendor_id"], names[row["vendor_id"]]), state=decided.state,
                        reason=decided.reason, rival=known(parties, told.rival.party) if told else None,
                        path=[step_out(edge) for edge in told.path] if told else [],
                    )
                )  # fmt: skip
        return result

    async def _capacity(self, tx: Tx, frozen: Sequence[Frozen], now: datetime) -> list[Capacity]:
        """What each project would lose that has something to lose."""
        lost: dict[UUID, set[UUID]] = defaultdict(set)
        names = {each.project.id: each.project for each in frozen}
        for each in frozen:
            lost[each.project.id].add(each.vendor.id)
        work = await self.work(tx, list(lost), now - timedelta(days=PACE_DAYS))
        people = await grants.people(tx, list(lost))
        found = []
        for project_id, vendors in lost.items():
            answers = work[project_id].answers if project_id in work else {}
            wanted = work[project_id].wanted if project_id in work else 0
            total = sum(answers.values())
            gone = sum(count for firm, count in answers.items() if firm in vendors)
            staff = people.get(project_id, {})
            found.append(
                Capacity(
                    project=names[project_id], people=sum(staff.values()),
                    people_lost=sum(count for firm, count in staff.items() if firm in vendors),
                    share_lost=gone / total if total else 0.0, wanted=wanted,
                    days=_days(wanted, total), days_after=_days(wanted, total - gone),
                )
            )  # fmt: skip
        return found

    async def _known(self, tx: Tx, vendors: Sequence[Vendor]) -> list[Known]:
        """What has been shown already to whoever would lead to the owner: the blast radius."""
        seen = await self.seen(tx, [vendor.id for vendor in vendors])
        names = await grants.project_names(tx, list(seen))
        return [
            Known(project=Named(project_id, names.get(project_id, "")), items=part.items, of=part.of)
            for project_id, part in sorted(seen.items(), key=lambda pair: -pair[1].items)
            if part.items
        ]

    async def _spread(self, tx: Tx, view: View) -> int:
        """Concentration of what was delivered, over vendors that stand together."""
        parts = [await self.seen(tx, sorted(group)) for group in _together(view)]
        return _index(sum(part.items for part in group.values()) for group in parts)


def _together(view: View) -> list[set[UUID]]:
    """Vendors in groups that somebody stands above."""
    return alliances({
        vendor_id: {party for party, (led, _) in reach.led.items() if led.way in ("self", "influence")}
        for vendor_id, reach in view.reach.items()
    })  # fmt: skip


def _spend(spent: Spent, before: View, after: View) -> list[SpendConcentration]:
    """By currency: amounts in two of them cannot be added. Of vendors alone; one's own people belong to nobody else."""
    found = []
    for currency, paid in sorted(spent.items()):
        now, then = ([sum(paid.get(each, 0) for each in group) for group in _together(v)] for v in (before, after))
        if total := sum(now):
            found.append(SpendConcentration(currency, total, _index(now), _index(then)))
    return found


def _index(parts: Iterable[int]) -> int:
    """Concentration in whole points; of nothing, 0."""
    return round(concentration(parts) or 0)


def add(standing: Standing, new: Sequence[Found]) -> Standing:
    """How a vendor would stand with these conflicts as well."""
    return Standing(
        standing.closed or any(found.state == "closed" for found in new),
        standing.announced or any(found.state == "announced" for found in new),
        standing.expired, standing.verified, standing.served, standing.bound,
    )  # fmt: skip


def _days(wanted: int, answers: int) -> float | None:
    """Days until so many answers are given at the pace of so many answers in PACE_DAYS; None: never."""
    if not wanted:
        return 0.0
    return round(wanted * PACE_DAYS / answers, 1) if answers else None
