"""What told a vendor's people who their customer is. Append only."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from armslength.kit.db import Tx
from armslength.vendors.model import BrandSource, Telling


async def tell(
    tx: Tx, telling: Telling, sources: Sequence[BrandSource], person_id: UUID | None, at: datetime
) -> list[BrandSource]:
    """The firm knows from now on; returns what of it is new."""
    rows = await tx.rows(
        "insert into identity_told (tenant_id, vendor_id, project_id, part, version, source, person_id, at)"
        " select $1, $2, $3, $4, $5, u.source, $7, $8 from unnest($6::text[]) as u (source)"
        " on conflict do nothing returning source",
        tx.tenant_id, telling.vendor_id, telling.project_id, telling.part, telling.version, list(sources), person_id,
        at,
    )  # fmt: skip
    return sorted(row["source"] for row in rows)


async def looked(tx: Tx) -> tuple[str, datetime] | None:
    """By which words everything that vendors read was last looked through, and when."""
    row = await tx.row("select words, at from identity_look where tenant_id = $1", tx.tenant_id)
    return (row["words"], row["at"]) if row else None


async def put_looked(tx: Tx, words: str, at: datetime) -> None:
    """It was, by these."""
    await tx.run(
        "insert into identity_look (tenant_id, words, at) values ($1, $2, $3)"
        " on conflict (tenant_id) do update set words = excluded.words, at = excluded.at",
        tx.tenant_id, words, at,
    )  # fmt: skip
