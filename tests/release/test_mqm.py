"""Marked errors as tables of the WMT."""

from __future__ import annotations

import csv
import io
from typing import Any

from tests.frozen import ENTITIES, MARKED, answered, record, written

from armslength.release.formats.registry import FORMATS
from armslength.release.model import Recipe

RAW = {"source": "He sings loudly.", "target": "Er\tsingt 🎻 Lieder.\n"}
ALL = Recipe(truth="all")


def error(field: str, quote: str, category: str, severity: str = "minor", **more: Any) -> dict[str, Any]:
    start = RAW[field].index(quote)
    place = {"start": start, "end": start + len(quote), "quote": quote, "field": field}
    return {**place, "category": category, "severity": severity, "weight": 5 if severity == "major" else 1, **more}


def table(answers: list[Any], recipe: Recipe, raw: dict[str, str] = RAW) -> tuple[list[dict[str, str]], list[str]]:
    """As the sets are read: by tabs, without quotes."""
    files, dropped = written("mqm", MARKED, [record(MARKED, raw, answers, recipe)], recipe)
    lines = io.StringIO(files[""].decode(), newline="\n")
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)), dropped


def test_an_error_is_a_line_with_its_stretch_marked_where_it_stands() -> None:
    omission = error("source", "loudly", "omission", "major", comment="left\tout")
    said = [error("target", "Lieder", "style"), omission]
    rows, dropped = table([{"errors": answered({"errors": said})}, {"errors": answered({"errors": []})}], ALL)
    assert dropped == []
    assert [(row["source"], row["target"], row["category"], row["severity"], row["comment"]) for row in rows] == [
        ("He sings loudly.", "Er singt 🎻 <v>Lieder</v>. ", "Style", "Minor", ""),
        ("He sings <v>loudly</v>.", "Er singt 🎻 Lieder. ", "Accuracy/Omission", "Major", "left out"),
        ("He sings loudly.", "Er singt 🎻 Lieder. ", "No-error", "No-error", ""),
    ]
    assert [row["rater"] for row in rows] == ["p-1", "p-1", "p-2"]
    assert list(rows[0]) == [
        "system", "doc", "doc_id", "seg_id", "rater", "source", "target", "category", "severity", "comment",
    ]  # fmt: skip


def test_a_majority_is_a_rater_of_its_own() -> None:
    given = [{"errors": answered({"errors": [error("target", "Lieder", "style")]})} for _ in range(2)]
    rows, _ = table([*given, {"errors": answered({"errors": []})}], Recipe())
    assert [(row["rater"], row["category"]) for row in rows] == [("majority", "Style")]


def test_what_has_no_place_in_the_table_is_said() -> None:
    answers = [{"errors": answered({"errors": []})}]
    assert table(answers, ALL, {**RAW, "source": "a <v> b"}) == ([], ["a text that holds <v> itself"])
    assert FORMATS["mqm"].why_not(ENTITIES, ALL) == "It needs a question that marks errors in texts, of the whole item."
