"""Deliveries. Delivering is one statement: decide, write the exposure, and only then hand out the bytes.

The sealed columns of other rooms' tables are read here and nowhere else: that is what a gateway is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.identity.model import Tier
from armslength.kit.db import Tx
from armslength.ledger.model import Leaf
from armslength.walls import rules
from armslength.walls.model import ContentKind, Purpose


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is shown something in which project, why, when, and under which lease (NIL: none).

    `epoch`: the one of the grant that a vendor's person acts under; None = whichever it has, for jobs. `session`: a
    digest of the session or API key that asked. `tier`: the form in which they are shown items; a vendor's grant must
    say the same. `as_of`: the form as it was then.
    """

    project_id: UUID
    person_id: UUID
    organization_id: UUID
    side: str
    purpose: Purpose
    lease_id: UUID
    at: datetime
    epoch: int | None
    session: bytes | None
    tier: Tier = "original"
    as_of: datetime | None = None

    @property
    def under(self) -> tuple[object, ...]:
        """What is asked about before anybody's own part: in which project, of which firm, under what, for what."""
        return self.project_id, self.organization_id, self.side, self.epoch, self.tier, self.purpose


# Each yields (object, item_id, ord, sealed) for the asked-for keys ($3, text[], each once) of one project. Written so
# that each look-up probes the primary key even before PostgreSQL has counted a table, when every index that begins with
# the given columns looks as good: `is not distinct from` cannot be answered by any index.
_ITEMS: Final = """
    select wanted.key as object, i.id as item_id, i.ord, c.sealed from unnest($3::text[]) as wanted (key)
    cross join lateral (select i.id, i.ord from item i
        where i.tenant_id = $1 and i.id = wanted.key::uuid and i.project_id is not distinct from $2 limit 1) i
    cross join lateral (select c.sealed from item_content c where c.tenant_id = $1 and c.item_id = i.id limit 1) c"""
_ANSWERS: Final = """
    select wanted.key as object, a.item_id, null::bigint as ord, a.sealed from unnest($3::text[]) as wanted (key)
    cross join lateral (select a.item_id, a.sealed, a.assignment_id, a.rendition from annotation a
        where a.tenant_id = $1 and a.id = wanted.key::uuid and a.project_id is not distinct from $2 limit 1) a"""
_SCHEMA: Final = """
    select s.version::text as object, null::uuid as item_id, null::bigint as ord, s.sealed from label_schema s
    where s.tenant_id = $1 and s.project_id = $2 and s.version = any($3::text[]::int[])"""
_GUIDELINE: Final = """
    select g.version::text as object, null::uuid as item_id, null::bigint as ord, g.sealed from guideline g
    where g.tenant_id = $1 and g.project_id = $2 and g.version = any($3::text[]::int[])"""
_GOLD: Final = """
    select g.item_id::text as object, g.item_id, null::bigint as ord, g.sealed from gold g
    where g.tenant_id = $1 and g.project_id = $2 and g.item_id = any($3::text[]::uuid[])"""
_SUGGESTION: Final = """
    select wanted.key as object, s.item_id, null::bigint as ord, s.sealed from unnest($3::text[]) as wanted (key)
    cross join lateral (select s.id, s.item_id, s.sealed, s.rendition from suggestion s
        where s.tenant_id = $1 and s.id = wanted.key::uuid and s.project_id is not distinct from $2 limit 1) s"""
CONTENT: Final[dict[ContentKind, str]] = {
    "item": _ITEMS, "answers": _ANSWERS, "schema": _SCHEMA, "guideline": _GUIDELINE, "gold": _GOLD,
    "suggestion": _SUGGESTION,
}  # fmt: skip

# An item in the form that its reader is shown ($16), and in no other: what is not there in that form is not there. Of
# the original, where a second wording exists and was drawn ($18, beside $3), that one's fields too.
_FORMED: Final = """
    select wanted.key as object, i.id as item_id, i.ord, c.sealed, v.sealed as other,
        (v.sealed is not null)::int::smallint as variant
    from unnest($3::text[], $18::smallint[]) as wanted (key, form)
    cross join lateral (select i.id, i.ord from item i
        where i.tenant_id = $1 and i.id = wanted.key::uuid and i.project_id is not distinct from $2 limit 1) i
    cross join lateral (
        (select c.sealed from item_content c where $16::text = 'original' and c.tenant_id = $1 and c.item_id = i.id
            limit 1)
        union all
        (select r.sealed from rendition r where $16 <> 'original' and r.tenant_id = $1 and r.item_id = i.id
            and r.tier = $16 and ($17::timestamptz is null or r.created_at <= $17) order by r.version desc limit 1)
    ) c
    left join lateral (select v.sealed from item_variant v
        where wanted.form = 1 and $16 = 'original' and v.tenant_id = $1 and v.item_id = i.id limit 1) v on true"""

