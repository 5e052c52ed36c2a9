"""Are labels right as often as is believed?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from armslength_quality.errors import BadParameter
from armslength_quality.result import Estimate
from armslength_quality.truth.categorical import CategoricalTruth
from armslength_quality.truth.skill import jeffreys

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Labels believed with a probability from `least` to below `most`, of those that are known.

    said    their mean probability
    right   the share of them that are right, with Jeffreys' 95 % interval
    """

    least: float
    most: float
    said: float
    right: Estimate


def calibration(
    truth: CategoricalTruth, known: Mapping[Any, Hashable], *, edges: Sequence[float] = EDGES
) -> tuple[Calibrated, ...]:
    """By probability, what a fit believed of items whose label is known otherwise; bands without items are left out.

    truth   of a fit to which none of `known` was told: what it was told it believes, and that shows nothing
    known   item -> its right label; items that the fit has not are passed over
    edges   of the bands, growing, from 0 to 1

    Empty where the data did not support the model. A tie counts as wrong: no label was believed. Raises BadParameter
    when one of `known` is among the fit's gold.
    """
    if not truth.supported:
        return ()
    told = [item for item in known if item in truth.gold]
    if told:
        raise BadParameter(f"The fit was told {told[0]!r}: calibration wants a fit that did not know.")
    codes = np.array([truth.answers.item_codes[item] for item in known if item in truth.answers.item_codes], np.int64)
    names, items = truth.answers.categories, truth.answers.items
    right = np.array([label >= 0 and names[label] == known[items[code]] for code, label in
                      zip(codes.tolist(), truth.label[codes].tolist(), strict=True)], bool)  # fmt: skip
    said = truth.posterior[codes].max(axis=1, initial=0.0)
    band = np.clip(np.digitize(said, edges) - 1, 0, len(edges) - 2)
    bands = range(len(edges) - 1)
    n, good = np.bincount(band, minlength=len(bands)), np.bincount(band[right], minlength=len(bands))
    shares = jeffreys(tuple(bands), "share that is right", good.astype(np.float64), n.astype(np.float64), n)
    return tuple(
        Calibrated(edges[place], edges[place + 1], float(said[band == place].mean()), shares.of(place))
        for place in bands if n[place]
    )  # fmt: skip
