# Generated from _async by generate_sync.py: edit there.
"""Judges: models whose verdicts are compared with people's answers, and never seen by them."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from armslength_client._sync.suggestions import Suggesting
from armslength_client.types_judges import Judges, JudgeSample


class Judging(Suggesting):
    """Operations on judges. Their verdicts come in with `import_suggestions(..., judge=JudgeFacts(...))`."""

    def get_judges(self, project_id: UUID) -> Judges:
        """Judges beside people, as last computed."""
        return self.call("GET", f"/projects/{project_id}/judges", Judges)

    def refresh_judges(self, project_id: UUID) -> UUID:
        """Compare judges with people anew, in the background; the id of the job."""
        return UUID((self.call("POST", f"/projects/{project_id}/judges", dict[str, Any]))["job_id"])

    def sample_judge(
        self, project_id: UUID, source: str, version: str, question: str, *, size: int = 100, least: int = 5,
        by: Literal["verdict", "score"] = "verdict", bands: int = 5, ask_first: bool = False, seed: int = 0,
    ) -> JudgeSample:  # fmt: skip
        """Draw items that nobody has answered, of every verdict or band of scores; `ask_first`: people are asked about
        them before others."""
        body = {
            "source": source, "version": version, "question": question, "size": size, "least": least, "by": by,
            "bands": bands, "ask_first": ask_first, "seed": seed,
        }  # fmt: skip
        return self.call("POST", f"/projects/{project_id}/judges/sample", JudgeSample, body=body)
