"""What a drill leaves: when what happened, what it took, what the new owner knows, whether the walls held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from statistics import median
from typing import Final, Literal

import msgspec

from armslength.walls.schemas.invariants import TenantChecked

UNVERIFIED: Final = (
    "Not done: an outsider verifies the log offline. Decisions and deliveries are written as leaves of it, but no"
    " signed checkpoint is published yet that somebody outside could check them against."
)


class Moment(msgspec.Struct):
    """Something happened, `at` seconds after the drill began; it took `ms` where that is worth knowing."""

    at: float
    who: str
    what: str
    ms: float | None = None


class KnownProject(msgspec.Struct):
    """Items of a project that the vendor's new owner has seen, of how many."""

    lab: str
    project: str
    items: int
    of: int


class Refused(msgspec.Struct):
    """Answers that a vendor's people must not be able to tell apart: what was asked, and whether all read alike."""

    asked: list[str]
    alike: bool
    answer: str


class Severed(msgspec.Struct):
    """One order to sever: by whom, from what, how many people were at work, how long until nothing more was delivered
    (as the database and as the caller measured it), and what was delivered after it."""

    lab: str
    project: str
    at_work: int
    took_ms: float
    answered_ms: float
    late: int
    clean: bool


class Report(msgspec.Struct, kw_only=True):
    """One drill, whole."""

    variant: Literal["leave", "stay"]
    version: str
    began_at: datetime
    took_s: float = 0.0
    moments: list[Moment] = []
    pause_ms: float = 0.0
    freeze_ms: float = 0.0
    severed: list[Severed] = []
    items: int = 0
    acknowledged: int = 0
    kept: int = 0
    after_pause: int = 0
    after_freeze: int = 0
    known: list[KnownProject] = []
    refusals: list[Refused] = []
    leaks: list[str] = []
    checks: list[TenantChecked] = []
    unverified: str = UNVERIFIED

    @property
    def sever_median_ms(self) -> float | None:
        """Time to sever, the middle one."""
        return median(each.answered_ms for each in self.severed) if self.severed else None

    @property
    def sever_worst_ms(self) -> float | None:
        """Time to sever, the longest."""
        return max((each.answered_ms for each in self.severed), default=None)

    @property
    def failures(self) -> list[str]:
        """What should not have happened; empty when the walls held."""
        wrong = [
            f"{each.lab}: {each.late} deliveries after severing {each.project}" for each in self.severed if each.late
        ]
        wrong += [f"{each.lab}: severing {each.project} left something open" for each in self.severed if not each.clean]
        if self.after_pause or self.after_freeze:
            wrong.append(f"{self.after_pause} items went out after the pause, {self.after_freeze} after the freeze")
        if not self.items == self.acknowledged == self.kept:
            wrong.append(f"{self.items} items, {self.acknowledged} acknowledged answers, {self.kept} kept")
        wrong += [f"refusals differ: {', '.join(each.asked)}" for each in self.refusals if not each.alike]
        wrong += self.leaks
        return wrong + [f"{each.name}: {number} is broken" for each in self.checks for number in each.broken]


def as_json(report: Report) -> bytes:
    """For programs."""
    said = msgspec.to_builtins(report) | {
        "sever_median_ms": report.sever_median_ms, "sever_worst_ms": report.sever_worst_ms,
        "failures": report.failures,
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(said), indent=2)


_STYLE: Final = """
:root{color-scheme:light dark;--line:#d5d9e0;--soft:#5c6470;--good:#1a7f4b;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--line:#333a45;--soft:#9aa3b0;--good:#5cc98e;--bad:#ff8a80}}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2.5rem auto;padding:0 1.5rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .5rem}p{max-width:46rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--soft)}td.n,th.n{text-align:right}.soft{color:var(--soft)}
.good{color:var(--good)}.bad{color:var(--bad)}"""


def as_html(report: Report) -> str:
    """For people: one file without anything from elsewhere."""
    failed = "".join(f"<li class=bad>{escape(each)}</li>" for each in report.failures)
    verdict = "<p class=good>The walls held.</p>" if not failed else f"<ul>{failed}</ul>"
    title = "Drill: a vendor is bought by a rival" + (", and the lab stays" if report.variant == "stay" else "")
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{title}</title><style>{_STYLE}</style><main><h1>{title}</h1>"
        f"<p class=soft>{report.began_at:%Y-%m-%d %H:%M} UTC · {report.took_s:.1f} s · Armslength "
        f"{escape(report.version)} · simulated people, invented names</p>{verdict}{''.join(_sections(report))}"
        f"<h2>Not shown</h2><p>{escape(report.unverified)}</p></main></html>\n"
    )


def _sections(report: Report) -> list[str]:
    return [
        _table("Timeline", ("s", "who", "what", "ms"),
               [(f"{m.at:.2f}", m.who, m.what, "" if m.ms is None else f"{m.ms:.0f}") for m in report.moments]),
        _table("What was measured", ("what", "how much"), measured(report)),
        _table("What the new owner has seen already", ("lab", "project", "items", "of"),
               [(k.lab, k.project, str(k.items), str(k.of)) for k in report.known]),
        _table("What a vendor is told", ("asked", "alike", "answer"),
               [("; ".join(r.asked), "yes" if r.alike else "NO", r.answer) for r in report.refusals]),
        _table("Invariants", ("customer", "", "says", "state"),
               [(c.name, i.number, i.says, _state(report, i.number, i.state.replace("_", " ")))
                for c in report.checks for i in c.invariants]),
    ]  # fmt: skip


def _state(report: Report, number: str, state: str) -> str:
    if number == "I12" and report.refusals:
        return "holds (asked over HTTP)" if all(each.alike for each in report.refusals) else "broken"
    return state


def measured(report: Report) -> list[tuple[str, str]]:
    """The numbers, as sentences and values."""
    rows = [
        ("A stake is announced: until the wall had paused what it concerns", f"{report.pause_ms:.0f} ms"),
        ("It closes: until the wall had frozen it", f"{report.freeze_ms:.0f} ms"),
        ("Items that went out after the pause, after the freeze", f"{report.after_pause}, {report.after_freeze}"),
        ("Items, acknowledged answers, answers kept", f"{report.items}, {report.acknowledged}, {report.kept}"),
    ]
    if report.severed:
        worst, middle = report.sever_worst_ms, report.sever_median_ms
        rows.append(("Time to sever, as the caller saw it: median, worst", f"{middle:.0f} ms, {worst:.0f} ms"))
        rows.append(("Deliveries after a severance", str(sum(each.late for each in report.severed))))
    return rows


def _table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{escape(each)}</th>" for each in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
