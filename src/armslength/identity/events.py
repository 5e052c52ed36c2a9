"""What identity tells the rooms after it."""

from typing import Final

MEMBERSHIP_ENDED: Final = "identity.membership_ended"
"""A person lost their seat in the tenant: {"person_id": id}. Whoever gave them work takes it back."""
