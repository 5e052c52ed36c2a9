"""HTTP of the gateway: files by token, the record of who was shown what, and cutting a vendor off."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, delete, get, post, put
from litestar.params import Dependency, Parameter
from litestar.response import Stream

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.walls import rules
from armslength.walls.schemas.drills import DrillResult, DrillSummary, RecordedDrill
from armslength.walls.schemas.explorer import ItemExposure, SubjectExposure
from armslength.walls.schemas.exposures import Exposure, SetCaps, Shares
from armslength.walls.schemas.people import (
    AskPersonWaiver,
    PersonWaiver,
    PersonWaivers,
    ProjectWall,
    Quarantines,
    Refusal,
)
from armslength.walls.schemas.reconciling import CloseIncident, Incident, RecordState
from armslength.walls.schemas.reports import AskReport, SignedReport, VerifierKey
from armslength.walls.schemas.severances import (
    BlastRadius,
    Proof,
    SetWallSettings,
    Sever,
    Severance,
    Undo,
    WallSettings,
)
from armslength.walls.schemas.trust import Trust, TrustHistory
from armslength.walls.service import WallsService
from armslength.walls.service.exposures import Exposures
from armslength.walls.service.severances import Severances

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Cutting = Annotated[Severances, Dependency(skip_validation=True)]
Looking = Annotated[Exposures, Dependency(skip_validation=True)]


@get(
    "/projects/{project_id:uuid}/exposures",
    name="list_exposures", operation_id="list_exposures", opt={"permission": "exposure.read"}, tags=["walls"],
)  # fmt: skip
async def list_exposures(
    actor: Annotated[Actor, Dependency(skip_validation=True)],
    walls: Annotated[WallsService, Dependency(skip_validation=True)],
    project_id: UUID,
    person_id: UUID | None = None,
    item_id: UUID | None = None,
    organization_id: UUID | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[Exposure]:
    """Who was shown what, newest first."""
    return await walls.list_exposures(
        actor,
        project_id,
        person_id=person_id,
        item_id=item_id,
        organization_id=organization_id,
        cursor=cursor,
        limit=limit,
    )


@get(
    "/projects/{project_id:uuid}/media/{token:str}",
    name="get_media", operation_id="get_media", opt={"permission": "project.read"}, tags=["walls"],
)  # fmt: skip
async def get_media(
    request: Request[Any, Any, Any],
    actor: Annotated[Actor, Dependency(skip_validation=True)],
    walls: Annotated[WallsService, Dependency(skip_validation=True)],
    project_id: UUID,
    token: str,
) -> Stream:
    """The bytes behind an address in delivered content; works for a minute, for whoever it was delivered to."""
    media = await walls.open_media_token(actor, project_id, token)
    span = rules.byte_range(request.headers.get("range"), media.size)
    start, stop = span or (0, media.size)
    headers = rules.media_headers(media.content_type, media.digest) | {"content-length": str(stop - start)}
    if span is not None:
        headers["content-range"] = f"bytes {start}-{stop - 1}/{media.size}"
    flow: AsyncIterator[bytes] = media.read(start, stop)
    return Stream(flow, status_code=206 if span else 200, headers=headers, media_type=media.content_type)


@get(
    "/projects/{project_id:uuid}/shares", name="get_shares", operation_id="get_shares",
    opt={"permission": "exposure.read"}, tags=["walls"],
)  # fmt: skip
async def get_shares(actor: Asker, exposures: Looking, project_id: UUID) -> Shares:
    """How much of the project each vendor and each ultimate owner has seen, and the caps."""
    return await exposures.shares.of_project(actor, project_id)


@put(
    "/projects/{project_id:uuid}/caps", name="put_caps", operation_id="put_caps",
    opt={"permission": "vendors.manage"}, tags=["walls"],
)  # fmt: skip
async def put_caps(actor: Asker, exposures: Looking, project_id: UUID, data: SetCaps) -> Shares:
    """Set how much of the project vendors and their ultimate owners may see: all caps at once."""
    return await exposures.shares.set_caps(actor, project_id, data)


@get(
    "/projects/{project_id:uuid}/trust", name="get_trust", operation_id="get_trust",
    opt={"permission": "ownership.read"}, tags=["walls"],
)  # fmt: skip
async def get_trust(actor: Asker, exposures: Looking, project_id: UUID) -> Trust:
    """What the project has let out, to which vendors and owners, and what is known of them."""
    return await exposures.trust.of_project(actor, project_id)


@get(
    "/projects/{project_id:uuid}/trust/history", name="get_trust_history", operation_id="get_trust_history",
    opt={"permission": "ownership.read"}, tags=["walls"],
)  # fmt: skip
async def get_trust_history(
    actor: Asker, exposures: Looking, project_id: UUID, days: Annotated[int, Parameter(ge=1, le=366)] = 90
) -> TrustHistory:
    """How many items each vendor and each ultimate owner had been shown, day by day."""
    return await exposures.trust.history(actor, project_id, days)


@get(
    "/projects/{project_id:uuid}/items/{item_id:uuid}/exposure", name="get_item_exposure",
    operation_id="get_item_exposure", opt={"permission": "exposure.read"}, tags=["walls"],
)  # fmt: skip
async def get_item_exposure(actor: Asker, exposures: Looking, project_id: UUID, item_id: UUID) -> ItemExposure:
    """Who was shown an item, and which owners would know it by way of them."""
    return await exposures.explorer.of_item(actor, project_id, item_id)


@get("/exposure", name="get_exposure", operation_id="get_exposure", opt={"permission": "exposure.read"},
     tags=["walls"])  # fmt: skip
async def get_exposure(
    actor: Asker, exposures: Looking, person_id: UUID | None = None, vendor_id: UUID | None = None,
    owner_id: UUID | None = None,
) -> SubjectExposure:  # fmt: skip
    """What one person, one vendor, or whoever stands behind vendors has been shown, in all projects."""
    return await exposures.explorer.of_subject(actor, person_id=person_id, vendor_id=vendor_id, owner_id=owner_id)


@post("/exposure/reports", name="make_exposure_report", operation_id="make_exposure_report",
      opt={"permission": "exposure.read"}, status_code=200, tags=["walls"])  # fmt: skip
async def make_exposure_report(actor: Asker, exposures: Looking, data: AskReport) -> SignedReport:
    """What one person, vendor or owner has been shown, or who was shown an item: signed with the tenant's key."""
    return await exposures.reports.make(actor, data)


