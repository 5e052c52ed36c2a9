"""Beliefs as they are handed back: as sure as answers that go together allow."""

from __future__ import annotations

import numpy as np

from armslength_quality.compiled import compiled


@compiled
def store(logs, most, answers, correlation, row):
    """Fill `row` with exp(logs), raised to 1 / (1 + (answers - 1) correlation) and made to sum to one."""
    weight = 1.0 / (1.0 + max(0, answers - 1) * correlation)
    total = 0.0
    for k in range(row.size):
        row[k] = np.exp(weight * (logs[k] - most))
        total += row[k]
    for k in range(row.size):
        row[k] /= total
