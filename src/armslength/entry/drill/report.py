"""What a drill leaves: when what happened, what it took, what the new owner knows, whether the walls held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Final

import msgspec

from armslength.walls.rules import drills as rules
from armslength.walls.schemas.drills import (
    FORMAT,
    DrillCheck,
    DrillKnown,
    DrillMoment,
    DrillRefused,
    DrillResult,
    DrillSevered,
    DrillVariant,
)
from armslength.walls.schemas.invariants import Checked, Holds, TenantChecked

UNVERIFIED: Final = (
    "Not done: an outsider verifies the log offline. Decisions and deliveries are written as leaves of it, but no"
    " signed checkpoint is published yet that somebody outside could check them against."
)


class Report(msgspec.Struct, kw_only=True):
    """One drill while it is played: what its result is made of."""

    variant: DrillVariant
    version: str
    began_at: datetime
    took_s: float = 0.0
    moments: list[DrillMoment] = []
    pause_ms: float = 0.0
    freeze_ms: float = 0.0
    severed: list[DrillSevered] = []
    items: int = 0
    acknowledged: int = 0
    kept: int = 0
    after_pause: int = 0
    after_freeze: int = 0
    known: list[DrillKnown] = []
    refusals: list[DrillRefused] = []
    leaks: list[str] = []
    checks: list[TenantChecked] = []
    unverified: str = UNVERIFIED


def result(report: Report) -> DrillResult:
    """What can be written down and recorded."""
    middle, worst = rules.sever_ms(report.severed)
    found = DrillResult(
        format=FORMAT, variant=report.variant, version=report.version, began_at=report.began_at,
        took_s=round(report.took_s, 3), pause_ms=report.pause_ms, freeze_ms=report.freeze_ms, sever_median_ms=middle,
        sever_worst_ms=worst, late=sum(each.late for each in report.severed), after_pause=report.after_pause,
        after_freeze=report.after_freeze, items=report.items, acknowledged=report.acknowledged, kept=report.kept,
        moments=report.moments, severed=report.severed, known=report.known, refusals=report.refusals,
        checks=_checks(report), failures=[], unverified=report.unverified,
    )  # fmt: skip
    found.failures = rules.failures(found) + report.leaks
    return found


def _checks(report: Report) -> list[DrillCheck]:
    """Every invariant over all customers, beside the name of the customer where something was found; I12 is what was
    asked over HTTP."""
    by_number: dict[str, list[tuple[str, Checked]]] = {}
    for customer in report.checks:
        for each in customer.invariants:
            by_number.setdefault(each.number, []).append((customer.name, each))
    return [
        DrillCheck(
            number=number,  # type: ignore[arg-type]  # I1 to I12
            says=checks[0][1].says,
            state=_refusals(report) if number == "I12" else _worst([each.state for _, each in checks]),
            found=sum(each.found for _, each in checks),
            evidence=[f"{name}: {what}" for name, each in checks for what in each.evidence],
            listed=[f"{name}: {what}" for name, each in checks for what in each.listed],
        )
        for number, checks in by_number.items()
    ]


def _worst(states: Sequence[Holds]) -> Holds:
    return next((each for each in ("broken", "holds") if each in states), "not_applicable")


def _refusals(report: Report) -> Holds:
    if not report.refusals:
        return "not_applicable"
    return "holds" if all(each.alike for each in report.refusals) else "broken"


def as_json(result: DrillResult) -> bytes:
    """For programs, and to be recorded."""
    return msgspec.json.format(msgspec.json.encode(result), indent=2)


_STYLE: Final = """
:root{color-scheme:light dark;--line:#d5d9e0;--soft:#5c6470;--good:#1a7f4b;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--line:#333a45;--soft:#9aa3b0;--good:#5cc98e;--bad:#ff8a80}}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2.5rem auto;padding:0 1.5rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .5rem}p{max-width:46rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--soft)}td.n,th.n{text-align:right}.soft{color:var(--soft)}
.good{color:var(--good)}.bad{color:var(--bad)}"""


def as_html(result: DrillResult) -> str:
    """For people: one file without anything from elsewhere."""
    failed = "".join(f"<li class=bad>{escape(each)}</li>" for each in result.failures)
    verdict = "<p class=good>The walls held.</p>" if not failed else f"<ul>{failed}</ul>"
    title = "Drill: a vendor is bought by a rival" + (", and the lab stays" if result.variant == "stay" else "")
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{title}</title><style>{_STYLE}</style><main><h1>{title}</h1>"
        f"<p class=soft>{result.began_at:%Y-%m-%d %H:%M} UTC · {result.took_s:.1f} s · Armslength "
        f"{escape(result.version)} · simulated people, invented names</p>{verdict}{''.join(_sections(result))}"
        f"<h2>Not shown</h2><p>{escape(result.unverified)}</p></main></html>\n"
    )


def _sections(result: DrillResult) -> list[str]:
    return [
        _table("Timeline", ("s", "who", "what", "ms"),
               [(f"{m.at:.2f}", m.who, m.what, "" if m.ms is None else f"{m.ms:.0f}") for m in result.moments]),
        _table("What was measured", ("what", "how much"), measured(result)),
        _table("What the new owner has seen already", ("lab", "project", "items", "of"),
               [(k.lab, k.project, str(k.items), str(k.of)) for k in result.known]),
        _table("What a vendor is told", ("asked", "alike", "answer"),
               [("; ".join(r.asked), "yes" if r.alike else "NO", r.answer) for r in result.refusals]),
        _table("Invariants, over all customers", ("", "says", "state"),
               [(c.number, c.says, "; ".join([c.state.replace("_", " "), *c.evidence])) for c in result.checks]),
    ]  # fmt: skip


def measured(result: DrillResult) -> list[tuple[str, str]]:
    """The numbers, as sentences and values."""
    rows = [
        ("A stake is announced: until the wall had paused what it concerns", f"{result.pause_ms:.0f} ms"),
        ("It closes: until the wall had frozen it", f"{result.freeze_ms:.0f} ms"),
        ("Items that went out after the pause, after the freeze", f"{result.after_pause}, {result.after_freeze}"),
        ("Items, acknowledged answers, answers kept", f"{result.items}, {result.acknowledged}, {result.kept}"),
    ]
    if result.sever_median_ms is not None:
        middle, worst = result.sever_median_ms, result.sever_worst_ms
        rows.append(("Time to sever, as the caller saw it: median, worst", f"{middle:.0f} ms, {worst:.0f} ms"))
        rows.append(("Deliveries after a severance", str(result.late)))
    return rows


def _table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{escape(each)}</th>" for each in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
