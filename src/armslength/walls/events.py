"""What walls tells."""

from typing import Final

INCIDENT_RAISED: Final = "walls.incident_raised"
"""The record of deliveries does not agree with itself: {"incident_id", "project_id", "kind", "differences"}; the
project is null where it cannot be told, or is nobody's in particular."""
