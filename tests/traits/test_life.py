"""From what is asked to what is told and erased, in the database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.answered import Answered, make_answered

from armslength.identity.events import MEMBERSHIP_ENDED
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.outbox import deliver, emit
from armslength.projects.service.brands import Brands
from armslength.traits.errors import BadTrait, TooManyTraits, TraitNotFound
from armslength.traits.rules.lots import counted_to
from armslength.traits.schemas import CreateTrait, GroupSheet, MyTrait, TellMyTrait
from armslength.traits.service import TraitsService
from armslength.traits.service.asking import MOST_EVER
from armslength.traits.service.counting import lot_of
from armslength.truth.events import FITTED
from armslength.truth.service import TruthService
from armslength.vendors.service import VendorsService

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "kind": "text"}],
    "questions": [
        {
            "name": "harm", "kind": "choice", "title": "Is it harmful?",
            "settings": {"options": [{"id": each, "title": each.title()} for each in ("no", "yes")]},
        },
        {
            "name": "why", "kind": "choice", "title": "Why?", "required": False,
            "settings": {
                "multiple": True, "options": [{"id": each, "title": each.title()} for each in ("rude", "false", "sad")]
            },
        },
        {"name": "how", "kind": "number", "title": "How bad?", "required": False, "settings": {"min": 0, "max": 100}},
    ],
}  # fmt: skip
AGE = CreateTrait("Age", "To see whether age changes what people find harmful.", ["under 40", "40 and over"])
PEOPLE, ITEMS = 44, 3


@dataclass
class Town:
    """A project with many people; the younger half finds more harmful than the older half."""

    world: Answered
    truth: TruthService
    traits: TraitsService
    people: list[Actor]

    @property
    def maya(self) -> Actor:
        return self.world.people["maya"]

    async def trait(self) -> UUID:
        return (await self.traits.asking.add(self.maya, AGE)).items[0].id

    async def say(self, trait_id: UUID, who: Iterable[int], option: str) -> None:
        for place in who:
            mine = (await self.mine(place)).id
            assert mine != trait_id
            await self.traits.asking.say(self.people[place], mine, TellMyTrait(option, True))

    async def answer(self, item: UUID, place: int, harm: str) -> None:
        how = {"how": {"item": {"state": "answered", "value": {"number": 80 if harm == "yes" else 20}}}}
        why = {"why": {"item": {"state": "answered", "value": {"selected": ["rude"] if harm == "yes" else ["sad"]}}}}
        said = {"harm": {"item": {"state": "answered", "value": {"selected": [harm]}}}}
        await self.world.answer(item, f"p{place}", said | how | why)

    async def fit(self, *, really: bool = False) -> list[GroupSheet]:
        """What is told after a full fit; `really`: after one that was made, not only told of."""
        self.world.place.clock.advance(60)
        project_id = self.world.place.project_id
        if really:
            await self.truth.refresh_truth(self.maya, project_id)
            await self.world.run_jobs(self.truth.handlers())
        else:
            async with self.world.place.db.tenant(self.world.place.tenant_id) as tx:
                await emit(tx, FITTED, {"project_id": str(project_id)}, at=self.world.place.clock.now())
        await self.hear()
        assert await self.world.run_jobs(self.traits.handlers()) == 1
        return await self.told()

    async def told(self) -> list[GroupSheet]:
        return (await self.traits.counting.groups(self.maya, self.world.place.project_id)).items

    async def hear(self) -> None:
        while await deliver(self.world.place.db, self.traits.subscriptions(), self.world.place.clock):
            pass

    async def rows(self, table: str) -> list[dict[str, Any]]:
        async with self.world.place.db.tenant(self.world.place.tenant_id) as tx:
            return [dict(row) for row in await tx.rows(f"select * from {table} where tenant_id = $1", tx.tenant_id)]

    async def counted(self, trait_id: UUID) -> list[tuple[int, int]]:
        """Of everybody, the group they are counted to if they say the one, and if they say the other."""
        async with self.world.place.db.tenant(self.world.place.tenant_id) as tx:
            sealer = await self.world.place.keys.trait_sealer(tx)
        people = [str(each.person_id) for each in self.people]
        one, other = (
            [counted_to(said, 2, lot_of(sealer, trait_id, who, said)) for who in people] for said in range(2)
        )  # fmt: skip
        return list(zip(one, other, strict=True))

    async def even(self, trait_id: UUID) -> None:
        """Everybody says something, so that as many are counted to one group as to the other, whatever the lots."""
        sizes, counted = [0, 0], await self.counted(trait_id)
        for place in sorted(range(len(counted)), key=lambda place: counted[place][0] != counted[place][1]):
            group = sizes.index(min(sizes))
            said = counted[place].index(group) if group in counted[place] else place % 2
            sizes[counted[place][said]] += 1
            await self.say(trait_id, [place], AGE.options[said])

    async def alike(self, trait_id: UUID) -> list[int]:
        """Those who are counted to the same group whatever they say."""
        return [place for place, (one, other) in enumerate(await self.counted(trait_id)) if one == other]

    async def mine(self, place: int, name: str = AGE.name) -> MyTrait:
        """What somebody knows a trait by."""
        found = (await self.traits.asking.mine(self.people[place])).items
        return next(each for each in found if each.name == name)

    async def withdraw(self, place: int) -> None:
        await self.traits.asking.withdraw(self.people[place], (await self.mine(place)).id)


@pytest.fixture
async def town(db: Database, tmp_path: Path) -> Town:
    world = await make_answered(db, tmp_path, SCHEMA)
    truth = TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)
    place = world.place
    brands = Brands(place.db, place.keys, world.walls, VendorsService(place.db, place.clock), place.clock)
    traits = TraitsService(place.db, place.keys, brands, place.clock, truth.believing)
    town = Town(world, truth, traits, [])
    for number in range(PEOPLE):
        side: Any = "vendor" if number % 3 == 0 else "customer"
        world.people[f"p{number}"] = await place.person(f"P{number}", "annotator", side)
        town.people.append(world.people[f"p{number}"])
    return town


async def filled(town: Town) -> UUID:
    """Everybody has answered and said something."""
    trait_id = await town.trait()
    await town.even(trait_id)
    for number in range(ITEMS):
        item = await town.world.item({"text": f"text {number}"})
        for place in range(PEOPLE):
            await town.answer(item, place, "yes" if (place + number) % 3 == 0 else "no")
    return trait_id


async def test_a_trait_is_asked_for_said_and_withdrawn(town: Town) -> None:
    asking, ada = town.traits.asking, town.people[0]
    for wrong, field in ((["x", "X"], "options"), (["x", " "], "options")):
        with pytest.raises(BadTrait) as refused:
            await asking.add(town.maya, CreateTrait("Tongue", "Why", wrong))
        assert refused.value.field == field
    age = await town.trait()
    with pytest.raises(BadTrait):
        await asking.add(town.maya, CreateTrait("age", "Again", ["a", "b"]))
    assert (await asking.all_of(town.maya)).items[0].brand_words == []
    listed = await asking.brands.add(town.maya, ["harmful"])
    assert (await asking.all_of(town.maya)).items[0].brand_words == ["harmful"]
    await asking.brands.remove(town.maya, next(each.id for each in listed.items if each.id is not None))
    hers = (await town.mine(0)).id
    assert len({age, hers, (await town.mine(1)).id}) == 3, "everybody knows it by an id of their own"
    for given in (TellMyTrait("60", True), TellMyTrait("under 40", False)):
        with pytest.raises(BadTrait):
            await asking.say(ada, hers, given)
    for other in (age, (await town.mine(1)).id):
        with pytest.raises(TraitNotFound):
            await asking.say(ada, other, TellMyTrait("under 40", True))
    (mine,) = (await asking.say(ada, hers, TellMyTrait("under 40", True))).items
    assert (mine.said, mine.by_lot) == ("under 40", 0.5)
    (row,) = await town.rows("trait_said")
    assert b"under" not in row["sealed"] and row["person_id"] == ada.person_id
    assert (await asking.mine(town.people[1])).items[0].said is None
    (mine,) = (await asking.say(ada, hers, TellMyTrait("40 and over", True))).items
    assert mine.said == "40 and over"
    (other,) = await town.rows("trait_said")
    assert len(row["sealed"]) == len(other["sealed"]), "nor does its length tell"
    await asking.withdraw(ada, hers)
    assert await town.rows("trait_said") == [] and (await asking.mine(ada)).items[0].said is None

    # Who loses their seat can withdraw nothing: it is erased.
    await town.say(age, [0, 1], "under 40")
    async with town.world.place.db.tenant(town.world.place.tenant_id) as tx:
        await emit(tx, MEMBERSHIP_ENDED, {"person_id": str(ada.person_id)}, at=town.world.place.clock.now())
    await town.hear()
    assert [row["person_id"] for row in await town.rows("trait_said")] == [town.people[1].person_id]

    # The log has the trait, and nobody who said something.
    logged = [(row["action"], row["actor_id"]) for row in await town.rows("ledger_entry") if "trait" in row["action"]]
    assert logged == [("trait.created", town.maya.person_id)]
    await asking.remove(town.maya, age)
    assert await town.rows("trait_said") == []
    with pytest.raises(TraitNotFound):
        await asking.say(ada, hers, TellMyTrait("under 40", True))
    with pytest.raises(BadTrait):
        await asking.add(town.maya, AGE)  # who says the same again and again is known in the end
    for number in range(MOST_EVER - 1):
        await asking.add(town.maya, CreateTrait(f"T{number}", "Why", ["a", "b"]))
    with pytest.raises(TooManyTraits):
        await asking.add(town.maya, CreateTrait("One more", "Why", ["a", "b"]))


async def test_groups_are_told_after_a_fit_and_stay_until_enough_people_are_counted_otherwise(town: Town) -> None:
    age = await filled(town)
    assert [(each.told_at, each.questions) for each in await town.told()] == [(None, [])], "nothing is told live"
    (sheet,) = await town.fit()
    harm, why, how = sheet.questions
    assert [len(each.groups) for each in sheet.questions] == [2, 2, 2] and sheet.told_at is not None
    assert (harm.title, [each.group for each in harm.groups], harm.withheld) == ("Is it harmful?", AGE.options, [])
    assert sum(each.people for each in harm.groups) in range(40, 51)
    assert {each.label for group in harm.groups for each in group.labels} == {"no", "yes"}
    assert {each.label for group in why.groups for each in group.labels} == {"rude", "sad"}
    assert all(group.numbers and 20 <= group.numbers.mean.value <= 80 and not group.labels for group in how.groups)
    assert all(group.inside is not None and group.across is not None for group in harm.groups)

    # One answers, one moves, one withdraws, one withdraws and says the same again: the sheet stays as it was.
    item = town.world.items[0]
    more = await town.world.item({"text": "one more"})
    await town.answer(more, 0, "yes")
    assert await town.fit() == [sheet]
    alike = await town.alike(age)
    kept = [place for place in range(PEOPLE) if place not in alike]
    await town.withdraw(kept[1])
    assert await town.fit() == [sheet]
    for _ in range(6):
        await town.withdraw(kept[2])
        await town.say(age, [kept[2]], AGE.options[0])
    assert await town.fit() == [sheet]
    # Everybody answers, two have moved: these two would be seen in it.
    for place in range(1, PEOPLE):
        await town.answer(more, place, "no")
    assert await town.fit() == [sheet]
    # Five have: it is told anew, and nobody who withdrew is in it.
    for place in kept[3:6]:
        await town.withdraw(place)
    (anew,) = await town.fit()
    assert anew.told_at != sheet.told_at and anew.questions != sheet.questions
    assert len(await town.rows("trait_mark")) == PEOPLE - 4
    assert item  # of which nothing is told by itself: there is no such question to ask

    await town.traits.asking.remove(town.maya, age)
    assert await town.told() == [] and await town.rows("trait_mark") == await town.rows("trait_sheet") == []


async def test_what_is_told_depends_on_nothing_but_how_people_are_counted(town: Town) -> None:
    """From the answer to the page: eight people change what they say and are counted as before: what is told stays."""
    age = await filled(town)
    (sheet,) = await town.fit()
    alike = (await town.alike(age))[:8]
    assert len(alike) >= 5
    for place in alike:
        said = (await town.mine(place)).said
        await town.say(age, [place], next(option for option in AGE.options if option != said))
    (anew,) = await town.fit()
    assert anew.told_at != sheet.told_at, "they are counted anew"
    assert anew.questions == sheet.questions


async def test_nothing_is_told_of_few_and_marks_name_nobody(town: Town) -> None:
    age = await town.trait()
    item = await town.world.item({"text": "few"})
    for place in range(9):
        await town.answer(item, place, "yes" if place % 2 else "no")
    await town.say(age, range(4), AGE.options[0])
    await town.say(age, range(4, 9), AGE.options[1])
    assert [(each.told_at, each.questions) for each in await town.fit(really=True)] == [(None, [])]
    assert await town.rows("trait_sheet") == await town.rows("trait_mark") == []


async def test_a_mark_is_blotted_out_when_somebody_withdraws(town: Town) -> None:
    await filled(town)
    await town.fit()
    before = {row["who"] for row in await town.rows("trait_mark")}
    assert len(before) == PEOPLE
    text = json.dumps([*before, *(row["belongs"] for row in await town.rows("trait_mark"))])
    assert not any(str(each.person_id) in text for each in town.people)
    await town.withdraw(0)
    rows = await town.rows("trait_mark")
    (blot,) = [row for row in rows if row["who"] not in before]
    assert len(rows) == PEOPLE and blot["who"] == blot["belongs"] == blot["said"]
