"""Cuts: what ended with them, and what follows."""

from datetime import datetime
from typing import get_args
from uuid import UUID

from armslength.kit.db import Tx
from armslength.vendors.model import Cut, CutStep

_KEY = "tenant_id = $1 and project_id = $2 and vendor_id = $3 and epoch = $4"


def _key(tx: Tx, cut: Cut) -> tuple[object, ...]:
    return tx.tenant_id, cut.project_id, cut.vendor_id, cut.epoch


async def insert(
    tx: Tx, cut: Cut, state: str, drafts: str, actor_id: UUID | None, now: datetime, sessions: int, keys: int
) -> None:
    """A cut, and its steps, none of them begun."""
    await tx.run(
        "insert into grant_cut (tenant_id, project_id, vendor_id, epoch, state, drafts, actor_id, at, sessions, keys)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        *_key(tx, cut), state, drafts, actor_id, now, sessions, keys,
    )  # fmt: skip
    await tx.run(
        "insert into cut_step (tenant_id, project_id, vendor_id, epoch, step)"
        " select $1, $2, $3, $4, unnest($5::text[])",
        *_key(tx, cut), list(get_args(CutStep)),
    )  # fmt: skip


async def step(tx: Tx, cut: Cut, name: CutStep, done: int, total: int, now: datetime) -> None:
    """How far a step is; the last of them to be done ends the cut."""
    await tx.run(f"select from grant_cut where {_KEY} for update", *_key(tx, cut))  # or two might both not be the last
    await tx.run(
        "update cut_step set done = $6::int, total = $7::int,"
        f" ended_at = case when $6::int >= $7::int then $8::timestamptz end where {_KEY} and step = $5",
        *_key(tx, cut), name, done, total, now,
    )  # fmt: skip
    await tx.run(
        f"update grant_cut set ended_at = $5 where {_KEY} and ended_at is null and not exists (select from cut_step s"
        " where s.tenant_id = $1 and s.project_id = $2 and s.vendor_id = $3 and s.epoch = $4 and s.ended_at is null)",
        *_key(tx, cut), now,
    )  # fmt: skip


async def unended(tx: Tx, project_id: UUID, vendor_id: UUID) -> bool:
    """Whether a cut of this grant is not over yet."""
    found: bool = await tx.value(
        "select exists (select from grant_cut where tenant_id = $1 and project_id = $2 and vendor_id = $3"
        " and ended_at is null)",
        tx.tenant_id, project_id, vendor_id,
    )  # fmt: skip
    return found
