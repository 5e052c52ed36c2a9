"""What release tells the rooms after it."""

from typing import Final

RELEASE_ENDED: Final = "release.release_ended"
"""A release is over: {"project_id", "release_id", "state", "created_by"}; state is ready, failed or cancelled."""

EXPORT_ENDED: Final = "release.export_ended"
"""An export is over: {"project_id", "release_id", "export_id", "format", "state", "created_by"}; state is done, failed
or cancelled."""
