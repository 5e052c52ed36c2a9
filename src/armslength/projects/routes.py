"""HTTP of projects."""

from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, patch, post, put
from litestar.params import Dependency, Parameter

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.projects.rules import kinds, presets, samples
from armslength.projects.schemas import (
    Applied,
    ApplyBrief,
    BriefForWork,
    CheckSample,
    CheckSchema,
    Guidelines,
    GuidelineVersion,
    Kinds,
    NewProject,
    Presets,
    Problems,
    Project,
    ProjectChanges,
    ProjectMember,
    ProjectMembers,
    PutGuideline,
    PutMember,
    PutSchema,
    ReadGuideline,
    SampleChecked,
    Schemas,
    SchemaVersion,
    SetState,
)
from armslength.projects.schemas.brands import AcceptBrandWords, AddBrandWords, BrandScan, BrandWords
from armslength.projects.service import ProjectsService

Projects = Annotated[ProjectsService, Dependency(skip_validation=True)]
Asker = Annotated[Actor, Dependency(skip_validation=True)]
Limit = Annotated[int, Parameter(ge=1, le=200)]
Version = Annotated[int | None, Parameter(ge=1, le=2_147_483_647)]
ONE = "/projects/{project_id:uuid}"


def _is(name: str, permission: str, **more: str) -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission, **more}, "tags": ["projects"]}


@get("/presets", **_is("list_presets", "signed_in"), sync_to_thread=False)
def list_presets() -> Presets:
    """Ready briefs to start from."""
    return Presets(list(presets.presets().values()))


@get("/kinds", **_is("list_kinds", "signed_in"), sync_to_thread=False)
def list_kinds() -> Kinds:
    """Kinds of fields and questions, with JSON Schemas of their settings and values."""
    return kinds.kinds()


@post("/schemas/check", **_is("check_schema", "signed_in"), status_code=200, sync_to_thread=True)
def check_schema(data: CheckSchema) -> Problems:
    """Everything that is wrong with a label schema."""
    return Problems(samples.schema_problems(data.schema))


@post("/schemas/preview-check", **_is("check_sample", "signed_in"), status_code=200, sync_to_thread=True)
def check_sample(data: CheckSample) -> SampleChecked:
    """One item under a schema, as people would see it, and what is wrong with it or with the answers."""
    return samples.check(data)


@get("/projects", **_is("list_projects", "signed_in"))
async def list_projects(
    actor: Asker, projects: Projects, cursor: str | None = None, limit: Limit = 50
) -> Page[Project]:
    """Projects one has a role in, newest first."""
    return await projects.life.page(actor, cursor=cursor, limit=limit)


@post("/projects", **_is("create_project", "project.create"))
async def create_project(actor: Asker, projects: Projects, data: NewProject) -> Project:
    """Start a project."""
    return await projects.life.create(actor, data)


@post("/projects/apply", **_is("apply_brief", "project.create"), status_code=200)
async def apply_brief(actor: Asker, projects: Projects, data: ApplyBrief) -> Applied:
    """Make the project as the brief says; the same brief again changes nothing."""
    return await projects.briefs.apply(actor, data)


@get(ONE, **_is("get_project", "project.read", tells="metadata"))
async def get_project(actor: Asker, projects: Projects, project_id: UUID) -> Project:
    """One project."""
    return await projects.life.get(actor, project_id)


@patch(ONE, **_is("update_project", "project.configure"))
async def update_project(actor: Asker, projects: Projects, project_id: UUID, data: ProjectChanges) -> Project:
    """Change what is said."""
    return await projects.life.update(actor, project_id, data)


@post(f"{ONE}/state", **_is("set_project_state", "project.configure"), status_code=200)
async def set_project_state(actor: Asker, projects: Projects, project_id: UUID, data: SetState) -> Project:
    """Start, pause or archive."""
    return await projects.life.set_state(actor, project_id, data.state)


@get(f"{ONE}/schema", **_is("get_schema", "schema.read"))
async def get_schema(actor: Asker, projects: Projects, project_id: UUID, version: Version = None) -> SchemaVersion:
    """The label schema, now or in a version."""
    return await projects.versions.get_schema(actor, project_id, version)


@put(f"{ONE}/schema", **_is("put_schema", "project.configure"))
async def put_schema(actor: Asker, projects: Projects, project_id: UUID, data: PutSchema) -> SchemaVersion:
    """Set the label schema; the same schema is the same version."""
    return await projects.versions.put_schema(actor, project_id, data.schema, data.note or "")


@get(f"{ONE}/schemas", **_is("list_schemas", "project.configure"))
async def list_schemas(actor: Asker, projects: Projects, project_id: UUID) -> Schemas:
    """The schema's versions, newest first."""
    return Schemas(await projects.versions.list_schemas(actor, project_id))


@get(f"{ONE}/guideline", **_is("get_guideline", "guideline.read"))
async def get_guideline(
    actor: Asker, projects: Projects, project_id: UUID, version: Version = None
) -> GuidelineVersion:
    """The guideline, now or in a version."""
    return await projects.versions.get_guideline(actor, project_id, version)


