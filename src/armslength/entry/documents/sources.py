"""Reading our own sources: the sentence that stands under an assignment, and Markdown tables."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import armslength


def modules(name: str) -> Iterator[ModuleType]:
    """Every room's module of that name, rooms in alphabetical order."""
    for room in pkgutil.iter_modules(armslength.__path__):
        home = Path(armslength.__path__[0]) / room.name
        if (home / f"{name}.py").exists():
            yield importlib.import_module(f"armslength.{room.name}.{name}")


def sentences(module: ModuleType, inside: str | None = None) -> dict[str, str]:
    """What stands as a text right under each assignment of a module, or of a class in it."""
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    body: Sequence[ast.stmt] = tree.body
    if inside is not None:
        body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == inside)
    found = {}
    for assigned, under in pairwise(body):
        if not isinstance(assigned, ast.AnnAssign) or not isinstance(under, ast.Expr):
            continue
        if isinstance(assigned.target, ast.Name) and isinstance(under.value, ast.Constant):
            found[assigned.target.id] = " ".join(str(under.value.value).split())
    return found


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(cell: object) -> str:
    return str(cell).replace("\n", " ").replace("|", "\\|").strip()


def one_line(text: str | None) -> str:
    """A docstring's first paragraph as one line."""
    return " ".join((text or "").strip().split("\n\n")[0].split())
