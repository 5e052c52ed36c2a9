"""What a categorical model finds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.shape import Convergence


@dataclass(frozen=True, eq=False)
class Solution:
    """What a categorical model finds, before it is judged and dressed.

    posterior (items, K) · confusion (annotators, K, K) · prior (K,) · trace (steps,) · ease (items,) or (0,), as in
    CategoricalTruth · correlation of the errors on an item, for which the posterior was softened · pseudo (K,) how
    many pseudo-answers of each true label the prior adds to every annotator's, or (0,) for none · loose: it fits people
    too loosely for its beliefs to be taken at their word about them
    """

    posterior: Floats
    confusion: Floats
    prior: Floats
    convergence: Convergence
    trace: Floats = field(default_factory=lambda: np.zeros(0))
    ease: Floats = field(default_factory=lambda: np.zeros(0))
    correlation: float = 0.0
    pseudo: Floats = field(default_factory=lambda: np.zeros(0))
    loose: bool = False
