"""Adjudication: its policy, and the items whose answers disagree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_LEASED = (
    "a.id, a.item_id, a.annotation_ids, a.agreement, a.schema_version, a.seed, a.display, a.lease_until,"
    " a.reason, p.guideline_version,"
    " coalesce((select care_of(a.tenant_id, a.project_id, i.batch_id) from item i where i.tenant_id = a.tenant_id"
    "   and i.id = a.item_id), 0) as harms"
)
_MAY = (
    " ($4::uuid is null or a.organization_id = $4"
    "   and queue_showable(a.tenant_id, a.project_id, $4, a.item_id, a.annotation_ids))"
    " and not exists (select from adjudication_policy q where q.tenant_id = a.tenant_id and q.project_id = a.project_id"
    "   and q.people <> '{}' and $3 <> all (q.people))"
    " and not exists (select from annotation mine where mine.tenant_id = a.tenant_id and mine.item_id = a.item_id"
    "   and mine.person_id = $3 and mine.stage <> 'adjudicate')"
    " and not exists (select from assignment mine where mine.tenant_id = a.tenant_id and mine.item_id = a.item_id"
    "   and mine.person_id = $3 and mine.state in ('leased', 'rework', 'submitted'))"
)
"""Nobody decides over words of their own; a vendor's person only where all answers are their firm's, said of the
form that it is shown."""

_SPARED = (
    " and ($7 = 0 or not exists (select from item i where i.tenant_id = a.tenant_id and i.id = a.item_id"
    "   and care_of(a.tenant_id, a.project_id, i.batch_id) & $7 <> 0))"
)
"""Nor what this person is not to be shown now."""

Reason = Literal["disagree", "rework_limit", "asked"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Answers to an item that differ too much, as they stand now."""

    id: UUID
    project_id: UUID
    item_id: UUID
    organization_id: UUID | None
    annotation_ids: Sequence[UUID]
    agreement: Mapping[str, float]
    schema_version: int
    seed: bytes
    reason: Reason


# The policy


