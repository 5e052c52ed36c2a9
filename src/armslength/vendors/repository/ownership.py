"""Parties and edges: the register's and the tenant's own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.vendors.rules.bods import StatedEdge, StatedParty

_EDGE = (
    "id, from_party, to_party, type, min_bp, max_bp, state, valid_from, valid_until, source, details, attested_at,"
    " record_id, version, recorded_at"
)
_HELD = "id, from_party, to_party, type, min_bp, max_bp, state, valid_from, valid_until, attested_at"
_PARTY = "id, kind, name, jurisdiction, identifiers, record_id, recorded_at"


async def lock(tx: Tx) -> None:
    """One change of ownership, rivals or openings of grants at a time, for the whole hub. Before any other lock."""
    await tx.run("select pg_advisory_xact_lock(hashtextextended('armslength ownership', 0))")


async def register_edges(tx: Tx) -> list[asyncpg.Record]:
    """Every current edge of the register that has not ended."""
    return await tx.rows(f"select {_HELD} from ownership_edge where replaced_at is null and state <> 'ended'")


async def register_people(tx: Tx) -> set[UUID]:
    """The parties of the register that are natural persons."""
    return {row["id"] for row in await tx.rows("select id from party where kind = 'person'")}


async def own_edges(tx: Tx) -> list[asyncpg.Record]:
    """Every current edge that the tenant recorded and that has not ended."""
    return await tx.rows(
        f"select {_HELD} from tenant_edge where tenant_id = $1 and replaced_at is null and state <> 'ended'",
        tx.tenant_id,
    )


async def own_parties(tx: Tx) -> list[asyncpg.Record]:
    """The tenant's own records of parties."""
    return await tx.rows(f"select {_PARTY}, register_id from tenant_party where tenant_id = $1", tx.tenant_id)


async def confirmed(tx: Tx) -> dict[UUID, UUID]:
    """Which parties of the register the tenant and its vendors are, as the operator says."""
    rows = await tx.rows("select organization_id, party_id from organization_party")
    return {row["organization_id"]: row["party_id"] for row in rows}


async def parties(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, asyncpg.Record]:
    """Parties of the register and of the tenant by id, the tenant itself and its vendors by their organization's."""
    wanted = list(ids)
    found = await tx.rows(
        "select id, kind, name, jurisdiction, false as own from party where id = any($2::uuid[])"
        " union all select id, kind, name, jurisdiction, true from tenant_party where tenant_id = $1"
        "   and id = any($2::uuid[]) and register_id is null"
        " union all select o.id, 'organization', o.name, null, true from organization o where o.id = any($2::uuid[])"
        "   and not exists (select from tenant_party p where p.tenant_id = $1 and p.id = o.id)",
        tx.tenant_id, wanted,
    )  # fmt: skip
    return {row["id"]: row for row in found}


