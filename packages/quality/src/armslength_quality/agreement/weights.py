"""How much of an agreement is a near miss? For measures that take labels in their order."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.errors import BadParameter

Weights = Literal["linear", "quadratic", "ordinal"]


def agreement_weights(categories: int, weights: Weights | None = None) -> Floats:
    """(K, K) what label l in place of label k is worth, from 0 to 1, by their places in the order.

    None        1 when they are the same
    linear      1 - |k - l| / (K - 1)
    quadratic   1 - (k - l)^2 / (K - 1)^2
    ordinal     1 - C(|k - l| + 1, 2) / C(K, 2)

    Raises BadParameter for weights there are not.

    >>> agreement_weights(3, "linear").tolist()
    [[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]]

    Reference: K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014).
    """
    if weights is not None and weights not in get_args(Weights):
        raise BadParameter(f"weights must be None or one of {', '.join(get_args(Weights))}, not {weights!r}.")
    steps = np.abs(np.subtract.outer(np.arange(categories), np.arange(categories))).astype(np.float64)
    most = max(1.0, categories - 1.0)
    lost: Floats = np.minimum(steps, 1.0)
    if weights == "linear":
        lost = steps / most
    elif weights == "quadratic":
        lost = (steps / most) ** 2
    elif weights == "ordinal":
        lost = steps * (steps + 1.0) / (most * (most + 1.0))
    return 1.0 - lost
