"""What review tells the rooms after it."""

from typing import Final

DECIDED: Final = "review.decided"
"""A reviewer judged an annotation: {"project_id", "item_id", "annotation_id", "review_id", "verdict", "after_reject",
"person_id"}; the person is its author, and a rejection is followed by rework or someone_else."""

ADJUDICATED: Final = "review.adjudicated"
"""Somebody decided between answers: {"project_id", "item_id", "adjudication_id", "annotation_id", "outcome"}."""

AUDITED: Final = "review.audited"
"""Somebody looked again at an accepted answer: {"project_id", "item_id", "annotation_id", "review_id", "verdict"}."""

APPEALED: Final = "review.appealed"
"""An author appealed against a verdict: {"project_id", "item_id", "review_id", "appeal_id"}."""

APPEAL_DECIDED: Final = "review.appeal_decided"
"""An appeal was granted or declined: {"project_id", "item_id", "annotation_id", "review_id", "appeal_id", "person_id",
"decision", "reinstated"}; the person is the author."""
