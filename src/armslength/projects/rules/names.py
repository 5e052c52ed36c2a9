"""Slugs: how a project is called in files and on the command line."""

import re
import unicodedata
from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from armslength.identity.model import Side

MOST = 80


def slug_of(name: str) -> str:
    """A slug made of a name: `Helpful answers (EU)` → `helpful-answers-eu`; `project` when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST].strip("-") or "project"


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or the first of `wanted-2`, `wanted-3` … that is free."""
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = wanted[: MOST - len(ending)].rstrip("-") + ending
    return slug


def slug_for(code: UUID) -> str:
    """What a vendor's people read as the slug of a project: nothing but its code."""
    return f"project-{code.hex[:8]}"


def moment_for(side: Side, at: datetime) -> datetime:
    """When something of a project was made, as that side reads it: vendors' people the day alone. To the microsecond it
    would be an id that two firms have in common."""
    return at if side == "customer" else at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
