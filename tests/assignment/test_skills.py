"""Skills: nobody is asked about what they are not known to be able to do, and asking costs the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.content import NOW
from tests.workplace import Workplace, make_workplace, said

from armslength.assignment.errors import BadSkill, SkillInUse, SkillNotFound
from armslength.assignment.schemas import (
    BatchSkills,
    GoldKey,
    GrantSkill,
    PutGold,
    PutGoldPolicy,
    PutQualification,
    PutSkill,
    RequiredSkills,
    Skill,
    Work,
)
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    return await make_workplace(db, tmp_path)


async def skill(here: Workplace, by: Actor, name: str, **given: object) -> Skill:
    return await here.assignment.skills.put(by, None, PutSkill(name=name, **given))  # type: ignore[arg-type]


async def test_who_lacks_a_skill_is_given_other_work_or_none(here: Workplace) -> None:
    desk = here.assignment.skills
    await here.items(1, overlap=3)
    (medical,) = await here.items(1, overlap=3, batch="medical", priority=5)
    maya, ada, vic = [
        await here.annotator("Maya", role="manager"),
        await here.annotator("Ada"),
        await here.annotator("Vic", side="vendor"),
    ]
    await here.place.grant("active")
    german, doctor = await skill(here, maya, "German"), await skill(here, maya, "Doctor", valid_days=10)
    asked = RequiredSkills(skills=[german.id], batches=[BatchSkills(here.batches["medical"], [doctor.id])])
    assert await desk.require(maya, here.project_id, asked) == asked
    assert [await here.status(who) for who in (ada, vic)] == ["unskilled", "none"], "to a vendor nothing is told"
    assert [row.available for row in await here.assignment.list_work(ada)] == [False]

    await desk.grant(maya, german.id, ada.person_id, GrantSkill())
    first = await here.work(ada)
    assert first.assignment.item_id != medical
    assert [row.available for row in await here.assignment.list_work(ada)] == [True], "what is in hand"
    await here.submit(ada, first)
    assert await here.status(ada) == "unskilled", "only what she cannot do is left"
    (held,) = (await desk.grant(maya, doctor.id, ada.person_id, GrantSkill())).items
    assert (held.source, held.expires_at, held.held) == ("granted", NOW + timedelta(days=10), True)
    work = await here.work(ada)
    assert work.assignment.item_id == medical, "the batch's cursor waited for her"

    await desk.revoke(maya, doctor.id, ada.person_id)
    again = await here.assignment.next_assignment(ada, here.project_id, [])
    assert isinstance(again, Work) and again.assignment.id == work.assignment.id, "what is in hand is finished"
    await here.submit(ada, work)
    assert [mine.name for mine in (await desk.mine(ada)).items] == ["German"]
    await here.check()


async def test_a_skill_expires_is_counted_and_cannot_be_lost_by_accident(here: Workplace) -> None:
    desk = here.assignment.skills
    await here.items(2)
    maya, ada = await here.annotator("Maya", role="manager"), await here.annotator("Ada")
    german = await skill(here, maya, " German ", description="B2 or better")
    assert (german.name, german.holders, german.course) == ("German", 0, None)
    with pytest.raises(BadSkill):
        await skill(here, maya, "GERMAN")
    with pytest.raises(BadSkill) as refused:
        await desk.grant(maya, german.id, ada.person_id, GrantSkill(expires_at=NOW))
    assert refused.value.field == "expires_at"
    await desk.require(maya, here.project_id, RequiredSkills(skills=[german.id]))
    with pytest.raises(SkillInUse):
        await desk.delete(maya, german.id)
    await desk.grant(maya, german.id, ada.person_id, GrantSkill(expires_at=NOW + timedelta(days=1)))
    assert (await desk.list_skills(maya)).items[0].holders == 1
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("update person_skill set expires_at = $2 where tenant_id = $1", here.tenant_id, NOW)
    assert await here.status(ada) == "unskilled"
    (expired,) = (await desk.holders(maya, german.id)).items
    assert (expired.held, (await desk.list_skills(maya)).items[0].holders) == (False, 0)
    for wrong, field in (
        (RequiredSkills(skills=[new_id()]), "skills[0]"),
        (RequiredSkills(batches=[BatchSkills(new_id(), [german.id])]), "batches[0].id"),
        (RequiredSkills(batches=[BatchSkills(here.batches["first"], [new_id()])]), "batches[0].skills"),
    ):
        with pytest.raises(BadSkill) as refused:
            await desk.require(maya, here.project_id, wrong)
        assert refused.value.field == field
    await desk.require(maya, here.project_id, RequiredSkills())
    assert isinstance(await here.work(ada), Work)
    await desk.delete(maya, german.id)
    with pytest.raises(SkillNotFound):
        await desk.holders(maya, german.id)
    actions = {row["action"] for row in await here.read("select action from ledger_entry where tenant_id = $1")}
    assert {f"assignment.skill{what}" for what in ("_put", "_granted", "_removed", "s_required")} <= actions


async def test_a_course_earns_a_skill(here: Workplace) -> None:
    desk, course = here.assignment.skills, here.assignment.course
    maya, ada = await here.annotator("Maya", role="manager"), await here.annotator("Ada")
    (lesson,) = await here.items(1)
    await here.assignment.gold.put(maya, here.project_id, lesson, PutGold("training", GoldKey(said("sea"))))
    await here.assignment.gold.set_policy(maya, here.project_id, PutGoldPolicy(0, gate=True))
    seas = await skill(here, maya, "Seas", course_id=here.project_id, valid_days=30)
    with pytest.raises(BadSkill):
        await desk.require(maya, here.project_id, RequiredSkills(skills=[seas.id]))
    await here.submit(ada, await here.work(ada), said("sea"))
    await here.status(ada)
    (mine,) = (await desk.mine(ada)).items
    assert (mine.source, mine.expires_at, mine.held) == ("earned", NOW + timedelta(days=30), True)
    await course.decide(maya, here.project_id, ada.person_id, PutQualification("barred", "She guessed."))
    assert (await desk.mine(ada)).items == []
    await desk.grant(maya, seas.id, ada.person_id, GrantSkill())
    await course.decide(maya, here.project_id, ada.person_id, PutQualification("admitted", "She did not."))
    assert [each.source for each in (await desk.mine(ada)).items] == ["earned", "granted"]
    await course.decide(maya, here.project_id, ada.person_id, PutQualification("barred", "Enough."))
    assert [each.source for each in (await desk.mine(ada)).items] == ["granted"], "a person's word stays"
