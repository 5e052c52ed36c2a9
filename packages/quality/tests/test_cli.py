"""Files, the command line and the report, as somebody without a server uses them."""

import csv
import gzip
import json
from html.parser import HTMLParser

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from armslength_quality import (
    Answers,
    BadTable,
    Columns,
    agreement_on,
    read_answers,
    read_beside,
    read_gold,
    read_label_sets,
    read_texts,
)
from armslength_quality.cli import main
from armslength_quality.commands.given import MODELS

ROWS = [
    ("q1", "ada", "yes"), ("q1", "bob", "yes"), ("q2", "ada", "no"), ("q2", "bob", "yes"), ("q3", "ada", "no"),
    ("q3", "bob", "no"), ("q4", "ada", "maybe"), ("q4", "bob", "no"),
]  # fmt: skip
HEADER = "item,worker,label\n"


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(HEADER + "".join(f"{','.join(row)}\n" for row in ROWS))
    return path


def test_csv_gzip_and_parquet_are_one_table(answers, tmp_path):
    packed, columnar = tmp_path / "answers.csv.gz", tmp_path / "answers.parquet"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + answers.read_bytes()))
    item, worker, label = zip(*ROWS, strict=True)
    parquet.write_table(pa.table({"who": worker, "q": item, "said": label}), columnar)
    digests = {
        read_answers(answers).digest(), read_answers(packed).digest(), Answers.from_rows(ROWS).digest(),
        read_answers(columnar, Columns("q", "who", "said")).digest(),
    }  # fmt: skip
    assert len(digests) == 1


def test_numbers_are_sorted_as_numbers_and_whole_ones_of_parquet_have_no_point(tmp_path):
    path = tmp_path / "answers.parquet"
    parquet.write_table(pa.table({"item": [1.0, 1.0], "worker": [1, 2], "label": [10, 9]}), path)
    assert read_answers(path).categories == ("9", "10")
    assert read_answers(path, scale="interval").categories == (9.0, 10.0)
    assert read_answers(path).items == ("1",)


