"""HTTP of comments."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.di import Provide
from litestar.params import Dependency, Parameter, QueryParameter

from armslength.comments.model import CommentFilter
from armslength.comments.schemas import Comments, CommentThread, ListedComment, NewComment, NewReply, ResolveComment
from armslength.comments.service import CommentsService
from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.kit.wire import refuse_unknown

Asking = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[CommentsService, Dependency(skip_validation=True)]
Raw = Request[Any, Any, Any]
# `state` alone is a name that Litestar keeps for itself.
StateFilter = Annotated[Literal["open", "resolved"] | None, QueryParameter(name="state")]
Wanted = Annotated[CommentFilter, Dependency(skip_validation=True)]
_OPT = {"permission": "comment.write"}
_ON = "/projects/{project_id:uuid}/assignments/{assignment_id:uuid}/comments"
_ONE = "/projects/{project_id:uuid}/comments/{thread_id:uuid}"


def comment_filter(
    request: Raw, of_state: StateFilter = None, item_id: UUID | None = None, author_id: UUID | None = None,
    begun_by: UUID | None = None,
) -> CommentFilter:  # fmt: skip
    """What the address narrows comments to."""
    refuse_unknown(CommentFilter, request.query_params, "Comments")
    return CommentFilter(state=of_state, item_id=item_id, author_id=author_id, begun_by=begun_by)


@get("/projects/{project_id:uuid}/comments", name="list_project_comments", operation_id="list_project_comments",
     opt=_OPT, tags=["comments"], dependencies={"wanted": Provide(comment_filter, sync_to_thread=False)})  # fmt: skip
async def list_project_comments(
    actor: Asking, comments: Service, project_id: UUID, wanted: Wanted, cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=50)] = 25,
) -> Page[ListedComment]:  # fmt: skip
    """The project's comments, those begun last first: all of them to who runs it, to everybody else those on their own
    answers. Each is content: its item and its answer have been shown. A page may be short and have a next one."""
    return await comments.page(actor, project_id, wanted, cursor=cursor, limit=limit)


@get(_ON, name="list_comments", operation_id="list_comments", opt=_OPT, tags=["comments"])
async def list_comments(actor: Asking, comments: Service, project_id: UUID, assignment_id: UUID) -> Comments:
    """The comments on an answer and its earlier versions, each at its place: to its author, to whoever holds it in
    review, and to who runs the project."""
    return await comments.threads(actor, project_id, assignment_id)


@post(_ON, name="begin_comment", operation_id="begin_comment", opt=_OPT, status_code=200, tags=["comments"])
async def begin_comment(
    actor: Asking, comments: Service, project_id: UUID, assignment_id: UUID, data: NewComment
) -> CommentThread:
    """Comment at a place of the answer that stands or that one reviews, or of its item; with the same key again it
    changes nothing."""
    return await comments.begin(actor, project_id, assignment_id, data)


@post(f"{_ONE}/replies", name="reply_to_comment", operation_id="reply_to_comment", opt=_OPT, status_code=200,
      tags=["comments"])  # fmt: skip
async def reply_to_comment(
    actor: Asking, comments: Service, project_id: UUID, thread_id: UUID, data: NewReply
) -> CommentThread:
    """Reply; a comment that was resolved is open again. With the same key again it changes nothing."""
    return await comments.reply(actor, project_id, thread_id, data)


@post(f"{_ONE}/resolve", name="resolve_comment", operation_id="resolve_comment", opt=_OPT, status_code=200,
      tags=["comments"])  # fmt: skip
async def resolve_comment(
    actor: Asking, comments: Service, project_id: UUID, thread_id: UUID, data: ResolveComment
) -> CommentThread:
    """Resolve a comment, or open it again; either side may."""
    return await comments.resolve(actor, project_id, thread_id, resolved=data.resolved)


routes = [list_project_comments, list_comments, begin_comment, reply_to_comment, resolve_comment]
