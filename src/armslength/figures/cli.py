"""Commands about figures."""

from __future__ import annotations

from typing import Final

import typer

from armslength.kit.cli import AsJson, connect, show, told
from armslength_client.types_figures import Figure, Figures, MyFigures

figures = typer.Typer(help="Figures: how work was, over all customers.", no_args_is_help=True)

_COLUMNS: Final = ["accepted at first", "seconds per answer", "paid per answer", "work before"]
_MICROS: Final = 1_000_000


@figures.command("mine")
@told
def my_figures(as_json: AsJson = False) -> None:
    """One's own: quality, speed and pay, rounded, with 95 % intervals."""
    with connect() as client:
        _mine(client.get_my_figures(), as_json=as_json)


@figures.command("show")
@told
def show_figures(as_json: AsJson = False) -> None:
    """Let the owners and managers of one's firm see one's figures, while one holds this seat."""
    with connect() as client:
        _mine(client.show_my_figures(True), as_json=as_json)


@figures.command("hide")
@told
def hide_figures(as_json: AsJson = False) -> None:
    """Let them see one's figures no more."""
    with connect() as client:
        _mine(client.show_my_figures(False), as_json=as_json)


@figures.command("firm")
@told
def firm_figures(as_json: AsJson = False) -> None:
    """One's own firm's, and those of its people who show theirs."""
    with connect() as client:
        found = client.get_firm_figures()
    rows = [("the firm", *_row(found.firm)), *((each.person.name, *_row(each.figures)) for each in found.people)]
    show(rows, ["", *_COLUMNS], data=found, as_json=as_json)


def _mine(found: MyFigures, *, as_json: bool) -> None:
    row = (*_row(found.figures), "yes" if found.shown else "no")
    show([row], [*_COLUMNS, "shown to the firm"], data=found, as_json=as_json)


def _row(figures: Figures) -> tuple[str, ...]:
    pay = " + ".join(f"{each.micros / _MICROS:g} {each.currency} (of {each.at_least}+)" for each in figures.pay)
    return (_said(figures.quality), _said(figures.seconds), pay or "–", figures.through or "–")


def _said(figure: Figure | None) -> str:
    return f"{figure.value:g} [{figure.low:g}, {figure.high:g}] (of {figure.at_least}+)" if figure else "–"
