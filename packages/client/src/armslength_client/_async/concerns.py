"""What in the answers deserves a second look, and what human beings decide about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Literal
from uuid import UUID

from armslength_client._async.skills import AsyncSkills
from armslength_client.types_concerns import (
    Concern,
    ConcernKind,
    Detection,
    FirmConcerns,
    Listed,
    MyConcern,
    MyConcerns,
)


class AsyncConcerns(AsyncSkills):
    """Operations on concerns: evidence, decisions, appeals."""

    def list_concerns(
        self, project_id: UUID, *, state: Listed = "undecided", kind: ConcernKind | None = None,
        person_id: UUID | None = None, stale: bool = False,
    ) -> AsyncIterator[Concern]:  # fmt: skip
        """What deserves a second look: about people first, then the newest; `stale`: also what is found no more."""
        params = {"state": state, "kind": kind, "person_id": person_id, "stale": stale or None}
        return self.pages(f"/projects/{project_id}/concerns", Concern, params=params)

    async def get_concern(self, project_id: UUID, concern_id: UUID) -> Concern:
        """One concern with its evidence, and what was decided."""
        return await self.call("GET", f"/projects/{project_id}/concerns/{concern_id}", Concern)

    async def get_detection(self, project_id: UUID) -> Detection:
        """When answers were last looked through, how much waits, and whether vendors are told."""
        return await self.call("GET", f"/projects/{project_id}/concerns/detection", Detection)

    async def put_detection(self, project_id: UUID, *, shared: bool) -> Detection:
        """Share with vendors' managers what was upheld about their own people, or do not."""
        path = f"/projects/{project_id}/concerns/detection"
        return await self.call("PUT", path, Detection, body={"shared": shared})

    async def detect_concerns(self, project_id: UUID) -> dict[str, Any]:
        """Look through the answers now, in the background: {"job_id"}."""
        return await self.call("POST", f"/projects/{project_id}/concerns/detection", dict[str, Any])

    async def decide_concern(
        self, project_id: UUID, concern_id: UUID, state: Literal["looking", "upheld", "dismissed"], *,
        reason: str = "", word: str = "",
    ) -> Concern:  # fmt: skip
        """Decide. The `reason` stays with those who run the project; whom it is about reads `word` if it is upheld."""
        body = {"state": state, "reason": reason, "word": word}
        return await self.call("POST", f"/projects/{project_id}/concerns/{concern_id}/decide", Concern, body=body)

    async def decide_concern_appeal(
        self, project_id: UUID, concern_id: UUID, person_id: UUID, decision: Literal["granted", "declined"], reply: str
    ) -> Concern:
        """Decide about a person's appeal; not by whoever upheld the concern."""
        path = f"/projects/{project_id}/concerns/{concern_id}/people/{person_id}/appeal"
        return await self.call("POST", path, Concern, body={"decision": decision, "reply": reply})

    async def list_my_concerns(self, project_id: UUID) -> MyConcerns:
        """What was upheld about one's own answers."""
        return await self.call("GET", f"/projects/{project_id}/my/concerns", MyConcerns)

    async def appeal_concern(self, project_id: UUID, concern_id: UUID, text: str) -> MyConcern:
        """Ask another human being to look again; the id is that of `list_my_concerns`."""
        path = f"/projects/{project_id}/my/concerns/{concern_id}/appeal"
        return await self.call("POST", path, MyConcern, body={"text": text}, repeatable=True)

    async def list_firm_concerns(self, project_id: UUID) -> FirmConcerns:
        """What was upheld about one's own firm's people, where the customer shares it."""
        return await self.call("GET", f"/projects/{project_id}/firm/concerns", FirmConcerns)
