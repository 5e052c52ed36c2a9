"""Leases: kept alive, ended, answered. A place on an item is taken and freed here and in the queue's own functions."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.assignment.model import Assignment, Held, State
from armslength.assignment.repository.queue import COLUMNS, assignment, requeue, touched
from armslength.kit.db import Tx

_PREFIXED = ", ".join(f"a.{name}" for name in COLUMNS.split(", "))
_ONE = "a.tenant_id = $1 and a.id = $2"
"""Nothing but the key: a second condition that some other index begins with could make that index look as good."""
_HELD = (
    f"select {_PREFIXED}, p.seed, p.review_share::float8 as review_share, g.use as gold, a.suggested"
    " from assignment a join project p on p.tenant_id = a.tenant_id and p.id = a.project_id"
    " left join gold g on g.tenant_id = a.tenant_id and g.item_id = a.item_id"
)
_TOUCHED = (
    "insert into item_touch (tenant_id, project_id, stretch)"
    " select distinct $1::uuid, project_id, stretch_of(ord) from counted"
)
"""Says that the items in `counted` changed: what is counted of them is to be counted anew."""

_A_MOMENT = 0.01
"""Seconds before a row that somebody else is busy with is asked for again."""

_ROOM = """
    and (i.state = 'gold' or i.state = 'canary' and i.taken < i.wanted or i.open and (i.lane <> 1
        or not queue_full($1, i.id, $7, (select p.overlap from project p where p.tenant_id = $1 and p.id = $5))))"""
"""Whether an item has a place left for a late answer."""

_HOLD_ITEMS = """held_item as materialized (
            select i.id from item i where i.tenant_id = $1 and i.id = any($4) order by i.id for no key update
        ),"""
_HOLD_LOADS = """held_load as materialized (
            select w.person_id from workload w where w.tenant_id = $1 and w.project_id = $2 and w.person_id = any($6)
                and exists (select from counted) order by w.person_id for update
        ),"""


@dataclass(frozen=True, slots=True)
class Ended:
    """A lease or rework that ended; `was` is the state it left."""

    id: UUID
    project_id: UUID
    item_id: UUID
    person_id: UUID
    was: State


async def get(tx: Tx, project_id: UUID, assignment_id: UUID) -> Assignment | None:
    """One assignment, whoever's."""
    row = await tx.row(f"select {_PREFIXED} from assignment a where {_ONE}", tx.tenant_id, assignment_id)
    return assignment(row) if row and row["project_id"] == project_id else None


async def mine(tx: Tx, project_id: UUID, assignment_id: UUID, person_id: UUID) -> Assignment | None:
    """One of this person's own."""
    found = await get(tx, project_id, assignment_id)
    return found if found and found.person_id == person_id else None


async def hold(tx: Tx, project_id: UUID, assignment_id: UUID, person_id: UUID) -> Held | None:
    """One of this person's own, locked until the transaction ends. The first act of its transaction."""
    while True:
        held = await _lock(tx, assignment_id, "and a.state not in ('expired', 'returned')")
        if held is not None:
            break
        # A lease taken up again by `next` starts from the person's workload: so must a late answer, or they deadlock.
        # Its row may be locked by now: one that has left the state we want while we waited for it stays so.
        await tx.restart()
        await tx.run(
            "select from workload where tenant_id = $1 and project_id = $2 and person_id = $3 for update",
            tx.tenant_id, project_id, person_id,
        )  # fmt: skip
        held = await _lock_with_item(tx, assignment_id)
        if held is not None or await get(tx, project_id, assignment_id) is None:
            break
        await tx.restart()  # whoever has one of them now may wait for the workload
        await asyncio.sleep(_A_MOMENT)
    mine = held and (held.assignment.project_id, held.assignment.person_id) == (project_id, person_id)
    return held if mine else None


async def _lock(tx: Tx, assignment_id: UUID, condition: str) -> Held | None:
    row = await tx.row(f"{_HELD} where {_ONE} {condition} for update of a", tx.tenant_id, assignment_id)
    return _held(row) if row else None


async def _lock_with_item(tx: Tx, assignment_id: UUID) -> Held | None:
    """An assignment and its item, if nobody is busy with either: for who has locked a workload, which comes after."""
    row = await tx.row(
        f"{_HELD} join item i on i.tenant_id = a.tenant_id and i.id = a.item_id where {_ONE}"
        " for update of a skip locked for no key update of i skip locked",
        tx.tenant_id, assignment_id,
    )  # fmt: skip
    return _held(row) if row else None


