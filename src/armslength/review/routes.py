"""HTTP of review."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import Dependency, Parameter

from armslength.assignment.schemas import NoWork
from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.kit.wire import Lease
from armslength.review.schemas import Decide, Decided, History, NextReview, ReviewRow, ReviewWork
from armslength.review.service import ReviewService

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Review = Annotated[ReviewService, Dependency(skip_validation=True)]
Limit = Annotated[int, Parameter(ge=1, le=200)]

_PROJECT = "/projects/{project_id:uuid}"
_ONE = f"{_PROJECT}/reviews/{{review_id:uuid}}"
_WORK = {"permission": "work.review"}


@post(f"{_PROJECT}/review/next", name="next_review", operation_id="next_review", opt=_WORK, status_code=200,
      tags=["review"])  # fmt: skip
async def next_review(actor: Asker, review: Review, project_id: UUID, data: NextReview) -> ReviewWork | NoWork:
    """Lease the next annotation to review; `have` are those already on screen."""
    return await review.next_review(actor, project_id, data.have)


@post(f"{_ONE}/heartbeat", name="heartbeat_review", operation_id="heartbeat_review", opt=_WORK, status_code=200,
      tags=["review"])  # fmt: skip
async def heartbeat_review(actor: Asker, review: Review, project_id: UUID, review_id: UUID) -> Lease:
    """Keep a review's lease alive."""
    return await review.heartbeat(actor, project_id, review_id)


@post(f"{_ONE}/return", name="return_review", operation_id="return_review", opt=_WORK, status_code=204,
      tags=["review"])  # fmt: skip
async def return_review(actor: Asker, review: Review, project_id: UUID, review_id: UUID) -> None:
    """Give a review back."""
    await review.give_back(actor, project_id, review_id)


@post(f"{_ONE}/decide", name="decide_review", operation_id="decide_review", opt=_WORK, status_code=200,
      tags=["review"])  # fmt: skip
async def decide_review(actor: Asker, review: Review, project_id: UUID, review_id: UUID, data: Decide) -> Decided:
    """Accept, fix with answers, or reject with a comment."""
    return await review.decide(actor, project_id, review_id, data)


@get(f"{_PROJECT}/reviews", name="list_reviews", operation_id="list_reviews", opt={"permission": "answers.read"},
     tags=["review"])  # fmt: skip
async def list_reviews(
    actor: Asker, review: Review, project_id: UUID, cursor: str | None = None, limit: Limit = 50
) -> Page[ReviewRow]:
    """Decided reviews, newest first."""
    return await review.page(actor, project_id, cursor=cursor, limit=limit)


@get(f"{_PROJECT}/items/{{item_id:uuid}}/history", name="get_item_history", operation_id="get_item_history",
     opt={"permission": "answers.read"}, tags=["review"])  # fmt: skip
async def get_item_history(actor: Asker, review: Review, project_id: UUID, item_id: UUID) -> History:
    """Everything that happened to an item, oldest first."""
    return await review.history(actor, project_id, item_id)


routes = [next_review, heartbeat_review, return_review, decide_review, list_reviews, get_item_history]
