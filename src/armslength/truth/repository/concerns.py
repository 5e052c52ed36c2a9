"""The tables `detection`, `concern`, `concern_person`, and the answers that detectors read."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.kit.ids import new_id
from armslength.truth.model import WRITING_KINDS
from armslength.truth.rules.looking import Seen

# What detectors read


async def watched_items(tx: Tx, project_id: UUID, after_ord: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord, gold_schema) of items that somebody answered, in queue order, hidden gold among them; `gold_schema`:
    under which its right answers were written, null for what is not gold or gold no more."""
    return await tx.rows(
        "select i.id, i.ord, case when g.retired_at is null then g.schema_version end as gold_schema"
        " from item i left join gold g on g.tenant_id = i.tenant_id and g.item_id = i.id"
        " where i.tenant_id = $1 and i.project_id = $2 and i.ord > $3 and i.state in ('active', 'gold')"
        " and coalesce(g.use, 'hidden') = 'hidden' and exists (select from annotation a"
        "   where a.tenant_id = i.tenant_id and a.item_id = i.id and a.stage = 'annotate') order by i.ord limit $4",
        tx.tenant_id, project_id, after_ord, limit,
    )  # fmt: skip


async def said(tx: Tx, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """What people said at first, whatever became of it: item_id, person_id, organization_id, annotation_id,
    assignment_id, schema_version, guideline_version, active_ms, submitted_at. What review sent back is what one must
    not leave out."""
    return await tx.rows(
        "select distinct on (assignment_id) assignment_id, item_id, person_id, organization_id, id as annotation_id,"
        "   schema_version, guideline_version, active_ms, submitted_at from annotation"
        " where tenant_id = $1 and item_id = any($2::uuid[]) and stage = 'annotate'"
        " order by assignment_id, submitted_at, id",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


# Runs


async def detection(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """(shared, ran_at, through, answers, package) of a project; None: nothing was set and nothing ran."""
    return await tx.row(
        "select shared, ran_at, through, answers, package from detection where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def share(tx: Tx, project_id: UUID, shared: bool) -> None:
    """Whether vendors' managers are told what was upheld about their own people."""
    await tx.run(
        "insert into detection (tenant_id, project_id, shared) values ($1, $2, $3)"
        " on conflict (tenant_id, project_id) do update set shared = excluded.shared",
        tx.tenant_id, project_id, shared,
    )  # fmt: skip


async def note_asked(tx: Tx, project_id: UUID, at: datetime) -> None:
    """A run was asked for."""
    await tx.run(
        "insert into detection (tenant_id, project_id, asked_at) values ($1, $2, $3)"
        " on conflict (tenant_id, project_id) do update set asked_at = excluded.asked_at",
        tx.tenant_id, project_id, at,
    )  # fmt: skip


async def due(tx: Tx, asked_before: datetime) -> list[UUID]:
    """Projects with answers since the last run, for which none was asked since then."""
    rows = await tx.rows(
        "select p.id from project p left join detection d on d.tenant_id = p.tenant_id and d.project_id = p.id"
        " where p.tenant_id = $1 and (d.asked_at is null or d.asked_at < $2) and exists (select from annotation a"
        "   where a.tenant_id = p.tenant_id and a.project_id = p.id"
        "   and (d.through is null or a.submitted_at > d.through))",
        tx.tenant_id, asked_before,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def begin(tx: Tx, project_id: UUID, through: datetime) -> bool:
    """Hold the project's findings until the transaction ends; False where a newer run has left its own."""
    await tx.run(
        "insert into detection (tenant_id, project_id) values ($1, $2) on conflict do nothing", tx.tenant_id, project_id
    )
    row = await tx.row(
        "select from detection where tenant_id = $1 and project_id = $2 and (through is null or through <= $3)"
        " for update",
        tx.tenant_id, project_id, through,
    )  # fmt: skip
    return row is not None


async def finish(tx: Tx, project_id: UUID, through: datetime, answers: int, package: str, at: datetime) -> None:
    """The run is over: what it did not find any more is stale."""
    await tx.run(
        "update concern set stale_at = $3 where tenant_id = $1 and project_id = $2 and seen_at < $3"
        " and stale_at is null",
        tx.tenant_id, project_id, at,
    )  # fmt: skip
    await tx.run(
        f"{_FORGET} and stale_at is not null", tx.tenant_id, project_id, list(WRITING_KINDS), at,
    )  # fmt: skip
    await tx.run(
        "update detection set ran_at = $3, through = $4, answers = $5, package = $6"
        " where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id, at, through, answers, package,
    )  # fmt: skip


_FORGET = (
    "update concern set evidence = '{}', items = '{}', p = null, stale_at = coalesce(stale_at, $4)"
    " where tenant_id = $1 and project_id = $2 and kind = any($3::text[]) and decided_at is null"
)


async def forget_writing(tx: Tx, project_id: UUID, person_id: UUID, at: datetime) -> None:
    """What was seen in how a person wrote is kept no more, but where somebody has decided on it."""
    await tx.run(
        f"{_FORGET} and exists (select from concern_person p where p.tenant_id = $1 and p.concern_id = concern.id"
        "   and p.person_id = $5)",
        tx.tenant_id, project_id, list(WRITING_KINDS), at, person_id,
    )  # fmt: skip


async def put(
    tx: Tx, project_id: UUID, seen: Seen, subject: str, about: bytes | None, firms: dict[UUID, UUID], package: str,
    at: datetime,
) -> None:  # fmt: skip
    """What was found. Found again, it is the same concern: its evidence is today's until somebody has decided on it.

    subject   what it is known by; about: what it names, sealed
    """
    concern_id: UUID = await tx.value(
        "insert into concern (tenant_id, id, project_id, kind, question, subject, item_id, p, evidence, items,"
        " package, state, found_at, seen_at, about)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', $12, $12, $13)"
        " on conflict (tenant_id, project_id, kind, question, subject) do update set seen_at = excluded.seen_at,"
        " stale_at = null,"
        " p = case when concern.decided_at is null then excluded.p else concern.p end,"
        " evidence = case when concern.decided_at is null then excluded.evidence else concern.evidence end,"
        " items = case when concern.decided_at is null then excluded.items else concern.items end,"
        " package = case when concern.decided_at is null then excluded.package else concern.package end"
        " returning id",
        tx.tenant_id, new_id(), project_id, seen.kind, seen.question, subject, seen.item, seen.p, seen.evidence,
        list(seen.items), package, at, about,
    )  # fmt: skip
    for person_id in seen.people:
        await tx.run(
            "insert into concern_person (tenant_id, id, concern_id, person_id, organization_id)"
            " values ($1, $2, $3, $4, $5) on conflict do nothing",
            tx.tenant_id, new_id(), concern_id, person_id, firms[person_id],
        )  # fmt: skip


# Reading


async def counts(tx: Tx, project_id: UUID) -> asyncpg.Record:
    """(waiting, appeals): concerns that nobody has decided on and that are still found, and appeals that wait."""
    row = await tx.row(
        "select (select count(*) from concern where tenant_id = $1 and project_id = $2 and decided_at is null"
        "   and stale_at is null)::int as waiting,"
        " (select count(*) from concern c join concern_person p on p.tenant_id = c.tenant_id and p.concern_id = c.id"
        "   where c.tenant_id = $1 and c.project_id = $2 and p.appeal = 'open')::int as appeals",
        tx.tenant_id, project_id,
    )  # fmt: skip
    assert row is not None  # counts always answer
    return row


async def page(
    tx: Tx, project_id: UUID, states: Sequence[str], kind: str | None, person_id: UUID | None,
    before: tuple[object, ...] | None, limit: int, *, stale: bool, appealed: bool,
) -> list[asyncpg.Record]:  # fmt: skip
    """Concerns in these states, those about people first, then the newest, after the key `before` = (item, at, id)."""
    item, at, last = before or (None, None, None)
    return await tx.rows(
        "select c.* from concern c where c.tenant_id = $1 and c.project_id = $2 and c.state = any($3::text[])"
        " and ($4::text is null or c.kind = $4) and ($5::uuid is null or exists (select from concern_person p"
        "   where p.tenant_id = c.tenant_id and p.concern_id = c.id and p.person_id = $5))"
        " and ($6 or c.stale_at is null or c.decided_at is not null)"
        " and (not $7 or exists (select from concern_person p where p.tenant_id = c.tenant_id"
        "   and p.concern_id = c.id and p.appeal = 'open'))"
        " and ($8::bool is null or (c.item_id is not null) > $8"
        "   or (c.item_id is not null) = $8 and (c.found_at, c.id) < ($9::timestamptz, $10::uuid))"
        " order by c.item_id is not null, c.found_at desc, c.id desc limit $11",
        tx.tenant_id, project_id, list(states), kind, person_id, stale, appealed, item, at, last, limit,
    )  # fmt: skip


async def hold(tx: Tx, project_id: UUID, concern_id: UUID) -> asyncpg.Record | None:
    """One concern, locked."""
    return await tx.row(
        "select * from concern where tenant_id = $1 and project_id = $2 and id = $3 for update",
        tx.tenant_id, project_id, concern_id,
    )  # fmt: skip


async def one(tx: Tx, project_id: UUID, concern_id: UUID) -> asyncpg.Record | None:
    """One concern."""
    return await tx.row(
        "select * from concern where tenant_id = $1 and project_id = $2 and id = $3",
        tx.tenant_id, project_id, concern_id,
    )  # fmt: skip


async def people(tx: Tx, concern_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """Whom concerns are about, and what they said to it."""
    return await tx.rows(
        "select * from concern_person where tenant_id = $1 and concern_id = any($2::uuid[])"
        " order by concern_id, person_id",
        tx.tenant_id, list(concern_ids),
    )  # fmt: skip


async def concerned(tx: Tx, project_id: UUID) -> list[UUID]:
    """Whom a concern is about that is still found, dismissed by nobody and overruled by no appeal."""
    rows = await tx.rows(
        "select distinct p.person_id from concern c"
        " join concern_person p on p.tenant_id = c.tenant_id and p.concern_id = c.id"
        " where c.tenant_id = $1 and c.project_id = $2 and c.stale_at is null and c.state <> 'dismissed'"
        " and p.appeal <> 'granted'",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return [row["person_id"] for row in rows]


_UPHELD = (
    "select p.id, p.concern_id, c.kind, c.question, c.evidence, c.sealed as decision, c.decided_at as upheld_at,"
    " p.person_id, p.appeal, p.sealed, p.reply, p.appealed_at, p.decided_at"
    " from concern_person p join concern c on c.tenant_id = p.tenant_id and c.id = p.concern_id"
    " where p.tenant_id = $1 and c.project_id = $2 and c.state = 'upheld'"
)


async def of_person(tx: Tx, project_id: UUID, person_id: UUID) -> list[asyncpg.Record]:
    """What was upheld about a person, the newest first."""
    return await tx.rows(
        f"{_UPHELD} and p.person_id = $3 order by c.decided_at desc, p.id limit 200",
        tx.tenant_id, project_id, person_id,
    )  # fmt: skip


async def own(tx: Tx, project_id: UUID, person_id: UUID, own_id: UUID) -> asyncpg.Record | None:
    """One of these, by the id under which the person knows it."""
    return await tx.row(f"{_UPHELD} and p.person_id = $3 and p.id = $4", tx.tenant_id, project_id, person_id, own_id)


async def of_firm(tx: Tx, project_id: UUID, organization_id: UUID) -> list[asyncpg.Record]:
    """What was upheld about a firm's people, the newest first, if the project shares it. How they wrote stays with
    those who run the project, as they were told."""
    return await tx.rows(
        f"{_UPHELD} and p.organization_id = $3 and c.kind <> all($4::text[])"
        " and exists (select from detection d where d.tenant_id = $1"
        "   and d.project_id = $2 and d.shared) order by c.decided_at desc, p.id limit 200",
        tx.tenant_id, project_id, organization_id, list(WRITING_KINDS),
    )  # fmt: skip


# Deciding


async def look(tx: Tx, concern_id: UUID, by: UUID) -> None:
    """Somebody is looking into it."""
    await tx.run(
        "update concern set state = 'looking', looked_by = $3 where tenant_id = $1 and id = $2",
        tx.tenant_id, concern_id, by,
    )  # fmt: skip


async def decide(tx: Tx, concern_id: UUID, state: str, sealed: bytes, by: UUID, at: datetime) -> None:
    """Upheld or dismissed, once."""
    await tx.run(
        "update concern set state = $3, sealed = $4, decided_by = $5, decided_at = $6 where tenant_id = $1 and id = $2",
        tx.tenant_id, concern_id, state, sealed, by, at,
    )  # fmt: skip


async def appeal(tx: Tx, own_id: UUID, sealed: bytes, at: datetime) -> bool:
    """The person does not agree; False where they said so before."""
    tag = await tx.run(
        "update concern_person set appeal = 'open', sealed = $3, appealed_at = $4"
        " where tenant_id = $1 and id = $2 and appeal = 'none'",
        tx.tenant_id, own_id, sealed, at,
    )  # fmt: skip
    return tag.endswith(" 1")


async def decide_appeal(
    tx: Tx, concern_id: UUID, person_id: UUID, decision: str, reply: bytes, by: UUID, at: datetime
) -> bool:
    """Granted or declined, once; False where no appeal waits."""
    tag = await tx.run(
        "update concern_person set appeal = $4, reply = $5, decided_by = $6, decided_at = $7"
        " where tenant_id = $1 and concern_id = $2 and person_id = $3 and appeal = 'open'",
        tx.tenant_id, concern_id, person_id, decision, reply, by, at,
    )  # fmt: skip
    return tag.endswith(" 1")
