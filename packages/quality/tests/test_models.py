"""Every model goes through the conformance suite."""

import pytest

from armslength_quality.conformance.labels import LABELS
from armslength_quality.conformance.suite import model_checks
from armslength_quality.truth.dawid_skene import DawidSkene
from armslength_quality.truth.glad import Glad
from armslength_quality.truth.mace import Mace
from armslength_quality.truth.majority import MajorityVote
from armslength_quality.truth.one_coin import OneCoin
from armslength_quality.truth.ordinal import Ordinal
from armslength_quality.truth.priors import Diagonal, Graded
from armslength_quality.truth.weighted_vote import WeightedVote

MODELS = [
    MajorityVote(),
    DawidSkene(),
    DawidSkene(prior=Diagonal(), correlation=0.0),
    DawidSkene(prior=Graded()),
    OneCoin(),
    OneCoin(even=False),
    WeightedVote(),
    Ordinal(),
    Glad(),
    Mace(),
    Mace(even=False, correlation=0.0, restarts=1),
]
CHECKS = [check for model in MODELS for check in model_checks(model, LABELS)]


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_model_behaves(check):
    check()