# The same where nobody could be given anything but the original in its first wording.
_PLAIN: Final = _ITEMS.replace("c.sealed from", "c.sealed, null::bytea as other, 0::smallint as variant from", 1)

# Who is shown another form of items is not shown what was said of the original either: it may quote it.
_SAME_FORM: Final = "($16::text = 'original' or a.rendition = $16)"

# Who annotates may look back at what was said under their own assignments, never at anybody else's.
_OWN_ANSWERS: Final = f"""{_ANSWERS}
    where {_SAME_FORM} and ($8::text <> 'annotate' or exists (select from assignment s
        where s.tenant_id = $1 and s.id = a.assignment_id and s.person_id = $5))"""

# Right answers teach: whoever annotates sees those of training, after having answered. They and their explanation were
# written beside the original.
_LEARNED_GOLD: Final = f"""{_GOLD}
    and $16::text = 'original' and ($8::text = 'browse' or $8::text = 'annotate' and g.use = 'training'
        and exists (select from gold_result r
        where r.tenant_id = $1 and r.item_id = g.item_id and r.person_id = $5))"""

# Whoever annotates sees what was picked for their own turn, where it was not drawn to be held out.
_REVEALED: Final = f"""{_SUGGESTION}
    where $8::text = 'browse' or ($16::text = 'original' or s.rendition = $16) and $8::text = 'annotate'
        and exists (select from suggestion_turn t
        where t.tenant_id = $1 and t.assignment_id = $9 and t.person_id = $5 and t.item_id = s.item_id
            and t.shown <> 'held_out' and exists (select from jsonb_each_text(t.picks) p where p.value = s.id::text))"""
_DELIVERED: Final = CONTENT | {"item": _FORMED, "answers": _OWN_ANSWERS, "gold": _LEARNED_GOLD, "suggestion": _REVEALED}

# The customer's own people need no grant and no cap counts them; whether they are kept out is asked of everybody.
_LET_IN: Final = """
            ($7::text = 'customer'
                or armslength_grant_shows($1, $2, $6, $11::int, $16, $10::timestamptz))
            and armslength_kept_out($1, $2, $5, $6, '{{{knowledge}}}', $10) is null
            and ($7 = 'customer' or {capped})"""
_OWN_LET_IN: Final = """
            $7::text = 'customer' and armslength_kept_out($1, $2, $5, $6, '{{{knowledge}}}', $10) is null"""

# $3 objects, each with the id, leaf and payload ($12..$14) that it gets in the log where it is new. `held` is asked
# once: the grant's lock first, then whether it is open; whether the person is cleared for this kind of thing; and of a
# vendor's items, whether a cap leaves room for them.
_HELD: Final = """
    given as materialized (
        select * from unnest($3::text[], $12::uuid[], $13::bytea[], $14::bytea[]) as u (object, id, leaf, payload)
    ), held as materialized (
        select {let_in} as ok
    ), seen as (
        insert into exposure (tenant_id, id, project_id, kind, object, item_id, item_ord, person_id, organization_id,
            purpose, lease_id, at, last_at, epoch, session, rendition, variant)
        select $1, g.id, $2, $4::text, t.object, t.item_id, t.ord, $5, $6, $8::text, $9, $10::timestamptz, $10,
            coalesce($11::int, 1), $15::bytea, {form}, {variant}
        from target t join given g on g.object = t.object where (select ok from held) order by t.object
        on conflict (tenant_id, person_id, lease_id, kind, object, purpose, project_id, rendition) do update
        set views = exposure.views + 1, last_at = excluded.last_at, epoch = excluded.epoch
        returning object, xmax = 0 as fresh
    ), logged as (
        insert into ledger_outbox (tenant_id, id, at, action, leaf, payload)
        select $1, g.id, $10, 'walls.exposed', g.leaf, g.payload from seen s join given g on g.object = s.object
        where s.fresh
    )"""
