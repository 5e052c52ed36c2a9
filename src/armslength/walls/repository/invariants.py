"""What must never be found, whatever happened: one query per way in which an invariant of the wall can be broken.

Each returns rows (what): a sentence that names what is wrong. $1 is the tenant. They are set-wise, so that a tenant
with millions of deliveries is looked through in a few passes, and see at the wall what concerns several customers.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

SHOWN: Final = 20
"""How many findings of one kind are spelled out; the others are counted."""

# A person's waiver, good at the moment of the delivery `x`.
_LET_OFF: Final = """exists (select from person_waiver w where w.tenant_id = {tenant} and w.person_id = x.person_id
    and w.approved_at <= x.last_at and w.expires_at > x.last_at and (w.ended_at is null or w.ended_at > x.last_at))"""

# People who know this customer and one in conflict with it. $2, $3: projects whose wall was last changed, and when:
# what was shown before is not judged by the wall of today.
_TORN: Final = f"""
    with changed as (select * from unnest($2::uuid[], $3::timestamptz[]) as u (project_id, at)),
    edge as (
        select case when e.low = $1 then e.high else e.low end as other, e.since, e.until from conflict_edge e
        where $1 in (e.low, e.high)
    ), torn as (
        select x.person_id, x.item_id, x.kind, x.last_at, x.last_at > greatest(e.since, mine.at, theirs.at)
            and (e.until is null or x.last_at < e.until) and h.first_at < x.last_at and h.until > x.last_at
            and (p.exclusivity <> 'none' and not {_LET_OFF.format(tenant="$1")}
                or h.walled and not {_LET_OFF.format(tenant="h.customer_id")}) as broken
        from edge e join person_history h on h.customer_id = e.other
        join exposure x on x.tenant_id = $1 and x.person_id = h.person_id and x.organization_id <> $1
        join project p on p.tenant_id = $1 and p.id = x.project_id
        left join changed mine on mine.project_id = x.project_id
        left join changed theirs on theirs.project_id = h.project_id
    )"""
_KNOWS_BOTH: Final = f"""{_TORN}
    select format('person %s was shown %s at %s while knowing the work of a customer in conflict with this one',
        t.person_id, coalesce('item ' || t.item_id, t.kind), max(t.last_at)) as what
    from torn t where t.broken group by t.person_id, t.item_id, t.kind"""
_KNEW_BOTH: Final = f"""{_TORN}
    select format('person %s knew both sides before the wall stood between them, or by a waiver', t.person_id) as what
    from torn t group by t.person_id having not bool_or(t.broken)"""

# A grant that a conflict ends is cut a moment after the conflict was found: deliveries under way are waited for.
_REACHED: Final = """
    select format('vendor %s was shown %s of project %s at %s; conflict %s stood since %s, without a waiver',
        x.organization_id, coalesce('item ' || x.item_id, x.kind), x.project_id, x.last_at, c.id, c.since) as what
    from vendor_conflict c
    join exposure x on x.tenant_id = $1 and x.organization_id = c.vendor_id and x.last_at > c.since
    where c.tenant_id = $1 and c.state = 'closed' and (c.until is null or x.last_at < c.until)
        and x.last_at > coalesce((select min(g.at) from grant_cut g where g.tenant_id = $1
            and g.project_id = x.project_id and g.vendor_id = c.vendor_id
            and g.at between c.since and c.since + interval '10 seconds'), c.since)
        and not exists (select from waiver w where w.tenant_id = $1 and w.conflict_id = c.id
            and w.approved_at <= x.last_at and w.expires_at > x.last_at
            and (w.ended_at is null or w.ended_at > x.last_at))"""

_ASTRAY: Final = """
    select format('%s %s stands in project %s, its item in project %s', o.what, o.id, o.project_id, i.project_id)
        as what
    from (
        select 'a delivery' as what, id, project_id, item_id from exposure where tenant_id = $1 and item_id is not null
        union all select 'assignment', id, project_id, item_id from assignment where tenant_id = $1
        union all select 'annotation', id, project_id, item_id from annotation where tenant_id = $1
        union all select 'review', id, project_id, item_id from review where tenant_id = $1
        union all select 'adjudication', id, project_id, item_id from adjudication where tenant_id = $1
        union all select 'gold of item', item_id, project_id, item_id from gold where tenant_id = $1
    ) o join item i on i.tenant_id = $1 and i.id = o.item_id where i.project_id <> o.project_id"""
_ASTRAY_BATCH: Final = """
    select format('item %s stands in project %s, its batch in project %s', i.id, i.project_id, b.project_id) as what
    from item i join batch b on b.tenant_id = $1 and b.id = i.batch_id
    where i.tenant_id = $1 and b.project_id <> i.project_id"""
# A canary belongs to one vendor; the customer's own people may look at it.
_STRAY_CANARY: Final = """
    select format('canary %s of vendor %s was shown to vendor %s at %s', c.item_id, c.vendor_id, x.organization_id,
        max(x.last_at)) as what
    from canary c join exposure x on x.tenant_id = $1 and x.item_id = c.item_id
        and x.organization_id not in ($1, c.vendor_id)
    where c.tenant_id = $1 group by c.item_id, c.vendor_id, x.organization_id"""

# The log knows a session by the mark that its deliveries carry.
_ELSEWHERE: Final = """
    select format('person %s was shown %s of project %s at %s in a session that works in project %s', x.person_id,
        coalesce('item ' || x.item_id, x.kind), x.project_id, x.at, e.project_id) as what
    from ledger_entry e join exposure x on x.tenant_id = $1 and x.session = decode(e.detail ->> 'session', 'hex')
        and x.organization_id <> $1 and x.project_id <> e.project_id and x.at >= e.at
    where e.tenant_id = $1 and e.action = 'identity.project_entered'"""

_AFTER_THE_CUT: Final = """
    select format('vendor %s was shown %s of project %s at %s: %s', x.organization_id,
        coalesce('item ' || x.item_id, x.kind), x.project_id, x.last_at,
        case when g.state is null then 'it was never let in' else 'the grant is ' || g.state || ' since '
            || coalesce(g.served_until, g.since) end) as what
    from exposure x left join vendor_grant g on g.tenant_id = $1 and g.project_id = x.project_id
        and g.vendor_id = x.organization_id
    where x.tenant_id = $1 and x.organization_id <> $1 and (g.state is null
        or g.state <> 'active' and x.last_at > coalesce(g.served_until, g.since)
        or g.state = 'active' and x.last_at > g.clear_until)"""
_DEAD_EPOCH: Final = """
    select format('vendor %s was shown %s of project %s at %s under epoch %s, which ended at %s', x.organization_id,
        coalesce('item ' || x.item_id, x.kind), x.project_id, x.last_at, x.epoch, c.at) as what
    from grant_cut c join exposure x on x.tenant_id = $1 and x.organization_id = c.vendor_id
        and x.project_id = c.project_id and x.epoch < c.epoch and x.last_at > c.at
    where c.tenant_id = $1"""
_GONE: Final = """
    select format('person %s was shown %s at %s for firm %s, where they had no place since %s', x.person_id,
        coalesce('item ' || x.item_id, x.kind), x.last_at, x.organization_id, gone.at) as what
    from (
        select m.person_id, m.organization_id, m.ended_at as at from membership m
        where m.tenant_id = $1 and m.ended_at is not null
        union select a.person_id, a.organization_id, a.until from affiliation a where a.until is not null
    ) gone join exposure x on x.tenant_id = $1 and x.person_id = gone.person_id
        and x.organization_id = gone.organization_id and x.last_at > gone.at"""

# Deliveries from before there was a log have no leaf and are listed.
_BEGAN: Final = "(select min(at) from ledger_outbox where tenant_id = $1)"
_UNLOGGED: Final = f"""
    select format('delivery %s (%s, person %s, %s) has no leaf in the log', x.id, x.kind, x.person_id, x.at) as what
    from exposure x where x.tenant_id = $1 and x.at >= {_BEGAN}
        and not exists (select from ledger_outbox l where l.tenant_id = $1 and l.id = x.id)"""
_BEFORE_THE_LOG: Final = f"""
    select format('%s deliveries are older than the log', count(*)) as what from exposure x
    where x.tenant_id = $1 and ({_BEGAN} is null or x.at < {_BEGAN}) having count(*) > 0"""
_TWICE: Final = """
    select format('%s deliveries share the id %s and so one leaf', count(*), x.id) as what
    from exposure x where x.tenant_id = $1 group by x.id having count(*) > 1"""
_UNSEEN: Final = """
    select format('annotation %s was given to item %s, which was never shown to its author', n.id, n.item_id) as what
    from annotation n where n.tenant_id = $1 and n.stage = 'annotate' and not exists (select from exposure x
        where x.tenant_id = $1 and x.person_id = n.person_id and x.lease_id = n.assignment_id and x.kind = 'item')"""

_SHRUNK: Final = """
    select format('the delivery that leaf %s of %s tells of is not there any more', l.id, l.at) as what
    from ledger_outbox l where l.tenant_id = $1 and l.action = 'walls.exposed'
        and not exists (select from exposure x where x.tenant_id = $1 and x.id = l.id)"""
_MISCOUNTED: Final = """
    with shown as (
        select x.project_id, x.organization_id as vendor_id, count(distinct x.item_ord) as items from exposure x
        where x.tenant_id = $1 and x.kind = 'item' and x.organization_id <> $1 and x.item_ord is not null group by 1, 2
    ), mapped as (
        select project_id, vendor_id from seen_map where tenant_id = $1
        union select project_id, vendor_id from sighting where tenant_id = $1
    )
    select format('vendor %s was shown %s items of project %s; %s are counted', vendor_id, coalesce(s.items, 0),
        project_id, armslength_seen_by($1, project_id, array[vendor_id])) as what
    from shown s full join mapped m using (project_id, vendor_id)
    where coalesce(s.items, 0) <> armslength_seen_by($1, project_id, array[vendor_id])"""
_FORGOTTEN: Final = """
    with shown as (
        select x.person_id, x.project_id,
            case when x.kind in ('schema', 'guideline') then 'brief' else 'content' end as kind,
            max(x.last_at) as last_at from exposure x where x.tenant_id = $1 group by 1, 2, 3
    )
    select format('the history of person %s does not hold what project %s showed them (%s) until %s', s.person_id,
        s.project_id, s.kind, s.last_at) as what
    from shown s left join person_history h on h.customer_id = $1 and h.person_id = s.person_id
        and h.project_id = s.project_id and h.kind = s.kind
    where h.person_id is null or h.last_at < s.last_at
        or h.until < s.last_at + make_interval(months => case s.kind when 'brief' then 24 else 12 end)"""

# A cap that was set below what had been seen by then, or for an owner who came to hold a vendor, is no breach: only
# what was new after the last such change.
_OVER_CAP: Final = """
    select format('%s %s has seen %s of %s items of project %s; its cap is %s', c.subject, c.subject_id, s.seen,
        s.total, c.project_id, (c.cap_bp / 100.0)::float8 || ' %') as what
    from exposure_cap c
    cross join lateral (select coalesce(c.members, array[c.subject_id]) as members) m
    cross join lateral (select armslength_seen_by($1, c.project_id, m.members) as seen, coalesce(
        (select max(i.ord) from item i where i.tenant_id = $1 and i.project_id = c.project_id), 0) as total) s
    where c.tenant_id = $1 and c.subject_id <> '00000000-0000-0000-0000-000000000000'
        and s.seen > c.cap_bp::bigint * s.total / 10000
        and (select max(first_at) from (select min(x.at) as first_at from exposure x where x.tenant_id = $1
            and x.project_id = c.project_id and x.organization_id = any (m.members) and x.kind = 'item'
            group by x.item_ord) each)
        > greatest((select max(e.at) from ledger_entry e where e.tenant_id = $1 and e.project_id = c.project_id
                and e.action = 'walls.caps_set'),
            (select max(recorded_at) from tenant_edge where tenant_id = $1),
            (select max(recorded_at) from ownership_edge), '-infinity')"""
_CAP_DRIFT: Final = """
    select format('the cap of vendor %s on project %s counts %s items, it has seen %s', c.subject_id, c.project_id,
        c.seen, armslength_seen_by($1, c.project_id, array[c.subject_id])) as what
    from exposure_cap c where c.tenant_id = $1 and c.subject = 'vendor'
        and c.subject_id <> '00000000-0000-0000-0000-000000000000'
        and c.seen <> armslength_seen_by($1, c.project_id, array[c.subject_id])"""

_OLD_LEASES: Final = """
    select format('%s %s of vendor %s on project %s is open under epoch %s; the grant is at %s', o.what, o.id,
        g.vendor_id, g.project_id, o.epoch, g.epoch) as what
    from vendor_grant g join (
        select 'assignment' as what, id, project_id, organization_id, epoch from assignment
        where tenant_id = $1 and state in ('leased', 'rework')
        union all select 'review', r.id, r.project_id, m.vendor_id, r.epoch from review r
            join membership m on m.tenant_id = $1 and m.person_id = r.reviewer_id
            where r.tenant_id = $1 and r.state = 'leased'
        union all select 'adjudication', d.id, d.project_id, m.vendor_id, d.epoch from adjudication d
            join membership m on m.tenant_id = $1 and m.person_id = d.person_id
            where d.tenant_id = $1 and d.state = 'leased'
    ) o on o.project_id = g.project_id and o.organization_id = g.vendor_id
    where g.tenant_id = $1 and o.epoch <> g.epoch and {not_} exists (select from grant_cut c where c.tenant_id = $1
        and c.project_id = g.project_id and c.vendor_id = g.vendor_id and c.ended_at is null)"""
_OLD_SIGN_INS: Final = """
    select format('%s of person %s is older than the cut of vendor %s on project %s at %s', o.what, o.person_id,
        c.vendor_id, c.project_id, c.at) as what
    from grant_cut c
    join project_member w on w.tenant_id = $1 and w.project_id = c.project_id and w.since <= c.at
    join membership m on m.tenant_id = $1 and m.person_id = w.person_id and m.vendor_id = c.vendor_id
    join (
        select 'a session' as what, person_id, created_at from session where tenant_id = $1
        union all select 'API key ' || id, person_id, created_at from api_key
        where tenant_id = $1 and revoked_at is null
    ) o on o.person_id = m.person_id and o.created_at < c.at
    where c.tenant_id = $1"""

_UNSAID: Final = """
    select format('entry %s (%s) has no leaf in the log', e.id, e.action) as what from ledger_entry e
    where e.tenant_id = $1 and e.at >= (select min(at) from ledger_outbox where tenant_id = $1)
        and not exists (select from ledger_outbox l where l.tenant_id = $1 and l.id = e.id)
    union all
    select format('leaf %s (%s) tells of an entry that is not there', l.id, l.action) from ledger_outbox l
    where l.tenant_id = $1 and l.action <> 'walls.exposed'
        and not exists (select from ledger_entry e where e.tenant_id = $1 and e.id = l.id)"""
_ALTERED: Final = """
    select format('leaf %s (%s) does not match what stands beside it', l.id, l.action) as what from ledger_outbox l
    where l.tenant_id = $1 and case when l.leaf is json
        then convert_from(l.leaf, 'UTF8')::jsonb ->> 'payload_sha256' is distinct from encode(sha256(l.payload), 'hex')
            or convert_from(l.leaf, 'UTF8')::jsonb ->> 'action' is distinct from l.action
        else true end"""
_REPLAYED: Final = """
    with said as (
        select distinct on (e.project_id, e.object) e.project_id, e.object,
            case e.action when 'vendors.grant_restored' then 'paused'
                else substr(e.action, length('vendors.grant_') + 1) end as state
        from ledger_entry e where e.tenant_id = $1 and e.action in ('vendors.grant_offered', 'vendors.grant_active',
            'vendors.grant_paused', 'vendors.grant_frozen', 'vendors.grant_severed', 'vendors.grant_restored')
        order by e.project_id, e.object, e.at desc, e.id desc
    )
    select format('the grant of vendor %s on project %s is %s; the log ends with %s', g.vendor_id, g.project_id,
        g.state, coalesce(s.state, 'nothing')) as what
    from vendor_grant g left join said s on s.project_id = g.project_id and s.object = 'vendor:' || g.vendor_id
    where g.tenant_id = $1 and s.state is distinct from g.state"""

BREACHES: Final[dict[str, tuple[str, ...]]] = {
    "I2": (_REACHED,),
    "I3": (_ASTRAY, _ASTRAY_BATCH, _STRAY_CANARY, _ELSEWHERE),
    "I4": (_AFTER_THE_CUT, _DEAD_EPOCH, _GONE),
    "I5": (_UNLOGGED, _TWICE, _UNSEEN),
    "I6": (_SHRUNK, _MISCOUNTED, _FORGOTTEN),
    "I8": (_OVER_CAP, _CAP_DRIFT),
    "I10": (_OLD_LEASES.format(not_="not"), _OLD_SIGN_INS),
    "I11": (_UNSAID, _ALTERED, _REPLAYED),
}
LISTED: Final[dict[str, str]] = {"I5": _BEFORE_THE_LOG, "I10": _OLD_LEASES.format(not_="")}
"""What is no breach and yet to be known."""


async def look(tx: Tx, sql: str, *args: object) -> tuple[int, list[str]]:
    """How many are found, and the first of them."""
    rows: list[asyncpg.Record] = await tx.rows(
        f"select what, count(*) over () as n from ({sql}) found limit {SHOWN}", tx.tenant_id, *args
    )
    return (rows[0]["n"] if rows else 0), [row["what"] for row in rows]


async def foes(tx: Tx) -> list[UUID]:
    """Customers that are, or were, in conflict with the transaction's. At the wall."""
    rows = await tx.rows(
        "select distinct case when low = $1 then high else low end as other from conflict_edge where $1 in (low, high)"
        " order by 1",
        tx.tenant_id,
    )
    return [row["other"] for row in rows]


async def walls_changed(tx: Tx) -> dict[UUID, datetime]:
    """When each project of the tenant last said otherwise how far apart its people are kept."""
    rows = await tx.rows(
        "select project_id, max(at) as at from ledger_entry where tenant_id = $1 and action = 'projects.changed'"
        " and detail ? 'exclusivity' group by 1",
        tx.tenant_id,
    )
    return {row["project_id"]: row["at"] for row in rows}


async def torn(tx: Tx, changed: dict[UUID, datetime]) -> tuple[tuple[int, list[str]], tuple[int, list[str]]]:
    """Who was shown something while knowing a rival's work; and who knew both before. At the wall."""
    when: Sequence[object] = (list(changed), list(changed.values()))
    return await look(tx, _KNOWS_BOTH, *when), await look(tx, _KNEW_BOTH, *when)
