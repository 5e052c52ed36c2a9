"""Commands about traits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Protocol, TypeVar

import typer

from armslength.kit.cli import AsJson, ProjectRef, connect, fail, find_project, show, told
from armslength_client.types_traits import GroupFigure, GroupFigures

traits = typer.Typer(help="Traits: what people may say of themselves, and what groups say.", no_args_is_help=True)


class _Called(Protocol):
    name: str


Found = TypeVar("Found", bound=_Called)


@traits.command("list")
@told
def list_traits(as_json: AsJson = False) -> None:
    """What people may say of themselves; never who said what, nor how many did."""
    with connect() as client:
        found = client.list_traits()
    rows = [
        (each.name, ", ".join(each.options), each.at_least, each.why, ", ".join(each.brand_words) or "–")
        for each in found
    ]
    show(rows, ["trait", "groups", "told from (people)", "asked for", "brand words"], data=found, as_json=as_json)


@traits.command("add")
@told
def add_trait(
    name: Annotated[str, typer.Argument(help="What is asked, e.g. 'Age'.")],
    why: Annotated[str, typer.Option(help="What it is asked for, in words that people read.")],
    group: Annotated[list[str], typer.Option(help="A group that people may count themselves to; two to six.")],
    at_least: Annotated[int, typer.Option(help="Nothing is told of fewer people; five or more.")] = 5,
) -> None:
    """Ask people to say something of themselves. Nobody has to, and it is not changed after."""
    with connect() as client:
        client.create_trait(name, why, group, at_least=at_least)


@traits.command("remove")
@told
def remove_trait(name: Annotated[str, typer.Argument(help="What is asked for no more.")]) -> None:
    """Ask for it no more, and erase what everybody said and what was told."""
    with connect() as client:
        client.remove_trait(_named(client.list_traits(), name).id)


@traits.command("mine")
@told
def my_traits(as_json: AsJson = False) -> None:
    """What you may say of yourself, and have said. Nobody else is shown it."""
    with connect() as client:
        found = client.list_my_traits()
    rows = [(each.name, each.said or "–", ", ".join(each.options), each.at_least, each.why) for each in found]
    show(rows, ["trait", "you said", "groups", "told from (people)", "asked for"], data=found, as_json=as_json)


@traits.command("tell")
@told
def tell_trait(
    name: Annotated[str, typer.Argument(help="Of what.")],
    group: Annotated[str, typer.Argument(help="The group you count yourself to.")],
    consent: Annotated[bool, typer.Option("--consent", help="You agree that it is counted in groups.")] = False,
) -> None:
    """Say something of yourself, or something else than before."""
    with connect() as client:
        client.tell_my_trait(_named(client.list_my_traits(), name).id, group, consent=consent)


@traits.command("withdraw")
@told
def withdraw_trait(name: Annotated[str, typer.Argument(help="Of what.")]) -> None:
    """Say nothing of it any more: what you said is erased."""
    with connect() as client:
        client.withdraw_my_trait(_named(client.list_my_traits(), name).id)


@traits.command("groups")
@told
def groups(project: ProjectRef, as_json: AsJson = False) -> None:
    """What groups say in a whole project, as last told: where each parts most from the others."""
    with connect() as client:
        found = client.get_groups(find_project(client, project).id)
    rows = []
    for sheet in found:
        for question in sheet.questions:
            rows += [(sheet.trait.name, question.question, *_row(group)) for group in question.groups]
            rows += [(sheet.trait.name, question.question, name, *["–"] * 6) for name in question.withheld]
    columns = ["trait", "question", "group", "people", "answers", "label", "share", "others", "apart"]
    show(rows, columns, data=found, as_json=as_json)


def _row(group: GroupFigures) -> tuple[str, ...]:
    about = (group.group, f"about {group.people}", f"about {group.answers}")
    if group.numbers is not None:
        return (*about, "mean", *map(_said, (group.numbers.mean, group.numbers.others, group.numbers.apart)))
    if not group.labels:
        return (*about, *["–"] * 4)
    label = group.labels[0]
    return (*about, label.label, *map(_said, (label.share, label.others, label.apart)))


def _said(figure: GroupFigure) -> str:
    return f"{figure.value:g} [{figure.low:g}, {figure.high:g}]"


def _named(found: Iterable[Found], name: str) -> Found:
    for each in found:
        if each.name == name:
            return each
    raise fail(f"There is no trait called {name!r}. `armslength traits list` or `traits mine` has them.")
