# Generated from _async by generate_sync.py: edit there.
"""Walls: cutting a vendor off, undoing it, and looking at what that means."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from armslength_client._sync.release import Releases
from armslength_client.types_trust import Trust, TrustHistory
from armslength_client.types_walls import (
    BlastRadius,
    Drafts,
    DrillSummary,
    Incident,
    ItemExposure,
    PersonWaiver,
    PersonWaivers,
    ProjectWall,
    Proof,
    Quarantine,
    Quarantines,
    RecordedDrill,
    RecordState,
    Severance,
    Shares,
    SignedReport,
    SubjectExposure,
    VerifierKey,
    WallRefusal,
    WallSettings,
)
from armslength_client.waiting import pauses


class Walls(Releases):
    """Operations on what keeps vendors at arm's length."""

    def get_blast_radius(self, vendor_id: UUID, *, projects: Sequence[UUID] = ()) -> BlastRadius:
        """What a vendor has seen and holds, and what work would be missing without it."""
        params = {"project_id": [str(project) for project in projects]} if projects else None
        return self.call("GET", f"/vendors/{vendor_id}/blast-radius", BlastRadius, params=params)

    def sever_vendor(
        self, vendor_id: UUID, *, projects: Sequence[UUID] = (), drafts: Drafts | None = None, reason: str = ""
    ) -> Severance:
        """Cut a vendor off from these projects, or from all: when the state is `cut`, nothing more is delivered.

        `waiting`: the tenant wants a second person's `approve_severance`.
        """
        body = {"vendor_id": vendor_id, "projects": list(projects) or None, "drafts": drafts, "reason": reason}
        return self.call("POST", "/severances", Severance, body=body)

    def list_severances(self) -> Iterator[Severance]:
        """Vendors that were cut off, newest first."""
        return self.pages("/severances", Severance)

    def get_severance(self, severance_id: UUID) -> Severance:
        """One severance, and how far tidying up is."""
        return self.call("GET", f"/severances/{severance_id}", Severance)

    def wait_for_severance(self, severance_id: UUID, *, every: float = 0.3) -> Severance:
        """Wait until all that a cut left behind has been taken back."""
        rests = pauses(every)
        while True:
            severance = self.get_severance(severance_id)
            if severance.state != "cut" or severance.tidy:
                return severance
            time.sleep(next(rests))

    def get_severance_proof(self, severance_id: UUID) -> Proof:
        """Whether anything was delivered after the cut, or is left of before it."""
        return self.call("GET", f"/severances/{severance_id}/proof", Proof)

    def approve_severance(self, severance_id: UUID) -> Severance:
        """The second person's word: the vendor is cut off now."""
        return self.call("POST", f"/severances/{severance_id}/approve", Severance)

    def withdraw_severance(self, severance_id: UUID) -> Severance:
        """Take back an order that waits for a second person."""
        return self.call("POST", f"/severances/{severance_id}/withdraw", Severance)

    def undo_severance(self, severance_id: UUID, reason: str) -> Severance:
        """Ask for a severance to be undone; a second person must agree."""
        return self.call("POST", f"/severances/{severance_id}/undo", Severance, body={"reason": reason})

    def approve_undo(self, severance_id: UUID) -> Severance:
        """Agree to undo: the grants are paused, and open when somebody sets them to active."""
        return self.call("POST", f"/severances/{severance_id}/undo/approve", Severance)

    def get_item_exposure(self, project_id: UUID, item_id: UUID) -> ItemExposure:
        """Who was shown an item, and which owners would know it by way of them."""
        return self.call("GET", f"/projects/{project_id}/items/{item_id}/exposure", ItemExposure)

    def get_exposure(
        self, *, person_id: UUID | None = None, vendor_id: UUID | None = None, owner_id: UUID | None = None
    ) -> SubjectExposure:
        """What one person, one vendor, or whoever stands behind vendors has been shown, in all projects."""
        asked = {"person_id": person_id, "vendor_id": vendor_id, "owner_id": owner_id}
        params = {name: str(value) for name, value in asked.items() if value is not None}
        return self.call("GET", "/exposure", SubjectExposure, params=params)

    def make_exposure_report(
        self, *, person_id: UUID | None = None, vendor_id: UUID | None = None, owner_id: UUID | None = None,
        project_id: UUID | None = None, item_id: UUID | None = None,
    ) -> SignedReport:  # fmt: skip
        """A signed report about one person, vendor or owner, or about an item (with its project)."""
        body = {
            "person_id": person_id, "vendor_id": vendor_id, "owner_id": owner_id, "project_id": project_id,
            "item_id": item_id,
        }  # fmt: skip
        return self.call("POST", "/exposure/reports", SignedReport, body=body)

    def get_verifier_key(self) -> str:
        """The key that outsiders verify your reports with, to be published."""
        return (self.call("GET", "/exposure/verifier-key", VerifierKey)).verifier_key

    def get_record_state(self) -> RecordState:
        """Whether the record of deliveries agrees with itself: the last comparison, how many incidents are open."""
        return self.call("GET", "/record", RecordState)

    def compare_record(self) -> RecordState:
        """Have the record compared with itself now, in the background, instead of at night."""
        return self.call("POST", "/record/comparisons", RecordState)

    def wait_for_comparison(self, *, every: float = 0.3) -> RecordState:
        """Wait until no comparison is under way; `job` says how the last one ended."""
        rests = pauses(every)
        while True:
            state = self.get_record_state()
            if state.job is None or state.job.state not in ("waiting", "running"):
                return state
            time.sleep(next(rests))

    def list_incidents(self, *, project_id: UUID | None = None, only_open: bool = False) -> Iterator[Incident]:
        """Differences in the record, newest first; with a project those of it and those that are of none."""
        params: dict[str, str] = {"only_open": str(only_open).lower()}
        if project_id is not None:
            params["project_id"] = str(project_id)
        return self.pages("/incidents", Incident, params=params)

    def close_incident(self, incident_id: UUID, reason: str) -> Incident:
        """Close an incident, and say what it was: the same difference is not raised again."""
        return self.call("POST", f"/incidents/{incident_id}/close", Incident, body={"reason": reason})

    def get_trust(self, project_id: UUID) -> Trust:
        """What a project has let out, to which vendors and owners, and what is known of them."""
        return self.call("GET", f"/projects/{project_id}/trust", Trust)

    def get_trust_history(self, project_id: UUID, *, days: int = 90) -> TrustHistory:
        """How many items each vendor and each ultimate owner had been shown, day by day."""
        return self.call("GET", f"/projects/{project_id}/trust/history", TrustHistory, params={"days": days})

    def get_shares(self, project_id: UUID) -> Shares:
        """How much of a project each vendor and each ultimate owner has seen, and the caps."""
        return self.call("GET", f"/projects/{project_id}/shares", Shares)

    def put_caps(
        self, project_id: UUID, *, each_vendor: float | None = None, each_owner: float | None = None,
        vendors: Mapping[UUID, float] | None = None, owners: Mapping[UUID, float] | None = None,
    ) -> Shares:  # fmt: skip
        """Set all caps of a project at once, as parts of its items (0 to 1): for each, and for some their own."""
        body = {
            "each_vendor": each_vendor, "each_owner": each_owner,
            "vendors": [{"id": id, "cap": cap} for id, cap in (vendors or {}).items()],
            "owners": [{"id": id, "cap": cap} for id, cap in (owners or {}).items()],
        }  # fmt: skip
        return self.call("PUT", f"/projects/{project_id}/caps", Shares, body=body)

    def get_wall_settings(self) -> WallSettings:
        """Whether severing takes two people, what becomes of drafts, and the cool-off by kind in months."""
        return self.call("GET", "/wall-settings", WallSettings)

    def put_wall_settings(
        self, *, two_to_sever: bool, drafts: Drafts = "keep", content_months: int | None = None,
        brief_months: int | None = None, metadata_months: int | None = None,
    ) -> WallSettings:  # fmt: skip
        """Set whether severing takes two people, what becomes of drafts, and how long what people saw keeps them from
        rivals; months that are not given stay, and none may shrink."""
        body = {
            "two_to_sever": two_to_sever, "drafts": drafts, "content_months": content_months,
            "brief_months": brief_months, "metadata_months": metadata_months,
        }  # fmt: skip
        return self.call("PUT", "/wall-settings", WallSettings, body=body)

    def list_wall_refusals(self, project_id: UUID) -> Iterator[WallRefusal]:
        """Whom the person wall kept out of a project, and why, the latest first."""
        return self.pages(f"/projects/{project_id}/wall-refusals", WallRefusal)

    def get_project_wall(self, project_id: UUID) -> ProjectWall:
        """Whom the wall holds back now and until when, how often it kept people out, who moved between vendors."""
        return self.call("GET", f"/projects/{project_id}/wall", ProjectWall)

    def list_quarantines(self) -> list[Quarantine]:
        """People you showed something to who now work for a firm that a rival of yours reaches; without names."""
        return (self.call("GET", "/quarantines", Quarantines)).items

    def list_person_waivers(self) -> list[PersonWaiver]:
        """Waivers of people, newest first."""
        return (self.call("GET", "/person-waivers", PersonWaivers)).items

    def ask_person_waiver(self, person_id: UUID, *, reason: str, expires_at: datetime) -> PersonWaiver:
        """Ask for a person to be let off the wall until then; somebody else must approve it."""
        body = {"person_id": person_id, "reason": reason, "expires_at": expires_at}
        return self.call("POST", "/person-waivers", PersonWaiver, body=body)

    def approve_person_waiver(self, waiver_id: UUID) -> PersonWaiver:
        """Be the second person."""
        return self.call("POST", f"/person-waivers/{waiver_id}/approval", PersonWaiver)

    def end_person_waiver(self, waiver_id: UUID) -> None:
        """End a waiver of a person, or take it back: the person is asked anew at once."""
        self.call("DELETE", f"/person-waivers/{waiver_id}", type(None))

    def list_drills(self) -> Iterator[DrillSummary]:
        """Drills that were recorded, the last one first."""
        return self.pages("/drills", DrillSummary)

    def record_drill(self, result: Mapping[str, Any]) -> RecordedDrill:
        """Record a drill's result, as `armslength drill` wrote it; it is never changed."""
        return self.call("POST", "/drills", RecordedDrill, body=result)

    def get_drill(self, drill_id: UUID) -> RecordedDrill:
        """One drill that was recorded, with its whole result."""
        return self.call("GET", f"/drills/{drill_id}", RecordedDrill)
