"""What annotation tells the rooms after it."""

from typing import Final

SUBMITTED: Final = "annotation.submitted"
"""Somebody answered: {"annotation_id", "assignment_id", "item_id", "project_id", "author_id", "drawn": to be reviewed}."""