async def hold_leased(tx: Tx, project_id: UUID, wanted: Sequence[UUID]) -> dict[UUID, Held]:
    """Of these assignments of the project those that are somebody's lease and that nobody else is busy with, by id,
    locked until the transaction ends."""
    rows = await tx.rows(
        f"{_HELD} where a.tenant_id = $1 and a.id = any($2::uuid[]) and a.state = 'leased'"
        " order by a.id for update of a skip locked",
        tx.tenant_id, list(wanted),
    )  # fmt: skip
    found = [_held(row) for row in rows]
    return {held.assignment.id: held for held in found if held.assignment.project_id == project_id}


def _held(row: asyncpg.Record) -> Held:
    return Held(assignment(row), row["seed"], row["review_share"], row["gold"], row["suggested"])


async def renew(tx: Tx, mine: Assignment, now: datetime) -> datetime | None:
    """Extend a live lease; None when it lives no more."""
    until: datetime | None = await tx.value(
        "update assignment a set lease_until = $3::timestamptz + make_interval(secs => p.lease_seconds) from project p"
        f" where {_ONE} and a.state = 'leased' and a.lease_until > $3 and p.tenant_id = $1 and p.id = a.project_id"
        " returning a.lease_until",
        tx.tenant_id, mine.id, now,
    )  # fmt: skip
    return until