async def search(tx: Tx, words: str, after: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """Parties whose name holds `words`, after the key (lower name, id), by name: the register's, the tenant's own, its
    vendors, and itself. One that the tenant has besides the register's is shown as the register's alone."""
    name, party_id = after or (None, None)
    return await tx.rows(
        "select *, lower(name) as sort from ("
        " select id, kind, name, jurisdiction, false as own from party"
        " union all select id, kind, name, jurisdiction, true from tenant_party"
        "   where tenant_id = $1 and register_id is null"
        " union all select id, 'organization', name, null, true from organization o where not exists"
        "   (select from tenant_party p where p.tenant_id = $1 and p.id = o.id)) found"
        " where position(lower($2) in lower(name)) > 0 and ($3::text is null or (lower(name), id) > ($3, $4::uuid))"
        " and not exists (select from organization_party c where c.organization_id = found.id)"
        " order by lower(name), id limit $5",
        tx.tenant_id, words, name, party_id, limit,
    )  # fmt: skip


async def adopt(tx: Tx, ids: Iterable[UUID], now: datetime) -> set[UUID]:
    """Make sure that the tenant's own records can speak of these parties; returns those that exist.

    One of the register is taken over as itself; a vendor and the tenant stand under their organization's id.
    """
    wanted = list(ids)
    await tx.run(
        "insert into tenant_party (tenant_id, id, register_id, kind, name, record_id, recorded_at)"
        " select $1, id, register_id, kind, name, id::text, $3 from ("
        "   select id, id as register_id, kind, name from party where id = any($2::uuid[])"
        "   union all select id, null, 'organization', name from organization where id = any($2::uuid[])) known"
        " on conflict do nothing",
        tx.tenant_id, wanted, now,
    )  # fmt: skip
    found = await tx.rows(
        "select id from tenant_party where tenant_id = $1 and id = any($2::uuid[])", tx.tenant_id, wanted
    )
    return {row["id"] for row in found}


async def record_ids(tx: Tx, names: Sequence[str], *, own: bool) -> dict[str, UUID]:
    """Parties by the record ids of statements; with `own` the tenant's records first, then the register's."""
    found = {
        row["record_id"]: row["id"]
        for row in await tx.rows("select id, record_id from party where record_id = any($1::text[])", list(names))
    }
    if own:
        mine = await tx.rows(
            "select id, record_id from tenant_party where tenant_id = $1 and record_id = any($2::text[])",
            tx.tenant_id, list(names),
        )  # fmt: skip
        found |= {row["record_id"]: row["id"] for row in mine}
    return found


async def put_parties(tx: Tx, parties: Iterable[tuple[UUID, StatedParty]], now: datetime, *, own: bool) -> None:
    """Record parties; those that are there already take the new name and details."""
    rows = [
        (party_id, party.kind, party.name, party.jurisdiction, [dict(each) for each in party.identifiers],
         party.record_id, now)
        for party_id, party in parties
    ]  # fmt: skip
    news = "name = excluded.name, jurisdiction = excluded.jurisdiction, identifiers = excluded.identifiers"
    if own:
        await tx.many(
            f"insert into tenant_party (tenant_id, {_PARTY}) values ($1, $2, $3, $4, $5, $6, $7, $8)"
            f" on conflict (tenant_id, id) do update set {news}",
            [(tx.tenant_id, *row) for row in rows],
        )
    else:
        await tx.many(
            f"insert into party ({_PARTY}) values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do update set {news}",
            rows,
        )


async def edges_by_record(tx: Tx, names: Sequence[str], *, own: bool) -> dict[str, asyncpg.Record]:
    """Current edges by record id."""
    rows = await tx.rows(
        f"select {_EDGE} from {_table(own)} where {_mine(own)} and replaced_at is null and record_id = any($2::text[])",
        tx.tenant_id, list(names),
    )  # fmt: skip
    return {row["record_id"]: row for row in rows}


async def edges_of_records(tx: Tx, records: Sequence[str], *, own: bool) -> list[asyncpg.Record]:
    """Current edges that came from these relationship records (`<record>:<type>`)."""
    return await tx.rows(
        f"select {_EDGE} from {_table(own)} where {_mine(own)} and replaced_at is null"
        " and regexp_replace(record_id, ':[^:]*$', '') = any($2::text[])",
        tx.tenant_id, list(records),
    )  # fmt: skip


async def hold_edge(tx: Tx, edge_id: UUID) -> asyncpg.Record | None:
    """The current version of an edge that the tenant recorded, locked."""
    return await tx.row(
        f"select {_EDGE} from tenant_edge where tenant_id = $1 and id = $2 and replaced_at is null for update",
        tx.tenant_id, edge_id,
    )  # fmt: skip


_SHOWN = (
    "e.id, e.type, e.min_bp, e.max_bp, e.state, e.valid_from, e.valid_until, e.source, e.details, e.attested_at,"
    " e.version, e.recorded_at"
)
# Edges of the register and of the tenant, their ends by the names they have in the register ($1 tenant).
_BOTH = f"""
    select {_SHOWN}, e.from_party as holder, e.to_party as held, false as own from ownership_edge e
    where e.replaced_at is null
    union all
    select {_SHOWN}, coalesce(fo.party_id, f.register_id, f.id), coalesce(ho.party_id, t.register_id, t.id), true
    from tenant_edge e
    join tenant_party f on f.tenant_id = e.tenant_id and f.id = e.from_party
    join tenant_party t on t.tenant_id = e.tenant_id and t.id = e.to_party
    left join organization_party fo on fo.organization_id = f.id
    left join organization_party ho on ho.organization_id = t.id
    where e.tenant_id = $1 and e.replaced_at is null
"""


async def own_edge(tx: Tx, edge_id: UUID) -> asyncpg.Record | None:
    """An edge that the tenant recorded, as it is shown."""
    return await tx.row(f"select * from ({_BOTH}) e where own and id = $2", tx.tenant_id, edge_id)


async def edges_at(tx: Tx, party_id: UUID) -> list[asyncpg.Record]:
    """Current edges at a party, also those that have ended, as they are shown."""
    return await tx.rows(
        f"select * from ({_BOTH}) e where $2 in (holder, held) order by max_bp desc, id", tx.tenant_id, party_id
    )


async def edges_among(tx: Tx, parties: Iterable[UUID]) -> list[asyncpg.Record]:
    """Current edges between these parties that have not ended, as they are shown."""
    return await tx.rows(
        f"select * from ({_BOTH}) e where holder = any($2::uuid[]) and held = any($2::uuid[]) and state <> 'ended'"
        " order by max_bp desc, id",
        tx.tenant_id, list(parties),
    )  # fmt: skip


async def own_edge_there(tx: Tx, holder: UUID, held: UUID, kind: str) -> bool:
    """Whether the tenant has a current record of this holding that has not ended."""
    found: bool = await tx.value(
        "select exists (select from tenant_edge where tenant_id = $1 and from_party = $2 and to_party = $3"
        " and type = $4 and replaced_at is null and state <> 'ended')",
        tx.tenant_id, holder, held, kind,
    )  # fmt: skip
    return found


async def put_edges(
    tx: Tx, edges: Sequence[tuple[UUID, int, UUID, UUID, StatedEdge]], by: UUID | None, now: datetime, *, own: bool
) -> None:
    """New versions: (edge id, version, holder, held, what is stated). The version before is kept as replaced."""
    await tx.run(
        f"update {_table(own)} set replaced_at = $3 where {_mine(own)} and replaced_at is null"
        " and id = any($2::uuid[])",
        tx.tenant_id, [edge_id for edge_id, *_ in edges], now,
    )  # fmt: skip
    columns = (
        "id, version, from_party, to_party, type, min_bp, max_bp, state, valid_from, valid_until, source, details,"
        " attested_at, record_id, recorded_at"
    )
    rows = [
        (edge_id, version, holder, held, edge.type, edge.min_bp, edge.max_bp, edge.state, edge.valid_from,
         edge.valid_until, edge.source, edge.details, edge.attested_at, edge.record_id, now)
        for edge_id, version, holder, held, edge in edges
    ]  # fmt: skip
    places = ", ".join(f"${i}" for i in range(1, 16))
    if own:
        await tx.many(
            f"insert into tenant_edge ({columns}, tenant_id, recorded_by) values ({places}, $16, $17)",
            [(*row, tx.tenant_id, by) for row in rows],
        )
    else:
        await tx.many(f"insert into ownership_edge ({columns}) values ({places})", rows)


async def stated(tx: Tx, *, own: bool) -> tuple[list[asyncpg.Record], list[asyncpg.Record]]:
    """Parties and current edges for an export, edges with their ends' record ids as `holder` and `held`."""
    party = "tenant_party" if own else "party"
    parties = await tx.rows(f"select {_PARTY} from {party} where {_mine(own)} and $1::uuid is not null", tx.tenant_id)
    join = "p.id = {} and p.tenant_id = e.tenant_id" if own else "p.id = {}"
    edges = await tx.rows(
        f"select e.*, (select p.record_id from {party} p where {join.format('e.from_party')}) as holder,"
        f" (select p.record_id from {party} p where {join.format('e.to_party')}) as held"
        f" from {_table(own)} e where {_mine(own)} and replaced_at is null and $1::uuid is not null",
        tx.tenant_id,
    )
    return parties, edges


def _table(own: bool) -> str:
    return "tenant_edge" if own else "ownership_edge"


def _mine(own: bool) -> str:
    """Both forms take the tenant as $1, so that the rest of a statement is the same."""
    return "tenant_id = $1" if own else "$1::uuid is not null"


async def link_vendor(tx: Tx, vendor_id: UUID, register_id: UUID | None) -> None:
    """Say which party of the register a vendor is, or none."""
    await tx.run(
        "update tenant_party set register_id = $3 where tenant_id = $1 and id = $2",
        tx.tenant_id,
        vendor_id,
        register_id,
    )


async def in_register(tx: Tx, party_id: UUID) -> bool:
    """Whether the register has this party."""
    found: bool = await tx.value("select exists (select from party where id = $1)", party_id)
    return found


async def confirm(tx: Tx, organization_id: UUID, party_id: UUID, now: datetime) -> None:
    """Say which party an organization is. At the wall."""
    await tx.run(
        "insert into organization_party (organization_id, party_id, since) values ($1, $2, $3)"
        " on conflict (organization_id) do update set party_id = excluded.party_id, since = excluded.since",
        organization_id, party_id, now,
    )  # fmt: skip


async def organizations(tx: Tx) -> list[asyncpg.Record]:
    """Customers and the vendors they named, each with the party that it is (or null): kind, id, name, of (the customer
    who named it), party_id, party_name. At the wall."""
    return await tx.rows(
        "select o.kind, o.id, o.name, t.name as of, c.party_id, p.name as party_name from organization o"
        " left join vendor v on v.organization_id = o.id left join organization t on t.id = v.tenant_id"
        " left join organization_party c on c.organization_id = o.id left join party p on p.id = c.party_id"
        " order by o.kind, lower(t.name), lower(o.name), o.id"
    )


async def customers(tx: Tx) -> list[UUID]:
    """Every customer. At the wall."""
    return [row["id"] for row in await tx.rows("select id from organization where kind = 'customer'")]
