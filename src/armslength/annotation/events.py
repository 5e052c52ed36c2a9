"""What annotation tells rooms nearer the end of a label's life."""

from typing import Final

SUBMITTED: Final = "annotation.submitted"
"""An annotation came to be: {"project_id", "item_id", "assignment_id", "annotation_id", "stage", "in_review"};
`stage` is `restore` where an earlier version was put back."""
