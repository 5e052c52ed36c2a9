"""What the API offers and refuses: operations, errors, events, permissions, formats."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from litestar.handlers import HTTPRouteHandler

import armslength.identity
from armslength.assignment.model import FlagReason, SkipReason
from armslength.entry import failures
from armslength.entry.documents.sources import modules, one_line, sentences, table
from armslength.entry.rooms import routes
from armslength.kit.errors import ArmslengthError
from armslength.kit.paging import BadCursor
from armslength.notifications.rules import FIRM, KINDS, LEADERS
from armslength.release.formats.registry import FORMATS
from armslength.webhooks.rules.topics import TOPICS


def operations() -> str:
    """Every operation, room by room."""
    rooms: dict[str, list[tuple[str, str, str, str]]] = {}
    for handler in routes():
        assert isinstance(handler, HTTPRouteHandler)
        path = re.sub(r"\{(\w+):\w+\}", r"{\1}", min(handler.paths))
        method = min(str(method) for method in handler.http_methods)
        needs = f"`{handler.opt['permission']}`"
        row = (f"`{handler.operation_id}`", f"`{method} {path}`", needs, one_line(handler.fn.__doc__))
        rooms.setdefault(str((handler.tags or ["entry"])[0]), []).append(row)
    columns = ["operation", "request", "needs", "what it does"]
    return "\n\n".join(f"### {room}\n\n{table(columns, rows)}" for room, rows in rooms.items())


def error_codes() -> dict[str, tuple[int, str]]:
    """Every stable code of the rooms with its status and its sentence."""
    before_rooms = http_codes()
    for _ in modules("errors"):
        pass  # imported, so that their classes are known
    found = {BadCursor.code: (BadCursor.status, one_line(BadCursor.__doc__))}
    for kind in sorted(_below(ArmslengthError), key=lambda kind: (kind.__module__, kind.__name__)):
        if kind.__module__ != "armslength.kit.errors" and kind.code not in before_rooms:
            found.setdefault(kind.code, (kind.status, one_line(kind.__doc__)))
    return dict(sorted(found.items()))


def http_codes() -> set[str]:
    """The codes of what goes wrong before a room is reached."""
    return set(re.findall(r'"(http\.\w+)"', Path(str(failures.__file__)).read_text("utf-8")))


def errors() -> str:
    """Every error code of the rooms."""
    rows = [(f"`{code}`", status, told) for code, (status, told) in error_codes().items()]
    return table(["code", "status", "what it means"], rows)


def _below(kind: type[ArmslengthError]) -> Iterator[type[ArmslengthError]]:
    for inner in kind.__subclasses__():
        if inner.__module__.startswith("armslength."):
            yield inner
            yield from _below(inner)


def topics() -> dict[str, str]:
    """Every event topic and what it carries."""
    found = {}
    for module in modules("events"):
        for name, told in sentences(module).items():
            found[str(getattr(module, name))] = told
    return found


def events() -> str:
    """Every event topic."""
    return table(["topic", "said when, with what"], [(f"`{topic}`", told) for topic, told in topics().items()])


def webhook_topics() -> str:
    """Everything that webhooks are told, with which parts."""
    rows = [(f"`{name}`", f"{told.title}.", ", ".join(f"`{part}`" for part in sorted(told.parts)))
            for name, told in TOPICS.items()]  # fmt: skip
    return table(["topic", "told when", "`data`"], rows)


def permissions() -> str:
    """The policy table: customer roles, then vendor roles."""
    path = Path(str(armslength.identity.__file__)).parent / "policy.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    columns = ["permission", "what it allows", *(role.replace("_", " ") for role in header[2:])]
    marks = [[f"`{row[0]}`", row[1], *("✓" if cell == "yes" else "" for cell in row[2:])] for row in rows]
    return table(columns, marks)


def formats() -> str:
    """Every export format."""
    return table(
        ["format", "title", "what it holds"], [(f"`{each.id}`", each.title, each.summary) for each in FORMATS.values()]
    )


def skip_reasons() -> str:
    """Why an assignment may be skipped."""
    return ", ".join(f"`{reason}`" for reason in get_args(SkipReason)) + "."


def flag_reasons() -> str:
    """Why an item may be flagged."""
    return ", ".join(f"`{reason}`" for reason in get_args(FlagReason)) + "."


def notifications() -> str:
    """Everything that people are told, and who is."""
    who = {
        "person_id": "whom it is about", LEADERS: "owners and managers of the customer",
        FIRM: "owners and managers of the vendor",
    }  # fmt: skip
    sides = {"anyone": "both sides", "customer": "the customer's", "vendor": "the vendor's"}
    rows = [(kind.title, who.get(kind.to, "who began it"), sides[kind.side]) for kind in KINDS.values()]
    return table(["what", "told to", "side"], rows)