@get("/exposure/verifier-key", name="get_verifier_key", operation_id="get_verifier_key",
     opt={"permission": "exposure.read"}, tags=["walls"])  # fmt: skip
async def get_verifier_key(actor: Asker, exposures: Looking) -> VerifierKey:
    """The key that outsiders verify the tenant's reports with: publish it."""
    return VerifierKey(await exposures.reports.verifier_key(actor))


@get("/record", name="get_record_state", operation_id="get_record_state", opt={"permission": "exposure.read"},
     tags=["walls"])  # fmt: skip
async def get_record_state(actor: Asker, exposures: Looking) -> RecordState:
    """Whether the record of deliveries agrees with itself: the last comparison, and how many incidents are open."""
    return await exposures.reconciling.state(actor)


@post("/record/comparisons", name="compare_record", operation_id="compare_record",
      opt={"permission": "exposure.settle"}, status_code=200, tags=["walls"])  # fmt: skip
async def compare_record(actor: Asker, exposures: Looking) -> RecordState:
    """Compare the record with itself now, in the background, instead of at night."""
    return await exposures.reconciling.start(actor)


@get("/incidents", name="list_incidents", operation_id="list_incidents", opt={"permission": "exposure.read"},
     tags=["walls"])  # fmt: skip
async def list_incidents(
    actor: Asker, exposures: Looking, project_id: UUID | None = None, only_open: bool = False,
    cursor: str | None = None, limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[Incident]:  # fmt: skip
    """Differences in the record, newest first; with a project those of it and those that are of none."""
    return await exposures.reconciling.incidents(
        actor, project_id=project_id, only_open=only_open, cursor=cursor, limit=limit
    )


@post("/incidents/{incident_id:uuid}/close", name="close_incident", operation_id="close_incident",
      opt={"permission": "exposure.settle"}, status_code=200, tags=["walls"])  # fmt: skip
async def close_incident(actor: Asker, exposures: Looking, incident_id: UUID, data: CloseIncident) -> Incident:
    """Close an incident, and say what it was: the same difference is not raised again."""
    return await exposures.reconciling.close(actor, incident_id, data)


_SEVERANCE = "/severances/{severance_id:uuid}"


@get(
    "/vendors/{vendor_id:uuid}/blast-radius", name="get_blast_radius", operation_id="get_blast_radius",
    opt={"permission": "vendors.sever"}, tags=["walls"],
)  # fmt: skip
async def get_blast_radius(
    actor: Asker, severances: Cutting, vendor_id: UUID, project_id: list[UUID] | None = None
) -> BlastRadius:
    """What a vendor has seen and holds, and what work would be missing without it; in these projects, or in all."""
    return await severances.blast_radius(actor, vendor_id, project_id)


@post("/severances", name="sever_vendor", operation_id="sever_vendor", opt={"permission": "vendors.sever"},
      tags=["walls"])  # fmt: skip
async def sever_vendor(actor: Asker, severances: Cutting, data: Sever) -> Severance:
    """Cut a vendor off: when this returns `cut`, nothing more is delivered to its people."""
    return await severances.sever(actor, data)


@get("/severances", name="list_severances", operation_id="list_severances", opt={"permission": "vendors.sever"},
     tags=["walls"])  # fmt: skip
async def list_severances(
    actor: Asker, severances: Cutting, cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[Severance]:  # fmt: skip
    """Vendors that were cut off, newest first."""
    return await severances.page(actor, cursor=cursor, limit=limit)


@get(_SEVERANCE, name="get_severance", operation_id="get_severance", opt={"permission": "vendors.sever"},
     tags=["walls"])  # fmt: skip
async def get_severance(actor: Asker, severances: Cutting, severance_id: UUID) -> Severance:
    """One severance, and how far tidying up is."""
    return await severances.get(actor, severance_id)


@get(f"{_SEVERANCE}/proof", name="get_severance_proof", operation_id="get_severance_proof",
     opt={"permission": "vendors.sever"}, tags=["walls"])  # fmt: skip
async def get_severance_proof(actor: Asker, severances: Cutting, severance_id: UUID) -> Proof:
    """Whether anything was delivered after the cut, or is left of before it."""
    return await severances.proof(actor, severance_id)


@post(f"{_SEVERANCE}/approve", name="approve_severance", operation_id="approve_severance", status_code=200,
      opt={"permission": "vendors.sever"}, tags=["walls"])  # fmt: skip
async def approve_severance(actor: Asker, severances: Cutting, severance_id: UUID) -> Severance:
    """The second person's word: the vendor is cut off now."""
    return await severances.approve(actor, severance_id)


@post(f"{_SEVERANCE}/withdraw", name="withdraw_severance", operation_id="withdraw_severance", status_code=200,
      opt={"permission": "vendors.sever"}, tags=["walls"])  # fmt: skip
async def withdraw_severance(actor: Asker, severances: Cutting, severance_id: UUID) -> Severance:
    """Take back an order that waits for a second person."""
    return await severances.withdraw(actor, severance_id)


@post(f"{_SEVERANCE}/undo", name="undo_severance", operation_id="undo_severance", status_code=200,
      opt={"permission": "vendors.sever"}, tags=["walls"])  # fmt: skip
async def undo_severance(actor: Asker, severances: Cutting, severance_id: UUID, data: Undo) -> Severance:
    """Ask for a severance to be undone; a second person must agree."""
    return await severances.ask_undo(actor, severance_id, data)


@post(f"{_SEVERANCE}/undo/approve", name="approve_undo", operation_id="approve_undo", status_code=200,
      opt={"permission": "vendors.sever"}, tags=["walls"])  # fmt: skip
async def approve_undo(actor: Asker, severances: Cutting, severance_id: UUID) -> Severance:
    """Agree to undo: the grants are paused, and open when somebody sets them to active."""
    return await severances.approve_undo(actor, severance_id)


@get("/wall-settings", name="get_wall_settings", operation_id="get_wall_settings",
     opt={"permission": "vendors.sever"}, tags=["walls"])  # fmt: skip
async def get_wall_settings(actor: Asker, severances: Cutting) -> WallSettings:
    """Whether severing takes two people, and what becomes of drafts."""
    return await severances.settings(actor)


@put("/wall-settings", name="put_wall_settings", operation_id="put_wall_settings",
     opt={"permission": "tenant.manage"}, tags=["walls"])  # fmt: skip
async def put_wall_settings(actor: Asker, severances: Cutting, data: SetWallSettings) -> WallSettings:
    """Set whether severing takes two people, and what becomes of drafts."""
    return await severances.set_settings(actor, data)


@get(
    "/projects/{project_id:uuid}/wall-refusals", name="list_wall_refusals", operation_id="list_wall_refusals",
    opt={"permission": "exposure.read"}, tags=["walls"],
)  # fmt: skip
async def list_wall_refusals(
    actor: Asker, exposures: Looking, project_id: UUID, cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[Refusal]:  # fmt: skip
    """Whom the person wall kept out of the project, and why, the latest first."""
    return await exposures.people.refusals(actor, project_id, cursor=cursor, limit=limit)


@get("/projects/{project_id:uuid}/wall", name="get_project_wall", operation_id="get_project_wall",
     opt={"permission": "exposure.read"}, tags=["walls"])  # fmt: skip
async def get_project_wall(actor: Asker, exposures: Looking, project_id: UUID) -> ProjectWall:
    """Whom the person wall holds back now and until when, how often it kept people out, who moved between vendors."""
    return await exposures.people.of_project(actor, project_id)


@get("/quarantines", name="list_quarantines", operation_id="list_quarantines", opt={"permission": "ownership.read"},
     tags=["walls"])  # fmt: skip
async def list_quarantines(actor: Asker, exposures: Looking) -> Quarantines:
    """People you showed something to who now work for a firm that a rival of yours reaches; without names."""
    return await exposures.people.quarantines(actor)


_PERSON_WAIVER = "/person-waivers/{waiver_id:uuid}"


@get("/person-waivers", name="list_person_waivers", operation_id="list_person_waivers",
     opt={"permission": "ownership.read"}, tags=["walls"])  # fmt: skip
async def list_person_waivers(actor: Asker, exposures: Looking) -> PersonWaivers:
    """Waivers of people, newest first."""
    return PersonWaivers(await exposures.people.waivers(actor))


@post("/person-waivers", name="ask_person_waiver", operation_id="ask_person_waiver",
      opt={"permission": "ownership.manage"}, tags=["walls"])  # fmt: skip
async def ask_person_waiver(actor: Asker, exposures: Looking, data: AskPersonWaiver) -> PersonWaiver:
    """Ask for a person to be let off the wall for a time; somebody else must approve it."""
    return await exposures.people.ask(actor, data)


@post(f"{_PERSON_WAIVER}/approval", name="approve_person_waiver", operation_id="approve_person_waiver",
      opt={"permission": "ownership.manage"}, status_code=200, tags=["walls"])  # fmt: skip
async def approve_person_waiver(actor: Asker, exposures: Looking, waiver_id: UUID) -> PersonWaiver:
    """Be the second person."""
    return await exposures.people.approve(actor, waiver_id)


@delete(_PERSON_WAIVER, name="end_person_waiver", operation_id="end_person_waiver",
        opt={"permission": "ownership.manage"}, tags=["walls"])  # fmt: skip
async def end_person_waiver(actor: Asker, exposures: Looking, waiver_id: UUID) -> None:
    """End a waiver of a person, or take it back: the person is asked anew at once."""
    await exposures.people.end(actor, waiver_id)


@get("/drills", name="list_drills", operation_id="list_drills", opt={"permission": "exposure.read"}, tags=["walls"])
async def list_drills(
    actor: Asker, exposures: Looking, cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[DrillSummary]:  # fmt: skip
    """Drills that were recorded, the last one first."""
    return await exposures.drills.page(actor, cursor=cursor, limit=limit)


@post("/drills", name="record_drill", operation_id="record_drill", opt={"permission": "exposure.settle"},
      tags=["walls"])  # fmt: skip
async def record_drill(actor: Asker, exposures: Looking, data: DrillResult) -> RecordedDrill:
    """Record the result of a drill, as `armslength drill` wrote it; it is never changed."""
    return await exposures.drills.record(actor, data)


@get("/drills/{drill_id:uuid}", name="get_drill", operation_id="get_drill", opt={"permission": "exposure.read"},
     tags=["walls"])  # fmt: skip
async def get_drill(actor: Asker, exposures: Looking, drill_id: UUID) -> RecordedDrill:
    """One drill that was recorded, with its whole result."""
    return await exposures.drills.get(actor, drill_id)


routes = [
    list_exposures, get_media, get_shares, put_caps, get_trust, get_trust_history, get_item_exposure, get_exposure,
    make_exposure_report, get_verifier_key, get_record_state, compare_record, list_incidents, close_incident,
    get_blast_radius, sever_vendor, list_severances, get_severance,
    get_severance_proof, approve_severance, withdraw_severance, undo_severance, approve_undo, get_wall_settings,
    put_wall_settings, list_wall_refusals, get_project_wall, list_quarantines, list_person_waivers, ask_person_waiver,
    approve_person_waiver, end_person_waiver, list_drills, record_drill, get_drill,
]  # fmt: skip
