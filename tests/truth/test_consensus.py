"""The majority, kind by kind."""

from typing import Any

import pytest

from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema
from armslength.truth.model import Belief, Consensus
from armslength.truth.service import Given, asked, beliefs, consensus, methods

SCHEMA: LabelSchema = read_schema(
    {
        "fields": [
            {"name": "prompt", "kind": "text"},
            {"name": "responses", "kind": "text", "many": True},
        ],
        "questions": [
            {
                "name": "better", "kind": "pairwise", "title": "Better?",
                "settings": {
                    "field": "responses", "allow_tie": True,
                    "strengths": [{"id": n, "title": str(n)} for n in (1, 2, 3)],
                },
            },
            {
                "name": "topic", "kind": "choice", "title": "Topic",
                "settings": {
                    "options": [{"id": each, "title": each} for each in "abc"], "multiple": True, "max": 2,
                    "allow_other": True,
                },
            },
            {
                "name": "sure", "kind": "slider", "title": "How sure?", "required": False,
                "settings": {"min": 0, "max": 100, "step": 5},
            },
            {"name": "size", "kind": "number", "title": "Size", "settings": {"precision": 1}},
            {"name": "born", "kind": "date", "title": "Born", "settings": {"precision": "month"}},
            {
                "name": "order", "kind": "ranking", "title": "Order",
                "settings": {"field": "responses", "allow_not_rankable": True},
            },
            {
                "name": "quality", "kind": "rating", "title": "Quality",
                "target": {"level": "response", "field": "responses"},
            },
            {
                "name": "names", "kind": "spans", "title": "Names",
                "settings": {"field": "prompt", "labels": [{"id": "PER", "title": "Person"}]},
            },
            {"name": "note", "kind": "text", "title": "Note", "required": False},
            {
                "name": "harm", "kind": "flags", "title": "Harm",
                "settings": {
                    "flags": [{"id": each, "title": each} for each in ("insult", "threat", "spam")],
                    "severities": [{"id": n, "title": str(n)} for n in (1, 2, 3)],
                },
            },
        ],
    }
)  # fmt: skip
QUESTIONS = asked(SCHEMA)


def answered(value: Any) -> dict[str, Any]:
    return {"state": "answered", "value": value}


def prefer(winner: str, strength: int) -> dict[str, Any]:
    return {"better": {"item": answered({"verdict": "prefer", "winner": winner, "strength": strength})}}


def span(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "label": "PER", "quote": "Ada Lovelace"[start:end], "field": "prompt"}


def test_those_who_agree_on_the_winner_agree_and_the_middle_strength_is_theirs() -> None:
    vote = consensus(QUESTIONS, [prefer("r1", 1), prefer("r1", 3), prefer("r1", 2), prefer("r2", 3)])["better"]["item"]
    assert vote.value == {"verdict": "prefer", "winner": "r1", "strength": 2}
    assert (vote.share, vote.margin, vote.tie, vote.n) == (0.75, 0.5, False, 4)


def test_a_tie_has_no_value_but_names_its_leaders() -> None:
    vote = consensus(QUESTIONS, [prefer("r2", 1), prefer("r1", 3)])["better"]["item"]
    assert (vote.value, vote.tie, vote.share, vote.margin) == (None, True, 0.5, 0.0)
    assert [leader["winner"] for leader in vote.leaders or []] == ["r1", "r2"]


def together(question: str, *values: Any) -> Consensus:
    return consensus(QUESTIONS, [{question: {"item": answered(value)}} for value in values])[question]["item"]


def chosen(*said: str) -> Consensus:
    return together("topic", *({"selected": list(each)} for each in said))


def ranked(*said: str) -> Consensus:
    return together("order", *({"groups": [list(group.split()) for group in each.split(">")]} for each in said))


def test_of_several_choices_each_option_is_voted_on_by_itself() -> None:
    vote = chosen("ab", "a", "ba")
    assert (vote.value, vote.tie, vote.n, vote.method) == ({"selected": ["a", "b"]}, False, 3, "parts")
    assert (vote.share, vote.margin) == (pytest.approx(5 / 6), pytest.approx(2 / 3))
    written = together("topic", *({"selected": ["b"], "other": said} for said in ("z", "y", "x")))
    assert written.value == {"selected": ["b"], "other": "y"}


