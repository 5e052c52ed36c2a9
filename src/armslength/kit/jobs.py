"""Background work that survives: a job is a row, its progress a checkpoint, its owner a lease.

A handler runs from its checkpoint; after a crash the lease runs out and another worker runs it again from there, so a
handler commits its work and its checkpoint together (`tick(tx=...)`). Pause and cancel are wishes, obeyed at the next
tick. The job table carries the tenant in its key so that it shards like everything else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

import asyncpg
import msgspec
import structlog

from armslength.kit import outbox
from armslength.kit.clock import Clock
from armslength.kit.db import LOST, Database, Tx
from armslength.kit.errors import ArmslengthError, Conflict, NotFound, Unavailable
from armslength.kit.ids import new_id
from armslength.kit.outbox import Stir, emit, nobody

JobState = Literal["waiting", "running", "paused", "cancelled", "done", "failed"]
BELL: Final = "jobs"
LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 5
ENDED: Final = frozenset({"done", "failed", "cancelled"})
JOB_ENDED: Final = "kit.job_ended"
"""A job is over: {"project_id", "job_id", "kind", "state", "created_by"}. The room whose work it was says what came of
it; nobody else need listen."""

log = structlog.get_logger(__name__)


class JobNotFound(NotFound):
    """No such job here."""

    code = "jobs.not_found"


class JobEnded(Conflict):
    """A job that is over cannot be paused, resumed or cancelled."""

    code = "jobs.ended"


class Stopped(Exception):
    """Raised by `tick` when the job is to pause or end, or when its lease was lost: let it through."""

    def __init__(self, state: JobState | None) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True, slots=True)
class Job:
    """A job as stored."""

    id: UUID
    tenant_id: UUID
    project_id: UUID | None
    kind: str
    state: JobState
    payload: dict[str, Any]
    checkpoint: dict[str, Any]
    done: int
    total: int | None
    error: str | None
    attempt: int
    created_by: UUID | None
    created_at: datetime
    finished_at: datetime | None


class LastJob(msgspec.Struct, frozen=True, kw_only=True):
    """How the background work behind what is shown stands, as it was asked for last.

    done, total   how far it is; `total` is null while nobody knows
    error         why it failed; while it is waiting or running: why the last attempt did
    """

    job_id: UUID
    state: JobState
    done: int
    total: int | None
    error: str | None
    asked_at: datetime
    finished_at: datetime | None


_COLUMNS = (
    "id, tenant_id, project_id, kind, state, payload, checkpoint, done, total, error, attempt,"
    " created_by, created_at, finished_at"
)


def _job(record: asyncpg.Record) -> Job:
    return Job(**dict(record))


async def enqueue(
    tx: Tx, kind: str, payload: Mapping[str, object], *, at: datetime, project_id: UUID | None = None,
    created_by: UUID | None = None, total: int | None = None,
) -> UUID:  # fmt: skip
    """Ask for background work in this transaction; returns the job's id."""
    job_id = new_id()
    await tx.run(
        "insert into job (tenant_id, id, project_id, kind, state, payload, total, run_after, created_by, created_at)"
        " values ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8, $7)",
        tx.tenant_id, job_id, project_id, kind, dict(payload), total, at, created_by,
    )  # fmt: skip
    tx.ring(BELL)
    return job_id


async def get(tx: Tx, job_id: UUID) -> Job:
    """The job, or JobNotFound."""
    record = await tx.row(f"select {_COLUMNS} from job where tenant_id = $1 and id = $2", tx.tenant_id, job_id)
    if record is None:
        raise JobNotFound("There is no such job.")
    return _job(record)


async def last(tx: Tx, project_id: UUID | None, kind: str) -> LastJob | None:
    """The job of this kind that the project (None: the tenant itself) was given last, whatever became of it.

    Read before what it makes: read afterwards, it may be done beside a result that was not there yet, and who waits for
    it asks no more.
    """
    record = await tx.row(
        "select id as job_id, state, done, total, error, created_at as asked_at, finished_at from job"
        " where tenant_id = $1 and kind = $2 and (project_id = $3 or ($3::uuid is null and project_id is null))"
        " order by created_at desc, id desc limit 1",
        tx.tenant_id, kind, project_id,
    )  # fmt: skip
    return None if record is None else LastJob(**dict(record))


async def under_way(tx: Tx, kind: str) -> bool:
    """Whether the tenant has a job of this kind that is not over yet."""
    found: bool = await tx.value(
        "select exists (select from job where tenant_id = $1 and kind = $2 and state in ('waiting', 'running'))",
        tx.tenant_id, kind,
    )  # fmt: skip
    return found


async def asked_since(tx: Tx, kind: str, moment: datetime) -> bool:
    """Whether the tenant was given a job of this kind since then, whatever became of it."""
    found: bool = await tx.value(
        "select exists (select from job where tenant_id = $1 and kind = $2 and created_at >= $3)",
        tx.tenant_id, kind, moment,
    )  # fmt: skip
    return found


