"""What projects tells the rooms after it."""

from typing import Final

STATE_CHANGED: Final = "projects.state_changed"
"""{"project_id", "from", "to", "by"}: active, paused, archived."""

OVERLAP_CHANGED: Final = "projects.overlap_changed"
"""{"project_id", "from", "to"}: how many answers each item wants from now on."""

MEMBER_ADDED: Final = "projects.member_added"
"""{"project_id", "person_id", "role", "by"}: the person has a role, or another one, in the project."""

MEMBER_REMOVED: Final = "projects.member_removed"
"""{"project_id", "person_id"}: the person has no role in the project any more. Whoever gave them work takes it back."""
