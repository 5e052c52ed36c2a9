"""All SQL of releases: their own tables, and the one statement that freezes what stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import asyncpg
import msgspec

from armslength.kit.db import Tx
from armslength.release.model import Recipe, WrittenFile

FREEZE_SECONDS: Final = 1_200.0
"""How long the statement that freezes may take: of millions of answers it takes more than a minute."""
_RELEASE = (
    "select r.id, r.number, r.name, r.state, r.recipe, r.manifest, r.digest, r.blob, r.created_by, r.created_at,"
    " r.snapshot_at, r.schema_version, j.id as job_id, j.state as job_state, j.done, j.total, j.error,"
    " j.created_at as asked_at, j.finished_at"
    " from release r join job j on j.tenant_id = r.tenant_id and j.id = r.job_id"
)
_EXPORT = (
    "select e.id, e.release_id, e.format, e.files, e.dropped, e.created_by, e.created_at, e.job_id,"
    " j.state, j.done, j.total, j.error"
    " from export_run e join job j on j.tenant_id = e.tenant_id and j.id = e.job_id"
)


async def next_number(tx: Tx, project_id: UUID) -> int:
    """The number of the project's next release; one at a time."""
    await tx.lock("release.number", project_id)
    number: int = await tx.value(
        "select coalesce(max(number), 0) + 1 from release where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return number


async def count(tx: Tx, project_id: UUID) -> int:
    """How many releases there are."""
    found: int = await tx.value(
        "select count(*)::int from release where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id
    )
    return found


async def with_item(tx: Tx, project_id: UUID, item_id: UUID) -> list[asyncpg.Record]:
    """(annotation_id, id, number, name) of the releases that an item is in, the first ones first; none that failed or
    was cancelled."""
    return await tx.rows(
        "select x.annotation_id, r.id, r.number, r.name from item i"
        " join release r on r.tenant_id = i.tenant_id and r.project_id = i.project_id"
        " join job j on j.tenant_id = r.tenant_id and j.id = r.job_id"
        "   and (r.state = 'ready' or j.state not in ('failed', 'cancelled'))"
        " join release_row x on x.tenant_id = r.tenant_id and x.release_id = r.id and x.item_ord = i.ord"
        " where i.tenant_id = $1 and i.project_id = $2 and i.id = $3 order by r.number, x.annotation_id",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


async def insert(
    tx: Tx, release_id: UUID, project_id: UUID, number: int, name: str, recipe: Recipe, job_id: UUID, by: UUID,
    at: datetime,
) -> None:  # fmt: skip
    """A release that was ordered: nothing is frozen yet."""
    await tx.run(
        "insert into release (tenant_id, id, project_id, number, name, state, recipe, job_id, created_by, created_at)"
        " values ($1, $2, $3, $4, $5, 'building', $6, $7, $8, $9)",
        tx.tenant_id, release_id, project_id, number, name, msgspec.to_builtins(recipe), job_id, by, at,
    )  # fmt: skip


async def take_up(tx: Tx, release_id: UUID, job_id: UUID) -> None:
    """Another job makes the release from here on."""
    await tx.run(
        "update release set job_id = $3 where tenant_id = $1 and id = $2 and state = 'building'",
        tx.tenant_id, release_id, job_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which items, or answers, alone are frozen: a query for their ids and its arguments, the first two of which are
    the tenant and the project. `of` is empty where nothing is left out."""

    of: Literal["", "items", "answers"] = ""
    query: str = ""
    args: Sequence[object] = ()


async def freeze(tx: Tx, release_id: UUID, project_id: UUID, recipe: Recipe, only: Narrowed, *, at: datetime) -> int:
    """Write down which annotations stand, here and in the project's branches, and what was decided where they disagree;
    returns how many. Narrowed to answers, these alone, as their authors gave them or reviewers fixed them.

    One statement, which sees one moment however long it takes: the version of the label schema, and the gold by which
    people are judged where labels are inferred, are of the same one. `at` is what that moment is called.
    """
    batch_ids = None if recipe.batch_ids is None else list(recipe.batch_ids)
    args = [*(only.args or (tx.tenant_id, project_id)), release_id, batch_ids, at]
    release, batches, moment = f"${len(args) - 2}::uuid", f"${len(args) - 1}::uuid[]", f"${len(args)}::timestamptz"
    fits = f"i.state = 'active' and ({batches} is null or i.batch_id = any({batches}))"
    if only.of == "items":
        fits += f" and i.id in ({only.query})"
    standing = (
        f" select s.tenant_id, {release}, i.ord, s.item_id, s.annotation_id, s.verdict"
        " from standing s join item i on i.tenant_id = s.tenant_id and i.id = s.item_id"
        f" where s.tenant_id = $1 and s.project_id = $2 and {fits}"
    )
    decided = (
        f" select i.tenant_id, {release}, i.ord, i.id, d.result_id, 'adjudicated' from ("
        "   select distinct on (a.item_id) a.item_id, a.result_id from adjudication a where a.tenant_id = $1"
        "   and a.project_id = $2 and a.state = 'done' order by a.item_id, a.decided_at desc, a.id desc) d"
        f" join item i on i.tenant_id = $1 and i.id = d.item_id where {fits}"
    )
    branches = (
        f" select s.tenant_id, {release}, i.ord, i.id, s.annotation_id, s.verdict from branch b"
        " join branch_item x on x.tenant_id = b.tenant_id and x.project_id = b.project_id"
        " join item i on i.tenant_id = x.tenant_id and i.id = x.whole_item_id"
        " join standing s on s.tenant_id = x.tenant_id and s.item_id = x.item_id"
        f" where b.tenant_id = $1 and b.whole_id = $2 and {fits}"
    )
    of = (
        [f"{standing} and s.annotation_id in ({only.query})"] if only.of == "answers" else [standing, decided, branches]
    )
    status = await tx.run(
        f"with dated as (update release r set snapshot_at = {moment}, schema_version = p.schema_version from project p"
        f"   where r.tenant_id = $1 and r.id = {release} and p.tenant_id = r.tenant_id and p.id = r.project_id)"
        f"{_gold(release) if recipe.truth == 'inferred' else ''}"
        " insert into release_row (tenant_id, release_id, item_ord, item_id, annotation_id, verdict)"
        f" {' union all'.join(of)}",
        *args,
        seconds=FREEZE_SECONDS,
    )  # fmt: skip
    return int(status.rpartition(" ")[2])


def _gold(release: str) -> str:
    """The right answers of the gold in use, and which answers to it stand, written down in the same statement."""
    return (
        ", judged as (insert into release_gold (tenant_id, release_id, item_id, schema_version, sealed, annotations)"
        f" select g.tenant_id, {release}, g.item_id, g.schema_version, g.sealed, array_agg(s.annotation_id order by"
        "   s.annotation_id) from gold g join standing s on s.tenant_id = g.tenant_id and s.item_id = g.item_id"
        " where g.tenant_id = $1 and g.project_id = $2 and g.retired_at is null"
        " and s.verdict not in ('rejected', 'disputed', 'outdated')"
        " group by g.tenant_id, g.item_id, g.schema_version, g.sealed)"
    )


async def gold_versions(tx: Tx, release_id: UUID) -> list[int]:
    """The schema versions under which the snapshot's gold was written and answered."""
    rows = await tx.rows(
        "select g.schema_version from release_gold g where g.tenant_id = $1 and g.release_id = $2"
        " union select a.schema_version from release_gold g join annotation a on a.tenant_id = g.tenant_id"
        "   and a.id = any(g.annotations) where g.tenant_id = $1 and g.release_id = $2",
        tx.tenant_id, release_id,
    )  # fmt: skip
    return [row["schema_version"] for row in rows]


async def snapshot_gold(tx: Tx, release_id: UUID, after: UUID, items: int) -> list[asyncpg.Record]:
    """Answers to the next gold items of the snapshot, with the sealed right answers, item by item."""
    return await tx.rows(
        "select g.item_id, g.schema_version as key_version, g.sealed, a.id as annotation_id, a.schema_version,"
        " a.person_id from (select * from release_gold where tenant_id = $1 and release_id = $2 and item_id > $3"
        "   order by item_id limit $4) g"
        " join annotation a on a.tenant_id = g.tenant_id and a.id = any(g.annotations)"
        " order by g.item_id, a.submitted_at, a.id",
        tx.tenant_id, release_id, after, items,
    )  # fmt: skip


async def unknown_batches(tx: Tx, project_id: UUID, batch_ids: Sequence[UUID]) -> list[UUID]:
    """Those of `batch_ids` that the project does not have."""
    rows = await tx.rows(
        "select id from batch where tenant_id = $1 and project_id = $2 and id = any($3::uuid[])",
        tx.tenant_id, project_id, list(batch_ids),
    )  # fmt: skip
    known = {row["id"] for row in rows}
    return [batch_id for batch_id in batch_ids if batch_id not in known]


async def get(tx: Tx, project_id: UUID, release_id: UUID) -> asyncpg.Record | None:
    """One release with its job."""
    return await tx.row(
        f"{_RELEASE} where r.tenant_id = $1 and r.project_id = $2 and r.id = $3", tx.tenant_id, project_id, release_id
    )


async def hold(tx: Tx, project_id: UUID, release_id: UUID) -> None:
    """Until the transaction ends nobody else gives this release another job."""
    await tx.run(
        "select from release where tenant_id = $1 and project_id = $2 and id = $3 for no key update",
        tx.tenant_id, project_id, release_id,
    )  # fmt: skip


async def page(tx: Tx, project_id: UUID, before: int | None, limit: int) -> list[asyncpg.Record]:
    """Releases, the newest first."""
    return await tx.rows(
        f"{_RELEASE} where r.tenant_id = $1 and r.project_id = $2 and ($3::int is null or r.number < $3)"
        " order by r.number desc limit $4",
        tx.tenant_id, project_id, before, limit,
    )  # fmt: skip


async def snapshot_facts(tx: Tx, release_id: UUID) -> asyncpg.Record:
    """(items, answers, versions): how many items and answers the snapshot names, and under which schema versions they
    were answered."""
    row = await tx.row(
        "select count(distinct r.item_ord)::int as items, count(*)::int as answers,"
        " coalesce(array_agg(distinct a.schema_version order by a.schema_version)"
        "   filter (where a.schema_version is not null), '{}'::int[]) as versions"
        " from release_row r join annotation a on a.tenant_id = r.tenant_id and a.id = r.annotation_id"
        " where r.tenant_id = $1 and r.release_id = $2",
        tx.tenant_id, release_id,
    )  # fmt: skip
    assert row is not None  # an aggregate always has a row
    return row


async def snapshot_rows(tx: Tx, release_id: UUID, after_ord: int, items: int) -> list[asyncpg.Record]:
    """The answers of the next items of the snapshot, item by item, in the order they were given.

    `person_id` is whose assignment it is, also where a reviewer's fix stands; `original_id` is what that person said,
    `said_by` whose words stand. Each look-up is a `lateral` of its own, so that it probes a key however few rows
    PostgreSQL expects: it cannot tell how many answers the next items have. `first_id` is made inside one: row-level
    security lets no index answer a condition that holds a `coalesce`.
    """
    return await tx.rows(
        "select r.item_ord, r.item_id, r.annotation_id, r.verdict, a.schema_version, a.guideline_version,"
        " a.submitted_at, a.active_ms, a.rendition, g.project_id as asked_in, g.person_id,"
        " g.organization_id as firm_id, a.person_id as said_by,"
        " coalesce(d.seed, g.seed) as seed,"
        " coalesce(d.display, g.display) as display, i.external_id, i.batch_id,"
        " o.id as original_id, o.schema_version as original_version"
        " from release_row r"
        " cross join lateral (select *, case stage when 'review' then coalesce(supersedes, id)"
        "   when 'restore' then original_id else id end as first_id"
        "   from annotation where tenant_id = $1 and id = r.annotation_id limit 1) a"
        " cross join lateral (select id, schema_version from annotation"
        "   where tenant_id = $1 and id = a.first_id limit 1) o"
        " cross join lateral (select * from assignment where tenant_id = $1 and id = a.assignment_id limit 1) g"
        " cross join lateral (select * from item where tenant_id = $1 and id = r.item_id limit 1) i"
        " left join lateral (select seed, display from adjudication where tenant_id = $1"
        "   and result_id = r.annotation_id and state = 'done' limit 1) d on true"
        " where r.tenant_id = $1 and r.release_id = $2 and r.item_ord = any(array("
        "   select distinct item_ord from release_row where tenant_id = $1 and release_id = $2 and item_ord > $3"
        "   order by item_ord limit $4))"
        " order by r.item_ord, a.submitted_at, a.id",
        tx.tenant_id, release_id, after_ord, items,
    )  # fmt: skip


async def finish(tx: Tx, release_id: UUID, manifest: Any, digest: str, blob: str) -> None:
    """The release is ready, once and for all."""
    await tx.run(
        "update release set state = 'ready', manifest = $3, digest = $4, blob = $5"
        " where tenant_id = $1 and id = $2 and state = 'building'",
        tx.tenant_id, release_id, manifest, digest, blob,
    )  # fmt: skip


async def snapshot_ids(tx: Tx, release_id: UUID, after: tuple[int, UUID], limit: int) -> list[asyncpg.Record]:
    """(item_ord, item_id, annotation_id) of a snapshot, in order."""
    return await tx.rows(
        "select item_ord, item_id, annotation_id from release_row"
        " where tenant_id = $1 and release_id = $2 and (item_ord, annotation_id) > ($3, $4)"
        " order by item_ord, annotation_id limit $5",
        tx.tenant_id, release_id, after[0], after[1], limit,
    )  # fmt: skip


async def insert_export(
    tx: Tx, export_id: UUID, release_id: UUID, format: str, job_id: UUID, by: UUID, at: datetime
) -> None:
    """An export that is about to be written."""
    await tx.run(
        "insert into export_run (tenant_id, id, release_id, format, job_id, created_by, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id, export_id, release_id, format, job_id, by, at,
    )  # fmt: skip


async def exports(tx: Tx, release_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """The exports of some releases, the newest first."""
    return await tx.rows(
        f"{_EXPORT} where e.tenant_id = $1 and e.release_id = any($2::uuid[]) order by e.created_at desc, e.id",
        tx.tenant_id, list(release_ids),
    )  # fmt: skip


async def export(tx: Tx, release_id: UUID, export_id: UUID) -> asyncpg.Record | None:
    """One export with its job."""
    return await tx.row(
        f"{_EXPORT} where e.tenant_id = $1 and e.release_id = $2 and e.id = $3", tx.tenant_id, release_id, export_id
    )


async def finish_export(tx: Tx, export_id: UUID, files: Sequence[WrittenFile], dropped: list[dict[str, Any]]) -> None:
    """The files of an export, all written."""
    await tx.run(
        "update export_run set files = $3, dropped = $4 where tenant_id = $1 and id = $2",
        tx.tenant_id, export_id, msgspec.to_builtins(files), dropped,
    )  # fmt: skip


async def of_job(tx: Tx, job_id: UUID) -> asyncpg.Record | None:
    """The release that a job makes, or the export that it writes (else `export_id` is null); also where another job has
    taken it up since."""
    return await tx.row(
        "select r.project_id, r.id as release_id, e.id as export_id, e.format,"
        " coalesce(e.created_by, r.created_by) as created_by from job j"
        " join release r on r.tenant_id = j.tenant_id and r.id = (j.payload ->> 'release_id')::uuid"
        " left join export_run e on e.tenant_id = j.tenant_id and e.id = (j.payload ->> 'export_id')::uuid"
        " where j.tenant_id = $1 and j.id = $2",
        tx.tenant_id, job_id,
    )  # fmt: skip
