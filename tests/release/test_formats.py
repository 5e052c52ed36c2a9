"""What each format makes of answers: the labels, the traps, and what is left out with its reason."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Hashable
from itertools import combinations, permutations
from typing import Any

import msgspec
import pytest
from msgspec import UNSET
from tests.frozen import (
    CONVERSATION,
    ENTITIES,
    MARKED,
    PAIRWISE,
    RANKING,
    RATINGS,
    RESPONSES,
    REWRITE,
    RUBRIC,
    STEPS,
    TOPICS,
    answered,
    labelled,
    prefer,
    record,
    span,
    verdict,
    written,
)

from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema
from armslength.release.formats.duels import probability, strengths
from armslength.release.formats.registry import FORMATS
from armslength.release.model import Recipe
from armslength.truth.model import Belief, Consensus
from armslength.truth.service import Given, beliefs
from armslength_quality import BradleyTerry, Comparisons

U = {"role": "user", "content": "2+2?"}
PAIR = {"prompt": [U], "responses": ["4", "5"]}
ALL = Recipe(truth="all")
MAJORITY = Recipe()


def lines(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.splitlines()]


def assistant(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


def rows_of(
    format_id: str, schema: LabelSchema, raw: dict[str, Any], answers: list[Any], recipe: Recipe = MAJORITY
) -> tuple[list[Any], list[str]]:
    files, dropped = written(format_id, schema, [record(schema, raw, answers, recipe)], recipe)
    return lines(files[""]), dropped


def test_a_majority_of_preferences_is_one_pair_with_margin_and_share() -> None:
    rows, dropped = rows_of("trl-preference", PAIRWISE, PAIR, [prefer("r1"), prefer("r1"), prefer("r2")])
    assert dropped == []
    assert rows == [
        {
            "prompt": [U], "chosen": [assistant("4")], "rejected": [assistant("5")],
            "margin": pytest.approx(1 / 3), "p": pytest.approx(2 / 3), "n": 3,
            "item": "00000000-0000-0000-0000-000000000001",
        }
    ]  # fmt: skip


def test_every_preference_is_a_pair_when_all_are_wanted() -> None:
    rows, dropped = rows_of("trl-preference", PAIRWISE, PAIR, [prefer("r1"), prefer("r2"), verdict("tie")], ALL)
    assert [row["chosen"][0]["content"] for row in rows] == ["4", "5"]
    assert [row["person"] for row in rows] == ["p-1", "p-2"]
    assert dropped == ["judged a tie"]


def test_ratings_of_responses_are_preferences_when_one_person_puts_them_far_enough_apart() -> None:
    raw = {"prompt": "2+2?", "responses": ["4", "5", "6"]}

    def rate(*ratings: int) -> dict[str, Any]:
        return {"good": {f"r:r{n}": {"state": "answered", "value": {"rating": r}} for n, r in enumerate(ratings, 1)}}

    said = [rate(5, 3, 1), rate(4, 3, 3), rate(5, 4, 1)]
    rows, dropped = rows_of("trl-preference", RESPONSES, raw, said)
    assert [(row["chosen"][0]["content"], row["rejected"][0]["content"], row["p"]) for row in rows] == [
        ("4", "5", 1.0), ("4", "6", 1.0), ("5", "6", pytest.approx(2 / 3)),
    ]  # fmt: skip
    rows, dropped = rows_of("trl-preference", RESPONSES, raw, said, Recipe(rating_gap=2))
    assert [(row["chosen"][0]["content"], row["rejected"][0]["content"]) for row in rows] == [("4", "6"), ("5", "6")]
    assert dropped == ["rated too near to each other"]
    rows, dropped = rows_of("trl-preference", RESPONSES, raw, said, ALL)
    assert len(rows) == 8
    assert dropped == ["rated too near to each other"]
    (row,), _ = rows_of("openai-sft", RESPONSES, raw, said)
    assert row["messages"][-1]["content"] == "4"


def test_soft_labels_keep_the_minority() -> None:
    topic = [{"topic": answered({"selected": [label]})} for label in ("a", "a", "b", "a")]
    (row,), dropped = rows_of("soft-labels", TOPICS, {"text": "x"}, topic)
    assert (row["labels"], row["shares"], row["n"], dropped) == (["a", "b", "other"], [0.75, 0.25, 0.0], 4, [])
    (row,), _ = rows_of("soft-labels", PAIRWISE, PAIR, [prefer("r1"), verdict("tie")])
    assert (row["labels"], row["shares"]) == (["both_bad", "r1", "r2", "tie"], [0, 0.5, 0, 0.5])
    assert "ambiguous" not in row
    made = record(TOPICS, {"text": "x"}, topic, MAJORITY)
    files, _ = written("soft-labels", TOPICS, [msgspec.structs.replace(made, ambiguous=["topic"])], MAJORITY)
    assert [row["ambiguous"] for row in lines(files[""])] == [True]
    assert FORMATS["soft-labels"].why_not(ENTITIES, MAJORITY) is not None


def test_soft_labels_of_steps_and_criteria_are_told_one_by_one() -> None:
    raw = {"problem": "2+2?", "steps": ["Two and two.", "5."], "answer": "4"}
    rows, _ = rows_of("soft-labels", STEPS, raw, [labelled("great", "bad"), labelled("great", "okay")])
    assert [(row["part"], dict(zip(row["labels"], row["shares"], strict=True))) for row in rows] == [
        ("r1", {"bad": 0, "great": 1, "okay": 0, "unsure": 0}),
        ("r2", {"bad": 0.5, "great": 0, "okay": 0.5, "unsure": 0}),
    ]


def test_soft_labels_are_told_group_by_group_where_the_recipe_asks_for_groups() -> None:
    recipe = Recipe(groups="firm")
    made = record(TOPICS, {"text": "x"}, [{"topic": answered({"selected": [one]})} for one in "aab"], recipe)
    firms = [
        msgspec.structs.replace(said, group=firm)
        for said, firm in zip(made.annotations, ("f-2", "f-1", "f-2"), strict=True)
    ]
    files, _ = written("soft-labels", TOPICS, [msgspec.structs.replace(made, annotations=firms)], recipe)
    assert [(row["group"], row["shares"][:2], row["n"]) for row in lines(files[""])] == [
        (None, [pytest.approx(2 / 3), pytest.approx(1 / 3)], 3), ("f-1", [1, 0], 1), ("f-2", [0.5, 0.5], 2),
    ]  # fmt: skip


def test_ties_are_dropped_with_a_reason_or_kept_apart() -> None:
    answers = [prefer("r1"), prefer("r2")]
    rows, dropped = rows_of("trl-preference", PAIRWISE, PAIR, answers)
    assert (rows, dropped) == ([], ["a tied vote"])
    keep = Recipe(ties="keep")
    files, dropped = written("trl-preference", PAIRWISE, [record(PAIRWISE, PAIR, answers, keep)], keep)
    assert (files[""], dropped) == (b"", [])
    (tie,) = lines(files["ties"])
    assert tie["responses"] == [[assistant("4")], [assistant("5")]]
    assert not {"chosen", "rejected"} & tie.keys()


def test_both_bad_is_never_a_preference() -> None:
    for recipe in (MAJORITY, Recipe(ties="keep")):
        rows, dropped = rows_of("trl-preference", PAIRWISE, PAIR, [verdict("both_bad")], recipe)
        assert (rows, dropped) == ([], ["both responses were judged bad"])


def test_a_ranking_becomes_a_vote_on_every_pair() -> None:
    raw = {"prompt": "2+2?", "responses": ["4", "5", "6"]}
    answers = [
        {"ranking": answered({"groups": [["r1"], ["r2"], ["r3"]], "not_rankable": False})},
        {"ranking": answered({"groups": [["r1"], ["r3"], ["r2"]], "not_rankable": False})},
        {"ranking": answered({"groups": [["r2"], ["r1", "r3"]], "not_rankable": False})},
        {"ranking": answered({"groups": [], "not_rankable": True})},
    ]
    rows, dropped = rows_of("trl-preference", RANKING, raw, answers)
    found = {(row["chosen"][0]["content"], row["rejected"][0]["content"]): row["p"] for row in rows}
    two_thirds = pytest.approx(2 / 3)
    assert found == {("4", "5"): two_thirds, ("4", "6"): two_thirds, ("5", "6"): two_thirds}
    assert dropped == []

    best, dropped = rows_of("trl-prompt-completion", RANKING, raw, answers)
    assert [row["completion"] for row in best] == [[assistant("4")]]
    each, dropped = rows_of("trl-prompt-completion", RANKING, raw, answers, ALL)
    assert [row["completion"][0]["content"] for row in each] == ["4", "4", "5"]


def test_a_ranking_that_is_believed_gives_every_pair_its_own_probability() -> None:
    raw = {"prompt": "2+2?", "responses": ["4", "5", "6"]}
    orders = [[["r1"], ["r2"], ["r3"]], [["r1"], ["r2"], ["r3"]], [["r1"], ["r3"], ["r2"]]]

    def pairs_of(*people: int, format_id: str = "trl-preference") -> tuple[list[Any], list[str]]:
        recipe = Recipe(truth="inferred")
        said = [{"ranking": answered({"groups": orders[who], "not_rankable": False})} for who in people]
        found = beliefs(RANKING, Given({str(who): each for who, each in enumerate(said)}), {})
        told = msgspec.structs.replace(record(RANKING, raw, said, recipe), inferred=found)
        files, dropped = written(format_id, RANKING, [told], recipe)
        return lines(files.get("", b"")) if format_id != "csv" else [], dropped

    rows, dropped = pairs_of(0, 1, 2)
    found = {(row["chosen"][0]["content"], row["rejected"][0]["content"]): row["p"] for row in rows}
    assert list(found) == [("4", "5"), ("4", "6"), ("5", "6")] and dropped == []
    assert found["4", "6"] > 0.8 > found["5", "6"] > 0.5
    rows, dropped = pairs_of(0, 2)
    assert (len(rows), dropped) == (2, ["ranked equal"])
    assert [len(pairs_of(*people, format_id="csv")[1]) for people in ((0, 1, 2), (0, 2))] == [0, 1]


def test_margins_are_strengths_where_the_recipe_says_so() -> None:
    """As the library fits them, with a tie as half a win to each; what is too unsure for the recipe is dropped."""
    raw = {"prompt": "2+2?", "responses": ["4", "5", "6"]}
    orders: list[list[list[str]]] = [[["r1"], ["r2"], ["r3"]], [["r1"], ["r3"], ["r2"]], [["r2"], ["r1", "r3"]]]
    answers = [{"ranking": answered({"groups": each, "not_rankable": False})} for each in orders]
    recipe = Recipe(margin="bradley_terry")
    rows, _ = rows_of("trl-preference", RANKING, raw, answers, recipe)
    duels: list[tuple[Hashable, Hashable, Hashable, Hashable | None]] = []
    for person, groups in enumerate(orders):
        place = {name: at for at, group in enumerate(groups) for name in group}
        for one, two in combinations(sorted(place), 2):
            lead = place[two] - place[one]
            duels.append((person, one, two, None if lead == 0 else one if lead > 0 else two))
    fit = BradleyTerry(order=False, ties=False).fit(Comparisons.from_rows(duels))
    names = {"4": "r1", "5": "r2", "6": "r3"}
    assert len(rows) == 3
    for row in rows:
        better, worse = (names[row[side][0]["content"]] for side in ("chosen", "rejected"))
        assert row["p"] == pytest.approx(fit.probability(better, worse), abs=1e-5)
        scores = dict(zip(fit.answers.contenders, fit.score, strict=True))
        assert row["margin"] == pytest.approx(scores[better] - scores[worse], abs=1e-5)
    clear = Recipe(margin="bradley_terry", preferred_at_least=0.7)
    sure, dropped = rows_of("trl-preference", RANKING, raw, answers, clear)
    assert [row["p"] for row in sure] == [row["p"] for row in rows if row["p"] >= 0.7]
    assert dropped == ["preferred by a smaller share, or less probably, than the recipe asks"] * (3 - len(sure))
    assert 0 < len(sure) < 3


def test_strengths_are_those_of_the_library_however_one_sided_the_duels_are() -> None:
    """And at the summit for any counts: there each prior pulls as much as wins and losses push."""
    rng = random.Random(5)
    for case in range(300):
        names = [f"r{at}" for at in range(rng.randint(2, 8))]
        most = rng.choice([1, 3, 20] if case < 10 else [1, 100, 10_000])
        wins = {pair: float(rng.choice([0, rng.randint(0, most)])) for pair in permutations(names, 2)}
        found = strengths(names, wins)
        for one in names:
            pushed = sum(
                wins[one, other] * probability(found[other] - found[one])
                - wins[other, one] * probability(found[one] - found[other])
                for other in names
                if other != one
            )
            assert pushed == pytest.approx(0.1 * found[one], abs=1e-8 * most)
        duels = [("p", one, two, one) for (one, two), count in wins.items() for _ in range(int(count))]
        fit = BradleyTerry(order=False, ties=False).fit(Comparisons.from_rows(duels)) if case < 10 and duels else None
        if fit is not None and not fit.warnings and len(fit.answers.contenders) == len(names):
            told = dict(zip(fit.answers.contenders, fit.score, strict=True))
            assert found == pytest.approx(told, abs=1e-5)


def test_a_pair_has_its_share_or_its_strengths() -> None:
    raw = {"prompt": "2+2?", "responses": ["4", "5"]}
    said = [prefer("r1", 2), prefer("r1", 1), verdict("tie")]
    ((row,), _) = rows_of("trl-preference", PAIRWISE, raw, said, Recipe(margin="bradley_terry"))
    fit = BradleyTerry(order=False, ties=False).fit(
        Comparisons.from_rows([("a", "r1", "r2", "r1"), ("b", "r1", "r2", "r1"), ("c", "r1", "r2", None)])
    )
    assert row["p"] == pytest.approx(fit.probability("r1", "r2"), abs=1e-5)
    assert len(rows_of("trl-preference", PAIRWISE, raw, said, Recipe(preferred_at_least=0.6))[0]) == 1
    assert rows_of("trl-preference", PAIRWISE, raw, said, Recipe(preferred_at_least=0.7))[0] == []


def test_two_first_places_are_no_best_answer() -> None:
    raw = {"prompt": "2+2?", "responses": ["4", "four", "6"]}
    answers = [{"ranking": answered({"groups": [["r1", "r2"], ["r3"]], "not_rankable": False})}]
    rows, dropped = rows_of("trl-language-modeling", RANKING, raw, answers)
    assert (rows, dropped) == ([], ["no response is better than all others"])


def test_a_rewritten_draft_is_a_demonstration_and_a_preference_over_the_draft() -> None:
    raw = {"prompt": [{"role": "system", "content": "Be brief."}, U], "draft": "5"}
    answers = [{"answer": answered({"text": "4"}), "remark": answered({"text": "was wrong"})}]
    sft, _ = rows_of("trl-prompt-completion", REWRITE, raw, answers)
    assert sft[0]["prompt"] == [{"role": "system", "content": "Be brief."}, U]
    assert sft[0]["completion"] == [assistant("4")]
    whole, _ = rows_of("trl-language-modeling", REWRITE, raw, answers)
    assert [each["role"] for each in whole[0]["messages"]] == ["system", "user", "assistant"]
    better, _ = rows_of("trl-preference", REWRITE, raw, answers)
    assert (better[0]["chosen"], better[0]["rejected"]) == ([assistant("4")], [assistant("5")])
    rows, dropped = rows_of("trl-preference", REWRITE, raw, [{"answer": answered({"text": "5 "})}])
    assert (rows, dropped) == ([], ["the draft was left as it was"])


def test_several_different_texts_have_no_majority_but_each_is_a_row_when_all_are_wanted() -> None:
    raw = {"prompt": [U], "draft": "5"}
    answers = [{"answer": answered({"text": text})} for text in ("4", "four")]
    rows, dropped = rows_of("openai-sft", REWRITE, raw, answers)
    assert (rows, dropped) == ([], ["people wrote different texts"])
    rows, _ = rows_of("openai-sft", REWRITE, raw, answers, ALL)
    assert [row["messages"][-1] for row in rows] == [assistant("4"), assistant("four")]


def test_a_rating_is_good_or_bad_and_the_middle_is_neither() -> None:
    raw = {"prompt": [U], "response": "4"}

    def rated(*ratings: int) -> list[Any]:
        return [{"clarity": answered({"rating": 1}), "overall": answered({"rating": each})} for each in ratings]

    rows, _ = rows_of("trl-unpaired", RATINGS, raw, rated(5, 4, 1))
    (row,) = rows
    assert (row["completion"], row["label"], row["p"]) == ([assistant("4")], True, pytest.approx(2 / 3))
    assert rows_of("trl-unpaired", RATINGS, raw, rated(3))[1] == ["rated neither good nor bad"]
    strict = Recipe(unpaired_at_least=5)
    assert rows_of("trl-unpaired", RATINGS, raw, rated(4), strict)[0][0]["label"] is False
    clear = Recipe(question="clarity")
    assert rows_of("trl-unpaired", RATINGS, raw, rated(5), clear)[0][0]["label"] is False


def test_a_rated_message_is_completed_by_what_came_before_it() -> None:
    spoken = [U, assistant("5"), {"role": "user", "content": "Sure?"}, assistant("No: 4.")]
    raw = {"conversation": spoken, "goal": "To know the sum"}
    answers = [{"quality": answered({"rating": 1}, "m:m1") | answered({"rating": 5}, "m:m3")}]
    rows, _ = rows_of("trl-unpaired", CONVERSATION, raw, answers)
    assert [(len(row["prompt"]), row["completion"][0]["content"], row["label"]) for row in rows] == [
        (1, "5", False), (3, "No: 4.", True),
    ]  # fmt: skip
    whole = Recipe(question="overall")
    rows, _ = rows_of("trl-unpaired", CONVERSATION, raw, [{"overall": answered({"rating": 5})}], whole)
    assert (len(rows[0]["prompt"]), rows[0]["completion"]) == (3, [assistant("No: 4.")])


def test_a_prompt_that_the_assistant_ends_is_left_out() -> None:
    raw = {"prompt": [U, assistant("Let me see.")], "responses": ["4", "5"]}
    rows, dropped = rows_of("trl-preference", PAIRWISE, raw, [prefer("r1")])
    assert (rows, dropped) == ([], ["the prompt ends with the assistant's own message"])


def test_compared_conversations_share_their_prompt() -> None:
    schema_raw = {
        "fields": [{"name": "dialogs", "kind": "chat", "many": True}],
        "questions": [{"name": "better", "kind": "pairwise", "title": "?", "settings": {"field": "dialogs"}}],
    }
    schema = read_schema(schema_raw)
    raw = {"dialogs": [[U, assistant("4")], [U, assistant("5")]]}
    answers = [{"better": answered({"verdict": "prefer", "winner": "r1", "strength": None})}]
    rows, _ = rows_of("trl-preference", schema, raw, answers)
    assert (rows[0]["prompt"], rows[0]["chosen"], rows[0]["rejected"]) == ([U], [assistant("4")], [assistant("5")])


def test_tool_calls_speak_each_readers_dialect() -> None:
    call = {"role": "assistant", "content": "", "tool_calls": [{"name": "light", "arguments": {"on": True}}]}
    raw = {"prompt": [U, call, {"role": "tool", "name": "light", "content": "ok"}], "draft": "Done"}
    answers = [{"answer": answered({"text": "The light is on."})}]
    trl, _ = rows_of("trl-language-modeling", REWRITE, raw, answers)
    assert trl[0]["messages"][1]["tool_calls"] == [
        {"type": "function", "function": {"name": "light", "arguments": {"on": True}}}
    ]
    openai, _ = rows_of("openai-sft", REWRITE, raw, answers)
    spoken = openai[0]["messages"]
    assert json.loads(spoken[1]["tool_calls"][0]["function"]["arguments"]) == {"on": True}
    assert spoken[1]["tool_calls"][0]["id"] == spoken[2]["tool_call_id"]
    assert [each.get("weight") for each in spoken] == [None, 0, None, None]


def test_openai_preferences_have_no_key_too_many() -> None:
    rows, _ = rows_of("openai-dpo", PAIRWISE, PAIR, [prefer("r2")])
    assert rows == [
        {
            "input": {"messages": [U], "tools": [], "parallel_tool_calls": True},
            "preferred_output": [assistant("5")], "non_preferred_output": [assistant("4")],
        }
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-x", "@SUM(A1)", "\tx", "\rx", '=cmd|"/c calc"!A0'])
def test_no_cell_of_a_csv_can_run(cell: str) -> None:
    said = {"state": "answered", "value": {"selected": [], "other": cell}, "justification": cell}
    answers = [{"topic": {"item": said}}]
    files, _ = written("csv", TOPICS, [record(TOPICS, {"text": cell}, answers, ALL)], ALL)
    header, row = csv.reader(io.StringIO(files[""].decode(), newline=""))
    table = dict(zip(header, row, strict=True))
    assert table["text"] == table["topic.other"] == table["topic.justification"] == "'" + cell
    assert not any(each.startswith(("=", "+", "-", "@", "\t", "\r")) for each in row)


def test_a_csv_holds_the_vote_and_numbers_stay_numbers() -> None:
    answers = [{"clarity": answered({"rating": 2}), "overall": {"item": {"state": "cannot_assess"}}}] * 2
    raw = {"prompt": [U], "response": "4"}
    files, _ = written("csv", RATINGS, [record(RATINGS, raw, answers, MAJORITY)], MAJORITY)
    (row,) = csv.DictReader(io.StringIO(files[""].decode(), newline=""))
    assert (row["clarity"], row["clarity.share"], row["clarity.tie"], row["overall"]) == ("2", "1.0", "false", "")
    assert json.loads(row["prompt"])[0]["content"] == "2+2?"


def test_a_tied_row_is_dropped_from_a_table_unless_ties_are_kept() -> None:
    answers = [{"topic": answered({"selected": [each]})} for each in ("a", "b")]
    assert written("csv", TOPICS, [record(TOPICS, {"text": "x"}, answers, MAJORITY)], MAJORITY)[1] == ["a tied vote"]
    keep = Recipe(ties="keep")
    files, dropped = written("csv", TOPICS, [record(TOPICS, {"text": "x"}, answers, keep)], keep)
    assert dropped == [] and b"true" in files[""]


def test_an_empty_table_still_says_its_columns_or_nothing() -> None:
    assert written("csv", TOPICS, [], MAJORITY)[0][""] == b"\r\n"


def test_entities_become_tags_and_what_cannot_be_tagged_is_left_out_whole() -> None:
    text = "Ada Lovelace met Bob."
    good = [{"entities": answered({"spans": [span(text, 0, 12), span(text, 17, 20)]})}]
    files, _ = written("conll", ENTITIES, [record(ENTITIES, {"text": text}, good, MAJORITY)], MAJORITY)
    assert files[""].decode() == "Ada\tB-PER\nLovelace\tI-PER\nmet\tO\nBob\tB-PER\n.\tO\n\n"
    for marks, reason in (
        ([span(text, 0, 2)], "a span begins or ends inside a word"),
        ([span(text, 0, 12), span(text, 4, 12, "LOC")], "spans overlap, and a token has one tag"),
    ):
        bad = [{"entities": answered({"spans": marks})}]
        files, dropped = written("conll", ENTITIES, [record(ENTITIES, {"text": text}, bad, MAJORITY)], MAJORITY)
        assert (files[""], dropped) == (b"", [reason])


@pytest.mark.parametrize("format_id", ["conll", "spacy", "brat", "webanno", "mqm"])
def test_a_text_with_undecided_marks_is_left_out_or_kept_and_either_is_told(format_id: str) -> None:
    schema, raw, name, value = (
        (MARKED, {"source": "Yes", "target": "Ja"}, "errors", {"errors": []})
        if format_id == "mqm" else (ENTITIES, {"text": "Ada"}, "entities", {"spans": []})
    )  # fmt: skip
    plain = record(schema, raw, [{name: answered(value)}], MAJORITY)

    def told(value: Any, undecided: list[str], ties: Any) -> tuple[bool, list[str]]:
        recipe = Recipe(truth="inferred" if undecided else "majority", ties=ties)
        belief = Belief(value, 0.5, 0.0, True, 2, {}, open=undecided)
        vote = Consensus(value, 0.5, 0.0, True, 2, method="matched")
        both = msgspec.structs.replace(
            plain, inferred={name: {"item": belief}} if undecided else UNSET, majority={name: {"item": vote}}
        )
        files, dropped = written(format_id, schema, [both], recipe)
        nothing, _ = written(format_id, schema, [], recipe)
        return files[""] != nothing[""], dropped

    assert told(value, ["m1", "m2"], "drop") == (False, ["a text with an open mark"])
    assert told(value, [], "drop") == (False, ["a text with a mark that exactly half set"])
    assert told(value, ["m1", "m2"], "keep") == (True, ["an open mark of a text that stays"] * 2)
    assert told(value, [], "keep") == (True, ["marks that exactly half set, of a text that stays"])
    for ties in ("drop", "keep"):
        assert told(None, ["m1"], ties) == told(None, [], ties) == (False, ["a text of whose marks nothing is decided"])


def test_formats_say_why_they_do_not_apply() -> None:
    why = {name: format.why_not(ENTITIES, MAJORITY) for name, format in FORMATS.items()}
    fitting = [name for name, reason in why.items() if reason is None]
    assert fitting == ["jsonl", "csv", "parquet", "hf-datasets", "conll", "spacy", "brat", "webanno", "webdataset"]
    assert all(reason.endswith(".") for reason in why.values() if reason)
    assert FORMATS["trl-unpaired"].why_not(PAIRWISE, MAJORITY) is not None
    assert FORMATS["openai-sft"].why_not(RATINGS, MAJORITY) is not None
    assert FORMATS["trl-preference"].why_not(PAIRWISE, Recipe(question="why")) is not None


@pytest.mark.parametrize("format_id", list(FORMATS))
def test_the_same_records_give_the_same_bytes(format_id: str) -> None:
    marked = (ENTITIES, {"text": "Ada"}, {"entities": answered({"spans": []})})
    cases = {
        **dict.fromkeys(("conll", "spacy", "brat", "webanno"), marked),
        "trl-unpaired": (RATINGS, {"prompt": [U], "response": "4"}, {"overall": answered({"rating": 5})}),
        **dict.fromkeys(("trl-stepwise", "prm800k"), (STEPS, {"problem": [U], "steps": ["4"]}, labelled("great"))),
    }
    battle = [{"value": "4", "source": "large"}, {"value": "5", "source": "small"}]
    cases["arena"] = (PAIRWISE, PAIR | {"responses": battle}, prefer("r1"))
    patch = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
    cases["swe-bench"] = (REWRITE, {"prompt": [U], "draft": "?"}, {"answer": answered({"text": patch})})
    cases["mqm"] = (MARKED, {"source": "Yes", "target": "Ja"}, {"errors": answered({"errors": []})})
    rubric = [{"criterion": "Right", "points": 1}]
    met = {"grades": [{"criterion": "c1", "verdict": "met", "points": 1}]}
    cases["healthbench"] = (RUBRIC, {"prompt": [U], "response": "4", "rubric": rubric}, {"grades": answered(met)})
    schema, raw, answers = cases.get(format_id, (PAIRWISE, PAIR, prefer("r1")))
    records = [record(schema, raw, [answers], MAJORITY, number) for number in range(1, 20)]
    once, again = (written(format_id, schema, records, MAJORITY) for _ in range(2))
    assert once == again
    assert once[0][""]


@pytest.mark.parametrize("format_id", list(FORMATS))
def test_file_names_are_safe(format_id: str) -> None:
    format = FORMATS[format_id]
    names = {format.file_name(part, split, 0) for part in ("", "ties") for split in (None, "train", "test")}
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]*\.[a-z]+|README\.md", name) for name in names)
