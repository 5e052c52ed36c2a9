"""HTTP of truth."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.params import Dependency, Parameter, QueryParameter

from armslength.identity.model import Actor
from armslength.identity.service import IdentityService
from armslength.kit.paging import Page
from armslength.truth.model import ConcernKind
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
from armslength.truth.schemas.concerns import (
    AppealConcern,
    Concern,
    DecideConcern,
    DecideConcernAppeal,
    Detection,
    FirmConcerns,
    Listed,
    MyConcern,
    MyConcerns,
    PutDetection,
)
from armslength.truth.schemas.disagreements import (
    ActOnDisagreement,
    Disagreement,
    DisagreementState,
    DisagreementSummary,
)
from armslength.truth.schemas.judges import Judges, JudgeSample, SampleJudge
from armslength.truth.schemas.records import FirmPersonRecord, FirmRecord, GuidelineScores, PersonRecord
from armslength.truth.schemas.statements import FirmStatement, Statement
from armslength.truth.service import TruthService

Asking = Annotated[Actor, Dependency(skip_validation=True)]
Verbs = Annotated[TruthService, Dependency(skip_validation=True)]
Which = Annotated[Listed, QueryParameter(name="state")]
Seats = Annotated[IdentityService, Dependency(skip_validation=True)]
Month = Annotated[str, Parameter(pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$")]
Limit = Annotated[int, Parameter(ge=1, le=200)]

_CONCERNS = "/projects/{project_id:uuid}/concerns"
_CONCERN = f"{_CONCERNS}/{{concern_id:uuid}}"


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
    name="get_progress", operation_id="get_progress", opt={"permission": "progress.read", "tells": "metadata"},
    tags=["truth"],
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


@get("/me/statement", name="get_my_statement", operation_id="get_my_statement", opt={"permission": "signed_in"},
     tags=["truth"])  # fmt: skip
async def get_my_statement(actor: Asking, truth: Verbs, identity: Seats) -> Statement:
    """All that one ever did, in counts, and what it comes to where that is told; the same whatever became of projects.
    With an API key, of its tenant alone."""
    return await truth.statements.mine(actor.person_id, await identity.sessions.worked_in(actor))


@get("/statement", name="get_firm_statement", operation_id="get_firm_statement",
     opt={"permission": "statement.firm"}, tags=["truth"])  # fmt: skip
async def get_firm_statement(actor: Asking, truth: Verbs, month: Month | None = None) -> FirmStatement:
    """What the people of one's own firm did in a month, people who have left among them; this month unless said."""
    return await truth.statements.of_firm(actor, month)


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


@get(
    _CONCERNS,
    name="list_concerns", operation_id="list_concerns", opt={"permission": "concern.read"}, tags=["truth"],
)  # fmt: skip
async def list_concerns(
    actor: Asking, truth: Verbs, project_id: UUID, which: Which = "undecided", kind: ConcernKind | None = None,
    person_id: UUID | None = None, stale: bool = False, cursor: str | None = None, limit: Limit = 50,
) -> Page[Concern]:  # fmt: skip
    """What in the answers deserves a second look: about people first, then the newest; `stale`: also what is found no
    more."""
    return await truth.concerns.page(
        actor, project_id, state=which, kind=kind, person_id=person_id, stale=stale, cursor=cursor, limit=limit
    )


@get(
    f"{_CONCERNS}/detection",
    name="get_detection", operation_id="get_detection", opt={"permission": "concern.read"}, tags=["truth"],
)  # fmt: skip
async def get_detection(actor: Asking, truth: Verbs, project_id: UUID) -> Detection:
    """When answers were last looked through, how much waits, and whether vendors are told."""
    return await truth.concerns.detection(actor, project_id)


@put(
    f"{_CONCERNS}/detection",
    name="put_detection", operation_id="put_detection", opt={"permission": "concern.manage"}, tags=["truth"],
)  # fmt: skip
async def put_detection(actor: Asking, truth: Verbs, project_id: UUID, data: PutDetection) -> Detection:
    """Share with vendors' managers what was upheld about their own people, or do not."""
    return await truth.concerns.share(actor, project_id, data.shared)


@post(
    f"{_CONCERNS}/detection",
    name="detect_concerns", operation_id="detect_concerns", opt={"permission": "concern.read"}, tags=["truth"],
    status_code=202,
)  # fmt: skip
async def detect_concerns(actor: Asking, truth: Verbs, project_id: UUID) -> Refreshing:
    """Look through the answers now, in the background. It happens every night by itself where answers have come."""
    return await truth.concerns.detect(actor, project_id)


