"""The words of vendors."""

from typing import Literal

GrantState = Literal["offered", "active", "paused", "frozen", "severed"]
"""offered: prepared, not open · active · paused: kept out for now · frozen: cut off by the wall or by hand, may thaw ·
severed: cut off for good, unless two people undo it."""

GrantReason = Literal["conflict", "announced", "expired", "exclusive", "unverified"]
"""Why the wall, rather than a person, took a grant out of `active`."""
