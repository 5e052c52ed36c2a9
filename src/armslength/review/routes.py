"""HTTP of review."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post, put
from litestar.params import Dependency, Parameter, QueryParameter

from armslength.annotation.model import MyAppeal
from armslength.assignment.schemas import NoWork
from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.kit.wire import Lease
from armslength.review.schemas import (
    Adjudicate,
    Adjudicated,
    AdjudicationPolicy,
    AdjudicationRow,
    AdjudicationWork,
    Appeal,
    Audit,
    Decide,
    DecideAppeal,
    Decided,
    History,
    NewAppeal,
    NextAdjudication,
    NextReview,
    PutAdjudicationPolicy,
    ReviewPolicy,
    ReviewRow,
    ReviewWork,
    Stage,
)
from armslength.review.service import ReviewService

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Review = Annotated[ReviewService, Dependency(skip_validation=True)]
Which = Annotated[Literal["waiting", "done"], QueryParameter(name="state")]
AppealState = Annotated[Literal["open", "decided"], QueryParameter(name="state")]
Limit = Annotated[int, Parameter(ge=1, le=200)]

_PROJECT = "/projects/{project_id:uuid}"
_ONE = f"{_PROJECT}/reviews/{{review_id:uuid}}"
_WORK = {"permission": "work.review"}


@post(f"{_PROJECT}/review/next", name="next_review", operation_id="next_review",
      opt={**_WORK, "asks_for": "review"}, status_code=200, tags=["review"])  # fmt: skip
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


@post(f"{_PROJECT}/audit/next", name="next_audit", operation_id="next_audit", opt={"permission": "work.audit"},
      status_code=200, tags=["review"])  # fmt: skip
async def next_audit(actor: Asker, review: Review, project_id: UUID, data: NextReview) -> ReviewWork | NoWork:
    """Lease the next accepted answer that was drawn for audit. Kept, given back and decided like a review."""
    return await review.next_review(actor, project_id, data.have, "audit")


@get(f"{_PROJECT}/audit", name="get_audit", operation_id="get_audit", opt={"permission": "answers.read"},
     tags=["review"])  # fmt: skip
async def get_audit(actor: Asker, review: Review, project_id: UUID) -> Audit:
    """How many of the audited answers are right, with intervals."""
    return await review.auditing.report(actor, project_id)


@get(f"{_PROJECT}/review/policy", name="get_review_policy", operation_id="get_review_policy",
     opt={"permission": "answers.read"}, tags=["review"])  # fmt: skip
async def get_review_policy(actor: Asker, review: Review, project_id: UUID) -> ReviewPolicy:
    """How often an answer is sent back, what follows then, and which share of accepted answers is audited."""
    return await review.auditing.policy(actor, project_id)


@put(f"{_PROJECT}/review/policy", name="put_review_policy", operation_id="put_review_policy",
     opt={"permission": "project.configure"}, tags=["review"])  # fmt: skip
async def put_review_policy(actor: Asker, review: Review, project_id: UUID, data: ReviewPolicy) -> ReviewPolicy:
    """Set them."""
    return await review.auditing.set_policy(actor, project_id, data)


@get(f"{_PROJECT}/reviews", name="list_reviews", operation_id="list_reviews", opt={"permission": "answers.read"},
     tags=["review"])  # fmt: skip
async def list_reviews(
    actor: Asker, review: Review, project_id: UUID, stage: Stage = "review", cursor: str | None = None,
    limit: Limit = 50,
) -> Page[ReviewRow]:  # fmt: skip
    """Decided reviews or audits, newest first."""
    return await review.page(actor, project_id, cursor=cursor, limit=limit, stage=stage)


@get(f"{_PROJECT}/items/{{item_id:uuid}}/history", name="get_item_history", operation_id="get_item_history",
     opt={"permission": "answers.read"}, tags=["review"])  # fmt: skip
async def get_item_history(actor: Asker, review: Review, project_id: UUID, item_id: UUID) -> History:
    """Everything that happened to an item, oldest first."""
    return await review.history(actor, project_id, item_id)


_ADJUDICATION = f"{_PROJECT}/adjudications"
_DISPUTE = f"{_ADJUDICATION}/{{adjudication_id:uuid}}"
_DECIDE = {"permission": "work.adjudicate"}


@get(f"{_PROJECT}/adjudication/policy", name="get_adjudication_policy", operation_id="get_adjudication_policy",
     opt={"permission": "answers.read"}, tags=["review"])  # fmt: skip
async def get_adjudication_policy(actor: Asker, review: Review, project_id: UUID) -> AdjudicationPolicy:
    """When an item is decided by somebody else, by whom, and how many wait."""
    return await review.disputes.policy(actor, project_id)


@put(f"{_PROJECT}/adjudication/policy", name="put_adjudication_policy", operation_id="put_adjudication_policy",
     opt={"permission": "project.configure"}, tags=["review"])  # fmt: skip
async def put_adjudication_policy(
    actor: Asker, review: Review, project_id: UUID, data: PutAdjudicationPolicy
) -> AdjudicationPolicy:
    """Set it; what was answered before is looked at again."""
    return await review.disputes.set_policy(actor, project_id, data)


@post(f"{_PROJECT}/adjudication/next", name="next_adjudication", operation_id="next_adjudication",
      opt={**_DECIDE, "asks_for": "review"}, status_code=200, tags=["review"])  # fmt: skip
async def next_adjudication(
    actor: Asker, review: Review, project_id: UUID, data: NextAdjudication
) -> AdjudicationWork | NoWork:
    """Lease the next item whose answers disagree: the answers side by side, without names."""
    return await review.adjudicating.next(actor, project_id, data.have)


@post(f"{_DISPUTE}/heartbeat", name="heartbeat_adjudication", operation_id="heartbeat_adjudication", opt=_DECIDE,
      status_code=200, tags=["review"])  # fmt: skip
async def heartbeat_adjudication(actor: Asker, review: Review, project_id: UUID, adjudication_id: UUID) -> Lease:
    """Keep its lease alive."""
    return await review.adjudicating.heartbeat(actor, project_id, adjudication_id)


@post(f"{_DISPUTE}/return", name="return_adjudication", operation_id="return_adjudication", opt=_DECIDE,
      status_code=204, tags=["review"])  # fmt: skip
async def return_adjudication(actor: Asker, review: Review, project_id: UUID, adjudication_id: UUID) -> None:
    """Give it back."""
    await review.adjudicating.give_back(actor, project_id, adjudication_id)


@post(f"{_DISPUTE}/decide", name="decide_adjudication", operation_id="decide_adjudication", opt=_DECIDE,
      status_code=200, tags=["review"])  # fmt: skip
async def decide_adjudication(
    actor: Asker, review: Review, project_id: UUID, adjudication_id: UUID, data: Adjudicate
) -> Adjudicated:
    """Take one of the answers, or give answers: put together from theirs, or one's own."""
    return await review.adjudicating.decide(actor, project_id, adjudication_id, data)


