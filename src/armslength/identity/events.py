"""What identity tells the rooms after it."""

from typing import Final

INVITATION_ACCEPTED: Final = "identity.invitation_accepted"
"""Somebody took a seat: {"invitation_id", "person_id", "invited_by"}."""

MEMBERSHIP_ENDED: Final = "identity.membership_ended"
"""A person lost their seat in the tenant: {"person_id": id}. Whoever gave them work takes it back."""
