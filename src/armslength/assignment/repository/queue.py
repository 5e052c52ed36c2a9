"""Asking for the next item, and keeping the queue whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import asyncpg

from armslength.assignment.model import COURSE, Assignment
from armslength.identity.model import Tier
from armslength.kit.db import Tx

_NEXT = (
    "select found.* from unnest($3::uuid[], $4::uuid[], $5::text[]) as u (person, firm, have)"
    " cross join lateral assignment_next($1, $2, u.person, u.firm, u.have::uuid[], $6, $7, $8) found"
)
COLUMNS = (
    "id, project_id, batch_id, item_id, person_id, organization_id, state, attempt, leased_at, lease_until, display,"
    " schema_version, guideline_version, reason, why, epoch, harms"
)

_TOUCHED = (
    "touched as (insert into item_touch (tenant_id, project_id, stretch)"
    " select distinct $1::uuid, i.project_id, stretch_of(i.ord) from {0}"
    " join item i on i.tenant_id = $1 and i.id = {0}.item_id)"
)
"""Says that the item of what {0} returns changed."""


def assignment(record: asyncpg.Record) -> Assignment:
    """A row as its noun."""
    return Assignment(*(record[name] for name in Assignment.__slots__))


@dataclass(frozen=True, slots=True)
class Found:
    """What the queue says: see assignment_next in the migration."""

    outcome: Literal[
        "mine", "leased", "paused", "walled", "read_guideline", "cap", "wait", "course_done", "not_qualified", "done",
        "spared", "resting", "unskilled", "apart",
    ]  # fmt: skip
    assignment: UUID | None
    item: UUID
    batch: UUID
    attempt: int
    place: int
    seed: bytes
    schema_version: int
    guideline_version: int
    lease_until: datetime
    why: Any

    @property
    def counts(self) -> bool:
        """Whether it is an item more that the firm is shown as work: not of the course, nor one this person had."""
        return self.assignment is None and self.why["draw"] not in COURSE


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what is next, of which firm; `have`: what of theirs is at hand already."""

    person_id: UUID
    firm_id: UUID
    have: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class FirstLease:
    """A lease about to be written on a place that `next_for` took, of a person who never had the item."""

    id: UUID
    found: Found
    person_id: UUID
    organization_id: UUID
    epoch: int
    seed: bytes
    display: dict[str, Any]


async def next_for(
    tx: Tx, project_id: UUID, asked: Sequence[Asked], now: datetime, in_hand: int, *, follows: bool = False
) -> list[Found]:
    """Take a place for each of these people, one after the other, on the item that is theirs next, or say why there is
    none. `follows`: in the transaction of their answers."""
    rows = await tx.rows(
        _NEXT, tx.tenant_id, project_id, [each.person_id for each in asked], [each.firm_id for each in asked],
        [f"{{{','.join(map(str, each.have))}}}" for each in asked], now, in_hand, follows,
    )  # fmt: skip
    return [Found(*row) for row in rows]


class Sharing(NamedTuple):
    """How many people an item is for, and whether a plan says of which firms they are."""

    overlap: int
    planned: bool


