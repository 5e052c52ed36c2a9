"""Two forms of a text: what tells them apart, and that nobody is named who leaked nothing."""

from __future__ import annotations

import random
from math import isclose

import pytest

from armslength.questions.service import read_schema, wording_of
from armslength.tracing import rules
from armslength.tracing.rules import forms

CONVINCING = 1e-6
ONE = "We do not know why the ferry was late, but the captain said that he would not wait for anybody on the pier."
TWO = ONE.replace("do not know", "don’t know").replace("anybody", "anyone")


def test_a_form_is_recognised_by_words_that_the_other_has_not() -> None:
    found = forms.marks(ONE, TWO)
    assert found.readable and found.places == 2
    for form, text in enumerate((ONE, TWO)):
        for said in (text, text.upper(), text.replace(" ", "\n"), f'{{"x": "{text}"}}'):
            runs = set(forms.in_a_row(rules.words(said).words))
            assert set(found.forms[form]) <= runs and not set(found.forms[1 - form]) & runs
    cut = set(forms.in_a_row(rules.words(" ".join(ONE.split()[:9])).words))
    assert set(found.forms[0]) & cut  # half of it is enough
    assert not forms.marks(ONE, ONE.upper() + " …").readable  # no difference that survives
    assert not forms.marks("Do not.", "Don't.").readable  # too short
    assert len(forms.marks(ONE * 30, TWO * 30).forms[0]) <= forms.MOST_MARKS
    assert forms.difference(ONE, TWO)[1].startswith("We don’t know why")


def test_how_sure_it_is_follows_from_even_draws_alone() -> None:
    assert forms.by_accident(27, 27, 100) < CONVINCING < forms.by_accident(26, 26, 100)
    assert forms.by_accident(34, 34, 10_000) < CONVINCING < forms.by_accident(33, 33, 10_000)
    assert isclose(forms.by_accident(2, 1, 1), 0.75) and forms.by_accident(0, 0, 5) == 1.0
    assert forms.by_accident(5000, 5000, 3) == 0.0 and forms.by_accident(5000, 2500, 3) == 1.0
    assert forms.wanting(0, 0, 100, CONVINCING) == 27 and forms.wanting(20, 20, 100, CONVINCING) == 7
    assert forms.wanting(4000, 1800, 3, CONVINCING) is None and forms.wanting(40, 40, 3, CONVINCING) == 0
    assert forms.in_favour(30, 30) > 27 > 0 > forms.in_favour(30, 15)


@pytest.mark.parametrize(("items", "edited"), [(60, 0.0), (120, 0.1), (400, 0.25)])
def test_who_leaked_is_named_and_nobody_else(items: int, edited: float) -> None:
    """Leaks of one of 100 vendors, some items of which were changed into the other form; and of nobody's."""
    rng, named, accused, nobody = random.Random(f"{items} {edited}"), 0, 0, 0
    for _ in range(60):
        given = [rng.getrandbits(items) for _ in range(100)]
        changed = sum((rng.random() < edited) << at for at in range(items))
        for leaked, guilty in ((given[7] ^ changed, 7), (rng.getrandbits(items), None)):
            agree = [items - (leaked ^ each).bit_count() for each in given]
            found = {at for at, same in enumerate(agree) if forms.by_accident(items, same, 100) < CONVINCING}
            named += guilty in found
            accused += len(found - {guilty})
            nobody += guilty is None
    assert (named, accused, nobody) == (60, 0, 60)


def test_an_innocent_vendor_is_named_as_rarely_as_promised() -> None:
    """The promise itself, exactly: over all ways the draws can fall, not over a sample of them."""
    for read in (27, 60, 200):
        for vendors in (1, 30):
            least = next(agree for agree in range(read + 2) if forms.by_accident(read, agree, vendors) < CONVINCING)
            assert vendors * forms.by_accident(read, least, 1) < CONVINCING or least > read


def test_fields_whose_exact_words_matter_keep_them() -> None:
    span = {"labels": [{"id": "a", "title": "A"}]}
    fields = [
        {"name": name, "kind": "text"} for name in ("text", "marked", "draft", "cited", "rated")
    ] + [{"name": "source", "kind": "code"}]  # fmt: skip
    questions = [
        {"name": "tone", "kind": "choice", "title": "Tone", "settings": {"options": [{"id": "text", "title": "x"}]}},
        {"name": "marks", "kind": "spans", "title": "Marks", "settings": {"field": "marked", **span}},
        {"name": "better", "kind": "text", "title": "Better", "settings": {"rewrite_of": {"field": "draft"}}},
        {"name": "facts", "kind": "claims", "title": "Facts", "settings": {"field": "x", "evidence_fields": ["cited"]}},
        {"name": "grade", "kind": "rubric", "title": "Grade", "settings": {"field": "rated"}},
    ]
    schema = read_schema({"fields": fields, "questions": questions})
    assert {each.name: wording_of(schema, each.name).may for each in schema.fields} == {
        "text": "free", "marked": "never", "draft": "never", "cited": "never", "rated": "judged", "source": "never",
    }  # fmt: skip
    assert wording_of(schema, "nothing").may == "never" and "Marks" in wording_of(schema, "marked").why
    compared = [{"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}]
    pair = [{"name": "best", "kind": "pairwise", "title": "Best", "settings": {"field": "responses"}}]
    schema = read_schema({"fields": compared, "questions": pair})
    assert [wording_of(schema, each.name).may for each in schema.fields] == ["judged", "judged"]
