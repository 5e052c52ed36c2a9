"""How much of a project has been seen by whom, and the caps on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg

from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import TenantSweep
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.vendors.service import VendorsService, concentration
from armslength.walls import rules
from armslength.walls.errors import NoSuchSubject
from armslength.walls.repository import shares
from armslength.walls.schemas.exposures import OwnCap, OwnerShare, SetCaps, Shares, VendorShare

_FOLD: Final = 20_000
_FOLD_SECONDS: Final = 2.0


class ShareBook:
    """Counts by bitmaps; reserves in the transaction that leases."""

    def __init__(self, db: Database, vendors: VendorsService, clock: Clock) -> None:
        self.db = db
        self.vendors = vendors
        self.clock = clock

    def tenant_sweeps(self) -> list[TenantSweep]:
        """Sightings go into the bitmaps."""
        return [TenantSweep("walls.fold", _FOLD_SECONDS, self._fold_all)]

    async def _fold_all(self, tenant_id: UUID) -> None:
        while await self.fold(tenant_id) == _FOLD:
            pass

    async def fold(self, tenant_id: UUID) -> int:
        """Fold some of a tenant's sightings; returns how many."""
        async with self.db.tenant(tenant_id) as tx:
            return await shares.fold(tx, _FOLD)

    async def of_project(self, actor: Actor, project_id: UUID) -> Shares:
        """Who has seen how much, with the caps."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._shares(tx, project_id)

    async def set_caps(self, actor: Actor, project_id: UUID, wanted: SetCaps) -> Shares:
        """Set all caps of a project. What was seen stays seen, above a cap too; from now on nothing new passes it.

        Waits for the deliveries under way, so that what has been seen is counted exactly. Raises NoSuchSubject.
        """
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.vendors.grants.still(tx, project_id)
            firms = await shares.vendors(tx, project_id)
            owners = await shares.owners(tx, project_id, [row["id"] for row in firms])
            await shares.replace_caps(
                tx, project_id, "vendor", rules.basis_points(wanted.each_vendor),
                _own(wanted.vendors, firms, "vendors"), {row["id"]: [row["id"]] for row in firms},
            )  # fmt: skip
            await shares.replace_caps(
                tx, project_id, "owner", rules.basis_points(wanted.each_owner), _own(wanted.owners, owners, "owners"),
                {row["id"]: row["members"] for row in owners},
            )  # fmt: skip
            await record(
                tx, actor.person_id, "walls.caps_set", f"project:{project_id}", at=self.clock.now(),
                project_id=project_id, detail=_told(wanted),
            )  # fmt: skip
            return await self._shares(tx, project_id)

    async def _shares(self, tx: Tx, project_id: UUID) -> Shares:
        total = await shares.items(tx, project_id)
        firms = await shares.vendors(tx, project_id)
        owners = await shares.owners(tx, project_id, [row["id"] for row in firms])
        names = {row["id"]: row["name"] for row in firms}
        each = await shares.each_cap(tx, project_id)
        return Shares(
            items=total,
            vendors=[
                VendorShare(
                    Named(row["id"], row["name"]), row["state"], row["seen"], rules.share(row["seen"], total),
                    rules.fraction(row["cap_bp"]), row["own"],
                )
                for row in firms
            ],
            owners=[
                OwnerShare(
                    Named(row["id"], row["name"]),
                    [Named(member, names.get(member, "")) for member in row["members"] if member in names],
                    row["seen"], rules.share(row["seen"], total), rules.fraction(row["cap_bp"]), row["own"],
                )
                for row in owners
            ],
            each_vendor=rules.fraction(each.get("vendor")), each_owner=rules.fraction(each.get("owner")),
            hhi=concentration(row["seen"] for row in firms),
        )  # fmt: skip


def _own(caps: Sequence[OwnCap], known: Sequence[asyncpg.Record], field: str) -> dict[UUID, int]:
    """Caps of their own, of subjects that exist."""
    there = {row["id"] for row in known}
    for cap in caps:
        if cap.id not in there:
            raise NoSuchSubject("A cap is for a vendor with a grant here, or for somebody who owns one.", field=field)
    return {cap.id: bp for cap in caps if (bp := rules.basis_points(cap.cap)) is not None}


def _told(wanted: SetCaps) -> dict[str, object]:
    return {
        "each_vendor": rules.basis_points(wanted.each_vendor), "each_owner": rules.basis_points(wanted.each_owner),
        "vendors": {str(cap.id): rules.basis_points(cap.cap) for cap in wanted.vendors},
        "owners": {str(cap.id): rules.basis_points(cap.cap) for cap in wanted.owners},
    }  # fmt: skip
