"""Which bucket an item falls into: by a hash under the project's key, so that nobody without it can tell or choose."""

from typing import Final, NamedTuple
from uuid import UUID

from armslength.keys.service import Sealer

BUCKETS: Final = 10_000


class Place(NamedTuple):
    """An item's bucket, and the draw that decides whether every firm is asked about it."""

    bucket: int
    draw: int


def place_of(sealer: Sealer, item_id: UUID) -> Place:
    """The same for ever: it survives a rotation of the key, as the digest does."""
    digest = sealer.digest(b"route|" + item_id.bytes)
    return Place(int.from_bytes(digest[:8], "big") % BUCKETS, int.from_bytes(digest[8:16], "big") % BUCKETS)
