"""What annotation tells the rooms after it."""

from typing import Final

SUBMITTED: Final = "annotation.submitted"
"""Somebody answered: {"project_id", "item_id", "assignment_id", "annotation_id", "author_id", "drawn"}.

`drawn` says whether the annotation is to be reviewed.
"""
