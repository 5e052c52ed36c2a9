"""The words of annotation, and what it needs of the room before it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

Verdict = Literal["unreviewed", "in_review", "accepted", "fixed", "rejected"]
Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for an assignment now."""

    assignment_id: UUID
    project_id: UUID
    item_id: UUID
    person_id: UUID
    organization_id: UUID
    annotation_id: UUID
    verdict: Verdict
    schema_version: int
    guideline_version: int
    submitted_at: datetime