async def policy(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """(below, questions, people) of a project; None: nothing is adjudicated."""
    return await tx.row(
        "select below, questions, people from adjudication_policy where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def put_policy(
    tx: Tx, project_id: UUID, below: float, questions: Sequence[str], people: Sequence[UUID], now: datetime
) -> None:
    """Set it."""
    await tx.run(
        "insert into adjudication_policy (tenant_id, project_id, below, questions, people, changed_at)"
        " values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, project_id) do update set below = excluded.below,"
        " questions = excluded.questions, people = excluded.people, changed_at = excluded.changed_at",
        tx.tenant_id, project_id, below, list(questions), list(people), now,
    )  # fmt: skip


async def who_reviews(tx: Tx, project_id: UUID, person_ids: Sequence[UUID]) -> set[UUID]:
    """Those of `person_ids` who review in the project."""
    rows = await tx.rows(
        "select m.person_id from membership m left join project_member w on w.tenant_id = m.tenant_id"
        "   and w.project_id = $2 and w.person_id = m.person_id"
        " where m.tenant_id = $1 and m.person_id = any($3::uuid[]) and m.ended_at is null"
        "   and (w.role in ('manager', 'reviewer') or m.vendor_id is null and m.role in ('owner', 'manager'))",
        tx.tenant_id, project_id, list(person_ids),
    )  # fmt: skip
    return {row["person_id"] for row in rows}


async def counts(tx: Tx, project_id: UUID) -> asyncpg.Record:
    """(waiting, done): items that wait for a decision or are being decided, and decided ones."""
    row = await tx.row(
        "select count(*) filter (where state in ('waiting', 'leased')) as waiting,"
        " count(distinct item_id) filter (where state = 'done') as done"
        " from adjudication where tenant_id = $1 and project_id = $2 and state <> 'withdrawn'",
        tx.tenant_id, project_id,
    )  # fmt: skip
    assert row is not None  # an aggregate always has a row
    return row


async def current_schema_version(tx: Tx, project_id: UUID) -> int:
    """Of the project's label schema; 0: it has none yet."""
    found: int | None = await tx.value(
        "select schema_version from project where tenant_id = $1 and id = $2", tx.tenant_id, project_id
    )
    return found or 0


async def current_guideline_version(tx: Tx, project_id: UUID) -> int:
    """Of the project's guideline; 0: it has none."""
    found: int = await tx.value(
        "select guideline_version from project where tenant_id = $1 and id = $2", tx.tenant_id, project_id
    )
    return found


# Finding what disagrees


async def concerned(tx: Tx, project_id: UUID, item_ids: Sequence[UUID]) -> list[UUID]:
    """Those of these items that adjudication may have anything to do with, each once: the project asks for it, somebody
    must decide about one of their answers, or a decision is being asked for. Nearly always none."""
    rows = await tx.rows(
        "select w.id from unnest($3::uuid[]) as w (id)"
        " where exists (select from adjudication_policy q where q.tenant_id = $1 and q.project_id = $2 and q.below > 0)"
        " or exists (select from standing s where s.tenant_id = $1 and s.item_id = w.id and s.verdict = 'disputed')"
        " or exists (select from adjudication a where a.tenant_id = $1 and a.item_id = w.id"
        "   and a.state in ('waiting', 'leased'))",
        tx.tenant_id, project_id, list(dict.fromkeys(item_ids)),
    )  # fmt: skip
    return [row["id"] for row in rows]


async def finished(tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record | None:
    """(seed, disputed, asked) of an item that has all answers it wants, all past review; None when it has not.

    Disputed: one of them was sent back as often as may be, and somebody must decide whatever the policy says. Asked:
    somebody who runs the project wants a decision, and it waits.
    """
    return await tx.row(
        "select p.seed, exists (select from standing s where s.tenant_id = $1 and s.item_id = i.id"
        "   and s.verdict = 'disputed') as disputed, exists (select from adjudication a where a.tenant_id = $1"
        "   and a.item_id = i.id and a.reason = 'asked' and a.state in ('waiting', 'leased')) as asked"
        " from item i join project p on p.tenant_id = i.tenant_id and p.id = i.project_id"
        " where i.tenant_id = $1 and i.project_id = $2 and i.id = $3 and i.state = 'active'"
        " and i.answers > 0 and i.answers >= i.wanted and i.settled >= i.answers",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


async def finished_items(tx: Tx, project_id: UUID, after_ord: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord) of answered items, in queue order."""
    return await tx.rows(
        "select id, ord from item where tenant_id = $1 and project_id = $2 and ord > $3 and answers > 0"
        " order by ord limit $4",
        tx.tenant_id, project_id, after_ord, limit,
    )  # fmt: skip


async def standing(tx: Tx, item_id: UUID) -> list[asyncpg.Record]:
    """What stands on an item and was not rejected: (annotation_id, organization_id of its author, schema_version)."""
    return await tx.rows(
        "select s.annotation_id, g.organization_id, a.schema_version from standing s"
        " join annotation a on a.tenant_id = s.tenant_id and a.id = s.annotation_id"
        " join assignment g on g.tenant_id = s.tenant_id and g.id = s.assignment_id"
        " where s.tenant_id = $1 and s.item_id = $2 and s.verdict not in ('rejected', 'outdated')"
        " order by s.annotation_id",
        tx.tenant_id, item_id,
    )  # fmt: skip


async def versions(tx: Tx, annotation_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The label-schema version of annotations."""
    rows = await tx.rows(
        "select id, schema_version from annotation where tenant_id = $1 and id = any($2::uuid[])",
        tx.tenant_id, list(annotation_ids),
    )  # fmt: skip
    return {row["id"]: row["schema_version"] for row in rows}


async def rejections(tx: Tx, annotation_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """What reviewers said when they rejected what led to these answers: (id, sealed), oldest first."""
    return await tx.rows(
        "select r.id, r.sealed from review r where r.tenant_id = $1 and r.stage = 'review' and r.verdict = 'reject'"
        " and r.sealed is not null and r.assignment_id in (select a.assignment_id from annotation a"
        "   where a.tenant_id = $1 and a.id = any($2::uuid[])) order by r.decided_at, r.id",
        tx.tenant_id, list(annotation_ids),
    )  # fmt: skip


async def decided(tx: Tx, item_id: UUID, annotation_ids: Sequence[UUID]) -> bool:
    """Whether somebody has decided over exactly these answers."""
    found: bool = await tx.value(
        "select exists (select from adjudication where tenant_id = $1 and item_id = $2 and state = 'done'"
        " and annotation_ids = $3::uuid[])",
        tx.tenant_id, item_id, list(annotation_ids),
    )  # fmt: skip
    return found


async def withdraw_others(tx: Tx, item_id: UUID, annotation_ids: Sequence[UUID] | None) -> None:
    """What waits, or is in somebody's hands, over other answers than these (None: over any) is asked no more."""
    await tx.run(
        "update adjudication set state = 'withdrawn', lease_until = null where tenant_id = $1 and item_id = $2"
        " and state in ('waiting', 'leased') and ($3::uuid[] is null or annotation_ids <> $3)",
        tx.tenant_id, item_id, None if annotation_ids is None else list(annotation_ids),
    )  # fmt: skip


async def ask(tx: Tx, found: Disagreement, now: datetime) -> None:
    """Somebody is to decide. Asked again for the same answers changes nothing but what agreement is told."""
    await tx.run(
        "insert into adjudication as a (tenant_id, id, project_id, item_id, organization_id, annotation_ids, agreement,"
        " schema_version, seed, state, created_at, reason)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11)"
        " on conflict (tenant_id, item_id) where state in ('waiting', 'leased')"
        " do update set agreement = excluded.agreement,"
        "   reason = case when excluded.reason = 'asked' then 'asked' else a.reason end",
        tx.tenant_id, found.id, found.project_id, found.item_id, found.organization_id, list(found.annotation_ids),
        dict(found.agreement), found.schema_version, found.seed, now, found.reason,
    )  # fmt: skip


# Asking, keeping, giving back


async def mine(
    tx: Tx, project_id: UUID, person_id: UUID, epoch: int, have: Sequence[UUID], until: datetime
) -> asyncpg.Record | None:
    """A live lease of mine that I do not have at hand, renewed."""
    found = await tx.value(
        "update adjudication set lease_until = $5 where tenant_id = $1 and id = (select id from adjudication"
        "   where tenant_id = $1 and project_id = $2 and person_id = $3 and state = 'leased' and epoch = $6"
        "   and id <> all ($4::uuid[]) order by seq limit 1 for no key update skip locked) returning id",
        tx.tenant_id, project_id, person_id, list(have), until, epoch,
    )  # fmt: skip
    return await _leased(tx, found) if found else None


async def in_hand(tx: Tx, project_id: UUID, person_id: UUID) -> int:
    """How many this person holds."""
    count: int = await tx.value(
        "select count(*) from adjudication where tenant_id = $1 and project_id = $2 and person_id = $3"
        " and state = 'leased'",
        tx.tenant_id, project_id, person_id,
    )  # fmt: skip
    return count


async def lease(
    tx: Tx, project_id: UUID, person_id: UUID, firm: UUID | None, epoch: int, until: datetime, hidden: int
) -> asyncpg.Record | None:
    """The oldest that waits and that this person may decide, now theirs."""
    found = await tx.value(
        "update adjudication set state = 'leased', person_id = $3, lease_until = $5, epoch = $6"
        " where tenant_id = $1 and id = (select a.id from adjudication a where a.tenant_id = $1 and a.project_id = $2"
        f"   and a.state = 'waiting' and {_MAY}{_SPARED} order by a.seq limit 1"
        "   for no key update of a skip locked) returning id",
        tx.tenant_id, project_id, person_id, firm, until, epoch, hidden,
    )  # fmt: skip
    return await _leased(tx, found) if found else None


async def kept_back(tx: Tx, project_id: UUID, person_id: UUID, firm: UUID | None) -> int:
    """The warnings of all that waits and that this person might decide, in bits."""
    bits: int = await tx.value(
        "select coalesce(bit_or(care_of(a.tenant_id, a.project_id, i.batch_id)), 0) from adjudication a"
        " join item i on i.tenant_id = a.tenant_id and i.id = a.item_id"
        f" where a.tenant_id = $1 and a.project_id = $2 and a.state = 'waiting' and {_MAY}",
        tx.tenant_id, project_id, person_id, firm,
    )  # fmt: skip
    return bits


async def _leased(tx: Tx, adjudication_id: UUID) -> asyncpg.Record | None:
    return await tx.row(
        f"select {_LEASED} from adjudication a join project p on p.tenant_id = a.tenant_id and p.id = a.project_id"
        " where a.tenant_id = $1 and a.id = $2",
        tx.tenant_id, adjudication_id,
    )  # fmt: skip


async def show(tx: Tx, adjudication_id: UUID, display: Mapping[str, Any]) -> None:
    """The order in which its person sees the responses."""
    await tx.run(
        "update adjudication set display = $3 where tenant_id = $1 and id = $2",
        tx.tenant_id, adjudication_id, dict(display),
    )  # fmt: skip


async def where_asked(tx: Tx, project_ids: Sequence[UUID], person_id: UUID, firm: UUID | None) -> dict[UUID, bool]:
    """Those projects in which this person may be asked to decide, and whether something waits for them."""
    rows = await tx.rows(
        "select q.project_id, exists (select from adjudication a where a.tenant_id = $1 and a.project_id = q.project_id"
        f"   and (a.state = 'waiting' and {_MAY} or a.state = 'leased' and a.person_id = $3)) as waits"
        " from (select asked.id as project_id, coalesce(p.below, 0) as below, coalesce(p.people, '{}') as people"
        "   from unnest($2::uuid[]) asked (id) left join adjudication_policy p on p.tenant_id = $1"
        "   and p.project_id = asked.id) q"
        " where (q.people = '{}' or $3 = any (q.people))"
        " and (q.below > 0 or exists (select from adjudication w where w.tenant_id = $1 and w.project_id = q.project_id"
        "   and w.state in ('waiting', 'leased')))",
        tx.tenant_id, list(project_ids), person_id, firm,
    )  # fmt: skip
    return {row["project_id"]: row["waits"] for row in rows}


async def renew(
    tx: Tx, project_id: UUID, adjudication_id: UUID, person_id: UUID, epoch: int, now: datetime
) -> datetime | None:
    """Extend one's own live lease; None when it lives no more."""
    renewed: datetime | None = await tx.value(
        "update adjudication a set lease_until = $5::timestamptz + make_interval(secs => p.lease_seconds)"
        " from project p where p.tenant_id = $1 and p.id = $2 and a.tenant_id = $1 and a.project_id = $2 and a.id = $3"
        " and a.person_id = $4 and a.epoch = $6 and a.state = 'leased' and a.lease_until > $5 returning a.lease_until",
        tx.tenant_id, project_id, adjudication_id, person_id, now, epoch,
    )  # fmt: skip
    return renewed


_BACK = "update adjudication a set state = 'waiting', person_id = null, lease_until = null"


async def give_back(tx: Tx, project_id: UUID, adjudication_id: UUID, person_id: UUID) -> None:
    """One's own waits again."""
    await tx.run(
        f"{_BACK} where tenant_id = $1 and project_id = $2 and id = $3 and person_id = $4 and state = 'leased'",
        tx.tenant_id, project_id, adjudication_id, person_id,
    )  # fmt: skip


async def give_back_all_of(tx: Tx, person_id: UUID, project_id: UUID | None) -> None:
    """Somebody left the tenant, or one project: what they held waits again."""
    await tx.run(
        f"{_BACK} where tenant_id = $1 and person_id = $2 and ($3::uuid is null or project_id = $3)"
        " and state = 'leased'",
        tx.tenant_id, person_id, project_id,
    )  # fmt: skip


async def give_back_of_vendor(tx: Tx, project_id: UUID, vendor_id: UUID, before_epoch: int) -> int:
    """What a firm's people hold of an epoch before this one waits again; returns how much that is."""
    waiting: int = await tx.value(
        f"with back as ({_BACK} from membership m where a.tenant_id = $1 and a.project_id = $2 and a.state = 'leased'"
        "   and a.epoch < $4 and m.tenant_id = $1 and m.person_id = a.person_id and m.vendor_id = $3 returning 1)"
        " select count(*) from back",
        tx.tenant_id, project_id, vendor_id, before_epoch,
    )  # fmt: skip
    return waiting


async def give_back_due(tx: Tx, now: datetime) -> None:
    """Leases that ran out wait again."""
    await tx.run(f"{_BACK} where tenant_id = $1 and state = 'leased' and lease_until <= $2", tx.tenant_id, now)


# Deciding


async def hold(tx: Tx, project_id: UUID, adjudication_id: UUID) -> asyncpg.Record | None:
    """One, locked until the transaction ends."""
    return await tx.row(
        "select id, item_id, organization_id, annotation_ids, schema_version, seed, state, person_id, key, outcome,"
        " epoch from adjudication where tenant_id = $1 and project_id = $2 and id = $3 for update",
        tx.tenant_id, project_id, adjudication_id,
    )  # fmt: skip


async def own_assignment(tx: Tx, item_id: UUID, person_id: UUID) -> UUID:
    """The row that says what a person has to do with an item; whoever was given it to decide has one."""
    found: UUID = await tx.value(
        "select id from assignment where tenant_id = $1 and item_id = $2 and person_id = $3",
        tx.tenant_id, item_id, person_id,
    )  # fmt: skip
    return found


async def decide(
    tx: Tx, adjudication_id: UUID, *, key: UUID, outcome: str, took: UUID | None, result: UUID, sealed: bytes | None,
    at: datetime,
) -> None:  # fmt: skip
    """The decision, once."""
    await tx.run(
        "update adjudication set state = 'done', lease_until = null, key = $3, outcome = $4, took_id = $5,"
        " result_id = $6, sealed = $7, decided_at = $8 where tenant_id = $1 and id = $2",
        tx.tenant_id, adjudication_id, key, outcome, took, result, sealed, at,
    )  # fmt: skip


# Reading


async def page_waiting(tx: Tx, project_id: UUID, after: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """What waits or is in somebody's hands, the oldest first, after the key `after` = (seq,)."""
    return await tx.rows(
        "select a.*, i.ord, i.external_id from adjudication a"
        " join item i on i.tenant_id = a.tenant_id and i.id = a.item_id"
        " where a.tenant_id = $1 and a.project_id = $2 and a.state in ('waiting', 'leased')"
        " and ($3::bigint is null or a.seq > $3) order by a.seq limit $4",
        tx.tenant_id, project_id, after[0] if after else None, limit,
    )  # fmt: skip


async def page_done(tx: Tx, project_id: UUID, before: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """What was decided, the newest first, after the key `before` = (decided_at, id)."""
    at, adjudication_id = before or (None, None)
    return await tx.rows(
        "select a.*, i.ord, i.external_id from adjudication a"
        " join item i on i.tenant_id = a.tenant_id and i.id = a.item_id"
        " where a.tenant_id = $1 and a.project_id = $2 and a.state = 'done'"
        " and ($3::timestamptz is null or (a.decided_at, a.id) < ($3, $4::uuid))"
        " order by a.decided_at desc, a.id desc limit $5",
        tx.tenant_id, project_id, at, adjudication_id, limit,
    )  # fmt: skip


async def of_item(tx: Tx, item_id: UUID) -> list[asyncpg.Record]:
    """Every decision about an item, oldest first: id, person_id, outcome, result_id, sealed, decided_at."""
    return await tx.rows(
        "select id, person_id, outcome, result_id, sealed, decided_at from adjudication"
        " where tenant_id = $1 and item_id = $2 and state = 'done' order by decided_at, id",
        tx.tenant_id, item_id,
    )  # fmt: skip
