"""Where people disagree: written with every belief, read with what each of them says, acted upon, told by a release."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.answered import Answered, make_answered
from tests.content import NOW
from tests.truth.test_believing import fit, settle, tell

from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.questions.service import read_schema
from armslength.truth import views
from armslength.truth.errors import DisagreementNotFound, NothingToFilter, NotYetAnswered, TextNeeded
from armslength.truth.repository import disagreements as repository
from armslength.truth.rules.dividing import splits
from armslength.truth.rules.inference import Evidence, Given
from armslength.truth.schemas.disagreements import ActOnDisagreement, Disagreement
from armslength.truth.service import TruthService

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "kind": "text"}],
    "questions": [
        {
            "name": "topic", "kind": "choice", "title": "Topic", "justification": "optional",
            "settings": {"options": [{"id": each, "title": each.upper()} for each in "abc"]},
        },
        {"name": "grade", "kind": "number", "title": "Grade", "required": False},
    ],
}  # fmt: skip


def said(topic: str, grade: float | None = None, why: str | None = None) -> dict[str, Any]:
    given: dict[str, Any] = {"topic": {"item": {"state": "answered", "value": {"selected": [topic]}}}}
    if why:
        given["topic"]["item"]["justification"] = why
    if grade is not None:
        given["grade"] = {"item": {"state": "answered", "value": {"number": grade}}}
    return given


@pytest.fixture
async def world(db: Database, tmp_path: Path) -> Answered:
    return await make_answered(db, tmp_path, SCHEMA)


async def rows(world: Answered) -> list[tuple[Any, ...]]:
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        found = await tx.rows(
            "select item_id, question, round(divided::numeric, 9), pair from disagreement where tenant_id = $1"
            " order by 1, 2", tx.tenant_id,
        )  # fmt: skip
    return [tuple(row) for row in found]


async def test_from_the_first_difference_to_a_label_that_stays_soft(
    world: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)
    maya, project = world.people["maya"], world.place.project_id

    async def page(**wanted: Any) -> list[Disagreement]:
        given = {"question": None, "labels": (None, None), "batch_id": None, "firm_id": None, "state": None,
                 "cursor": None, "limit": 50} | wanted  # fmt: skip
        found = await truth.disagreements.page(maya, project, **given)
        monkeypatch.undo()
        return found.items

    async def act(item: UUID, what: Any, text: str = "", question: str = "topic") -> None:
        world.place.clock.advance(1)
        await truth.disagreements.act(maya, project, item, ActOnDisagreement(question, what, text))

    even, uneven, same = [await world.item({"text": str(n)}) for n in range(3)]
    for item, topics in ((even, "abab"), (uneven, "aaab"), (same, "cccc")):
        for who, topic in zip(("ada", "bob", "cy", "vera"), topics, strict=True):
            grade = {"ada": 1.0, "bob": 3.0}.get(who) if item == same else None
            why = "It may be both." if who == "cy" and item == even else None
            await world.answer(item, who, said(topic, grade, why))
        await tell(world, item)
    await settle(world, truth)
    found = await page()
    assert [(row.item_id, row.question) for row in found if row.question == "topic"] == [
        (even, "topic"), (uneven, "topic")
    ]  # fmt: skip
    by_key = {(row.item_id, row.question): row for row in found}
    assert by_key[same, "grade"].labels == [] and 0 < by_key[same, "grade"].divided <= 1
    first, second = by_key[even, "topic"], by_key[uneven, "topic"]
    assert [(each.label, each.votes) for each in second.labels] == [("a", 3), ("b", 1)]
    assert [voice.person.name for voice in second.voices if voice.minority] == ["Vera"]
    assert any(each.answers["item"].get("justification") == "It may be both." for each in first.voices)
    assert sum(group.n for group in first.groups) == 4 and len(first.groups) == 2
    assert (await world.place.exposures())[-1]["kind"] == "answers"
    skill, vera = new_id(), world.people["vera"].person_id
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        await tx.run("insert into skill values ($1, $2, 'Botany', '', null, null, $3)", tx.tenant_id, skill, NOW)
        await tx.run(
            "insert into person_skill values ($1, $2, $3, 'granted', $4, null, $5)",
            tx.tenant_id, vera, skill, NOW, maya.person_id,
        )  # fmt: skip
    (botany,) = next(row.skills for row in await page() if (row.item_id, row.question) == (uneven, "topic"))
    assert (botany.skill.name, botany.have, botany.lack) == ("Botany", {"b": 1}, {"a": 3})

    # An answer at a time, or all after a fit: the same rows
    for number in range(6):
        item = await world.item({"text": f"more {number}"})
        for who in ("ada", "bob", "cy"):
            await world.answer(item, who, said("abc"[(number + (who == "cy" and number % 5 == 0)) % 3]))
        await tell(world, item)
    await settle(world, truth)
    await fit(world, truth)
    fitted = await rows(world)
    for item in world.items:
        await tell(world, item)
    await settle(world, truth)
    assert await rows(world) == fitted and len(fitted) == 5

    # By question, by pair of leading labels whichever comes first, by firm; page by page, however few it looks through
    assert {row.item_id for row in await page(question="topic", labels=("b", "a"))} >= {even, uneven}
    assert await page(question="topic", labels=("a", "c")) != await page(question="topic", labels=("b", "a"))
    with pytest.raises(NothingToFilter):
        await page(labels=("a", "b"))
    firm = world.people["ada"].organization_id
    assert {row.item_id for row in await page(firm_id=firm)} == {row.item_id for row in await page()}
    assert await page(batch_id=maya.person_id) == []
    whole, cursor = [(row.item_id, row.question) for row in await page()], None
    for limit, looked in ((2, 2_000), (50, 3)):
        pages: list[tuple[UUID, str]] = []
        monkeypatch.setattr(repository, "LOOKED_AT", looked)
        while True:
            part = await truth.disagreements.page(
                maya, project, question=None, labels=(None, None), batch_id=None, firm_id=None, state=None,
                cursor=cursor, limit=limit,
            )  # fmt: skip
            pages += [(row.item_id, row.question) for row in part.items]
            if (cursor := part.next) is None:
                break
        assert pages == whole
    monkeypatch.undo()
    summary = await truth.disagreements.summary(maya, project)
    assert [(each.question, each.items, each.labels) for each in summary.questions] == [
        ("topic", 4, ["a", "b", "c"]), ("grade", 1, []),
    ]  # fmt: skip

    # What is done about it
    before = world.place.clock.now()
    with pytest.raises(DisagreementNotFound):
        await act(same, "ambiguous")
    with pytest.raises(TextNeeded):
        await act(even, "note", " ")
    await act(even, "note", "Is a joke a or b?")
    await act(even, "ambiguous", "Both are right.")
    await act(uneven, "adjudicate")
    shown = {row.item_id: row for row in await page(question="topic")}
    assert (shown[even].state, shown[uneven].state) == ("ambiguous", "asked")
    assert [(each.act, each.text, each.by.name) for each in shown[even].acts] == [
        ("note", "Is a joke a or b?", "Maya"), ("ambiguous", "Both are right.", "Maya"),
    ]  # fmt: skip
    assert [row.item_id for row in await page(state="ambiguous")] == [even]
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        await truth.disagreements.disputes.consider(tx, project, uneven)  # the policy asks for nothing; Maya did
        assert await tx.value("select state from adjudication where tenant_id = $1", tx.tenant_id) == "waiting"
        now = world.place.clock.now()
        assert await views.ambiguous(tx, [even, uneven], now) == {even: ["topic"]}
        assert await views.ambiguous(tx, [even], before - timedelta(seconds=1)) == {}
    await act(uneven, "more")
    with pytest.raises(NotYetAnswered):
        await act(uneven, "more")
    await act(even, "plain")
    assert (await page(question="topic"))[0].state != "ambiguous" and await page(state="ambiguous") == []

    # They agree again: nothing is left of it
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        await tx.run(
            "update standing set verdict = 'rejected' where tenant_id = $1 and item_id = $2 and person_id = $3",
            tx.tenant_id, uneven, world.people["vera"].person_id,
        )  # fmt: skip
    await tell(world, uneven)
    await settle(world, truth)
    assert uneven not in {row.item_id for row in await page()}


def test_people_who_say_the_same_are_no_disagreement_and_a_decision_is_nobodys_answer() -> None:
    schema = read_schema(SCHEMA)
    assert splits(schema, Given({"x": said("a"), "y": said("a")}), {}) == []
    assert splits(schema, Given({"x": said("a")}, said("b")), {}) == []
    even = Given({"x": said("a"), "y": said("b")}, said("a"))
    (split,) = splits(schema, even, {})
    assert split.soft is not None and split.soft.shares["a"] == pytest.approx(split.soft.shares["b"])
    assert split.divided == pytest.approx(1)
    (less,) = splits(schema, Given({"x": said("a"), "y": said("a"), "z": said("b")}), {})
    assert 0 < less.divided < split.divided


def test_who_leaves_a_question_out_disagrees_with_nobody_and_who_finds_nothing_does() -> None:
    labels = [{"id": "bad", "title": "Bad"}]
    asked = {"name": "marks", "kind": "spans", "title": "Mark", "settings": {"field": "text", "labels": labels}}
    schema = read_schema({"fields": [{"name": "text", "kind": "text"}], "questions": [{**asked, "required": False}]})
    mark = {"start": 0, "end": 3, "quote": "Ada", "field": "text", "label": "bad"}
    marked, nothing = ({"marks": {"item": {"state": "answered", "value": {"spans": found}}}} for found in ([mark], []))
    assert splits(schema, Given({"x": marked, "y": {}}), {}) == []
    assert [split.divided for split in splits(schema, Given({"x": marked, "y": nothing, "z": {}}), {})] == [1.0]


CROWD = Path(__file__).parents[3] / "shared/data/truth/dog/labels.csv.gz"


@pytest.mark.skipif(not CROWD.exists(), reason="the crowd's answers are not here")
def test_of_a_real_crowd_every_item_with_two_labels_is_there_and_the_even_ones_lead() -> None:
    said_of: dict[str, dict[str, Any]] = defaultdict(dict)
    with gzip.open(CROWD, "rt") as rows:
        for row in csv.DictReader(rows):
            answer = {"state": "answered", "value": {"selected": [row["label"]]}}
            said_of[row["item"]][row["worker"]] = {"breed": {"item": answer}}
    labels = sorted(
        {each["breed"]["item"]["value"]["selected"][0] for said in said_of.values() for each in said.values()}
    )
    options = [{"id": each, "title": each} for each in labels]
    asked = {"name": "breed", "kind": "choice", "title": "Breed", "settings": {"options": options}}
    schema = read_schema({"fields": SCHEMA["fields"], "questions": [asked]})
    evidence = Evidence(schema)
    for given in said_of.values():
        evidence.add(Given(given))
    fits = evidence.fit()
    found = {item: splits(schema, Given(given), fits) for item, given in list(said_of.items())[:200]}
    for item, apart in found.items():
        assert len(apart) == (len({str(each) for each in said_of[item].values()}) > 1)
    divided = sorted((each.soft for (each,) in filter(None, found.values()) if each.soft), key=lambda one: -one.divided)
    top = [max(soft.shares.values()) for soft in divided]
    assert len(divided) > 50 and sum(top[:20]) / 20 < 0.8 < sum(top[-20:]) / 20
