"""What webhooks tells."""

from typing import Final

WEBHOOK_PAUSED: Final = "webhooks.paused"
"""A webhook failed for too long and is paused: {"webhook_id", "project_id", "created_by"}; without a project it is the
organization's."""
