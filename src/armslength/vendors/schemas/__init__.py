"""Vendors on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.identity.model import Tier
from armslength.kit.wire import Named
from armslength.vendors.model import GrantReason, GrantState
from armslength.vendors.schemas.offers import Offer

SettableState = Literal["active", "paused", "frozen"]


class Vendor(msgspec.Struct):
    """A firm that supplies people; how many have a seat, and how many projects let it in."""

    id: UUID
    name: str
    people: int
    projects: int
    created_at: datetime


class CreateVendor(msgspec.Struct, forbid_unknown_fields=True):
    """The firm's name."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]


class Grant(msgspec.Struct):
    """A vendor let into a project; `people` counts its people with a role there.

    `reason`: why the wall took it out of `active`. `clear_until`: when what the wall decided by next changes. `tier`:
    in which form its people are shown items. `offer`: the last one of this grant.
    """

    vendor: Named
    state: GrantState
    reason: GrantReason | None
    epoch: int
    people: int
    since: datetime
    clear_until: datetime | None
    tier: Tier = "original"
    offer: Offer | None = None


class VendorGrant(msgspec.Struct):
    """A project that a vendor is let into, or was."""

    project: Named
    state: GrantState
    reason: GrantReason | None
    epoch: int
    people: int
    since: datetime
    clear_until: datetime | None
    tier: Tier = "original"


class VendorGrants(msgspec.Struct):
    """The grants of a vendor."""

    items: list[VendorGrant]


class Grants(msgspec.Struct):
    """The grants of a project."""

    items: list[Grant]


class SetGrant(msgspec.Struct, forbid_unknown_fields=True):
    """Let the vendor in, keep it out for now, or freeze it: its people's leases and sessions here end.

    `tier`: in which form its people are shown items from now on; left out, as before, and at first the original.
    """

    state: SettableState
    tier: Tier | None = None
