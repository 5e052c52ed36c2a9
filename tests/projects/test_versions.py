"""Schema and guideline: sealed versions, the same content the same version, no change that breaks what is there."""

from copy import deepcopy
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.projects.conftest import Desk

from armslength.projects.errors import BadSchema, Incompatible, ProjectNotFound, VersionNotFound, WrongState
from armslength.projects.rules.presets import presets
from armslength.projects.schemas import Project
from armslength.walls.errors import ContentMissing


def preference(**changes: Any) -> dict[str, Any]:
    """The preference preset's schema, with the first question's settings changed."""
    schema: dict[str, Any] = msgspec.to_builtins(presets()["pairwise-preference"].schema)
    schema["questions"][0]["settings"].update(changes)
    return schema


async def put(desk: Desk, project: Project, schema: Any) -> int:
    manager = desk.actor(desk.world.maya, "manager")
    return (await desk.projects.versions.put_schema(manager, project.id, schema, "")).version


async def test_the_same_schema_is_the_same_version(desk: Desk) -> None:
    project = await desk.make()
    assert await put(desk, project, preference()) == 1
    assert await put(desk, project, preference(allow_tie=False)) == 2
    assert await put(desk, project, preference(allow_tie=False)) == 2
    manager = desk.actor(desk.world.maya, "manager")
    entries = await desk.projects.versions.list_schemas(manager, project.id)
    assert [(entry.version, entry.created_by.name) for entry in entries] == [(2, "Maya"), (1, "Maya")]
    assert len({entry.digest for entry in entries}) == 2
    old = await desk.projects.versions.get_schema(manager, project.id, 1)
    assert msgspec.to_builtins(old.schema) == preference()


async def test_every_problem_of_a_schema_is_told(desk: Desk) -> None:
    project = await desk.make()
    broken = preference(field="nope")
    broken["fields"][0]["kind"] = "video"
    with pytest.raises(BadSchema) as refused:
        await put(desk, project, broken)
    assert isinstance(refused.value.details, dict)
    paths = [problem["path"] for problem in refused.value.details["problems"]]
    assert paths == ["fields[0].kind", "questions[0].settings.field"]