async def sharing(tx: Tx, project_id: UUID) -> Sharing:
    """How the project's items are shared."""
    row = await tx.row(
        "select p.overlap, exists (select from routing r where r.tenant_id = $1 and r.project_id = $2)"
        " from project p where p.tenant_id = $1 and p.id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip
    assert row is not None  # people of its own ask
    return Sharing(*row)


def in_turn(found: Sequence[Found], overlap: int) -> list[Found]:
    """What the queue found for several people of whom nobody's first lease was written yet, each with the place that
    they have on their item once those before them have theirs. On gold, which everybody may be asked about, places
    begin anew after the overlap, as in assignment_next."""
    before: Counter[UUID] = Counter()
    placed = []
    for each in found:
        if each.outcome == "leased" and each.assignment is None:
            place = each.place + before[each.item]
            before[each.item] += 1
            gold = each.why["draw"] in ("gold", *COURSE)
            placed.append(replace(each, place=place % overlap if gold else place))
        else:
            placed.append(each)
    return placed


async def lease(tx: Tx, project_id: UUID, leases: Sequence[FirstLease], now: datetime) -> list[Assignment]:
    """The rows of first leases, in their order."""
    found = [each.found for each in leases]
    rows = await tx.rows(
        "with leased as (insert into assignment (tenant_id, id, project_id, batch_id, item_id, person_id,"
        " organization_id, state, attempt, leased_at, lease_until, seed, display, schema_version, guideline_version,"
        " why, epoch, harms)"
        " select $1, id, $2, batch, item, person, firm, 'leased', attempt, $3, until, seed, display, schema, guideline,"
        " why, epoch, care_of($1, $2, batch) from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[],"
        " $9::int[], $10::timestamptz[], $11::bytea[], $12::jsonb[], $13::int[], $14::int[], $15::jsonb[], $16::int[])"
        " as u (id, batch, item, person, firm, attempt, until, seed, display, schema, guideline, why, epoch)"
        f" returning {COLUMNS}), {_TOUCHED.format('leased')} select * from leased",
        tx.tenant_id, project_id, now, [each.id for each in leases], [each.batch for each in found],
        [each.item for each in found], [each.person_id for each in leases], [each.organization_id for each in leases],
        [each.attempt for each in found], [each.lease_until for each in found], [each.seed for each in leases],
        [each.display for each in leases], [each.schema_version for each in found],
        [each.guideline_version for each in found], [each.why for each in found], [each.epoch for each in leases],
    )  # fmt: skip
    made = {row["id"]: assignment(row) for row in rows}
    return [made[each.id] for each in leases]


async def lease_again(tx: Tx, found: Found, organization_id: UUID, epoch: int, now: datetime) -> Assignment:
    """The same for a person who had this item before and lost it or gave it back: their row, their display order."""
    row = await tx.row(
        "with leased as (update assignment set state = 'leased', attempt = $3, leased_at = $4, lease_until = $5,"
        " schema_version = $6,"
        " guideline_version = $7, organization_id = $8, why = $9, epoch = $10, reason = null, ended_at = null,"
        " harms = care_of(tenant_id, project_id, batch_id)"
        f" where tenant_id = $1 and id = $2 and state in ('expired', 'returned') returning {COLUMNS}),"
        f" {_TOUCHED.format('leased')} select * from leased",
        tx.tenant_id, found.assignment, found.attempt, now, found.lease_until, found.schema_version,
        found.guideline_version, organization_id, found.why, epoch,
    )  # fmt: skip
    assert row is not None  # whoever could have changed it waits for the person's workload
    return assignment(row)


async def requeue(tx: Tx, item_ids: Sequence[UUID]) -> None:
    """Put items on which a place became free where every cursor will meet them. Their rows must be locked by `tx`."""
    await tx.run(
        """
        with free as (
            select i.id, i.batch_id, i.lane, row_number() over (partition by i.batch_id order by i.ord) as n
            from item i where i.tenant_id = $1 and i.id = any($2::uuid[]) and i.open
        ), counter as (
            insert into returned_counter as c (tenant_id, batch_id, last_seq)
            select $1, batch_id, count(*) from free group by batch_id order by batch_id
            on conflict (tenant_id, batch_id) do update set last_seq = c.last_seq + excluded.last_seq
            returning c.batch_id, c.last_seq
        ), many as (select batch_id, count(*) as n from free group by batch_id)
        insert into returned_item as r (tenant_id, batch_id, lane, seq, item_id)
        select $1, free.batch_id, free.lane, counter.last_seq - many.n + free.n, free.id
        from free join counter using (batch_id) join many using (batch_id)
        on conflict (tenant_id, item_id) do update set lane = excluded.lane, seq = excluded.seq""",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def showable(tx: Tx, assignment_id: UUID, tier: Tier) -> bool:
    """Whether the item of an assignment is there in this form."""
    return bool(
        await tx.value(
            "select i.tiers & armslength_tier_bit($3) <> 0 from assignment a join item i on i.tenant_id = a.tenant_id"
            " and i.id = a.item_id where a.tenant_id = $1 and a.id = $2",
            tx.tenant_id, assignment_id, tier,
        )
    )  # fmt: skip


async def seen_otherwise(tx: Tx, assignment_id: UUID, person_id: UUID, tier: Tier) -> bool:
    """Whether a person who is now shown this form was shown another under this lease: what they wrote may quote it."""
    return tier != "original" and bool(
        await tx.value(
            "select exists (select from exposure where tenant_id = $1 and person_id = $3 and lease_id = $2"
            " and kind = 'item' and rendition <> $4)",
            tx.tenant_id, assignment_id, person_id, tier,
        )
    )  # fmt: skip


async def formed(tx: Tx, project_id: UUID, item_ids: Sequence[UUID], tier: Tier) -> None:
    """Items have this form too. Where anybody is or was shown it, their cursors may be past: back into the queue."""
    await hold_items(tx, item_ids)
    fresh = await tx.rows(
        "update item set tiers = tiers | armslength_tier_bit($3)::smallint where tenant_id = $1"
        " and id = any($2::uuid[]) and tiers & armslength_tier_bit($3) = 0 returning id",
        tx.tenant_id, list(item_ids), tier,
    )  # fmt: skip
    if fresh and await tx.value(
        "select exists (select from vendor_grant where tenant_id = $1 and project_id = $2 and tier = $3)"
        " or exists (select from batch b join queue_cursor c on c.tenant_id = $1 and c.batch_id = b.id"
        "   and c.tier = armslength_tier_bit($3) where b.tenant_id = $1 and b.project_id = $2)",
        tx.tenant_id, project_id, tier,
    ):  # fmt: skip
        await requeue(tx, [row["id"] for row in fresh])


async def is_open(tx: Tx, project_id: UUID, item_id: UUID) -> bool:
    """Whether the item asks for somebody; its row is locked."""
    return bool(
        await tx.value(
            "select open from item where tenant_id = $1 and project_id = $2 and id = $3 for update",
            tx.tenant_id, project_id, item_id,
        )
    )  # fmt: skip


async def want_more(tx: Tx, item_ids: Sequence[UUID], most: int) -> list[UUID]:
    """Want one answer more of those of these items that have all they wanted, but never more than `most`; returns them.

    Not of what every firm is asked about: there each firm gives the overlap. The rows must be locked by `tx`.
    """
    rows = await tx.rows(
        "update item i set wanted = i.wanted + 1, open = i.taken < i.wanted + 1"
        " where i.tenant_id = $1 and i.id = any($2::uuid[]) and i.state = 'active' and i.lane <> 1"
        " and i.answers >= i.wanted and i.wanted < $3 returning i.id",
        tx.tenant_id, list(item_ids), most,
    )  # fmt: skip
    return await touched(tx, [row["id"] for row in rows])


async def touched(tx: Tx, item_ids: list[UUID]) -> list[UUID]:
    """Say that these items changed: their counts are to be made anew. Returns them."""
    if item_ids:
        await tx.run("select item_touched($1, $2)", tx.tenant_id, item_ids)
    return item_ids


async def change_overlap(tx: Tx, project_id: UUID, after_ord: int, limit: int) -> tuple[int | None, int]:
    """Give up to `limit` items after `after_ord` the project's present overlap; never less than is already taken.

    Returns the last ord looked at (None at the end) and how many were looked at.
    """
    row = await tx.row(
        "select max(ord) as last, count(*) as n from (select ord from item where tenant_id = $1 and project_id = $2"
        " and ord > $3 order by ord limit $4) part",
        tx.tenant_id, project_id, after_ord, limit,
    )  # fmt: skip
    assert row is not None
    if row["last"] is None:
        return None, 0
    changed = await tx.rows(
        """
        update item i set wanted = l.aim, open = i.state = 'active' and i.taken < l.aim
        from (
            select s.id, s.open,
                greatest(queue_wanted($1, $2, s.id, s.lane, p.overlap), s.taken)::smallint as aim
            from item s join project p on p.tenant_id = s.tenant_id and p.id = s.project_id
            where s.tenant_id = $1 and s.project_id = $2 and s.ord > $3 and s.ord <= $4
                and s.state not in ('gold', 'canary')
                and s.wanted <> greatest(queue_wanted($1, $2, s.id, s.lane, p.overlap), s.taken)
            order by s.id for update of s
        ) l
        where i.tenant_id = $1 and i.id = l.id
        returning i.id, i.open, l.open as was_open""",
        tx.tenant_id, project_id, after_ord, row["last"],
    )  # fmt: skip
    await touched(tx, [item["id"] for item in changed])
    await requeue(tx, [item["id"] for item in changed if item["open"] and not item["was_open"]])
    await tx.run(
        "delete from returned_item where tenant_id = $1 and item_id = any($2::uuid[])",
        tx.tenant_id, [item["id"] for item in changed if not item["open"]],
    )  # fmt: skip
    return row["last"], row["n"]


async def set_apart(tx: Tx, project_id: UUID, item_ids: Sequence[UUID]) -> None:
    """Items that nobody could have been asked about yet are canaries: in no queue. Of a firm with a lane of its own as
    many are asked as of its other items; without a plan one person, since a firm's people seldom meet the same item."""
    await tx.run(
        "update item i set state = 'canary', open = false, lane = -1, wanted = case when exists (select from routing r"
        "   where r.tenant_id = $1 and r.project_id = $2 and r.active) then greatest(p.overlap, 1) else 1 end"
        " from project p where p.tenant_id = $1 and p.id = $2 and i.tenant_id = $1 and i.id = any($3::uuid[])",
        tx.tenant_id, project_id, list(item_ids),
    )  # fmt: skip
    await touched(tx, list(item_ids))


async def hold_items(tx: Tx, item_ids: Sequence[UUID]) -> None:
    """Lock items, in the one order."""
    await tx.run(
        "select from item where tenant_id = $1 and id = any($2::uuid[]) order by id for update",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def work_of(
    tx: Tx, person_id: UUID, firm_id: UUID, everything: bool, vendor_id: UUID | None, now: datetime
) -> list[asyncpg.Record]:
    """Active projects this person works in: id, name, description, role, submitted, rework, available."""
    return await tx.rows(
        """
        select p.id, p.name, p.description, m.role, h.rework,
               greatest(coalesce(w.answered, 0) - h.rework, 0) as submitted,
               h.live > 0 or portion_left($1, p.id, $4, $5) and not skill_lacking($1, p.id, $2, $5) and exists (
                   select from batch b cross join unnest(queue_lanes($1, p.id, $6)) as l (lane)
                   cross join queue_tier($1, p.id, $6) as f (tier)
                   left join queue_cursor c on c.tenant_id = $1 and c.batch_id = b.id and c.person_id = $2
                       and c.lane = l.lane and c.tier = f.tier
                   cross join lateral (
                       (select i.id from item i where i.tenant_id = $1 and i.batch_id = b.id
                            and i.lane = l.lane and i.open and i.tiers & f.tier <> 0
                            and i.ord > coalesce(c.after_ord, -1) order by i.ord limit 20)
                       union all
                       (select i.id from returned_item r join item i on i.tenant_id = $1 and i.id = r.item_id
                        where r.tenant_id = $1 and r.batch_id = b.id
                            and r.lane = l.lane and i.lane = l.lane and i.open and i.tiers & f.tier <> 0
                            and r.seq > coalesce(c.after_returned, 0) order by r.seq limit 20)
                   ) near
                   where b.tenant_id = $1 and b.project_id = p.id and b.state = 'open'
                       and b.id <> all (skill_closed($1, p.id, $2, $5))
                       and not exists (select from assignment a where a.tenant_id = $1 and a.item_id = near.id
                           and a.person_id = $2 and a.state not in ('expired', 'returned'))
                       and (l.lane <> 1 or not queue_full($1, near.id, $6, p.overlap))) as available
        from project p
        left join project_member m on m.tenant_id = $1 and m.project_id = p.id and m.person_id = $2
        left join workload w on w.tenant_id = $1 and w.project_id = p.id and w.person_id = $2
        cross join lateral (select count(*) filter (where a.state = 'rework') as rework, count(*) as live
            from assignment a where a.tenant_id = $1 and a.project_id = p.id and a.person_id = $2
            and (a.state = 'rework' or a.state = 'leased' and a.lease_until > $5)) h
        where p.tenant_id = $1 and p.state = 'active' and ($3 or m.person_id is not null)
            and case when $4::uuid is null then true when m.person_id is null then false when not exists (
                    select from vendor_grant g where g.tenant_id = $1 and g.project_id = p.id
                    and g.vendor_id = $4 and armslength_grant_open(g.state, g.clear_until, $5)) then false
                else armslength_kept_out($1, p.id, $2, $4, '{metadata}', $5) is null end
        order by lower(p.name), p.id""",
        tx.tenant_id, person_id, everything, vendor_id, now, firm_id,
    )  # fmt: skip
