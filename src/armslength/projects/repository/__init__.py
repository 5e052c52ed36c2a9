"""All SQL of projects."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.identity.model import Side
from armslength.kit.db import Tx
from armslength.projects.model import Part, ProjectRow, Usage
from armslength.projects.views import COLUMNS, row_of

_TABLES: Mapping[Part, str] = {"schema": "label_schema", "guideline": "guideline"}
_CHANGEABLE = frozenset(
    {
        "name",
        "description",
        "state",
        "overlap",
        "overlap_max",
        "overlap_risk",
        "overlap_last",
        "overlap_tolerance",
        "review_share",
        "lease_seconds",
        "person_cap",
        "preset",
        "exclusivity",
        "restricted",
    }
)
# The role a person has in project p: owner and manager of the customer have all, others what they were given, and a
# vendor's people only while their firm's grant is open. ($2 person, $3 firm, $4 side, $5 role in the tenant, $9 now)
_ROLE = """
    case
        when $4 = 'customer' and $5 in ('owner', 'manager') then $5
        when $4 = 'customer' or exists (
            select from vendor_grant g where g.tenant_id = p.tenant_id and g.project_id = p.id and g.vendor_id = $3
            and armslength_grant_open(g.state, g.clear_until, $9)) then w.role
    end
"""


async def page(
    tx: Tx, person_id: UUID, firm: UUID, side: Side, role: str, before: tuple[object, ...] | None, limit: int,
    now: datetime,
) -> list[asyncpg.Record]:  # fmt: skip
    """Projects the person has a role in, older than `before` = (created_at, id), newest first; with `my_role`.

    A vendor's people are not told of those that the wall keeps from them; of others than their own it is not asked,
    because whoever is let in is written down as knowing.
    """
    at, project_id = before or (None, None)
    return await tx.rows(
        f"select * from (select p.*, {_ROLE} as my_role from project p left join project_member w"
        " on w.tenant_id = p.tenant_id and w.project_id = p.id and w.person_id = $2 where p.tenant_id = $1) mine"
        " where case when my_role is null then false when $4 = 'customer' then true"
        "   else armslength_kept_out($1, id, $2, $3, '{metadata}', $9) is null end"
        " and ($6::timestamptz is null or (created_at, id) < ($6, $7::uuid))"
        " order by created_at desc, id desc limit $8",
        tx.tenant_id, person_id, firm, side, role, at, project_id, limit, now,
    )  # fmt: skip


async def slugs_like(tx: Tx, slug: str) -> set[str]:
    """The slugs that begin with `slug`."""
    rows = await tx.rows("select slug from project where tenant_id = $1 and starts_with(slug, $2)", tx.tenant_id, slug)
    return {row["slug"] for row in rows}


async def by_slug(tx: Tx, slug: str) -> ProjectRow | None:
    """The project of that slug."""
    record = await tx.row(f"select {COLUMNS} from project where tenant_id = $1 and slug = $2", tx.tenant_id, slug)
    return row_of(record) if record else None


async def hold(tx: Tx, project_id: UUID) -> ProjectRow | None:
    """The project, its row locked."""
    record = await tx.row(
        f"select {COLUMNS} from project where tenant_id = $1 and id = $2 for update", tx.tenant_id, project_id
    )
    return row_of(record) if record else None


async def insert(tx: Tx, project: ProjectRow, created_by: UUID) -> None:
    """A new project."""
    await tx.run(
        "insert into project (tenant_id, id, slug, name, description, state, preset, overlap, review_share,"
        " lease_seconds, person_cap, seed, created_by, created_at, updated_at, exclusivity, restricted, overlap_max,"
        " overlap_risk, overlap_last, overlap_tolerance) values ($1, $2, $3, $4, $5, $6, $7, $8, $9::float8, $10, $11,"
        " $12, $13, $14, $14, $15, $16, $17, $18::float8, $19, $20::float8)",
        tx.tenant_id, project.id, project.slug, project.name, project.description, project.state, project.preset,
        project.overlap, project.review_share, project.lease_seconds, project.person_cap, project.seed, created_by,
        project.created_at, project.exclusivity, project.restricted, project.overlap_max, project.overlap_risk,
        project.overlap_last, project.overlap_tolerance,
    )  # fmt: skip


async def update(tx: Tx, project_id: UUID, changes: Mapping[str, object], now: datetime) -> None:
    """Set columns."""
    names = sorted(changes)
    if unknown := set(names) - _CHANGEABLE:
        raise ValueError(f"not to be changed: {unknown}")
    casts = dict.fromkeys(("review_share", "overlap_risk", "overlap_tolerance"), "::float8")
    assignments = ", ".join(f"{name} = ${index + 4}{casts.get(name, '')}" for index, name in enumerate(names))
    await tx.run(
        f"update project set {assignments}, updated_at = $3 where tenant_id = $1 and id = $2",
        tx.tenant_id, project_id, now, *(changes[name] for name in names),
    )  # fmt: skip


async def usage(tx: Tx, project_id: UUID) -> Usage:
    """Whether items and answers exist. Existence only: the rooms that own them come after this one."""
    row = await tx.row(
        "select exists (select from item where tenant_id = $1 and project_id = $2) as items,"
        " exists (select from annotation where tenant_id = $1 and project_id = $2) as answers",
        tx.tenant_id, project_id,
    )  # fmt: skip
    assert row is not None  # a select of two existences always has one row
    return Usage(row["items"], row["answers"])


async def add_version(
    tx: Tx, part: Part, project_id: UUID, version: int, sealed: bytes, digest: str, note: str, by: UUID, now: datetime
) -> None:
    """A new version of the schema or guideline, and the project's current one from now on."""
    await tx.run(
        f"insert into {_TABLES[part]} (tenant_id, project_id, version, sealed, digest, note, created_by, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.tenant_id, project_id, version, sealed, digest, note, by, now,
    )  # fmt: skip
    await tx.run(
        f"update project set {part}_version = $3, updated_at = $4 where tenant_id = $1 and id = $2",
        tx.tenant_id, project_id, version, now,
    )  # fmt: skip


