"""HTTP of annotation."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.params import Dependency, Parameter

from armslength.annotation.schemas import DraftSaved, MyAnnotation, MyAnnotationDetail, SaveDraft, Submit, Submitted
from armslength.annotation.service import AnnotationService
from armslength.identity.model import Actor
from armslength.kit.paging import Page

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Annotation = Annotated[AnnotationService, Dependency(skip_validation=True)]
Limit = Annotated[int, Parameter(ge=1, le=200)]

_ONE = "/projects/{project_id:uuid}/assignments/{assignment_id:uuid}"
_MY = "/projects/{project_id:uuid}/my/annotations"
_WORK = {"permission": "work.annotate"}


@put(f"{_ONE}/draft", name="save_draft", operation_id="save_draft", opt=_WORK, tags=["annotation"])
async def save_draft(
    actor: Asker, annotation: Annotation, project_id: UUID, assignment_id: UUID, data: SaveDraft
) -> DraftSaved:
    """Keep what is written so far; 409 with the saved copy when it was saved from elsewhere since `revision`."""
    return await annotation.save_draft(actor, project_id, assignment_id, data)


@post(f"{_ONE}/submit", name="submit_annotation", operation_id="submit_annotation", opt=_WORK, status_code=200,
      tags=["annotation"])  # fmt: skip
async def submit_annotation(
    actor: Asker, annotation: Annotation, project_id: UUID, assignment_id: UUID, data: Submit
) -> Submitted:
    """Submit. The same key again gives the same receipt."""
    return await annotation.submit(actor, project_id, assignment_id, data)


@get(_MY, name="list_my_annotations", operation_id="list_my_annotations", opt=_WORK, tags=["annotation"])
async def list_my_annotations(
    actor: Asker, annotation: Annotation, project_id: UUID, cursor: str | None = None, limit: Limit = 50
) -> Page[MyAnnotation]:
    """What I submitted, newest first."""
    return await annotation.list_mine(actor, project_id, cursor=cursor, limit=limit)


@get(f"{_MY}/{{assignment_id:uuid}}", name="get_my_annotation", operation_id="get_my_annotation", opt=_WORK,
     tags=["annotation"])  # fmt: skip
async def get_my_annotation(
    actor: Asker, annotation: Annotation, project_id: UUID, assignment_id: UUID
) -> MyAnnotationDetail:
    """One of mine, with the item as I saw it."""
    return await annotation.get_mine(actor, project_id, assignment_id)


routes = [save_draft, submit_annotation, list_my_annotations, get_my_annotation]
