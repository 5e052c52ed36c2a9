"""Releases against a real database, keys and store: frozen, the same bytes every time, out only with a trace."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.answered import Answered, make_answered
from tests.content import NOW

from armslength.identity.model import Actor
from armslength.kit import jobs
from armslength.kit.db import Database
from armslength.kit.errors import Invalid
from armslength.kit.ids import new_id
from armslength.kit.jobs import JobContext, Stopped
from armslength.release.errors import (
    ExportNotFound,
    FileNotFound,
    FormatNotApplicable,
    FormatUnknown,
    NotReady,
    ReleaseNotFound,
)
from armslength.release.formats.registry import FORMATS
from armslength.release.model import Only, Recipe, Split
from armslength.release.schemas import CreateRelease, Export, Release
from armslength.release.service import EXPORT_JOB, ReleaseService
from armslength.release.service.records import lines

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}],
    "questions": [
        {
            "name": "preference", "kind": "pairwise", "title": "Better?",
            "settings": {"field": "responses", "allow_tie": True},
        },
        {"name": "why", "kind": "text", "title": "Why?", "required": False},
    ],
}  # fmt: skip
SECRET = "zanzibar-nightjar"


def prefer(winner: str, why: str = "") -> dict[str, Any]:
    verdict = {"verdict": "prefer", "winner": winner, "strength": None}
    said: dict[str, Any] = {"preference": {"item": {"state": "answered", "value": verdict}}}
    return said | ({"why": {"item": {"state": "answered", "value": {"text": why}}}} if why else {})


def content(number: int) -> dict[str, Any]:
    responses = [{"id": "r1", "value": f"good {number}", "source": "model-x"}, {"id": "r2", "value": "bad"}]
    return {"prompt": f"{SECRET} {number}", "responses": responses}


async def fill(world: Answered, items: int = 6) -> None:
    for number in range(items):
        item = await world.item(content(number), {"doc": number})
        await world.answer(item, "ada", prefer("r1"), verdict="accepted")
        await world.answer(item, "bob", prefer("r1" if number else "r2"), verdict="accepted")
    world.place.clock.advance(3600)


async def freeze(world: Answered, releases: ReleaseService, name: str = "v1", **recipe: Any) -> Release:
    maya, project = world.people["maya"], world.place.project_id
    made = await releases.create_release(maya, project, CreateRelease(name, Recipe(**recipe)))
    assert made.state == "building"
    assert await world.run_jobs(releases.handlers()) == 1
    return await releases.get_release(maya, project, made.id)


async def export(world: Answered, releases: ReleaseService, release: Release, format_id: str) -> Export:
    maya, project = world.people["maya"], world.place.project_id
    made = await releases.create_export(maya, project, release.id, format_id)
    await world.run_jobs(releases.handlers())
    return await releases.get_export(maya, project, release.id, made.id)


async def read(
    world: Answered, releases: ReleaseService, release: Release, made: Export, name: str, who: str = "maya"
) -> bytes:
    file = await releases.open_file(world.people[who], world.place.project_id, release.id, made.id, name)
    data = b"".join([piece async for piece in file.data])
    assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)
    return data


def rows_of(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.splitlines()]


async def test_a_release_says_what_it_holds(world: Answered, releases: ReleaseService) -> None:
    await fill(world)
    made = await freeze(world, releases)
    assert made.state == "ready" and made.manifest is not None
    manifest = made.manifest
    assert (manifest.items, manifest.annotations, manifest.people) == (6, 12, 2)
    assert (manifest.schema_versions, manifest.guideline_versions, manifest.dropped) == ([1], [1], [])
    assert [question["question"] for question in manifest.agreement["questions"]] == ["preference", "why"]
    assert manifest.agreement["questions"][0]["percent"]["value"] == pytest.approx(5 / 6)
    assert "people" not in manifest.agreement
    assert (made.number, made.digest, manifest.files[0].rows) == (1, manifest.digest, 6)
    assert manifest.rebuild == "armslength export p 1 --format jsonl"
    assert made.created_by.name == "Maya"


async def test_a_release_of_what_a_list_shows(world: Answered, releases: ReleaseService) -> None:
    await fill(world)
    ada = str(world.people["ada"].person_id)
    hers = Only(answer_filters={"person_id": ada, "verdict": "accepted"})
    made = await freeze(world, releases, only=hers, truth="all")
    assert made.manifest is not None and made.manifest.recipe.only == hers
    assert (made.manifest.items, made.manifest.annotations, made.manifest.people) == (6, 6, 1)
    exported = await export(world, releases, made, "jsonl")
    rows = rows_of(await read(world, releases, made, exported, "data.jsonl"))
    assert [len(row["annotations"]) for row in rows] == [1] * 6
    assert len(await world.place.exposures()) == 12  # what is exported, and nothing else, is on record

    # The same recipe later takes what fits by then; the first release stays what it was.
    item, bare = await world.item(content(9)), await world.item(content(10))
    said = await world.answer(item, "ada", prefer("r1"), verdict="accepted")
    await world.answer(item, "bob", prefer("r1"), verdict="rejected")
    again = await freeze(world, releases, only=hers, truth="all")
    assert again.manifest is not None and again.manifest.annotations == 7
    assert (await releases.get_release(world.people["maya"], world.place.project_id, made.id)).digest == made.digest

    for only, items, said_of_them, dropped in (
        (Only(filters={"annotated_by": ada, "flagged": False}), 7, 13, ["answer rejected by a reviewer"]),
        (Only(item_ids=[item, bare, item]), 1, 1,
         ["answer rejected by a reviewer", "item that is retired, gold or without an answer"]),
        (Only(annotation_ids=[said]), 1, 1, []),
        (Only(answer_filters={"verdict": "rejected"}), 0, 0,
         ["answer rejected by a reviewer", "item with fewer than 1 answers"]),
    ):  # fmt: skip
        found = (await freeze(world, releases, only=only)).manifest
        assert found is not None and (found.items, found.annotations) == (items, said_of_them)
        assert [each.reason for each in found.dropped] == dropped
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        sql = "select detail from ledger_entry where tenant_id = $1 and action = 'release.created'"
        log = [row["detail"]["recipe"]["only"] for row in await tx.rows(sql, tx.tenant_id)]
    assert {"answer_filters": ["person_id", "verdict"]} in log  # names, and never what was searched


async def test_the_same_snapshot_and_recipe_are_the_same_bytes(world: Answered, releases: ReleaseService) -> None:
    await fill(world)
    first = await freeze(world, releases, "one", seed=3)
    world.place.clock.advance(60)
    again = await freeze(world, releases, "two", seed=3)
    assert (first.digest, again.number) == (again.digest, 2)
    assert (await freeze(world, releases, "three", seed=4)).digest != first.digest
    for format_id in ("jsonl", "csv", "parquet", "trl-preference", "openai-dpo"):
        exports = [await export(world, releases, release, format_id) for release in (first, first, again)]
        digests = [[file.sha256 for file in each.files if file.name != "manifest.json"] for each in exports]
        assert digests[0] == digests[1] == digests[2]


async def test_the_recipe_decides_what_is_left_out_and_each_reason_is_counted(
    world: Answered, releases: ReleaseService
) -> None:
    one, two = await world.item(content(1)), await world.item(content(2))
    await world.answer(one, "ada", prefer("r1"), verdict="accepted")
    wrong = await world.answer(one, "bob", prefer("r2"))
    await world.fix(wrong, "rita", prefer("r1", why="Bob misread it."))
    await world.answer(two, "ada", prefer("r1"))
    await world.answer(two, "bob", prefer("r1"), verdict="rejected")

    everything = await freeze(world, releases, "any")
    assert everything.manifest is not None
    assert [(each.reason, each.count) for each in everything.manifest.dropped] == [("answer rejected by a reviewer", 1)]
    assert everything.manifest.annotations == 3
    assert everything.manifest.agreement["questions"][0]["percent"]["value"] == 0.0  # a fix is not agreement

    strict = await freeze(world, releases, "strict", review="accepted", min_answers=2)
    assert strict.manifest is not None
    assert {each.reason: each.count for each in strict.manifest.dropped} == {
        "answer rejected by a reviewer": 1, "answer not accepted by a reviewer": 1, "item with fewer than 2 answers": 1,
    }  # fmt: skip
    made = await export(world, releases, strict, "trl-preference")
    (row,) = rows_of(await read(world, releases, strict, made, "trl-preference.jsonl"))
    assert (row["p"], row["n"]) == (1.0, 2)


async def test_people_are_aliases_that_stay_the_same_and_origin_is_for_the_customer(
    world: Answered, releases: ReleaseService
) -> None:
    await fill(world, 2)
    found = []
    for name in ("one", "two"):
        release = await freeze(world, releases, name, include_metadata=True)
        made = await export(world, releases, release, "jsonl")
        found.append(rows_of(await read(world, releases, release, made, "data.jsonl")))
    assert found[0] == found[1]
    assert not any("group" in said for row in found[0] for said in row["annotations"])
    release = await freeze(world, releases, "by firm", groups="firm")
    made = await export(world, releases, release, "jsonl")
    grouped = rows_of(await read(world, releases, release, made, "data.jsonl"))
    (firm,) = {said["group"] for row in grouped for said in row["annotations"]}
    assert firm.startswith("f-")
    people = {said["person"] for row in found[0] for said in row["annotations"]}
    assert len(people) == 2 and all(person.startswith("p-") for person in people)
    text = json.dumps([*found, grouped])
    assert not any(str(actor.person_id) in text or actor.name in text for actor in world.people.values())
    assert found[0][1]["metadata"] == {"doc": 1}
    assert found[0][0]["content"]["responses"][0]["source"] == "model-x"


async def test_a_split_keeps_every_item_on_its_side(world: Answered, releases: ReleaseService) -> None:
    await fill(world, 20)
    halves = Split(0.5, 0.5)
    first = await freeze(world, releases, split=halves)
    made = await export(world, releases, first, "trl-preference")
    names = [file.name for file in made.files]
    assert names == ["trl-preference-test.jsonl", "trl-preference-train.jsonl", "left-out.json", "manifest.json"]
    sides = {}
    for name in names[:2]:
        sides[name] = {row["item"] for row in rows_of(await read(world, releases, first, made, name))}
    assert not sides[names[0]] & sides[names[1]]
    assert 3 <= len(sides[names[0]]) <= 16
    for _ in range(5):
        item = await world.item(content(99))
        await world.answer(item, "ada", prefer("r1"))
    second = await freeze(world, releases, "more", split=halves)
    made = await export(world, releases, second, "trl-preference")
    for name in names[:2]:
        assert sides[name] <= {row["item"] for row in rows_of(await read(world, releases, second, made, name))}


async def test_every_format_is_written_and_says_what_it_dropped(world: Answered, releases: ReleaseService) -> None:
    await fill(world)
    release = await freeze(world, releases)
    listed = await releases.list_formats(world.people["maya"], world.place.project_id)
    assert [each.id for each in listed.items] == list(FORMATS)
    for info in listed.items:
        if not info.applies:
            with pytest.raises(FormatNotApplicable):
                await export(world, releases, release, info.id)
            continue
        made = await export(world, releases, release, info.id)
        assert made.state == "done", made.error
        assert made.files[-1].name == "manifest.json"
        manifest = json.loads(await read(world, releases, release, made, "manifest.json"))
        assert manifest["export"]["files"][0]["sha256"] == made.files[0].sha256
        if info.id == "trl-preference":
            assert [(each.reason, each.count) for each in made.dropped] == [("a tied vote", 1)]
            (left,) = json.loads(await read(world, releases, release, made, "left-out.json"))
            assert left == {"item": str(world.items[0]), "reason": "a tied vote", "count": 1}
            assert manifest["export"]["files"][1]["name"] == "left-out.json"


async def test_an_export_records_what_its_person_was_shown_and_a_second_person_too(
    world: Answered, releases: ReleaseService
) -> None:
    await fill(world, 3)
    release = await freeze(world, releases)
    assert await world.place.exposures() == []
    made = await export(world, releases, release, "jsonl")
    shown = await world.place.exposures()
    assert len(shown) == 3 + 6
    assert {(row["purpose"], row["person_id"]) for row in shown} == {("export", world.people["maya"].person_id)}
    await read(world, releases, release, made, "data.jsonl")
    olga = await world.place.person("Olga", "owner")
    world.people["olga"] = olga
    await read(world, releases, release, made, "data.jsonl", who="olga")
    assert len([row for row in await world.place.exposures() if row["person_id"] == olga.person_id]) == 9
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        log = await tx.rows("select action from ledger_entry where tenant_id = $1 order by at, id", tx.tenant_id)
    actions = [row["action"] for row in log]
    assert sorted(set(actions)) == [
        "release.built", "release.created", "release.downloaded", "release.exported", "release.frozen",
    ]  # fmt: skip
    assert actions.count("release.downloaded") == 2


async def test_nothing_of_it_lies_in_the_clear(world: Answered, releases: ReleaseService, tmp_path: Path) -> None:
    await fill(world, 3)
    release = await freeze(world, releases)
    await export(world, releases, release, "csv")
    blobs = [path.read_bytes() for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert len(blobs) >= 3
    assert not any(SECRET.encode() in blob for blob in blobs)


async def test_a_cancelled_export_leaves_nothing(world: Answered, releases: ReleaseService, tmp_path: Path) -> None:
    await fill(world)
    release = await freeze(world, releases)
    maya, project = world.people["maya"], world.place.project_id
    waiting = await releases.create_export(maya, project, release.id, "jsonl")
    assert (await releases.cancel_export(maya, project, release.id, waiting.id)).state == "cancelled"

    running = await releases.create_export(maya, project, release.id, "jsonl")
    before = {path for path in (tmp_path / "blobs").rglob("*") if path.is_file()}
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        row = await tx.row("select job_id from export_run where tenant_id = $1 and id = $2", tx.tenant_id, running.id)
        assert row is not None
        job = await jobs.get(tx, row["job_id"])
        lease = new_id()
        await tx.run(
            "update job set state = 'running', lease = $3, wanted_state = 'cancelled'"
            " where tenant_id = $1 and id = $2",
            tx.tenant_id, job.id, lease,
        )  # fmt: skip
    context = JobContext(replace(job, state="running"), world.place.db, world.place.clock, lease)
    with pytest.raises(Stopped):
        await releases.handlers()[EXPORT_JOB](context)
    assert {path for path in (tmp_path / "blobs").rglob("*") if path.is_file()} == before
    with pytest.raises(FileNotFound):
        await releases.open_file(maya, project, release.id, running.id, "data.jsonl")


async def test_reading_back_holds_one_record_at_a_time() -> None:
    async def much() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b'{"x": "' + b"y" * 90_000 + b'"}\n{"z"'
            yield b": 1}\n"

    tracemalloc.start()
    count = 0
    async for line in lines(much()):
        assert json.loads(line)
        count += 1
    assert count == 400
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


async def test_recipes_that_cannot_be_followed_name_the_field(world: Answered, releases: ReleaseService) -> None:
    maya, project = world.people["maya"], world.place.project_id
    for recipe, field in (
        (Recipe(split=Split(0.5, 0.6)), "recipe.split"),
        (Recipe(question="nonsense"), "recipe.question"),
        (Recipe(batch_ids=[new_id()]), "recipe.batch_ids"),
        (Recipe(only=Only()), "recipe.only"),
        (Recipe(only=Only(filters={}, item_ids=[new_id()])), "recipe.only"),
        (Recipe(only=Only(filters={"colour": "red"})), "recipe.only.filters.colour"),
        (Recipe(only=Only(filters={"field": "prompt", "contains": "x"})), "recipe.only.filters.field"),
        (Recipe(only=Only(answer_filters={"question": "why", "value": "x"})), "recipe.only.answer_filters.question"),
        (Recipe(only=Only(item_ids=[new_id()])), "recipe.only.item_ids.0"),
        (Recipe(only=Only(annotation_ids=[new_id()])), "recipe.only.annotation_ids.0"),
    ):
        with pytest.raises(Invalid) as refused:
            await releases.create_release(maya, project, CreateRelease("v1", recipe))
        assert refused.value.field == field


async def test_only_the_batches_asked_for_are_in_it(world: Answered, releases: ReleaseService) -> None:
    await fill(world, 3)
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        batch: UUID = await tx.value("select batch_id from item where tenant_id = $1 and ord = 2", tx.tenant_id)
    made = await freeze(world, releases, batch_ids=[batch])
    assert made.manifest is not None and made.manifest.items == 1


async def test_releases_are_listed_newest_first_page_by_page(world: Answered, releases: ReleaseService) -> None:
    await fill(world, 1)
    for name in ("one", "two", "three"):
        await freeze(world, releases, name)
    maya, project = world.people["maya"], world.place.project_id
    page = await releases.list_releases(maya, project, cursor=None, limit=2)
    assert [each.name for each in page.items] == ["three", "two"]
    rest = await releases.list_releases(maya, project, cursor=page.next, limit=2)
    assert ([each.name for each in rest.items], rest.next) == (["one"], None)


async def test_a_release_of_nothing_is_empty_and_exports(world: Answered, releases: ReleaseService) -> None:
    await world.item(content(1))
    made = await freeze(world, releases)
    assert made.manifest is not None and (made.manifest.items, made.manifest.annotations) == (0, 0)
    written = await export(world, releases, made, "trl-preference")
    assert (written.files[0].name, written.files[0].rows) == ("trl-preference.jsonl", 0)


async def test_what_is_not_there_or_not_yours_is_not_found(
    world: Answered, releases: ReleaseService, db: Database, tmp_path: Path
) -> None:
    await fill(world, 1)
    maya, project = world.people["maya"], world.place.project_id
    building = await releases.create_release(maya, project, CreateRelease("v1"))
    with pytest.raises(NotReady):
        await releases.create_export(maya, project, building.id, "jsonl")
    with pytest.raises(FormatUnknown):
        await releases.create_export(maya, project, building.id, "docx")
    await world.run_jobs(releases.handlers())
    made = await export(world, releases, building, "jsonl")
    for name in ("nope.jsonl", "../data.jsonl", made.files[0].name + "/.."):
        with pytest.raises(FileNotFound):
            await releases.open_file(maya, project, building.id, made.id, name)
    with pytest.raises(ExportNotFound):
        await releases.get_export(maya, project, building.id, new_id())
    stranger: Actor = (await make_answered(db, tmp_path / "other", SCHEMA)).people["maya"]
    with pytest.raises(ReleaseNotFound):
        await releases.get_release(stranger, project, building.id)
    with pytest.raises(ReleaseNotFound):
        await releases.open_file(stranger, project, building.id, made.id, made.files[0].name)


async def test_answers_to_a_question_that_has_changed_are_left_out(world: Answered, releases: ReleaseService) -> None:
    await fill(world, 2)
    rating = {"name": "preference", "kind": "rating", "title": "Good?"}
    await world.version({**SCHEMA, "questions": [rating]}, 2)
    item = await world.item(content(7))
    await world.answer(item, "ada", {"preference": {"item": {"state": "answered", "value": {"rating": 4}}}}, version=2)
    made = await freeze(world, releases)
    assert made.manifest is not None and made.manifest.schema_versions == [1, 2]
    assert [(each.reason, each.count) for each in made.manifest.dropped] == [
        ("answer to a question that has changed since", 4)
    ]
    assert made.created_at > NOW
