"""How often would labels be right if so many people of this crowd were asked about each item?"""

from __future__ import annotations

from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Floats
from armslength_quality.truth.model import demand
from armslength_quality.truth.tables import WorkerTables, posteriors_of

DRAWS: Final = 2_000
_FEW: Final = 200
"""Up to so many people nobody is drawn twice for an item; of more it hardly happens."""


def expected_right(
    tables: WorkerTables, weights: Floats, *, most: int, rng: np.random.Generator, offset: float = 0.0,
    draws: int = DRAWS,
) -> Floats:  # fmt: skip
    """(n,) the expected share of right labels with 1, 2 ... answers an item; n is `most`, or how many people there are.

    tables    what a fit knows of people
    weights   (annotators,) how much of the work each does; who has 0 is not asked
    offset    log-odds added to what is believed: see `believed_offset`
    draws     items that are made up

    Items are made up by the shares of the labels, people drawn by their weights, answers by their errors; each label is
    believed as the model believes it, softened because errors on an item go together. So the curve flattens where more
    of the same people tell nothing new, and does not end at 1 as it would for people who err each for themselves.
    How near it comes to real crowds: EVIDENCE.md.
    """
    demand(most >= 1, "most", "at least 1")
    demand(draws >= 1, "draws", "at least 1")
    who = _drawn(weights, min(most, int((weights > 0).sum())), draws, rng)
    shares = tables.shares / tables.shares.sum()
    true = rng.choice(shares.size, draws, p=shares)
    says = np.exp(tables.logs)[who, true[:, None]].cumsum(axis=2)
    label = (rng.random((*who.shape, 1)) > says[:, :, :-1]).sum(axis=2)
    found = []
    for n in range(1, who.shape[1] + 1):
        item = np.repeat(np.arange(draws), n)
        belief = posteriors_of(item, who[:, :n].ravel(), label[:, :n].ravel(), draws, tables).max(axis=1)
        found.append(float(_moved(belief, offset).mean()))
    # More answers never tell less; where the draw says so, it is chance.
    curve: Floats = np.maximum.accumulate(np.array(found))
    return curve


def believed_offset(believed: Floats, right: NDArray[np.bool_]) -> float:
    """How far labels that are known lie from what was believed of them without being told, as log-odds.

    believed   probability of each label that was believed
    right      whether it was right

    Half a label is added on either side, so that a few that are all right do not promise certainty.
    """
    demand(believed.size > 0, "believed", "at least one label")
    share = (float(right.sum()) + 0.5) / (right.size + 1.0)
    mean = min(max(float(believed.mean()), 1e-6), 1.0 - 1e-6)
    return log(share / (1.0 - share)) - log(mean / (1.0 - mean))


def _drawn(weights: Floats, n: int, draws: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """(draws, n) people: without replacement (Efraimidis and Spirakis, 2006) where they are few."""
    asked = np.flatnonzero(weights > 0)
    if asked.size > _FEW:
        share = weights[asked] / weights[asked].sum()
        return asked[rng.choice(asked.size, (draws, n), p=share)]
    keys = rng.exponential(size=(draws, asked.size)) / weights[asked]
    return asked[np.argsort(keys, axis=1)[:, :n]]


def _moved(probability: Floats, offset: float) -> Floats:
    odds = np.log(np.clip(probability, 1e-9, 1 - 1e-9)) - np.log1p(-np.clip(probability, 1e-9, 1 - 1e-9))
    moved: Floats = 1.0 / (1.0 + np.exp(-(odds + offset)))
    return moved