_CAPPED: Final = "armslength_sight($1, $2, $6, (select coalesce(array_agg(t.ord order by t.ord), '{}') from target t))"


def _held(kind: ContentKind, let_in: str, *, counted: bool) -> str:
    item = counted and kind == "item"
    let_in = let_in.format(knowledge=rules.knowledge(kind), capped=_CAPPED if item else "true")
    return _HELD.format(let_in=let_in, form=_form(kind), variant="t.variant" if item else "0")


def _form(kind: ContentKind) -> str:
    return "'original'" if kind in ("schema", "guideline") else "$16::text"  # the brief has one form


_KINDS: Final[tuple[ContentKind, ...]] = (*CONTENT, "media")
_OF_KIND: Final = {kind: _held(kind, _LET_IN, counted=True) for kind in _KINDS}
_OWN_ITEMS: Final = _held("item", _OWN_LET_IN, counted=True)
_NOTED: Final = {kind: _held(kind, _LET_IN, counted=False) for kind in _KINDS}


async def deliver(
    tx: Tx, visit: Visit, kind: ContentKind, keys: Sequence[str], leaves: Sequence[Leaf], forms: Sequence[int]
) -> list[asyncpg.Record]:
    """Record that `visit` is shown `keys` (each once); returns (object, item_id, sealed) and, of items, `other`: the
    sealed fields of their second form, where `forms` says so beside its key and there is one. What may not be seen is
    left out; where a cap is reached, everything."""
    items = kind == "item"
    plain = items and visit.tier == "original" and visit.side == "customer" and not any(forms)
    target, held = (_PLAIN, _OWN_ITEMS) if plain else (_DELIVERED[kind], _OF_KIND[kind])
    return await tx.rows(
        f"with target as materialized ({target}), {held}"
        f" select t.object, t.item_id, t.sealed{', t.other' if items else ''}"
        " from target t join seen on seen.object = t.object",
        *_arguments(tx, visit, kind, keys, leaves),
        *([visit.as_of, list(forms)] if items and not plain else []),
    )


# Several people under one grant, or the customer's own, each shown one item under a lease of their own. What is decided
# is what `_OWN_ITEMS` and `_OF_KIND` decide of one person, with the grant and its caps asked once for all: where one of
# them may not be let in, or a cap has no room for all of these items, nobody is shown anything. Each gets an exposure
# and a leaf.
_EACH: Final = """
    with given as materialized (
        select * from unnest($3::text[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::bytea[], $8::uuid[],
            $9::bytea[], $10::bytea[], $11::smallint[])
            as u (key, person, lease, at, session, id, leaf, payload, form)
    ), target as materialized (
        select g.*, i.id as item_id, i.ord, c.* from given g
        cross join lateral (select i.id, i.ord from item i
            where i.tenant_id = $1 and i.id = g.key::uuid and i.project_id is not distinct from $2 limit 1) i
        cross join lateral ({content}) c
    ), let_in as materialized (
        select {let_in} as ok
    ), seen as (
        insert into exposure (tenant_id, id, project_id, kind, object, item_id, item_ord, person_id, organization_id,
            purpose, lease_id, at, last_at, epoch, session, rendition, variant)
        select $1, t.id, $2, 'item', t.key, t.item_id, t.ord, t.person, $12, $13::text, t.lease, t.at, t.at,
            coalesce($14::int, 1), t.session, $15::text, t.variant
        from target t where (select ok from let_in) order by t.key, t.person
        on conflict (tenant_id, person_id, lease_id, kind, object, purpose, project_id, rendition) do update
        set views = exposure.views + 1, last_at = excluded.last_at, epoch = excluded.epoch
        returning lease_id, xmax = 0 as fresh
    ), logged as (
        insert into ledger_outbox (tenant_id, id, at, action, leaf, payload)
        select $1, t.id, t.at, 'walls.exposed', t.leaf, t.payload from seen s join target t on t.lease = s.lease_id
        where s.fresh
    )
    select t.lease, t.key as object, t.item_id, t.sealed, t.other from target t join seen s on s.lease_id = t.lease"""
_ALL_LET_IN: Final = f"""
            not exists (select from target t
                where armslength_kept_out($1, $2, t.person, $12, '{{{rules.knowledge("item")}}}', t.at) is not null)"""
