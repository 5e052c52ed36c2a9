"""HTTP of the bench's queue."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import Dependency, Parameter

from armslength.assignment.schemas import (
    FlagOut,
    FlagRequest,
    NextRequest,
    NoWork,
    ResolveRequest,
    SkipRequest,
    Work,
    WorkList,
)
from armslength.assignment.service import AssignmentService
from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.kit.wire import Lease

Asking = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[AssignmentService, Dependency(skip_validation=True)]
_ASSIGNMENT = "/projects/{project_id:uuid}/assignments/{assignment_id:uuid}"


@get("/work", name="list_work", operation_id="list_work", opt={"permission": "signed_in"}, tags=["assignment"])
async def list_work(actor: Asking, assignment: Service) -> WorkList:
    """Active projects one works in, and whether there is something to do."""
    return WorkList(await assignment.list_work(actor))


@post(
    "/projects/{project_id:uuid}/work/next",
    name="next_assignment", operation_id="next_assignment", opt={"permission": "work.annotate"}, status_code=200,
    tags=["assignment"],
)  # fmt: skip
async def next_assignment(actor: Asking, assignment: Service, project_id: UUID, data: NextRequest) -> Work | NoWork:
    """Lease what is next for whoever asks, or say why there is nothing."""
    return await assignment.next_assignment(actor, project_id, data.have)


@get(
    _ASSIGNMENT,
    name="get_assignment", operation_id="get_assignment", opt={"permission": "work.annotate"}, tags=["assignment"],
)  # fmt: skip
async def get_assignment(actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID) -> Work:
    """One's own live lease again."""
    return await assignment.get_assignment(actor, project_id, assignment_id)


@post(
    f"{_ASSIGNMENT}/heartbeat",
    name="heartbeat", operation_id="heartbeat", opt={"permission": "work.annotate"}, status_code=200,
    tags=["assignment"],
)  # fmt: skip
async def heartbeat(actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID) -> Lease:
    """Keep a lease alive."""
    return await assignment.heartbeat(actor, project_id, assignment_id)


@post(
    f"{_ASSIGNMENT}/return",
    name="return_assignment", operation_id="return_assignment", opt={"permission": "work.annotate"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def return_assignment(actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID) -> None:
    """Give a lease back."""
    await assignment.return_assignment(actor, project_id, assignment_id)


@post(
    f"{_ASSIGNMENT}/skip",
    name="skip_assignment", operation_id="skip_assignment", opt={"permission": "work.annotate"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def skip_assignment(
    actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID, data: SkipRequest
) -> None:
    """Decline an item with a reason."""
    await assignment.skip(actor, project_id, assignment_id, data.reason, data.comment)


@post(
    f"{_ASSIGNMENT}/flag",
    name="flag_item", operation_id="flag_item", opt={"permission": "work.annotate"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def flag_item(
    actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID, data: FlagRequest
) -> None:
    """Say that something is wrong with the item or the guideline."""
    await assignment.flags.add(actor, project_id, assignment_id, data.reason, data.comment)


@post(
    f"{_ASSIGNMENT}/release",
    name="release_assignment", operation_id="release_assignment", opt={"permission": "work.release"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def release_assignment(actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID) -> None:
    """Take an assignment away from its person and put it back in the queue."""
    await assignment.release(actor, project_id, assignment_id)


@get(
    "/projects/{project_id:uuid}/flags",
    name="list_flags", operation_id="list_flags", opt={"permission": "flag.read"}, tags=["assignment"],
)  # fmt: skip
async def list_flags(
    actor: Asking,
    assignment: Service,
    project_id: UUID,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[FlagOut]:
    """What people said is wrong, newest first."""
    return await assignment.flags.page(actor, project_id, cursor=cursor, limit=limit)


@post(
    "/projects/{project_id:uuid}/flags/{flag_id:uuid}/resolve",
    name="resolve_flag", operation_id="resolve_flag", opt={"permission": "flag.manage"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def resolve_flag(
    actor: Asking, assignment: Service, project_id: UUID, flag_id: UUID, data: ResolveRequest
) -> None:
    """Close a flag and say what was done."""
    await assignment.flags.resolve(actor, project_id, flag_id, data.note)


routes = [
    list_work, next_assignment, get_assignment, heartbeat, return_assignment, skip_assignment, flag_item,
    release_assignment, list_flags, resolve_flag,
]  # fmt: skip
