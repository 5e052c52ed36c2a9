"""HTTP of vendors: who stands behind them, rivals, conflicts, waivers, suppositions."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import delete, get, post, put
from litestar.params import Dependency, Parameter

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.vendors.schemas.ownership import (
    AskWaiver,
    ChangeEdge,
    Conflicts,
    Imported,
    LinkVendor,
    NameRival,
    Ownership,
    OwnershipEdge,
    OwnershipEdges,
    OwnershipSettings,
    Party,
    RecordEdge,
    RecordParty,
    Rivals,
    Statements,
    Suppose,
    Supposed,
    Waiver,
    Waivers,
)
from armslength.vendors.service import VendorsService

Vendors = Annotated[VendorsService, Dependency(skip_validation=True)]
Asker = Annotated[Actor, Dependency(skip_validation=True)]
Limit = Annotated[int, Parameter(ge=1, le=200)]
Words = Annotated[str, Parameter(max_length=300)]


def _is(name: str, permission: str) -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission}, "tags": ["ownership"]}


@get("/ownership", **_is("get_ownership", "ownership.read"))
async def get_ownership(actor: Asker, vendors: Vendors, vendor_id: UUID | None = None) -> Ownership:
    """The graph around the tenant's vendors and rivals, or around one vendor."""
    return await vendors.graph.get(actor, vendor_id)


@get("/ownership/parties", **_is("list_parties", "ownership.read"))
async def list_parties(
    actor: Asker, vendors: Vendors, words: Words = "", cursor: str | None = None, limit: Limit = 50
) -> Page[Party]:
    """Parties of the register and of the tenant's own records whose name holds `words`, by name."""
    return await vendors.ownership.parties(actor, words, cursor=cursor, limit=limit)


@post("/ownership/parties", **_is("record_party", "ownership.manage"))
async def record_party(actor: Asker, vendors: Vendors, data: RecordParty) -> Party:
    """Record a party that is not in the register; it is known to this tenant alone."""
    return await vendors.ownership.record_party(actor, data)


@get("/ownership/parties/{party_id:uuid}/edges", **_is("list_edges", "ownership.read"))
async def list_edges(actor: Asker, vendors: Vendors, party_id: UUID) -> OwnershipEdges:
    """What a party holds, and who holds it."""
    return OwnershipEdges(await vendors.ownership.edges(actor, party_id))


@post("/ownership/edges", **_is("record_edge", "ownership.manage"))
async def record_edge(actor: Asker, vendors: Vendors, data: RecordEdge) -> OwnershipEdge:
    """Record who holds what of whom, for this tenant alone; what follows for its grants happens at once."""
    return await vendors.ownership.record_edge(actor, data)


@put("/ownership/edges/{edge_id:uuid}", **_is("change_edge", "ownership.manage"))
async def change_edge(actor: Asker, vendors: Vendors, edge_id: UUID, data: ChangeEdge) -> OwnershipEdge:
    """Change what one of the tenant's own edges says; the version before is kept."""
    return await vendors.ownership.change_edge(actor, edge_id, data)


@post("/ownership/statements", **_is("import_statements", "ownership.manage"), status_code=200)
async def import_statements(actor: Asker, vendors: Vendors, data: Statements) -> Imported:
    """Take ownership statements (BODS 0.4) into the tenant's own records; the same again changes nothing."""
    return await vendors.ownership.import_statements(actor, data.statements)


@get("/ownership/statements", **_is("export_statements", "ownership.read"))
async def export_statements(actor: Asker, vendors: Vendors, of: Literal["own", "register"] = "own") -> Statements:
    """The tenant's own records, or the register, as ownership statements (BODS 0.4)."""
    return Statements(await vendors.ownership.export_statements(actor, own=of == "own"))


@get("/ownership/settings", **_is("get_ownership_settings", "ownership.read"))
async def get_ownership_settings(actor: Asker, vendors: Vendors) -> OwnershipSettings:
    """How strict the tenant is."""
    return await vendors.ownership.settings(actor)


