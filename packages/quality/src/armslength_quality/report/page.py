"""The report as one HTML file: no script, nothing from outside, light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import numpy as np

from armslength_quality.agreement.confusion import ConfusedLabels
from armslength_quality.report.look import STYLE
from armslength_quality.report.marks import axis, bar, curve, heat_map, interval
from armslength_quality.report.summary import HARDEST, HardItem, Person, Summary
from armslength_quality.result import Estimate
from armslength_quality.truth.shape import Fit

LABELS, PEOPLE = 12, 60
"""Most labels and people that are drawn; the rest is counted."""
_NAMED = 8
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(summary: Summary, title: str) -> str:
    """The whole file. Every name from the data is text, never markup."""
    answers = summary.answers
    facts = (
        ("answers", len(answers)), ("items", len(answers.items)), ("people", len(answers.annotators)),
        ("labels", len(answers.categories)), ("items with two answers", summary.shared),
        ("of them with differing answers", summary.split),
    )  # fmt: skip
    tiles = "".join(f"<div><dt>{name}</dt><dd>{_count(number)}</dd></div>" for name, number in facts)
    sections = (
        _agreement(summary), _shares(summary), _confusion(summary), _people(summary), _calibration(summary),
        _hardest(summary), _provenance(summary.truth),
    )  # fmt: skip
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main><header><h1>{escape(title)}</h1>"
        f"<dl class=facts>{tiles}</dl>{_warnings(summary.truth)}</header>{''.join(sections)}</main></body></html>\n"
    )


def _agreement(summary: Summary) -> str:
    least = _least(summary.agreement)
    rows = [
        (escape(one.method), interval(one, least), _said(one), _count(one.n), escape(one.note or ""))
        for one in summary.agreement
    ]
    lead = (
        "1 is perfect, 0 is what chance would give (for percent: what nobody would). A band is the 95 % interval:"
        " what other items by the same people might have shown."
    )
    heads = ("measure", axis(least), "value, interval", "items", "note")
    return _section("How far do people agree?", lead, _table(heads, rows, "measures"))


def _shares(summary: Summary) -> str:
    total = max(1, len(summary.answers))
    most = sorted(summary.shares.items(), key=lambda each: -each[1])
    top = max(1, most[0][1]) if most else 1
    rows = [(_name(label), bar(count / top), f"{count / total:.1%}", _count(count)) for label, count in most[:LABELS]]
    rest = sum(count for _, count in most[LABELS:])
    lead = f"{_count(len(most) - LABELS)} more labels have {_count(rest)} answers." if rest else ""
    return _section("What do they say?", lead, _table(("label", "", "share", "answers"), rows, "shares"))


def _confusion(summary: Summary) -> str:
    table = summary.coincidences
    drawn = np.sort(np.argsort(-table.sum(axis=1), kind="stable")[:LABELS])
    names = [_plain(summary.answers.categories[code]) for code in drawn]
    rows = table[drawn].sum(axis=1, keepdims=True)
    shares = np.divide(table[np.ix_(drawn, drawn)], rows, out=np.zeros((drawn.size, drawn.size)), where=rows > 0)
    if not summary.confused:
        text = "Nobody says anything else than another of the same item."
        return _section("Which labels are mixed up?", text, "")
    lead = (
        "The map: when one says the label of the row, how often (in %) does another say that of the column?"
        " The list: of all answers within two labels, the share that are one of each; at half nobody tells them apart."
    )
    if table.shape[0] > LABELS:
        lead += f" The {LABELS} labels used most are drawn, of {table.shape[0]}."
    pairs = [_pair(pair) for pair in summary.confused]
    heads = ("labels", axis(0.0), "mixed up", "of all disagreement", "items")
    drawing = heat_map(names, shares, "How often another says the label of the column when one says that of the row")
    body = f"<div class=pair><div class=scroll>{drawing}</div>{_table(heads, pairs, 'pairs')}</div>"
    return _section("Which labels are mixed up?", lead, body)


def _pair(pair: ConfusedLabels) -> tuple[str, ...]:
    names = f"{_name(pair.one)} <span class=or>or</span> {_name(pair.other)}"
    return names, interval(pair.mixed, 0.0), _said(pair.mixed), f"{pair.share:.0%}", _count(pair.mixed.n)


def _people(summary: Summary) -> str:
    shown = summary.people
    if len(shown) > PEOPLE:
        busiest = set(sorted(range(len(shown)), key=lambda k: -shown[k].answers)[:PEOPLE])
        shown = tuple(person for k, person in enumerate(shown) if k in busiest)
    lead = (
        f"Skill is the {escape(summary.truth.skill.measure)}, as {escape(type(summary.truth.model).__name__)} sees it."
    )
    lead += " Agreement with the others is not accuracy: a crowd that shares a mistake agrees."
    if len(shown) < len(summary.people):
        lead += f" The {len(shown)} with most answers are drawn, of {_count(len(summary.people))}."
    heads = ("person", axis(0.0), "skill, interval", "with the others", "answers")
    return _section("How good is each person?", lead, _table(heads, [_person(one) for one in shown], "people"))


def _person(person: Person) -> tuple[str, ...]:
    others = "–" if person.agreement is None else _said(person.agreement)
    return _name(person.name), interval(person.skill, 0.0), _said(person.skill), others, _count(person.answers)


def _calibration(summary: Summary) -> str:
    bands = summary.calibration
    if not bands:
        return ""
    known = sum(band.right.n for band in bands)
    lead = (
        f"On the {_count(known)} items whose label is known, and of which the model was not told: by how sure it was,"
        " how often it is right. On the line, 80 % sure is right 80 times in 100; under it, it is too sure of itself."
    )
    rows = [
        (f"{band.least:.0%} to {band.most:.0%}", f"{band.said:.0%}", _said(band.right), _count(band.right.n))
        for band in bands
    ]
    table = _table(("sure", "on average", "right, interval", "items"), rows, "sureness")
    body = f"<div class=pair><div class=scroll>{curve(bands)}</div>{table}</div>"
    return _section("Is it right as often as it is sure?", lead, body)


def _hardest(summary: Summary) -> str:
    if not summary.hardest:
        return _section("Which items divide them?", "No item has answers that differ.", "")
    lead = "Answers that differ, the least certain first: the item is ambiguous, or the guideline is, or somebody errs."
    if summary.split > HARDEST:
        lead += f" {HARDEST} of {_count(summary.split)}."
    rows = [_hard(item, summary.truth.supported) for item in summary.hardest]
    return _section(
        "Which items divide them?", lead, _table(("item", "believed", "sure", "who says what"), rows, "hard")
    )


def _hard(item: HardItem, supported: bool) -> tuple[str, ...]:
    said = "".join(f"<li>{_side(label, who)}</li>" for label, who in item.said)
    believed = "<span class=or>undecided</span>" if item.label is None else _name(item.label)
    return _name(item.item), believed, f"{item.probability:.0%}" if supported else "–", f"<ul>{said}</ul>"


def _side(label: object, who: Sequence[object]) -> str:
    more = f" and {len(who) - _NAMED} more" if len(who) > _NAMED else ""
    people = ", ".join(_name(one) for one in who[:_NAMED])
    return f"<b>{_name(label)}</b> <span class=times>× {len(who)}</span> <span class=who>{people}{more}</span>"


def _warnings(truth: Fit) -> str:
    if not truth.warnings:
        return ""
    lines = "".join(f"<li>{escape(str(one.trouble)).capitalize()}: {escape(one.text)}</li>" for one in truth.warnings)
    return f"<ul class=warnings>{lines}</ul>"


def _provenance(truth: Fit) -> str:
    source = truth.provenance
    given = ", ".join(f"{name}={value}" for name, value in source.parameters)
    text = f"armslength-quality {source.package} · {source.model}({given}) · {truth.convergence.reason}"
    digests = f"answers {source.answers[:16]} · gold {source.gold[:16] if truth.gold else 'none'}"
    return f"<footer>{escape(text)}<br>{escape(digests)}</footer>"


def _section(title: str, lead: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{f'<p>{lead}</p>' if lead else ''}{body}</section>"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]], kind: str) -> str:
    head = "".join(f"<th scope=col>{cell}</th>" for cell in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class=scroll><table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _said(estimate: Estimate) -> str:
    if estimate.value is None:
        return '<span class="none">not defined</span>'
    text = f"<b>{_number(estimate.value)}</b>"
    if estimate.low is None or estimate.high is None:
        return text
    return f"{text} <span class=ends>{_number(estimate.low)} to {_number(estimate.high)}</span>"


def _least(estimates: Iterable[Estimate]) -> float:
    """Where the axis begins: -0.2, or -1 when something is under that, or 0 when nothing is below."""
    lowest = min((one.low if one.low is not None else one.value or 0.0 for one in estimates), default=0.0)
    return 0.0 if lowest >= 0 else -0.2 if lowest >= -0.2 else -1.0


def _name(name: object) -> str:
    text = escape(_plain(name))
    return f'<span class=name title="{text}">{text}</span>'


def _plain(name: object) -> str:
    return f"{name:g}" if isinstance(name, float) else str(name)


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _count(number: int) -> str:
    return f"{number:,}".replace(",", " ")
