"""Brand words, as the wire has them: what vendors must not read."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from armslength_client.types import Ref

BrandSource = Literal["list", "name", "owner", "domain"]


class BrandWord(msgspec.Struct):
    """A word that is looked for: of the owner's list (with an `id`), or from who the organization is."""

    word: str
    source: BrandSource
    proper: bool
    id: UUID | None
    added_by: Ref | None
    added_at: datetime | None


class BrandHit(msgspec.Struct):
    """A brand word in what vendors read; in `excerpt` it stands from `start` to `end`."""

    word: str
    source: BrandSource
    part: Literal["name", "description", "schema", "guideline"]
    place: str
    excerpt: str
    start: int
    end: int
    accepted: bool


class BrandReport(msgspec.Struct):
    """Brand words that stop something. `more`: hits beyond those listed."""

    hits: list[BrandHit]
    more: int


class BrandAcceptance(msgspec.Struct):
    """A word that vendors may read in a project all the same, and why; until somebody withdrew that."""

    id: UUID
    word: str
    reason: str
    accepted_by: Ref
    accepted_at: datetime
    withdrawn_by: Ref | None
    withdrawn_at: datetime | None


class BrandScan(msgspec.Struct):
    """What was found; `clear`: nothing, or nothing that is not accepted. `more`: hits beyond those listed.
    `accepted`: what is in force; `withdrawn`: what was."""

    clear: bool
    words: int
    hits: list[BrandHit]
    more: int
    accepted: list[BrandAcceptance]
    withdrawn: list[BrandAcceptance]


class IdentityTold(msgspec.Struct):
    """What tells who the customer is, or what is secret, and was shown; `version` is 0 where a part has none.

    `sources`: where its words come from: one's own list, name, owners or domains."""

    project: Ref
    part: Literal["name", "description", "schema", "guideline", "offer", "traits"]
    version: int
    sources: list[Literal["list", "name", "owner", "domain"]]
    at: datetime