async def due(tx: Tx, now: datetime, limit: int) -> list[UUID]:
    """Leases that ran out."""
    rows = await tx.rows(
        "select id from assignment where tenant_id = $1 and state = 'leased' and lease_until <= $2"
        " order by lease_until limit $3",
        tx.tenant_id, now, limit,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def live_of_person(tx: Tx, person_id: UUID, project_id: UUID | None) -> list[UUID]:
    """All that a person has in hand in this tenant, or in one project."""
    rows = await tx.rows(
        "select a.id from project p join assignment a on a.tenant_id = p.tenant_id and a.project_id = p.id"
        " where p.tenant_id = $1 and ($3::uuid is null or p.id = $3) and a.person_id = $2"
        " and a.state in ('leased', 'rework')",
        tx.tenant_id, person_id, project_id,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def live_of_vendor(tx: Tx, project_id: UUID, vendor_id: UUID, before_epoch: int, limit: int | None) -> list[UUID]:
    """Up to `limit` leases and reworks of a firm's people that an epoch before this one gave out."""
    rows = await tx.rows(
        "select id from assignment where tenant_id = $1 and project_id = $2 and organization_id = $3 and epoch < $4"
        " and state in ('leased', 'rework') order by id limit $5",
        tx.tenant_id, project_id, vendor_id, before_epoch, limit,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def leased_on(tx: Tx, project_id: UUID, batch_id: UUID, item_id: UUID | None) -> list[UUID]:
    """Live leases on an item, or in a whole batch."""
    rows = await tx.rows(
        "select id from assignment where tenant_id = $1 and project_id = $2 and batch_id = $3"
        " and ($4::uuid is null or item_id = $4) and state = 'leased'",
        tx.tenant_id, project_id, batch_id, item_id,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def end(
    tx: Tx, ids: Sequence[UUID], state: State, reason: str | None, now: datetime, *, due: bool = False,
    sealed: bytes | None = None,
) -> list[Ended]:  # fmt: skip
    """End those of `ids` that are leased or in rework (`due`: whose lease has run out) and free their places.

    Of what is due, a row that somebody is busy with is left for the next time: to wait for it, and find it answered,
    would keep it locked while the places of others are freed.
    Rework that is given back is released: its author had their say.
    """
    rows = await tx.rows(
        """
        update assignment a set state = case when l.state = 'rework' and $3 = 'returned' then 'released' else $3 end,
            lease_until = null, reason = $4, ended_at = $5, sealed = $7
        from (select s.id, s.state from assignment s where s.tenant_id = $1 and s.id = any($2::uuid[])
              and s.state in ('leased', 'rework') and (not $6 or s.lease_until <= $5)
              order by s.id for update"""
        + (" skip locked" if due else "")
        + """) l
        where a.tenant_id = $1 and a.id = l.id
        returning a.id, a.project_id, a.item_id, a.person_id, l.state as was""",
        tx.tenant_id, list(ids), state, reason, now, due, sealed,
    )  # fmt: skip
    ended = [Ended(*row) for row in rows]
    if ended:
        await free(tx, ended)
    return ended


async def free(tx: Tx, ended: Sequence[Ended]) -> None:
    """Give the places back: on the items, in the persons' workloads, and to the queue."""
    items = [each.item_id for each in ended]
    await tx.run(
        """
        with freed as (select item_id, count(*) as n from unnest($2::uuid[]) as u (item_id) group by item_id),
        held as (select id from item where tenant_id = $1 and id = any($2::uuid[]) order by id for update),
        counted as (
            update item i set taken = i.taken - f.n, open = i.state = 'active' and i.taken - f.n < i.wanted
            from freed f join held h on h.id = f.item_id
            where i.tenant_id = $1 and i.id = f.item_id returning i.project_id, i.ord
        )
        """ + _TOUCHED,
        tx.tenant_id, items,
    )  # fmt: skip
    await tx.run(
        """
        with gone as (
            select project_id, person_id, count(*) filter (where was = 'leased') as live,
                   count(*) filter (where was <> 'leased') as answered
            from unnest($2::uuid[], $3::uuid[], $4::text[]) as u (project_id, person_id, was) group by 1, 2
        ), held as (
            select w.project_id, w.person_id from workload w join gone g using (project_id, person_id)
            where w.tenant_id = $1 order by w.project_id, w.person_id for update of w
        )
        update workload w set live = w.live - g.live, answered = w.answered - g.answered
        from gone g join held h using (project_id, person_id)
        where w.tenant_id = $1 and w.project_id = g.project_id and w.person_id = g.person_id""",
        tx.tenant_id, [each.project_id for each in ended], [each.person_id for each in ended],
        [each.was for each in ended],
    )  # fmt: skip
    await requeue(tx, items)


async def answered(tx: Tx, project_id: UUID, given: Sequence[tuple[Assignment, bool]]) -> None:
    """Annotations were submitted, for leases or rework: assignments, their items and the persons' loads move together.
    `given`: each held, of one person each, and whether it is past review.

    Rows of several are locked in one order, items before loads: others do the same, or hold one of each.
    """
    several = len(given) > 1
    of = [held for held, _ in given]
    leased = [int(held.state == "leased") for held in of]
    await tx.run(
        f"""
        with done as (
            update assignment set state = 'submitted', lease_until = null, reason = null, ended_at = null
            where tenant_id = $1 and id = any($3::uuid[])
        ), said as (
            select item_id, count(*)::int as n, sum(settled)::int as settled
            from unnest($4::uuid[], $5::int[]) as u (item_id, settled) group by item_id
        ), {_HOLD_ITEMS if several else ""} counted as (
            update item i set answers = i.answers + s.n, settled = i.settled + s.settled,
                open = i.state = 'active' and i.taken < i.wanted
            from said s {"join held_item h on h.id = s.item_id" if several else ""}
            where i.tenant_id = $1 and i.id = s.item_id returning i.project_id, i.ord
        ), {_HOLD_LOADS if several else ""} loaded as (
            update workload w set live = w.live - 1, answered = w.answered + 1
            from unnest($6::uuid[], $7::int[]) as l (person_id, leased)
                {"join held_load h using (person_id)" if several else ""}
            where w.tenant_id = $1 and w.project_id = $2 and w.person_id = l.person_id and l.leased > 0
                and exists (select from counted)
        ), touched as ({_TOUCHED}) select count(*) from counted""",
        tx.tenant_id, project_id, [held.id for held in of], [held.item_id for held in of],
        [int(settled) for _, settled in given], [held.person_id for held in of], leased,
    )  # fmt: skip


async def answered_late(tx: Tx, held: Assignment, *, settled: bool) -> bool:
    """The same for an answer whose place was given up before: it is taken again if there is one, for the person's firm
    too where every firm is asked. `hold` locked the item, so that the firm's other places are seen. False when there
    is none."""
    row = await tx.row(
        f"""
        with done as (
            update assignment set state = 'submitted', lease_until = null, reason = null, ended_at = null
            where tenant_id = $1 and id = $2
        ), counted as (
            update item i set answers = i.answers + 1, settled = i.settled + $4::int, taken = i.taken + 1,
                open = i.state = 'active' and i.taken + 1 < i.wanted
            where i.tenant_id = $1 and i.id = $3 {_ROOM}
            returning i.id, i.open, i.project_id, i.ord
        ), loaded as (
            update workload w set answered = w.answered + 1 from counted
            where w.tenant_id = $1 and w.project_id = $5 and w.person_id = $6
        ), touched as ({_TOUCHED}) select open from counted""",
        tx.tenant_id, held.id, held.item_id, int(settled), held.project_id, held.person_id, held.organization_id,
    )  # fmt: skip
    if row is None:
        return False
    if not row["open"]:
        await tx.run("delete from returned_item where tenant_id = $1 and item_id = $2", tx.tenant_id, held.item_id)
    return True


async def cancelled(tx: Tx, item_id: UUID) -> bool:
    """Whether the item was withdrawn: nobody is asked about it any more."""
    state = await tx.value("select state from item where tenant_id = $1 and id = $2", tx.tenant_id, item_id)
    return bool(state == "cancelled")


async def send_back(
    tx: Tx, assignment_id: UUID, *, settled: bool = False, schema_version: int | None = None
) -> bool:  # fmt: skip
    """A submitted assignment becomes rework; it keeps its place, and no longer counts as an answer.

    Rework is given out anew, so it carries the grant's present epoch. `settled`: the answer was past review.
    `schema_version`: it is to be answered under another one.
    """
    return bool(
        await tx.value(
            """
            with back as (
                update assignment a set state = 'rework', attempt = a.attempt + 1,
                    schema_version = coalesce($4, a.schema_version), epoch = coalesce(
                    (select g.epoch from vendor_grant g where g.tenant_id = $1 and g.project_id = a.project_id
                        and g.vendor_id = a.organization_id), 1)
                where a.tenant_id = $1 and a.id = $2 and a.state = 'submitted' returning a.item_id
            ), counted as (
                update item i set answers = i.answers - 1, settled = i.settled - $3::int from back
                where i.tenant_id = $1 and i.id = back.item_id returning i.project_id, i.ord
            ), touched as (""" + _TOUCHED + ") select count(*) from back",
            tx.tenant_id, assignment_id, int(settled), schema_version,
        )
    )  # fmt: skip


async def take_back(tx: Tx, assignment_id: UUID) -> bool:
    """Rework becomes a submitted assignment again; it kept its place, and its answer counts, past review."""
    return bool(
        await tx.value(
            """
            with back as (
                update assignment set state = 'submitted' where tenant_id = $1 and id = $2 and state = 'rework'
                returning item_id
            ), counted as (
                update item i set answers = i.answers + 1, settled = i.settled + 1 from back
                where i.tenant_id = $1 and i.id = back.item_id returning i.project_id, i.ord
            ), touched as (""" + _TOUCHED + ") select count(*) from back",
            tx.tenant_id, assignment_id,
        )
    )  # fmt: skip


async def take_away(
    tx: Tx, assignment_id: UUID, reason: str, now: datetime, *, settled: bool = False
) -> Ended | None:  # fmt: skip
    """A submitted assignment ends without an answer, and its place is free for somebody else. `settled`: its answer was
    past review."""
    row = await tx.row(
        """
        with gone as (
            update assignment set state = 'released', reason = $3, ended_at = $4
            where tenant_id = $1 and id = $2 and state = 'submitted' returning id, project_id, item_id, person_id
        ), counted as (
            update item i set answers = i.answers - 1, settled = i.settled - $5::int from gone
            where i.tenant_id = $1 and i.id = gone.item_id
        )
        select id, project_id, item_id, person_id, 'submitted' as was from gone""",
        tx.tenant_id, assignment_id, reason, now, int(settled),
    )  # fmt: skip
    if row is None:
        return None
    ended = Ended(*row)
    await free(tx, [ended])
    return ended


async def bar(
    tx: Tx, project_id: UUID, item_id: UUID, assignment_id: UUID, person_id: UUID, organization_id: UUID, now: datetime
) -> None:
    """A person who was never asked about an item never will be."""
    await tx.run(
        "insert into assignment (tenant_id, id, project_id, batch_id, item_id, person_id, organization_id, state,"
        " attempt, leased_at, ended_at, seed, display, schema_version, guideline_version, reason)"
        " select $1, $4, $2, i.batch_id, $3, $5, $6, 'released', 0, $7, $7, '', '{}'::jsonb, 0, 0, 'barred'"
        " from item i where i.tenant_id = $1 and i.project_id = $2 and i.id = $3"
        " on conflict (tenant_id, item_id, person_id) do update set state = 'released', reason = 'barred'"
        " where assignment.state in ('expired', 'returned')",
        tx.tenant_id, project_id, item_id, assignment_id, person_id, organization_id, now,
    )  # fmt: skip
    await touched(tx, [item_id])


async def settle(tx: Tx, item_id: UUID) -> None:
    """One more answer of the item is past review."""
    await tx.run(
        "with counted as (update item set settled = settled + 1 where tenant_id = $1 and id = $2"
        f"   returning project_id, ord) {_TOUCHED}",
        tx.tenant_id, item_id,
    )  # fmt: skip
