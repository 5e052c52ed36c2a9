"""Pure decisions: which annotations are reviewed."""

import hmac
from uuid import UUID

_SCALE = 1 << 64


def drawn_for_review(seed: bytes, annotation_id: UUID, share: float, *, again: bool) -> bool:
    """Whether an annotation goes to review.

    A keyed draw: nobody can foresee it, and it can be replayed from the project's `seed`. What was rejected once is
    always looked at `again`. `share` is between 0 and 1.
    """
    if again or share >= 1:
        return True
    draw = int.from_bytes(hmac.digest(seed, b"review:" + annotation_id.bytes, "sha256")[:8], "big")
    return draw < share * _SCALE
