"""MACE's M-step over every annotator."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from armslength_quality.compiled import vectorised
from armslength_quality.truth.kernels.functions import log32, log64

_LEAST = 1e-10
_CELLS = 2_048
"""Habits whose logarithms are taken together, so that they are vector code."""


@cache
def copies_learner(double: bool) -> Callable[..., Any]:
    """The M-step; with `double`, to the last digit."""
    logarithm = log64 if double else log32
    kind = np.float64 if double else np.float32

    @vectorised
    def learn(hits, said, pseudo_knows, pseudo_clicks, pseudo_habit, knows, habit, told):
        """How often each one copied the truth, what she says when she does not, and what her answers then tell.

        hits, said   (annotators, K): how often each label was said and true; was said
        knows        (annotators,), habit (annotators, K): the parameters before, replaced by those after
        told         (annotators, K), filled
        Returns the log-density of the prior, and what all answers would tell if none were true.
        """
        people, labels = said.shape
        at_once = max(1, _CELLS // labels)
        share, speaks = np.ones((at_once, labels), kind), np.ones((at_once, labels), kind)
        size = at_once * labels
        exponent, bits = np.empty(size, np.int32), np.empty(size, np.int32)
        mantissa = bits.view(np.float32)
        whole = np.int64 if double else np.int32
        copied = np.empty(labels)
        density, missed = 0.0, 0.0
        for begin in range(0, people, at_once):
            here = min(at_once, people - begin)
            for i in range(here):
                who = begin + i
                known, right, answers = knows[who], 0.0, 0.0
                for k in range(labels):
                    copied[k] = hits[who, k] * known / (known + (1.0 - known) * habit[who, k])
                    right += copied[k]
                    answers += said[who, k]
                total = answers + pseudo_knows + pseudo_clicks
                known = min(max((right + pseudo_knows) / max(total, _LEAST), _LEAST), 1.0 - _LEAST)
                knows[who] = known
                clicked = 0.0
                for k in range(labels):
                    copied[k] = max(said[who, k] - copied[k], 0.0) + pseudo_habit
                    clicked += copied[k]
                clicks = np.log1p(-known)
                density += pseudo_knows * np.log(known) + pseudo_clicks * clicks
                missed += answers * clicks
                scale, even = 1.0 / max(clicked, _LEAST), 0.0 if clicked > 0.0 else 1.0 / labels
                odds = known / (1.0 - known)
                for k in range(labels):
                    habit[who, k] = max(copied[k] * scale + even, _LEAST)
                    share[i, k] = habit[who, k]
                    speaks[i, k] = 1.0 + odds / habit[who, k]
            logarithm(share.reshape(-1), share.reshape(-1).view(whole), exponent, bits, mantissa)
            logarithm(speaks.reshape(-1), speaks.reshape(-1).view(whole), exponent, bits, mantissa)
            for i in range(here):
                for k in range(labels):
                    told[begin + i, k] = speaks[i, k]
                    density += pseudo_habit * share[i, k]
                    missed += said[begin + i, k] * share[i, k]
        return density, missed

    return learn
