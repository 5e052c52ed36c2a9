"""Of many tests some fail by luck: how many of the clearest are more than that."""

from __future__ import annotations

from collections.abc import Sequence


def discoveries(p: Sequence[float], rate: float) -> int:
    """How many of the smallest p to keep, so that at most the share `rate` of those kept is chance on average, however
    the tests depend on each other.

    p   in rising order

    >>> discoveries([0.0001, 0.004, 0.6], 0.05)
    2

    Reference: Y. Benjamini, D. Yekutieli, "The control of the false discovery rate in multiple testing under
    dependency", Annals of Statistics 29 (2001).
    """
    if not p:
        return 0
    scale = rate / (len(p) * sum(1 / rank for rank in range(1, len(p) + 1)))
    return max((rank for rank, each in enumerate(p, 1) if each <= rank * scale), default=0)
