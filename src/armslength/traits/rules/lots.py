"""To which group somebody is counted: the one they said, or one drawn by lot.

Everything that is told is computed from the groups people are *counted to*; what they said enters nothing else. So
nobody who sees figures, however many and however combined, can do better than find out to which group somebody is
counted, and that makes no group more than `ODDS` times likelier than it was before. The lot of a person's word is
the same for ever, so it does not wear off by telling again; another word of theirs has another lot, so that who changes
it gives no more away than two people would.
"""

from __future__ import annotations

from math import exp, lgamma, log
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ODDS: Final = 3.0
"""The most that the odds between two groups change for whoever knows to which one somebody is counted."""
_DOUBT: Final = 0.01


def keeping(options: int) -> float:
    """The share of people who are counted to the group that they said; the others to any, all equally likely."""
    return (ODDS - 1) / (ODDS - 1 + options)


def counted_to(said: int, options: int, lot: float) -> int:
    """The place of the group.

    said      the place of what they said among the options
    lot       of this word of theirs at this trait, in [0, 1)
    """
    keep = keeping(options)
    return said if lot < keep else min(options - 1, int((lot - keep) / (1 - keep) * options))


def weights(inside: npt.NDArray[np.bool_], options: int) -> Floats:
    """How much each person weighs in a group, so that sums over people are right on average for those who said that
    they belong to it: above 1 for who is counted to it, a little below 0 for who is not."""
    keep = keeping(options)
    return np.asarray((inside - (1 - keep) / options) / keep, dtype=np.float64)


def surely(counted: int, people: int, at_least: int, *, stay: float, come: float) -> bool:
    """Whether so many counted leave next to no doubt that at least so many said it.

    stay, come    how likely who said it, and who did not, is counted to it
    """
    few = at_least - 1
    if people < at_least:
        return False
    chances = np.convolve(_binomial(few, stay), _binomial(people - few, come))
    return float(chances[counted:].sum()) <= _DOUBT


def _binomial(n: int, p: float) -> Floats:
    """The chances of 0 … n."""
    return np.array(
        [exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p))
         for k in range(n + 1)]
    )  # fmt: skip
