"""The person wall: who is kept out, and whom two people have let off. The decision itself stands in the migration."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.walls.model import KeptOut, Knowledge

_WAIVER = (
    "w.id, w.person_id, w.reason, w.asked_by, w.asked_at, w.approved_by, w.approved_at, w.expires_at, w.ended_by,"
    " w.ended_at"
)


async def kept_out(
    tx: Tx, project_id: UUID, person_id: UUID, organization_id: UUID, kinds: Sequence[Knowledge], at: datetime
) -> KeptOut | None:
    """Admit the person, or say why not."""
    reason: KeptOut | None = await tx.value(
        "select armslength_kept_out($1, $2, $3, $4, $5, $6)",
        tx.tenant_id, project_id, person_id, organization_id, list(kinds), at,
    )  # fmt: skip
    return reason


async def note_refusal(
    tx: Tx, project_id: UUID, person_id: UUID, organization_id: UUID, kind: Knowledge, reason: KeptOut, at: datetime
) -> bool:
    """Count a refusal; True where it is to be logged: the first, another reason, or the first after a day."""
    fresh: bool | None = await tx.value(
        "insert into wall_refusal as r (tenant_id, project_id, person_id, kind, organization_id, reason, first_at,"
        "   last_at, logged_at, times, unlogged) select $1, p.id, $3, $4, $5, $6, $7, $7, $7, 1, 0"
        " from project p where p.tenant_id = $1 and p.id = $2"
        " on conflict (tenant_id, project_id, person_id, kind) do update set reason = excluded.reason,"
        "   organization_id = excluded.organization_id, last_at = excluded.last_at, times = r.times + 1,"
        "   unlogged = case when r.reason <> excluded.reason or r.logged_at <= excluded.last_at - interval '1 day'"
        "     then 0 else r.unlogged + 1 end,"
        "   logged_at = case when r.reason <> excluded.reason or r.logged_at <= excluded.last_at - interval '1 day'"
        "     then excluded.last_at else r.logged_at end"
        " returning unlogged = 0",
        tx.tenant_id, project_id, person_id, kind, organization_id, reason, at,
    )  # fmt: skip
    return bool(fresh)


async def count_refusal(tx: Tx, project_id: UUID, organization_id: UUID, reason: KeptOut, at: datetime) -> None:
    """One more that day; for each try one, of whatever kinds it was."""
    await tx.run(
        "insert into wall_refusal_day as d (tenant_id, project_id, day, organization_id, reason, times)"
        " select $1, p.id, ($5::timestamptz at time zone 'UTC')::date, $3, $4, 1 from project p"
        " where p.tenant_id = $1 and p.id = $2"
        " on conflict (tenant_id, project_id, day, organization_id, reason) do update set times = d.times + 1",
        tx.tenant_id, project_id, organization_id, reason, at,
    )  # fmt: skip


async def refused_since(tx: Tx, project_id: UUID, since: datetime) -> list[asyncpg.Record]:
    """How often people were kept out: day, organization_id, its name, reason, times; the newest day first."""
    return await tx.rows(
        "select d.day, d.organization_id, o.name as organization_name, d.reason, d.times from wall_refusal_day d"
        " join organization o on o.id = d.organization_id where d.tenant_id = $1 and d.project_id = $2"
        " and d.day > ($3::timestamptz at time zone 'UTC')::date order by d.day desc, lower(o.name), d.reason",
        tx.tenant_id, project_id, since,
    )  # fmt: skip


async def held_back(tx: Tx, project_id: UUID, at: datetime) -> list[asyncpg.Record]:
    """Who of the vendors' people would be kept out if they asked now: person_id, organization_id, its name, role,
    reason, and when it ends by itself (until)."""
    return await tx.rows(
        "select h.person_id, h.organization_id, o.name as organization_name, w.role, h.reason, h.until"
        " from armslength_held_back($1, $2, $3) h join organization o on o.id = h.organization_id"
        " join project_member w on w.tenant_id = $1 and w.project_id = $2 and w.person_id = h.person_id"
        " order by lower(o.name), h.reason, h.person_id",
        tx.tenant_id, project_id, at,
    )  # fmt: skip


async def seats(tx: Tx, project_id: UUID) -> int:
    """How many of the vendors' people have a role in the project."""
    found: int = await tx.value(
        "select count(*) from project_member w join membership m on m.tenant_id = $1 and m.person_id = w.person_id"
        " and m.ended_at is null where w.tenant_id = $1 and w.project_id = $2 and m.organization_id <> $1",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return found


async def moved(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """Who was shown the project's brief or answers for one vendor and has a seat for another now: person_id, was_id,
    was_name, now_id, now_name, and when they were last shown something for the first (last_at)."""
    return await tx.rows(
        "select x.person_id, x.organization_id as was_id, was.name as was_name, m.organization_id as now_id,"
        "   now.name as now_name, max(x.last_at) as last_at"
        " from exposure x join membership m on m.tenant_id = $1 and m.person_id = x.person_id"
        " join organization was on was.id = x.organization_id join organization now on now.id = m.organization_id"
        " where x.tenant_id = $1 and x.project_id = $2 and x.kind <> 'item' and x.organization_id <> m.organization_id"
        "   and x.organization_id = any(array(select v.organization_id from vendor v where v.tenant_id = $1))"
        "   and m.organization_id <> $1 group by 1, 2, 3, 4, 5 order by last_at desc, x.person_id",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def refusals(tx: Tx, project_id: UUID, before: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """A page of refusals, the latest first, older than the key `before` = (last_at, person_id, kind)."""
    at, person_id, kind = before or (None, None, None)
    return await tx.rows(
        "select person_id, organization_id, kind, reason, first_at, last_at, times from wall_refusal"
        " where tenant_id = $1 and project_id = $2"
        " and ($3::timestamptz is null or (last_at, person_id, kind) < ($3, $4::uuid, $5::text))"
        " order by last_at desc, person_id desc, kind desc limit $6",
        tx.tenant_id, project_id, at, person_id, kind, limit,
    )  # fmt: skip


async def raise_wall(tx: Tx, project_id: UUID) -> None:
    """The project keeps its people from rivals from now on; everybody is asked anew."""
    await tx.run("select armslength_wall_raised($1, $2)", tx.tenant_id, project_id)


# --- waivers


async def waivers(tx: Tx, waiver_id: UUID | None = None) -> list[asyncpg.Record]:
    """Waivers of people, newest first; one of them if given."""
    return await tx.rows(
        f"select {_WAIVER} from person_waiver w where w.tenant_id = $1 and ($2::uuid is null or w.id = $2)"
        " order by w.asked_at desc, w.id",
        tx.tenant_id, waiver_id,
    )  # fmt: skip


async def hold_waiver(tx: Tx, waiver_id: UUID) -> asyncpg.Record | None:
    """One waiver, locked, with the role of whoever asked for it (null when their seat has ended)."""
    return await tx.row(
        f"select {_WAIVER}, m.role as asker_role from person_waiver w"
        " left join membership m on m.tenant_id = w.tenant_id and m.person_id = w.asked_by and m.ended_at is null"
        " where w.tenant_id = $1 and w.id = $2 for update of w",
        tx.tenant_id, waiver_id,
    )  # fmt: skip


async def insert_waiver(
    tx: Tx, waiver_id: UUID, person_id: UUID, reason: str, by: UUID, now: datetime, expires_at: datetime
) -> bool:
    """A waiver that is asked for; False when the tenant never had such a person."""
    tag = await tx.run(
        "insert into person_waiver (tenant_id, id, person_id, reason, asked_by, asked_at, expires_at)"
        " select $1, $2, m.person_id, $4, $5, $6, $7 from membership m where m.tenant_id = $1 and m.person_id = $3",
        tx.tenant_id, waiver_id, person_id, reason, by, now, expires_at,
    )  # fmt: skip
    return tag == "INSERT 0 1"


async def approve_waiver(tx: Tx, waiver_id: UUID, by: UUID, now: datetime) -> None:
    """A second person agrees."""
    await tx.run(
        "update person_waiver set approved_by = $3, approved_at = $4 where tenant_id = $1 and id = $2",
        tx.tenant_id, waiver_id, by, now,
    )  # fmt: skip


async def end_waiver(tx: Tx, waiver_id: UUID, person_id: UUID, by: UUID, now: datetime) -> None:
    """It holds no longer: the person is asked anew everywhere, once what is being delivered to them has gone."""
    await tx.run(
        "update person_waiver set ended_by = $3, ended_at = $4 where tenant_id = $1 and id = $2",
        tx.tenant_id, waiver_id, by, now,
    )  # fmt: skip
    await tx.run("select armslength_firms_changed($1)", person_id)


# --- people who moved


async def quarantines(tx: Tx) -> list[asyncpg.Record]:
    """Quarantines that hold, newest first."""
    return await tx.rows(
        "select id, person_id, vendor_id, since from quarantine where tenant_id = $1 and until is null"
        " order by since desc, id",
        tx.tenant_id,
    )


async def unjudged(tx: Tx, now: datetime, limit: int) -> list[asyncpg.Record]:
    """Who works for a firm and has a history with a customer that nobody has set beside it: customer_id, person_id,
    organization_id, and the party that the firm is. At the wall."""
    return await tx.rows(
        "select distinct h.customer_id, h.person_id, a.organization_id, p.party_id from affiliation a"
        " join organization o on o.id = a.organization_id and o.kind = 'vendor'"
        " join person_history h on h.person_id = a.person_id"
        " left join organization_party p on p.organization_id = a.organization_id"
        " where (a.until is null or a.until > $1) and not exists (select from move_judged j"
        "   where j.person_id = a.person_id and j.organization_id = a.organization_id"
        "   and j.customer_id = h.customer_id and j.judged_at >= a.since)"
        " order by 1, 2, 3 limit $2",
        now, limit,
    )  # fmt: skip


async def judged(tx: Tx, customer_id: UUID, pairs: Collection[tuple[UUID, UUID]], now: datetime) -> None:
    """These (person, firm) have been set beside the customer. At the wall."""
    await tx.many(
        "insert into move_judged (person_id, organization_id, customer_id, judged_at) values ($1, $2, $3, $4)"
        " on conflict (person_id, organization_id, customer_id) do update set judged_at = excluded.judged_at",
        [(person_id, firm_id, customer_id, now) for person_id, firm_id in pairs],
    )


async def quarantine(tx: Tx, quarantine_id: UUID, person_id: UUID, vendor_id: UUID, now: datetime) -> bool:
    """Keep a person of the tenant's history out while they work for that firm; False when it is so already. The firm
    they work for here is the grant's business, not theirs."""
    tag = await tx.run(
        "insert into quarantine (tenant_id, id, person_id, vendor_id, since) select $1, $2, $3, $4, $5"
        " where not exists (select from membership m where m.tenant_id = $1 and m.person_id = $3"
        "   and m.organization_id = $4 and m.ended_at is null) on conflict do nothing",
        tx.tenant_id, quarantine_id, person_id, vendor_id, now,
    )  # fmt: skip
    if tag == "INSERT 0 1":
        await tx.run("delete from clearance where tenant_id = $1 and person_id = $2", tx.tenant_id, person_id)
    return tag == "INSERT 0 1"


async def end_quarantines(tx: Tx, now: datetime) -> list[asyncpg.Record]:
    """End those whose person has left the firm; returns them. In the tenant, at the wall."""
    return await tx.rows(
        "update quarantine q set until = $2 where q.tenant_id = $1 and q.until is null and not exists ("
        " select from affiliation a where a.person_id = q.person_id and a.organization_id = q.vendor_id"
        " and (a.until is null or a.until > $2)) returning q.id",
        tx.tenant_id, now,
    )  # fmt: skip