@get(
    _CONCERN,
    name="get_concern", operation_id="get_concern", opt={"permission": "concern.read"}, tags=["truth"],
)  # fmt: skip
async def get_concern(actor: Asking, truth: Verbs, project_id: UUID, concern_id: UUID) -> Concern:
    """One concern with its evidence, and what was decided."""
    return await truth.concerns.get(actor, project_id, concern_id)


@post(
    f"{_CONCERN}/decide",
    name="decide_concern", operation_id="decide_concern", opt={"permission": "concern.manage"}, tags=["truth"],
    status_code=200,
)  # fmt: skip
async def decide_concern(
    actor: Asking, truth: Verbs, project_id: UUID, concern_id: UUID, data: DecideConcern
) -> Concern:
    """Look into a concern, uphold or dismiss it. Whom it is about is told when it is upheld; nothing else follows."""
    return await truth.concerns.decide(actor, project_id, concern_id, data)


@post(
    f"{_CONCERN}/people/{{person_id:uuid}}/appeal",
    name="decide_concern_appeal", operation_id="decide_concern_appeal", opt={"permission": "concern.manage"},
    tags=["truth"], status_code=200,
)  # fmt: skip
async def decide_concern_appeal(
    actor: Asking, truth: Verbs, project_id: UUID, concern_id: UUID, person_id: UUID, data: DecideConcernAppeal
) -> Concern:
    """Grant or decline a person's appeal. Not by whoever upheld it, nor by whom it is about."""
    return await truth.concerns.decide_appeal(actor, project_id, concern_id, person_id, data)


@get(
    "/projects/{project_id:uuid}/my/concerns",
    name="list_my_concerns", operation_id="list_my_concerns", opt={"permission": "work.annotate"}, tags=["truth"],
)  # fmt: skip
async def list_my_concerns(actor: Asking, truth: Verbs, project_id: UUID) -> MyConcerns:
    """What was upheld about one's own answers, the newest first."""
    return await truth.concerns.mine(actor, project_id)


@post(
    "/projects/{project_id:uuid}/my/concerns/{concern_id:uuid}/appeal",
    name="appeal_concern", operation_id="appeal_concern", opt={"permission": "work.annotate"}, tags=["truth"],
    status_code=200,
)  # fmt: skip
async def appeal_concern(
    actor: Asking, truth: Verbs, project_id: UUID, concern_id: UUID, data: AppealConcern
) -> MyConcern:
    """Ask another human being to look again at what was upheld about oneself."""
    return await truth.concerns.appeal(actor, project_id, concern_id, data.text)


@get(
    "/projects/{project_id:uuid}/firm/concerns",
    name="list_firm_concerns", operation_id="list_firm_concerns", opt={"permission": "concern.firm"}, tags=["truth"],
)  # fmt: skip
async def list_firm_concerns(actor: Asking, truth: Verbs, project_id: UUID) -> FirmConcerns:
    """What was upheld about one's own firm's people, where the customer shares it; else nothing."""
    return await truth.concerns.of_firm(actor, project_id)


@get(
    "/projects/{project_id:uuid}/guideline-scores",
    name="get_guideline_scores", operation_id="get_guideline_scores", opt={"permission": "agreement.read"},
    tags=["truth"],
)  # fmt: skip
async def get_guideline_scores(actor: Asking, truth: Verbs, project_id: UUID) -> GuidelineScores:
    """Everybody's work by version of the guideline: how often right, gold, review and speed, with intervals."""
    return await truth.records.guidelines(actor, project_id)


@get(
    "/projects/{project_id:uuid}/people/{person_id:uuid}/record",
    name="get_person_record", operation_id="get_person_record", opt={"permission": "agreement.read"}, tags=["truth"],
)  # fmt: skip
async def get_person_record(actor: Asking, truth: Verbs, project_id: UUID, person_id: UUID) -> PersonRecord:
    """One person's work over time: score, gold, review, speed and volume, with intervals."""
    return await truth.records.person(actor, project_id, person_id)


@get(
    "/projects/{project_id:uuid}/firm/people/{person_id:uuid}/record",
    name="get_firm_person_record", operation_id="get_firm_person_record", opt={"permission": "record.firm"},
    tags=["truth"],
)  # fmt: skip
async def get_firm_person_record(
    actor: Asking, truth: Verbs, project_id: UUID, person_id: UUID
) -> FirmPersonRecord:  # fmt: skip
    """One of one's own firm's people over time: how often right, review, speed and volume, with intervals; nothing of
    gold, nor of anybody else."""
    return await truth.own_records.person(actor, project_id, person_id)


