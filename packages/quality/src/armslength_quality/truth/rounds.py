"""Going up an objective, round by round."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.stop import checkpoint
from armslength_quality.truth.shape import Convergence


def climb(
    believe: Callable[[Floats | None], float], learn: Callable[[], None], posterior: Floats, *, steps: int, least: float
) -> tuple[Floats, Convergence]:
    """E-step and M-step in turn until a round gains less than `least` nats, or for `steps` rounds.

    believe     the E-step: the objective of the parameters it was taken at; stores the posterior when given the room
    learn       the M-step
    posterior   filled with the posterior of the parameters where it ended

    Returns the objective after each round, and how it ended.
    """
    trace: list[float] = []
    gain = float("nan")
    for _ in range(steps):
        checkpoint()
        trace.append(believe(None))
        if len(trace) > 1:
            gain = trace[-1] - trace[-2]
            if gain < least:
                break
        learn()
    still = len(trace) > 1 and gain < least
    final = believe(posterior)
    if not still:
        trace.append(final)
        gain = trace[-1] - trace[-2]
        still = gain < least
    change = gain / max(1.0, abs(final))
    reason = "the objective stands still" if still else f"a round still gained {change:.1e} of the objective"
    return np.array(trace), Convergence(still, len(trace) - 1, change, reason)
