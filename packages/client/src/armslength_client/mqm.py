"""Errors that others marked in texts, as rows of suggestions: tables of the WMT's MQM sets.

A table has tabs and no quotes; each row is one error of one rater, the stretch between <v> and </v>, with a category
(`Accuracy/Mistranslation`) and a severity by their titles; `No-error` is a text without errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from armslength_client.errors import ArmslengthClientError

_MARK: Final = re.compile(r"<v>(.*?)</v>", re.DOTALL)
_SLOT: Final = re.compile(r"\{([^{}]+)\}")
_SEGMENTS: Final = ("seg_id", "globalSegId", "docSegId")
_NONE: Final = ("No-error", "no-error", "")

Row = dict[str, str]


@dataclass(slots=True)
class Marked:
    """By rater, what to suggest for each text, with the line it begins on; and the rows that say nothing here."""

    rows: dict[str, dict[str, tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    problems: list[tuple[int, str, str]] = field(default_factory=list)


def read_marked(path: Path, schema: Mapping[str, Any], *, question: str | None, external_id: str | None) -> Marked:
    """What a table marks, for the question of this kind of a label schema (the first one, unless it is named).

    Raises ArmslengthClientError where the schema marks no errors, or the table lacks a column.
    """
    asked = _question(schema, question)
    categories, severities = (
        _categories(asked),
        {_plain(each["title"]): each for each in asked["settings"]["severities"]},
    )
    marked = Marked()
    for line, row in _lines(path):
        name = _name(row, external_id or _naming(row), path)
        _, suggested = marked.rows.setdefault(row["rater"], {}).setdefault(
            name, (line, _suggestion(name, asked["name"]))
        )
        if row["category"] in _NONE:
            continue
        category, severity = _category(row["category"], categories), severities.get(_plain(row["severity"]))
        place = next((found for each in asked["settings"]["fields"] if (found := _place(row, each))), None)
        if category is None:
            marked.problems.append((line, "category", f"The question has no category {row['category']!r}."))
        elif severity is None:
            marked.problems.append((line, "severity", f"The question has no severity {row['severity']!r}."))
        elif place is None:
            marked.problems.append((line, "target", "Nothing stands between <v> and </v>."))
        else:
            weight = category.get("weights", {}).get(severity["id"], severity["weight"])
            said = {"category": category["id"], "severity": severity["id"], "weight": weight}
            if asked["settings"].get("comments") and row.get("comment"):
                said["comment"] = row["comment"]
            suggested["answers"][asked["name"]]["item"]["value"]["errors"].append({**place, **said})
    return marked


def _question(schema: Mapping[str, Any], name: str | None) -> dict[str, Any]:
    for question in schema["questions"]:
        if question["kind"] == "errors" and name in (None, question["name"]):
            found: dict[str, Any] = question
            return found
    raise ArmslengthClientError(f"No question{f' {name!r}' if name else ''} of this project marks errors in texts.")


def _categories(question: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Every category by the letters of its titles, its own after those above it."""
    found = {}
    waiting = [("", each) for each in reversed(question["settings"]["categories"])]
    while waiting:
        above, category = waiting.pop()
        path = above + _plain(category["title"])
        found[path] = category
        waiting += [(path, below) for below in reversed(category.get("categories", ()))]
    return found


def _category(told: str, known: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
    """The one of this name; else the longest that its name begins with."""
    name = _plain(told)
    begins = [path for path in known if name.startswith(path)]
    return known[max(begins, key=len)] if begins else None


def _lines(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        header = file.readline().rstrip("\r\n").split("\t")
        if missing := {"rater", "source", "target", "category", "severity"} - set(header):
            raise ArmslengthClientError(f"{path} has no column {min(missing)!r}: it is no table of marked errors.")
        for line, text in enumerate(file, start=2):
            if text.strip():
                yield line, dict(zip(header, text.rstrip("\r\n").split("\t"), strict=False))


def _naming(row: Row) -> str:
    """As a guessed import names the texts."""
    segment = next((name for name in _SEGMENTS if name in row), "seg_id")
    return "/".join(f"{{{name}}}" for name in ("system", "doc", segment) if name in row)


def _name(row: Row, external_id: str, path: Path) -> str:
    def cell(slot: re.Match[str]) -> str:
        if slot[1] not in row:
            raise ArmslengthClientError(f"{path} has no column {slot[1]!r}, by which texts are named.")
        return row[slot[1]]

    return _SLOT.sub(cell, external_id)


def _suggestion(external_id: str, question: str) -> dict[str, Any]:
    value: dict[str, Any] = {"errors": []}
    return {"external_id": external_id, "answers": {question: {"item": {"state": "answered", "value": value}}}}


def _place(row: Row, column: str) -> dict[str, Any] | None:
    """Where the marked stretch stands in the text without marks: code points, and its words."""
    found = _MARK.search(row.get(column, ""))
    if found is None or not found[1]:
        return None
    return {"field": column, "start": found.start(), "end": found.start() + len(found[1]), "quote": found[1]}


def _plain(title: str) -> str:
    return re.sub(r"[^a-z0-9]", "", title.lower())
