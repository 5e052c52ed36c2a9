"""The tables `import_run`, `import_part` and `import_problem`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.ingest.model import Problem, Written
from armslength.kit.db import Tx

_RUN = """
    select r.id, r.project_id, r.batch_id, b.name as batch_name, b.state as batch_state, r.job_id, r.file_name,
           r.format, r.bytes, r.received, r.sha256, r.mapping, r.rows_read, r.created, r.unchanged, r.rejected,
           r.total_rows, r.created_by, r.created_at, coalesce(j.finished_at, r.closed_at) as finished_at,
           case when j.state = 'failed' then j.error end as error,
           coalesce(j.state, case when r.closed_at is null then 'waiting' else 'cancelled' end) as state
    from import_run r
    join batch b on b.tenant_id = r.tenant_id and b.id = r.batch_id
    left join job j on j.tenant_id = r.tenant_id and j.id = r.job_id
    where r.tenant_id = $1"""


async def add(tx: Tx, run: dict[str, object]) -> None:
    """Announce an import; `run` by column."""
    names = ", ".join(run)
    places = ", ".join(f"${index}" for index in range(2, len(run) + 2))
    await tx.run(f"insert into import_run (tenant_id, {names}) values ($1, {places})", tx.tenant_id, *run.values())


async def get(tx: Tx, project_id: UUID, import_id: UUID) -> asyncpg.Record | None:
    """One import with its job's state."""
    return await tx.row(f"{_RUN} and r.project_id = $2 and r.id = $3", tx.tenant_id, project_id, import_id)


async def of_job(tx: Tx, project_id: UUID, job_id: UUID) -> asyncpg.Record | None:
    """The import whose job this is."""
    return await tx.row(f"{_RUN} and r.project_id = $2 and r.job_id = $3", tx.tenant_id, project_id, job_id)


async def page(tx: Tx, project_id: UUID, before: tuple[datetime, UUID] | None, limit: int) -> list[asyncpg.Record]:
    """Imports, newest first."""
    at, import_id = before or (None, None)
    return await tx.rows(
        f"{_RUN} and r.project_id = $2 and ($3::timestamptz is null or (r.created_at, r.id) < ($3, $4::uuid))"
        " order by r.created_at desc, r.id desc limit $5",
        tx.tenant_id, project_id, at, import_id, limit,
    )  # fmt: skip


async def lock(tx: Tx, import_id: UUID) -> None:
    """Hold the import until the transaction ends."""
    await tx.run("select 1 from import_run where tenant_id = $1 and id = $2 for update", tx.tenant_id, import_id)


async def add_part(tx: Tx, import_id: UUID, start: int, size: int, blob: str) -> bool:
    """Take a part if it continues the upload; False when another came first or the upload is over."""
    status = await tx.run(
        "update import_run set received = received + $4 where tenant_id = $1 and id = $2 and received = $3"
        " and job_id is null and closed_at is null",
        tx.tenant_id, import_id, start, size,
    )  # fmt: skip
    if status != "UPDATE 1":
        return False
    await tx.run(
        "insert into import_part (tenant_id, import_id, start, bytes, blob) values ($1, $2, $3, $4, $5)",
        tx.tenant_id, import_id, start, size, blob,
    )  # fmt: skip
    return True


async def parts(tx: Tx, import_id: UUID) -> list[asyncpg.Record]:
    """The parts of the upload, in order."""
    return await tx.rows(
        "select start, bytes, blob from import_part where tenant_id = $1 and import_id = $2 order by start",
        tx.tenant_id, import_id,
    )  # fmt: skip


async def drop_parts(tx: Tx, import_id: UUID) -> None:
    """Forget the parts of an import that is over."""
    await tx.run("delete from import_part where tenant_id = $1 and import_id = $2", tx.tenant_id, import_id)


async def start(tx: Tx, import_id: UUID, mapping: object, job_id: UUID, total_rows: int | None) -> None:
    """From here on the job works on it."""
    await tx.run(
        "update import_run set mapping = $3, job_id = $4, total_rows = $5 where tenant_id = $1 and id = $2",
        tx.tenant_id, import_id, mapping, job_id, total_rows,
    )  # fmt: skip


async def close(tx: Tx, import_id: UUID, at: datetime) -> None:
    """Give an import up that was never started."""
    await tx.run(
        "update import_run set closed_at = $3"
        " where tenant_id = $1 and id = $2 and job_id is null and closed_at is null",
        tx.tenant_id, import_id, at,
    )  # fmt: skip


async def count(tx: Tx, import_id: UUID, rows: int, written: Written) -> None:
    """Add a chunk to the counters; what was neither created nor known was rejected."""
    await tx.run(
        "update import_run set rows_read = rows_read + $3, created = created + $4, unchanged = unchanged + $5,"
        " rejected = rejected + $6 where tenant_id = $1 and id = $2",
        tx.tenant_id, import_id, rows, written.created, written.unchanged,
        rows - written.created - written.unchanged,
    )  # fmt: skip


async def set_total(tx: Tx, import_id: UUID) -> None:
    """All rows were read: now their number is known."""
    await tx.run(
        "update import_run set total_rows = rows_read where tenant_id = $1 and id = $2", tx.tenant_id, import_id
    )


async def add_problems(tx: Tx, import_id: UUID, first_seq: int, problems: Sequence[Problem]) -> None:
    """List bad rows, numbered from `first_seq`."""
    if not problems:
        return
    await tx.run(
        "insert into import_problem (tenant_id, import_id, seq, line, external_id, field, reason)"
        " select $1, $2, * from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[])",
        tx.tenant_id, import_id, list(range(first_seq, first_seq + len(problems))),
        [problem.line for problem in problems], [problem.external_id for problem in problems],
        [_storable(problem.field) for problem in problems], [_storable(problem.reason) for problem in problems],
    )  # fmt: skip


def _storable(text: str) -> str:
    """PostgreSQL's text has no NUL."""
    return text.replace("\x00", "␀")


async def problems(tx: Tx, import_id: UUID, after: int, limit: int) -> list[asyncpg.Record]:
    """A page of bad rows."""
    return await tx.rows(
        "select seq, line, external_id, field, reason from import_problem"
        " where tenant_id = $1 and import_id = $2 and seq > $3 order by seq limit $4",
        tx.tenant_id, import_id, after, limit,
    )  # fmt: skip


async def abandoned(tx: Tx, before: datetime) -> list[UUID]:
    """Imports that keep an upload for nothing: over, or never started and announced before `before`."""
    rows = await tx.rows(
        "select distinct r.id from import_part p"
        " join import_run r on r.tenant_id = p.tenant_id and r.id = p.import_id"
        " left join job j on j.tenant_id = r.tenant_id and j.id = r.job_id"
        " where p.tenant_id = $1 and (j.state in ('done', 'failed', 'cancelled')"
        "   or r.job_id is null and (r.closed_at is not null or r.created_at < $2))",
        tx.tenant_id, before,
    )  # fmt: skip
    return [row["id"] for row in rows]
