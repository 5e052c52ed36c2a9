"""Recording who holds what of whom: by the tenant for itself, by the operator for everybody."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.ledger.service import record
from armslength.vendors.errors import (
    BadOwnership,
    EdgeThere,
    MustNotLoosen,
    NoSuchEdge,
    NoSuchParty,
    NoSuchVendor,
    TooManyStatements,
)
from armslength.vendors.repository import conflicts, firms, ownership
from armslength.vendors.rules import bods
from armslength.vendors.rules.bods import StatedEdge, StatedParty
from armslength.vendors.schemas.ownership import (
    ChangeEdge,
    Imported,
    OwnershipEdge,
    OwnershipSettings,
    Party,
    RecordEdge,
    RecordParty,
)
from armslength.vendors.service.judging import Judging
from armslength.vendors.service.knowledge import PROFILES, Strictness
from armslength.vendors.service.presenting import edge_out, parties_by_id, party_out

MOST_STATEMENTS = 50_000


class Ownership:
    """The tenant's own records, which hold for it alone."""

    def __init__(self, db: Database, clock: Clock, judging: Judging) -> None:
        self.db = db
        self.clock = clock
        self.judging = judging

    async def parties(self, actor: Actor, words: str, *, cursor: str | None, limit: int) -> Page[Party]:
        """Parties whose name holds `words`, by name."""
        after = decode_cursor(cursor, str, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await ownership.search(tx, " ".join(words.split()), after, limit + 1)
        shown = rows[:limit]
        more = encode_cursor(shown[-1]["sort"], shown[-1]["id"]) if len(rows) > limit else None
        return Page([party_out(row) for row in shown], more)

    async def record_party(self, actor: Actor, wanted: RecordParty) -> Party:
        """Record a party that is not in the register."""
        name = " ".join(wanted.name.split())
        if not name or not name.isprintable():
            raise BadOwnership("Give a name.", field="name")
        party_id, now = new_id(), self.clock.now()
        stated = StatedParty(str(party_id), wanted.kind, name, wanted.jurisdiction)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await ownership.put_parties(tx, [(party_id, stated)], now, own=True)
            await record(tx, actor.person_id, "vendors.party_recorded", f"party:{party_id}", at=now)
        return Party(party_id, wanted.kind, name, wanted.jurisdiction, own=True)

    async def edges(self, actor: Actor, party_id: UUID) -> list[OwnershipEdge]:
        """Every current edge at a party: what it holds, and who holds it."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await parties_by_id(tx, [party_id]):
                raise NoSuchParty("There is no such party.")
            rows = await ownership.edges_at(tx, party_id)
            known = await parties_by_id(tx, {end for row in rows for end in (row["holder"], row["held"])})
        return [edge_out(row, known) for row in rows]

    async def record_edge(self, actor: Actor, wanted: RecordEdge) -> OwnershipEdge:
        """Record an edge; what follows for grants happens at once. Raises NoSuchParty, BadOwnership, EdgeThere."""
        self._check(wanted)
        if wanted.holder == wanted.held:
            raise BadOwnership("Nobody holds themselves.", field="held")
        edge_id, now = new_id(), self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.judging.changing(tx)
            known = await parties_by_id(tx, [wanted.holder, wanted.held])
            there = await ownership.adopt(tx, [wanted.holder, wanted.held], now)
            for name in ("holder", "held"):
                if getattr(wanted, name) not in there:
                    raise NoSuchParty("There is no such party.", field=name)
            if known[wanted.held].kind == "person":
                raise BadOwnership("Nobody holds a person; a nominee holds through an arrangement.", field="held")
            if await ownership.own_edge_there(tx, wanted.holder, wanted.held, wanted.type):
                raise EdgeThere("You have recorded this stake already; change that record.", field="type")
            stated = _stated(f"{edge_id}:{wanted.type}", wanted.holder, wanted.held, wanted.type, wanted)
            edge = (edge_id, 1, wanted.holder, wanted.held, stated)
            await ownership.put_edges(tx, [edge], actor.person_id, now, own=True)
            return await self._changed(tx, actor, edge_id, "vendors.edge_recorded", now)

    async def change_edge(self, actor: Actor, edge_id: UUID, wanted: ChangeEdge) -> OwnershipEdge:
        """Change an edge of the tenant's own records. Raises NoSuchEdge, BadOwnership."""
        self._check(wanted)
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.judging.changing(tx)
            row = await ownership.hold_edge(tx, edge_id)
            if row is None:
                raise NoSuchEdge("There is no such record of yours.")
            stated = _stated(row["record_id"], row["from_party"], row["to_party"], row["type"], wanted)
            edge = (edge_id, row["version"] + 1, row["from_party"], row["to_party"], stated)
            await ownership.put_edges(tx, [edge], actor.person_id, now, own=True)
            return await self._changed(tx, actor, edge_id, "vendors.edge_changed", now)

    async def _changed(self, tx: Tx, actor: Actor, edge_id: UUID, action: str, now: datetime) -> OwnershipEdge:
        row = await ownership.own_edge(tx, edge_id)
        assert row is not None  # put just now
        detail = {name: row[name] for name in ("version", "state", "min_bp", "max_bp")}
        await record(tx, actor.person_id, action, f"edge:{edge_id}", at=now, detail=detail)
        await self.judging.judge(tx)
        return edge_out(row, await parties_by_id(tx, [row["holder"], row["held"]]))

    def _check(self, wanted: ChangeEdge) -> None:
        if wanted.min_bp > wanted.max_bp:
            raise BadOwnership("The least is at most the most.", field="min_bp")
        for name in ("valid_from", "valid_until", "attested_at"):
            moment = getattr(wanted, name)
            if moment is not None and moment.tzinfo is None:
                raise BadOwnership("Give the time zone.", field=name)
        if wanted.valid_from and wanted.valid_until and wanted.valid_until <= wanted.valid_from:
            raise BadOwnership("It ends after it began.", field="valid_until")
        if wanted.attested_at is not None and wanted.attested_at > self.clock.now():
            raise BadOwnership("Nobody attests in the future.", field="attested_at")

    async def import_statements(self, actor: Actor, statements: Sequence[Any]) -> Imported:
        """Take ownership statements into the tenant's own records. Raises BadStatements, TooManyStatements."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.judging.changing(tx)
            done = await take_in(tx, statements, actor.person_id, now, own=True)
            detail = {name: getattr(done, name) for name in ("parties", "recorded", "changed", "ended")}
            await record(tx, actor.person_id, "vendors.ownership_imported", "ownership", at=now, detail=detail)
            await self.judging.judge(tx)
        return done

    async def export_statements(self, actor: Actor, *, own: bool) -> list[Any]:
        """The tenant's own records or the register as ownership statements."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await give_out(tx, self.clock.now(), own=own)

    async def link_vendor(self, actor: Actor, vendor_id: UUID, party_id: UUID | None) -> None:
        """Say which party of the register a vendor is. Raises NoSuchVendor, NoSuchParty."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.judging.changing(tx)
            if not await firms.exists(tx, vendor_id):
                raise NoSuchVendor("There is no such vendor.")
            if party_id is not None and not await ownership.in_register(tx, party_id):
                raise NoSuchParty("The register has no such party.", field="party_id")
            await ownership.adopt(tx, [vendor_id], now)
            await ownership.link_vendor(tx, vendor_id, party_id)
            detail = {"party": str(party_id) if party_id else None}
            await record(tx, actor.person_id, "vendors.vendor_linked", f"vendor:{vendor_id}", at=now, detail=detail)
            await self.judging.judge(tx)

    async def settings(self, actor: Actor) -> OwnershipSettings:
        """How strict the tenant is."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return settings_out(await _strictness(tx))

    async def put_settings(self, actor: Actor, wanted: OwnershipSettings) -> OwnershipSettings:
        """Be stricter, or (whoever may loosen walls) less so. Raises BadOwnership, MustNotLoosen."""
        if wanted.threshold_bp > PROFILES[wanted.profile]:
            raise BadOwnership(
                f"This profile counts from {PROFILES[wanted.profile]} bp at the latest.", field="threshold_bp"
            )
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.judging.changing(tx)
            before = await _strictness(tx)
            order = ("freeze", "pause", "continue")
            looser = wanted.threshold_bp > before.threshold_bp or order.index(wanted.on_announced) > order.index(
                before.on_announced
            )
            if looser and not actor.may("walls.loosen"):
                raise MustNotLoosen("Only an owner may judge ownership less strictly.")
            await conflicts.put_settings(tx, wanted.profile, wanted.threshold_bp, wanted.on_announced, now)
            detail = {"threshold_bp": wanted.threshold_bp, "on_announced": wanted.on_announced}
            await record(tx, actor.person_id, "vendors.ownership_settings", "ownership", at=now, detail=detail)
            await self.judging.judge(tx)
        return wanted


async def _strictness(tx: Tx) -> Strictness:
    row = await conflicts.settings(tx)
    return Strictness(**dict(row)) if row else Strictness()


def settings_out(strictness: Strictness) -> OwnershipSettings:
    """As the wire has it."""
    return OwnershipSettings(strictness.profile, strictness.threshold_bp, strictness.on_announced)


def _stated(record_id: str, holder: UUID, held: UUID, kind: Any, wanted: ChangeEdge) -> StatedEdge:
    return StatedEdge(
        record_id, str(holder), str(held), kind, wanted.min_bp, wanted.max_bp, wanted.state, wanted.valid_from,
        wanted.valid_until, wanted.source, wanted.details, wanted.attested_at,
    )  # fmt: skip


async def take_in(tx: Tx, statements: Sequence[Any], by: UUID | None, now: datetime, *, own: bool) -> Imported:
    """Record what statements say: into the tenant's own records, or (at the wall) into the register."""
    if len(statements) > MOST_STATEMENTS:
        raise TooManyStatements(f"At most {MOST_STATEMENTS:,} statements at once.", field="statements")
    said = bods.read(statements)
    ids = await _record_parties(tx, said.parties, now, own=own)
    there = await ownership.edges_by_record(tx, list(said.edges), own=own)
    new: list[tuple[UUID, int, UUID, UUID, StatedEdge]] = []
    for edge in said.edges.values():
        row = there.get(edge.record_id)
        holder, held = ids[edge.holder], ids[edge.held]
        if row is None:
            new.append((new_id(), 1, holder, held, edge))
        elif not _same(row, holder, held, edge):
            new.append((row["id"], row["version"] + 1, holder, held, edge))
    records = {bods.base(name) for name in said.edges} | said.ended
    gone = [
        (row["id"], row["version"] + 1, row["from_party"], row["to_party"], _ended(row))
        for row in await ownership.edges_of_records(tx, sorted(records), own=own)
        if row["record_id"] not in said.edges and row["state"] != "ended"
    ]
    await ownership.put_edges(tx, new + gone, by, now, own=own)
    recorded = sum(version == 1 for _, version, *_ in new)
    return Imported(
        parties=len(said.parties), recorded=recorded, changed=len(new) - recorded, ended=len(gone),
        unchanged=len(said.edges) - len(new), left_out=said.left_out[:100],
    )  # fmt: skip


async def _record_parties(tx: Tx, said: Mapping[str, StatedParty], now: datetime, *, own: bool) -> dict[str, UUID]:
    """Ids by record id. A tenant's file may speak of parties of the register; those stay as they are."""
    registered = await ownership.record_ids(tx, list(said), own=False)
    ids = await ownership.record_ids(tx, list(said), own=own)
    ids |= {name: new_id() for name in said if name not in ids}
    if own:
        await ownership.adopt(tx, registered.values(), now)
    keep = registered.keys() if own else set()
    await ownership.put_parties(tx, [(ids[name], said[name]) for name in said if name not in keep], now, own=own)
    return ids


def _same(row: Any, holder: UUID, held: UUID, edge: StatedEdge) -> bool:
    ends = (row["from_party"], row["to_party"]) == (holder, held)
    names = ("min_bp", "max_bp", "state", "valid_from", "valid_until", "source", "details", "attested_at")
    return ends and all(row[name] == getattr(edge, name) for name in names)


def _ended(row: Any) -> StatedEdge:
    names = ("type", "min_bp", "max_bp", "valid_from", "valid_until", "source", "details", "attested_at", "record_id")
    return StatedEdge(holder="", held="", state="ended", **{name: row[name] for name in names})


async def give_out(tx: Tx, now: datetime, *, own: bool) -> list[Any]:
    """Ownership statements of the tenant's own records or of the register."""
    parties, edges = await ownership.stated(tx, own=own)
    return bods.write(
        [
            StatedParty(row["record_id"], row["kind"], row["name"], row["jurisdiction"], tuple(row["identifiers"]))
            for row in parties
        ],
        [StatedEdge(**{name: row[name] for name in StatedEdge.__slots__}) for row in edges],
        now,
    )
