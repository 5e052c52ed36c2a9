"""What annotation tells rooms nearer the end of a label's life."""

from typing import Final

SUBMITTED: Final = "annotation.submitted"
"""An annotation came to be: {"project_id", "item_id", "assignment_id", "annotation_id", "stage", "in_review"};
`stage` is `restore` where an earlier version was put back."""

WRITING_FORGOTTEN: Final = "annotation.writing_forgotten"
"""Nothing is kept any more of how a person wrote in a project: {"project_id", "person_id"}."""
