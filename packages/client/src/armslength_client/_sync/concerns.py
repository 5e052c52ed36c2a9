# Generated from _async by generate_sync.py: edit there.
"""What in the answers deserves a second look, and what human beings decide about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal
from uuid import UUID

from armslength_client._sync.skills import Skills
from armslength_client.types_concerns import (
    Concern,
    ConcernKind,
    Detection,
    FirmConcerns,
    Listed,
    MyConcern,
    MyConcerns,
)


class Concerns(Skills):
    """Operations on concerns: evidence, decisions, appeals."""

    def list_concerns(
        self, project_id: UUID, *, state: Listed = "undecided", kind: ConcernKind | None = None,
        person_id: UUID | None = None, stale: bool = False,
    ) -> Iterator[Concern]:  # fmt: skip
        """What deserves a second look: about people first, then the newest; `stale`: also what is found no more."""
        params = {"state": state, "kind": kind, "person_id": person_id, "stale": stale or None}
        return self.pages(f"/projects/{project_id}/concerns", Concern, params=params)

    def get_concern(self, project_id: UUID, concern_id: UUID) -> Concern:
        """One concern with its evidence, and what was decided."""
        return self.call("GET", f"/projects/{project_id}/concerns/{concern_id}", Concern)

    def get_detection(self, project_id: UUID) -> Detection:
        """When answers were last looked through, how much waits, and whether vendors are told."""
        return self.call("GET", f"/projects/{project_id}/concerns/detection", Detection)

    def put_detection(self, project_id: UUID, *, shared: bool) -> Detection:
        """Share with vendors' managers what was upheld about their own people, or do not."""
        path = f"/projects/{project_id}/concerns/detection"
        return self.call("PUT", path, Detection, body={"shared": shared})

    def detect_concerns(self, project_id: UUID) -> dict[str, Any]:
        """Look through the answers now, in the background: {"job_id"}."""
        return self.call("POST", f"/projects/{project_id}/concerns/detection", dict[str, Any])

    def decide_concern(
        self, project_id: UUID, concern_id: UUID, state: Literal["looking", "upheld", "dismissed"], *,
        reason: str = "", word: str = "",
    ) -> Concern:  # fmt: skip
        """Decide. The `reason` stays with those who run the project; whom it is about reads `word` if it is upheld."""
        body = {"state": state, "reason": reason, "word": word}
        return self.call("POST", f"/projects/{project_id}/concerns/{concern_id}/decide", Concern, body=body)

    def decide_concern_appeal(
        self, project_id: UUID, concern_id: UUID, person_id: UUID, decision: Literal["granted", "declined"], reply: str
    ) -> Concern:
        """Decide about a person's appeal; not by whoever upheld the concern."""
        path = f"/projects/{project_id}/concerns/{concern_id}/people/{person_id}/appeal"
        return self.call("POST", path, Concern, body={"decision": decision, "reply": reply})

    def list_my_concerns(self, project_id: UUID) -> MyConcerns:
        """What was upheld about one's own answers."""
        return self.call("GET", f"/projects/{project_id}/my/concerns", MyConcerns)

    def appeal_concern(self, project_id: UUID, concern_id: UUID, text: str) -> MyConcern:
        """Ask another human being to look again; the id is that of `list_my_concerns`."""
        path = f"/projects/{project_id}/my/concerns/{concern_id}/appeal"
        return self.call("POST", path, MyConcern, body={"text": text}, repeatable=True)

    def list_firm_concerns(self, project_id: UUID) -> FirmConcerns:
        """What was upheld about one's own firm's people, where the customer shares it."""
        return self.call("GET", f"/projects/{project_id}/firm/concerns", FirmConcerns)
