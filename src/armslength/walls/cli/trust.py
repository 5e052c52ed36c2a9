"""What a project has let out, and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from armslength.kit.cli import AsJson, connect, err, find_project, money, show, show_json, told
from armslength_client.types_trust import HeldVendor, Trust, TrustHistory, TrustOwner
from armslength_client.types_walls import DrillSummary


@told
def trust(
    project: Annotated[str, typer.Argument(help="The project's slug or id.")],
    days: Annotated[int, typer.Option(help="Instead: how much each had seen, day by day, over so many days.")] = 0,
    as_json: AsJson = False,
) -> None:
    """What a project has let out: who has seen how much, who stands behind them, and what that owner would know."""
    with connect() as client:
        project_id = find_project(client, project).id
        found = client.get_trust(project_id)
        if days:
            _show_grown(found, client.get_trust_history(project_id, days=days), as_json)
            return
    if as_json:
        show_json(found)
        return
    vendors = [
        (
            each.vendor.name, each.grant or "none", f"{each.seen} of {found.items} ({each.share:.0%})", _cap(each.cap),
            each.conflicts, f"{each.attested_until:%Y-%m-%d}" if each.attested_until else "never",
        )
        for each in found.vendors
    ]  # fmt: skip
    show(vendors, ["vendor", "grant", "items seen", "cap", "rivals", "attested until"], data=None, as_json=False)
    made = [
        (
            each.vendor.name, f"{each.labels.answers} ({each.labels.share:.0%})", each.labels.alone,
            *((each.canaries.planted, each.canaries.tripped) if each.canaries else ("–", "–")),
        )
        for each in found.vendors
    ]  # fmt: skip
    columns = ["vendor", "answers that count", "items only it answered", "canaries", "found elsewhere"]
    show(made, columns, data=None, as_json=False)
    owners = [
        (
            each.owner.name, ", ".join(vendor.name for vendor in each.vendors), f"{each.seen} ({each.share:.0%})",
            _cap(each.cap), _knows(each),
        )
        for each in found.owners
    ]  # fmt: skip
    columns = ["ultimate owner", "through", "items seen", "cap", "would know"]
    show(owners, columns, data=None, as_json=False)
    held = [(each.owner.name, ", ".join(_held(vendor) for vendor in each.vendors)) for each in found.common]
    if held:
        show(held, ["owner in common", "of"], data=None, as_json=False)
    if found.hhi is not None:
        err.print(f"Concentration of exposure (HHI): {found.hhi:.0f}.")
    for each in found.spend:
        paid = money(each.micros, each.currency)
        err.print(f"Concentration of spend (HHI), {paid}: {each.hhi:.0f}.", highlight=False)
    err.print(_last_drill(found.last_drill), highlight=False)


def _held(vendor: HeldVendor) -> str:
    if vendor.measure == "self":
        return f"{vendor.vendor.name} (itself)"
    coming = ", announced" if vendor.state == "announced" else ""
    return f"{vendor.vendor.name} ({vendor.share_bp / 100:g}%{coming})"


def _show_grown(trust: Trust, history: TrustHistory, as_json: bool) -> None:
    """A row per vendor and owner: how much at the first day, a week ago and now, and the course drawn."""
    names = {each.vendor.id: each.vendor.name for each in trust.vendors}
    names |= {each.owner.id: each.owner.name for each in trust.owners}
    most = max((n for each in history.vendors + history.owners for n in each.seen), default=0)
    rows = [
        (
            kind, names.get(each.id, str(each.id)), _drawn(each.seen, most), each.seen[0], each.seen[-8:][0],
            each.seen[-1],
        )
        for kind, subjects in (("vendor", history.vendors), ("owner", history.owners)) for each in subjects
    ]  # fmt: skip
    columns = ["", "who", "items seen", f"{history.days[0]}", "a week ago", "today"]
    show(rows, columns, data=history, as_json=as_json)


def _drawn(seen: Sequence[int], most: int, wide: int = 30) -> str:
    bars = "▁▂▃▄▅▆▇█"
    every = [seen[(n + 1) * len(seen) // wide - 1] for n in range(wide)] if len(seen) > wide else seen
    return "".join(bars[(len(bars) - 1) * n // most] if most else bars[0] for n in every)


def _last_drill(last: DrillSummary | None) -> str:
    if last is None:
        return "Time to sever: no drill was recorded (armslength drill, then armslength drill record)."
    old = " That is more than 90 days ago: play one again." if last.stale else ""
    return f"Time to sever at the last drill, {last.began_at:%Y-%m-%d}: {last.sever_median_ms:.0f} ms.{old}"


def _cap(cap: float | None) -> str:
    return "none" if cap is None else f"{cap:.0%}"


def _knows(owner: TrustOwner) -> str:
    return ", ".join(f"{each.items} of {each.of} in {each.project.name}" for each in owner.known) or "nothing"
