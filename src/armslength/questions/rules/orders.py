"""In which order one person sees the responses of one item."""

import hashlib
import random
from collections.abc import Mapping
from typing import Any

from armslength.fields.service import values
from armslength.questions.model import LabelSchema


def draw(schema: LabelSchema, content: Mapping[str, Any], seed: bytes, *, place: int = 0) -> dict[str, list[str]]:
    """Display orders of every `many` field that has no order of its own: a pure function of its arguments.

    Balance: give all people of one item the same `seed` and number them by `place` (0, 1, 2 …). The drawn order is
    turned on by one for each, so over n people every response of n stands once in every position; of two people who
    compare a pair, each sees the other one first. With a seed of its own for each person `place` may stay 0.
    """
    orders: dict[str, list[str]] = {}
    for field in schema.fields:
        if not field.many or field.ordered or field.name not in content:
            continue
        ids = [response for response, _ in values(field, content[field.name]) if response is not None]
        digest = hashlib.sha256(seed + b"|" + field.name.encode()).digest()
        random.Random(int.from_bytes(digest, "big")).shuffle(ids)
        turn = place % len(ids) if ids else 0
        orders[field.name] = ids[turn:] + ids[:turn]
    return orders
