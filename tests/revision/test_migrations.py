"""A live label schema changes its meaning: planned, counted, carried out; no answer changes, none is lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.workplace import SCHEMA, Workplace, make_workplace, said

from armslength.assignment.schemas import GoldKey, PutGold, PutGoldPolicy
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.jobs import run_one
from armslength.projects.service.brands import Brands
from armslength.projects.service.versions import Versions
from armslength.release.schemas import CreateRelease
from armslength.release.service import ReleaseService
from armslength.revision.errors import BadPlan, MigrationNotFound, NotCounted, StalePlan
from armslength.revision.model import ReleaseRef
from armslength.revision.schemas import SchemaMigration, SchemaPlan
from armslength.revision.service import RevisionService
from armslength.truth.service import TruthService
from armslength.vendors.service import VendorsService

SPLIT: dict[str, Any] = {
    "do": "split_option", "question": "topic", "option": "sea",
    "into": [{"id": "ocean", "title": "Ocean"}, {"id": "lake", "title": "Lake"}],
}  # fmt: skip
RENAME: dict[str, Any] = {"do": "rename_question", "question": "topic", "to": "subject"}
EARTH: dict[str, Any] = {"do": "rename_option", "question": "topic", "option": "land", "to": "earth"}


def told(topic: str, why: str | None = None) -> dict[str, Any]:
    """Answers to the schema after RENAME."""
    answers = said(topic, why)
    return {"subject": answers.pop("topic"), **answers}


@dataclass
class Here:
    place: Workplace
    revision: RevisionService
    maya: Actor

    async def plan(self, *steps: dict[str, Any], **more: Any) -> SchemaMigration:
        """Planned and counted."""
        plan = SchemaPlan(from_version=more.pop("from_version", 1), steps=list(steps), **more)
        made = await self.revision.migrations.create(self.maya, self.place.project_id, plan)
        await self.run()
        return await self.get(made)

    async def get(self, one: SchemaMigration) -> SchemaMigration:
        return await self.revision.migrations.get(self.maya, self.place.project_id, one.id)

    async def apply(self, one: SchemaMigration) -> SchemaMigration:
        await self.revision.migrations.apply(self.maya, self.place.project_id, one.id)
        await self.run()
        return await self.get(one)

    async def run(self) -> None:
        await self.place.hear()
        while await run_one(self.place.db, self.revision.handlers(), self.place.place.clock):
            pass

    async def answers(self) -> list[dict[str, Any]]:
        rows = await self.place.read("select id, sealed, schema_version, stage, supersedes from annotation"
                                     " where tenant_id = $1 order by submitted_at, id")  # fmt: skip
        return [dict(row) for row in rows]


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Here:
    place = await make_workplace(db, tmp_path)
    maya = await place.annotator("Mina", role="manager")

    async def releases(*_: object) -> int:
        return 3

    async def released(*_: object) -> dict[UUID, list[ReleaseRef]]:
        return {}

    keys, clock = place.place.keys, place.place.clock
    brands = Brands(db, keys, place.walls, VendorsService(db, clock), clock)
    versions = Versions(db, keys, place.walls, brands, clock)
    revision = RevisionService(
        db, place.walls, keys, versions, place.annotation, place.review, clock,
        releases=releases, released=released,
    )  # fmt: skip
    return Here(place, revision, maya)


async def test_the_dry_run_counts_and_changes_nothing(here: Here) -> None:
    await here.place.items(4)
    ada, bob = await here.place.annotator("Ada"), await here.place.annotator("Bob")
    for topic in ("sea", "land", "sea"):
        work = await here.place.work(ada)
        await here.place.submit(ada, work, said(topic, "because"))
    held = await here.place.work(bob)
    await here.place.draft(bob, held.assignment.id)
    before = await here.answers()
    one = await here.plan(SPLIT, EARTH)
    effect = one.effect
    assert effect is not None and one.state == "ready" and not one.stale
    assert (effect.answers, effect.same, effect.mapped, effect.open) == (3, 0, 1, 2)
    assert [(each.question, each.answers) for each in effect.questions] == [("topic", 2)]
    assert (effect.in_hand, effect.drafts, effect.releases) == (1, 1, 3)
    assert await here.answers() == before
    assert (await here.place.read("select schema_version from project where tenant_id = $1"))[0]["schema_version"] == 1
    again = await here.plan(SPLIT, EARTH)
    assert again.id == one.id and again.effect == effect
    await here.place.check()


async def test_authors_are_asked_anew_and_what_they_said_of_the_rest_is_there(here: Here) -> None:
    await here.place.items(2)
    ada = await here.place.annotator("Ada")
    for topic in ("sea", "land"):
        await here.place.submit(ada, await here.place.work(ada), said(topic, "because"))
    before = await here.answers()
    one = await here.apply(await here.plan(SPLIT, EARTH, RENAME, reopen="rework"))
    assert (one.state, one.to_version, one.reopened) == ("applied", 2, 1)
    assert await here.answers() == before  # nothing that was said has changed
    await here.place.check()
    back = await here.place.work(ada)
    assert back.schema_version == 2 and back.assignment.rework is not None
    assert back.assignment.rework.because == "schema"
    assert back.assignment.rework.answers == {"why": said("sea", "because")["why"]}
    mine = await here.place.annotation.get_mine(ada, here.place.project_id, back.assignment.id)
    assert "topic" not in mine.answers
    await here.place.annotation.submit(
        ada, here.place.project_id, back.assignment.id, _submit(told("lake", "because"), 2)
    )
    last = next(each for each in await here.answers() if each["schema_version"] == 2)
    assert last["supersedes"] in {each["id"] for each in before}
    assert (await here.place.read("select verdict from standing where tenant_id = $1 order by 1"))[0] == {
        "verdict": "unreviewed"
    }  # not rework: nobody rejected it, so no reviewer is asked
    again = await here.apply(one)
    assert again.reopened == 1
    await here.place.check()


async def test_an_author_whose_answer_was_fixed_is_asked_anew_and_can_answer(here: Here) -> None:
    place = here.place
    await place.project(review_share=1.0)
    await place.items(1)
    ada, rita = await place.annotator("Ada"), await place.annotator("Rita", role="reviewer")
    await place.submit(ada, await place.work(ada), said("sea"))
    await place.decide(rita, await place.to_review(rita), "fix", answers=said("sea", "clearly"))
    fixed = next(each["id"] for each in await here.answers() if each["stage"] == "review")
    one = await here.apply(await here.plan(SPLIT, reopen="rework"))
    assert one.reopened == 1
    back = await place.work(ada)
    await place.annotation.submit(ada, place.project_id, back.assignment.id, _submit(said("lake"), 2))
    (last,) = [each for each in await here.answers() if each["schema_version"] == 2]
    assert last["supersedes"] == fixed
    await place.check()


async def test_somebody_else_is_asked_and_reviews_end(here: Here) -> None:
    await here.place.project(review_share=1.0)
    await here.place.items(2)
    ada, bob = await here.place.annotator("Ada"), await here.place.annotator("Bob")
    rita = await here.place.annotator("Rita", role="reviewer")
    for _ in range(2):
        await here.place.submit(ada, await here.place.work(ada), said("sea"))
    await here.place.decide(rita, await here.place.to_review(rita), "accept")
    one = await here.apply(await here.plan(SPLIT, reopen="someone_else"))
    assert one.reopened == 2
    assert await here.place.read("select from standing where tenant_id = $1") == []
    states = await here.place.read("select state from review where tenant_id = $1 order by state")
    assert [each["state"] for each in states] == ["done", "withdrawn"]
    await here.place.check()
    assert (await here.place.work(bob)).schema_version == 2


async def test_work_in_hand_is_finished_under_its_version_and_asked_for_when_applied_again(here: Here) -> None:
    await here.place.items(1)
    ada = await here.place.annotator("Ada")
    held = await here.place.work(ada)
    one = await here.apply(await here.plan(SPLIT, reopen="rework"))
    assert one.reopened == 0
    await here.place.submit(ada, held)
    assert (await here.apply(one)).reopened == 1
    await here.place.check()


async def test_a_stale_plan_is_refused_and_so_is_one_that_was_not_counted(here: Here) -> None:
    await here.place.items(1)
    first = await here.plan(RENAME)
    second = await here.plan(EARTH)
    uncounted = await here.revision.migrations.create(
        here.maya, here.place.project_id, SchemaPlan(from_version=1, steps=[SPLIT])
    )
    with pytest.raises(NotCounted):
        await here.revision.migrations.apply(here.maya, here.place.project_id, uncounted.id)
    await here.apply(first)
    with pytest.raises(StalePlan):
        await here.revision.migrations.apply(here.maya, here.place.project_id, second.id)
    assert (await here.get(second)).stale
    with pytest.raises(StalePlan):
        await here.plan(EARTH)
    page = await here.revision.migrations.page(here.maya, here.place.project_id)
    assert [each.state for each in page].count("applied") == 1 and len(page) == 3
    with pytest.raises(MigrationNotFound):
        await here.revision.migrations.get(here.maya, here.place.project_id, here.place.project_id)


async def test_a_plan_that_leads_nowhere_is_told_where(here: Here) -> None:
    with pytest.raises(BadPlan) as told_:
        await here.plan({**RENAME, "question": "nope"})
    assert told_.value.field == "steps[0].question"
    with pytest.raises(BadPlan) as nothing:
        await here.plan()
    assert nothing.value.field == "steps"


async def test_a_drafted_plan_can_be_carried_out(here: Here) -> None:
    await here.place.items(1)
    ada = await here.place.annotator("Ada")
    await here.place.submit(ada, await here.place.work(ada), said("land"))
    topic, why = SCHEMA["questions"]
    wanted = {**SCHEMA, "questions": [{**topic, "name": "about"}, why]}
    plan = await here.revision.migrations.draft(here.maya, here.place.project_id, wanted)
    assert [each["do"] for each in plan.steps] == ["rename_question"]
    one = await here.plan(*plan.steps, schema=plan.schema)
    assert one.effect is not None and (one.effect.mapped, one.effect.open) == (1, 0)
    await here.apply(one)


async def test_truth_gold_and_releases_read_through_the_migration(here: Here) -> None:
    place, project_id = here.place, here.place.project_id
    first, second = await place.items(2, overlap=2)
    ada, bob = await place.annotator("Ada"), await place.annotator("Bob")
    await place.assignment.gold.put(here.maya, project_id, second, PutGold("training", GoldKey(said("land"))))
    await place.assignment.gold.set_policy(here.maya, project_id, PutGoldPolicy(share=0, gate=True))
    for _ in range(2):
        await place.submit(ada, await place.work(ada), said("land"))
    one = await here.apply(await here.plan(EARTH, RENAME))
    assert one.effect is not None and (one.effect.gold, one.effect.gold_open) == (1, 0)
    receipts = []
    for _ in range(2):
        work = await place.work(bob)
        receipts.append(await place.annotation.submit(bob, project_id, work.assignment.id, _submit(told("earth"), 2)))
    assert receipts[0].feedback is not None and receipts[0].feedback.answers == told("earth")
    scores = await place.read("select score from gold_result where tenant_id = $1")
    assert [each["score"] for each in scores] == [1, 1]

    truth = TruthService(place.db, place.walls, place.place.keys, place.place.clock)
    answers = await truth.get_item_answers(here.maya, project_id, first)
    assert [each.answers for each in answers.answers] == [told("earth"), told("earth")]
    assert answers.majority["subject"]["item"].value == {"selected": ["earth"]}
    await truth.refresh_agreement(here.maya, project_id)
    while await run_one(place.db, truth.handlers(), place.place.clock):
        pass
    (subject,) = [each for each in (await truth.get_agreement(here.maya, project_id)).questions if each.answers]
    assert (subject.question, subject.answers) == ("subject", 2)  # those to gold are no part of it

    releases = ReleaseService(place.db, place.walls, place.place.keys, place.place.storage, place.place.clock)
    made = await releases.create_release(here.maya, project_id, CreateRelease("v1"))
    while await run_one(place.db, releases.handlers(), place.place.clock):
        pass
    manifest = (await releases.get_release(here.maya, project_id, made.id)).manifest
    assert manifest is not None and (manifest.schema_versions, manifest.migrated) == ([1, 2], 1)
    assert [(each.from_version, each.to_version, each.steps) for each in manifest.migrations] == [(1, 2, 2)]
    assert manifest.dropped == []


async def test_nothing_of_the_change_is_seen_in_the_ledger_but_that_it_was_made(here: Here) -> None:
    await here.place.items(1)
    ada = await here.place.annotator("Ada")
    await here.place.submit(ada, await here.place.work(ada))
    await here.apply(await here.plan(SPLIT, reopen="rework"))
    rows = await here.place.read("select action, detail::text from ledger_entry where tenant_id = $1"
                                 " and action like 'revision.%'")  # fmt: skip
    assert sorted(each["action"] for each in rows) == [
        "revision.asked_anew", "revision.migration_planned", "revision.schema_migrated",
    ]  # fmt: skip
    assert not any("ocean" in each["detail"] for each in rows)


def _submit(answers: dict[str, Any], version: int) -> Any:
    from armslength.annotation.schemas import SubmitRequest
    from armslength.kit.ids import new_id

    return SubmitRequest(new_id(), answers, version, active_ms=1000)
