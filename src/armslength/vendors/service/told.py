"""What a firm is told of how much work there is and by when: it counts as shown from then on."""

from datetime import date, datetime, timedelta
from uuid import UUID

from armslength.kit.db import Tx
from armslength.ledger.service import record
from armslength.vendors.repository import offers


async def tell_volume(
    tx: Tx, by: UUID | None, told_by: UUID, project_id: UUID, vendor_id: UUID, volume: str | None, due: date | None,
    now: datetime,
) -> None:  # fmt: skip
    """Write down, week by week, what an offer or a portion (`told_by`) tells a firm."""
    week = now.date() - timedelta(days=now.weekday())
    await offers.tell_volume(tx, told_by, project_id, vendor_id, week, volume, due, now)
    await record(
        tx, by, "vendors.volume_told", f"vendor:{vendor_id}", at=now, project_id=project_id,
        detail={
            "told_by": str(told_by), "week": week.isoformat(), "volume": volume,
            "due": due.isoformat() if due else None,
        },
    )  # fmt: skip
