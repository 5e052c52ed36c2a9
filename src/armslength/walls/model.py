"""What the gateway gives out, and what it writes down."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import msgspec

from armslength.identity.model import Tier

Purpose = Literal["annotate", "review", "adjudicate", "browse", "export", "configure"]
"""Why content is opened; decides which permission is needed and what is left out."""

SeveranceState = Literal["waiting", "withdrawn", "cut", "undone"]
"""waiting: for the second person · cut: in force · undone: by two people, its grants are paused."""

Knowledge = Literal["content", "brief", "metadata"]
"""What somebody comes to know, by how long it is remembered: items and answers · schema and guideline · that there is
work."""

KeptOut = Literal["person", "employer", "quarantined", "changing"]
"""Why the person wall lets somebody not in: what they know of a rival · not at work for the firm any more · at work for
another firm that a rival reaches, or that nobody has judged yet · conflicts are being changed at this moment."""

IncidentKind = Literal[
    "no_leaf", "no_row", "altered", "no_lease", "not_shown", "not_counted", "counted_too_much", "drifted"
]
"""How the record can fail to agree with itself: a delivery without its leaf in the log · a leaf whose delivery is
gone · the two say different things · a delivery under a lease that nobody had · an answer to what was never shown ·
a delivery that does not count as seen · what counts as seen and was never delivered · a cap's counter that is off."""

ContentKind = Literal["item", "media", "guideline", "schema", "answers", "gold", "suggestion"]

ShownKind = ContentKind | Literal["model_outputs"]
"""What somebody was shown. `model_outputs`: what models said, in an item: it leaves with the item, under the item's
row and leaf, and is told apart by what the item holds."""


@dataclass(frozen=True, slots=True)
class OpenedItem:
    """An item's content by field name, and its metadata (empty where the reader may not see it)."""

    item_id: UUID
    content: dict[str, Any]
    metadata: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpenedMedia:
    """A file of `size` bytes whose delivery has been recorded; `read(start, stop)` gives its plain bytes there."""

    digest: str
    content_type: str
    size: int
    read: Callable[[int, int], AsyncIterator[bytes]]


class MediaClaims(msgspec.Struct, frozen=True, array_like=True):
    """What a media token says; sealed, so that it tells its bearer nothing. `until` is in Unix seconds."""

    digest: str
    item_id: UUID
    person_id: UUID
    session: bytes
    lease_id: UUID
    purpose: Purpose
    until: int
    epoch: int
    tier: Tier
