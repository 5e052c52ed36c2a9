"""HTTP of drafts, submissions and looking back."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post, put
from litestar.params import Dependency, Parameter

from armslength.annotation.schemas import (
    DraftRequest,
    DraftSaved,
    MyAnnotation,
    MyAnnotationDetail,
    PutWritingPolicy,
    SubmitRequest,
    Submitted,
    WritingNotice,
    WritingPolicy,
    WritingRecord,
)
from armslength.annotation.service import AnnotationService
from armslength.identity.model import Actor
from armslength.kit.paging import Page

Asking = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[AnnotationService, Dependency(skip_validation=True)]
_ASSIGNMENT = "/projects/{project_id:uuid}/assignments/{assignment_id:uuid}"
_MINE = "/projects/{project_id:uuid}/my/annotations"


@put(
    f"{_ASSIGNMENT}/draft",
    name="save_draft", operation_id="save_draft", opt={"permission": "work.annotate"}, tags=["annotation"],
)  # fmt: skip
async def save_draft(
    actor: Asking, annotation: Service, project_id: UUID, assignment_id: UUID, data: DraftRequest
) -> DraftSaved:
    """Save what is written so far; 409 with the server's copy when that is newer."""
    return await annotation.drafts.save(actor, project_id, assignment_id, data.revision, data.answers)


@post(
    f"{_ASSIGNMENT}/submit",
    name="submit_annotation", operation_id="submit_annotation", opt={"permission": "work.annotate"}, status_code=200,
    tags=["annotation"],
)  # fmt: skip
async def submit_annotation(
    actor: Asking, annotation: Service, project_id: UUID, assignment_id: UUID, data: SubmitRequest
) -> Submitted:
    """Submit; with the same key again it changes nothing and answers the same."""
    return await annotation.submit(actor, project_id, assignment_id, data)


@get(
    _MINE,
    name="list_my_annotations", operation_id="list_my_annotations", opt={"permission": "work.annotate"},
    tags=["annotation"],
)  # fmt: skip
async def list_my_annotations(
    actor: Asking,
    annotation: Service,
    project_id: UUID,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[MyAnnotation]:
    """What one submitted, newest first, and what became of it."""
    return await annotation.list_mine(actor, project_id, cursor=cursor, limit=limit)


@get(
    f"{_MINE}/{{assignment_id:uuid}}",
    name="get_my_annotation", operation_id="get_my_annotation", opt={"permission": "work.annotate"},
    tags=["annotation"],
)  # fmt: skip
async def get_my_annotation(
    actor: Asking, annotation: Service, project_id: UUID, assignment_id: UUID
) -> MyAnnotationDetail:
    """One's own last answers to an item, with the item."""
    return await annotation.get_mine(actor, project_id, assignment_id)


_WRITING = "/projects/{project_id:uuid}/writing"
_NOTICE = "/projects/{project_id:uuid}/work/writing"


@get(_WRITING, name="get_writing_policy", operation_id="get_writing_policy", opt={"permission": "project.configure"},
     tags=["annotation"])  # fmt: skip
async def get_writing_policy(actor: Asking, annotation: Service, project_id: UUID) -> WritingPolicy:
    """Whether the project records how answers are written."""
    return await annotation.writing.policy(actor, project_id)


@put(_WRITING, name="put_writing_policy", operation_id="put_writing_policy", opt={"permission": "project.configure"},
     tags=["annotation"])  # fmt: skip
async def put_writing_policy(
    actor: Asking, annotation: Service, project_id: UUID, data: PutWritingPolicy
) -> WritingPolicy:
    """Record how answers are written, or do not; people are told before they work."""
    return await annotation.writing.set_policy(actor, project_id, data)


@get(_NOTICE, name="get_writing_notice", operation_id="get_writing_notice", opt={"permission": "work.annotate"},
     tags=["annotation"])  # fmt: skip
async def get_writing_notice(actor: Asking, annotation: Service, project_id: UUID) -> WritingNotice:
    """Whether it is recorded here how one writes, for how long, and whether one said that one knows."""
    return await annotation.writing.notice(actor, project_id)


@post(_NOTICE, name="read_writing_notice", operation_id="read_writing_notice", opt={"permission": "work.annotate"},
      status_code=200, tags=["annotation"])  # fmt: skip
async def read_writing_notice(actor: Asking, annotation: Service, project_id: UUID) -> WritingNotice:
    """Say that one knows; before that nothing is kept."""
    return await annotation.writing.read_notice(actor, project_id)


@get(f"{_WRITING}/records", name="list_writing_records", operation_id="list_writing_records",
     opt={"permission": "answers.read"}, tags=["annotation"])  # fmt: skip
async def list_writing_records(
    actor: Asking,
    annotation: Service,
    project_id: UUID,
    flagged: bool = False,
    person_id: UUID | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[WritingRecord]:
    """How answers were written, the newest first: counts, and what of them is worth a look."""
    return await annotation.writing.page(
        actor, project_id, flagged=flagged, person_id=person_id, cursor=cursor, limit=limit
    )


@delete(f"{_WRITING}/people/{{person_id:uuid}}", name="forget_writing", operation_id="forget_writing",
        opt={"permission": "project.configure"}, status_code=204, tags=["annotation"])  # fmt: skip
async def forget_writing(actor: Asking, annotation: Service, project_id: UUID, person_id: UUID) -> None:
    """Forget how somebody wrote here."""
    await annotation.writing.forget(actor, project_id, person_id)


routes = [
    save_draft, submit_annotation, list_my_annotations, get_my_annotation, get_writing_policy, put_writing_policy,
    get_writing_notice, read_writing_notice, list_writing_records, forget_writing,
]  # fmt: skip
