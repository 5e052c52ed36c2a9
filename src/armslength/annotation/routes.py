"""HTTP of drafts, submissions and looking back."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, delete, get, post, put
from litestar.di import Provide
from litestar.params import Dependency, Parameter

from armslength.annotation.model import AnswerFilter, AnswerSort, Verdict
from armslength.annotation.schemas import (
    AnswerCount,
    AnswerRow,
    DraftRequest,
    DraftSaved,
    MyAnnotation,
    MyAnnotationDetail,
    PutWritingPolicy,
    SubmitRequest,
    Submitted,
    WritingNotice,
    WritingPolicy,
    WritingRecord,
)
from armslength.annotation.service import AnnotationService
from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.kit.wire import refuse_unknown

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


_WRITING = "/projects/{project_id:uuid}/writing"
_NOTICE = "/projects/{project_id:uuid}/work/writing"


@get(_WRITING, name="get_writing_policy", operation_id="get_writing_policy", opt={"permission": "project.configure"},
     tags=["annotation"])  # fmt: skip
async def get_writing_policy(actor: Asking, annotation: Service, project_id: UUID) -> WritingPolicy:
    """Whether the project records how answers are written."""
    return await annotation.writing.policy(actor, project_id)


@put(_WRITING, name="put_writing_policy", operation_id="put_writing_policy", opt={"permission": "project.configure"},
     tags=["annotation"])  # fmt: skip
async def put_writing_policy(
    actor: Asking, annotation: Service, project_id: UUID, data: PutWritingPolicy
) -> WritingPolicy:
    """Record how answers are written, or do not; people are told before they work."""
    return await annotation.writing.set_policy(actor, project_id, data)


@get(_NOTICE, name="get_writing_notice", operation_id="get_writing_notice", opt={"permission": "work.annotate"},
     tags=["annotation"])  # fmt: skip
async def get_writing_notice(actor: Asking, annotation: Service, project_id: UUID) -> WritingNotice:
    """Whether it is recorded here how one writes, for how long, and whether one said that one knows."""
    return await annotation.writing.notice(actor, project_id)


@post(_NOTICE, name="read_writing_notice", operation_id="read_writing_notice", opt={"permission": "work.annotate"},
      status_code=200, tags=["annotation"])  # fmt: skip
async def read_writing_notice(actor: Asking, annotation: Service, project_id: UUID) -> WritingNotice:
    """Say that one knows; before that nothing is kept."""
    return await annotation.writing.read_notice(actor, project_id)


@get(f"{_WRITING}/records", name="list_writing_records", operation_id="list_writing_records",
     opt={"permission": "answers.read"}, tags=["annotation"])  # fmt: skip
async def list_writing_records(
    actor: Asking,
    annotation: Service,
    project_id: UUID,
    flagged: bool = False,
    person_id: UUID | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[WritingRecord]:
    """How answers were written, the newest first: counts, and what of them is worth a look."""
    return await annotation.writing.page(
        actor, project_id, flagged=flagged, person_id=person_id, cursor=cursor, limit=limit
    )


@delete(f"{_WRITING}/people/{{person_id:uuid}}", name="forget_writing", operation_id="forget_writing",
        opt={"permission": "project.configure"}, status_code=204, tags=["annotation"])  # fmt: skip
async def forget_writing(actor: Asking, annotation: Service, project_id: UUID, person_id: UUID) -> None:
    """Forget how somebody wrote here."""
    await annotation.writing.forget(actor, project_id, person_id)


Raw = Request[Any, Any, Any]
Number = Annotated[int | None, Parameter(ge=0, le=1_000_000)]
Reworks = Annotated[int | None, Parameter(ge=1, le=100)]
Text = Annotated[str | None, Parameter(min_length=1, max_length=500)]


def answer_filter(
    request: Raw,
    verdict: Verdict | None = None, person_id: UUID | None = None, organization_id: UUID | None = None,
    batch_id: UUID | None = None, item_id: UUID | None = None, question: Text = None, value: Text = None,
    schema_version: Number = None, guideline_version: Number = None, gold: bool | None = None,
    flagged: bool | None = None, reworks: Reworks = None, since: datetime | None = None, until: datetime | None = None,
) -> AnswerFilter:  # fmt: skip
    """What the address narrows answers to."""
    refuse_unknown(AnswerFilter, request.query_params, "Answers")
    return AnswerFilter(
        verdict=verdict, person_id=person_id, organization_id=organization_id, batch_id=batch_id, item_id=item_id,
        question=question, value=value, schema_version=schema_version, guideline_version=guideline_version, gold=gold,
        flagged=flagged, reworks=reworks, since=since, until=until,
    )  # fmt: skip


Wanted = Annotated[AnswerFilter, Dependency(skip_validation=True)]
_WANTED = {"wanted": Provide(answer_filter, sync_to_thread=False)}


@get("/projects/{project_id:uuid}/answers", name="list_answers", operation_id="list_answers",
     opt={"permission": "answers.read"}, tags=["annotation"], dependencies=_WANTED)  # fmt: skip
async def list_answers(
    actor: Asking, annotation: Service, project_id: UUID, wanted: Wanted,
    sort: AnswerSort = "-at", cursor: str | None = None, limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[AnswerRow]:  # fmt: skip
    """Everybody's answers that stand, the newest first. They are content: each one listed is an exposure.
    A page may be short and have a next one: it looks through so many answers for what no index has in order."""
    return await annotation.listing.page(actor, project_id, wanted, sort=sort, cursor=cursor, limit=limit)


@get("/projects/{project_id:uuid}/answer-count", name="count_answers", operation_id="count_answers",
     opt={"permission": "answers.read"}, tags=["annotation"], dependencies=_WANTED)  # fmt: skip
async def count_answers(actor: Asking, annotation: Service, project_id: UUID, wanted: Wanted) -> AnswerCount:
    """How many answers fit the filters of list_answers: exactly up to 10,000, beyond that at least so many."""
    return await annotation.listing.count(actor, project_id, wanted)


routes = [
    list_answers, count_answers,
    save_draft, submit_annotation, list_my_annotations, get_my_annotation, get_writing_policy, put_writing_policy,
    get_writing_notice, read_writing_notice, list_writing_records, forget_writing,
]  # fmt: skip
