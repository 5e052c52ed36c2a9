"""Versions of an answer: who, when, why; what changed between them; and an earlier one put back, never rewritten."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.revision.test_migrations import EARTH, SPLIT, Here, here
from tests.workplace import said

from armslength.annotation.errors import DraftConflict
from armslength.assignment.errors import NoSuchAssignment
from armslength.assignment.schemas import GoldKey, PutGold
from armslength.identity.model import Actor
from armslength.kit.ids import new_id
from armslength.kit.jobs import run_one
from armslength.questions.service import differences_between, read_schema
from armslength.release.schemas import CreateRelease
from armslength.release.service import ReleaseService
from armslength.review.errors import ReviewWithdrawn
from armslength.revision.errors import (
    AnswerMoved,
    AnswerNotFound,
    AnswerUnfit,
    NeedsMigration,
    NotInHand,
    NotRestorable,
    OtherForm,
    OtherQuestions,
)
from armslength.revision.schemas import AnswerRestored, AnswerVersions, RestoreAnswer, RestoreMyVersion
from armslength.truth.service import TruthService
from armslength.walls.errors import ContentMissing, Refused

__all__ = ["here"]


async def versions(here: Here, annotation_id: UUID, who: Actor | None = None) -> AnswerVersions:
    return await here.revision.answers.versions(who or here.maya, here.place.project_id, annotation_id)


async def restore(here: Here, annotation_id: UUID, stands: UUID | None, **given: Any) -> AnswerRestored:
    assert stands is not None
    given = {"key": new_id(), "reason": "The fix was wrong.", **given}
    return await here.revision.answers.restore(
        given.pop("who", here.maya), here.place.project_id, annotation_id, RestoreAnswer(stands=stands, **given)
    )


async def build(releases: ReleaseService, here: Here, name: str) -> list[dict[str, Any]]:
    """A release, and the rows of its snapshot."""
    made = await releases.create_release(here.maya, here.place.project_id, CreateRelease(name))
    while await run_one(here.place.db, releases.handlers(), here.place.place.clock):
        pass
    assert (await releases.get_release(here.maya, here.place.project_id, made.id)).state == "ready"
    return await here.place.read("select annotation_id, verdict from release_row where tenant_id = $1"
                                 " and release_id = $2", made.id)  # fmt: skip


async def test_a_fix_is_undone_and_redone_and_every_version_stays(here: Here) -> None:
    place = here.place
    releases = ReleaseService(place.db, place.walls, place.place.keys, place.place.storage, place.place.clock)
    here.revision.answers.released = releases.with_item
    await place.project(review_share=1.0)
    (item,) = await place.items(1)
    ada, rita = await place.annotator("Ada", "vendor"), await place.annotator("Rita", role="reviewer")
    await place.place.grant("active")
    work = await place.work(ada)
    first = (await place.submit(ada, work, said("sea", "it is very wet"))).annotation_id
    before = await here.answers()
    await place.decide(rita, await place.to_review(rita), "fix", answers=said("land", "it is dry"), comment="Look.")
    fixed = (await versions(here, first)).stands
    assert fixed is not None
    assert [row["verdict"] for row in await build(releases, here, "v1")] == ["fixed"]

    found = await versions(here, fixed)  # any version leads to all
    assert (found.author.name, found.standing, found.closed, found.schema_version) == ("Ada", "fixed", None, 1)
    one, two = found.versions
    assert [(each.number, each.why, each.by.name, each.stands) for each in (one, two)] == [
        (1, "submitted", "Ada", False), (2, "fixed", "Rita", True)
    ]  # fmt: skip
    assert (one.answers, one.fits, two.answers) == (said("sea", "it is very wet"), "fits", said("land", "it is dry"))
    assert [(each.verdict, each.comment, each.reviewer.name) for each in one.verdicts] == [("fix", "Look.", "Rita")]
    assert ([each.name for each in two.releases], one.releases) == (["v1"], [])
    told = await here.revision.answers.difference(here.maya, place.project_id, fixed, None)
    topic, why = told.changes
    assert (topic.title, topic.before["value"], topic.after["value"]) == (
        "Topic", {"selected": ["sea"]}, {"selected": ["land"]}
    )  # fmt: skip
    assert [(each.kind, each.text) for each in why.words] == [
        ("same", "it is "), ("removed", "very wet"), ("added", "dry")
    ]  # fmt: skip

    key = new_id()
    receipt = await restore(here, first, fixed, key=key)
    again = await restore(here, first, fixed, key=key)  # the same key: nothing more
    assert again == receipt and (receipt.number, receipt.migrated) == (3, False)
    assert [each.name for each in receipt.releases] == ["v1"]  # it stays as it is
    with pytest.raises(AnswerMoved) as moved:
        await restore(here, first, fixed)
    assert moved.value.details == {"stands": str(receipt.annotation_id)}
    with pytest.raises(NotRestorable):
        await restore(here, receipt.annotation_id, receipt.annotation_id)
    await here.run()
    await place.check()
    found = await versions(here, first)
    three = found.versions[-1]
    assert (three.why, three.by.name, three.reason, three.restores) == ("restored", "Ada", "The fix was wrong.", first)
    assert three.restored_by is not None and three.restored_by.name == "Mina"
    assert (three.answers, found.standing) == (one.answers, "accepted")
    assert [each for each in await here.answers() if each["id"] == first] == before  # nothing that was said has changed

    # What counts: the author's own words are theirs, whatever was put back; the next release takes what stands.
    truth = TruthService(place.db, place.walls, place.place.keys, place.place.clock)
    assert [each.answers for each in (await truth.get_item_answers(here.maya, place.project_id, item)).answers] == [
        one.answers
    ]
    assert await build(releases, here, "v2") == [{"annotation_id": receipt.annotation_id, "verdict": "accepted"}]
    assert len(await place.read("select from release_row where tenant_id = $1 and annotation_id = $2", fixed)) == 1
    redone = await restore(here, fixed, receipt.annotation_id, reason="It was right after all.")
    assert (await versions(here, first)).versions[-1].by.name == "Rita"
    (row,) = await place.read("select original_id from annotation where tenant_id = $1 and id = $2",
                              redone.annotation_id)  # fmt: skip
    assert row["original_id"] == first

    # The author sees that somebody changed it, and their own words only; who reviewed is not named.
    mine = await here.revision.answers.mine(ada, place.project_id, work.assignment.id)
    assert [(each.why, each.answers is not None, each.restores) for each in mine.versions] == [
        ("submitted", True, None), ("fixed", False, None), ("restored", True, 1), ("restored", False, 2)
    ]  # fmt: skip
    assert mine.versions[0].comment == "Look." and b"Rita" not in msgspec.json.encode(mine)
    history = await place.review.history(here.maya, place.project_id, item)
    assert [each.person.name for each in history.events if each.kind == "restored" and each.person] == ["Mina", "Mina"]
    ledger = await place.read("select detail::text from ledger_entry where tenant_id = $1"
                              " and action = 'revision.answer_restored'")  # fmt: skip
    assert len(ledger) == 2 and not any("wrong" in each["detail"] or "sea" in each["detail"] for each in ledger)
    sealed = await place.read("select sealed from restoration where tenant_id = $1")
    assert not any(b"wrong" in bytes(each["sealed"]) for each in sealed)


async def test_what_is_open_is_closed_and_two_at_once_are_not_both_right(here: Here) -> None:
    place = here.place
    await place.project(review_share=1.0)
    await place.items(2)
    ada, rita = await place.annotator("Ada"), await place.annotator("Rita", role="reviewer")
    work = await place.work(ada)
    first = (await place.submit(ada, work, said("sea"))).annotation_id
    await place.decide(rita, await place.to_review(rita), "reject", comment="No.")
    await place.draft(ada, work.assignment.id, said("land"))
    rework = await restore(here, first, first)  # back with its author: accepted as it was, they are asked no more
    assert (await versions(here, first)).standing == "accepted" and rework.number == 2
    assert await place.read("select from draft where tenant_id = $1") == []
    await place.check()
    second = (await place.submit(ada, await place.work(ada), said("sea"))).annotation_id
    held = await place.to_review(rita)
    await place.decide(rita, held, "reject", comment="No.")
    third = (await place.submit(ada, await place.work(ada), said("land"))).annotation_id
    held = await place.to_review(rita)
    with pytest.raises(AnswerMoved):
        await restore(here, second, second)
    noa = await place.annotator("Noa", role="manager")
    done = await asyncio.gather(
        restore(here, second, third), restore(here, second, third, who=noa), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == ["AnswerMoved", "AnswerRestored"]
    with pytest.raises(ReviewWithdrawn):
        await place.decide(rita, held, "accept")
    assert [each.why for each in (await versions(here, third)).versions] == ["submitted", "rework", "restored"]
    await here.run()
    await place.check()


async def test_after_the_questions_changed_it_must_fit_or_be_migrated(here: Here) -> None:
    place = here.place
    await place.items(3)
    ada = await place.annotator("Ada")
    said_of = [
        (await place.submit(ada, await place.work(ada), said(topic))).annotation_id for topic in ("sea", "land", "sea")
    ]
    await place.assignment.gold.put(here.maya, place.project_id, (await versions(here, said_of[2])).item_id,
                                    PutGold("hidden", GoldKey(said("sea"))))  # fmt: skip
    await here.apply(await here.plan(SPLIT, EARTH, reopen="rework"))
    found = await versions(here, said_of[0])
    assert (found.versions[0].fits, found.schema_version) == ("unfit", 2)
    with pytest.raises(AnswerUnfit) as unfit:
        await restore(here, said_of[0], found.stands)
    assert unfit.value.field is not None and unfit.value.field.startswith("answers.topic")
    await restore_land(here, said_of[1])
    assert (await versions(here, said_of[2])).closed == "gold"
    with pytest.raises(NotRestorable):
        await restore(here, said_of[2], said_of[2])
    await place.check()


async def restore_land(here: Here, land: UUID) -> None:
    """It can be carried over: offered, and done when it is wanted."""
    place = here.place
    (row,) = await place.read("select assignment_id from standing where tenant_id = $1 and annotation_id = $2", land)
    async with place.db.tenant(place.tenant_id) as tx:  # asked anew by hand: a version to go back from
        await tx.run("update standing set verdict = 'disputed' where tenant_id = $1 and annotation_id = $2",
                     tx.tenant_id, land)  # fmt: skip
    assert (await versions(here, land)).versions[0].fits == "migrates"
    with pytest.raises(NeedsMigration) as needs:
        await restore(here, land, land)
    assert needs.value.details == {"from": 1, "to": 2}
    done = await restore(here, land, land, migrate=True)
    last = (await versions(here, land)).versions[-1]
    assert done.migrated and last.migrated and last.schema_version == 2
    assert last.answers["topic"]["item"]["value"] == {"selected": ["earth"]}
    mine = await here.revision.answers.mine(await _author(here, row["assignment_id"]), place.project_id,
                                            row["assignment_id"])  # fmt: skip
    assert mine.schema_version == 2 and mine.versions[0].answers == last.answers


async def _author(here: Here, assignment_id: UUID) -> Actor:
    (row,) = await here.place.read("select person_id from assignment where tenant_id = $1 and id = $2", assignment_id)
    return replace(here.maya, person_id=row["person_id"])


async def test_nobody_reads_or_changes_what_is_not_theirs(here: Here) -> None:
    place = here.place
    await place.items(2)
    await place.place.grant("active")
    ada, bob = await place.annotator("Ada"), await place.annotator("Bob", "vendor")
    rita, victor = await place.annotator("Rita", role="reviewer"), await place.annotator("Victor", "vendor", "manager")
    work = await place.work(ada)
    first = (await place.submit(ada, work, said("sea"))).annotation_id
    for who in (bob, victor):  # a vendor's people, past the door: it is not there
        with pytest.raises(ContentMissing):
            await versions(here, first, who)
    for who in (ada, rita):
        with pytest.raises(Refused):
            await versions(here, first, who)
    for who in (bob, victor, rita, here.maya):
        with pytest.raises((AnswerNotFound, NoSuchAssignment)):
            await here.revision.answers.mine(who, place.project_id, work.assignment.id)
    with pytest.raises(AnswerNotFound):
        await here.revision.answers.versions(here.maya, new_id(), first)
    stranger = replace(here.maya, tenant_id=new_id())
    with pytest.raises(AnswerNotFound):
        await versions(here, first, stranger)
    other = (await place.submit(ada, await place.work(ada), said("land"))).annotation_id
    with pytest.raises(AnswerNotFound) as since:
        await here.revision.answers.difference(here.maya, place.project_id, first, other)
    assert since.value.field == "since"
    assert await place.read("select from restoration where tenant_id = $1") == []
    shown = await place.read("select from exposure where tenant_id = $1 and kind = 'answers' and purpose = 'browse'")
    assert shown == []  # who was refused has been shown nothing
    await versions(here, first)
    (seen,) = await place.read("select object from exposure where tenant_id = $1 and kind = 'answers'"
                               " and purpose = 'browse' and person_id = $2", here.maya.person_id)  # fmt: skip
    assert seen["object"] == str(first)


def test_differences_of_marks_are_told_by_what_came_went_and_moved() -> None:
    labels = [{"id": "p", "title": "Person"}, {"id": "o", "title": "Place"}]
    marks = {"name": "marks", "kind": "spans", "title": "Marks", "settings": {"field": "text", "labels": labels}}
    related = {"name": "links", "kind": "relations", "title": "Links",
               "settings": {"spans": "marks", "labels": [{"id": "in", "title": "In"}]}}  # fmt: skip
    schema = read_schema({"fields": [{"name": "text", "kind": "text"}], "questions": [marks, related]})

    def span(start: int, quote: str, label: str | None = None) -> dict[str, Any]:
        place = {"start": start, "end": start + len(quote), "quote": quote, "field": "text"}
        return place if label is None else {**place, "label": label}

    def answers(spans: list[Any], links: list[Any]) -> dict[str, Any]:
        values = {"marks": {"spans": spans}, "links": {"relations": links}}
        return {name: {"item": {"state": "answered", "value": value}} for name, value in values.items()}

    link = {"label": "in", "ends": [span(0, "Ada"), span(10, "Rome")]}
    moved = {"label": "in", "ends": [span(0, "Ada"), span(30, "Rome")]}
    found = differences_between(
        schema,
        answers([span(0, "Ada", "p"), span(10, "Rome", "o"), span(20, "Bob", "p"), span(40, "x", "p")], [link]),
        answers([span(0, "Ada", "o"), span(30, "Rome", "o"), span(20, "Bob B", "p"), span(50, "y", "o")], [moved]),
    )
    of, links = found
    assert [(each.before["label"], each.after["label"]) for each in of.changed] == [("p", "o")]
    assert [(each.before["quote"], each.after["start"]) for each in of.moved] == [("Rome", 30), ("Bob", 20)]
    assert ([each["quote"] for each in of.removed], [each["quote"] for each in of.added]) == (["x"], ["y"])
    assert [(each.before["ends"][1]["start"], each.after["ends"][1]["start"]) for each in links.moved] == [(10, 30)]
    assert differences_between(schema, answers([], []), answers([], [])) == []


async def test_an_author_takes_up_an_earlier_version_while_it_is_in_their_hands(here: Here) -> None:
    place = here.place
    await place.project(review_share=1.0)
    await place.items(2)
    await place.place.grant("active")
    ada, bob, rita = await place.annotator("Ada"), await place.annotator("Bob"), await place.annotator(
        "Rita", role="reviewer"
    )  # fmt: skip
    work = await place.work(ada)
    await place.submit(ada, work, said("sea"))
    take = lambda version, revision=0, who=ada: here.revision.answers.take_up(  # noqa: E731
        who, place.project_id, work.assignment.id, RestoreMyVersion(version, revision)
    )
    with pytest.raises(NotInHand):  # submitted: nothing is being written
        await take(1)
    await place.decide(rita, await place.to_review(rita), "reject", comment="Look again.")
    await place.submit(ada, await place.work(ada), said("land"))
    await place.decide(rita, await place.to_review(rita), "reject", comment="The first was better.")
    mine = await here.revision.answers.mine(ada, place.project_id, work.assignment.id)
    assert mine.in_hand and [(each.number, each.barred) for each in mine.versions] == [(1, None), (2, None)]

    await place.draft(ada, work.assignment.id, said("land", "typed"))
    with pytest.raises(DraftConflict) as newer:  # what was typed is never overwritten unseen
        await take(1)
    assert newer.value.details is not None and newer.value.details["revision"] == 1
    shown = "select sum(views)::int as views from exposure where tenant_id = $1 and person_id = $2 and kind = 'answers'"
    before = await place.read(shown, ada.person_id)
    done = await take(1, 1)
    assert (await place.read(shown, ada.person_id))[0]["views"] > before[0]["views"]
    assert (done.version, done.revision, done.answers) == (1, 2, mine.versions[0].answers)
    assert (await take(1, 1)).revision == 2  # the same again, its answer having got lost
    back = await place.assignment.get_assignment(ada, place.project_id, work.assignment.id)
    assert back.draft is not None and back.draft.answers == done.answers
    rows = await place.read("select id from annotation where tenant_id = $1")
    assert len(rows) == 2  # nothing was submitted by that
    for who in (bob, rita, here.maya, replace(ada, tenant_id=new_id())):  # it is not theirs: it is not there
        with pytest.raises(NoSuchAssignment):
            await take(1, 2, who)
    for number in (3, 1_000_000):
        with pytest.raises(AnswerNotFound):
            await take(number, 2)
    third = await place.submit(ada, back, done.answers, key=new_id())
    with pytest.raises(NotInHand):
        await take(1, 2)
    assert third.annotation_id
    await place.check()


async def test_only_ones_own_words_on_the_same_form_and_questions_are_taken_up(here: Here) -> None:
    place = here.place
    await place.project(review_share=1.0)
    await place.items(1)
    ada, rita = await place.annotator("Ada"), await place.annotator("Rita", role="reviewer")
    work = await place.work(ada)
    await place.submit(ada, work, said("land"))
    await place.decide(rita, await place.to_review(rita), "fix", answers=said("sea"))
    await here.apply(await here.plan(SPLIT, EARTH, reopen="rework"))
    mine = await here.revision.answers.mine(ada, place.project_id, work.assignment.id)
    assert mine.in_hand and [each.barred for each in mine.versions] == ["questions", "words"]
    take = lambda version: here.revision.answers.take_up(  # noqa: E731
        ada, place.project_id, work.assignment.id, RestoreMyVersion(version, 0)
    )
    with pytest.raises(OtherQuestions) as moved:
        await take(1)
    assert moved.value.details == {"from": 1, "to": 2}
    with pytest.raises(AnswerNotFound):  # a reviewer's words are not told from what is not there
        await take(2)
    async with place.db.tenant(place.tenant_id) as tx:  # as if no question had changed, but the item had
        await tx.run("update assignment set schema_version = 1 where tenant_id = $1", tx.tenant_id)
    with pytest.raises(OtherForm):
        await here.revision.answers.take_up(
            replace(ada, tier="redacted"), place.project_id, work.assignment.id, RestoreMyVersion(1, 0)
        )
    assert (await take(1)).answers == said("land")