@get(_ADJUDICATION, name="list_adjudications", operation_id="list_adjudications", opt={"permission": "answers.read"},
     tags=["review"])  # fmt: skip
async def list_adjudications(
    actor: Asker, review: Review, project_id: UUID, which: Which = "waiting",
    cursor: str | None = None, limit: Limit = 50,
) -> Page[AdjudicationRow]:  # fmt: skip
    """Items that wait for a decision, the oldest first; or that have one, the newest first."""
    return await review.disputes.page(actor, project_id, state=which, cursor=cursor, limit=limit)


@post(f"{_PROJECT}/my/annotations/{{assignment_id:uuid}}/appeal", name="appeal", operation_id="appeal",
      opt={"permission": "work.annotate"}, status_code=200, tags=["review"])  # fmt: skip
async def appeal(actor: Asker, review: Review, project_id: UUID, assignment_id: UUID, data: NewAppeal) -> MyAppeal:
    """Ask a human being to look again at one's own answer that was rejected or fixed."""
    return await review.appeals.appeal(actor, project_id, assignment_id, data.text)


@get(f"{_PROJECT}/appeals", name="list_appeals", operation_id="list_appeals", opt={"permission": "appeal.decide"},
     tags=["review"])  # fmt: skip
async def list_appeals(
    actor: Asker, review: Review, project_id: UUID, which: AppealState = "open", cursor: str | None = None,
    limit: Limit = 50,
) -> Page[Appeal]:  # fmt: skip
    """Appeals that wait, the oldest first; or that were decided, the newest first."""
    return await review.appeals.page(actor, project_id, state=which, cursor=cursor, limit=limit)


@post(f"{_PROJECT}/appeals/{{appeal_id:uuid}}/decide", name="decide_appeal", operation_id="decide_appeal",
      opt={"permission": "appeal.decide"}, status_code=200, tags=["review"])  # fmt: skip
async def decide_appeal(actor: Asker, review: Review, project_id: UUID, appeal_id: UUID, data: DecideAppeal) -> Appeal:
    """Grant or decline an appeal, with a word to the author."""
    return await review.appeals.decide(actor, project_id, appeal_id, data)


routes = [next_review, heartbeat_review, return_review, decide_review, list_reviews, get_item_history, next_audit,
          get_audit, get_review_policy, put_review_policy,
          get_adjudication_policy, put_adjudication_policy, next_adjudication, heartbeat_adjudication,
          return_adjudication, decide_adjudication, list_adjudications, appeal, list_appeals,
          decide_appeal]  # fmt: skip
