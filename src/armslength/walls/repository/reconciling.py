"""What is written down of deliveries in several places, set beside each other; and the incidents that came of it.

Each comparison returns rows (project_id, what): a sentence that names one difference. $1 is the tenant. They are
set-wise, because they look at everything; bitmaps are laid over one another and only those that differ are taken apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

SHOWN: Final = 20
"""How many differences of an incident are spelled out; the others are counted."""
_PATIENCE: Final = 3600.0
"""Seconds for one look at everything."""

_BEGAN: Final = "(select min(at) from ledger_outbox where tenant_id = $1)"

# Rows and the log. Deliveries from before there was a log have no leaf.
_NO_LEAF: Final = f"""
    select x.project_id, format(
        '%s %s, shown to person %s of organization %s at %s (delivery %s), is in no leaf of the log',
        x.kind, x.object, x.person_id, x.organization_id, x.at, x.id) as what
    from exposure x where x.tenant_id = $1 and x.at >= {_BEGAN}
        and not exists (select from ledger_outbox l where l.tenant_id = $1 and l.id = x.id)"""
_ONE_LEAF: Final = """
    select x.project_id, format('%s deliveries share the id %s and so one leaf of the log', count(*), x.id) as what
    from exposure x where x.tenant_id = $1 group by x.project_id, x.id having count(*) > 1"""
_LEAF_ALTERED: Final = """
    select x.project_id, format('the leaf of delivery %s does not fit the payload sealed beside it', l.id) as what
    from ledger_outbox l left join exposure x on x.tenant_id = $1 and x.id = l.id
    where l.tenant_id = $1 and l.action = 'walls.exposed' and case when l.leaf is json
        then convert_from(l.leaf, 'UTF8')::jsonb ->> 'payload_sha256' is distinct from encode(sha256(l.payload), 'hex')
        else true end"""

# Rows and leases.
_NO_LEASE: Final = """
    select x.project_id, format('item %s was shown to person %s at %s under lease %s, which they never had', x.item_id,
        x.person_id, x.at, x.lease_id) as what
    from exposure x where x.tenant_id = $1 and x.kind = 'item' and x.purpose in ('annotate', 'review', 'adjudicate')
        and x.lease_id <> '00000000-0000-0000-0000-000000000000'
        and not exists (select from assignment a where a.tenant_id = $1 and a.id = x.lease_id
            and a.person_id = x.person_id and a.item_id = x.item_id)
        and not exists (select from review r where r.tenant_id = $1 and r.id = x.lease_id
            and r.reviewer_id = x.person_id and r.item_id = x.item_id)
        and not exists (select from adjudication d where d.tenant_id = $1 and d.id = x.lease_id
            and d.person_id = x.person_id and d.item_id = x.item_id)"""
_NOT_SHOWN: Final = """
    select n.project_id, format('person %s answered item %s at %s (annotation %s), and was never shown it', n.person_id,
        n.item_id, n.submitted_at, n.id) as what
    from annotation n where n.tenant_id = $1 and n.stage = 'annotate' and not exists (select from exposure x
        where x.tenant_id = $1 and x.person_id = n.person_id and x.lease_id = n.assignment_id and x.kind = 'item')"""

# Rows and bitmaps.
_LAID: Final = """
    with shown as (
        select x.project_id, x.organization_id as vendor_id, (x.item_ord / 8192)::int as chunk,
            bit_or(set_bit(repeat('0', 8192)::bit(8192), (x.item_ord % 8192)::int, 1)) as bits
        from exposure x where x.tenant_id = $1 and x.kind = 'item' and x.organization_id <> $1
            and x.item_ord is not null group by 1, 2, 3
    ), counted as (
        select project_id, vendor_id, chunk, bit_or(bits) as bits from (
            select m.project_id, m.vendor_id, m.chunk, m.bits from seen_map m where m.tenant_id = $1
            union all
            select s.project_id, s.vendor_id, (s.item_ord / 8192)::int,
                bit_or(set_bit(repeat('0', 8192)::bit(8192), (s.item_ord % 8192)::int, 1))
            from sighting s where s.tenant_id = $1 group by 1, 2, 3
        ) every group by 1, 2, 3
    ), differing as (
        select project_id, vendor_id, chunk, coalesce(s.bits, repeat('0', 8192)::bit(8192)) as shown,
            coalesce(c.bits, repeat('0', 8192)::bit(8192)) as counted
        from shown s full join counted c using (project_id, vendor_id, chunk)
    ), single as (
        select d.project_id, d.vendor_id, d.chunk::bigint * 8192 + b as ord, get_bit(d.shown, b) = 1 as shown
        from differing d cross join generate_series(0, 8191) as b
        where d.shown <> d.counted and get_bit(d.shown, b) <> get_bit(d.counted, b)
    )
    select s.project_id, format('item %s (place %s) {says} vendor %s', coalesce(i.id::text, 'unknown'), s.ord,
        s.vendor_id) as what
    from single s left join item i on i.tenant_id = $1 and i.project_id = s.project_id and i.ord = s.ord
    where s.shown = {shown}"""
_NOT_COUNTED: Final = _LAID.format(says="was shown, and does not count as seen by", shown="true")
_COUNTED_TOO_MUCH: Final = _LAID.format(says="counts as seen, and no delivery says so, by", shown="false")

# Bitmaps and counters. An owner who leads to other vendors than it was counted for is counted anew by the next one.
_DRIFTED: Final = """
    select c.project_id, format('the cap of %s %s counts %s items; its vendors have seen %s', c.subject, c.subject_id,
        c.seen, s.seen) as what
    from exposure_cap c cross join lateral (select armslength_seen_by($1, c.project_id,
        case c.subject when 'vendor' then array[c.subject_id] else coalesce(c.members, '{}') end) as seen) s
    where c.tenant_id = $1 and c.subject_id <> '00000000-0000-0000-0000-000000000000' and c.seen <> s.seen
        and (c.subject = 'vendor' or c.members = (select array_agg(distinct r.vendor_id order by r.vendor_id)
            from vendor_reach r where r.tenant_id = $1 and r.party_id = c.subject_id and r.state = 'closed'))"""

COMPARISONS: Final[Mapping[str, tuple[str, ...]]] = {
    "no_leaf": (_NO_LEAF, _ONE_LEAF),
    "altered": (_LEAF_ALTERED,),
    "no_lease": (_NO_LEASE,),
    "not_shown": (_NOT_SHOWN,),
    "not_counted": (_NOT_COUNTED,),
    "counted_too_much": (_COUNTED_TOO_MUCH,),
    "drifted": (_DRIFTED,),
}
"""Every comparison that needs no key, by the kind of incident that it raises."""


async def differences(tx: Tx, kind: str) -> list[asyncpg.Record]:
    """The differences of a kind, by project: project_id, n, digest (the same for the same differences, in whatever
    order), and evidence, the first of them."""
    every = " union all ".join(f"select project_id, what from ({sql}) one" for sql in COMPARISONS[kind])
    return await tx.connection.fetch(
        "select project_id, count(*) as n, count(*) || ':' || sum(hashtextextended(what, 0)::numeric) as digest,"
        f" coalesce(array_agg(what order by what) filter (where place <= {SHOWN}), '{{}}') as evidence"
        f" from (select *, row_number() over (partition by project_id order by what) as place"
        f"   from ({every}) found) each"
        " group by project_id",
        tx.tenant_id, timeout=_PATIENCE,
    )  # fmt: skip


async def gone(tx: Tx) -> list[asyncpg.Record]:
    """The first leaves that tell of a delivery whose row is not there: id, at, payload; of all of them n, digest."""
    return await tx.connection.fetch(
        "select l.id, l.at, l.payload, count(*) over () as n,"
        "   count(*) over () || ':' || sum(hashtextextended(l.id::text, 0)::numeric) over () as digest"
        " from ledger_outbox l where l.tenant_id = $1 and l.action = 'walls.exposed'"
        f" and not exists (select from exposure x where x.tenant_id = $1 and x.id = l.id) order by l.id limit {SHOWN}",
        tx.tenant_id, timeout=_PATIENCE,
    )  # fmt: skip


async def drawn(tx: Tx, start: UUID, most: int) -> list[asyncpg.Record]:
    """Deliveries with the sealed payloads of their leaves, the next `most` leaves from `start` on in the order of their
    (random) ids, beginning again after the last."""
    return await tx.connection.fetch(
        """
        with one as (
            select l.id, l.payload from ledger_outbox l
            where l.tenant_id = $1 and l.action = 'walls.exposed' and l.id >= $2 order by l.id limit $3
        ), other as (
            select l.id, l.payload from ledger_outbox l where l.tenant_id = $1 and l.action = 'walls.exposed'
                and l.id < $2 order by l.id limit $3 - (select count(*) from one)
        )
        select x.id, l.payload, x.project_id, x.kind, x.object, x.person_id, x.organization_id, x.purpose, x.lease_id
        from (select * from one union all select * from other) l
        join exposure x on x.tenant_id = $1 and x.id = l.id""",
        tx.tenant_id, start, most, timeout=_PATIENCE,
    )  # fmt: skip


async def compared(tx: Tx) -> dict[str, int]:
    """How much there is to compare: deliveries, their leaves, leases, items counted as seen, counters."""
    row = await tx.connection.fetchrow(
        """
        select (select count(*) from exposure where tenant_id = $1) as deliveries,
            (select count(*) from ledger_outbox where tenant_id = $1 and action = 'walls.exposed') as leaves,
            (select count(*) from assignment where tenant_id = $1) + (select count(*) from review where tenant_id = $1)
                + (select count(*) from adjudication where tenant_id = $1) as leases,
            (select coalesce(sum(bit_count(bits)), 0)::bigint from seen_map where tenant_id = $1)
                + (select count(*) from sighting where tenant_id = $1) as seen,
            (select count(*) from exposure_cap where tenant_id = $1
                and subject_id <> '00000000-0000-0000-0000-000000000000') as counters""",
        tx.tenant_id, timeout=_PATIENCE,
    )  # fmt: skip
    assert row is not None  # counts always answer
    return dict(row)


async def insert(
    tx: Tx, reconciliation_id: UUID, as_of: datetime, took_ms: int, counts: Mapping[str, int], differing: int,
    asked_by: UUID | None,
) -> None:  # fmt: skip
    """One comparison that was made."""
    await tx.run(
        "insert into reconciliation (tenant_id, id, as_of, took_ms, compared, differences, asked_by)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id, reconciliation_id, as_of, took_ms, dict(counts), differing, asked_by,
    )  # fmt: skip


async def last(tx: Tx) -> asyncpg.Record | None:
    """The newest comparison."""
    return await tx.row(
        "select id, as_of, took_ms, compared, differences, asked_by from reconciliation where tenant_id = $1"
        " order by as_of desc, id limit 1",
        tx.tenant_id,
    )


async def raised(tx: Tx, incident_id: UUID, now: datetime, **found: Any) -> bool:
    """Take a difference down: as an incident, in the one that is open for its kind and project, or not at all where the
    same was closed. True where it is a new incident. `found`: kind, project_id, differences, evidence, digest."""
    fresh: bool | None = await tx.value(
        "insert into incident as i (tenant_id, id, kind, project_id, found_at, last_found_at, differences, evidence,"
        "   digest) select $1, $2, $4, $5, $3, $3, $6, $7, $8 where not exists (select from incident o"
        "   where o.tenant_id = $1 and o.kind = $4 and o.project_id is not distinct from $5 and o.digest = $8"
        "     and o.closed_at is not null)"
        " on conflict (tenant_id, kind, project_id) where closed_at is null do update"
        "   set last_found_at = excluded.last_found_at, gone_at = null, differences = excluded.differences,"
        "     evidence = excluded.evidence, digest = excluded.digest"
        " returning id = $2",
        tx.tenant_id, incident_id, now, found["kind"], found["project_id"], found["differences"], found["evidence"],
        found["digest"],
    )  # fmt: skip
    return bool(fresh)


async def not_found_again(tx: Tx, now: datetime) -> None:
    """Open incidents that were not found at `now` say so; a human being still closes them."""
    await tx.run(
        "update incident set gone_at = $2 where tenant_id = $1 and closed_at is null and gone_at is null"
        " and last_found_at < $2",
        tx.tenant_id, now,
    )  # fmt: skip


_INCIDENT: Final = (
    "select i.id, i.kind, i.project_id, p.name as project_name, i.found_at, i.last_found_at, i.gone_at, i.differences,"
    " i.evidence, i.closed_by, i.closed_at, i.reason from incident i"
    " left join project p on p.tenant_id = i.tenant_id and p.id = i.project_id where i.tenant_id = $1"
)


async def incidents(
    tx: Tx, project_id: UUID | None, only_open: bool, before: Sequence[object] | None, limit: int
) -> list[asyncpg.Record]:
    """A page of incidents, newest first; with a project those of it, and those that are of none."""
    at, incident_id = before or (None, None)
    return await tx.rows(
        f"{_INCIDENT} and ($2::uuid is null or i.project_id is null or i.project_id = $2)"
        " and (not $3 or i.closed_at is null) and ($4::timestamptz is null or (i.found_at, i.id) < ($4, $5::uuid))"
        " order by i.found_at desc, i.id desc limit $6",
        tx.tenant_id, project_id, only_open, at, incident_id, limit,
    )  # fmt: skip


async def incident(tx: Tx, incident_id: UUID) -> asyncpg.Record | None:
    """One incident, its row locked."""
    return await tx.row(f"{_INCIDENT} and i.id = $2 for update of i", tx.tenant_id, incident_id)


async def close(tx: Tx, incident_id: UUID, by: UUID, now: datetime, reason: str) -> None:
    """Somebody has looked into it."""
    await tx.run(
        "update incident set closed_by = $3, closed_at = $4, reason = $5 where tenant_id = $1 and id = $2",
        tx.tenant_id, incident_id, by, now, reason,
    )  # fmt: skip
