"""HTTP of comments."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import Dependency

from armslength.comments.schemas import Comments, CommentThread, NewComment, NewReply, ResolveComment
from armslength.comments.service import CommentsService
from armslength.identity.model import Actor

Asking = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[CommentsService, Dependency(skip_validation=True)]
_OPT = {"permission": "comment.write"}
_ON = "/projects/{project_id:uuid}/assignments/{assignment_id:uuid}/comments"
_ONE = "/projects/{project_id:uuid}/comments/{thread_id:uuid}"


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


routes = [list_comments, begin_comment, reply_to_comment, resolve_comment]