@pytest.mark.parametrize(
    ("text", "how", "said"),
    [
        ("item,worker\nq1,ada\n", {}, "line 1, column 'label': there is no such column; it has 'item', 'worker'"),
        ("item,item,worker,label\n", {}, "line 1, column 'item': there are several such columns"),
        ("", {}, "line 1, column 'item': there is no such column; it has none"),
        (HEADER, {}, "there is no answer in it"),
        (HEADER + "q1,ada,yes\n\nq1,,no\n", {}, "line 4, column 'worker': the cell is empty"),
        (HEADER + "q1,ada\n", {}, "line 2: 2 cells, and 3 columns in the first line"),
        (HEADER + 'q1,ada,"yes\n', {}, "this is not CSV"),
        (HEADER + "q1,ada,yes\nq1,ada,no\n", {}, "line 3, column 'worker': 'ada' answered item 'q1' before, in line 2"),
        (HEADER + "q1,ada,3\nq1,bob,high\n", {"scale": "ordinal"}, "line 3, column 'label': 'high' is not a number"),
        (HEADER + "q1,ada,nan\n", {"scale": "ratio"}, "line 2, column 'label': 'nan' is not a number"),
        (HEADER + "q1,ada,top\n", {"order": ["low", "high"]}, "line 2, column 'label': 'top' is not in the order"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, text, how, said):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(BadTable) as error:
        read_answers(path, **how)
    assert str(path) in str(error.value)
    assert said in str(error.value)


def test_files_that_are_none(tmp_path):
    for name, content in (("latin.csv", HEADER.encode() + b"q1,ada,\xe9\n"), ("a.parquet", b"no"), ("a.csv.gz", b"no")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadTable, match=name):
            read_answers(tmp_path / name)
    for name, said in (("none.csv", "no such file"), ("latin.txt", "no such file")):
        with pytest.raises(BadTable, match=said):
            read_answers(tmp_path / name)
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(BadTable, match=r"only \.csv"):
        read_answers(tmp_path / "a.txt")
    (tmp_path / "gold.csv").write_text("item,label\nq1,yes\nq1,no\n")
    with pytest.raises(BadTable, match="line 3, column 'item': item 'q1' was named before"):
        read_gold(tmp_path / "gold.csv")


def test_which_of_two_answers_stands(tmp_path):
    path = tmp_path / "again.csv"
    path.write_text(HEADER + "q1,ada,yes\nq1,ada,no\nq1,bob,no\n")
    assert read_answers(path, repeated="first").digest() != read_answers(path, repeated="last").digest()
    assert read_answers(path, repeated="last").categories == ("no",)


def test_agree_says_what_the_library_says(answers, capsys):
    assert main(["agree", str(answers), "--json", "--resamples", "200", "--seed", "3"]) == 0
    said = json.loads(capsys.readouterr().out)
    expected = agreement_on(read_answers(answers), rng=np.random.default_rng(3), resamples=200)
    assert [(one["method"], one["value"], one["low"]) for one in said] == [
        (one.method, one.value, one.low) for one in expected
    ]
    assert main(["agree", str(answers), "--scale", "ordinal", "--order", "no,maybe,yes"]) == 0
    assert "Krippendorff's alpha, ordinal" in capsys.readouterr().out


def test_an_error_is_one_line_and_ends_with_two(answers, capsys):
    for arguments, said in (
        (["agree", str(answers), "--label", "lable"], "column 'lable': there is no such column"),
        (["agree", str(answers), "--order", "a,a"], "names a label twice"),
        (["report", str(answers), "--model", "majority", "--out", str(answers / "x")], "Not a directory"),
    ):
        assert main(arguments) == 2
        heard = capsys.readouterr()
        assert said in heard.err
        assert heard.err.count("\n") == 1
        assert not heard.out


def test_fit_writes_items_and_people_and_pins_gold(answers, tmp_path, capsys):
    gold, out, people = tmp_path / "gold.csv", tmp_path / "truth.csv", tmp_path / "people.csv"
    gold.write_text("item,label\nq2,yes\n")
    assert (
        main(
            [
                "fit",
                str(answers),
                "--model",
                "majority",
                "--gold",
                str(gold),
                "--out",
                str(out),
                "--people",
                str(people),
            ]
        )
        == 0
    )
    rows = {row["item"]: row for row in csv.DictReader(out.open())}
    assert (rows["q2"]["label"], rows["q2"]["probability"], rows["q2"]["p:yes"]) == ("yes", "1", "1")
    assert (rows["q4"]["label"], rows["q4"]["tie"]) == ("", "yes")
    assert {row["worker"] for row in csv.DictReader(people.open())} == {"ada", "bob"}
    assert main(["fit", str(answers), "--model", "majority"]) == 0
    assert capsys.readouterr().out.startswith("item,label,probability,tie,answers,p:maybe,p:no,p:yes\n")


def test_every_model_can_be_asked_and_one_that_cannot_say_ends_with_two(answers, tmp_path, capsys):
    for model in MODELS:
        assert main(["fit", str(answers), "--model", model]) == 0
        assert "q1,yes," in capsys.readouterr().out
    alone = tmp_path / "alone.csv"
    alone.write_text(HEADER + "q1,ada,yes\nq2,ada,no\n")
    assert main(["fit", str(alone)]) == 2
    heard = capsys.readouterr()
    assert "no overlap" in heard.err
    assert "q1,,,no,1,," in heard.out


def test_gold_of_grades_is_read_as_grades(tmp_path, capsys):
    grades, gold = tmp_path / "grades.csv", tmp_path / "gold.csv"
    grades.write_text(HEADER + "q1,ada,1\nq1,bob,2\nq2,ada,2\n")
    gold.write_text("item,label\nq1,2\n")
    assert main(["fit", str(grades), "--scale", "ordinal", "--model", "majority", "--gold", str(gold)]) == 0
    assert "q1,2,1,no,2,0,1\n" in capsys.readouterr().out


class _Page(HTMLParser):
    """Which elements a page has, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.links = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data):
        self.text.append(data)


def test_the_report_is_one_file_whose_names_are_text(tmp_path):
    hostile = "<script>alert(1)</script>"
    path, out, again = tmp_path / "answers.csv", tmp_path / "report.html", tmp_path / "again.html"
    rows = [
        (f"q{k}", who, hostile if (k + n) % 3 else "plain") for k in range(8) for n, who in enumerate(("ada", hostile))
    ]
    path.write_text(HEADER + "".join(f"{','.join(row)}\n" for row in rows))
    for target in (out, again):
        assert main(["report", str(path), "--out", str(target), "--resamples", "100", "--title", hostile]) == 0
    assert out.read_bytes() == again.read_bytes()
    page = _Page(out.read_text())
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not page.links
    assert "svg" in page.tags
    assert hostile in page.text
    for question in ("How far do people agree?", "Which labels are mixed up?", "How good is each person?",
                     "Which items divide them?"):  # fmt: skip
        assert question in page.text


def test_a_report_of_little_and_of_much(tmp_path):
    little, out = tmp_path / "one.csv", tmp_path / "report.html"
    little.write_text(HEADER + "q1,ada,yes\n")
    assert main(["report", str(little), "--out", str(out)]) == 0
    page = out.read_text()
    assert "No item has two answers to compare." in page
    assert "Nobody says anything else than another of the same item." in page
    much = tmp_path / "much.csv"
    rows = [f"q{k},w{(k + n) % 70},label {(k * (n + 1)) % 14}\n" for k in range(210) for n in range(2)]
    much.write_text(HEADER + "".join(rows))
    assert main(["report", str(much), "--out", str(out), "--resamples", "100"]) == 0
    page = out.read_text()
    assert "The 60 with most answers are drawn, of 70." in page
    assert "The 12 labels used most are drawn, of 14." in page


def test_fit_takes_numbers_sets_and_texts(tmp_path, capsys):
    path, people, gold = tmp_path / "said.csv", tmp_path / "people.csv", tmp_path / "gold.csv"
    path.write_text(HEADER + "q1,ada,1\nq1,bob,2\nq1,cy,9\nq2,ada,4\nq2,bob,5\nq2,cy,6\n")
    gold.write_text("item,label\nq2,5.5\n")
    for model, value in (("mean", "4"), ("median", "2"), ("trimmed", "4")):
        options = ["--scale", "interval", "--model", model, "--gold", str(gold), "--people", str(people)]
        assert main(["fit", str(path), *options]) == 0
        rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
        assert [(row["item"], row["value"]) for row in rows] == [("q1", value), ("q2", "5.5")]
    assert {row["worker"] for row in csv.DictReader(people.open())} == {"ada", "bob", "cy"}

    gold.write_text("item,label\nq2,five\n")
    assert main(["fit", str(path), "--scale", "interval", "--gold", str(gold)]) == 2
    assert "gold.csv, line 2, column 'label': 'five' is not a number" in capsys.readouterr().err

    path.write_text(HEADER + "q1,ada,red;blue\nq1,bob,red\nq2,ada,\nq2,bob,blue\nq2,cy,blue\n")
    assert main(["fit", str(path), "--scale", "set"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [(row["item"], row["labels"], row["answers"]) for row in rows] == [("q1", "red", "2"), ("q2", "blue", "3")]
    assert float(rows[0]["p:red"]) > 0.5 > float(rows[1]["p:red"])

    path.write_text(HEADER + "q1,ada,the cat sat\nq1,bob,the cat sat\nq1,cy,a cat sat\n")
    for model in ("rover", "medoid"):
        assert main(["fit", str(path), "--scale", "text", "--model", model]) == 0
        assert "q1,the cat sat," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--scale", "text", "--model", "glad"], "--model glad is not for --scale text: medoid, rover."),
        (["--scale", "set", "--separator", ""], "--separator must not be empty."),
        (["--scale", "interval"], "line 2, column 'label': 'yes' is not a number"),
    ],
)
def test_fit_refuses_what_does_not_go_together(answers, capsys, options, said):
    assert main(["fit", str(answers), *options]) == 2
    assert said in capsys.readouterr().err


def test_columns_beside_the_label(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("item,worker,label,at\nq1,ada,a b,2026-01-31T12:00:00Z\nq2,ada,,2026-01-31T13:00:00+01:00\n")
    moments = read_beside(path, Columns(), "at")
    assert moments == {("q1", "ada"): 1769860800.0, ("q2", "ada"): 1769860800.0}
    assert [each.text for each in read_texts(path).rows] == ["a b", ""]
    assert [each.labels for each in read_label_sets(path, separator=" ").sets] == [{"a", "b"}, frozenset()]
    path.write_text("item,worker,label,at\nq1,ada,a,yesterday\n")
    with pytest.raises(BadTable, match="line 2, column 'at': 'yesterday' is neither a number nor a date"):
        read_beside(path, Columns(), "at")


def test_detect_sees_in_time_what_labels_alone_do_not_show(tmp_path, capsys):
    """Eve answers at random and in no time after a while; a new guideline makes everybody else disagree."""
    rng = np.random.default_rng(11)
    lines = ["item,worker,label,at,seconds,guideline"]
    for k in range(240):
        late = k >= 120
        for who in ("ada", "bob", "cy", "dan", "eve"):
            right = 0.95 if not late else 0.6 if who != "eve" else 1 / 3
            label = "abc"[k % 3] if rng.random() < right else "abc"[rng.integers(3)]
            took = 2 if who == "eve" and late else 30 + 5 * rng.random()
            lines.append(f"q{k},{who},{label},{k},{took:.1f},{1 + late}")
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(lines) + "\n")
    assert main(["detect", str(path)]) == 0
    alone = capsys.readouterr().out
    assert main(["detect", str(path), "--when", "at", "--seconds", "seconds", "--version", "guideline"]) == 0
    found = capsys.readouterr().out
    assert "eve: much faster than others on the same items" in found
    assert "eve: agreement with others has changed" in found
    assert "1 and 2: less agreement, or less that is right, under a newer guideline" in found
    assert "newer guideline" not in alone
    assert "faster" not in alone


def test_the_report_draws_whether_it_is_right_as_often_as_it_is_sure(tmp_path):
    rng = np.random.default_rng(5)
    path, gold, out = tmp_path / "answers.csv", tmp_path / "gold.csv", tmp_path / "report.html"
    said = [f"q{k},w{n},{'ab'[(k % 2) ^ int(rng.random() < 0.25)]}\n" for k in range(120) for n in range(3)]
    path.write_text(HEADER + "".join(said))
    gold.write_text("item,label\n" + "".join(f"q{k},{'ab'[k % 2]}\n" for k in range(60)))
    assert main(["report", str(path), "--gold", str(gold), "--out", str(out), "--resamples", "50"]) == 0
    page = out.read_text()
    assert "On the 60 items whose label is known" in page
    assert 'class="curve"' in page
    assert main(["report", str(path), "--out", str(out), "--resamples", "50"]) == 0
    assert 'class="curve"' not in out.read_text(), "nothing is known"
