"""Gold: hidden among the others, to learn from, to be admitted by; and nothing at the bench that tells which it is."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import pytest
from tests.workplace import Workplace, make_workplace, said

from armslength.annotation.schemas import Submitted
from armslength.assignment.errors import BadGold, NoCourse, NoSuchGold, NoSuchWorker
from armslength.assignment.model import GoldUse
from armslength.assignment.schemas import GoldKey, PutGold, PutGoldPolicy, PutQualification, Work
from armslength.assignment.service import needs
from armslength.identity.model import Actor
from armslength.ingest.views import ITEM_STATE
from armslength.kit.db import Database
from armslength.projects.service.brands import Brands
from armslength.projects.service.versions import Versions
from armslength.review.schemas import ReviewWork
from armslength.truth.service import TruthService
from armslength.vendors.service import VendorsService
from armslength.walls.errors import ContentMissing

RIGHT = GoldKey(said("sea"), "It is wet.")


class Place(Workplace):
    """A workplace with a manager who makes gold. What is drawn depends on the seed and on who asks: both are fixed."""

    maya: Actor

    async def annotator(
        self, name: str = "Ada", side: Any = "customer", role: Any = "annotator", person_id: UUID | None = None
    ) -> Actor:
        return await super().annotator(name, side, role, person_id or uuid5(NAMESPACE_DNS, name))

    async def gold(self, count: int, use: GoldUse = "hidden", key: GoldKey = RIGHT) -> list[UUID]:
        ids = await self.items(count, batch="gold")
        for item_id in ids:
            await self.assignment.gold.put(self.maya, self.project_id, item_id, PutGold(use, key))
        return ids

    async def policy(
        self, share: float = 0.0, *, gate: bool = False, mark: float = 0.8, renew: bool = False,
        least: float | None = None,
    ) -> None:  # fmt: skip
        given = PutGoldPolicy(share, gate, mark, renew, least)
        await self.assignment.gold.set_policy(self.maya, self.project_id, given)

    async def everything(self, who: Actor, topic: str = "sea") -> list[tuple[Work, Submitted]]:
        """Ask and answer until there is nothing more."""
        done = []
        while isinstance(work := await self.next(who), Work):
            done.append((work, await self.submit(who, work, said(topic))))
        return done

    async def why(self) -> dict[UUID, dict[str, Any]]:
        return {row["item_id"]: row["why"] for row in await self.read("select * from assignment where tenant_id = $1")}


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Place:
    made = await make_workplace(db, tmp_path)
    place = Place(**{name: getattr(made, name) for name in ("place", "walls", "assignment", "annotation", "review")})
    await place.project(seed=b"the same draws every time")
    place.maya = await place.place.person("Mona", "manager")
    return place


async def test_hidden_gold_comes_at_its_share_and_nobody_meets_it_twice(here: Place) -> None:
    await here.items(120, overlap=2)
    gold = set(await here.gold(60))
    await here.policy(0.25)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    met = {who.person_id: [w.assignment.item_id for w, _ in await here.everything(who)] for who in (ada, bob)}
    for items in met.values():
        hidden = [item for item in items if item in gold]
        assert len(set(items)) == len(items) == 120 + len(hidden)
        assert 20 < len(hidden) < 60
    first = {who: [item for item in items if item in gold] for who, items in met.items()}
    assert first[ada.person_id] != first[bob.person_id], "everybody has an order of their own"
    await here.check()


async def test_who_is_known_meets_less_gold_and_who_is_new_or_watched_the_full_share(here: Place) -> None:
    await here.items(150, overlap=3)
    gold = await here.gold(60)
    with pytest.raises(BadGold) as refused:
        await here.policy(0.1, least=0.2)
    assert refused.value.field == "share_min"
    await here.policy(0.5, least=0.05)
    ada, bob, cem = [await here.annotator(name) for name in ("Ada", "Bob", "Cem")]

    async def shares() -> dict[UUID, tuple[float, str]]:
        people = (await here.assignment.course.people(here.maya, here.project_id)).items
        return {each.person.id: (each.share, each.because) for each in people}

    assert await shares() == dict.fromkeys((ada.person_id, bob.person_id, cem.person_id), (0.5, "new"))
    met = [w.assignment.item_id for w, _ in await here.everything(ada)]
    hidden = [place for place, item in enumerate(met) if item in gold]
    assert len([place for place in hidden if place < 40]) > 2 * len([place for place in hidden if place >= 150])
    now = await shares()
    assert now[ada.person_id] == (0.05, "measured") and now[cem.person_id] == (0.5, "new")
    whys = [why for why in (await here.why()).values() if why["draw"] == "gold"]
    assert {round(why["share"], 2) for why in whys} >= {0.5, 0.05}
    assert all(why["drawn"] < why["share"] for why in whys)

    async with here.db.tenant(here.tenant_id) as tx:
        await needs.watch(tx, here.project_id, [ada.person_id])
    assert (await shares())[ada.person_id] == (0.5, "watched")
    async with here.db.tenant(here.tenant_id) as tx:
        await needs.watch(tx, here.project_id, [])
        await needs.fitted(tx, here.project_id, {ada.person_id: (0.0, 1.0), bob.person_id: (0.9, 0.95)})
    now = await shares()
    assert now[ada.person_id] == (0.05, "measured"), "what gold has shown stays shown"
    assert now[bob.person_id] == (pytest.approx(0.275), "measured"), "a fit alone takes half of the doubt"

    await here.policy(0.5)
    assert set((await shares()).values()) == {(0.5, "everybody")}
    changed = PutGold("hidden", GoldKey(said("land")))
    for item in gold[::2]:
        await here.assignment.gold.put(here.maya, here.project_id, item, changed)
    await here.hear()
    await here.policy(0.5, least=0.05)
    assert (await shares())[ada.person_id][0] > 0.1, "right in half of the last twenty: there is doubt again"
    await here.check()


async def test_why_an_item_was_asked_is_stored_and_can_be_drawn_again(here: Place) -> None:
    await here.items(30)
    await here.gold(20)
    await here.policy(0.4)
    ada = await here.annotator()
    await here.everything(ada)
    whys = [why for why in (await here.why()).values() if why["draw"] == "gold"]
    assert whys
    assert all(why["share"] == 0.4 and why["drawn"] < 0.4 for why in whys)
    for why in whys:
        (again,) = await here.read(
            "select gold_draw(p.seed, $3, int8send($2::bigint)) as drawn from project p where p.tenant_id = $1",
            why["turn"], ada.person_id,
        )  # fmt: skip
        assert again["drawn"] == pytest.approx(why["drawn"], abs=1e-12)


async def test_a_turn_of_gold_takes_no_longer_because_there_is_much_of_it(here: Place) -> None:
    """Else time would tell gold from the rest: the draw reads it by its index, up to the first that is new to them."""
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("set local enable_seqscan = off")
        plan = await tx.rows(
            "explain select i.id from gold g join item i on i.tenant_id = $1 and i.id = g.item_id"
            " where g.tenant_id = $1 and g.project_id = $2 and g.use = 'hidden' and g.retired_at is null"
            " and g.item_id >= $1 order by g.item_id limit 1",
            here.tenant_id, here.project_id,
        )  # fmt: skip
    told = "\n".join(row[0] for row in plan)
    assert "Seq Scan" not in told and "Sort" not in told and "gold_turn" in told


async def test_the_bench_cannot_tell_gold_from_the_rest(here: Place) -> None:
    await here.project(review_share=1.0, overlap=2)
    await here.items(12, overlap=4)
    gold = set(await here.gold(6))
    for name in "ABCD":
        await here.policy(0.5)
        told = await here.everything(await here.annotator(name))
        hidden = [(work, receipt) for work, receipt in told if work.assignment.item_id in gold]
        assert hidden
        for work, receipt in told:
            assert receipt.feedback is None
            assert (work.assignment.attempt, work.assignment.course) == (1, None)
        assert all(work.assignment.display.place < 2 for work, _ in hidden)
    await here.check()


async def test_nor_by_ones_own_score(here: Place) -> None:
    """It moves ten gold answers at a time, and never on the day of an answer."""
    await here.items(20)
    await here.gold(24)
    await here.policy(0.5)
    ada = await here.annotator()
    told: dict[date, set[int | None]] = {}
    while isinstance(work := await here.next(ada), Work):
        await here.submit(ada, work)
        score = (await here.assignment.course.mine(ada, here.project_id)).score
        told.setdefault(here.place.clock.now().date(), set()).add(score and score.n)
        here.place.clock.advance(3600)
    counts = [n for day in told.values() for n in day]
    assert len(counts) == len(told) and counts[0] is None and counts[-1] == 10


async def test_nor_can_its_author_or_firm_by_what_becomes_of_it(here: Place) -> None:
    """Verdicts come one by one, of what somebody looked at; what is told of them is the same everywhere."""
    await here.place.grant("active")
    await here.project(review_share=0.5)
    await here.items(16)
    gold = set(await here.gold(8))
    await here.policy(0.5)
    vera = await here.annotator("Vera", side="vendor")
    boss = await here.annotator("Boss", side="vendor", role="manager")
    rita = await here.annotator("Rita", role="reviewer")
    asked = []
    while isinstance(work := await here.next(vera), Work):
        asked.append(await here.item_of(work.assignment.id) in gold)
        here.place.clock.advance(30)
        await here.submit(vera, work)
    truth = TruthService(here.db, here.walls, here.place.keys, here.place.clock)

    async def told() -> set[int]:
        """The answers that are accepted; the others are not told apart."""
        listed = (await here.annotation.list_mine(vera, here.project_id, cursor=None, limit=50)).items[::-1]
        assert {each.verdict for each in listed} <= {"unreviewed", "accepted"}
        accepted = {place for place, each in enumerate(listed) if each.verdict == "accepted"}
        assert (await truth.get_my_record(vera, here.project_id)).accepted == len(accepted)
        (month,) = (await truth.statements.mine(vera.person_id, [here.tenant_id])).lines
        assert (month.accepted, month.open) == (len(accepted), len(listed) - len(accepted))
        firm = await truth.get_progress(boss, here.project_id)
        assert sum(each.accepted for each in firm.people) == sum(day.reviewed for day in firm.per_day) == len(accepted)
        return accepted

    known = await told()
    assert any(asked) and not known
    while isinstance(found := await here.review.next_review(rita, here.project_id, ()), ReviewWork):
        await here.decide(rita, found, "accept")
        now = await told()
        assert len(now - known) == 1 and not any(asked[place] for place in now)
        known = now
    assert 0 < len(known) < len(asked) - sum(asked), "what was not drawn looks like gold"


async def test_gold_is_in_nobodys_queue_and_no_count(here: Place) -> None:
    await here.items(2)
    (gold,) = await here.gold(1)
    ada = await here.annotator()
    assert len(await here.everything(ada)) == 2
    row = await here.item(gold)
    assert (row["state"], row["open"], row["taken"]) == ("gold", False, 0)
    (state,) = await here.read(f"select {ITEM_STATE} as state from item i where tenant_id = $1 and id = $2", gold)
    assert state["state"] == "gold"
    await here.project(overlap=3)
    await here.event("projects.overlap_changed", project_id=here.project_id)
    assert (await here.item(gold))["wanted"] > 100, "more overlap is none of gold's business"
    await here.check()


async def test_an_item_in_somebodys_hands_may_become_gold(here: Place) -> None:
    (item,) = await here.items(1, overlap=2)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    work = await here.work(ada)
    await here.assignment.gold.put(here.maya, here.project_id, item, PutGold("hidden", RIGHT))
    assert await here.status(bob) == "done"
    await here.submit(ada, work, said("land"))
    (person,) = [each for each in (await here.assignment.course.people(here.maya, here.project_id)).items
                 if each.person.id == ada.person_id]  # fmt: skip
    assert (person.score.value, person.score.n) == (0.0, 1)
    await here.check()


async def test_a_course_teaches_in_its_order_and_opens_the_gate(here: Place) -> None:
    await here.items(2)
    training = await here.gold(2, "training")
    (screening,) = await here.gold(1, "screening")
    await here.policy(gate=True, mark=1.0)
    ada = await here.annotator()
    done = await here.everything(ada)
    assert [work.assignment.item_id for work, _ in done][:3] == [*training, screening]
    assert [work.assignment.course for work, _ in done] == ["training", "training", "screening", None, None]
    first, second, third = (receipt.feedback for _, receipt in done[:3])
    assert first is not None
    assert (first.score, first.matches, first.explanation) == (1.0, {"topic": 1.0}, "It is wet.")
    assert first.answers == said("sea")
    assert second is not None
    assert third is None, "screening tells nothing"
    assert len(done) == 5
    mine = await here.assignment.course.mine(ada, here.project_id)
    assert mine.qualification is not None
    assert (mine.qualification.state, mine.mark, mine.score) == ("passed", 1.0, None)
    await here.check()


async def test_a_new_guideline_may_ask_everybody_to_pass_again(here: Place) -> None:
    await here.items(3)
    await here.gold(1, "training")
    await here.policy(gate=True, mark=1.0)
    ada, gold, course = await here.annotator(), here.assignment.gold, here.assignment.course
    keys, clock = here.place.keys, here.place.clock
    brands = Brands(here.db, keys, here.walls, VendorsService(here.db, clock), clock)
    versions = Versions(here.db, keys, here.walls, brands, clock, gold)

    async def publish(text: str, **more: bool) -> None:
        version = (await versions.put_guideline(here.maya, here.project_id, text, "", **more)).version
        await versions.get_guideline(ada, here.project_id, version)
        await versions.read_guideline(ada, here.project_id, version)

    await publish("# One")
    await here.submit(ada, await here.work(ada), said("sea"))
    assert (await here.work(ada)).assignment.course is None
    await publish("# Two")
    assert (await here.work(ada)).assignment.course is None, "a small edit asks for nothing"
    told = {each.person.id: each.qualification for each in (await course.people(here.maya, here.project_id)).items}
    of, mine = told[ada.person_id], (await course.mine(ada, here.project_id)).qualification
    assert of is not None and mine is not None
    assert (of.state, of.guideline_version, of.older, mine.older) == ("passed", 1, True, True)

    with pytest.raises(NoCourse) as refused:
        await publish("# Three", pass_again=True)
    assert refused.value.field == "pass_again"
    (coming,) = await here.items(1)
    await gold.put(here.maya, here.project_id, coming, PutGold("training", GoldKey(said("sea")), next_course=True))
    told_policy = await gold.policy(here.maya, here.project_id)
    assert (told_policy.course, told_policy.course_items, told_policy.next_items) == (1, 1, 1)
    work = await here.work(ada)
    await here.submit(ada, work, said("sea"))
    await publish("# Three", pass_again=True)
    told_policy = await gold.policy(here.maya, here.project_id)
    assert (told_policy.gate, told_policy.course, told_policy.course_items) == (True, 2, 1)
    again = await here.work(ada)
    assert (again.assignment.item_id, again.assignment.course) == (coming, "training")
    await here.submit(ada, again, said("sea"))
    assert (await here.work(ada)).assignment.course is None
    now = (await course.mine(ada, here.project_id)).qualification
    assert now is not None
    assert (now.state, now.guideline_version, now.older) == ("passed", 3, False)
    await publish("# Three", pass_again=True)  # nothing changed, so nothing is asked
    await here.policy(gate=False)
    with pytest.raises(NoCourse):
        await publish("# Four", pass_again=True)


async def test_feedback_comes_again_with_a_repeated_submit(here: Place) -> None:
    await here.gold(1, "training")
    await here.policy(gate=True)
    ada = await here.annotator()
    work = await here.work(ada)
    key = UUID(int=7)
    first = await here.submit(ada, work, said("land"), key)
    assert await here.submit(ada, work, said("land"), key) == first
    assert first.feedback is not None
    assert first.feedback.score == 0.0


async def test_who_fails_is_shut_out_until_somebody_admits_them(here: Place) -> None:
    await here.items(1)
    await here.gold(2, "training")
    await here.policy(gate=True)
    await here.place.grant("active")
    ada, vic = await here.annotator(), await here.annotator("Vic", side="vendor")
    for who in (ada, vic):
        assert len(await here.everything(who, "land")) == 2
        assert await here.status(who) == "not_qualified"
    course = here.assignment.course
    people = {each.person.id: each for each in (await course.people(here.maya, here.project_id)).items}
    qualification = people[ada.person_id].qualification
    assert qualification is not None
    assert (qualification.state, qualification.score, qualification.decided_by) == ("failed", 0.0, None)

    told = await course.decide(here.maya, here.project_id, ada.person_id, PutQualification("admitted", "Knows it."))
    assert told.qualification is not None
    assert (told.qualification.state, told.qualification.note) == ("admitted", "Knows it.")
    assert told.qualification.score == 0.0, "what was scored is kept"
    assert isinstance(await here.next(ada), Work)
    await course.decide(here.maya, here.project_id, ada.person_id, PutQualification("barred", "Does not."))
    with pytest.raises(NoSuchWorker):
        await course.decide(here.maya, here.project_id, UUID(int=5), PutQualification("barred", "Who?"))


async def test_a_skipped_course_item_is_a_miss(here: Place) -> None:
    await here.gold(2, "training")
    await here.policy(gate=True, mark=0.6)
    ada = await here.annotator()
    await here.assignment.skip(ada, here.project_id, (await here.work(ada)).assignment.id, "unclear", "")
    await here.answer(ada)
    assert await here.status(ada) == "not_qualified"
    mine = await here.assignment.course.mine(ada, here.project_id)
    assert mine.qualification is not None
    assert mine.qualification.score == 0.5


async def test_a_renewed_course_is_passed_again(here: Place) -> None:
    await here.gold(1, "training")
    await here.policy(gate=True)
    ada = await here.annotator()
    await here.everything(ada)
    with pytest.raises(NoCourse):
        await here.policy(gate=True, renew=True)
    await here.policy(renew=True)
    (new,) = await here.gold(1, "training")
    await here.items(1)
    await here.policy(gate=True)
    assert (await here.work(ada)).assignment.item_id == new


async def test_the_gate_never_shuts_everybody_out(here: Place) -> None:
    with pytest.raises(NoCourse):
        await here.policy(gate=True)
    (only,) = await here.gold(1, "training")
    await here.policy(gate=True)
    with pytest.raises(NoCourse):
        await here.assignment.gold.retire(here.maya, here.project_id, only)
    await here.policy(gate=False)
    await here.assignment.gold.retire(here.maya, here.project_id, only)
    assert (await here.item(only))["state"] == "cancelled"
    with pytest.raises(NoSuchGold):
        await here.assignment.gold.get(here.maya, here.project_id, only)


@pytest.mark.parametrize(
    ("key", "field"),
    [
        (GoldKey(said("moon")), "key.answers.topic.item.value.selected[0]"),
        (GoldKey({}), "key.answers"),
        (GoldKey({"why": {"item": {"state": "answered", "value": {"text": "x"}}}}), "key.answers"),
        (GoldKey(said(), "", {"nothing": 1.0}), "key.within.nothing"),
    ],
)
async def test_answers_that_cannot_be_right_are_refused(here: Place, key: GoldKey, field: str) -> None:
    with pytest.raises(BadGold) as refused:
        await here.gold(1, key=key)
    assert refused.value.field == field


async def test_a_changed_key_scores_everybody_anew(here: Place) -> None:
    (gold,) = await here.gold(1)
    await here.items(4)
    await here.policy(0.5)
    ada = await here.annotator()
    await here.everything(ada)
    before = await here.assignment.gold.get(here.maya, here.project_id, gold)
    assert (before.gold.score.value, before.gold.score.n) == (1.0, 1)
    changed = PutGold("hidden", GoldKey(said("land"), "It is dry."))
    await here.assignment.gold.put(here.maya, here.project_id, gold, changed)
    await here.hear()
    after = await here.assignment.gold.get(here.maya, here.project_id, gold)
    assert (after.gold.version, after.gold.score.value, after.key.explanation) == (2, 0.0, "It is dry.")
    page = await here.assignment.gold.page(here.maya, here.project_id, use="hidden", cursor=None, limit=5)
    assert [each.item_id for each in page.items] == [gold]


async def test_right_answers_are_told_to_nobody_before_they_answered(here: Place) -> None:
    (hidden,), (training,) = await here.gold(1), await here.gold(1, "training")
    await here.policy(gate=True)
    ada = await here.annotator()

    async def opened() -> set[UUID]:
        async with here.db.tenant(here.tenant_id, ada.person_id) as tx:
            return set(await here.walls.open_gold(tx, ada, here.project_id, [hidden, training], purpose="annotate"))

    assert not await opened()
    await here.everything(ada)
    assert await opened() == {training}
    kinds = {row["kind"] for row in await here.place.exposures() if row["person_id"] == ada.person_id}
    assert kinds == {"item", "gold"}
    vic = await here.annotator("Vic", side="vendor")
    with pytest.raises(ContentMissing):
        await here.assignment.gold.page(vic, here.project_id, use=None, cursor=None, limit=5)


async def test_a_lease_on_gold_that_ran_out_is_answered_late_or_never(here: Place) -> None:
    await here.gold(2)
    await here.items(6)
    await here.policy(0.5)
    ada = await here.annotator()
    work = await here.work(ada)
    while (await here.why())[work.assignment.item_id]["draw"] != "gold":
        await here.submit(ada, work)
        work = await here.work(ada)
    await here.expire()
    await here.submit(ada, work)
    rest = [each.assignment.item_id for each, _ in await here.everything(ada)]
    assert work.assignment.item_id not in rest
    await here.check()


async def test_a_crowd_takes_a_course_at_once(here: Place) -> None:
    await here.items(40, overlap=3)
    await here.gold(4, "training")
    await here.gold(10)
    await here.policy(0.3, gate=True, mark=0.5)
    crowd = [await here.annotator(f"P{n}") for n in range(8)]

    async def work(who: Actor) -> int:
        done = 0
        while isinstance(found := await here.next(who), Work) or found.status == "wait":
            if isinstance(found, Work):
                await here.submit(who, found, said("sea"))
                done += 1
        return done

    done = await asyncio.gather(*(work(who) for who in crowd))
    results = await here.read("select use, count(*) as n from gold_result where tenant_id = $1 group by use")
    counted = {row["use"]: row["n"] for row in results}
    assert counted["training"] == 8 * 4
    assert sum(done) == 40 * 3 + counted["training"] + counted["hidden"]
    await here.check()
