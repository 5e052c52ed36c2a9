"""Where a vendor's reach meets rivals, and what follows for a grant."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from armslength.vendors.model import Edge, GrantReason, GrantState, OnAnnounced
from armslength.vendors.rules.graph import When
from armslength.vendors.rules.influence import Influence, Led

FRESH: Final = timedelta(days=90)
"""How long what somebody attested about ownership may be relied on."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A party that a tenant keeps apart from. `edge_id`: by another customer's word, which this tenant never sees."""

    party: UUID
    edge_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A vendor leads to a rival: to the rival itself, or else to `party` of its control group, by `path`.

    `share_bp`: the largest multiplied share in the vendor of anybody in that group whom it leads to. `state`: announced
    when only edges to come lead there.
    """

    vendor_id: UUID
    party: UUID
    rival: Rival
    state: When
    share_bp: int
    path: tuple[Edge, ...]

    @property
    def named(self) -> UUID | None:
        """The rival by its name, None when another customer's word made it one."""
        return None if self.rival.edge_id else self.rival.party


def meetings(
    influence: Influence, vendor_id: UUID, reached: Mapping[UUID, Led], rivals: Iterable[Rival], state: When
) -> Iterator[Found]:
    """One finding per rival whose control group the vendor's reach meets."""
    start = next(iter(reached))
    shares = influence.shares(start)
    for rival in rivals:
        group = influence.group(rival.party)
        met = [each for each in reached if each in group]
        if met:
            party = rival.party if rival.party in reached else met[0]
            path = tuple(influence.path(dict(reached), party))
            yield Found(vendor_id, party, rival, state, max(shares.get(each, 0) for each in met), path)


def with_announced(closed: Iterable[Found], announced: Iterable[Found]) -> list[Found]:
    """What is closed, and of what is to come only what is not closed already."""
    found = list(closed)
    there = {(each.vendor_id, each.rival) for each in found}
    return found + [each for each in announced if (each.vendor_id, each.rival) not in there]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about a vendor when a grant is decided on: conflicts that no waiver covers, by state; whether a
    waiver has run out; whether its owners are attested; whether it serves a rival of this customer, and whether it is
    bound to such a one alone."""

    closed: bool
    announced: bool
    expired: bool
    verified: bool
    served: bool
    bound: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What a grant may be: `state` is active, or what it becomes; `reason` says why it is not active."""

    state: GrantState
    reason: GrantReason | None


def decide(standing: Standing, on_announced: OnAnnounced, *, exclusive: bool, restricted: bool) -> Decision:
    """R1, R4 and R9 for one grant. The order is: what freezes before what pauses."""
    if standing.closed:
        return Decision("frozen", "expired" if standing.expired else "conflict")
    if standing.bound or (exclusive and standing.served):
        return Decision("frozen", "exclusive")
    if standing.announced and on_announced != "continue":
        return Decision("frozen" if on_announced == "freeze" else "paused", "announced")
    if restricted and not standing.verified:
        return Decision("paused", "unverified")
    return Decision("active", None)


def attested_until(edges: Iterable[Edge]) -> datetime | None:
    """Until when what is held of a vendor and of those above it is attested; None: some of it never was, or nothing is
    known."""
    dates = [edge.attested_at for edge in edges]
    if not dates or any(date is None for date in dates):
        return None
    return min(date for date in dates if date is not None) + FRESH


def concentration(parts: Iterable[int]) -> float | None:
    """Herfindahl–Hirschman index of parts of a whole: the sum of their squared shares in percent (0 to 10,000); None
    of nothing.

    Above 1,800 the US merger guidelines of 2023 speak of high concentration; an equal split needs six to stay below.
    """
    amounts = list(parts)
    total = sum(amounts)
    return sum(amount**2 for amount in amounts) * 10_000 / total**2 if total else None


def alliances(owners: Mapping[UUID, Set[UUID]]) -> list[set[UUID]]:
    """Vendors that share somebody above them stand together: the groups by which exposure is really spread."""
    groups: list[tuple[set[UUID], set[UUID]]] = []
    for vendor, above in owners.items():
        vendors, parties = {vendor}, set(above)
        for other in [group for group in groups if group[1] & parties]:
            groups.remove(other)
            vendors |= other[0]
            parties |= other[1]
        groups.append((vendors, parties))
    return [vendors for vendors, _ in groups]
