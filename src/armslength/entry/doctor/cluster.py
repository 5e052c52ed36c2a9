"""The cluster that works on large fits."""

from __future__ import annotations

from collections.abc import Mapping

from armslength.entry.doctor.finding import Finding, fail, ok
from armslength.kit.settings import BadSetting, load_settings
from armslength.truth.service.cluster import NAME, Cluster
from armslength.truth.settings import TruthSettings
from armslength_quality import ClusterTrouble


def cluster(environ: Mapping[str, str]) -> Finding:
    """It answers, if one is named."""
    check = "cluster"
    try:
        facts = Cluster(load_settings(TruthSettings, environ, "TRUTH")).look()
    except BadSetting as problem:
        return fail(check, str(problem), f"Mend {NAME}, or install what it needs, and restart.")
    except ClusterTrouble as problem:
        return fail(check, str(problem), f"Large fits wait for it. Mend the cluster, or unset {NAME} and restart.")
    if facts is None:
        return ok(check, "None is named: fits are done by the workers.")
    return ok(check, f"Ray {facts.ray} with {facts.machines} machines and {facts.cores} cores.")
