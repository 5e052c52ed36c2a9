"""Suggestions: checked at the door, shown by policy and by a draw, and what became of them kept with the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_DNS, UUID, uuid4, uuid5

import pytest
from tests.workplace import SCHEMA, Workplace, make_workplace, said

from armslength.assignment.service import mean_score
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.suggestion import rules
from armslength.suggestion.errors import NoFirstAnswer, NoSuchItem, TurnOver
from armslength.suggestion.model import Offer, Tallied
from armslength.suggestion.schemas import AddSuggestions, SuggestionPolicy, SuggestionRow
from armslength.suggestion.service import SuggestionService
from armslength_client import Armslength, Work

if TYPE_CHECKING:
    from tests.running import RunningApp


class Suggesting:
    """A workplace whose manager brings suggestions in."""

    def __init__(self, place: Workplace, maya: Actor) -> None:
        self.place = place
        self.maya = maya

    @property
    def service(self) -> SuggestionService:
        return self.place.annotation.suggestions

    async def add(
        self, rows: list[SuggestionRow], source: str = "judge", version: str = "1"
    ) -> tuple[int, int, list[str]]:
        given = AddSuggestions(source, version, rows)
        added = await self.service.taking.add(self.maya, self.place.project_id, given)
        return added.created, added.unchanged, [f"{each.line} {each.field}" for each in added.problems]

    async def policy(self, **values: object) -> None:
        await self.service.set_policy(self.maya, self.place.project_id, SuggestionPolicy(**values))  # type: ignore[arg-type]

    async def ask(self, who: Actor, assignment_id: UUID, first: dict | None = None) -> tuple[str, dict]:  # type: ignore[type-arg]
        told = await self.service.showing.ask(who, self.place.project_id, assignment_id, first)
        return told.status, told.answers

    async def outcomes(self) -> list[tuple[str, str, str]]:
        rows = await self.place.read("select question, shown, outcome from suggestion_outcome where tenant_id = $1")
        return sorted((row["question"], row["shown"], row["outcome"]) for row in rows)

    async def exposed(self, who: Actor) -> int:
        rows = await self.place.read(
            "select 1 from exposure where tenant_id = $1 and kind = 'suggestion' and person_id = $2", who.person_id
        )
        return len(rows)


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Suggesting:
    place = await make_workplace(db, tmp_path)
    await place.project(seed=b"the same draws every time")
    return Suggesting(place, await place.place.person("Mona", "manager"))


async def test_what_comes_in_is_checked_like_an_answer_and_never_changed(here: Suggesting) -> None:
    one, two, three = await here.place.items(3)
    rows = [
        SuggestionRow(said("sea", "Waves."), item_id=one, score={"topic": 0.9}),
        SuggestionRow(said("moon"), item_id=two),
        SuggestionRow(said("land"), external_id="nobody"),
        SuggestionRow(said("land"), item_id=uuid4()),
        SuggestionRow(said("land"), item_id=one),
        SuggestionRow({}, item_id=three),
        SuggestionRow(said("land"), item_id=three, score={"other": 0.5}),
        SuggestionRow(said("land")),
    ]
    wrong = [
        "2 answers.topic.item.value.selected[0]", "3 external_id", "4 item_id", "5 item_id", "6 answers",
        "7 score.other", "8 item_id",
    ]  # fmt: skip
    created, unchanged, problems = await here.add(rows)
    assert (created, unchanged) == (1, 0)
    assert problems == wrong
    assert await here.add(rows[:1]) == (0, 1, [])
    assert await here.add([SuggestionRow(said("land"), item_id=one)]) == (0, 0, ["1 answers"])
    here.place.place.clock.advance(1)
    assert await here.add([SuggestionRow(said("land"), item_id=one, score=0.4)], version="2") == (1, 0, [])
    sources = (await here.service.sources(here.maya, here.place.project_id)).items
    assert {(each.version, each.suggestions, each.mean_score) for each in sources} == {("1", 1, 0.9), ("2", 1, 0.4)}
    shown = (await here.service.showing.of_item(here.maya, here.place.project_id, one)).items
    assert [(each.version, each.answers) for each in shown] == [("2", said("land")), ("1", said("sea", "Waves."))]
    assert await here.exposed(here.maya) == 2
    with pytest.raises(NoSuchItem):
        await here.service.showing.of_item(here.maya, here.place.project_id, uuid4())


async def test_filled_in_before(here: Suggesting) -> None:
    """The surest comes; what became of it is kept with the answer; policy and score hold things back."""
    ada = await here.place.annotator("Ada")
    items = await here.place.items(4)
    for item_id in items:
        await here.add([SuggestionRow(said("sea", "Waves."), item_id=item_id, score={"topic": 0.9, "why": 0.2})])
        await here.add([SuggestionRow(said("land"), item_id=item_id, score=0.5)], source="another")
    work = await here.place.work(ada)
    assert await here.ask(ada, work.assignment.id) == ("none", {}), "never, where nobody has said"
    await here.policy(reveal="before", held_out=0.0, min_score=0.3)
    assert await here.ask(ada, work.assignment.id) == ("shown", said("sea"))
    await here.policy(reveal="never")
    assert await here.ask(ada, work.assignment.id) == ("shown", said("sea")), "a turn is decided once"
    assert await here.exposed(ada) == 1
    await here.place.submit(ada, work, said("sea"))
    with pytest.raises(TurnOver):
        await here.ask(ada, work.assignment.id)
    await here.policy(reveal="before", held_out=0.0, source="judge")
    work = await here.place.work(ada)
    assert await here.ask(ada, work.assignment.id) == ("shown", said("sea", "Waves."))
    await here.place.submit(ada, work, said("land"))
    assert await here.outcomes() == [
        ("topic", "before", "accepted"), ("topic", "before", "edited"), ("why", "before", "ignored"),
    ]  # fmt: skip
    await here.policy(reveal="before", held_out=1.0)
    work = await here.place.work(ada)
    assert await here.ask(ada, work.assignment.id) == ("none", {})
    await here.place.submit(ada, work, said("land", "Waves."))
    assert (await here.outcomes())[1::3] == [("topic", "before", "edited"), ("why", "held_out", "held_out")]
    assert await here.exposed(ada) == 2, "what is held out is not opened"
    work = await here.place.work(ada)
    await here.place.submit(ada, work, said("land"))
    assert len(await here.outcomes()) == 5, "nobody asked, nothing was decided"


async def test_only_after_ones_own_first_answer(here: Suggesting) -> None:
    vera = await here.place.annotator("Vera", "vendor")
    await here.place.place.grant("active")
    for item_id in await here.place.items(4):
        await here.add([SuggestionRow(said("sea"), item_id=item_id, score=0.9)])
    await here.policy(reveal="after", held_out=0.0)
    endings = [("sea", "sea"), ("land", "land"), ("land", "sea"), ("sea", "land")]
    for first, last in endings:
        work = await here.place.work(vera)
        assert await here.ask(vera, work.assignment.id) == ("after", {})
        with pytest.raises(NoFirstAnswer) as refused:
            await here.ask(vera, work.assignment.id, {})
        assert refused.value.field == "answers.topic.item"
        assert await here.ask(vera, work.assignment.id, said(first)) == ("shown", said("sea"))
        assert await here.ask(vera, work.assignment.id, said("sea")) == ("shown", said("sea")), "the first one stays"
        await here.place.submit(vera, work, said(last))
    found = [outcome for _, _, outcome in await here.outcomes()]
    assert sorted(found) == ["accepted", "agreed", "edited", "ignored"]
    report = await here.service.report(here.maya, here.place.project_id)
    assert (report.overall.shown.value, report.overall.first.value, report.overall.difference) == (0.5, 0.5, None)
    assert report.questions[0].question == "topic" and report.sources[0].source == "judge"


async def test_somebody_elses_turn_opens_nothing(here: Suggesting) -> None:
    """The gateway itself: only what was picked for this person's own turn, only where it is not held out."""
    ada, bob = await here.place.annotator("Ada"), await here.place.annotator("Bob")
    await here.place.items(1, overlap=2)
    item_id = (await here.place.read("select id from item where tenant_id = $1"))[0]["id"]
    await here.add([SuggestionRow(said("sea"), item_id=item_id)])
    await here.policy(reveal="before", held_out=0.0)
    mine, other = await here.place.work(ada), await here.place.work(bob)
    await here.ask(ada, mine.assignment.id)
    (row,) = await here.place.read("select id from suggestion where tenant_id = $1")
    for who, lease in ((ada, mine), (bob, mine), (bob, other)):
        async with here.place.db.tenant(here.place.tenant_id, who.person_id) as tx:
            opened = await here.place.walls.open_suggestions(
                tx, who, here.place.project_id, [row["id"]], purpose="annotate", lease_id=lease.assignment.id
            )
        assert len(opened) == (1 if who is ada else 0)