@pytest.mark.parametrize(
    ("said", "leading"),
    [
        (("a", "b", "c"), ["a", "b", "c"]),  # nothing chosen is no answer
        (("ab", "bc", "ac"), ["abc"]),  # three stand where two may be chosen
        (("a", "b"), ["a", "b"]),
    ],
)
def test_options_that_together_are_no_answer_are_a_tie(said: tuple[str, ...], leading: list[str]) -> None:
    vote = chosen(*said)
    assert (vote.value, vote.tie, vote.margin) == (None, True, 0.0)
    assert ["".join(leader["selected"]) for leader in vote.leaders or []] == leading
    assert believed("topic", *({"selected": list(each)} for each in said)).value is None


def test_an_option_that_half_chose_is_left_open() -> None:
    assert (chosen("ab", "a").value, chosen("ab", "a").tie) == ({"selected": ["a"]}, True)


def test_numbers_come_to_the_middle_one_and_an_even_count_to_halfway_on_the_steps_there_are() -> None:
    sure = [together("sure", *({"position": at} for at in said)) for said in ((70, 75, 80), (70, 75, 80, 1, 1))]
    assert [(vote.value, vote.tie, vote.method) for vote in sure] == [
        ({"position": 75.0}, False, "median"), ({"position": 70.0}, False, "median"),
    ]  # fmt: skip
    assert (sure[0].share, sure[0].margin) == (pytest.approx(1 / 3), 0.0)
    assert together("sure", {"position": 70}, {"position": 75}).value == {"position": 70.0}  # the lower of two as near
    assert together("sure", {"position": 70}, {"position": 80}).value == {"position": 75.0}
    assert together("size", {"number": 1.2}, {"number": 1.5}).value == {"number": 1.3}
    assert together("size", {"number": -1.5}, {"number": 8.0}, {"number": 1.2}).value == {"number": 1.2}


def test_dates_come_to_a_date_that_there_is() -> None:
    born = [{"date": each} for each in ("2023-10", "2024-02", "2023-12", "2024-03")]
    assert together("born", *born).value == {"date": "2024-01"}
    assert together("born", *born[:2]).value == {"date": "2023-12"}
    assert together("born", *born[:3]).value == {"date": "2023-12"}


@pytest.mark.parametrize(
    ("said", "middle", "likeliest"),
    [((3, 4, 5), 4, 4), ((1, 1, 4, 5, 3), 3, 1), ((3, 4), 3, 3), ((1, 4, 4, 5), 4, 4), ((2, 4), 3, 2)],
)
def test_grades_come_to_the_middle_one_and_keep_to_the_scale(
    said: tuple[int, ...], middle: int, likeliest: int
) -> None:
    grades = [{"quality": {"r:r1": answered({"rating": each})}} for each in said]
    vote = consensus(QUESTIONS, grades)["quality"]["r:r1"]
    assert (vote.value, vote.tie) == ({"rating": middle}, False)
    belief = beliefs(SCHEMA, Given({str(who): each for who, each in enumerate(grades)}), {})["quality"]["r:r1"]
    assert (belief.value, belief.tie) == ({"rating": likeliest}, False)


def test_orders_come_to_what_most_put_before_what_and_name_what_shares_a_rank() -> None:
    vote = ranked("r1>r2>r3", "r1>r3>r2", "r1>r2 r3")
    assert vote.value == {"groups": [["r1"], ["r2", "r3"]], "not_rankable": False}
    assert (vote.tie, vote.n, vote.method) == (False, 3, "duels")
    assert vote.share == pytest.approx(7 / 9)  # all put r1 before either; one of three holds the others equal
    assert ranked("r1>r2>r3", "r1>r2>r3", "r2>r3>r1").value["groups"] == [["r1"], ["r2"], ["r3"]]  # most put it so
    cycle = ("r1>r2>r3", "r2>r3>r1", "r3>r1>r2", "r1>r2>r3", "r2>r3>r1")  # every one beats one: their ranks decide
    assert ranked(*cycle).value["groups"] == [["r2"], ["r1"], ["r3"]]
    assert ranked("r1 r2", "r1 r2").value["groups"] == [["r1", "r2"]]


@pytest.mark.parametrize("said", [("r1>r2", "r2>r1"), ("r1>r2>r3", "r2>r3>r1", "r3>r1>r2")])
def test_orders_that_put_nothing_first_are_a_tie_between_them(said: tuple[str, ...]) -> None:
    vote = ranked(*said)
    assert (vote.value, vote.tie, len(vote.leaders or [])) == (None, True, len(said))