_OWN_EACH: Final = _EACH.format(
    content="select c.sealed, null::bytea as other, 0::smallint as variant from item_content c"
    " where c.tenant_id = $1 and c.item_id = i.id limit 1",
    let_in=_ALL_LET_IN,
)
_GRANTED_EACH: Final = _EACH.format(
    content="""
            select f.sealed, v.sealed as other, (v.sealed is not null)::int::smallint as variant from (
                (select c.sealed from item_content c
                    where $15::text = 'original' and c.tenant_id = $1 and c.item_id = i.id limit 1)
                union all
                (select r.sealed from rendition r where $15 <> 'original' and r.tenant_id = $1 and r.item_id = i.id
                    and r.tier = $15 order by r.version desc limit 1)
            ) f left join lateral (select v.sealed from item_variant v
                where g.form = 1 and $15 = 'original' and v.tenant_id = $1 and v.item_id = i.id limit 1) v on true""",
    let_in=f"""
            armslength_grant_shows($1, $2, $12, $14::int, $15, (select max(t.at) from given t)) and {_ALL_LET_IN}
            and armslength_sight($1, $2, $12,
                (select coalesce(array_agg(distinct t.ord order by t.ord), '{{}}') from target t))""",
)


async def deliver_each(tx: Tx, visits: Sequence[tuple[Visit, str, Leaf, int]]) -> dict[UUID, asyncpg.Record]:
    """Record that each visit is shown its item, in the form that is drawn for it; by lease: (object, item_id, sealed,
    other). Nothing where one of them may not be let in or a cap is reached; what is not there is left out. All are of
    one project, for one purpose, of one firm under one grant; each has a lease of its own."""
    of = [visit for visit, *_ in visits]
    first, leaves = of[0], [leaf for _, _, leaf, _ in visits]
    if any(visit.under != first.under for visit in of):
        raise ValueError("each firm's grant and caps are asked about by themselves")
    rows = await tx.rows(
        _OWN_EACH if first.side == "customer" and first.tier == "original" else _GRANTED_EACH,
        tx.tenant_id, first.project_id, [key for _, key, *_ in visits], [visit.person_id for visit in of],
        [visit.lease_id for visit in of], [visit.at for visit in of], [visit.session for visit in of],
        [leaf.id for leaf in leaves], [leaf.leaf for leaf in leaves], [leaf.payload for leaf in leaves],
        [form for *_, form in visits], first.organization_id, first.purpose, first.epoch, first.tier,
    )  # fmt: skip
    return {row["lease"]: row for row in rows}


async def record(
    tx: Tx, visit: Visit, kind: ContentKind, items: Mapping[str, UUID | str | None], leaves: Sequence[Leaf]
) -> int:
    """Record deliveries (object → item) without reading anything; returns how many were allowed and written."""
    target = "select o as object, i as item_id, null::bigint as ord from unnest($3::text[], $17::uuid[]) as u (o, i)"
    found = await tx.rows(
        f"with target as materialized ({target}), {_NOTED[kind]} select object from seen",
        *_arguments(tx, visit, kind, list(items), leaves),
        list(items.values()),
    )
    return len(found)


def _arguments(
    tx: Tx, visit: Visit, kind: ContentKind, keys: Sequence[str], leaves: Sequence[Leaf]
) -> tuple[object, ...]:
    return (
        tx.tenant_id, visit.project_id, list(keys), kind, visit.person_id, visit.organization_id,
        visit.side, visit.purpose, visit.lease_id, visit.at, visit.epoch,
        [leaf.id for leaf in leaves], [leaf.leaf for leaf in leaves], [leaf.payload for leaf in leaves], visit.session,
        visit.tier,
    )  # fmt: skip


async def sealed(tx: Tx, project_id: UUID, kind: ContentKind, keys: Sequence[str]) -> list[asyncpg.Record]:
    """The same (object, item_id, sealed) for the platform's own jobs: nobody is shown anything."""
    return await tx.rows(CONTENT[kind], tx.tenant_id, project_id, list(dict.fromkeys(keys)))


