"""The rule that ends an item: its label is sure enough, one more answer is not worth its price, or it has its most."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

import numpy as np

from armslength_quality.answers import Codes, Floats
from armslength_quality.truth.categorical import Belief
from armslength_quality.truth.model import demand
from armslength_quality.truth.tables import usual_person

Verdict = Literal["sure", "dear", "most"]
VERDICTS: Final[tuple[Verdict | None, ...]] = (None, "sure", "dear", "most")
CORRELATION: Final = 0.3
"""As the default model has it."""
AHEAD: Final = 3
_MOST_PATHS: Final = 600


@dataclass(frozen=True)
class Enough:
    """When an item was asked about often enough.

    risk    sure: the chance that its likeliest label is wrong is at most this
    least   never with fewer answers
    most    always with as many
    price   dear: none of the next one, two or three answers adds more than this, each, to the chance that the label
            is right. 0: the price is no matter
    """

    risk: float = 0.05
    least: int = 2
    most: int = 5
    price: float = 0.0

    def __post_init__(self) -> None:
        demand(0.0 < self.risk < 1.0, "risk", "between 0 and 1")
        demand(self.least >= 1, "least", "at least 1")
        demand(self.most >= self.least, "most", "at least `least`")
        demand(0.0 <= self.price < 1.0, "price", "at least 0 and below 1")

    def verdict(self, belief: Belief) -> Verdict | None:
        """Why no more answers are wanted; None: one more is.

        >>> Enough(risk=0.1).verdict(Belief("yes", 0.93, False, {"yes": 0.93, "no": 0.07}, 3))
        'sure'
        """
        shares = np.array([[*belief.probabilities.values()]])
        return VERDICTS[int(self.verdicts(shares, np.array([belief.n]))[0])]

    def ended(self, probability: float, n: int) -> Literal["sure", "most"] | None:
        """The same where the price is no matter: from the probability of the likeliest label and the answers.

        >>> Enough(risk=0.1, most=5).ended(0.7, 5)
        'most'
        """
        if n >= self.most:
            return "most"
        return "sure" if n >= self.least and 1.0 - probability <= self.risk else None

    def verdicts(self, probability: Floats, n: Codes, correlation: float = CORRELATION) -> Codes:
        """(items,) the same for many at once: places in VERDICTS, from (items, K) probabilities and (items,) answers.

        `correlation` is that of the errors on an item, as in the model.
        """
        found = np.zeros(n.size, dtype=np.int64)
        may_end = n >= self.least
        if self.price > 0.0:
            asking = np.flatnonzero(may_end & (1.0 - probability.max(axis=1) > self.risk))
            dear = worth_of_more(probability[asking], n[asking], correlation) <= self.price
            found[asking[dear]] = VERDICTS.index("dear")
        found[may_end & (1.0 - probability.max(axis=1) <= self.risk)] = VERDICTS.index("sure")
        found[n >= self.most] = VERDICTS.index("most")
        return found


def worth_of_more(probability: Floats, n: Codes, correlation: float = CORRELATION, ahead: int = AHEAD) -> Floats:
    """(items,) what the best of the next 1 .. `ahead` answers would add, each, to the chance that the label is right.

    probability   (items, K) of the labels after (items,) n answers

    The next to be asked is taken for a usual person (`usual_person`), never for what a fit thinks of the crowd: one
    that takes it for useless would be proved right by asking nobody. Errors on an item go together, so the n-th answer
    tells less than the first. Looking one answer ahead would undervalue those that change nothing alone: two that
    agree may overrule what one cannot. Where labels are many it looks less far.

    Reference: value of information for the next worker, E. Kamar, S. Hacker and E. Horvitz, AAMAS 2012.
    """
    labels = probability.shape[1]
    usual = usual_person(labels)
    best = np.zeros(n.size)
    for count in np.unique(n):
        rows = np.flatnonzero(n == count)
        for more in range(1, ahead + 1):
            if more > 1 and labels**more > _MOST_PATHS:
                break
            says = usual ** (1.0 / (1.0 + (count + more - 1) * correlation))
            says /= says.sum(axis=1, keepdims=True)
            paths = np.array(list(product(range(labels), repeat=more)))
            chance = says[:, paths].prod(axis=2)
            right = (probability[rows][:, :, None] * chance[None]).max(axis=1).sum(axis=1)
            best[rows] = np.maximum(best[rows], (right - probability[rows].max(axis=1)) / more)
    return best