def test_whether_anything_can_be_ranked_is_what_most_say() -> None:
    nothing, order = {"not_rankable": True}, {"groups": [["r2"], ["r1"]]}
    assert together("order", nothing, nothing, order).value["not_rankable"]
    assert together("order", nothing, order).tie
    vote = together("order", nothing, order, order)
    assert (vote.value["groups"], vote.share) == ([["r2"], ["r1"]], pytest.approx(2 / 3))


def believed(question: str, *values: Any) -> Belief:
    said = {str(who): {question: {"item": answered(value)}} for who, value in enumerate(values)}
    return beliefs(SCHEMA, Given(said), {})[question]["item"]


def test_each_option_has_a_probability_of_its_own() -> None:
    belief = believed("topic", {"selected": ["a", "b"]}, {"selected": ["a"]}, {"selected": ["b", "a"]})
    assert (belief.value, belief.tie) == ({"selected": ["a", "b"]}, False)
    assert set(belief.shares) == {"a", "b", "c", "other"}
    assert belief.shares["a"]["yes"] > belief.shares["b"]["yes"] > 0.5 > belief.shares["c"]["yes"]


def test_every_question_says_how_its_answers_are_put_together() -> None:
    assert methods(QUESTIONS) == {
        "better": "most", "topic": "parts", "sure": "median", "size": "median", "born": "median", "order": "duels",
        "quality": "median", "names": "matched", "note": "alike", "harm": "parts",
    }  # fmt: skip


def test_each_target_is_voted_on_by_itself_and_what_is_no_answer_does_not_count() -> None:
    votes = consensus(
        QUESTIONS,
        [
            {"quality": {"r:r1": answered({"rating": 4}), "r:r2": {"state": "cannot_assess"}}},
            {"quality": {"r:r1": answered({"rating": 4}), "r:r2": answered({"rating": 1})}},
        ],
    )["quality"]
    assert votes["r:r1"].value == {"rating": 4}
    assert (votes["r:r2"].value, votes["r:r2"].n) == ({"rating": 1}, 1)


def test_texts_in_nearly_the_same_words_say_the_same() -> None:
    said = "The cat sat on the mat and slept"
    notes = (f"{said}.", "the cat sat on a mat and slept", said, "A dog barked.")
    vote = together("note", *({"text": text} for text in notes))
    assert (vote.value, vote.share, vote.margin, vote.method) == (
        {"text": said},
        0.75,
        0.5,
        "alike",
    )
    torn = together("note", {"text": "It rains."}, {"text": "The sun shines."})
    assert (torn.value, torn.tie, len(torn.leaders or [])) == (None, True, 2)
    alone = together("note", {"text": "one"})
    assert (alone.value, alone.share, alone.margin) == ({"text": "one"}, 1.0, 1.0)
    long = "word " * 4_001
    assert together("note", {"text": long}, {"text": long}, {"text": f"{long}more"}).value == {"text": long}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("18", "18.0", True), ("$18.", "18", True), ("1/2", ".50", True), ("2/4, -3", "0.5,-3.0", True),
        ("18", "17", False), ("1, 2", "2, 1", False), ("1/0", "0", False), ("18 km", "18", False),
        ("1" * 150, "1" * 150 + ".0", True), ("1" * 5000, "1" * 4999, False),
    ],
)  # fmt: skip
def test_the_same_number_is_the_same_answer_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert together("note", {"text": one}, {"text": other}).share == (1.0 if same else 0.5)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("-2", "2"), ("2", "2%"), ("x2", "x²"), ("1, 2, 3, 4, 5", "1, 2, 3, 4, 6"), ("yes", "no"), ("<2", "2"),
        ("He is my best friend", "He is my worst friend"),
        ("The dose was raised to 20 mg for every patient", "The dose was raised to 200 mg for every patient"),
        ("It cost them $5 and they did pay it", "It cost them €5 and they did pay it"),
        ("She said that she would come to the party", "She said that she would not come to the party"),
        ("They do agree with what was said there today", "They don't agree with what was said there today"),
    ],
)  # fmt: skip
def test_texts_that_mean_something_else_never_count_as_the_same(one: str, other: str) -> None:
    vote = together("note", {"text": one}, {"text": other})
    assert (vote.value, vote.tie) == (None, True)
    assert together("note", {"text": one}, {"text": f" {one.upper()}. "}).share == 1.0