async def set_wanted_state(
    tx: Tx, job_id: UUID, wanted: Literal["running", "paused", "cancelled"], *, at: datetime
) -> Job:
    """Pause, resume or cancel. A waiting job obeys at once, a running one at its next tick."""
    job = await get(tx, job_id)
    if job.state in ENDED:
        raise JobEnded(f"This job is over ({job.state}).")
    record = await tx.row(
        "update job set state = case when $3 = 'running' and state = 'paused' then 'waiting'"
        "   when $3 <> 'running' and state in ('waiting', 'paused') then $3 else state end,"
        " wanted_state = case when $3 <> 'running' and state = 'running' then $3 end,"
        " attempt = case when $3 = 'running' then 0 else attempt end,"
        " finished_at = case when $3 = 'cancelled' and state <> 'running' then $4::timestamptz end"
        f" where tenant_id = $1 and id = $2 returning {_COLUMNS}",
        tx.tenant_id, job_id, wanted, at,
    )  # fmt: skip
    assert record is not None  # read above, in this transaction
    tx.ring(BELL)
    if record["state"] in ENDED:
        await _tell_end(tx, record, at)
    return _job(record)


async def _tell_end(tx: Tx, ended: asyncpg.Record, at: datetime) -> None:
    names = ("project_id", "id", "created_by")
    project_id, job_id, created_by = (None if ended[name] is None else str(ended[name]) for name in names)
    told = {"project_id": project_id, "job_id": job_id, "created_by": created_by}
    await emit(tx, JOB_ENDED, {**told, "kind": ended["kind"], "state": ended["state"]}, at=at)


@dataclass(slots=True)
class JobContext:
    """What a handler works with."""

    job: Job
    db: Database
    clock: Clock
    lease: UUID
    stir: Stir = nobody

    async def tick(
        self, *, done: int | None = None, total: int | None = None, checkpoint: Mapping[str, object] | None = None,
        tx: Tx | None = None,
    ) -> None:  # fmt: skip
        """Save progress and checkpoint (in `tx`, together with the work, when given) and renew the lease.

        Raises Stopped when the job was paused or cancelled, or now belongs to another worker. Given a `tx`, a lost
        lease rolls the work back with it, while a pause lets it commit: the next tick without work stops.
        """
        if tx is not None:
            await self._save(tx, done, total, checkpoint)
            return
        async with self.db.tenant(self.job.tenant_id) as own:
            wanted = await self._save(own, done, total, checkpoint)
        if wanted is not None:
            raise Stopped(wanted)

    async def _save(
        self, tx: Tx, done: int | None, total: int | None, checkpoint: Mapping[str, object] | None
    ) -> JobState | None:
        now = self.clock.now()
        self.stir(self.job.tenant_id)
        record = await tx.row(
            "update job set done = coalesce($4, done), total = coalesce($5, total),"
            " checkpoint = coalesce($6, checkpoint), lease_until = $7"
            " where tenant_id = $1 and id = $2 and lease = $3 and state = 'running' returning wanted_state",
            self.job.tenant_id, self.job.id, self.lease, done, total,
            None if checkpoint is None else dict(checkpoint), now + LEASE,
        )  # fmt: skip
        if record is None:
            raise Stopped(None)
        wanted: JobState | None = record["wanted_state"]
        return wanted


