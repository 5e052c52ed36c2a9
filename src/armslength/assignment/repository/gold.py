"""Gold items, how people did on them, and who has passed the course."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.assignment.model import Assignment, GoldUse, StandingAtGate
from armslength.assignment.repository.queue import touched
from armslength.assignment.schemas import PutGoldPolicy
from armslength.kit.db import Tx

ENOUGH_FOR_EVERYBODY: Final = 32_767
"""Answers a gold item asks for: as many as its counter holds, since everybody may be asked."""


@dataclass(frozen=True, slots=True)
class Key:
    """A gold item's right answers, ready to be stored."""

    item_id: UUID
    use: GoldUse
    place: int | None
    schema_version: int
    guideline_version: int
    sealed: bytes


async def policy(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """share, share_min, gate, mark, course; None: the project uses no gold."""
    return await tx.row(
        "select share, share_min, gate, mark, course from gold_policy where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def put_policy(tx: Tx, project_id: UUID, given: PutGoldPolicy, course: int, now: datetime) -> None:
    """Set it."""
    await tx.run(
        "insert into gold_policy (tenant_id, project_id, share, share_min, gate, mark, course, changed_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant_id, project_id)"
        " do update set share = $3, share_min = $4, gate = $5, mark = $6, course = $7, changed_at = $8",
        tx.tenant_id, project_id, given.share, given.share_min, given.gate, given.mark, course, now,
    )  # fmt: skip


async def versions(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """The project's schema_version and guideline_version."""
    return await tx.row(
        "select schema_version, guideline_version from project where tenant_id = $1 and id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def key_version(tx: Tx, item_id: UUID) -> int:
    """The schema version under which the right answers of a gold item were written."""
    found: int = await tx.value(
        "select schema_version from gold where tenant_id = $1 and item_id = $2", tx.tenant_id, item_id
    )
    return found


async def lock_item(tx: Tx, project_id: UUID, item_id: UUID) -> bool:
    """Hold the item until the transaction ends; False when there is none."""
    return bool(
        await tx.value(
            "select true from item where tenant_id = $1 and project_id = $2 and id = $3 and state <> 'canary'"
            " for update",
            tx.tenant_id, project_id, item_id,
        )
    )  # fmt: skip


async def put(tx: Tx, project_id: UUID, key: Key, course: int, person_id: UUID, now: datetime) -> int:
    """Make a (locked) item gold, or change what is right about it; returns the version of the key."""
    await tx.run(
        "with taken_out as (delete from returned_item where tenant_id = $1 and item_id = $2)"
        " update item set state = 'gold', open = false, wanted = $3 where tenant_id = $1 and id = $2",
        tx.tenant_id, key.item_id, ENOUGH_FOR_EVERYBODY,
    )  # fmt: skip
    await touched(tx, [key.item_id])
    version: int = await tx.value(
        "insert into gold as g (tenant_id, item_id, project_id, use, course, place, version, schema_version,"
        " guideline_version, sealed, created_by, created_at) select $1, $2, $3, $4, $5, coalesce($6, 1 + coalesce(("
        "   select max(o.place) from gold o where o.tenant_id = $1 and o.project_id = $3), 0)), 1, $7, $8, $9, $10, $11"
        " on conflict (tenant_id, item_id) do update set use = excluded.use, course = excluded.course,"
        " place = coalesce($6, g.place), version = g.version + 1, schema_version = excluded.schema_version,"
        " guideline_version = excluded.guideline_version, sealed = excluded.sealed, created_by = excluded.created_by,"
        " created_at = excluded.created_at, retired_at = null returning g.version",
        tx.tenant_id, key.item_id, project_id, key.use, course, key.place, key.schema_version, key.guideline_version,
        key.sealed, person_id, now,
    )  # fmt: skip
    return version


async def retire(tx: Tx, project_id: UUID, item_id: UUID, now: datetime) -> bool:
    """Take a gold item out of use for good: its item is cancelled, what people said stays. False when there is none."""
    return bool(
        await tx.value(
            """
            with gone as (
                update gold set retired_at = $4
                where tenant_id = $1 and project_id = $2 and item_id = $3 and retired_at is null returning item_id
            ), closed as (
                update item i set state = 'cancelled' from gone where i.tenant_id = $1 and i.id = gone.item_id
                returning i.project_id, i.ord
            ), touched as (
                insert into item_touch (tenant_id, project_id, stretch)
                select $1, project_id, stretch_of(ord) from closed
            )
            select count(*) from gone""",
            tx.tenant_id, project_id, item_id, now,
        )
    )  # fmt: skip


async def course_size(tx: Tx, project_id: UUID, course: int) -> int:
    """Items of a course that are in use."""
    size: int = await tx.value(
        "select count(*) from gold where tenant_id = $1 and project_id = $2 and course = $3"
        " and use in ('training', 'screening') and retired_at is null",
        tx.tenant_id, project_id, course,
    )  # fmt: skip
    return size


_IN_USE = """
    select g.item_id, i.external_id, i.ord, g.use, g.course, g.place, g.version, g.schema_version, g.guideline_version,
           g.created_at, g.created_by, r.answers, r.total
    from gold g join item i on i.tenant_id = $1 and i.id = g.item_id
    cross join lateral (select count(*) as answers, coalesce(sum(r.score), 0) as total
        from gold_result r where r.tenant_id = $1 and r.item_id = g.item_id) r
    where g.tenant_id = $1 and g.project_id = $2 and g.retired_at is null"""


async def page(
    tx: Tx, project_id: UUID, use: GoldUse | None, before: tuple[object, ...] | None, limit: int
) -> list[asyncpg.Record]:
    """Gold in use, newest first, with how people did: answers, and the total of their scores."""
    at, item_id = before or (None, None)
    return await tx.rows(
        f"{_IN_USE} and ($3::text is null or g.use = $3)"
        " and ($4::timestamptz is null or (g.created_at, g.item_id) < ($4, $5::uuid))"
        " order by g.created_at desc, g.item_id desc limit $6",
        tx.tenant_id, project_id, use, at, item_id, limit,
    )  # fmt: skip


async def get(tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record | None:
    """The same of one item."""
    return await tx.row(f"{_IN_USE} and g.item_id = $3", tx.tenant_id, project_id, item_id)


async def add_result(
    tx: Tx, of: Assignment, annotation_id: UUID, score: float, matches: Mapping[str, float], now: datetime
) -> None:
    """How near an annotation of a gold item came. A later answer under the same assignment takes its place."""
    await tx.run(
        "insert into gold_result as r (tenant_id, assignment_id, project_id, item_id, person_id, organization_id,"
        " annotation_id, use, course, key_version, guideline_version, score, matches, scored_at)"
        " select $1, $2, $3, $4, $5, $6, $7, g.use, g.course, g.version, $8, $9, $10, $11 from gold g"
        " where g.tenant_id = $1 and g.item_id = $4 on conflict (tenant_id, assignment_id) do update"
        " set annotation_id = excluded.annotation_id, key_version = excluded.key_version, score = excluded.score,"
        " matches = excluded.matches, scored_at = excluded.scored_at",
        tx.tenant_id, of.id, of.project_id, of.item_id, of.person_id, of.organization_id, annotation_id,
        of.guideline_version, score, dict(matches), now,
    )  # fmt: skip


async def result(tx: Tx, assignment_id: UUID) -> asyncpg.Record | None:
    """Score and matches of an answer to a gold item."""
    return await tx.row(
        "select score, matches from gold_result where tenant_id = $1 and assignment_id = $2",
        tx.tenant_id,
        assignment_id,
    )


async def stale_results(tx: Tx, item_id: UUID, limit: int) -> list[asyncpg.Record]:
    """Results scored by an older key: assignment_id, annotation_id, person_id, schema_version of the answers,
    key_version now, key_schema."""
    return await tx.rows(
        "select r.assignment_id, r.annotation_id, r.person_id, a.schema_version, g.version as key_version,"
        " g.schema_version as key_schema from gold_result r"
        " join gold g on g.tenant_id = $1 and g.item_id = r.item_id"
        " join assignment a on a.tenant_id = $1 and a.id = r.assignment_id"
        " where r.tenant_id = $1 and r.item_id = $2 and r.key_version < g.version order by r.assignment_id limit $3",
        tx.tenant_id, item_id, limit,
    )  # fmt: skip


async def rescore(
    tx: Tx, assignment_id: UUID, version: int, score: float, matches: Mapping[str, float], now: datetime
) -> None:
    """What a result is under a newer key."""
    await tx.run(
        "update gold_result set key_version = $3, score = $4, matches = $5, scored_at = $6"
        " where tenant_id = $1 and assignment_id = $2",
        tx.tenant_id, assignment_id, version, score, dict(matches), now,
    )  # fmt: skip


async def course_score(tx: Tx, project_id: UUID, person_id: UUID, course: int) -> float:
    """A person's mean over a course's screening items, or over training where nothing screens; a skipped one is 0."""
    score: float | None = await tx.value(
        """
        with asked as (
            select g.use, coalesce(r.score, 0) as score from gold g
            left join gold_result r on r.tenant_id = $1 and r.item_id = g.item_id and r.person_id = $3
            where g.tenant_id = $1 and g.project_id = $2 and g.course = $4 and g.retired_at is null
                and g.use in ('training', 'screening')
        )
        select coalesce(avg(score) filter (where use = 'screening'), avg(score)) from asked""",
        tx.tenant_id, project_id, person_id, course,
    )  # fmt: skip
    return score or 0.0


async def qualify(
    tx: Tx, project_id: UUID, person_id: UUID, course: int, state: StandingAtGate, *, now: datetime,
    score: float | None = None, guideline_version: int = 0, by: UUID | None = None, sealed: bytes | None = None,
) -> None:  # fmt: skip
    """Say who may pass the gate. A person's word goes over the score; the score is kept."""
    await tx.run(
        "insert into qualification as q (tenant_id, project_id, person_id, course, state, score, guideline_version,"
        " decided_by, sealed, decided_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " on conflict (tenant_id, project_id, person_id, course) do update set state = excluded.state,"
        " decided_by = excluded.decided_by, sealed = excluded.sealed, decided_at = excluded.decided_at"
        " where excluded.decided_by is not null",
        tx.tenant_id, project_id, person_id, course, state, score, guideline_version, by, sealed, now,
    )  # fmt: skip


_PEOPLE: Final = """
    with known as (
        select person_id from gold_result where tenant_id = $1 and project_id = $2
        union select person_id from qualification where tenant_id = $1 and project_id = $2
        union select person_id from project_member where tenant_id = $1 and project_id = $2 and role <> 'manager'
    )
    select k.person_id, h.*, q.state, q.course, q.score as course_score, q.decided_by,
           q.decided_at, q.sealed, nullif(q.guideline_version, 0) as guideline_version,
           q.guideline_version <> 0 and q.guideline_version < (select p.guideline_version from project p
               where p.tenant_id = $1 and p.id = $2) as older,
           n.need, n.gold as recent, n.fit_low, coalesce(n.watched, false) as watched
    from known k
    cross join lateral (
        select count(*) filter (where r.use = 'hidden') as hidden,
               coalesce(sum(r.score) filter (where r.use = 'hidden'), 0) as hidden_total,
               count(*) filter (where r.use <> 'hidden' and r.course = $3) as course_answers,
               max(r.scored_at) as last_at
        from gold_result r where r.tenant_id = $1 and r.project_id = $2 and r.person_id = k.person_id) h
    left join qualification q on q.tenant_id = $1 and q.project_id = $2 and q.person_id = k.person_id
        and q.course = $3
    left join gold_need n on n.tenant_id = $1 and n.project_id = $2 and n.person_id = k.person_id"""


async def people(tx: Tx, project_id: UUID, course: int) -> list[asyncpg.Record]:
    """Everybody who works here or did: hidden gold answered and its total score, answers in the course, where they
    stand at the gate, and what is known of them (need, recent, fit_low, watched; null where nothing is)."""
    return await tx.rows(f"{_PEOPLE} order by k.person_id", tx.tenant_id, project_id, course)


async def person(tx: Tx, project_id: UUID, course: int, person_id: UUID) -> asyncpg.Record | None:
    """The same of one of them."""
    return await tx.row(f"{_PEOPLE} where k.person_id = $4", tx.tenant_id, project_id, course, person_id)


async def told(tx: Tx, project_id: UUID, person_id: UUID, before: datetime, step: int) -> asyncpg.Record:
    """(n, total) of the scores of a person's hidden gold answers given before a moment, the first ones, `step` at a
    time."""
    row = await tx.row(
        """
        with known as (
            select g.score, count(*) over () as every,
                row_number() over (order by a.submitted_at, g.assignment_id) as place
            from gold_result g join annotation a on a.tenant_id = $1 and a.id = g.annotation_id
            where g.tenant_id = $1 and g.project_id = $2 and g.person_id = $3 and g.use = 'hidden'
                and a.submitted_at < $4
        )
        select count(*)::int as n, coalesce(sum(score), 0) as total from known where place <= every / $5 * $5""",
        tx.tenant_id, project_id, person_id, before, step,
    )  # fmt: skip
    assert row is not None  # an aggregate always has a row
    return row
