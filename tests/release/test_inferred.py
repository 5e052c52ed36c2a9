"""Releases whose labels are inferred: what a model of people's errors believes, with how sure it is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.answered import Answered, make_answered
from tests.release.test_freezing import Disk
from tests.release.test_release import content, export, fill, freeze, prefer, read, rows_of

from armslength.kit.db import Database
from armslength.release.model import Recipe
from armslength.release.schemas import CreateRelease
from armslength.release.service import ReleaseService


async def test_inferred_labels_are_fitted_to_the_snapshot_and_say_how_sure_they_are(
    world: Answered, releases: ReleaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cy prefers the first whatever it is: two to one for it is no majority that stands."""
    for number in range(30):
        item = await world.item(content(number))
        better = "r2" if number % 3 else "r1"
        await world.answer(item, "ada", prefer(better))
        await world.answer(item, "bob", prefer(better if number % 7 else "r1"))
        await world.answer(item, "cy", prefer("r1"))
    gold = await world.item(content(99))
    await world.answer(gold, "cy", prefer("r1"))
    await world.make_gold(gold, prefer("r2"))
    maya, project = world.people["maya"], world.place.project_id
    made = await releases.create_release(maya, project, CreateRelease("v1", Recipe(truth="inferred")))
    disk = Disk(monkeypatch)
    await world.run_jobs(releases.handlers())
    await world.answer(gold, "ada", prefer("r1"))  # after the snapshot
    disk.room = 100
    world.place.clock.advance(60)
    await world.run_jobs(releases.handlers())
    first = await releases.get_release(maya, project, made.id)
    assert first.manifest is not None and first.manifest.items == 30
    facts = first.manifest.inferred["preference"]
    assert (list(first.manifest.inferred), facts.model, facts.supported) == (["preference"], "DawidSkene", True)
    assert (facts.answers, facts.units, facts.people, facts.pinned) == (91, 31, 3, 1)
    assert facts.labels == ["r1", "r2", "tie"]

    async def exported(name: str, format_id: str) -> bytes:
        return await read(world, releases, first, await export(world, releases, first, format_id), name)

    found = rows_of(await exported("data.jsonl", "jsonl"))
    contested = [row for row in found if row["majority"]["preference"]["item"]["value"]["winner"] == "r1"]
    overruled = [row for row in contested if row["inferred"]["preference"]["item"]["value"]["winner"] == "r2"]
    assert 0 < len(overruled) < len(contested)
    belief = overruled[0]["inferred"]["preference"]["item"]
    assert belief["n"] == 3 and 0.5 < belief["probability"] < 1
    assert sum(belief["shares"][""].values()) == pytest.approx(1)
    assert "why" not in overruled[0]["inferred"]

    pairs = {row["item"]: row for row in rows_of(await exported("trl-preference.jsonl", "trl-preference"))}
    pair = pairs[overruled[0]["item"]]
    assert pair["chosen"][-1]["content"] == "bad" and pair["p"] == belief["probability"]
    header, *flat = csv.reader((await exported("data.csv", "csv")).decode().splitlines())
    row = dict(zip(header, next(each for each in flat if overruled[0]["item"] in each), strict=True))
    assert (row["preference"], row["preference.majority"]) == ("r2", "r1")
    assert float(row["preference.probability"]) == belief["probability"]
    assert "preference.share" not in row
    card = (await exported("README.md", "hf-datasets")).decode()
    assert "| `preference` | DawidSkene | 91 | 3 | 1 |" in card and "likeliest label" in card


async def test_the_same_snapshot_infers_the_same_bytes_and_a_decision_is_no_guess(
    world: Answered, releases: ReleaseService
) -> None:
    await fill(world, 12)
    wrong = await world.answer(world.items[1], "cy", prefer("r2"))
    await world.fix(wrong, "rita", prefer("r1"))
    await world.decide(world.items[0], "rita", prefer("r2"))
    one, two = [await freeze(world, releases, name, truth="inferred") for name in ("one", "two")]
    assert one.digest == two.digest
    assert one.manifest is not None and one.manifest.inferred["preference"].pinned == 1
    assert one.manifest.inferred["preference"].people == 3  # Rita speaks for herself
    made = await export(world, releases, one, "jsonl")
    rows = {row["item"]: row for row in rows_of(await read(world, releases, one, made, "data.jsonl"))}
    decided = rows[str(world.items[0])]["inferred"]["preference"]["item"]
    assert (decided["value"]["winner"], decided["probability"], decided["known"], decided["n"]) == ("r2", 1.0, True, 2)
    plain = await freeze(world, releases, "plain")
    assert plain.manifest is not None and plain.manifest.inferred == {}
    made = await export(world, releases, plain, "jsonl")
    assert all("inferred" not in row for row in rows_of(await read(world, releases, plain, made, "data.jsonl")))


SCALES = {
    "fields": [{"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}],
    "questions": [
        {"name": "score", "kind": "slider", "title": "Score"},
        {"name": "grade", "kind": "rating", "title": "Grade"},
        {
            "name": "topics", "kind": "choice", "title": "Topics",
            "settings": {"multiple": True, "options": [{"id": each, "title": each} for each in "abc"]},
        },
        {"name": "order", "kind": "ranking", "title": "Order", "settings": {"field": "responses"}},
    ],
}  # fmt: skip


async def test_people_who_differ_a_little_leave_rows_whatever_the_kind_of_question(
    db: Database, tmp_path: Path
) -> None:
    world = await make_answered(db, tmp_path, SCALES)
    place = world.place
    releases = ReleaseService(place.db, world.walls, place.keys, place.storage, place.clock)
    responses = [{"id": each, "value": f"answer {each}"} for each in ("r1", "r2", "r3")]
    item = await world.item({"prompt": "why?", "responses": responses})
    said = {
        "ada": (70, 3, ["a", "b"], [["r1"], ["r2"], ["r3"]]), "bob": (75, 4, ["a"], [["r1"], ["r3"], ["r2"]]),
        "cy": (80, 5, ["a", "b", "c"], [["r1"], ["r2", "r3"]]),
    }  # fmt: skip
    for who, (position, rating, selected, groups) in said.items():
        values = {
            "score": {"position": position}, "grade": {"rating": rating}, "topics": {"selected": selected},
            "order": {"groups": groups},
        }  # fmt: skip
        answers = {name: {"item": {"state": "answered", "value": value}} for name, value in values.items()}
        await world.answer(item, who, answers)
    place.clock.advance(3600)
    for truth in ("majority", "inferred"):
        made = await freeze(world, releases, truth, truth=truth)
        assert made.manifest is not None
        assert made.manifest.methods == {"score": "median", "grade": "median", "topics": "parts", "order": "duels"}
        table = await export(world, releases, made, "csv")
        (row,) = csv.DictReader((await read(world, releases, made, table, "data.csv")).decode().splitlines())
        together = {name: row[name] for name in values}
        assert together == {"score": "75.0", "grade": "4", "topics": "a|b", "order": "r1 > r2 = r3"}
        if truth == "inferred":
            assert float(row["score.low"]) < 75 < float(row["score.high"])
            assert (row["score.majority"], row["topics.open"]) == ("75.0", "[]")
            assert "score.probability" not in row
            assert (row["order.tie"], row["order.open"]) == ("true", '["r2 r3"]')
        else:
            assert row["score.share"] == "0.3333333333333333"
        folder = await export(world, releases, made, "hf-datasets")
        card = (await read(world, releases, made, folder, "README.md")).decode()
        assert (
            "`grade`: the median; `order`: what most put before what; `score`: the median; `topics`: a vote on" in card
        )
