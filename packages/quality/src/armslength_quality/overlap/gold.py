"""How often should somebody meet gold? The oftener, the less is known of how often they are right."""

from __future__ import annotations

from math import sqrt
from typing import Final

from armslength_quality.errors import BadParameter

KNOWN: Final = 0.25
"""An interval of this width is narrow enough: about that of 20 answers of which 18 are right."""


def gold_share(low: float, high: float, *, floor: float = 0.0, ceiling: float = 1.0, known: float = KNOWN) -> float:
    """The share of gold among what a person is asked, from `floor` (well known) to `ceiling` (nothing is known).

    low, high   95 % interval of how often the person is right; 0 and 1 where nothing is known
    known       an interval as narrow as this, or narrower, leaves nothing more to learn

    Between the two it goes with the square root of what is left to learn, so that the share stays high until the
    interval is really narrow. That gold is worth most where least is known of a person is the usual rule of active
    testing; the curve is our own, chosen on simulated people over a straight line and over the ceiling until the
    interval leaves the mark behind: `python -m benchmarks.gold_share`.

    Raises BadParameter unless 0 <= low <= high <= 1, 0 <= floor <= ceiling <= 1 and 0 <= known < 1.

    >>> gold_share(0.0, 1.0, floor=0.03, ceiling=0.3), gold_share(0.85, 0.97, floor=0.03, ceiling=0.3)
    (0.3, 0.03)
    """
    if not 0.0 <= low <= high <= 1.0:
        raise BadParameter("low and high must be an interval within 0 to 1")
    if not 0.0 <= floor <= ceiling <= 1.0:
        raise BadParameter("floor and ceiling must be between 0 and 1, floor at most ceiling")
    if not 0.0 <= known < 1.0:
        raise BadParameter("known must be at least 0 and below 1")
    left = sqrt(max(0.0, (high - low - known) / (1.0 - known)))
    return floor * (1.0 - left) + ceiling * left
