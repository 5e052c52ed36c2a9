"""The project as one file, and the people in it."""

from typing import Any

import msgspec
import pytest
from tests.projects.conftest import Desk

from armslength.assignment.errors import NoCourse
from armslength.projects.errors import BadSchema, MemberNotFound
from armslength.projects.schemas import Applied, ApplyBrief
from armslength.review.errors import BadAdjudication

BRIEF: dict[str, Any] = {
    "slug": "eggs", "name": "Eggs", "overlap": 2, "guideline": "# Eggs",
    "members": [{"email": "ada@example.org", "role": "annotator"}, {"email": "Rita@example.org", "role": "reviewer"}],
    "schema": {
        "fields": [{"name": "text", "kind": "text"}],
        "questions": [{"name": "good", "kind": "rating", "title": "Good?"}],
    },
}  # fmt: skip


async def apply(desk: Desk, brief: dict[str, Any], *, dry_run: bool = False) -> Applied:
    wanted = msgspec.convert({"brief": brief, "dry_run": dry_run}, ApplyBrief)
    return await desk.projects.briefs.apply(desk.actor(desk.world.maya), wanted)


def told(applied: Applied) -> list[tuple[str, Any, Any]]:
    return [(change.what, change.from_, change.to) for change in applied.changes]


async def test_a_brief_makes_its_project_and_then_changes_nothing(desk: Desk) -> None:
    dry = await apply(desk, BRIEF, dry_run=True)
    assert dry.project is None
    assert await desk.rows("select 1 from project") == []
    made = await apply(desk, BRIEF)
    assert told(made) == told(dry)
    assert made.project is not None
    assert (made.project.overlap, made.project.schema_version, made.project.guideline_version) == (2, 1, 1)
    again = await apply(desk, BRIEF)
    assert told(again) == []
    assert again.project == made.project


async def test_a_changed_brief_says_what_it_changes_and_does_it(desk: Desk) -> None:
    await apply(desk, BRIEF)
    schema = {
        **BRIEF["schema"],
        "questions": [*BRIEF["schema"]["questions"], {"name": "why", "kind": "text", "title": "?"}],
    }
    changed = {**BRIEF, "overlap": 3, "schema": schema, "guideline": "# More", "person_cap": 5,
               "members": [{"email": "ada@example.org", "role": "reviewer"}]}  # fmt: skip
    expected = [
        ("overlap", 2, 3), ("person_cap", None, 5), ("schema", 1, 2), ("guideline", 1, 2),
        ("members.ada@example.org", "annotator", "reviewer"),
    ]  # fmt: skip
    assert told(await apply(desk, changed, dry_run=True)) == expected
    assert told(await apply(desk, changed, dry_run=True)) == expected
    assert told(await apply(desk, changed)) == expected
    assert told(await apply(desk, changed)) == []
    assert len(await desk.rows("select 1 from project_member")) == 2  # a brief removes nobody


async def test_what_is_left_out_stays(desk: Desk) -> None:
    await apply(desk, BRIEF)
    assert told(await apply(desk, {"slug": "eggs", "name": "Eggs"})) == []


async def test_a_wrong_brief_is_refused_whole_also_in_a_dry_run(desk: Desk) -> None:
    nobody = [{"email": "nobody@example.org", "role": "annotator"}]
    for dry_run in (True, False):
        with pytest.raises(MemberNotFound) as refused:
            await apply(desk, {**BRIEF, "members": nobody}, dry_run=dry_run)
        assert refused.value.field == "brief.members[0].email"
        with pytest.raises(BadSchema):
            await apply(desk, {**BRIEF, "schema": {"fields": [], "questions": []}}, dry_run=dry_run)
    assert await desk.rows("select 1 from project") == []


async def test_a_brief_written_out_changes_nothing_when_applied(desk: Desk) -> None:
    care = {"warnings": ["hate", "gore", "gore"], "limits": {"gore": {"items": 5}}}
    made = await apply(desk, {**BRIEF, "preset": "text-classification", "care": care})
    assert made.project is not None
    written = await desk.projects.briefs.export(desk.actor(desk.world.maya, "manager"), made.project.id)
    assert written["guideline"] == "# Eggs"
    assert written["care"] == {"warnings": ["gore", "hate"], "limits": {"gore": {"items": 5}}}
    calm = {"slug": "eggs", "name": "Eggs", "care": {"warnings": []}}
    assert told(await apply(desk, calm, dry_run=True)) == [("care.warnings", ["gore", "hate"], [])]
    assert told(await apply(desk, written)) == []
    elsewhere = await apply(desk, {**written, "slug": "eggs-elsewhere"})
    assert elsewhere.project is not None
    assert elsewhere.project.overlap == 2


