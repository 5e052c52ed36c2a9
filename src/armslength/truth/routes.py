"""HTTP of truth."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.params import Dependency

from armslength.identity.model import Actor
from armslength.truth.schemas import (
    Agreement,
    AnswerPrice,
    AnswerPrices,
    ItemAnswers,
    MyRecord,
    ProjectProgress,
    PutAnswerPrice,
    Refreshing,
    Scorecard,
    Truth,
)
from armslength.truth.service import TruthService

Asking = Annotated[Actor, Dependency(skip_validation=True)]
Verbs = Annotated[TruthService, Dependency(skip_validation=True)]


@get(
    "/projects/{project_id:uuid}/agreement",
    name="get_agreement", operation_id="get_agreement", opt={"permission": "agreement.read"}, tags=["truth"],
)  # fmt: skip
async def get_agreement(actor: Asking, truth: Verbs, project_id: UUID) -> Agreement:
    """How far people agree, question by question, as last computed."""
    return await truth.get_agreement(actor, project_id)


@post(
    "/projects/{project_id:uuid}/agreement",
    name="refresh_agreement", operation_id="refresh_agreement", opt={"permission": "agreement.read"}, tags=["truth"],
    status_code=202,
)  # fmt: skip
async def refresh_agreement(actor: Asking, truth: Verbs, project_id: UUID) -> Refreshing:
    """Compute agreement anew, in the background."""
    return await truth.refresh_agreement(actor, project_id)


@get(
    "/projects/{project_id:uuid}/truth",
    name="get_truth", operation_id="get_truth", opt={"permission": "agreement.read"}, tags=["truth"],
)  # fmt: skip
async def get_truth(actor: Asking, truth: Verbs, project_id: UUID) -> Truth:
    """What is believed of items, how surely, and what the last fit knows of people."""
    return await truth.get_truth(actor, project_id)


@post(
    "/projects/{project_id:uuid}/truth",
    name="refresh_truth", operation_id="refresh_truth", opt={"permission": "agreement.read"}, tags=["truth"],
    status_code=202,
)  # fmt: skip
async def refresh_truth(actor: Asking, truth: Verbs, project_id: UUID) -> Refreshing:
    """Fit all answers anew, in the background. It happens by itself where enough answers have come."""
    return await truth.refresh_truth(actor, project_id)


@get(
    "/projects/{project_id:uuid}/progress",
    name="get_progress", operation_id="get_progress", opt={"permission": "progress.read"}, tags=["truth"],
)  # fmt: skip
async def get_progress(actor: Asking, truth: Verbs, project_id: UUID) -> ProjectProgress:
    """How far the project is, and who does what."""
    return await truth.get_progress(actor, project_id)


@get(
    "/projects/{project_id:uuid}/items/{item_id:uuid}/answers",
    name="get_item_answers", operation_id="get_item_answers", opt={"permission": "answers.read"}, tags=["truth"],
)  # fmt: skip
async def get_item_answers(actor: Asking, truth: Verbs, project_id: UUID, item_id: UUID) -> ItemAnswers:
    """Everybody's answers to an item, and their majority. Recorded as exposures."""
    return await truth.get_item_answers(actor, project_id, item_id)


@get(
    "/projects/{project_id:uuid}/my/record",
    name="get_my_record", operation_id="get_my_record", opt={"permission": "work.annotate"}, tags=["truth"],
)  # fmt: skip
async def get_my_record(actor: Asking, truth: Verbs, project_id: UUID) -> MyRecord:
    """One's own work in the project: what became of it, and how long it took."""
    return await truth.get_my_record(actor, project_id)


@get(
    "/projects/{project_id:uuid}/scorecard",
    name="get_scorecard", operation_id="get_scorecard", opt={"permission": "scorecard.read"}, tags=["truth"],
)  # fmt: skip
async def get_scorecard(actor: Asking, truth: Verbs, project_id: UUID, names: bool = False) -> Scorecard:
    """Whose people work here, side by side, with intervals; blind unless `names` are asked for."""
    return await truth.scorecards.get(actor, project_id, names=names)


@get(
    "/projects/{project_id:uuid}/prices",
    name="list_prices", operation_id="list_prices", opt={"permission": "scorecard.read"}, tags=["truth"],
)  # fmt: skip
async def list_prices(actor: Asking, truth: Verbs, project_id: UUID) -> AnswerPrices:
    """What each firm is paid for an answer here."""
    return AnswerPrices(await truth.scorecards.prices(actor, project_id))


@put(
    "/projects/{project_id:uuid}/prices/{organization_id:uuid}",
    name="put_price", operation_id="put_price", opt={"permission": "scorecard.manage"}, tags=["truth"],
)  # fmt: skip
async def put_price(
    actor: Asking, truth: Verbs, project_id: UUID, organization_id: UUID, data: PutAnswerPrice
) -> AnswerPrice:
    """Say what a firm is paid for an answer here, or take the price away."""
    return await truth.scorecards.put_price(actor, project_id, organization_id, data)


routes = [
    get_agreement, refresh_agreement, get_truth, refresh_truth, get_progress, get_item_answers, get_my_record,
    get_scorecard, list_prices, put_price,
]  # fmt: skip