@get(
    "/projects/{project_id:uuid}/scorecard/{alias:str}",
    name="get_firm_record", operation_id="get_firm_record", opt={"permission": "scorecard.read"}, tags=["truth"],
)  # fmt: skip
async def get_firm_record(
    actor: Asking, truth: Verbs, project_id: UUID, alias: str, names: bool = False
) -> FirmRecord:  # fmt: skip
    """One firm's work over time and the spread of its people, by its letter on the scorecard; blind unless `names`."""
    return await truth.records.firm(actor, project_id, alias, names=names)


@get(
    "/projects/{project_id:uuid}/disagreements",
    name="list_disagreements", operation_id="list_disagreements", opt={"permission": "answers.read"}, tags=["truth"],
)  # fmt: skip
async def list_disagreements(
    actor: Asking, truth: Verbs, project_id: UUID, question: str | None = None, one: str | None = None,
    other: str | None = None, batch_id: UUID | None = None, firm_id: UUID | None = None,
    disagreement_state: Annotated[DisagreementState | None, QueryParameter(name="state")] = None,
    cursor: str | None = None, limit: Annotated[int, Parameter(ge=1, le=100)] = 30,
) -> Page[Disagreement]:  # fmt: skip
    """Where people disagree, the most divided first, with what each of them said; `one` and `other`: the two leading
    labels of `question`. A page may be short and have a next one: it looks through so many places for what no index
    knows."""
    return await truth.disagreements.page(
        actor, project_id, question=question, labels=(one, other), batch_id=batch_id, firm_id=firm_id,
        state=disagreement_state, cursor=cursor, limit=limit,
    )  # fmt: skip


@get(
    "/projects/{project_id:uuid}/disagreements/summary",
    name="get_disagreement_summary", operation_id="get_disagreement_summary", opt={"permission": "answers.read"},
    tags=["truth"],
)  # fmt: skip
async def get_disagreement_summary(actor: Asking, truth: Verbs, project_id: UUID) -> DisagreementSummary:
    """By what disagreements can be told apart: questions with their labels and how many items, firms that work here."""
    return await truth.disagreements.summary(actor, project_id)


@post(
    "/projects/{project_id:uuid}/disagreements/{item_id:uuid}",
    name="act_on_disagreement", operation_id="act_on_disagreement", opt={"permission": "disagreement.act"},
    tags=["truth"], status_code=204,
)  # fmt: skip
async def act_on_disagreement(
    actor: Asking, truth: Verbs, project_id: UUID, item_id: UUID, data: ActOnDisagreement
) -> None:
    """Have somebody decide, ask one more person, say that there is no right answer, or note a question for the
    guideline."""
    await truth.disagreements.act(actor, project_id, item_id, data)


@get(
    "/projects/{project_id:uuid}/judges",
    name="get_judges", operation_id="get_judges", opt={"permission": "agreement.read"}, tags=["truth"],
)  # fmt: skip
async def get_judges(actor: Asking, truth: Verbs, project_id: UUID) -> Judges:
    """Model judges beside people, as last computed: agreement, leanings, corrected means, may they stand in."""
    return await truth.judging.get(actor, project_id)


@post(
    "/projects/{project_id:uuid}/judges",
    name="refresh_judges", operation_id="refresh_judges", opt={"permission": "agreement.read"}, tags=["truth"],
    status_code=202,
)  # fmt: skip
async def refresh_judges(actor: Asking, truth: Verbs, project_id: UUID) -> Refreshing:
    """Compare judges with people anew, in the background."""
    return await truth.judging.refresh(actor, project_id)


@post(
    "/projects/{project_id:uuid}/judges/sample",
    name="sample_judge", operation_id="sample_judge", opt={"permission": "judge.sample"}, tags=["truth"],
    status_code=200,
)  # fmt: skip
async def sample_judge(actor: Asking, truth: Verbs, project_id: UUID, data: SampleJudge) -> JudgeSample:
    """Draw items of every verdict of a judge that people shall answer without seeing it, and ask about them first."""
    return await truth.judging.sample(actor, project_id, data)


routes = [
    get_agreement, refresh_agreement, get_truth, refresh_truth, get_progress, get_item_answers, get_my_record,
    get_my_statement, get_firm_statement, get_scorecard, list_prices, put_price, get_person_record,
    get_firm_person_record, get_firm_record, get_guideline_scores,
    list_concerns, get_detection, put_detection, detect_concerns, get_concern, decide_concern, decide_concern_appeal,
    list_my_concerns, appeal_concern, list_firm_concerns, list_disagreements, get_disagreement_summary,
    act_on_disagreement, get_judges, refresh_judges, sample_judge,
]  # fmt: skip