async def version(tx: Tx, part: Part, project_id: UUID, number: int) -> asyncpg.Record | None:
    """A version without its content."""
    return await tx.row(
        f"select version, digest, note, created_by, created_at from {_TABLES[part]}"
        " where tenant_id = $1 and project_id = $2 and version = $3",
        tx.tenant_id, project_id, number,
    )  # fmt: skip


async def versions(tx: Tx, part: Part, project_id: UUID) -> list[asyncpg.Record]:
    """All versions without their content, newest first; of a guideline with how many have read it."""
    readers = (
        "(select count(*) from guideline_reading r"
        " where r.tenant_id = v.tenant_id and r.project_id = v.project_id and r.version = v.version)"
    )
    return await tx.rows(
        f"select version, digest, note, created_by, created_at, {readers if part == 'guideline' else 0} as readers"
        f" from {_TABLES[part]} v where tenant_id = $1 and project_id = $2 order by version desc",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def add_reading(tx: Tx, project_id: UUID, number: int, person_id: UUID, now: datetime) -> None:
    """The person has read the version; saying it again changes nothing."""
    await tx.run(
        "insert into guideline_reading (tenant_id, project_id, version, person_id, read_at)"
        " values ($1, $2, $3, $4, $5) on conflict do nothing",
        tx.tenant_id, project_id, number, person_id, now,
    )  # fmt: skip


async def reading_before(tx: Tx, project_id: UUID, person_id: UUID, number: int) -> asyncpg.Record | None:
    """The newest version before that one which the person has read, and when."""
    return await tx.row(
        "select version, read_at from guideline_reading where tenant_id = $1 and project_id = $2 and person_id = $3"
        " and version < $4 order by version desc limit 1",
        tx.tenant_id, project_id, person_id, number,
    )  # fmt: skip


async def guidelines_after(tx: Tx, project_id: UUID, number: int) -> list[asyncpg.Record]:
    """The versions of the guideline after that one, without their content, newest first."""
    return await tx.rows(
        "select version, note, created_at from guideline where tenant_id = $1 and project_id = $2 and version > $3"
        " order by version desc",
        tx.tenant_id, project_id, number,
    )  # fmt: skip


async def members(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """Who was given a role and still has a seat, by name."""
    return await tx.rows(
        "select w.role, w.since, p.id, p.name, p.email, m.side, o.id as organization_id, o.name as organization_name"
        " from project_member w"
        " join membership m on m.tenant_id = w.tenant_id and m.person_id = w.person_id and m.ended_at is null"
        " join person p on p.id = w.person_id join organization o on o.id = m.organization_id"
        " where w.tenant_id = $1 and w.project_id = $2 order by lower(p.name), p.id",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def put_member(tx: Tx, project_id: UUID, person_id: UUID, role: str, now: datetime) -> bool:
    """Give or change a role; False when the person has it already."""
    tag = await tx.run(
        "insert into project_member (tenant_id, project_id, person_id, role, since) values ($1, $2, $3, $4, $5)"
        " on conflict (tenant_id, project_id, person_id) do update set role = excluded.role"
        " where project_member.role <> excluded.role",
        tx.tenant_id, project_id, person_id, role, now,
    )  # fmt: skip
    return tag == "INSERT 0 1"


async def remove_member(tx: Tx, project_id: UUID, person_id: UUID) -> bool:
    """Take the role away; False when there was none."""
    tag = await tx.run(
        "delete from project_member where tenant_id = $1 and project_id = $2 and person_id = $3",
        tx.tenant_id, project_id, person_id,
    )  # fmt: skip
    return tag == "DELETE 1"