async def renditions(
    tx: Tx, project_id: UUID, tier: Tier, item_ids: Sequence[UUID], by: datetime | None
) -> list[asyncpg.Record]:
    """(object, item_id, sealed) of items in another form, the latest that was there at a moment; for jobs, too."""
    return await tx.rows(
        "select i.id::text as object, i.id as item_id, r.sealed from unnest($4::uuid[]) as i (id)"
        " cross join lateral (select r.sealed from rendition r where r.tenant_id = $1 and r.item_id = i.id"
        "   and r.tier = $3 and r.project_id is not distinct from $2"
        "   and ($5::timestamptz is null or r.created_at <= $5) order by r.version desc limit 1) r",
        tx.tenant_id, project_id, tier, list(dict.fromkeys(item_ids)), by,
    )  # fmt: skip


async def variants(tx: Tx, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """(item_id, sealed) of the second form of items, for the platform's own jobs; those that have none are left out."""
    return await tx.rows(
        "select item_id, sealed from item_variant where tenant_id = $1 and item_id = any($2::uuid[])",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def media(tx: Tx, project_id: UUID, digests: Sequence[str]) -> dict[str, asyncpg.Record]:
    """What is stored about files: blob, bytes, content_type, width, height, by digest."""
    found = await tx.rows(
        "select digest, blob, bytes, content_type, width, height from media"
        " where tenant_id = $1 and project_id = $2 and digest = any($3::text[])",
        tx.tenant_id, project_id, list(digests),
    )  # fmt: skip
    return {row["digest"]: row for row in found}


async def lease_holds(tx: Tx, lease_id: UUID, person_id: UUID, epoch: int, at: datetime) -> bool:
    """Whether the person has, or has fulfilled, this assignment, review or adjudication: a lease that was lost, or
    that an earlier epoch of the grant gave, opens nothing."""
    return bool(
        await tx.value(
            "select exists (select from assignment where tenant_id = $1 and id = $2 and person_id = $3 and epoch = $4"
            "   and (state in ('rework', 'submitted') or state = 'leased' and lease_until > $5))"
            " or exists (select from review where tenant_id = $1 and id = $2 and reviewer_id = $3 and epoch = $4"
            "   and (state = 'done' or state = 'leased' and lease_until > $5))"
            " or exists (select from adjudication where tenant_id = $1 and id = $2 and person_id = $3 and epoch = $4"
            "   and (state = 'done' or state = 'leased' and lease_until > $5))",
            tx.tenant_id, lease_id, person_id, epoch, at,
        )
    )  # fmt: skip


async def employer(tx: Tx, person_id: UUID) -> asyncpg.Record | None:
    """The person's organization and side in this tenant, for deliveries made by a job on their behalf."""
    return await tx.row(
        "select organization_id, side from membership where tenant_id = $1 and person_id = $2", tx.tenant_id, person_id
    )


async def exposures(
    tx: Tx,
    project_id: UUID,
    person_id: UUID | None,
    item_id: UUID | None,
    organization_id: UUID | None,
    before: tuple[object, ...] | None,
    limit: int,
) -> list[asyncpg.Record]:
    """A page of exposures, newest first, older than the key `before` = (at, id)."""
    at, exposure_id = before or (None, None)
    return await tx.rows(
        "select id, at, last_at, kind, object, item_id, person_id, organization_id, purpose, lease_id, views, rendition"
        " from exposure where tenant_id = $1 and project_id = $2 and ($3::uuid is null or person_id = $3)"
        " and ($4::uuid is null or item_id = $4) and ($5::timestamptz is null or (at, id) < ($5, $6::uuid))"
        " and ($8::uuid is null or organization_id = $8) order by at desc, id desc limit $7",
        tx.tenant_id, project_id, person_id, item_id, at, exposure_id, limit, organization_id,
    )  # fmt: skip


async def migrations(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """(id, from_version, to_version, sealed) of the migrations of the label schema that were carried out, in order."""
    return await tx.rows(
        "select id, from_version, to_version, sealed from schema_migration"
        " where tenant_id = $1 and project_id = $2 and to_version is not null order by to_version",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def migration(tx: Tx, project_id: UUID, migration_id: UUID) -> asyncpg.Record | None:
    """(id, sealed) of one migration of the label schema."""
    return await tx.row(
        "select id, sealed from schema_migration where tenant_id = $1 and project_id = $2 and id = $3",
        tx.tenant_id, project_id, migration_id,
    )  # fmt: skip
