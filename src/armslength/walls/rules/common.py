"""Which vendors have an owner in common, and how exposure grew day by day: pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, combinations
from typing import Final
from uuid import UUID

from armslength.kit.wire import Named
from armslength.vendors.schemas.ownership import VendorOwnership
from armslength.walls.schemas.trust import CommonOwner, HeldVendor

WHOLE: Final = 10_000


def common_owners(vendors: Iterable[VendorOwnership], names: Mapping[UUID, str]) -> list[CommonOwner]:
    """Ultimate owners that stand behind several of these vendors, those of the most vendors first. A vendor that owns
    another is one of them. `names`: of parties on the paths, as far as known."""
    behind: dict[UUID, list[HeldVendor]] = defaultdict(list)
    called: dict[UUID, str] = {}
    firms = list(vendors)
    for firm in firms:
        for led in firm.reached:
            if led.top:
                called[led.party.id] = led.party.name
                behind[led.party.id].append(
                    HeldVendor(
                        vendor=firm.vendor, measure=led.measure, share_bp=led.share_bp, state=led.state, path=led.path
                    )
                )
    for firm in firms:
        if firm.party.id in behind:
            behind[firm.party.id].append(
                HeldVendor(vendor=firm.vendor, measure="self", share_bp=WHOLE, state="closed", path=[])
            )
    found = [
        CommonOwner(
            owner=Named(owner, called[owner]), vendors=sorted(held, key=_largest), parties=_parties(held, names)
        )
        for owner, held in behind.items() if len(held) > 1
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-len(each.vendors), each.owner.name.lower(), each.owner.id))


def pairs(owners: Iterable[CommonOwner]) -> int:
    """Pairs of vendors that have at least one owner in common."""
    return len(
        {
            frozenset(pair) for each in owners
            for pair in combinations(sorted(held.vendor.id for held in each.vendors), 2)
        }
    )  # fmt: skip


def grown(by_day: Mapping[int, int], days: int) -> list[int]:
    """Sums up to each of so many days, of what each brought; what came before the first counts as of the first."""
    daily = [0] * days
    for day, new in by_day.items():
        daily[max(day, 0)] += new
    return list(accumulate(daily))


def _largest(held: HeldVendor) -> tuple[int, str, UUID]:
    return (-held.share_bp, held.vendor.name.lower(), held.vendor.id)


def _parties(held: Sequence[HeldVendor], names: Mapping[UUID, str]) -> list[Named]:
    ends = {end: None for each in held for step in each.path for end in (step.holder, step.held)}
    return [Named(end, names[end]) for end in ends if end in names]
