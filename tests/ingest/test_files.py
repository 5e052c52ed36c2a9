"""Files of every shape become rows; what is bad is told with its line and its reason; nothing needs much memory."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength.ingest.errors import UnreadableFile
from armslength.ingest.model import BadRow, Format, Row
from armslength.ingest.rules import json_rows
from armslength.ingest.rules.formats import Limits, guess_format, rows

LIMITS = Limits(row_bytes=10_000, row_group_bytes=1 << 30, unpacked_bytes=1_000_000)


def read(data: bytes, format: Format, skip: int = 0, limits: Limits = LIMITS) -> list[Row | BadRow]:
    return list(rows(io.BufferedReader(io.BytesIO(data)), format, limits, skip))  # type: ignore[arg-type]


def values(data: bytes, format: Format, skip: int = 0) -> list[Any]:
    return [row.values if isinstance(row, Row) else (row.line, row.reason) for row in read(data, format, skip)]


@pytest.fixture(params=[1, 3, 7, 64])
def tiny_reads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(json_rows, "READ_BYTES", request.param)
    return


OBJECTS = st.lists(
    st.dictionaries(
        st.text(max_size=5),
        st.recursive(
            st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=8),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
            max_leaves=6,
        ),
        max_size=4,
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(OBJECTS, st.sampled_from([None, 1, 4]), st.booleans(), st.integers(1, 40))
def test_a_json_list_reads_as_json_does(objects: list[Any], indent: int | None, ascii: bool, step: int) -> None:
    data = json.dumps(objects, indent=indent, ensure_ascii=ascii).encode()
    before, json_rows.READ_BYTES = json_rows.READ_BYTES, step
    try:
        assert values(data, "json") == objects
    finally:
        json_rows.READ_BYTES = before


@settings(max_examples=100, deadline=None)
@given(OBJECTS, st.integers(0, 3))
def test_json_lines_read_and_resume(objects: list[Any], skip: int) -> None:
    data = b"\n".join(json.dumps(each).encode() for each in objects)
    assert values(data, "jsonl") == objects
    assert values(data, "jsonl", skip) == objects[skip:]


def test_lines_are_counted_as_an_editor_does() -> None:
    data = b'\n\n{"a": 1}\n\n[2]\n{"a": 3}'
    assert [(row.line, type(row)) for row in read(data, "jsonl")] == [(3, Row), (5, BadRow), (6, Row)]
    data = b'[\n  {\n  "a": 1\n  },\n\n  {"a": 2}, 3,\n {"a": 4}\n]\n'
    assert [(row.line, type(row)) for row in read(data, "json")] == [(2, Row), (6, Row), (6, BadRow), (7, Row)]


@pytest.mark.usefixtures("tiny_reads")
def test_a_bad_element_does_not_spoil_its_neighbours() -> None:
    data = b'[{"a": 1}, {"a": tru}, {"a": "]},{"}, , {"a": "\\\\\\""}, {"a": 5}]'
    assert values(data, "json") == [
        {"a": 1},
        (1, "The row is not JSON: invalid character, near byte 11 of the row."),
        {"a": "]},{"},
        (1, "The row is not JSON: it ends too early."),
        {"a": '\\"'},
        {"a": 5},
    ]


@pytest.mark.usefixtures("tiny_reads")
def test_a_huge_element_is_skipped_in_constant_memory() -> None:
    huge = b'{"a": "' + b'x\\\\\\"' * 5_000 + b'"}'
    data = b'[{"b": 1},\n' + huge + b',\n{"b": 2}]'
    assert values(data, "json") == [{"b": 1}, (2, "The row is longer than 10,000 bytes."), {"b": 2}]


def test_bare_texts_are_rows_of_one_column() -> None:
    assert values(b'"one"\n"two"\n', "jsonl") == [{"text": "one"}, {"text": "two"}]
    assert values(b'["one", "two"]', "json") == [{"text": "one"}, {"text": "two"}]


def test_a_huge_line_is_skipped() -> None:
    data = b'{"b": 1}\n{"a": "' + b"x" * 50_000 + b'"}\n{"b": 2}\n'
    assert values(data, "jsonl") == [{"b": 1}, (2, "The row is longer than 10,000 bytes."), {"b": 2}]
    exact = b'{"a":"' + b"x" * (10_000 - 8) + b'"}'
    assert len(exact) == 10_000
    assert len(values(exact + b"\n" + exact, "jsonl")) == 2
    assert all(isinstance(row, Row) for row in read(exact + b"\n" + exact, "jsonl"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"a": 1', "The row is not JSON: it ends too early."),
        (b'{"a": NaN}', "The row is not JSON: it says NaN or Infinity; write null instead."),
        (b"7", 'The row is a number; it must be an object such as {"prompt": "…"}.'),
        (b"null", 'The row is null; it must be an object such as {"prompt": "…"}.'),
        (
            b'{"a": "caf\xe9"}',
            "Byte 11 of the row (0xe9) is not UTF-8: the file looks like Latin-1; save it as UTF-8.",
        ),
        (b"[" * 4_000 + b"]" * 4_000, "The row is nested too deeply."),
        (
            b'{"a": "x\\ud83d y", "b": 1}',
            "The row is not JSON: \\ud83d is half of a character, as where a text was cut; write the whole one.",
        ),
        (
            b'{"a": "\\ud83d\\ude00 \\ude00"}',
            "The row is not JSON: \\ude00 is half of a character, as where a text was cut; write the whole one.",
        ),
    ],
)
def test_bad_lines_say_why(line: bytes, reason: str) -> None:
    found = values(b'{"a": 0}\n' + line + b"\n" + b'{"a": 2}', "jsonl")
    assert found == [{"a": 0}, (2, reason), {"a": 2}]


@pytest.mark.parametrize("format", ["jsonl", "json", "csv"])
@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("a,b\n1,2".encode("utf-16"), "UTF-16"),
        ("a,b\n1,2".encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04....", "Excel"),
        (b"PAR1xxxx", "Parquet"),
    ],
)
def test_files_that_are_not_text_are_named(data: bytes, word: str, format: Format) -> None:
    with pytest.raises(UnreadableFile, match=word):
        read(data, format)


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert values(b'\xef\xbb\xbf{"a": 1}', "jsonl") == [{"a": 1}]
    assert values(b'\xef\xbb\xbf[{"a": 1}]', "json") == [{"a": 1}]
    assert values(b"\xef\xbb\xbfa,b\n1,2\n", "csv") == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    "data", [b'[{"a": 1}', b'[{"a": 1},', b'[{"a": "x', b'[{"a": 1}] {"b": 2}', b'{\n "a": 1\n', b""]
)
def test_a_list_that_is_none_or_is_cut_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(data, "json")


def test_names_that_lie_about_json_are_forgiven() -> None:
    assert values(b'{"a": 1}\n{"a": 2}\n', "json") == [{"a": 1}, {"a": 2}]
    assert values(b'[{"a": 1},\n{"a": 2}]', "jsonl") == [{"a": 1}, {"a": 2}]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            *[st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\x00"), max_size=9)] * 3
        ),
        max_size=8,
    ),
    st.sampled_from(",;\t"),
)
def test_csv_reads_as_it_was_written(table: list[tuple[str, ...]], separator: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([("one", "two", "three"), *table])
    found = values(text.getvalue().encode(), "csv")
    assert found == [dict(zip(("one", "two", "three"), (cell or None for cell in row), strict=True)) for row in table]


def test_csv_lines_are_where_a_row_begins() -> None:
    data = b'a,b\n1,"x\ny\nz"\n\n2,w\n3\n4,5,6\n7,8\n'
    assert [(row.line, type(row)) for row in read(data, "csv")] == [
        (2, Row), (6, Row), (7, BadRow), (8, BadRow), (9, Row),
    ]  # fmt: skip
    assert values(data, "csv", 1)[1] == (7, "The row has 1 cells; the header has 2.")


def test_csv_keeps_formulas_and_nul_and_tells_latin_1() -> None:
    data = b"a,b\n=1+1,@x\n\x00,-2\ncaf\xe9,3\n"
    assert values(data, "csv") == [
        {"a": "=1+1", "b": "@x"},
        {"a": "\x00", "b": "-2"},
        (4, "Column 'a' is not UTF-8: the file looks like Latin-1; save it as UTF-8."),
    ]


def test_tables_of_marked_errors_have_tabs_and_no_quotes_and_a_note_behind_their_header() -> None:
    data = b'rater\tsource\ttarget\tcategory\tseverity\t# a note\nr1\t"Yes," she\t"<v>Ja</v>"\tFluency\tMinor\n'
    assert values(data, "csv") == [
        {"rater": "r1", "source": '"Yes," she', "target": '"<v>Ja</v>"', "category": "Fluency", "severity": "Minor"}
    ]
    assert values(b'a\tb\n"1"\t2\n', "csv") == [{"a": "1", "b": "2"}]


def test_csv_with_an_open_quotation_mark_is_told_and_not_swallowed() -> None:
    data = b'a,b\n1,"open\n' + b"x,y\n" * 4_000 + b'5,"closed"\n'
    found = read(data, "csv")
    assert isinstance(found[0], BadRow) and found[0].line == 2 and "quotation mark" in found[0].reason
    assert isinstance(found[-1], Row) and found[-1].values == {"a": "5", "b": "closed"}


def test_csv_with_a_quotation_mark_that_is_open_to_the_end_is_told() -> None:
    assert values(b'a,b\n1,2\n3,"open\n5,6\n', "csv") == [
        {"a": "1", "b": "2"},
        (3, "A quotation mark is not closed: everything behind it would be one cell."),
    ]
    assert values(b'a,b\n1,"closed"', "csv") == [{"a": "1", "b": "closed"}]
    with pytest.raises(UnreadableFile, match="not closed"):
        read(b'a,"b\n1,2\n', "csv")


def test_csv_with_a_huge_line_goes_on_after_it() -> None:
    data = b"a,b\n1," + b"x" * 30_000 + b"\n2,3\n"
    assert values(data, "csv") == [(2, "The row is longer than 10,000 bytes."), {"a": "2", "b": "3"}]


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"", "empty"), (b"\n1,2\n", "empty"), (b"caf\xe9,b\n", "Latin-1"), (b"x" * 20_000, "header")],
)  # fmt: skip
def test_a_csv_header_must_be_one(data: bytes, word: str) -> None:
    with pytest.raises(UnreadableFile, match=word):
        read(data, "csv")


def test_columns_of_one_name_are_told_apart() -> None:
    assert values(b"a,a,a_2,a\n0,1,2,3\n", "csv") == [{"a": "0", "a_3": "1", "a_2": "2", "a_4": "3"}]


def test_objects_may_stand_one_after_the_other_over_many_lines() -> None:
    data = b'{\n "a": "}{",\n "b": [{}]\n}\n{"a":\n2}{"a": 3}\n{"a": oh}\n{"b":"' + b"x" * 10_000 + b'"}\n{"a": 5}\n'
    for text in (data, data.replace(b"{\n", b"{\n ", 1)):
        found = read(text, "json")
        assert [row.line for row in found] == [1, 5, 6, 7, 8, 9]
        assert [row.values for row in found if isinstance(row, Row)] == [
            {"a": "}{", "b": [{}]}, {"a": 2}, {"a": 3}, {"a": 5},
        ]  # fmt: skip
    assert [row.line for row in read(data, "json", 4)] == [8, 9]
    assert values(b'{\n"a": 1\n}\n', "jsonl") == [{"a": 1}]
    with pytest.raises(UnreadableFile, match="cut off"):
        read(b'{\n"a": {"b": 1}\n', "json")


def test_a_nameless_column_gets_a_name() -> None:
    assert values(b",a\n0,x\n", "csv") == [{"column_1": "0", "a": "x"}]


@pytest.mark.parametrize(
    ("format", "data"), [("jsonl", b'{"a": "1"}\n' * 3), ("csv", b"a\n1\n1\n1\n"), ("json", b'[{"a":"1"}]')]
)
def test_text_may_come_compressed(format: Format, data: bytes) -> None:
    assert values(gzip.compress(data), format) == values(data, format)


def test_a_decompression_bomb_is_refused() -> None:
    bomb = gzip.compress((b'{"a": "' + b"x" * 5_000 + b'"}\n') * 400)
    assert len(bomb) < 20_000
    with pytest.raises(UnreadableFile, match="unpacks to more"):
        read(bomb, "jsonl")


def test_a_cut_archive_keeps_what_came_before() -> None:
    packed = gzip.compress(b"".join(b'{"a": %d}\n' % (n * 7919 % 10007) for n in range(30_000)))
    cut = rows(io.BufferedReader(io.BytesIO(packed[:-2000])), "jsonl", LIMITS)  # type: ignore[arg-type]
    seen = 0
    with suppress(UnreadableFile):
        for row in cut:
            seen = row.line
    assert 10_000 < seen < 30_000


def parquet(table: pa.Table, **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def test_parquet_rows_come_with_their_number_and_resume_by_row_group() -> None:
    data = parquet(pa.table({"a": list(range(2_500)), "b": [f"t{n}" for n in range(2_500)]}), row_group_size=700)
    found = read(data, "parquet")
    assert [row.line for row in found] == list(range(1, 2_501))
    assert found[1234] == Row(1235, {"a": 1234, "b": "t1234"})
    for skip in (0, 1, 699, 700, 701, 2_499, 2_500, 3_000):
        assert read(data, "parquet", skip) == found[skip:]


def test_parquet_values_become_json() -> None:
    import datetime as dt
    from decimal import Decimal

    table = pa.table(
        {
            "day": [dt.date(2026, 1, 2)], "at": [dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC)], "price": [Decimal("1.50")],
            "list": [[{"role": "user", "content": "hi"}]], "none": [None], "raw": [b"\x00"],
        }
    )  # fmt: skip
    (row,) = read(parquet(table), "parquet")
    assert isinstance(row, Row)
    assert row.values == {
        "day": "2026-01-02", "at": "2026-01-02T03:00:00Z", "price": "1.50",
        "list": [{"role": "user", "content": "hi"}], "none": None, "raw": b"\x00",
    }  # fmt: skip


@pytest.mark.parametrize("keep", [0, 3, 100, -1, -9])
def test_a_damaged_parquet_file_is_unreadable(keep: int) -> None:
    data = parquet(pa.table({"a": list(range(1000))}))
    with pytest.raises(UnreadableFile):
        read(data[:keep], "parquet")


def test_a_parquet_file_of_one_giant_row_group_is_refused() -> None:
    data = parquet(pa.table({"a": list(range(100_000))}))
    with pytest.raises(UnreadableFile, match="smaller row groups"):
        read(data, "parquet", limits=Limits(10_000, 10_000, 1_000_000))


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.jsonl", "jsonl"), ("A.JSONL.GZ", "jsonl"), ("a.ndjson", "jsonl"), ("a.json", "json"), ("a.tsv.gz", "csv"),
     ("a.parquet", "parquet"), ("a.exe", None), ("noending", None)],
)  # fmt: skip
def test_the_name_says_the_format(name: str, format: Format | None) -> None:
    assert guess_format(name) == format
