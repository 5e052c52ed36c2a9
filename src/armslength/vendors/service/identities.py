"""What tells a vendor who its customer is, put on record the first time: a row, and a leaf of the log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from armslength.kit.db import Tx
from armslength.ledger.service import record
from armslength.vendors.model import BrandSource, Telling
from armslength.vendors.repository import identities as repository

IDENTITY_TOLD = "vendors.identity_told"


async def tell_identity(
    tx: Tx, telling: Telling, sources: Collection[BrandSource], *, person_id: UUID | None, since: datetime,
    now: datetime,
) -> bool:  # fmt: skip
    """The firm knows it since then, from words of these sources; whether any of that is new. `person_id`: who was
    shown it; None where it was told to the firm. Which words they are is said nowhere."""
    fresh = await repository.tell(tx, telling, sorted(sources), person_id, since) if sources else []
    if fresh:
        detail = {"part": telling.part, "version": telling.version, "sources": fresh, "since": since.isoformat()}
        await record(
            tx, person_id, IDENTITY_TOLD, f"vendor:{telling.vendor_id}", at=now, project_id=telling.project_id,
            detail=detail,
        )  # fmt: skip
    return bool(fresh)


async def looked(tx: Tx) -> tuple[str, datetime] | None:
    """By which words all that vendors have read was last looked through, and when."""
    return await repository.looked(tx)


async def put_looked(tx: Tx, words: str, at: datetime) -> None:
    """It was, by these."""
    await repository.put_looked(tx, words, at)
