"""What truth tells the rooms after it."""

from typing import Final

FITTED: Final = "truth.fitted"
"""All answers of a project were fitted anew: {"project_id"}."""

CONCERN_UPHELD: Final = "truth.concern_upheld"
"""Somebody decided that a concern about a person stands: {"project_id", "concern_id", "person_id", "by"}."""

CONCERN_APPEALED: Final = "truth.concern_appealed"
"""The person does not agree: {"project_id", "concern_id", "by"}."""

CONCERN_APPEAL_DECIDED: Final = "truth.concern_appeal_decided"
"""Somebody else decided about that: {"project_id", "concern_id", "person_id", "decision", "by"}."""
