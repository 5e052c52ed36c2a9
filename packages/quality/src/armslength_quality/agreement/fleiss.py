"""How far do many annotators agree beyond what their pooled label shares would give by chance?"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from armslength_quality.agreement.bootstrap import RESAMPLES, estimate, label_patterns
from armslength_quality.agreement.percent import agreeing_share
from armslength_quality.answers import Answers, Floats
from armslength_quality.result import Estimate


def fleiss_kappa(answers: Answers, *, rng: np.random.Generator | None = None, resamples: int = RESAMPLES) -> Estimate:
    """Fleiss' kappa for nominal labels; annotators need not be the same people on every item.

    Formula: kappa = (P - Pe) / (1 - Pe); P is the mean over items of the share of agreeing pairs, Pe = sum_k p_k^2
    with p_k the mean over items of the share of label k.

    Assumes that the annotators of an item are a random draw from one crowd. Items with fewer than two answers are left
    out. With the same number of answers on every item this is Fleiss (1971) exactly; where the number varies it is the
    generalisation of Gwet (2014, eq. 2.10 ff.), and the note says so: prefer Krippendorff's alpha there.
    Under strong skew (nearly everything one label) kappa is low however often people agree: read it beside the percent.

    Cost: one pass over the answers, then resamples x distinct answer patterns x categories.

    >>> answers = Answers.from_table([["a", "a", "b", "b"], ["a", "a", "b", "b"], ["a", "b", "b", "b"]])
    >>> round(fleiss_kappa(answers).value, 3)
    0.657

    References: J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76 (1971).
    K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014).
    """
    patterns = label_patterns(answers)
    counts = answers.counts()[patterns.first]
    answered = counts.sum(axis=1)
    shares = sparse.diags_array(1.0 / answered) @ counts if answered.size else counts
    features = sparse.hstack((sparse.csr_array(agreeing_share(counts)[:, None]), shares), format="csr")
    note = None
    if answered.size and answered.min() != answered.max():
        note = f"Answers per item vary ({answered.min():.0f} to {answered.max():.0f}): generalised form."
    return estimate(
        features, patterns.size, _kappa, rng=rng, resamples=resamples, method="Fleiss' kappa", note=note,
        undefined="All answers are one category, so chance alone would agree always and kappa is not defined.",
    )  # fmt: skip


def _kappa(sums: Floats) -> Floats:
    items = sums[:, 1:].sum(axis=1)
    shares = sums[:, 1:] / items[:, None]
    chance = (shares**2).sum(axis=1)
    one_label = (sums[:, 1:] > 0).sum(axis=1) < 2
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = (sums[:, 0] / items - chance) / (1.0 - chance)
    value[one_label] = np.nan
    return value
