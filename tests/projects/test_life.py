"""A project's life: made with its own key, changed, started, seen by those who have a part in it."""

import pytest
from msgspec import UNSET
from tests.projects.conftest import Desk

from armslength.projects.errors import BadSchema, PresetNotFound, ProjectNotFound, SlugTaken, WrongState
from armslength.projects.schemas import NewProject, ProjectChanges


async def test_a_project_comes_with_its_key_schema_and_guideline(desk: Desk) -> None:
    project = await desk.make()
    assert (project.slug, project.state, project.preset) == ("helpful-answers", "draft", "pairwise-preference")
    assert (project.overlap, project.review_share, project.schema_version, project.guideline_version) == (3, 0.1, 1, 1)
    assert project.my_role == "manager"
    assert "project.configure" in project.permissions
    assert project.progress is UNSET
    keys = await desk.rows("select number from project_key where project_id = $1", project.id)
    assert [key["number"] for key in keys] == [1]
    stored = await desk.rows("select sealed from label_schema union all select sealed from guideline")
    assert len(stored) == 2
    assert not any(b"response" in row["sealed"] or b"prompt" in row["sealed"] for row in stored)
    actions = await desk.rows("select action from ledger_entry where project_id = $1 order by at, action", project.id)
    assert {row["action"] for row in actions} >= {"projects.created", "projects.schema_changed"}


async def test_slugs_are_made_or_taken_at_their_word(desk: Desk) -> None:
    first, second = await desk.make(), await desk.make()
    assert (first.slug, second.slug) == ("helpful-answers", "helpful-answers-2")
    with pytest.raises(SlugTaken):
        await desk.make(slug="helpful-answers")


async def test_a_bad_schema_or_preset_makes_nothing(desk: Desk) -> None:
    with pytest.raises(BadSchema) as refused:
        await desk.make(schema={"fields": [{"name": "t", "kind": "video"}], "questions": []})
    assert refused.value.field == "schema.questions"
    assert isinstance(refused.value.details, dict)
    with pytest.raises(PresetNotFound):
        await desk.make(preset="nope")
    assert await desk.rows("select 1 from project") == []


async def test_a_project_starts_with_a_schema_only_and_never_becomes_a_draft_again(desk: Desk) -> None:
    life, maya = desk.projects.life, desk.world.maya
    bare = await desk.make(preset=None)
    with pytest.raises(WrongState, match="label schema"):
        await life.set_state(desk.actor(maya, "manager"), bare.id, "active")
    project = await desk.make()
    for state in ("active", "active", "paused", "active", "archived", "paused"):
        changed = await life.set_state(desk.actor(maya, "manager"), project.id, state)
        assert changed.state == state
    with pytest.raises(WrongState, match="active or archived"):
        await life.set_state(desk.actor(maya, "manager"), project.id, "draft")
    told = await desk.rows("select payload from outbox where topic = 'projects.state_changed' order by id")
    assert [row["payload"]["to"] for row in told] == ["active", "paused", "active", "archived", "paused"]


async def test_changes_are_told_once(desk: Desk) -> None:
    project = await desk.make()
    actor = desk.actor(desk.world.maya, "manager")
    wanted = ProjectChanges(overlap=5, person_cap=10, name=" A  b ")
    for _ in range(2):
        changed = await desk.projects.life.update(actor, project.id, wanted)
        assert (changed.overlap, changed.person_cap, changed.name, changed.review_share) == (5, 10, "A b", 0.1)
    cleared = await desk.projects.life.update(actor, project.id, ProjectChanges(person_cap=None))
    assert cleared.person_cap is None
    told = await desk.rows("select payload from outbox where topic = 'projects.overlap_changed'")
    assert [row["payload"] for row in told] == [{"project_id": str(project.id), "from": 3, "to": 5}]


async def test_people_see_the_projects_they_have_a_part_in(desk: Desk) -> None:
    world, life = desk.world, desk.projects.life
    first, second = await desk.make(name="One"), await desk.make(name="Two")
    await world.join(world.ada, first.id, "annotator")
    await world.join(world.vera, second.id, "annotator")

    async def seen(name: str) -> list[tuple[str, str | None]]:
        page = await life.page(desk.actor(getattr(world, name)), cursor=None, limit=50)
        return [(project.name, project.my_role) for project in page.items]

    assert sorted(await seen("olga")) == [("One", "owner"), ("Two", "owner")]
    assert await seen("ada") == [("One", "annotator")]
    assert await seen("bob") == []
    assert await seen("carol") == []
    assert await seen("vera") == []
    await world.grant(second.id)
    assert await seen("vera") == [("Two", "annotator")]
    await world.grant(second.id, "paused")
    assert await seen("vera") == []


async def test_pages_of_projects_do_not_overlap(desk: Desk) -> None:
    for number in range(5):
        desk.world.clock.advance(1)
        await desk.make(name=f"P{number}")
    names, cursor = [], None
    while True:
        page = await desk.projects.life.page(desk.actor(desk.world.olga), cursor=cursor, limit=2)
        names += [project.name for project in page.items]
        if (cursor := page.next) is None:
            break
    assert names == ["P4", "P3", "P2", "P1", "P0"]


async def test_another_tenants_project_is_not_there(desk: Desk) -> None:
    project = await desk.make()
    carol = desk.actor(desk.world.carol, "owner")
    with pytest.raises(ProjectNotFound):
        await desk.projects.life.get(carol, project.id)
    with pytest.raises(ProjectNotFound):
        await desk.projects.life.update(carol, project.id, ProjectChanges(name="Mine"))
    theirs = await desk.projects.life.create(carol, NewProject(name="Helpful answers"))
    assert theirs.slug == "helpful-answers"
