"""Background work of truth."""

from armslength.kit.jobs import Handler
from armslength.truth.service import AGREEMENT_JOB, TruthService


def handlers(truth: TruthService) -> dict[str, Handler]:
    """Job handlers by kind."""
    return {AGREEMENT_JOB: truth.compute_agreement}
