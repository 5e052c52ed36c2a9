"""What applying a brief does, as the wire has it."""

from __future__ import annotations

from typing import Any

import msgspec

from armslength_client.types import Project
from armslength_client.types_brands import BrandReport


class Change(msgspec.Struct):
    """One difference between a brief and the project as it is."""

    what: str
    from_: Any = msgspec.field(name="from", default=None)
    to: Any = None


class Applied(msgspec.Struct):
    """What applying a brief did, or would do. `brand_words`: for these it would be refused."""

    project: Project | None
    changes: list[Change]
    brand_words: BrandReport
