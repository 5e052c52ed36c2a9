"""Where answers disagree: found by the project's rule, decided blind by somebody who gave none of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.workplace import Workplace, make_workplace, said

from armslength.annotation.errors import AnswersWrong
from armslength.assignment.schemas import NoWork
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.jobs import run_one
from armslength.release.model import Only, Recipe
from armslength.release.schemas import CreateRelease
from armslength.release.service import ReleaseService
from armslength.release.service.records import lines
from armslength.review import rules
from armslength.review.errors import BadAdjudication, ReviewDecided, ReviewInHand, ReviewLost, ReviewWithdrawn
from armslength.review.schemas import Adjudicate, AdjudicationWork, PutAdjudicationPolicy


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    here = await make_workplace(db, tmp_path)
    await here.project(overlap=2, review_share=0)
    return here


async def rule(here: Workplace, below: float = 1, **more: Any) -> None:
    maya = await here.annotator("Maya", role="manager")
    await here.review.disputes.set_policy(maya, here.project_id, PutAdjudicationPolicy(below, **more))
    await here.hear()


async def disagree(here: Workplace, *people: Actor, topics: tuple[str, ...] = ("sea", "land")) -> None:
    """Each answers what is theirs next, with a topic of their own."""
    for who, topic in zip(people, topics, strict=True):
        await here.submit(who, await here.work(who), said(topic))
    await here.hear()


async def ask(here: Workplace, who: Actor, *have: UUID) -> AdjudicationWork:
    found = await here.review.adjudicating.next(who, here.project_id, have)
    assert isinstance(found, AdjudicationWork), found
    return found


async def nothing(here: Workplace, who: Actor) -> str:
    found = await here.review.adjudicating.next(who, here.project_id, [])
    assert isinstance(found, NoWork), found
    return found.status


async def decide(here: Workplace, who: Actor, work: AdjudicationWork | UUID, **decision: Any) -> str:
    of = work if isinstance(work, UUID) else work.adjudication.id
    given = Adjudicate(decision.pop("key", None) or new_id(), **decision)
    return (await here.review.adjudicating.decide(who, here.project_id, of, given)).outcome


async def crew(here: Workplace) -> tuple[Actor, Actor, Actor]:
    return (
        await here.annotator("Ada"), await here.annotator("Bob"), await here.annotator("Rita", role="reviewer"),
    )  # fmt: skip


async def test_what_disagrees_is_shown_side_by_side_without_names_and_that_is_recorded(here: Workplace) -> None:
    first, _ = await here.items(2, overlap=2)
    ada, bob, rita = await crew(here)
    await rule(here)
    await disagree(here, ada, bob)
    await disagree(here, ada, bob, topics=("sea", "sea"))
    work = await ask(here, rita)
    assert work.adjudication.item_id == first and (work.agreement, work.disputed) == ({"topic": 0.0}, ["topic"])
    told = {each.number: each.answers["topic"]["item"]["value"]["selected"][0] for each in work.candidates}
    assert sorted(told) == [1, 2] and sorted(told.values()) == ["land", "sea"]
    seen = [(e["kind"], e["purpose"]) for e in await here.place.exposures() if e["person_id"] == rita.person_id]
    assert sorted(seen) == [("answers", "adjudicate"), ("answers", "adjudicate"), ("item", "adjudicate")]
    (row,) = await here.read("select * from adjudication where tenant_id = $1")
    assert rules.shuffled(row["seed"], row["annotation_ids"]) == rules.shuffled(
        row["seed"], row["annotation_ids"][::-1]
    )
    assert (await nothing(here, await here.annotator("Ravi", role="reviewer"))) == "done"
    assert await here.status(rita) == "done"  # who has seen the answers is not asked for one


async def test_the_order_of_answers_tells_nothing_of_their_authors() -> None:
    first = [rules.shuffled(bytes([n]), [UUID(int=1), UUID(int=2)])[0].int for n in range(200)]
    assert 70 < first.count(1) < 130


async def test_one_is_taken_and_the_answers_and_what_stands_stay_as_they_are(here: Workplace) -> None:
    (item,) = await here.items(1, overlap=2)
    ada, bob, rita = await crew(here)
    await rule(here)
    await disagree(here, ada, bob)
    before = await here.read("select * from standing where tenant_id = $1 order by annotation_id")
    work, key = await ask(here, rita), new_id()
    with pytest.raises(BadAdjudication) as refused:
        await decide(here, rita, work, take=3)
    assert refused.value.field == "take"
    with pytest.raises(BadAdjudication):
        await decide(here, rita, work)
    await asyncio.gather(*(decide(here, rita, work, take=2, comment="As 3.1 says.", key=key) for _ in range(3)))
    with pytest.raises(ReviewDecided):
        await decide(here, rita, work, take=1)
    assert await here.read("select * from standing where tenant_id = $1 order by annotation_id") == before
    (row,) = await here.read("select * from adjudication where tenant_id = $1")
    assert (row["outcome"], row["took_id"] in row["annotation_ids"]) == ("took", True)
    (made,) = await here.read("select * from annotation where tenant_id = $1 and id = $2", row["result_id"])
    assert (made["stage"], made["person_id"], made["supersedes"]) == ("adjudicate", rita.person_id, None)
    history = await here.review.history(await here.annotator("Olga", role="owner"), here.project_id, item)
    last = history.events[-1]
    assert (last.text, last.annotation_id) == ("decided: took one of the answers: As 3.1 says.", made["id"])
    assert last.answers == work.candidates[1].answers
    (listed,) = (
        await here.review.disputes.page(
            await here.annotator("Mo", role="manager"), here.project_id, state="done", cursor=None, limit=9
        )
    ).items
    assert (listed.comment, listed.outcome, listed.answers) == ("As 3.1 says.", "took", 2)
    await here.check()


async def test_answers_are_merged_or_written_anew_and_checked_like_any_other(here: Workplace) -> None:
    await here.items(2, overlap=2)
    ada, bob, rita = await crew(here)
    await rule(here)
    for _ in range(2):
        await here.submit(ada, await here.work(ada), said("sea", "Waves."))
        await here.submit(bob, await here.work(bob), said("land", "Hills."))
    await here.hear()
    work = await ask(here, rita)
    with pytest.raises(AnswersWrong):
        await decide(here, rita, work, answers=said("sky"))
    assert await decide(here, rita, work, answers=said("sea", "Hills.")) == "merged"
    assert await decide(here, rita, await ask(here, rita), answers=said("sea", "Neither.")) == "wrote"


async def test_nobody_decides_over_words_of_their_own(here: Workplace) -> None:
    await here.items(1, overlap=2)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    ravi = await here.annotator("Ravi", role="reviewer")
    await rule(here)
    await here.project(review_share=1)
    await disagree(here, ada, rita)
    while not isinstance(found := await here.review.next_review(ravi, here.project_id, []), NoWork):
        await here.decide(ravi, found, "fix", answers=said("sea" if found.answers == said("land") else "land"))
        await here.hear()
    assert [await nothing(here, who) for who in (rita, ravi)] == ["done", "done"]
    await ask(here, await here.annotator("Rosa", role="reviewer"))


async def test_a_vendors_person_decides_only_where_all_answers_are_their_firms(here: Workplace) -> None:
    await here.items(2, overlap=2)
    await here.place.grant("active")
    ada, vera, vito = [await here.annotator("Ada"), *[await here.annotator(n, side="vendor") for n in ("Vera", "Vito")]]
    viola = await here.annotator("Viola", side="vendor", role="reviewer")
    await rule(here)
    await disagree(here, ada, vera)
    assert await nothing(here, viola) == "none"
    await disagree(here, vera, vito)
    work = await ask(here, viola)
    rows = await here.read("select id, organization_id from adjudication where tenant_id = $1")
    assert {row["organization_id"] for row in rows if row["id"] == work.adjudication.id} == {vera.organization_id}
    await decide(here, viola, work, take=1)
    assert await nothing(here, viola) == "none"


async def test_only_those_named_decide_when_some_are_named(here: Workplace) -> None:
    await here.items(1, overlap=2)
    ada, bob, rita = await crew(here)
    ravi = await here.annotator("Ravi", role="reviewer")
    with pytest.raises(BadAdjudication) as refused:
        await rule(here, people=[ada.person_id])
    assert refused.value.field == "people"
    with pytest.raises(BadAdjudication) as refused:
        await rule(here, questions=["colour"])
    assert refused.value.field == "questions"
    await rule(here, people=[ravi.person_id])
    await disagree(here, ada, bob)
    assert await nothing(here, rita) == "done"
    (of_rita,), (of_ravi,) = await here.assignment.list_work(rita), await here.assignment.list_work(ravi)
    assert ("adjudicate" in of_rita.roles, "adjudicate" in of_ravi.roles, of_ravi.available) == (False, True, True)
    await ask(here, ravi)


async def test_the_rule_counts_chosen_questions_and_agreement_and_is_held_against_earlier_answers(
    here: Workplace,
) -> None:
    await here.project(overlap=3)
    await here.items(2, overlap=3)
    ada, bob, rita = await crew(here)
    cy = await here.annotator("Cy")
    await disagree(here, ada, bob, cy, topics=("sea", "sea", "land"))  # agreement 1/3
    await disagree(here, ada, bob, cy, topics=("sea", "sea", "sea"))
    counts = []
    for below, questions in ((0.3, []), (0.4, []), (0, []), (1, ["why"]), (1, ["topic"])):
        await rule(here, below, questions=questions)
        policy = await here.review.disputes.policy(rita, here.project_id)
        counts.append(policy.waiting)
    assert counts == [0, 1, 0, 0, 1]


async def test_answers_that_changed_meanwhile_are_looked_at_again(here: Workplace) -> None:
    (item,) = await here.items(1, overlap=2)
    ada, bob, rita = await crew(here)
    await rule(here)
    await disagree(here, ada, bob)
    stale = await ask(here, rita)
    cy = await here.annotator("Cy")
    await here.project(overlap=3)
    await here.event("projects.overlap_changed", project_id=here.project_id)
    await here.submit(cy, await here.work(cy), said("sea"))
    with pytest.raises(ReviewWithdrawn):
        await decide(here, rita, stale, take=1)
    await here.hear()
    again = await ask(here, rita)
    assert (again.adjudication.item_id, len(again.candidates)) == (item, 3)
    await decide(here, rita, again, take=1)
    await rule(here)  # decided over exactly these answers: not asked again
    assert await nothing(here, rita) == "done"


async def test_items_that_have_all_their_answers_because_fewer_are_wanted_are_looked_at(here: Workplace) -> None:
    await here.project(overlap=3)
    await here.items(1, overlap=3)
    ada, bob, rita = await crew(here)
    await rule(here)
    await disagree(here, ada, bob)
    assert await nothing(here, rita) == "done"
    await here.project(overlap=2)
    await here.event("projects.overlap_changed", project_id=here.project_id)
    await here.hear()
    await ask(here, rita)


async def test_a_lease_runs_out_is_given_back_and_ends_with_its_person(here: Workplace) -> None:
    await here.items(1, overlap=2)
    ada, bob, rita = await crew(here)
    ravi = await here.annotator("Ravi", role="reviewer")
    await rule(here)
    await disagree(here, ada, bob)
    work = await ask(here, rita)
    assert (await ask(here, rita)).adjudication.id == work.adjudication.id
    here.place.clock.advance(500)
    await here.review.adjudicating.heartbeat(rita, here.project_id, work.adjudication.id)
    here.place.clock.advance(601)
    with pytest.raises(ReviewLost):
        await here.review.adjudicating.heartbeat(rita, here.project_id, work.adjudication.id)
    await here.review.expire(here.tenant_id)
    with pytest.raises(ReviewLost):
        await decide(here, rita, work, take=1)
    await ask(here, ravi)
    with pytest.raises(ReviewInHand):
        await decide(here, rita, work, take=1)
    await here.leaves(ravi)
    await here.review.adjudicating.give_back(rita, here.project_id, (await ask(here, rita)).adjudication.id)
    rosa = await here.annotator("Rosa", role="reviewer")
    given = await ask(here, rosa)
    await here.review.adjudicating.give_back(rosa, here.project_id, given.adjudication.id)
    key = new_id()
    assert await decide(here, rita, await ask(here, rita), take=1, key=key) == "took"
    assert await decide(here, rita, work, take=1, key=key) == "took"
    with pytest.raises(ReviewDecided, match="Somebody else decided it meanwhile"):
        await decide(here, rosa, given, take=1)


async def test_a_release_takes_the_decision_and_keeps_what_it_was_made_over(here: Workplace) -> None:
    await here.items(2, overlap=2)
    ada, bob, rita = await crew(here)
    await rule(here)
    await disagree(here, ada, bob)
    await disagree(here, ada, bob, topics=("sea", "sea"))
    work = await ask(here, rita)
    number = next(each.number for each in work.candidates if each.answers == said("land"))
    await decide(here, rita, work, take=number)
    place = here.place
    releases = ReleaseService(place.db, here.walls, place.keys, place.storage, place.clock)
    maya = await here.annotator("Mo", role="manager")
    recipe = Recipe(min_answers=2, review="any")
    made = await releases.create_release(maya, here.project_id, CreateRelease("v1", recipe))
    assert await run_one(here.db, releases.handlers(), place.clock)
    release = await releases.get_release(maya, here.project_id, made.id)
    assert release.manifest is not None
    assert (release.manifest.items, release.manifest.annotations) == (2, 3)
    assert release.manifest.agreement["questions"][0]["percent"]["value"] == 0.5
    blob = await here.read("select blob from release where tenant_id = $1")
    async with here.db.tenant(here.tenant_id) as tx:
        data = here.walls.unseal_stream(tx, here.project_id, blob[0]["blob"], kind="release")
        _, first, second = [msgspec.json.decode(line) async for line in lines(await data)]
    assert [each["verdict"] for each in first["annotations"]] == ["adjudicated"]
    assert first["annotations"][0]["orders"] == work.display.orders
    assert first["majority"]["topic"]["item"]["value"] == {"selected": ["land"]}
    assert sorted(each["answers"]["topic"]["item"]["value"]["selected"][0] for each in first["overruled"]) == [
        "land", "sea",
    ]  # fmt: skip
    assert len(second["annotations"]) == 2 and "overruled" not in second

    # Who exports it is shown what was decided over, too.
    out = await releases.create_export(maya, here.project_id, made.id, "jsonl")
    assert await run_one(here.db, releases.handlers(), place.clock)
    told = "select object from exposure where tenant_id = $1 and kind = 'answers' and lease_id = $2"
    shown = {row["object"] for row in await here.read(told, out.id)}
    assert shown == {
        each["annotation"] for row in (first, second) for each in row["annotations"] + row.get("overruled", [])
    }
    assert len(shown) == 5

    # Narrowed to answers it holds these alone; nobody's decision stands in their place.
    only = Only(answer_filters={"person_id": str(ada.person_id)})
    made = await releases.create_release(maya, here.project_id, CreateRelease("v2", Recipe(only=only)))
    assert await run_one(here.db, releases.handlers(), place.clock)
    narrowed = (await releases.get_release(maya, here.project_id, made.id)).manifest
    assert narrowed is not None and (narrowed.items, narrowed.annotations) == (2, 2)
