"""What assignment tells rooms nearer the end of a label's life."""

from typing import Final

COURSE_JUDGED: Final = "assignment.course_judged"
"""Where somebody stands at the gate, by the score of the course or by somebody's word: {"project_id", "person_id",
"state", "by"}; without `by` it was the score."""

REWORK_ENDED: Final = "assignment.rework_ended"
"""Rework that its author will not do any more: {"project_id", "assignment_id", "item_id"}."""

FLAG_RESOLVED: Final = "assignment.flag_resolved"
"""A flag was answered: {"project_id", "item_id", "flag_id", "person_id"}; the person is who raised it."""

FLAGGED: Final = "assignment.flagged"
"""Somebody says that something is wrong: {"project_id", "item_id", "flag_id", "reason"}."""

OVERLAP_SET: Final = "assignment.overlap_set"
"""Every item of a project wants as many answers as the project says now; some may have them all: {"project_id"}."""
