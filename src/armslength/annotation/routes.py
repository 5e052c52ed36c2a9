"""HTTP of drafts, submissions and looking back."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.params import Dependency, Parameter

from armslength.annotation.schemas import (
    DraftRequest,
    DraftSaved,
    MyAnnotation,
    MyAnnotationDetail,
    SubmitRequest,
    Submitted,
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


routes = [save_draft, submit_annotation, list_my_annotations, get_my_annotation]
