"""MACE's M-step over every annotator."""

from __future__ import annotations

import numpy as np

from armslength_quality.truth.kernels.compiled import compiled

_LEAST = 1e-10


@compiled
def learn_copies(hits, said, pseudo_knows, pseudo_clicks, pseudo_habit, knows, habit, told):
    """How often each one copied the truth, what she says when she does not, and what her answers then tell.

    hits, said   (annotators, K): how often each label was said and true; was said
    knows        (annotators,), habit (annotators, K): the parameters before, replaced by those after
    told         (annotators, K), filled
    Returns the log-density of the prior, and what all answers would tell if none were true.
    """
    people, labels = said.shape
    copied = np.empty(labels)
    density, missed = 0.0, 0.0
    for who in range(people):
        known, right, answers = knows[who], 0.0, 0.0
        for k in range(labels):
            copied[k] = hits[who, k] * known / (known + (1.0 - known) * habit[who, k])
            right += copied[k]
            answers += said[who, k]
        total = right + pseudo_knows + answers - right + pseudo_clicks
        known = min(max((right + pseudo_knows) / max(total, _LEAST), _LEAST), 1.0 - _LEAST)
        knows[who] = known
        clicked = 0.0
        for k in range(labels):
            copied[k] = max(said[who, k] - copied[k], 0.0) + pseudo_habit
            clicked += copied[k]
        clicks = np.log1p(-known)
        density += pseudo_knows * np.log(known) + pseudo_clicks * clicks
        missed += answers * clicks
        even = 0.0
        for k in range(labels):
            share = max(copied[k] / clicked, _LEAST) if clicked > 0.0 else 1.0 / labels
            usual = np.log(share)
            habit[who, k] = share
            told[who, k] = np.log1p(known / ((1.0 - known) * share))
            even += usual
            missed += said[who, k] * usual
        density += pseudo_habit * even
    return density, missed
