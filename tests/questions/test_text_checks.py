"""What a written text must hold: the same here as in the browser, in bounded time, and satisfiable."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength.questions.service import check_schema
from armslength.questions.text.checks import unmet
from armslength.questions.text.kind import TextSettings
from armslength.questions.text.pattern import MOST_TEXT, BadPattern, read_pattern
from armslength.questions.text.shape import misshapen, sample_of

CASES = json.loads(
    (Path(__file__).resolve().parents[2] / "contracts" / "questions" / "text" / "checks.json").read_text("utf-8")
)
ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "[a-c1]", r"\d", r"\.", "-", r"[\W1]", r"[^\w-]", r"[^\D2]"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.lists(inner, min_size=2, max_size=3).map(lambda ways: f"({'|'.join(ways)})")
        | st.builds("(?:{}){}".format, inner, st.sampled_from(["*", "+", "?", "{2}", "{1,}", "{0,2}"]))
    ),
    max_leaves=8,
)


def asked(raw: dict[str, Any]) -> TextSettings:
    return msgspec.convert(raw, TextSettings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_a_text_meets_or_misses_what_is_asked(case: dict[str, Any]) -> None:
    found = unmet(case["text"], asked(case["settings"]))
    assert [[each.check, each.message] for each in found] == case["unmet"]


@settings(max_examples=300, deadline=None)
@given(pattern=PATTERNS, text=st.text(alphabet="abc1._-", max_size=8), seed=st.integers(0, 99))
def test_a_pattern_means_what_it_means_elsewhere(pattern: str, text: str, seed: int) -> None:
    ours, theirs = read_pattern(pattern), re.compile(pattern, re.DOTALL)
    assert ours.fits(text) == bool(theirs.fullmatch(text))
    made = ours.sample(random.Random(seed))
    assert theirs.fullmatch(made)


def test_no_text_makes_a_pattern_run_away() -> None:
    """Thirty characters of these take Python's own `re` minutes; the steps here are bounded by text times places."""
    for pattern in ("(a*)*b", "(a|a)*b", "(a+)+b", "(a|b)*a(a|b){20}b"):
        assert not read_pattern(pattern).fits("a" * MOST_TEXT)


@pytest.mark.parametrize(("pattern", "most"), [("a*", MOST_TEXT), ("a*a{397}", 10_000)])
def test_what_is_too_long_to_be_compared_is_told_its_length(pattern: str, most: int) -> None:
    demands = asked({"pattern": {"match": pattern, "hint": "Like this"}})
    assert unmet("a" * most, demands) == []
    (wrong,) = unmet("a" * (most + 1), demands)
    assert wrong.message == (
        f"At most {most} characters are compared with the form that is asked for ({most + 1} so far)."
    )


@pytest.mark.parametrize(
    "pattern", ["(", ")", "a**", "a*?", "[", "[]", "[z-a]", "{2}", "a{3,1}", "a{x}", "*", "(?=a)", r"\1", r"\b", "\\",
                "a{4000}", "(((a{9}){9}){9}){9}", "(" * 30, "(((){4000}){4000}){4000}", "a^b"],
)  # fmt: skip
def test_what_is_no_pattern_is_said_in_a_sentence(pattern: str) -> None:
    with pytest.raises(BadPattern, match=r".{10}\.$"):
        read_pattern(pattern)


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ({"pattern": {"match": "(a"}}, "pattern.match"),
        ({"min_words": 5, "max_words": 4}, "max_words"),
        ({"must_contain": ["  "]}, "must_contain[0]"),
        ({"must_contain": ["Source:"], "must_not_contain": ["a", "source:"]}, "must_not_contain[1]"),
        ({"json": {"properties": {"a": {"format": "date"}}}}, "json.properties.a.format"),
        ({"json": {"items": {"enum": [[1]]}}}, "json.items.enum"),
        ({"json": {"required": "a"}}, "json.required"),
        ({"json": {"enum": list(range(501))}}, "json.enum"),
        ({"json": {"maximum": 2**53}}, "json.maximum"),
        ({"json": {"const": "x" * 20_000}}, "json"),
        ({"json": {"items": {"items": {"minLength": 9}, "minItems": 200}, "minItems": 200}}, "json"),
        ({"min_length": 10_001, "pattern": {"match": "a*a{397}"}}, "min_length"),
    ],
)
def test_settings_that_mean_nothing_are_refused_by_name(raw: dict[str, Any], place: str) -> None:
    question = {"name": "q", "kind": "text", "title": "Q", "settings": raw}
    problems = check_schema({"fields": [{"name": "text", "kind": "text"}], "questions": [question]})
    assert [problem.path for problem in problems] == [f"questions[0].settings.{place}"]


SHAPES = st.recursive(
    st.sampled_from([
        {"type": "string", "maxLength": 3}, {"type": "integer", "minimum": 2, "maximum": 4},
        {"type": ["null", "boolean"]}, {"enum": ["a", 1, True, None]}, {"const": 1}, {"type": "number"}, {},
    ]),
    lambda inner: st.builds(lambda each: {"type": "array", "items": each, "minItems": 1}, inner)
    | st.builds(
        lambda one, two: {"type": "object", "properties": {"a": one, "b": two}, "required": ["a"],
                          "additionalProperties": False},
        inner, inner,
    ),
    max_leaves=5,
)  # fmt: skip
VALUES = st.recursive(
    st.sampled_from(["a", "abcd", 1, 1.0, 2.5, 3, True, False, None, 0]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(shape=SHAPES, value=VALUES, seed=st.integers(0, 99))
def test_a_shape_means_what_json_schema_means_by_it(shape: dict[str, Any], value: Any, seed: int) -> None:
    assert check_schema_alone(shape)
    reader = jsonschema.Draft202012Validator(shape)
    for each in (value, sample_of(shape, random.Random(seed))):
        assert (misshapen(json.dumps(each), shape) is None) == reader.is_valid(each), each
    assert reader.is_valid(sample_of(shape, random.Random(seed)))


def check_schema_alone(shape: dict[str, Any]) -> bool:
    question = {"name": "q", "kind": "text", "title": "Q", "settings": {"json": shape}}
    return check_schema({"fields": [{"name": "text", "kind": "text"}], "questions": [question]}) == []
