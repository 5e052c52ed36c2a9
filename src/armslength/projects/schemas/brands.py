"""Brand words on the wire. The customer's side alone."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.kit.wire import Named
from armslength.vendors.model import BrandSource

Word = Annotated[str, Meta(min_length=2, max_length=200)]


class BrandWord(msgspec.Struct, kw_only=True):
    """A word that vendors must not read. `id` and who added it only of the owner's list: the others follow from who the
    tenant is. `proper`: looked for only where it is written with a capital."""

    word: str
    source: BrandSource
    proper: bool
    id: UUID | None
    added_by: Named | None
    added_at: datetime | None


class BrandWords(msgspec.Struct):
    """The owner's list, then what follows from who the tenant is."""

    items: list[BrandWord]


class AddBrandWords(msgspec.Struct, forbid_unknown_fields=True):
    """Words to look for. However a word is written, it is on the list once."""

    words: Annotated[list[Word], Meta(min_length=1, max_length=200)]


class BrandHit(msgspec.Struct, kw_only=True):
    """A brand word in what vendors read: in which part, where in it, and the text around it, in which it stands from
    `start` to `end`. `accepted`: in this project it may be read all the same."""

    word: str
    source: BrandSource
    part: Literal["name", "description", "schema", "guideline", "offer", "traits"]
    place: str
    excerpt: str
    start: int
    end: int
    accepted: bool


class BrandAcceptance(msgspec.Struct, kw_only=True):
    """A word that vendors may read in a project all the same, and why; until somebody withdrew that."""

    id: UUID
    word: str
    reason: str
    accepted_by: Named
    accepted_at: datetime
    withdrawn_by: Named | None
    withdrawn_at: datetime | None


class BrandReport(msgspec.Struct, kw_only=True):
    """Brand words that stop something. `more`: hits beyond those listed."""

    hits: list[BrandHit]
    more: int


class BrandScan(msgspec.Struct, kw_only=True):
    """What was found in what the project tells vendors. `clear`: nothing, or nothing that is not accepted.

    `words`: how many were looked for. `more`: hits beyond those listed. `accepted`: what is in force; `withdrawn`: what
    was.
    """

    clear: bool
    words: int
    hits: list[BrandHit]
    more: int
    accepted: list[BrandAcceptance]
    withdrawn: list[BrandAcceptance]


class AcceptBrandWords(msgspec.Struct, forbid_unknown_fields=True):
    """Let vendors read these words in this project, and why that is right."""

    words: Annotated[list[Word], Meta(min_length=1, max_length=200)]
    reason: Annotated[str, Meta(min_length=1, max_length=2000)]
