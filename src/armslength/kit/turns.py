"""Things that are due now and then, each worked on by one worker at a time: `wake`, `claim`, `settle`.

A job is a piece of work that ends; a turn comes again whenever something is due for its object (say, a webhook with
deliveries waiting). The table holds only that it is due, so looking for work across tenants shows nothing of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id


@dataclass(frozen=True, slots=True)
class Turn:
    """A leased turn of one object."""

    tenant_id: UUID
    kind: str
    object_id: UUID
    lease: UUID


async def wake(tx: Tx, kind: str, object_ids: Sequence[UUID], at: datetime) -> None:
    """Their turns come at this time, or earlier if they were due earlier. Called last, after what is due."""
    await tx.run(
        "insert into turn (tenant_id, kind, object_id, due_at) select $1, $2, id, $4 from unnest($3::uuid[]) as u (id)"
        " order by id on conflict (tenant_id, kind, object_id)"
        " do update set due_at = least(turn.due_at, excluded.due_at)",
        tx.tenant_id, kind, list(object_ids), at,
    )  # fmt: skip


async def claim(db: Database, kind: str, now: datetime, hold: timedelta) -> Turn | None:
    """Lease the turn that has been due the longest, for as long as `hold`; None when none is due."""
    async with db.worker() as tx:
        row = await tx.row(
            "update turn set lease = $1, lease_until = $3 where (tenant_id, kind, object_id) = ("
            "   select tenant_id, kind, object_id from turn where kind = $4 and due_at <= $2"
            "   and (lease_until is null or lease_until < $2) order by due_at for update skip locked limit 1)"
            " returning tenant_id, kind, object_id, lease",
            new_id(), now, now + hold, kind,
        )  # fmt: skip
    return Turn(**dict(row)) if row else None


async def hold(tx: Tx, turn: Turn) -> bool:
    """Lock the turn until the transaction ends, to `settle` it; False when the lease was lost.

    What is due next must be asked after this: whoever adds something wakes the turn last, so none is overlooked.
    """
    return bool(
        await tx.value(
            "select true from turn where tenant_id = $1 and kind = $2 and object_id = $3 and lease = $4 for update",
            tx.tenant_id, turn.kind, turn.object_id, turn.lease,
        )
    )  # fmt: skip


async def settle(tx: Tx, turn: Turn, due_at: datetime | None) -> None:
    """Give the lease back: the next turn is due then, or (None) when somebody wakes it."""
    where = "where tenant_id = $1 and kind = $2 and object_id = $3"
    which = (tx.tenant_id, turn.kind, turn.object_id)
    if due_at is None:
        await tx.run(f"delete from turn {where}", *which)
    else:
        await tx.run(f"update turn set lease = null, lease_until = null, due_at = $4 {where}", *which, due_at)
