"""Egress on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from armslength.kit.wire import Named


class EgressHost(msgspec.Struct, frozen=True):
    """A host that the organization allows; `allowed` = the operator of the server allows it too."""

    id: UUID
    pattern: str
    allowed: bool
    created_by: Named
    created_at: datetime


class Egress(msgspec.Struct, frozen=True):
    """What may be called from here. `on` = the operator lets anything out at all."""

    on: bool
    plain_http: bool
    ports: list[int]
    hosts: list[EgressHost]


class AddEgressHost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Allow a host: `hooks.example.com`, or `*.example.com` for all below it."""

    pattern: Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