def marked(*people: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], Consensus]:
    vote = together("names", *({"spans": [span(*each) for each in marks]} for marks in people))
    return [(each["start"], each["end"]) for each in vote.value["spans"]], vote


def test_marks_that_differ_by_a_few_characters_are_one_thing_that_stands_where_most_put_it() -> None:
    spans, vote = marked([(0, 12)], [(0, 12)], [(0, 11)], [])
    assert (spans, vote.share, vote.tie, vote.method) == ([(0, 12)], 0.75, False, "matched")
    assert vote.value["spans"][0]["quote"] == "Ada Lovelace"
    spans, vote = marked([(0, 3), (4, 12)], [(0, 3)], [(4, 12)])
    assert spans == [(0, 3), (4, 12)]
    assert vote.share == pytest.approx(2 / 3)
    spans, vote = marked([(0, 3), (4, 12)], [(0, 3)])
    assert (spans, vote.tie) == ([(0, 3)], True)  # half the people leave the other open
    assert marked([(0, 3)], [(4, 12)], [])[0] == []


def test_where_marks_may_not_cross_the_one_that_more_made_stands() -> None:
    assert marked([(0, 4)], [(0, 4)], [(0, 4)], [(3, 12)], [(3, 12)])[0] == [(0, 4)]
    assert marked([(0, 4)], [(0, 4)], [(0, 4), (4, 12)], [(3, 12)], [(3, 12)])[0] == [(3, 12)]  # as many: the longer


def test_nothing_marked_is_an_answer_too() -> None:
    vote = consensus(QUESTIONS, [{"names": {"item": answered({"spans": []})}}] * 2)["names"]["item"]
    assert (vote.value, vote.share, vote.tie) == ({"spans": []}, 1.0, False)


def test_nobody_answered_nothing_is_said() -> None:
    assert consensus(QUESTIONS, [{}, {}])["better"] == {}


def flagged(**severities: int) -> dict[str, Any]:
    raised = [{"flag": flag, "severity": severity} for flag, severity in severities.items()]
    return {"harm": {"item": answered({"flags": raised, "none": not raised})}}


def test_each_flag_is_voted_on_by_itself_and_the_middle_severity_stands() -> None:
    vote = consensus(QUESTIONS, [flagged(insult=1, threat=2), flagged(insult=3), flagged(insult=3, spam=1)])["harm"][
        "item"
    ]
    assert vote.value == {"flags": [{"flag": "insult", "severity": 3}]}
    assert (vote.share, vote.tie, vote.n) == (1.0, False, 3)
    assert consensus(QUESTIONS, [flagged(), flagged(), flagged(spam=1)])["harm"]["item"].value == {
        "flags": [],
        "none": True,
    }


def test_a_flag_that_half_raised_is_a_tie_and_neither_stands_nor_falls() -> None:
    vote = consensus(QUESTIONS, [flagged(insult=1, threat=2), flagged(insult=1)])["harm"]["item"]
    assert (vote.value, vote.tie) == ({"flags": [{"flag": "insult", "severity": 1}]}, True)


def test_whether_labelling_ended_early_is_decided_like_every_step() -> None:
    labels = [{"id": "good", "title": "Good", "rating": 1}, {"id": "bad", "title": "Bad", "rating": -1}]
    schema = read_schema({
        "fields": [{"name": "steps", "kind": "text", "many": True, "ordered": True}],
        "questions": [
            {
                "name": "q", "kind": "steps", "title": "Steps",
                "settings": {"field": "steps", "labels": labels, "give_up": True},
            }
        ],
    })  # fmt: skip
    whole = {"steps": [{"step": f"r{n}", "label": "good", "rating": 1} for n in (1, 2)]}
    bad = {"steps": [], "ended": {"reason": "bad_problem", "why": "A number is missing."}}
    for given, ended in (([bad] * 3, True), ([bad, bad, whole], True), ([bad, whole, whole], False)):
        said = [{"q": {"item": answered(value)}} for value in given]
        vote = consensus(asked(schema), said)["q"]["item"]
        people = {str(who): each for who, each in enumerate(said)}
        belief = beliefs(schema, Given(people), {})["q"]["item"]
        for value in (vote.value, belief.value):
            assert ("ended" in value) == ended, value
        assert asked(schema)["q"].scalar(asked(schema)["q"].reader.value(vote.value)) == (
            "bad_problem" if ended else "no_error"
        )
