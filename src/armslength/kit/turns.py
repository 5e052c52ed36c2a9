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
    tx.ring(kind)


async def claim(db: Database, kind: str, now: datetime, hold: timedelta) -> Turn | None:
    """Lease the turn that has been due the longest, for as long as `hold`; None when none is due."""
    found = await claim_some(db, kind, now, hold, 1)
    return found[0] if found else None


async def claim_some(db: Database, kind: str, now: datetime, hold: timedelta, most: int) -> list[Turn]:
    """Lease up to so many turns, those first that have been due the longest."""
    async with db.worker() as tx:
        rows = await tx.rows(
            "update turn set lease = $1, lease_until = $3 where (tenant_id, kind, object_id) in ("
            "   select tenant_id, kind, object_id from turn where kind = $4 and due_at <= $2"
            "   and (lease_until is null or lease_until < $2) order by due_at for update skip locked limit $5)"
            " returning tenant_id, kind, object_id, lease",
            new_id(), now, now + hold, kind, most,
        )  # fmt: skip
    return [Turn(**dict(row)) for row in rows]


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


async def hold_some(tx: Tx, turns: Sequence[Turn]) -> list[Turn]:
    """The same for several of one claim, of the transaction's tenant; those that somebody is waking just now are left
    out, and come again when their lease ends: whoever holds several waits for nobody."""
    held = await tx.rows(
        "select object_id from turn where tenant_id = $1 and kind = $2 and object_id = any($3::uuid[]) and lease = $4"
        " order by object_id for update skip locked",
        tx.tenant_id, turns[0].kind, [turn.object_id for turn in turns], turns[0].lease,
    )  # fmt: skip
    known = {row["object_id"] for row in held}
    return [turn for turn in turns if turn.object_id in known]


async def settle_some(tx: Tx, turns: Sequence[Turn]) -> None:
    """Give several held leases back: the next turns are due when somebody wakes them."""
    if turns:
        await tx.run(
            "delete from turn where tenant_id = $1 and kind = $2 and object_id = any($3::uuid[])",
            tx.tenant_id, turns[0].kind, [turn.object_id for turn in turns],
        )  # fmt: skip


async def settle(tx: Tx, turn: Turn, due_at: datetime | None) -> None:
    """Give the lease back: the next turn is due then, or (None) when somebody wakes it."""
    where = "where tenant_id = $1 and kind = $2 and object_id = $3"
    which = (tx.tenant_id, turn.kind, turn.object_id)
    if due_at is None:
        await tx.run(f"delete from turn {where}", *which)
    else:
        await tx.run(f"update turn set lease = null, lease_until = null, due_at = $4 {where}", *which, due_at)