def test_the_draw_holds_its_share_and_can_be_repeated() -> None:
    items = [uuid5(NAMESPACE_DNS, str(n)) for n in range(2000)]
    ada, bob = uuid4(), uuid4()
    drawn = [rules.held_out(b"seed", item, ada, 0.2) for item in items]
    assert drawn == [rules.held_out(b"seed", item, ada, 0.2) for item in items]
    assert 300 < sum(drawn) < 500
    assert drawn != [rules.held_out(b"seed", item, bob, 0.2) for item in items]
    assert not any(rules.held_out(b"seed", item, ada, 0.0) for item in items)
    assert all(rules.held_out(b"seed", item, ada, 1.0) for item in items)


def test_the_surest_is_picked_and_of_equals_the_newest() -> None:
    offers = [
        Offer(uuid4(), "a", "2", 1, {"q": 0.5, "r": None}), Offer(uuid4(), "a", "1", 1, {"q": 0.5, "r": 0.1}),
        Offer(uuid4(), "b", "1", 1, {"q": 0.8}),
    ]  # fmt: skip
    found = rules.picks(offers, SuggestionPolicy("before"))
    assert {question: (each.source, each.version) for question, each in found.items()} == {
        "q": ("b", "1"),
        "r": ("a", "1"),
    }
    found = rules.picks(offers, SuggestionPolicy("before", source="a", min_score=0.2))
    assert {question: each.version for question, each in found.items()} == {"q": "2"}