@put(f"{ONE}/guideline", **_is("put_guideline", "project.configure"))
async def put_guideline(actor: Asker, projects: Projects, project_id: UUID, data: PutGuideline) -> GuidelineVersion:
    """Set the guideline; everybody is asked to read a new version."""
    return await projects.versions.put_guideline(
        actor, project_id, data.markdown, data.note or "", pass_again=data.pass_again
    )


@get(f"{ONE}/guidelines", **_is("list_guidelines", "project.configure"))
async def list_guidelines(actor: Asker, projects: Projects, project_id: UUID) -> Guidelines:
    """The guideline's versions, newest first."""
    return Guidelines(await projects.versions.list_guidelines(actor, project_id))


@post(f"{ONE}/guideline/read", **_is("read_guideline", "guideline.read"), status_code=204)
async def read_guideline(actor: Asker, projects: Projects, project_id: UUID, data: ReadGuideline) -> None:
    """Say that one has read a version."""
    await projects.versions.read_guideline(actor, project_id, data.version)


@get(f"{ONE}/brief", **_is("get_brief", "schema.read"))
async def get_brief(actor: Asker, projects: Projects, project_id: UUID) -> BriefForWork:
    """What one needs to know before work: schema and guideline."""
    return await projects.versions.get_brief(actor, project_id)


@get(f"{ONE}/brief-file", **_is("export_brief", "project.configure"))
async def export_brief(actor: Asker, projects: Projects, project_id: UUID) -> dict[str, Any]:
    """The brief that would make this project."""
    return await projects.briefs.export(actor, project_id)


@get(f"{ONE}/members", **_is("list_project_members", "people.read", tells="metadata"))
async def list_project_members(actor: Asker, projects: Projects, project_id: UUID) -> ProjectMembers:
    """Who was given a role."""
    return ProjectMembers(await projects.members.all(actor, project_id))


@put(f"{ONE}/members/{{person_id:uuid}}", **_is("put_project_member", "project.people"))
async def put_project_member(
    actor: Asker, projects: Projects, project_id: UUID, person_id: UUID, data: PutMember
) -> ProjectMember:
    """Give a role."""
    return await projects.members.put(actor, project_id, person_id, data.role)


@delete(f"{ONE}/members/{{person_id:uuid}}", **_is("remove_project_member", "project.people"))
async def remove_project_member(actor: Asker, projects: Projects, project_id: UUID, person_id: UUID) -> None:
    """Take the role away."""
    await projects.members.remove(actor, project_id, person_id)


@get("/brand-words", **_is("list_brand_words", "brands.manage"))
async def list_brand_words(actor: Asker, projects: Projects) -> BrandWords:
    """What vendors must not read: the owner's list, then what follows from who the tenant is."""
    return await projects.brands.all(actor)


@post("/brand-words", **_is("add_brand_words", "brands.manage"), status_code=200)
async def add_brand_words(actor: Asker, projects: Projects, data: AddBrandWords) -> BrandWords:
    """Put words on the list; those that are there stay as they are."""
    return await projects.brands.add(actor, data.words)


@delete("/brand-words/{word_id:uuid}", **_is("remove_brand_word", "brands.manage"))
async def remove_brand_word(actor: Asker, projects: Projects, word_id: UUID) -> None:
    """Take a word off the list."""
    await projects.brands.remove(actor, word_id)


@get(f"{ONE}/brand-words", **_is("scan_brand_words", "project.configure"))
async def scan_brand_words(actor: Asker, projects: Projects, project_id: UUID) -> BrandScan:
    """Where what the project tells vendors names the customer or a secret."""
    return await projects.brands.scan(actor, project_id)


@post(f"{ONE}/brand-words/acceptances", **_is("accept_brand_words", "project.configure"), status_code=200)
async def accept_brand_words(actor: Asker, projects: Projects, project_id: UUID, data: AcceptBrandWords) -> BrandScan:
    """Let vendors read words in this project all the same, for a reason."""
    return await projects.brands.accept(actor, project_id, data)


@delete(f"{ONE}/brand-words/acceptances/{{acceptance_id:uuid}}", **_is("withdraw_brand_word", "project.configure"))
async def withdraw_brand_word(actor: Asker, projects: Projects, project_id: UUID, acceptance_id: UUID) -> None:
    """Withdraw an acceptance: from now on the word stops what it would stop elsewhere."""
    await projects.brands.withdraw(actor, project_id, acceptance_id)


routes = [
    list_presets, list_kinds, check_schema, check_sample, list_projects, create_project, apply_brief, get_project,
    update_project, set_project_state, get_schema, put_schema, list_schemas, get_guideline, put_guideline,
    list_guidelines, read_guideline, get_brief, export_brief, list_project_members, put_project_member,
    remove_project_member, list_brand_words, add_brand_words, remove_brand_word, scan_brand_words, accept_brand_words,
    withdraw_brand_word,
]  # fmt: skip
