# Generated from _async by generate_sync.py: edit there.
"""How answers are written, where a project records it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from armslength_client._sync.disagreements import Disagreements
from armslength_client.types_writing import WritingNotice, WritingPolicy, WritingRecord


class Writing(Disagreements):
    """Operations on the record of how answers are written."""

    def get_writing_policy(self, project_id: UUID) -> WritingPolicy:
        """Whether the project records how answers are written."""
        return self.call("GET", f"/projects/{project_id}/writing", WritingPolicy)

    def put_writing_policy(self, project_id: UUID, *, active: bool, keep_days: int = 30) -> WritingPolicy:
        """Record how answers are written, or do not; people are told before they work."""
        body = {"active": active, "keep_days": keep_days}
        return self.call("PUT", f"/projects/{project_id}/writing", WritingPolicy, body=body)

    def get_writing_notice(self, project_id: UUID) -> WritingNotice:
        """Whether it is recorded here how one writes, for how long, and whether one said that one knows."""
        return self.call("GET", f"/projects/{project_id}/work/writing", WritingNotice)

    def read_writing_notice(self, project_id: UUID) -> WritingNotice:
        """Say that one knows; before that nothing is kept."""
        return self.call("POST", f"/projects/{project_id}/work/writing", WritingNotice, repeatable=True)

    def list_writing_records(
        self, project_id: UUID, *, flagged: bool = False, person_id: UUID | None = None
    ) -> Iterator[WritingRecord]:
        """How answers were written, the newest first: counts, and what of them is worth a look."""
        params = {"flagged": flagged or None, "person_id": person_id}
        return self.pages(f"/projects/{project_id}/writing/records", WritingRecord, params=params)

    def forget_writing(self, project_id: UUID, person_id: UUID) -> None:
        """Forget how somebody wrote here."""
        self.call("DELETE", f"/projects/{project_id}/writing/people/{person_id}", type(None))
