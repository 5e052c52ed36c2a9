"""Judges beside people: verdicts come in and are never shown; figures of what they lean to; items drawn blind."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.answered import Answered, make_answered

from armslength.assignment.service.known_schemas import KnownSchemas
from armslength.assignment.service.overlap import ask_those_first
from armslength.kit.db import Database
from armslength.kit.errors import Conflict
from armslength.kit.jobs import JobContext
from armslength.questions.model import LabelSchema
from armslength.suggestion import repository as suggestions
from armslength.suggestion.errors import OtherJudge
from armslength.suggestion.schemas import AddedSuggestions, AddSuggestions, JudgeFacts, SuggestionRow
from armslength.suggestion.service.taking import Taking
from armslength.truth.errors import JudgeNotFound, NothingToDraw
from armslength.truth.rules.inference import Given
from armslength.truth.rules.judging import Bench, Kin, Verdict, judged, stratum_of
from armslength.truth.schemas.judges import Judge, SampleJudge
from armslength.truth.service import TruthService

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "prompt", "kind": "text"}, {"name": "answers", "kind": "text", "many": True},
               {"name": "sources", "kind": "text", "many": True, "required": False}],
    "questions": [
        {"name": "better", "title": "Which is better?", "kind": "pairwise",
         "settings": {"field": "answers", "allow_tie": True}},
        {"name": "grade", "title": "How good is the better one?", "kind": "rating",
         "settings": {"max": 4}, "required": False},
    ],
}  # fmt: skip
PEOPLE = ("ada", "bob", "cy")
PAIRS, ANSWERED = 90, 60


def said(better: str, grade: int | None = None) -> dict[str, Any]:
    value = {"verdict": "tie"} if better == "tie" else {"verdict": "prefer", "winner": better}
    given: dict[str, Any] = {"better": {"item": {"state": "answered", "value": value}}}
    if grade is not None:
        given["grade"] = {"item": {"state": "answered", "value": {"rating": grade}}}
    return given


def add(world: Answered, rows: list[SuggestionRow], **given: Any) -> Any:
    schemas = KnownSchemas(world.walls, world.place.clock)
    taking = Taking(world.place.db, world.walls, world.place.keys, schemas, world.place.clock)
    named = {"source": "judge", "version": "1"} | given
    return taking.add(world.people["maya"], world.place.project_id, AddSuggestions(rows=rows, **named))


@pytest.fixture
async def world(db: Database, tmp_path: Path) -> Answered:
    return await make_answered(db, tmp_path, SCHEMA)


async def judge_them(world: Answered) -> None:
    """Ninety pairs of two models; three people answer sixty; the judge goes by length and, more, by family."""
    rng, rows = random.Random(3), []
    for number in range(PAIRS):
        good = rng.choice(("r1", "r2"))
        lengths = [rng.randint(1, 40), rng.randint(41, 80)]
        rng.shuffle(lengths)
        writers = ["ours-2", "theirs"] if rng.random() < 0.5 else ["theirs", "ours-2"]
        item = await world.item({"prompt": f"pair {number}", "answers": [
            {"id": f"r{n + 1}", "value": "x" * lengths[n], "source": writers[n]} for n in (0, 1)
        ]})  # fmt: skip
        likes = "r1" if lengths[0] > lengths[1] else "r2"
        kin = "r1" if writers[0] == "ours-2" else "r2"
        verdict = kin if number % 3 == 0 else likes if rng.random() < 0.6 else good
        sure = 0.9 if verdict == good else 0.6
        rows.append(SuggestionRow(said(verdict, 3), item_id=item, score=sure, shown_first="r2" if number % 2 else "r1"))
        if number < ANSWERED:
            for who in PEOPLE:
                other = {"r1": "r2", "r2": "r1"}[good]
                answer = good if rng.random() < 0.9 else other
                await world.answer(item, who, said(answer, 2 + (answer == good)))
    facts = JudgeFacts(family="ours", prompt_digest="ab" * 32)
    assert await add(world, rows, judge=facts) == AddedSuggestions(PAIRS, 0, [])
    assert await add(world, rows, judge=facts) == AddedSuggestions(0, PAIRS, [])


async def test_a_judge_is_compared_and_its_leanings_are_told(world: Answered) -> None:
    truth = TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)
    maya, project = world.people["maya"], world.place.project_id
    assert (await truth.judging.get(maya, project)).judges == []
    await judge_them(world)
    before = await truth.judging.get(maya, project)
    assert before.stale
    assert before.job is None
    assert before.judges[0].mean_score is not None and 0.6 < before.judges[0].mean_score < 0.9
    assert [(each.source, each.family, each.judgements, each.questions) for each in before.judges] == [
        ("judge", "ours", PAIRS, [])
    ]
    judge = await _computed(world, truth)
    assert (judge.prompt_digest, judge.models) == ("ab" * 32, [])
    better, grade = judge.questions
    assert (better.question, better.verdicts, better.compared) == ("better", PAIRS, ANSWERED)
    assert better.percent.value is not None and 0.4 < better.percent.value < 0.9
    assert better.kappa.value is not None and better.kappa_method == "Cohen's kappa"
    assert better.person_percent.value is not None and better.person_percent.value > better.percent.value
    assert better.labels == ["both_bad", "r1", "r2", "tie"] or better.labels == ["r1", "r2", "tie"]
    assert sum(map(sum, better.confusion)) == pytest.approx(ANSWERED, abs=0.1)
    assert better.length and better.length.difference.value and better.length.difference.value > 0.1
    assert better.family and better.family.judge.value and better.family.people.value
    assert better.family.judge.value > better.family.people.value
    assert better.side and better.side.difference.low and better.side.difference.low < 0
    assert better.people_side is None, "nobody's display is known here"
    assert better.score.value is None or better.score.n == ANSWERED
    assert {mean.of for mean in better.means} == {"ours-2", "theirs"}
    ours = next(mean for mean in better.means if mean.of == "ours-2")
    assert (ours.judge.n, ours.people.n, ours.corrected.n) == (PAIRS, ANSWERED, ANSWERED)
    assert ours.judge.value and ours.people.value and ours.corrected.value
    assert ours.corrected.value < ours.judge.value, "the judge's own family wins less often than it says"
    assert better.stand_in.people == 3
    assert not better.stand_in.passes
    assert grade.kappa_method == "Cohen's kappa, quadratic weights"
    assert [mean.of for mean in grade.means] == [""]
    assert grade.grade_length is not None and grade.side is None and grade.length is None
    after = await truth.judging.get(maya, project)
    assert not after.stale
    assert after.compared_on == ["better", "grade"]
    assert after.job is not None and after.job.state == "done"
    first = await truth.judging.refresh(maya, project)
    world.place.clock.advance(60)
    asked = await truth.judging.refresh(maya, project)
    assert await world.run_jobs({"truth.judges": _failing}) == 2
    job = (await truth.judging.get(maya, project)).job
    assert job and (job.job_id, job.state, job.error) == (asked.job_id, "failed", "No room.")
    assert first.job_id != asked.job_id


async def _failing(_: JobContext) -> None:
    raise Conflict("No room.")


async def _computed(world: Answered, truth: TruthService) -> Judge:
    world.place.clock.advance(36000)
    await truth.judging.refresh(world.people["maya"], world.place.project_id)
    assert await world.run_jobs(truth.handlers()) == 1
    (judge,) = (await truth.judging.get(world.people["maya"], world.place.project_id)).judges
    return judge


async def test_verdicts_are_no_suggestions_and_a_version_is_one_or_the_other(world: Answered) -> None:
    one, two = [await world.item({"prompt": "p", "answers": [
        {"id": "r1", "value": "a"}, {"id": "r2", "value": "b"}],
        "sources": [{"id": f"r{n}", "value": "c"} for n in (1, 2, 3)]}) for _ in range(2)]  # fmt: skip
    rows = [SuggestionRow(said("r1"), item_id=one)]
    wrong = [SuggestionRow(said("r1"), item_id=two, shown_first="r3")]
    facts = JudgeFacts(models=["ours-*"])
    assert (await add(world, wrong, judge=facts)).problems[0].field == "shown_first"
    assert (await add(world, rows, judge=facts)).created == 1
    assert (await add(world, rows, version="2")).created == 1
    for given in ({"judge": None}, {"judge": JudgeFacts()}, {"version": "2", "judge": facts}):
        with pytest.raises(OtherJudge):
            await add(world, rows, **given)
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        assert [each.version for each in await suggestions.offers(tx, world.place.project_id, one)] == ["2"]
        assert {each["version"]: each["judge"] for each in await suggestions.sources(tx, world.place.project_id)} == {
            "1": True, "2": False
        }  # fmt: skip
    truth = TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)
    judge = await _computed(world, truth)
    assert judge.questions[0].compared == 0
    assert judge.questions[0].kappa.note == "Nobody has answered what the judge gave a verdict on."
    assert Kin("gpt", []).has("GPT-4o") and not Kin("gpt", ["o3*"]).has("gpt-4o") and not Kin(None, []).has("x")
    assert Kin("x", ["*mini*-[1]"]).has("GPT-mini-7-[1]") and not Kin("x", ["*mini*-[1]"]).has("mini-1")
    assert not Kin("x", ["ab*ba"]).has("aba"), "the two ends are two pieces"
    assert not Kin("x", ["gpt-?"]).has("gpt-4"), "only the star stands for anything"


def test_a_verdict_that_saw_neither_side_first_is_passed_over() -> None:
    """Such as one that came before this was looked at: it may not stop the others."""
    bench = Bench(msgspec.convert(SCHEMA, LabelSchema))
    for number in range(12):
        pair = {"prompt": "p", "answers": [{"id": "r1", "value": "a"}, {"id": "r2", "value": "b"}]}
        verdict = Verdict(said("r1"), {}, "r1" if number else "r3")
        bench.add(UUID(int=number), pair, Given({"ada": said("r2")}), {("judge", "1"): verdict}, {}, {})
    (better,) = bench.measure({("judge", "1"): Kin(None, [])}, 1)["judge", "1"]
    assert (better.verdicts, better.side and better.side.judge.n) == (12, 11)


def test_several_labels_are_compared_part_by_part_and_numbers_by_how_far_they_lie_off() -> None:
    schema = msgspec.convert({
        "fields": [{"name": "text", "kind": "text"}],
        "questions": [
            {"name": "topics", "kind": "choice", "title": "Topics", "settings": {
                "multiple": True, "options": [{"id": each, "title": each} for each in "abc"]}},
            {"name": "words", "kind": "number", "title": "How many?", "settings": {"min": 0, "max": 100}},
        ],
    }, LabelSchema)  # fmt: skip
    rng, bench, judge = random.Random(5), Bench(schema), ("judge", "1")

    def several(chosen: str, number: float) -> dict[str, Any]:
        return {
            "topics": {"item": {"state": "answered", "value": {"selected": sorted(chosen)}}},
            "words": {"item": {"state": "answered", "value": {"number": number}}},
        }

    for n in range(60):
        topics, number = rng.choice(["a", "ab", "b"]), float(rng.randint(10, 60))
        people = {who: several(topics, number + off) for who, off in (("ada", 0), ("bob", 1), ("cy", -1))}
        verdict = Verdict(several(topics.replace("b", "") + "c", number + 4), {"topics": 0.5}, None)
        bench.add(UUID(int=n), {"text": "x"}, Given(people if n < 40 else {}), {judge: verdict}, {}, {})
    topics, words = bench.measure({judge: Kin(None, [])}, 1)[judge]
    assert (topics.verdicts, topics.compared, [part.part for part in topics.parts]) == (180, 120, ["a", "b", "c"])
    right = {part.part: part.percent.value for part in topics.parts}
    assert right["a"] is not None and right["b"] is not None and right["c"] is not None
    assert right["a"] > 0.8 > right["b"] > right["c"] < 0.2
    assert topics.percent.n == 40, "the options of an item are drawn together"
    assert topics.person_percent.value == 1.0 and topics.person_percent.low is None and topics.person_percent.note
    assert topics.score.value is None and topics.stand_in.note and not topics.stand_in.passes
    shares = {mean.of: mean.corrected.value for mean in topics.means}
    assert shares["c"] is not None and shares["c"] < 0.1, "people put right what it says of c"
    assert words.numbers is not None and words.percent.value is None
    assert words.numbers.bias.value == pytest.approx(4) and words.numbers.error.n == 40
    assert words.numbers.person_error.value == pytest.approx(1.0) and words.numbers.correlation.value == 1.0
    (mean,) = words.means
    assert mean.judge.value is not None and mean.corrected.value == pytest.approx(mean.judge.value - 4, abs=0.5)
    assert judged(schema).keys() == {"topics", "words"}
    chosen = several("ac", 7.0)
    assert [stratum_of(each, value) for each in judged(schema).values() for _, value in each.values(chosen)] == [
        "a, c", 7.0
    ]  # fmt: skip


def test_what_few_items_stand_behind_is_not_told_and_places_of_one_item_are_drawn_together() -> None:
    """However many places they have: two items that are both off by 2 say nothing of a third."""
    schema = msgspec.convert({
        "fields": [{"name": "answers", "kind": "text", "many": True}],
        "questions": [
            {"name": "words", "kind": "number", "title": "How many?",
             "target": {"level": "response", "field": "answers"}, "settings": {"min": 0, "max": 100}},
            {"name": "topics", "kind": "choice", "title": "Topics", "settings": {
                "multiple": True, "options": [{"id": each, "title": each} for each in "ab"]}},
        ],
    }, LabelSchema)  # fmt: skip
    bench, judge = Bench(schema), ("judge", "1")
    content = {"answers": [{"id": f"r{n}", "value": "x"} for n in range(6)]}

    def said_of(number: int, off: float) -> dict[str, Any]:
        return {
            "words": {
                f"response:r{n}": {"state": "answered", "value": {"number": number + n + off}} for n in range(6)
            },
            "topics": {"item": {"state": "answered", "value": {"selected": ["a"]}}},
        }  # fmt: skip

    def one_more(number: int) -> list[Any]:
        people = Given({"ada": said_of(number, 0), "bob": said_of(number, 0)})
        verdict = Verdict(said_of(number, 2 + number % 3), {}, None)
        bench.add(UUID(int=number), content, people, {judge: verdict}, {}, {})
        topics, words = bench.measure({judge: Kin(None, [])}, 1)[judge]
        numbers = words.numbers
        assert numbers is not None and words.compared == 6 * (number + 1)
        figures = [numbers.bias, numbers.error, numbers.person_error, numbers.correlation]
        return [*figures, topics.percent, topics.person_percent, topics.parts[0].percent]

    for number in range(9):
        few = one_more(number)
    assert {(each.value, each.low, each.note) for each in few} == {(None, None, "Fewer than 10 items.")}
    bias, error, _, correlation, percent, _, part = one_more(9)
    assert (error.value, bias.n, bias.value) == (bias.value, 10, pytest.approx(2.9))
    half = 1.96 * 0.83 / 10**0.5
    assert (bias.high - bias.low) / 2 == pytest.approx(half, rel=0.25), "as of ten items, not of sixty places"
    assert correlation.value > 0.9 and correlation.low is None and "go together" in correlation.note
    assert min(percent.value, part.value) > 0.8


async def test_judges_are_compared_once_a_day_where_something_came(world: Answered) -> None:
    truth = TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)
    (sweep,) = truth.judging.sweeps()

    async def after(hours: float) -> int:
        world.place.clock.advance(hours * 3600)
        await asyncio.gather(*(sweep.handler(world.place.db, world.place.clock) for _ in range(3)))
        return await world.run_jobs(truth.handlers())

    item = await world.item({"prompt": "p", "answers": [{"id": "r1", "value": "a"}, {"id": "r2", "value": "b"}]})
    assert await after(1) == 0, "nobody judged anything"
    await add(world, [SuggestionRow(said("r1"), item_id=item)], judge=JudgeFacts())
    assert [await after(hours) for hours in (1, 1, 24)] == [1, 0, 0]
    other = await world.item({"prompt": "q", "answers": [{"id": "r1", "value": "a"}, {"id": "r2", "value": "b"}]})
    await add(world, [SuggestionRow(said("r2"), item_id=other)], judge=JudgeFacts())
    assert [await after(hours) for hours in (1, 1)] == [1, 0]
    (judge,) = (await truth.judging.get(world.people["maya"], world.place.project_id)).judges
    assert judge.questions[0].verdicts == 2


async def test_items_are_drawn_blind_and_asked_first(world: Answered) -> None:
    truth = TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)
    maya, project = world.people["maya"], world.place.project_id
    await judge_them(world)
    wanted = SampleJudge("judge", "1", "better", size=10, least=3, ask_first=True)
    drawn = await truth.judging.sample(maya, project, wanted)
    assert len(drawn.items) == drawn.asked_first == 10
    unanswered = set(world.items[ANSWERED:])
    assert {each.item_id for each in drawn.items} <= unanswered
    assert sum(each.there for each in drawn.strata) == PAIRS - ANSWERED
    assert all(each.drawn >= 3 for each in drawn.strata)
    assert await _returned(world) == {each.item_id for each in drawn.items}
    assert await truth.judging.sample(maya, project, wanted) == drawn
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        ids = [each.item_id for each in drawn.items]
        await tx.run("update item set state = 'cancelled', open = false where id = $1", ids[0])
        asked = await ask_those_first(tx, maya.person_id, project, ids, world.place.clock.now())
        assert asked == 9, "one asks for nobody any more"
        await tx.run("update item set state = 'active', open = true where id = $1", ids[0])
    by_score = await truth.judging.sample(maya, project, SampleJudge("judge", "1", "better", size=500, by="score"))
    assert (len(by_score.items), by_score.asked_first) == (PAIRS - ANSWERED, 0)
    for missing in (
        SampleJudge("nobody", "1", "better"), SampleJudge("judge", "1", "nothing"),
        SampleJudge("judge", "1", "nothing", by="score"),
    ):  # fmt: skip
        with pytest.raises(JudgeNotFound):
            await truth.judging.sample(maya, project, missing)
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        await tx.run("update item set state = 'cancelled', open = false where tenant_id = $1", tx.tenant_id)
    with pytest.raises(NothingToDraw):
        await truth.judging.sample(maya, project, wanted)


async def _returned(world: Answered) -> set[UUID]:
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        rows = await tx.rows("select item_id from returned_item where tenant_id = $1", tx.tenant_id)
    return {row["item_id"] for row in rows}
