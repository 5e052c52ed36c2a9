"""What is believed about an item."""

from typing import Any

import msgspec


class Consensus(msgspec.Struct, frozen=True):
    """What the answers to one question at one target say together.

    value    the value most gave; None in a tie
    share    how many of `n` gave it (in a tie: gave one of the leading values)
    margin   `share` less the share of the next value
    tie      several values lead
    n        answers counted
    leaders  in a tie, the values that lead
    """

    value: Any
    share: float
    margin: float
    tie: bool
    n: int
    leaders: list[Any] | None = None
