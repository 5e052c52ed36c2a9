"""How good a posterior is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEAST = 1e-15
BINS = 10


@dataclass(frozen=True)
class Score:
    """accuracy (a tie counts by the chance of drawing the right one), log-loss in nats, expected calibration error."""

    accuracy: float
    log_loss: float
    calibration: float


def score(posterior: np.ndarray, truth: np.ndarray) -> Score:
    """Of (items, K) against codes; items without a known truth are passed over."""
    known = truth >= 0
    p, t = posterior[known], truth[known]
    lead = p >= p.max(axis=1, keepdims=True) - 1e-9
    right = lead[np.arange(t.size), t] / lead.sum(axis=1)
    loss = -np.log(np.clip(p[np.arange(t.size), t], LEAST, 1.0))
    sure = p.max(axis=1)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gap = sum(abs((sure - right)[bins == each].sum()) for each in range(BINS)) / t.size
    return Score(float(right.mean()), float(loss.mean()), float(gap))


def ranks(accuracy: np.ndarray) -> np.ndarray:
    """(methods,) mean rank over the sets from (methods, sets) accuracies; equals share a rank, failures come last."""
    filled = np.where(np.isnan(accuracy), -1.0, accuracy).round(6)
    better = (filled[None, :, :] > filled[:, None, :]).sum(axis=1)
    equal = (filled[None, :, :] == filled[:, None, :]).sum(axis=1)
    mean: np.ndarray = (better + (equal + 1) / 2).mean(axis=1)
    return mean