@put("/ownership/settings", **_is("put_ownership_settings", "ownership.manage"))
async def put_ownership_settings(actor: Asker, vendors: Vendors, data: OwnershipSettings) -> OwnershipSettings:
    """Be stricter or, with `walls.loosen`, less so; never looser than the profile."""
    return await vendors.ownership.put_settings(actor, data)


@post("/ownership/what-if", **_is("what_if", "ownership.read"), status_code=200)
async def what_if(actor: Asker, vendors: Vendors, data: Suppose) -> Supposed:
    """What would follow from a stake that might be; nothing is changed."""
    return await vendors.whatif.suppose(actor, data)


@put("/vendors/{vendor_id:uuid}/party", **_is("link_vendor", "ownership.manage"), status_code=204)
async def link_vendor(actor: Asker, vendors: Vendors, vendor_id: UUID, data: LinkVendor) -> None:
    """Say which party of the register a vendor is."""
    await vendors.ownership.link_vendor(actor, vendor_id, data.party_id)


@get("/rivals", **_is("list_rivals", "ownership.read"))
async def list_rivals(actor: Asker, vendors: Vendors) -> Rivals:
    """Whom the tenant keeps apart from, each with its control group."""
    return Rivals(await vendors.rivals.all(actor))


@put("/rivals/{party_id:uuid}", **_is("name_rival", "ownership.manage"), status_code=204)
async def name_rival(actor: Asker, vendors: Vendors, party_id: UUID, data: NameRival) -> None:
    """Name a rival; grants that may no longer be active are frozen at once."""
    await vendors.rivals.name(actor, party_id, data.note)


@delete("/rivals/{party_id:uuid}", **_is("remove_rival", "walls.loosen"))
async def remove_rival(actor: Asker, vendors: Vendors, party_id: UUID) -> None:
    """Take a rival off the list; frozen grants stay frozen until somebody opens them."""
    await vendors.rivals.remove(actor, party_id)


@get("/conflicts", **_is("list_conflicts", "ownership.read"))
async def list_conflicts(actor: Asker, vendors: Vendors) -> Conflicts:
    """Where a vendor leads to a rival, and what that closes."""
    return Conflicts(await vendors.rivals.conflicts(actor))


@get("/waivers", **_is("list_waivers", "ownership.read"))
async def list_waivers(actor: Asker, vendors: Vendors) -> Waivers:
    """Waivers, newest first."""
    return Waivers(await vendors.rivals.waivers(actor))


@post("/waivers", **_is("ask_waiver", "ownership.manage"))
async def ask_waiver(actor: Asker, vendors: Vendors, data: AskWaiver) -> Waiver:
    """Ask to accept one conflict for a time."""
    return await vendors.rivals.ask(actor, data)


@post("/waivers/{waiver_id:uuid}/approval", **_is("approve_waiver", "ownership.manage"), status_code=200)
async def approve_waiver(actor: Asker, vendors: Vendors, waiver_id: UUID) -> Waiver:
    """The second key: somebody else than who asked, and one of the two an owner."""
    return await vendors.rivals.approve(actor, waiver_id)


@delete("/waivers/{waiver_id:uuid}", **_is("end_waiver", "ownership.manage"))
async def end_waiver(actor: Asker, vendors: Vendors, waiver_id: UUID) -> None:
    """End a waiver, or take it back; grants that it kept open are frozen at once."""
    await vendors.rivals.end(actor, waiver_id)


routes = [
    get_ownership, list_parties, record_party, list_edges, record_edge, change_edge, import_statements,
    export_statements, get_ownership_settings, put_ownership_settings, what_if, link_vendor, list_rivals, name_rival,
    remove_rival, list_conflicts, list_waivers, ask_waiver, approve_waiver, end_waiver,
]  # fmt: skip
