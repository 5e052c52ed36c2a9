"""Words of renditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args
from uuid import UUID

OtherTier = Literal["redacted", "synthetic"]
"""The forms beside the original."""
TIERS: Final[tuple[OtherTier, ...]] = get_args(OtherTier)

Source = Literal["imported", "made", "planted"]
"""Brought in by the customer · made here by the redactor · what a canary is shown as, which was invented anyway."""


How = Literal["mask", "blank", "keep"]
"""What the redactor does to a field: masks what it finds in its texts · leaves nothing but their length · nothing."""


@dataclass(frozen=True, slots=True)
class Formed:
    """An item in another form, sealed: ready to be written. `found`: how many of each class were masked in it."""

    item_id: UUID
    sealed: bytes
    digest: bytes
    found: dict[str, int]


@dataclass(frozen=True, slots=True)
class Named:
    """A row of an import, with the item it is about."""

    line: int
    item_id: UUID
    content: dict[str, Any]