def test_anchoring_is_told_with_an_interval() -> None:
    """Answers of one person go together; one person, or everybody saying the same, proves little."""
    people = [uuid5(NAMESPACE_DNS, str(n)) for n in range(8)]

    def rows(shown: str, n: int, match: float) -> list[Tallied]:
        return [
            Tallied("q", "m", "1", person, shown, n, match, None, {})  # type: ignore[arg-type]
            for person in people
        ]

    found = rules.report([*rows("before", 50, 45.0), *rows("held_out", 50, 30.0)], mean_score).overall
    assert found.difference is not None and found.difference.low is not None and found.difference.high is not None
    assert found.difference.value == pytest.approx(0.3)
    assert 0.2 < found.difference.low < 0.3 < found.difference.high < 0.4
    same = rules.difference(rows("before", 5, 5.0), rows("held_out", 5, 5.0), mean_score)
    assert same is not None and same.low is not None and same.low < -0.05 and same.value == 0
    alone = rules.difference(rows("before", 5, 5.0)[:1], rows("held_out", 5, 0.0)[:1], mean_score)
    assert alone is not None and alone.low is None
    spread = [
        Tallied("q", "m", "1", person, "before", 50, 50.0 if n % 2 else 40.0, None, {})
        for n, person in enumerate(people)
    ]
    wider = rules.difference(spread, rows("held_out", 50, 30.0), mean_score)
    assert wider is not None and wider.low is not None and found.difference.low > wider.low


def test_a_release_tells_what_was_suggested(app: RunningApp, tmp_path: Path) -> None:
    file = tmp_path / "judge.jsonl"
    lines = [{"external_id": f"i{n}", "answers": said("sea"), "score": 0.9} for n in range(3)]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    with Armslength(app.url) as olga:
        olga.set_up(
            token=app.setup_token, organization="Northwind Labs", name="Olga", email="olga@northwind.test",
            password="a long walk by the sea",
        )  # fmt: skip
        schema = {"fields": [{"name": "prompt", "kind": "text"}], "questions": SCHEMA["questions"]}
        project = olga.apply_brief({"slug": "sea", "name": "Sea", "schema": schema, "overlap": 1}).project
        assert project is not None
        rows = [{"external_id": f"i{n}", "prompt": "Wet?"} for n in range(2)]
        olga.add_items(project.id, olga.create_batch(project.id, "first").id, rows)
        olga.set_project_state(project.id, "active")
        added = olga.import_suggestions(project.id, file, source="judge", version="1")
        assert (added.created, [each.line for each in added.problems]) == (2, [3])
        olga.put_suggestion_policy(project.id, reveal="before", held_out=0.0)
        assert olga.get_suggestion_mode(project.id) == "before"
        for asked in (True, False):
            work = olga.next_assignment(project.id)
            assert isinstance(work, Work)
            if asked:
                assert olga.ask_suggestions(project.id, work.assignment.id).answers == said("sea")
            olga.submit_annotation(project.id, work.assignment.id, said("sea"), schema_version=1)
        release = olga.wait_for_release(project.id, olga.create_release(project.id, name="one", recipe={}).id)
        written, *_ = olga.export(project.id, release.id, "jsonl", tmp_path)
        told = [json.loads(line)["annotations"][0].get("suggested") for line in written.read_text().splitlines()]
        mine = {"source": "judge", "version": "1", "score": 0.9, "shown": "before", "outcome": "accepted"}
        assert told == [{"topic": mine}, None]
