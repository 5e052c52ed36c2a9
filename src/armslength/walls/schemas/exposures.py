"""The wire form of exposures: who was shown what, and how much that is."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.identity.model import Tier
from armslength.kit.wire import Named
from armslength.vendors.model import GrantState
from armslength.walls.model import ContentKind, Purpose

Share = Annotated[float, Meta(ge=0, le=1)]


class Exposure(msgspec.Struct, frozen=True):
    """Who was shown what, why, when first; `views` counts repeats under the same lease, the last one at `last_at`.
    `rendition`: in which form of the item."""

    at: datetime
    last_at: datetime
    kind: ContentKind
    object: str
    item_id: UUID | None
    person: Named
    organization: Named
    purpose: Purpose
    views: int
    rendition: Tier


class VendorShare(msgspec.Struct):
    """How much of a project's items a vendor has seen (`share`, 0 to 1) and may see (`cap`; None: no cap).

    `own`: the cap was set for it, and is not the one for each vendor.
    """

    vendor: Named
    grant: GrantState | None
    seen: int
    share: float
    cap: float | None
    own: bool


class OwnerShare(msgspec.Struct):
    """The same of whoever ultimately owns vendors: the union of what all vendors that lead to it have seen."""

    owner: Named
    vendors: list[Named]
    seen: int
    share: float
    cap: float | None
    own: bool


class Shares(msgspec.Struct):
    """Who has seen how much of a project. `hhi`: concentration of the exposure over vendors, 0 to 10,000."""

    items: int
    vendors: list[VendorShare]
    owners: list[OwnerShare]
    each_vendor: float | None
    each_owner: float | None
    hhi: float | None


class OwnCap(msgspec.Struct, forbid_unknown_fields=True):
    """A cap for one vendor or one owner."""

    id: UUID
    cap: Share


class SetCaps(msgspec.Struct, forbid_unknown_fields=True):
    """The caps of a project, all of them: for each vendor and each owner, and for some their own. None: no cap."""

    each_vendor: Share | None = None
    each_owner: Share | None = None
    vendors: Annotated[list[OwnCap], Meta(max_length=1000)] = []
    owners: Annotated[list[OwnCap], Meta(max_length=1000)] = []