async def add_question(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    schema["questions"].append({"name": "extra", "kind": "rating", "title": "Extra", **more})
    return schema


async def test_with_items_fields_stay_what_they_are(desk: Desk) -> None:
    project = await desk.make()
    await desk.put_item(project.id)
    changed = preference()
    changed["fields"][0]["kind"] = "text"
    with pytest.raises(Incompatible) as refused:
        await put(desk, project, changed)
    assert refused.value.field == "schema.fields[0].kind"
    gone = preference()
    gone["fields"].append({"name": "context", "kind": "text"})
    with pytest.raises(Incompatible, match="must be optional"):
        await put(desk, project, gone)
    assert await put(desk, project, await add_question(preference(), required=True)) == 2


async def test_with_answers_only_compatible_changes_are_taken(desk: Desk) -> None:
    project = await desk.make()
    await desk.put_answer(project.id, await desk.put_item(project.id), desk.world.ada)
    retitled = await add_question(preference(), required=False)
    retitled["questions"][0]["title"] = "Better?"
    retitled["questions"][1]["settings"]["options"].append({"id": "boring", "title": "Boring"})
    assert await put(desk, project, retitled) == 2
    fewer, no_tie, gone = deepcopy(retitled), deepcopy(retitled), deepcopy(retitled)
    fewer["questions"][1]["settings"]["options"].pop()
    no_tie["questions"][0]["settings"]["allow_tie"] = False
    gone["questions"].pop()
    for broken, path in (
        (fewer, "schema.questions[1].settings.options"),
        (no_tie, "schema.questions[0].settings.allow_tie"),
        (gone, "schema.questions"),
    ):
        with pytest.raises(Incompatible) as refused:
            await put(desk, project, broken)
        assert refused.value.field == path
        assert refused.value.message.endswith((".", ".)"))
    required = await add_question(retitled, name="more", required=True)
    with pytest.raises(Incompatible, match="must be optional"):
        await put(desk, project, required)


async def exposures(desk: Desk, project_id: UUID) -> list[tuple[str, str, str]]:
    rows = await desk.rows("select kind, object, purpose from exposure where project_id = $1 order by kind", project_id)
    return [(row["kind"], row["object"], row["purpose"]) for row in rows]


async def test_the_brief_is_shown_with_its_exposures_and_read_once(desk: Desk) -> None:
    project = await desk.make()
    await desk.world.join(desk.world.ada, project.id, "annotator")
    ada = desk.actor(desk.world.ada, "annotator")
    brief = await desk.projects.versions.get_brief(ada, project.id)
    assert (brief.schema_version, brief.guideline.version, brief.guideline.read_at) == (1, 1, None)
    assert brief.guideline.markdown == presets()["pairwise-preference"].guideline
    assert await exposures(desk, project.id) == [("guideline", "1", "annotate"), ("schema", "1", "annotate")]
    now = desk.world.clock.now()
    for _ in range(2):
        await desk.projects.versions.read_guideline(ada, project.id, 1)
        desk.world.clock.advance(60)
    brief = await desk.projects.versions.get_brief(ada, project.id)
    assert brief.guideline.read_at == now


async def test_a_new_guideline_is_to_be_read_again(desk: Desk) -> None:
    project = await desk.make()
    versions, manager = desk.projects.versions, desk.actor(desk.world.maya, "manager")
    await versions.read_guideline(manager, project.id, 1)
    assert (await versions.put_guideline(manager, project.id, "# New", "shorter")).version == 2
    assert (await versions.put_guideline(manager, project.id, "# New", "again")).version == 2
    shown = await versions.get_guideline(manager, project.id, None)
    assert (shown.version, shown.markdown, shown.read_at, shown.note) == (2, "# New", None, "shorter")
    assert (await versions.get_guideline(manager, project.id, 1)).read_at is not None
    entries = await versions.list_guidelines(manager, project.id)
    assert [(entry.version, entry.readers) for entry in entries] == [(2, 0), (1, 1)]
    with pytest.raises(VersionNotFound):
        await versions.read_guideline(manager, project.id, 3)


async def test_the_brief_says_what_was_published_since_one_last_read(desk: Desk) -> None:
    project = await desk.make()
    versions, manager = desk.projects.versions, desk.actor(desk.world.maya, "manager")
    await desk.world.join(desk.world.ada, project.id, "annotator")
    ada = desk.actor(desk.world.ada, "annotator")
    await versions.put_guideline(manager, project.id, "# Two", "ties are allowed")
    assert (await versions.get_brief(ada, project.id)).guideline.read_before is None
    read = desk.world.clock.now()
    await versions.read_guideline(ada, project.id, 2)
    for text, note in (("# Three", ""), ("# Four", "shorter")):
        desk.world.clock.advance(60)
        await versions.put_guideline(manager, project.id, text, note)
    for _ in ("before it is read", "and after it"):
        guideline = (await versions.get_brief(ada, project.id)).guideline
        assert guideline.read_before is not None
        assert (guideline.version, guideline.read_before.version, guideline.read_before.read_at) == (4, 2, read)
        assert [(change.version, change.note) for change in guideline.changes] == [(4, "shorter"), (3, "")]
        await versions.read_guideline(ada, project.id, 4)
    before = await versions.get_guideline(ada, project.id, 2)
    assert before.markdown == "# Two"
    assert ("guideline", "2", "annotate") in await exposures(desk, project.id)


async def test_without_schema_or_guideline_there_is_none(desk: Desk) -> None:
    project = await desk.make(preset=None)
    manager = desk.actor(desk.world.maya, "manager")
    with pytest.raises(VersionNotFound, match="no schema yet"):
        await desk.projects.versions.get_schema(manager, project.id, None)
    with pytest.raises(VersionNotFound, match="no schema yet"):
        await desk.projects.versions.get_brief(manager, project.id)
    assert await put(desk, project, preference()) == 1
    assert (await desk.projects.versions.get_brief(manager, project.id)).guideline.version == 0


async def test_strangers_and_paused_vendors_get_nothing(desk: Desk) -> None:
    project = await desk.make()
    with pytest.raises(ProjectNotFound):
        await desk.projects.versions.get_brief(desk.actor(desk.world.carol, "owner"), project.id)
    await desk.world.join(desk.world.vera, project.id, "annotator")
    await desk.world.grant(project.id, "paused")
    with pytest.raises(ContentMissing):
        await desk.projects.versions.get_brief(desk.actor(desk.world.vera, "annotator"), project.id)
    assert await exposures(desk, project.id) == []


async def test_an_archived_project_keeps_its_schema(desk: Desk) -> None:
    project = await desk.make()
    await desk.projects.life.set_state(desk.actor(desk.world.maya, "manager"), project.id, "archived")
    with pytest.raises(WrongState):
        await put(desk, project, preference(allow_tie=False))
