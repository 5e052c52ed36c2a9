"""Projects offered to vendors, and what each offer told of volume and timing."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_COLUMNS = "id, project_id, vendor_id, state, terms, offered_at, answered_at"


async def add(
    tx: Tx, offer_id: UUID, project_id: UUID, vendor_id: UUID, terms: Mapping[str, object], by: UUID, now: datetime
) -> None:
    """A new offer, open. Nothing else of this grant may be open."""
    await tx.run(
        "insert into grant_offer (tenant_id, id, project_id, vendor_id, state, terms, offered_by, offered_at)"
        " values ($1, $2, $3, $4, 'open', $5, $6, $7)",
        tx.tenant_id, offer_id, project_id, vendor_id, dict(terms), by, now,
    )  # fmt: skip


async def tell_volume(
    tx: Tx, told_by: UUID, project_id: UUID, vendor_id: UUID, week: date, volume: str | None, due: date | None,
    now: datetime,
) -> None:  # fmt: skip
    """What the firm knows of how much there is and by when, from now on."""
    await tx.run(
        "insert into volume_told values ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.tenant_id, project_id, vendor_id, week, told_by, volume, due, now,
    )  # fmt: skip


async def settle(tx: Tx, offer_id: UUID, state: str, by: UUID, now: datetime) -> None:
    """The vendor's answer."""
    await tx.run(
        "update grant_offer set state = $3, answered_by = $4, answered_at = $5 where tenant_id = $1 and id = $2",
        tx.tenant_id, offer_id, state, by, now,
    )  # fmt: skip


async def withdraw(tx: Tx, project_id: UUID, vendor_id: UUID, now: datetime) -> None:
    """What is open of this grant is not any more."""
    await tx.run(
        "update grant_offer set state = 'withdrawn', answered_at = $4"
        " where tenant_id = $1 and project_id = $2 and vendor_id = $3 and state = 'open'",
        tx.tenant_id, project_id, vendor_id, now,
    )  # fmt: skip


async def hold(tx: Tx, offer_id: UUID, vendor_id: UUID) -> asyncpg.Record | None:
    """An offer to this vendor, its row locked."""
    return await tx.row(
        f"select {_COLUMNS} from grant_offer where tenant_id = $1 and id = $2 and vendor_id = $3 for update",
        tx.tenant_id, offer_id, vendor_id,
    )  # fmt: skip


async def of_vendor(tx: Tx, vendor_id: UUID, most: int) -> list[asyncpg.Record]:
    """Offers to a vendor, open ones first, then the newest."""
    return await tx.rows(
        f"select {_COLUMNS} from grant_offer where tenant_id = $1 and vendor_id = $2"
        " order by state <> 'open', offered_at desc, id limit $3",
        tx.tenant_id, vendor_id, most,
    )  # fmt: skip


async def last(tx: Tx, project_id: UUID) -> dict[UUID, asyncpg.Record]:
    """The last offer of a project to each vendor."""
    rows = await tx.rows(
        f"select distinct on (vendor_id) {_COLUMNS} from grant_offer where tenant_id = $1 and project_id = $2"
        " order by vendor_id, offered_at desc, id desc",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return {row["vendor_id"]: row for row in rows}
