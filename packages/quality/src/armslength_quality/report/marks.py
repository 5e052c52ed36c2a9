"""The drawings of the report: small SVGs whose colours are the page's own, so they follow light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from armslength_quality.answers import Floats
from armslength_quality.result import Estimate
from armslength_quality.truth.calibration import Calibrated

WIDTH = 240
_HEIGHT = 18
_EDGE = 6
_CELL = 44
_LETTER, _LETTERS = 7, 20
"""How wide a letter is, and the most of them."""


def axis(least: float) -> str:
    """The scale over a column of `interval`s: least, 0 and 1."""
    ticks = {least: "start", 0.0: "middle", 0.5: "middle", 1.0: "end"}
    if least == 0:
        ticks[0.0] = "start"
    marks = "".join(
        f'<text x="{_at(value, least):.1f}" y="12" text-anchor="{anchor}">{f"{value:g}".replace("-", "−")}</text>'
        for value, anchor in ticks.items()
    )
    return f'<svg class="axis" width="{WIDTH}" height="{_HEIGHT}" aria-hidden="true">{marks}</svg>'


def interval(estimate: Estimate, least: float) -> str:
    """A band from low to high and a stroke at the value, on an axis from `least` to 1."""
    middle = _HEIGHT / 2
    parts = [f'<line class="rail" x1="{_EDGE}" x2="{WIDTH - _EDGE}" y1="{middle}" y2="{middle}"/>']
    for end in sorted({least, 0.0, 1.0}):
        parts.append(f'<line class="rail" x1="{_at(end, least):.1f}" x2="{_at(end, least):.1f}" y1="3" y2="15"/>')
    if estimate.low is not None and estimate.high is not None:
        left, right = _at(estimate.low, least), _at(estimate.high, least)
        parts.append(f'<rect class="band" x="{left:.1f}" y="5" width="{max(right - left, 1):.1f}" height="8" rx="2"/>')
    if estimate.value is not None:
        parts.append(
            f'<rect class="value" x="{_at(estimate.value, least) - 1:.1f}" y="2" width="2" height="14" rx="1"/>'
        )
    return f'<svg width="{WIDTH}" height="{_HEIGHT}" aria-hidden="true">{"".join(parts)}</svg>'


def bar(share: float) -> str:
    """A bar from 0 to 1."""
    width = max(1.0, share * (WIDTH - 2 * _EDGE))
    rect = f'<rect class="bar" x="{_EDGE}" y="4" width="{width:.1f}" height="10" rx="2"/>'
    return f'<svg width="{WIDTH}" height="{_HEIGHT}" aria-hidden="true">{rect}</svg>'


def heat_map(names: Sequence[str], shares: Floats, told: str) -> str:
    """(K, K) shares as squares, row by row; each row adds up to 1, the diagonal is outlined.

    told   what the drawing says, for those who cannot see it
    """
    size = len(names)
    margin = 12 + _LETTER * max((len(_short(name)) for name in names), default=0)
    top = 12 + margin * 2 // 3
    wide, high = margin + size * _CELL + margin * 2 // 3, top + size * _CELL
    cells = [
        _square(margin + column * _CELL, top + row * _CELL, float(shares[row, column]), row == column,
                f"One says {names[row]}: another says {names[column]} in {shares[row, column]:.1%}")
        for row in range(size) for column in range(size)
    ]  # fmt: skip
    rows = [
        f'<text class="name" x="{margin - 8}" y="{top + row * _CELL + _CELL / 2 + 4:.0f}" text-anchor="end">'
        f"{escape(_short(name))}</text>" for row, name in enumerate(names)
    ]  # fmt: skip
    columns = [
        f'<text class="name" transform="translate({margin + column * _CELL + _CELL / 2 + 4:.0f},{top - 8})'
        f' rotate(-38)">{escape(_short(name))}</text>' for column, name in enumerate(names)
    ]  # fmt: skip
    body = "".join((*cells, *rows, *columns))
    return (
        f'<svg class="map" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img"'
        f' aria-label="{escape(told)}">{body}</svg>'
    )


def curve(bands: Sequence[Calibrated]) -> str:
    """How often it is right (up) by how sure it was (right), with intervals; the line is where the two are one."""
    left, top, side = 52, 8, 220

    def across(share: float) -> float:
        return left + share * side

    def up(share: float) -> float:
        return top + (1 - share) * side

    parts = [
        f'<rect class="frame" x="{left}" y="{top}" width="{side}" height="{side}"/>',
        f'<line class="even" x1="{across(0)}" y1="{up(0)}" x2="{across(1)}" y2="{up(1)}"/>',
    ]
    for tick in (0.0, 0.5, 1.0):
        anchor = "start" if tick == 0 else "end" if tick == 1 else "middle"
        parts.append(f'<text x="{across(tick):.0f}" y="{top + side + 16}" text-anchor="{anchor}">{tick:.0%}</text>')
        parts.append(f'<text x="{left - 4}" y="{up(tick) + 4:.0f}" text-anchor="end">{tick:.0%}</text>')
    middle = up(0.5)
    parts.append(f'<text x="{across(0.5):.0f}" y="{top + side + 32}" text-anchor="middle">sure</text>')
    parts.append(f'<text transform="translate(12,{middle:.0f}) rotate(-90)" text-anchor="middle">right</text>')
    for band in bands:
        x, right = across(band.said), band.right
        low, high, at = (f"{up(share or 0):.1f}" for share in (right.low, right.high, right.value))
        told = f"{band.said:.0%} sure, right in {right.value:.0%} of {right.n}"
        parts.append(
            f'<g><title>{told}</title><line class="reach" x1="{x:.1f}" x2="{x:.1f}" y1="{low}" y2="{high}"/>'
            f'<circle class="point" cx="{x:.1f}" cy="{at}" r="4"/></g>'
        )
    told = "; ".join(f"{band.said:.0%} sure: right in {band.right.value:.0%}" for band in bands)
    return (
        f'<svg class="curve" width="{left + side + 8}" height="{top + side + 38}" role="img"'
        f' aria-label="{escape(told)}">{"".join(parts)}</svg>'
    )


def _square(x: float, y: float, share: float, own: bool, told: str) -> str:
    place = f'x="{x}" y="{y}" width="{_CELL - 2}" height="{_CELL - 2}" rx="3"'
    outline = f'<rect class="own" {place}/>' if own else ""
    written = "" if share < 0.005 else (
        f'<text class="{"on" if share > 0.72 else "off"}" x="{x + _CELL / 2 - 1:.0f}" y="{y + _CELL / 2 + 4:.0f}"'
        f' text-anchor="middle">{share * 100:.0f}</text>'
    )  # fmt: skip
    return (
        f'<g><title>{escape(told)}</title><rect class="cell" {place}/>'
        f'<rect class="heat" {place} fill-opacity="{share:.3f}"/>{outline}{written}</g>'
    )


def _at(value: float, least: float) -> float:
    share = (min(max(value, least), 1.0) - least) / (1.0 - least)
    return _EDGE + share * (WIDTH - 2 * _EDGE)


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
