"""Texts woven into one, word by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.texts import Cut, Texts, TextTruth, fitted

T = TypeVar("T")


@dataclass(frozen=True)
class Rover(Model[Texts, TextTruth]):
    """Texts are aligned one after the other, the nearest to the others first, into slots of words; in every slot the
    word with most weight stands, or none.

    power   a person's answers count by her mean distance from others to the power of -`power`; 0 counts all the same

    The default for transcripts: errors of different people fall on different words. What comes out may be what nobody
    wrote; `Medoid` gives what somebody did.

    Cost: per item the square of its words times its answers.

    >>> rows = [("t", "ada", "a cat sat up"), ("t", "bob", "the cat sat"), ("t", "cy", "the bat sat up")]
    >>> Rover(power=0).fit(Texts.from_rows(rows)).of("t")
    'the cat sat up'

    Reference: J. G. Fiscus, "A post-processing system to yield reduced word error rates: Recognizer Output Voting Error
    Reduction (ROVER)", ASRU 1997; the alignment with shares of words as costs is ours.
    """

    power: float = 1.0

    def __post_init__(self) -> None:
        demand(0 <= self.power <= 10, "power", "from 0 to 10")

    def fit(self, answers: Texts, *, gold: Mapping[Any, str] | None = None) -> TextTruth:
        """The text of every item; `gold` pins those it names and teaches about the writers."""
        return fitted(self, answers, gold, self.power, _voted)


def _voted(answers: Texts, cut: Cut, weight: Floats) -> tuple[str, float]:
    from armslength_quality.truth.kernels.edits import woven

    order = np.argsort(cut.apart @ weight, kind="stable")
    spelt = [cut.words[cut.start[one] : cut.start[one + 1]] for one in range(weight.size)]
    read = [0] * weight.size
    words, share = [], []
    for slot in woven(cut.start, cut.codes, weight, order):
        votes: dict[int, float] = defaultdict(float)
        spellings: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for one in order:
            code = int(slot[one])
            votes[code] += weight[one]
            if code >= 0:
                spellings[code][spelt[one][read[one]]] += weight[one]
                read[one] += 1
        best = _heaviest(votes)
        share.append(votes[best] / weight.sum())
        if best >= 0:
            words.append(_heaviest(spellings[best]))
    return answers.joined(words), float(np.mean(share)) if share else 1.0


def _heaviest(votes: Mapping[T, float]) -> T:
    """The one with most weight; of equals, up to rounding, that of the text nearest to the others."""
    most = max(votes.values())
    return next(each for each, weight in votes.items() if weight >= most * (1 - 1e-9))
