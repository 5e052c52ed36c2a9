"""Comments at the exact place of an item or an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import msgspec

from armslength_client._async.brands import AsyncBrands
from armslength_client.types_comments import CommentPlace, Comments, CommentThread, ListedComment


class AsyncCommenting(AsyncBrands):
    """Operations on comments: by an answer's author, by whoever reviews it, and by who runs the project."""

    def list_project_comments(self, project_id: UUID, **filters: Any) -> AsyncIterator[ListedComment]:
        """The project's comments, those begun last first; to who does not run it, those on their own answers. By state
        ("open", "resolved"), item_id, author_id (whose answer it is on), begun_by."""
        return self.pages(f"/projects/{project_id}/comments", ListedComment, params=filters)

    async def list_comments(self, project_id: UUID, assignment_id: UUID) -> Comments:
        """The comments on an answer and its earlier versions, each at its place."""
        return await self.call("GET", f"/projects/{project_id}/assignments/{assignment_id}/comments", Comments)

    async def begin_comment(
        self, project_id: UUID, assignment_id: UUID, text: str, *, field: str | None = None,
        message: str | None = None, response: str | None = None, question: str | None = None,
        target: str | None = None, part: str | None = None, start: int | None = None, end: int | None = None,
        key: UUID | None = None,
    ) -> CommentThread:  # fmt: skip
        """Comment in the item (`field`, of a conversation the `message`, of many responses the `response`), in the
        answer (`question`, its `target`, a step, criterion or flag as `part`), or at a mark of the answer (both).
        `start` to before `end` count Unicode code points. Repeat with the same key after a doubt."""
        place = CommentPlace(
            field=field, message=message, response=response, question=question, target=target, part=part, start=start,
            end=end,
        )  # fmt: skip
        body = {"key": key or uuid4(), "place": msgspec.to_builtins(place), "text": text}
        path = f"/projects/{project_id}/assignments/{assignment_id}/comments"
        return await self.call("POST", path, CommentThread, body=body, repeatable=True)

    async def reply_to_comment(
        self, project_id: UUID, thread_id: UUID, text: str, *, key: UUID | None = None
    ) -> CommentThread:
        """Reply; a comment that was resolved is open again."""
        path = f"/projects/{project_id}/comments/{thread_id}/replies"
        body = {"key": key or uuid4(), "text": text}
        return await self.call("POST", path, CommentThread, body=body, repeatable=True)

    async def resolve_comment(self, project_id: UUID, thread_id: UUID, *, resolved: bool = True) -> CommentThread:
        """Resolve a comment, or open it again."""
        path = f"/projects/{project_id}/comments/{thread_id}/resolve"
        return await self.call("POST", path, CommentThread, body={"resolved": resolved}, repeatable=True)
