"""Commands about what we know: progress and agreement."""

from __future__ import annotations

from typing import Any

from armslength.kit.cli import AsJson, ProjectRef, connect, find_project, show, told


@told
def progress(project: ProjectRef, as_json: AsJson = False) -> None:
    """How far the project is, and who does what."""
    with connect() as client:
        data = client.get_progress(find_project(client, project).id)
    counts = data["progress"]
    show([list(counts.values())], list(counts), data=data, as_json=as_json)
    if not as_json:
        people = data["people"]
        rows = [
            (p["person"]["name"], p["submitted"], p["accepted"], p["fixed"], p["rejected"], _interval(p["agreement"]))
            for p in people
        ]
        show(rows, ["person", "submitted", "accepted", "fixed", "rejected", "agreement"], data=None, as_json=False)


@told
def agreement(project: ProjectRef, as_json: AsJson = False) -> None:
    """Agreement per question, with 95 % intervals."""
    with connect() as client:
        data = client.get_agreement(find_project(client, project).id)
    measures = ("percent", "cohen", "fleiss", "alpha")
    rows = [
        (q["question"], q["items"], q["people"], *(_interval(q[measure]) for measure in measures))
        for q in data["questions"]
    ]
    columns = ["question", "items", "people", "percent", "Cohen κ", "Fleiss κ", "Krippendorff α"]
    show(rows, columns, data=data, as_json=as_json)


def _interval(estimate: dict[str, Any]) -> str:
    if estimate.get("value") is None:
        return estimate.get("note") or "–"
    if estimate.get("low") is None:
        return f"{estimate['value']:.3f}"
    return f"{estimate['value']:.3f} [{estimate['low']:.3f}, {estimate['high']:.3f}]"
