"""The scorecard: firms side by side, blind, with intervals, and no number where there are too few."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from tests.answered import Answered, make_answered
from tests.content import NOW

from armslength.entry.telling import spent_on
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.truth.errors import FirmNotFound
from armslength.truth.rules.scoring import LEAST, aliases, cost, on_gold, share
from armslength.truth.schemas import Estimate, FirmScore, PutAnswerPrice, Scorecard
from armslength.truth.service import TruthService

SCHEMA = {
    "fields": [{"name": "text", "kind": "text"}],
    "questions": [
        {
            "name": "topic", "kind": "choice", "title": "Topic",
            "settings": {"options": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]},
        }
    ],
}  # fmt: skip


def said(topic: str) -> dict[str, Any]:
    return {"topic": {"item": {"state": "answered", "value": {"selected": [topic]}}}}


@pytest.fixture
async def world(db: Database, tmp_path: Path) -> Answered:
    return await make_answered(db, tmp_path, SCHEMA)


@pytest.fixture
def truth(world: Answered) -> TruthService:
    return TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)


async def gold(world: Answered, annotation_id: UUID, score: float) -> None:
    """The item is hidden gold, and this answer to it came so near."""
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        await tx.run(
            "insert into gold select tenant_id, item_id, project_id, 'hidden', 0, 0, 1, 1, 1, '', person_id, $3"
            " from annotation where tenant_id = $1 and id = $2 on conflict do nothing",
            tx.tenant_id, annotation_id, NOW,
        )  # fmt: skip
        await tx.run(
            "update item set state = 'gold', open = false from annotation a"
            " where item.tenant_id = $1 and item.id = a.item_id and a.id = $2", tx.tenant_id, annotation_id,
        )  # fmt: skip
        await tx.run(
            "insert into gold_result select tenant_id, assignment_id, project_id, item_id, person_id, organization_id,"
            " id, 'hidden', 0, 1, guideline_version, $3, '{}', $4 from annotation where tenant_id = $1 and id = $2",
            tx.tenant_id, annotation_id, score, NOW,
        )  # fmt: skip


async def verdict(world: Answered, annotation_id: UUID, by: str, what: str) -> None:
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        await tx.run(
            "insert into review (tenant_id, id, project_id, item_id, assignment_id, annotation_id, author_id,"
            " organization_id, state, reviewer_id, verdict, after_reject, created_at, decided_at)"
            " select tenant_id, $3, project_id, item_id, assignment_id, id, person_id, organization_id, 'done', $4, $5,"
            " case when $5 = 'reject' then 'rework' end, $6, $6 from annotation where tenant_id = $1 and id = $2",
            tx.tenant_id, annotation_id, new_id(), world.people[by].person_id, what, NOW + timedelta(days=1),
        )  # fmt: skip


def named(card: Scorecard, name: str) -> FirmScore:
    return next(firm for firm in card.firms if firm.organization and firm.organization.name == name)


async def test_two_firms_side_by_side(world: Answered, truth: TruthService) -> None:
    """Vera of Fairlabel and Ada of our own on the same 30 items and the same 25 gold items; who is better is seen,
    what is too little is said, and names are there only when they are wanted."""
    maya, project_id = world.people["maya"], world.place.project_id
    for n in range(30):
        item = await world.item({"text": str(n)})
        await world.answer(item, "ada", said("a"))
        rejected = {"verdict": "rejected"} if n < 6 else {}
        hers = await world.answer(item, "vera", said("b" if n < 6 else "a"), **rejected)  # it counts for her firm
        if n < 24:
            await verdict(world, hers, "rita", "reject" if n < 6 else "accept")
        else:
            await verdict(world, hers, "victor", "accept")  # a colleague's word
    for n in range(25):
        item = await world.item({"text": f"gold {n}"})
        for who, right in (("ada", 1.0), ("vera", 0.0 if n < 10 else 1.0)):
            await gold(world, await world.answer(item, who, said("a")), right)
    await world.item({"text": "nobody was asked"})

    early = await truth.scorecards.get(maya, project_id, names=True)
    assert (early.computed_at, early.stale) == (None, True)
    assert named(early, "Fairlabel").calibration.value is None
    world.place.clock.advance(86400)
    await truth.refresh_agreement(maya, project_id)
    await world.run_jobs(truth.handlers())

    card = await truth.scorecards.get(maya, project_id, names=True)
    ours, theirs = named(card, "Northwind"), named(card, "Fairlabel")
    assert (card.gold_items, card.least, card.stale) == (25, LEAST, False)
    assert (ours.answers, ours.people, theirs.answers, theirs.people) == (30, 1, 30, 1)
    assert (ours.gold.value, ours.behind, theirs.gold.value) == (1.0, None, 0.6)
    assert theirs.behind is not None and theirs.behind.value == pytest.approx(0.4)
    assert theirs.behind.low is not None and theirs.behind.low > 0.15
    for firm in (ours, theirs):
        assert (firm.calibration.n, firm.calibration.value) == (30, pytest.approx(24 / 30))
        assert (firm.seconds.value, firm.seconds.low, firm.seconds.n) == (60.0, 60.0, 30)
    assert (theirs.accepted.value, theirs.accepted.n, theirs.reworked.value) == (0.75, 24, 0.25)
    assert ours.accepted == Estimate(None, None, None, 0, "None judged by your own reviewers yet.")
    assert (theirs.cost.micros, theirs.cost.note) == (None, "No price is set.")

    blind = await truth.scorecards.get(maya, project_id, names=False)
    assert blind.blind and [firm.alias for firm in blind.firms] == ["A", "B"]
    assert all(firm.organization is None for firm in blind.firms)
    assert {firm.alias: firm.gold for firm in blind.firms} == {firm.alias: firm.gold for firm in card.firms}


async def test_a_price_becomes_a_price_per_accepted_label(world: Answered, truth: TruthService) -> None:
    maya, project_id, fairlabel = world.people["maya"], world.place.project_id, world.place.vendor_id
    with pytest.raises(FirmNotFound):
        await truth.scorecards.put_price(maya, project_id, fairlabel, PutAnswerPrice(1))
    await world.place.grant("active")
    for n in range(LEAST):
        answer = await world.answer(await world.item({"text": str(n)}), "vera", said("a"))
        await verdict(world, answer, "rita", "reject" if n < 10 else "accept")
    set_ = await truth.scorecards.put_price(maya, project_id, fairlabel, PutAnswerPrice(250_000, "EUR"))
    assert (set_.organization.name, set_.micros, set_.currency) == ("Fairlabel", 250_000, "EUR")
    (firm,) = (await truth.scorecards.get(maya, project_id, names=False)).firms
    assert (firm.cost.micros, firm.cost.currency) == (500_000, "EUR")
    assert firm.cost.low is not None and firm.cost.high is not None and firm.cost.low < 500_000 < firm.cost.high
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        for within in (project_id, None):  # what walls and suppositions are told: every answer, accepted or not
            assert await spent_on(tx, within) == {"EUR": {fairlabel: LEAST * 250_000}}
    await truth.scorecards.put_price(maya, project_id, fairlabel, PutAnswerPrice(None))
    listed = await truth.scorecards.prices(maya, project_id)
    assert [(price.organization.name, price.micros) for price in listed] == [
        ("Northwind", None), ("Fairlabel", None),
    ]  # fmt: skip


def test_where_there_is_too_little_there_is_no_number() -> None:
    one, two, three = (new_id() for _ in range(3))
    items = [new_id() for _ in range(2 * LEAST)]
    few = {one: dict.fromkeys(items[:5], 1.0), two: dict.fromkeys(items, 1.0)}
    found = on_gold({**few, three: {}}, [one, two, three], _rng())
    assert found[one][0].note == "Too few: 5 of the 20 gold items that a number needs."
    assert found[three][0].note == "No hidden gold answered yet."
    assert found[two][0].value == 1.0  # alone, on all of its own
    apart = {one: dict.fromkeys(items[:LEAST], 1.0), two: dict.fromkeys(items[LEAST:], 1.0)}
    assert [on_gold(apart, [one, two], _rng())[firm][0].value for firm in (one, two)] == [None, None]
    assert share(3, 19, "").value is None and share(3, 20, "").value == 0.15
    nothing = cost(250_000, "USD", share(0, 20, ""))
    assert (nothing.micros, nothing.high) == (None, None) and nothing.low is not None


def test_aliases_are_letters_and_stay_whoever_looks() -> None:
    firms = [new_id() for _ in range(30)]
    found = aliases(firms, b"seed")
    assert found == aliases(firms[::-1], b"seed")
    assert sorted(found.values(), key=lambda alias: (len(alias), alias))[-4:] == ["AA", "AB", "AC", "AD"]
    assert found != aliases(firms, b"other")


def _rng() -> np.random.Generator:
    return np.random.default_rng(0)
