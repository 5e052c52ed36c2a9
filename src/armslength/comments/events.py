"""What comments tell the rooms after them."""

from typing import Final

SAID: Final = "comments.said"
"""Somebody commented on an answer, or replied: {"project_id", "item_id", "assignment_id", "annotation_id", "thread_id",
"author_id", "by"}; `author_id` is the answer's author."""

RESOLVED: Final = "comments.resolved"
"""A comment was resolved, or opened again: {"project_id", "item_id", "assignment_id", "annotation_id", "thread_id",
"resolved", "by"}."""
