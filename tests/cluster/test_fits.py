"""Fits on a cluster: the same bytes, and a plain word when it does not do its work; run by `make test-ray`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.answered import Answered, make_answered
from tests.cluster.conftest import free_port

import armslength_quality as quality
from armslength.entry.doctor.cluster import cluster as looked_at
from armslength.kit.db import Database
from armslength.truth.service import TruthService
from armslength.truth.settings import TruthSettings
from armslength_quality.truth import blocks

pytest.importorskip("ray")

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "kind": "text"}],
    "questions": [
        {
            "name": "topic", "kind": "choice", "title": "Topic",
            "settings": {"options": [{"id": each, "title": each.upper()} for each in "abc"]},
        },
    ],
}  # fmt: skip


def crowd(labels: int, answers: int = 500_000, people: int = 300) -> quality.Answers:
    rng = np.random.default_rng(11)
    item, who = rng.integers(answers // 5, size=answers), rng.integers(people, size=answers)
    once = np.sort(np.unique(item * people + who, return_index=True)[1])
    item, who = item[once], who[once]
    said = np.where(rng.random(item.size) < 0.7, item % labels, rng.integers(labels, size=item.size))
    return quality.Answers.from_arrays(item, who, said)


@pytest.mark.parametrize("labels", [2, 5])
def test_a_fit_has_the_same_bytes_on_any_number_of_workers(address: str, labels: int) -> None:
    answers = crowd(labels)
    gold = {each: each % labels for each in answers.items[:500]}
    models = (quality.DawidSkene(), quality.Glad(steps=5), quality.Ordinal(steps=5))
    here = [model.fit(answers, gold=gold) for model in models]
    for workers in (1, 2):
        with quality.RayCluster(address, workers=workers) as cluster:
            there = [model.fit(answers, gold=gold, executor=cluster) for model in models]
        for one, other in zip(here, there, strict=True):
            for name in ("posterior", "confusion", "prior", "trace", "ease"):
                assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), (one.model, workers, name)


@pytest.fixture
async def world(db: Database, tmp_path: Path) -> Answered:
    return await make_answered(db, tmp_path, SCHEMA)


def service(world: Answered, address: str) -> TruthService:
    place = world.place
    return TruthService(place.db, world.walls, place.keys, place.clock, TruthSettings(ray_address=address))


async def fill(world: Answered) -> None:
    for number in range(60):
        item = await world.item({"text": f"text {number}"})
        for who, wrong in (("ada", 9), ("bob", 5), ("cy", 2)):
            topic = "abc"[(number + (number % wrong == 0)) % 3]
            await world.answer(item, who, {"topic": {"item": {"state": "answered", "value": {"selected": [topic]}}}})


async def test_a_refit_of_a_project_is_done_there_and_is_the_same(
    world: Answered, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "_ANSWERS_PER_BLOCK", 40)
    await fill(world)
    found = []
    for where in ("", address):
        truth, maya, project = service(world, where), world.people["maya"], world.place.project_id
        await truth.refresh_truth(maya, project)
        assert await world.run_jobs(truth.handlers()) == 1
        async with world.place.db.tenant(world.place.tenant_id) as tx:
            version, fits = await truth.believing.fits(tx, project)
            beliefs = await tx.value("select count(*) from belief where fit = $1", version)
        fit = fits["topic"]
        found.append((fit.tables.counts.tobytes(), fit.tables.shares.tobytes(), fit.facts, fit.skill, beliefs))
        world.place.clock.advance(60)
    assert found[0] == found[1]
    assert found[0][-1] == 60
    told = await asyncio.to_thread(looked_at, {"ARMSLENGTH_TRUTH_RAY_ADDRESS": address})
    assert (told.state, told.found.endswith("1 machines and 2 cores.")) == ("ok", True)


async def test_a_cluster_that_does_not_answer_is_told_of_and_asked_again(
    world: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "_ANSWERS_PER_BLOCK", 40)
    await fill(world)
    nowhere = f"ray://127.0.0.1:{free_port()}"
    truth, maya, project = service(world, nowhere), world.people["maya"], world.place.project_id
    await truth.refresh_truth(maya, project)
    told, ran = await asyncio.gather(
        asyncio.to_thread(looked_at, {"ARMSLENGTH_TRUTH_RAY_ADDRESS": nowhere}), world.run_jobs(truth.handlers())
    )
    assert (told.state, ran) == ("fail", 1)
    assert f"The Ray cluster at {nowhere} does not do its work: ray client connection timeout" in told.found
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        (job,) = await tx.rows("select state, error from job")
        assert (await truth.believing.fits(tx, project))[0] == 0
    assert job["state"] == "waiting"
    assert "does not do its work; the fit is tried again" in job["error"]
    world.place.clock.advance(60)
    assert await world.run_jobs(service(world, "").handlers()) == 1
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        assert (await truth.believing.fits(tx, project))[0] == 1
