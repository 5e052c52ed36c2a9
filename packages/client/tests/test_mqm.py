"""Errors that others marked become suggestions, as the label schema calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from armslength_client.errors import ArmslengthClientError
from armslength_client.mqm import read_marked

SCHEMA = {
    "questions": [
        {"name": "tone", "kind": "choice", "settings": {}},
        {
            "name": "errors", "kind": "errors",
            "settings": {
                "fields": ["target", "source"], "comments": True,
                "severities": [{"id": "minor", "title": "Minor", "weight": 1}],
                "categories": [
                    {"id": "fluency", "title": "Fluency", "categories": [
                        {"id": "punctuation", "title": "Punctuation", "weights": {"minor": 0.1}}]},
                    {"id": "style", "title": "Style, awkward"},
                ],
            },
        },
    ]
}  # fmt: skip
HEADER = ("system", "doc", "seg_id", "rater", "source", "target", "category", "severity", "comment")


def table(folder: Path, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Path:
    file = folder / "marked.tsv"
    file.write_text("\n".join("\t".join(row) for row in (header, *rows)) + "\n", encoding="utf-8")
    return file


def test_errors_of_one_text_are_one_suggestion_of_each_rater(tmp_path: Path) -> None:
    text = ("A", "talk", "1")
    file = table(
        tmp_path,
        (*text, "r1", "Go \U0001f600 on!", "Geh \U0001f600 <v>weiter</v>!", "Style/Awkward", "Minor", "stiff"),
        (*text, "r1", "Go \U0001f600 on!", "Geh \U0001f600 weiter<v>!</v>", "Fluency/Punctuation", "Minor", ""),
        (*text, "r2", "Go \U0001f600 on!", "Geh \U0001f600 weiter!", "No-error", "No-error", ""),
    )
    marked = read_marked(file, SCHEMA, question=None, external_id=None)
    assert (marked.problems, sorted(marked.rows)) == ([], ["r1", "r2"])
    line, row = marked.rows["r1"]["A/talk/1"]
    assert (line, row["external_id"]) == (2, "A/talk/1")
    assert row["answers"]["errors"]["item"]["value"]["errors"] == [
        {"field": "target", "start": 6, "end": 12, "quote": "weiter", "category": "style", "severity": "minor",
         "weight": 1, "comment": "stiff"},
        {"field": "target", "start": 12, "end": 13, "quote": "!", "category": "punctuation", "severity": "minor",
         "weight": 0.1},
    ]  # fmt: skip
    assert marked.rows["r2"]["A/talk/1"][1]["answers"]["errors"]["item"]["value"] == {"errors": []}


def test_what_the_question_does_not_know_is_told_with_its_line(tmp_path: Path) -> None:
    text = ("A", "talk", "1", "r1", "Go")
    file = table(
        tmp_path,
        (*text, "<v>Geh</v>", "Fluency/Register", "Minor", ""),
        (*text, "<v>Geh</v>", "Locale", "Minor", ""),
        (*text, "<v>Geh</v>", "Style/Awkward", "Critical", ""),
        (*text, "Geh", "Style/Awkward", "Minor", ""),
    )
    marked = read_marked(file, SCHEMA, question="errors", external_id="{seg_id}")
    assert [(line, field) for line, field, _ in marked.problems] == [(3, "category"), (4, "severity"), (5, "target")]
    (said,) = marked.rows["r1"]["1"][1]["answers"]["errors"]["item"]["value"]["errors"]
    assert said["category"] == "fluency"  # the nearest that there is


@pytest.mark.parametrize(
    ("header", "question", "external_id"), [(HEADER, "tone", None), (HEADER, None, "{none}"), (HEADER[:-2], None, None)]
)
def test_a_table_or_a_question_of_another_kind_is_refused(
    tmp_path: Path, header: tuple[str, ...], question: str | None, external_id: str | None
) -> None:
    file = table(
        tmp_path, ("A", "talk", "1", "r1", "Go", "Geh", "No-error", "No-error", "")[: len(header)], header=header
    )
    with pytest.raises(ArmslengthClientError):
        read_marked(file, SCHEMA, question=question, external_id=external_id)
