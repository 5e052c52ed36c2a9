"""HTTP of revision."""

from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.params import Dependency

from armslength.identity.model import Actor
from armslength.revision.schemas import (
    AnswerDifference,
    AnswerRestored,
    AnswerVersions,
    DraftPlan,
    MyVersionRestored,
    MyVersions,
    RestoreAnswer,
    RestoreMyVersion,
    SchemaMigration,
    SchemaMigrations,
    SchemaPlan,
)
from armslength.revision.service import RevisionService

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Revision = Annotated[RevisionService, Dependency(skip_validation=True)]
_SCHEMA = "/projects/{project_id:uuid}/schema"
_ONE = _SCHEMA + "/migrations/{migration_id:uuid}"


_ANSWER = "/projects/{project_id:uuid}/annotations/{annotation_id:uuid}"


def _is(name: str, permission: str = "project.configure") -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission}, "tags": ["revision"]}


@post(_SCHEMA + "/plan", **_is("draft_schema_plan"), status_code=200)
async def draft_schema_plan(actor: Asker, revision: Revision, project_id: UUID, data: DraftPlan) -> SchemaPlan:
    """A first plan from the label schema in force to the one given: a guess to look at."""
    return await revision.migrations.draft(actor, project_id, data.schema)


@get(_SCHEMA + "/migrations", **_is("list_schema_migrations"))
async def list_schema_migrations(actor: Asker, revision: Revision, project_id: UUID) -> SchemaMigrations:
    """The newest migrations, planned and carried out."""
    return SchemaMigrations(await revision.migrations.page(actor, project_id))


@post(_SCHEMA + "/migrations", **_is("create_schema_migration"))
async def create_schema_migration(
    actor: Asker, revision: Revision, project_id: UUID, data: SchemaPlan
) -> SchemaMigration:
    """Begin the dry run of a plan: it says what would change, and changes nothing."""
    return await revision.migrations.create(actor, project_id, data)


@get(_ONE, **_is("get_schema_migration"))
async def get_schema_migration(
    actor: Asker, revision: Revision, project_id: UUID, migration_id: UUID
) -> SchemaMigration:
    """One migration with its plan, what it would touch, and how far it is."""
    return await revision.migrations.get(actor, project_id, migration_id)


@post(_ONE + "/apply", **_is("apply_schema_migration"), status_code=200)
async def apply_schema_migration(
    actor: Asker, revision: Revision, project_id: UUID, migration_id: UUID
) -> SchemaMigration:
    """Carry a migration out. Once more changes nothing, but for answers that came since and need a new one."""
    return await revision.migrations.apply(actor, project_id, migration_id)


@get(_ANSWER + "/versions", **_is("list_answer_versions", "answers.read"))
async def list_answer_versions(
    actor: Asker, revision: Revision, project_id: UUID, annotation_id: UUID
) -> AnswerVersions:
    """Every version of the answer that this annotation is one of: who, when, why, and what review said."""
    return await revision.answers.versions(actor, project_id, annotation_id)


@get(_ANSWER + "/difference", **_is("get_answer_difference", "answers.read"))
async def get_answer_difference(
    actor: Asker, revision: Revision, project_id: UUID, annotation_id: UUID, since: UUID | None = None
) -> AnswerDifference:
    """What changed up to this version: since another one, or since the one whose place it took."""
    return await revision.answers.difference(actor, project_id, annotation_id, since)


@post(_ANSWER + "/restore", **_is("restore_answer", "answers.restore"), status_code=200)
async def restore_answer(
    actor: Asker, revision: Revision, project_id: UUID, annotation_id: UUID, data: RestoreAnswer
) -> AnswerRestored:
    """Put this version back: it stands again, as one more version. Releases that were made stay as they are."""
    return await revision.answers.restore(actor, project_id, annotation_id, data)


@get("/projects/{project_id:uuid}/my/annotations/{assignment_id:uuid}/versions",
     **_is("list_my_versions", "work.annotate"))  # fmt: skip
async def list_my_versions(actor: Asker, revision: Revision, project_id: UUID, assignment_id: UUID) -> MyVersions:
    """The versions of one's own answer, and what review said of each."""
    return await revision.answers.mine(actor, project_id, assignment_id)


@post("/projects/{project_id:uuid}/my/annotations/{assignment_id:uuid}/restore",
      **_is("restore_my_version", "work.annotate"), status_code=200)  # fmt: skip
async def restore_my_version(
    actor: Asker, revision: Revision, project_id: UUID, assignment_id: UUID, data: RestoreMyVersion
) -> MyVersionRestored:
    """Put an earlier version of one's own words into the draft, while the assignment is in one's hands. Nothing is
    submitted by that."""
    return await revision.answers.take_up(actor, project_id, assignment_id, data)


routes = [
    draft_schema_plan, list_schema_migrations, create_schema_migration, get_schema_migration, apply_schema_migration,
    list_answer_versions, get_answer_difference, restore_answer, list_my_versions,
    restore_my_version,
]  # fmt: skip
