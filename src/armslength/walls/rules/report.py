"""A report of exposure as bytes that are signed, and as a page for people: one HTML file without anything from
elsewhere, made to be printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Final

import msgspec

from armslength.walls.schemas.explorer import IdentityTold
from armslength.walls.schemas.reports import ExposureReport

PAYLOAD_TYPE: Final = "application/vnd.armslength.exposure-report+json"
VERSION: Final = 1

_STYLE: Final = """
:root{color-scheme:light dark;--line:#d5d9e0;--soft:#5c6470;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--line:#333a45;--soft:#9aa3b0;--bad:#ff8a80}}
body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:2.5rem auto;padding:0 1.5rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .5rem}p{max-width:46rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--soft)}td.n,th.n{text-align:right}td{min-width:2.5rem}.soft{color:var(--soft)}.bad{color:var(--bad)}
code{font-size:.85em;overflow-wrap:anywhere}
@page{size:landscape}
@media print{:root{color-scheme:light}body{margin:0;max-width:none;font-size:11px}tr{break-inside:avoid}}"""

_IN: Final = {
    "name": "the project's name", "description": "the description", "schema": "the label schema",
    "guideline": "the guideline", "offer": "an offer",
}  # fmt: skip
_BY: Final = {
    "list": "a word of the customer's list", "name": "the customer's name", "owner": "the name of an owner or sister",
    "domain": "a domain of its people",
}  # fmt: skip

Cell = str | int


def signed_form(report: ExposureReport) -> bytes:
    """What is signed: JSON, names in order."""
    return msgspec.json.encode(report, order="sorted")


def page(report: ExposureReport, verifier_key: str, digest: str) -> str:
    """The report for people. `digest`: SHA-256 of the signed form, by which the page names it."""
    title = _title(report)
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style><main><h1>{escape(title)}</h1>"
        f"<p class=soft>{escape(report.customer.name)} · as of {_at(report.as_of)} UTC · made by"
        f" {escape(report.made_by.name)}</p>{''.join(_sections(report))}{_proof(report, verifier_key, digest)}"
        "</main></html>\n"
    )


def _title(report: ExposureReport) -> str:
    if report.asked == "item":
        return f"Who has seen item {report.subject.name}"
    if report.asked == "owner":
        return f"What {report.subject.name} would know by way of its vendors"
    return f"What {report.subject.name} has seen"


def _sections(report: ExposureReport) -> Iterator[str]:
    if report.vendors and report.asked != "vendor":
        whose = "By the people of" if report.asked == "owner" else "Of"
        yield f"<p>{whose} {escape(', '.join(vendor.name for vendor in report.vendors))}.</p>"
    if report.project is not None:
        yield f"<p>In the project {escape(report.project.name)}.</p>"
    if not report.projects and not report.viewers and not report.volumes and not report.identities:
        yield "<p>Nothing was delivered, and nothing is leased.</p>"
    yield _table(
        "Delivered, by project; leased and not delivered apart",
        ("Project", "Items", "In the original", "Of", "Model outputs", "Suggestions", "Others' answers", "Guidelines",
         "Schemas", "Files", "People", "Leased only", "First", "Last"),
        [(each.project.name, each.items, each.original, each.of, each.outputs, each.suggestions, each.answers,
          each.guidelines, each.schemas, each.media, each.people, each.leased, _at(each.first_at), _at(each.last_at))
         for each in report.projects],
    )  # fmt: skip
    yield _table(
        "Told of how much work there is and by when, in offers", ("Project", "Week of", "About", "Until", "At"),
        [(each.project.name, each.week.isoformat(), (each.volume or "not said").replace("_", " "),
          each.due.isoformat() if each.due else "not said", _at(each.at)) for each in report.volumes],
    )  # fmt: skip
    yield _table(
        "Told who the customer is, or what is secret", ("Project", "In", "By", "First"),
        [(each.project.name, _part(each), ", ".join(_BY[source] for source in each.sources), _at(each.at))
         for each in report.identities],
    )  # fmt: skip
    yield _table(
        "Who was shown it", ("Person", "Of", "Shown", "In the form", "For", "Times", "First", "Last"),
        [(each.person.name, each.organization.name, ", ".join(each.kinds).replace("_", " "), ", ".join(each.renditions),
          ", ".join(each.purposes), each.views, _at(each.first_at), _at(each.last_at)) for each in report.viewers],
    )  # fmt: skip
    yield _table(
        "Who would know it by way of them", ("Ultimate owner", "Through"),
        [(each.owner.name, ", ".join(vendor.name for vendor in each.vendors)) for each in report.owners],
    )  # fmt: skip


def _part(told: IdentityTold) -> str:
    return f"{_IN[told.part]}, version {told.version}" if told.version else _IN[told.part]


def _proof(report: ExposureReport, verifier_key: str, digest: str) -> str:
    found = report.deliveries
    missing = (
        f" <span class=bad>{found.unlogged:,} of them stand in no leaf of the log.</span>" if found.unlogged else ""
    )
    rows = [
        ("Report", str(report.id)), ("SHA-256 of what is signed", digest), ("Verifier key", verifier_key),
        ("Digest of the log's leaves", found.leaves),
    ]  # fmt: skip
    facts = "".join(f"<tr><th>{escape(name)}</th><td><code>{escape(value)}</code></td></tr>" for name, value in rows)
    return (
        f"<h2>How to check it</h2><p>Made from {found.rows:,} deliveries on record, each written before anything was"
        f" shown.{missing} This page is not signed; the JSON file that came with it is, and says the same. With the key"
        " that the customer publishes, offline:</p>"
        "<p><code>armslength-verify report.json --key KEY</code></p>"
        f"<div class=wide><table><tbody>{facts}</tbody></table></div>"
    )


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    if not rows:
        return ""
    numeric = [all(isinstance(row[place], int) for row in rows) for place in range(len(columns))]
    head = "".join(f"<th{_n(right)}>{escape(name)}</th>" for name, right in zip(columns, numeric, strict=True))
    body = "".join(
        "<tr>" + "".join(_cell(cell, right) for cell, right in zip(row, numeric, strict=True)) + "</tr>" for row in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<h2>{escape(title)}</h2><div class=wide>{table}</div>"


def _cell(cell: Cell, right: bool) -> str:
    return f"<td{_n(right)}>{f'{cell:,}' if isinstance(cell, int) else escape(cell)}</td>"


def _n(right: bool) -> str:
    return " class=n" if right else ""


def _at(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else "never"