async def test_a_brief_carries_rework_audit_and_who_decides(desk: Desk) -> None:
    review = {"rework_limit": 2, "then_to": "adjudicate", "audit_share": 0.1}
    decided = {"below": 0.8, "questions": ["severity"], "people": ["RITA@example.org", "maya@example.org"]}
    members = [{"email": "rita@example.org", "role": "reviewer"}]
    brief = {"slug": "safe", "name": "Safe", "preset": "safety-rating", "members": members, "review": review,
             "adjudication": decided}  # fmt: skip
    for wrong, place in ((["ada@example.org"], "people"), (["nobody@example.org"], "people")):
        with pytest.raises(BadAdjudication) as refused:
            await apply(desk, {**brief, "adjudication": {**decided, "people": wrong}})
        assert refused.value.field == f"brief.adjudication.{place}"
    with pytest.raises(BadAdjudication) as refused:
        await apply(desk, {**brief, "adjudication": {**decided, "questions": ["mood"]}})
    assert refused.value.field == "brief.adjudication.questions"
    assert await desk.rows("select 1 from project") == []

    made = await apply(desk, brief)
    assert made.project is not None
    assert ("review.audit_share", None, 0.1) in told(made)
    written = await desk.projects.briefs.export(desk.actor(desk.world.maya, "manager"), made.project.id)
    assert written["review"] == review
    assert written["adjudication"] == {**decided, "people": ["maya@example.org", "rita@example.org"]}
    assert told(await apply(desk, brief)) == told(await apply(desk, written)) == []
    less = {"slug": "safe", "name": "Safe", "review": {"rework_limit": None}, "adjudication": {"people": []}}
    assert told(await apply(desk, less)) == [
        ("review.rework_limit", 2, None), ("adjudication.people", ["maya@example.org", "rita@example.org"], []),
    ]  # fmt: skip
    written = await desk.projects.briefs.export(desk.actor(desk.world.maya, "manager"), made.project.id)
    assert written["review"] == {**review, "rework_limit": None}
    assert written["adjudication"] == {**decided, "people": []}


async def test_a_preset_alone_is_a_brief(desk: Desk) -> None:
    brief = {"slug": "ner", "name": "Names", "preset": "named-entities"}
    made = await apply(desk, brief)
    assert made.project is not None
    assert (made.project.overlap, made.project.schema_version) == (2, 1)
    assert told(await apply(desk, brief)) == []


async def test_roles_are_given_changed_and_taken(desk: Desk) -> None:
    project, members = await desk.make(), desk.projects.members
    manager = desk.actor(desk.world.maya, "manager")
    given = await members.put(manager, project.id, desk.world.ada.id, "annotator")
    assert (given.person.email, given.organization.kind, given.role) == ("ada@example.org", "customer", "annotator")
    assert (await members.put(manager, project.id, desk.world.ada.id, "reviewer")).role == "reviewer"
    assert [(m.person.name, m.role) for m in await members.all(manager, project.id)] == [("Ada", "reviewer")]
    await members.remove(manager, project.id, desk.world.ada.id)
    assert await members.all(manager, project.id) == []
    events = await desk.rows("select payload from outbox where topic = 'projects.member_removed'")
    assert [event["payload"]["person_id"] for event in events] == [str(desk.world.ada.id)]
    with pytest.raises(MemberNotFound):
        await members.remove(manager, project.id, desk.world.ada.id)
    with pytest.raises(MemberNotFound):
        await members.put(manager, project.id, desk.world.carol.id, "annotator")


async def test_a_vendors_person_comes_in_with_the_vendors_grant(desk: Desk) -> None:
    project, members = await desk.make(), desk.projects.members
    await members.put(desk.actor(desk.world.maya, "manager"), project.id, desk.world.vera.id, "annotator")
    await members.put(desk.actor(desk.world.maya, "manager"), project.id, desk.world.ada.id, "annotator")
    grants = await desk.rows("select state from vendor_grant where project_id = $1", project.id)
    assert [grant["state"] for grant in grants] == ["active"]
    theirs = await members.all(desk.actor(desk.world.victor, "manager"), project.id)
    assert [member.person.name for member in theirs] == ["Vera"]


async def test_a_brief_carries_how_gold_is_used(desk: Desk) -> None:
    made = await apply(desk, {**BRIEF, "gold": {"share": 0.1, "mark": 0.9}})
    assert ("gold.share", None, 0.1) in told(made) and made.project is not None
    assert told(await apply(desk, {**BRIEF, "gold": {"share": 0.1}})) == []
    assert told(await apply(desk, BRIEF)) == []
    assert told(await apply(desk, {**BRIEF, "gold": {"share": 0.2}}, dry_run=True)) == [("gold.share", 0.1, 0.2)]
    assert told(await apply(desk, {**BRIEF, "gold": {"share": 0.2}})) == [("gold.share", 0.1, 0.2)]
    exported = await desk.projects.briefs.export(desk.actor(desk.world.maya), made.project.id)
    assert exported["gold"] == {"share": 0.2, "gate": False, "mark": 0.9}
    assert told(await apply(desk, exported)) == []
    falling = {**BRIEF, "gold": {"share": 0.2, "share_min": 0.05}}
    assert told(await apply(desk, falling)) == [("gold.share_min", None, 0.05)]
    assert (await desk.projects.briefs.export(desk.actor(desk.world.maya), made.project.id))["gold"][
        "share_min"
    ] == 0.05
    assert told(await apply(desk, {**BRIEF, "gold": {"share_min": None}})) == [("gold.share_min", 0.05, None)]
    for dry_run in (True, False):
        for slug in ("eggs", "other-eggs"):  # nobody could pass a gate without a course
            with pytest.raises(NoCourse) as refused:
                await apply(desk, {**BRIEF, "slug": slug, "gold": {"gate": True}}, dry_run=dry_run)
            assert refused.value.field == "brief.gold.gate"
