"""Where the rounds of large fits are done: in the worker, or on the Ray cluster that the operator names.

The fit is the same to the byte. A cluster that does not do its work is no reason to do it here after all: who names one
has more answers than a worker should carry. The job says so and is tried again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import structlog

import armslength_quality as quality
from armslength.kit.settings import BadSetting
from armslength.truth.errors import ClusterDown
from armslength.truth.settings import TruthSettings

NAME = "ARMSLENGTH_TRUTH_RAY_ADDRESS"
log = structlog.get_logger(__name__)


class Cluster:
    """The cluster of the settings, if there is one. Raises BadSetting when it could never work."""

    def __init__(self, settings: TruthSettings) -> None:
        self.address = settings.ray_address
        if self.address and not self.address.startswith("ray://"):
            raise BadSetting(f"{NAME}={self.address!r} cannot be used: it looks like ray://host:10001.")
        if self.address and find_spec("ray") is None:
            raise BadSetting(f"{NAME} is set and Ray is not installed: pip install 'armslength[ray]'.")

    @contextmanager
    def executor(self) -> Iterator[quality.Executor]:
        """Who works on a fit; for the thread that asks. Raises ClusterDown."""
        if not self.address:
            yield quality.IN_PROCESS
            return
        try:
            with quality.RayCluster(self.address) as cluster:
                yield cluster
        except quality.ClusterTrouble as problem:
            log.warning("the cluster does not do its work", error=str(problem))
            raise ClusterDown(
                "The cluster that works on large fits does not do its work; the fit is tried again. The server's"
                " operator learns more from `armslength doctor`."
            ) from problem

    def look(self) -> quality.ClusterFacts | None:
        """What answers, None where no cluster is named; raises `quality.ClusterTrouble`, whose sentence says why."""
        if not self.address:
            return None
        with quality.RayCluster(self.address) as cluster:
            return cluster.look()