Handler = Callable[[JobContext], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Sweep:
    """Periodic work, run by whichever worker is free; must be safe to run twice at once."""

    name: str
    every_seconds: float
    handler: Callable[[Database, Clock], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class TenantSweep:
    """Periodic work in one tenant: so often where something happens (events are told, jobs run), now and then
    everywhere. Where nothing happens it costs nothing. Must be safe to run twice at once."""

    name: str
    every_seconds: float
    handler: Callable[[UUID], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Loop:
    """Work that comes by turns of the kind `name`: when their bell rings, `handler` does a piece and says whether there
    may be more. What is rung for within `gather_seconds` after the last piece is taken together. `at_once` of them run
    in each worker; must be safe beside itself."""

    name: str
    gather_seconds: float
    handler: Callable[[], Awaitable[bool]]
    at_once: int = 1


async def tenants(db: Database) -> list[UUID]:
    """Every tenant there is, for sweeps that go tenant by tenant."""
    async with db.worker() as tx:
        return [record["id"] for record in await tx.rows("select id from organization where kind = 'customer'")]


class Backlog(NamedTuple):
    """Jobs that nobody takes on although they are due, and jobs that failed since a moment."""

    stuck: int
    failed: int


async def backlog(db: Database, *, due_before: datetime, failed_since: datetime) -> Backlog:
    """How the jobs of all tenants do."""
    async with db.worker() as tx:
        row = await tx.row(
            "select count(*) filter (where state in ('waiting', 'running') and run_after < $1"
            "   and (lease_until is null or lease_until < $1)) as stuck,"
            " count(*) filter (where state = 'failed' and finished_at >= $2) as failed from job"
            " where state in ('waiting', 'running') or finished_at >= $2",
            due_before, failed_since,
        )  # fmt: skip
    assert row is not None  # a count always answers
    return Backlog(row["stuck"], row["failed"])


async def waiting(db: Database, now: datetime) -> list[str]:
    """The bells that ought to have rung, had no ring been lost: for jobs that are due, for events that were not told,
    and of each kind of turn of which one is due."""
    async with db.worker() as tx:
        rows = await tx.rows(
            "select $2::text as name where exists (select from job where state in ('waiting', 'running')"
            "   and run_after <= $1 and (state = 'waiting' or lease_until < $1))"
            f" union all select $3 where exists (select from outbox where {outbox.DUE})"
            " union all select distinct kind from turn"
            "   where due_at <= $1 and (lease_until is null or lease_until < $1)",
            now, BELL, outbox.BELL,
        )  # fmt: skip
    return [row["name"] for row in rows]


async def run_one(db: Database, handlers: Mapping[str, Handler], clock: Clock, *, stir: Stir = nobody) -> bool:
    """Run one due job to its end, pause or failure; False when there was none."""
    lease = new_id()
    async with db.worker() as tx:
        now = clock.now()
        record = await tx.row(
            "update job set state = 'running', lease = $1, lease_until = $3, attempt = attempt + 1"
            " where (tenant_id, id) = (select tenant_id, id from job where state in ('waiting', 'running')"
            "   and run_after <= $2 and (state = 'waiting' or lease_until < $2) and kind = any($4)"
            "   order by run_after for update skip locked limit 1)"
            f" returning {_COLUMNS}",
            lease, now, now + LEASE, list(handlers),
        )  # fmt: skip
    if record is None:
        return False
    job = _job(record)
    context = JobContext(job, db, clock, lease, stir)
    stir(job.tenant_id)
    await _run(context, handlers[job.kind])
    return True


async def _run(context: JobContext, handler: Handler) -> None:
    keeper = asyncio.create_task(_keep_lease(context))
    state: JobState | None
    error: str | None = None
    try:
        await handler(context)
        state = "done"
    except Stopped as stopped:
        state = stopped.state
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():  # the worker is told to stop, not the job: another goes on at once
            await _give_back(context)
        raise
    except Unavailable as failure:
        state, error = ("failed" if context.job.attempt >= MAX_ATTEMPTS else "waiting"), failure.message
    except ArmslengthError as failure:
        state, error = "failed", failure.message
    except Exception as failure:
        log.exception("job failed", job=str(context.job.id), kind=context.job.kind)
        state, error = _after_failure(context.job, failure)
    finally:
        keeper.cancel()
    if state is not None:
        await _finish(context, state, error)


def _after_failure(job: Job, failure: Exception) -> tuple[JobState, str]:
    if job.attempt >= MAX_ATTEMPTS:
        kind = type(failure).__name__
        return "failed", f"The server tried {job.attempt} times and gave up ({kind}); its log has the cause."
    return "waiting", f"Attempt {job.attempt} failed ({type(failure).__name__})."


async def _keep_lease(context: JobContext) -> None:
    """Renew the lease while a long step runs, so that nobody else starts the same job. Where PostgreSQL is away for a
    moment, the next time does it."""
    while True:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        with suppress(*LOST):
            async with context.db.tenant(context.job.tenant_id) as tx:
                await tx.run(
                    "update job set lease_until = $4"
                    " where tenant_id = $1 and id = $2 and lease = $3 and state = 'running'",
                    context.job.tenant_id, context.job.id, context.lease, context.clock.now() + LEASE,
                )  # fmt: skip


async def _give_back(context: JobContext) -> None:
    """As if it had not been taken; its checkpoint stays."""
    async with context.db.tenant(context.job.tenant_id) as tx:
        await tx.run(
            "update job set state = 'waiting', lease = null, lease_until = null, attempt = attempt - 1"
            " where tenant_id = $1 and id = $2 and lease = $3 and state = 'running'",
            context.job.tenant_id, context.job.id, context.lease,
        )  # fmt: skip
        tx.ring(BELL)


async def _finish(context: JobContext, state: JobState, error: str | None) -> None:
    now = context.clock.now()
    context.stir(context.job.tenant_id)
    again_at = now + timedelta(seconds=2**context.job.attempt) if state == "waiting" else now
    async with context.db.tenant(context.job.tenant_id) as tx:
        ended = await tx.row(
            "update job set state = becomes, error = case when becomes <> 'cancelled' then $5 end, lease = null,"
            " lease_until = null, wanted_state = null, run_after = $6,"
            " finished_at = case when becomes in ('done', 'failed', 'cancelled') then $7::timestamptz end"
            # who is to be tried again, and was told to pause or end meanwhile, does
            " from (select case when $4 = 'waiting' then coalesce(wanted_state, $4) else $4 end as becomes from job"
            "   where tenant_id = $1 and id = $2 for no key update) as held"
            f" where tenant_id = $1 and id = $2 and lease = $3 returning {_COLUMNS}",
            context.job.tenant_id, context.job.id, context.lease, state, error, again_at, now,
        )  # fmt: skip
        if ended is not None and ended["state"] in ENDED:
            await _tell_end(tx, ended, now)
