"""HTTP of suggestion."""

from typing import Annotated, Any
from uuid import UUID

from litestar import get, post, put
from litestar.params import Dependency

from armslength.identity.model import Actor
from armslength.suggestion.schemas import (
    AddedSuggestions,
    AddSuggestions,
    AnchoringReport,
    AskSuggestions,
    ItemSuggestions,
    SuggestionMode,
    SuggestionPolicy,
    Suggestions,
    SuggestionSources,
)
from armslength.suggestion.service import SuggestionService

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[SuggestionService, Dependency(skip_validation=True)]
_PROJECT = "/projects/{project_id:uuid}"
_ALL = f"{_PROJECT}/suggestions"


def _is(name: str, permission: str) -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission}, "tags": ["suggestion"]}


@get(_ALL, **_is("list_suggestion_sources", "suggestion.read"))
async def list_suggestion_sources(actor: Asker, suggestion: Service, project_id: UUID) -> SuggestionSources:
    """Which versions of which sources proposed how much."""
    return await suggestion.sources(actor, project_id)


@post(_ALL, **_is("add_suggestions", "suggestion.manage"), status_code=200)
async def add_suggestions(
    actor: Asker, suggestion: Service, project_id: UUID, data: AddSuggestions
) -> AddedSuggestions:
    """Bring in up to 1,000 suggestions; each bad one is told, the others are stored."""
    return await suggestion.taking.add(actor, project_id, data)


@get(f"{_ALL}/policy", **_is("get_suggestion_policy", "suggestion.read"))
async def get_suggestion_policy(actor: Asker, suggestion: Service, project_id: UUID) -> SuggestionPolicy:
    """When people see suggestions."""
    return await suggestion.policy(actor, project_id)


@put(f"{_ALL}/policy", **_is("put_suggestion_policy", "suggestion.manage"))
async def put_suggestion_policy(
    actor: Asker, suggestion: Service, project_id: UUID, data: SuggestionPolicy
) -> SuggestionPolicy:
    """Set it; what people have in hand stays as it was decided."""
    return await suggestion.set_policy(actor, project_id, data)


@get(f"{_ALL}/report", **_is("get_anchoring_report", "suggestion.read"))
async def get_anchoring_report(actor: Asker, suggestion: Service, project_id: UUID) -> AnchoringReport:
    """Whether suggestions pull answers towards them: agreement where they were seen and where they were held back."""
    return await suggestion.report(actor, project_id)


@get(f"{_PROJECT}/items/{{item_id:uuid}}/suggestions", **_is("list_item_suggestions", "suggestion.read"))
async def list_item_suggestions(actor: Asker, suggestion: Service, project_id: UUID, item_id: UUID) -> ItemSuggestions:
    """What was proposed for an item, opened."""
    return await suggestion.showing.of_item(actor, project_id, item_id)


@get(f"{_PROJECT}/work/suggestions", **_is("get_suggestion_mode", "work.annotate"))
async def get_suggestion_mode(actor: Asker, suggestion: Service, project_id: UUID) -> SuggestionMode:
    """Whether and when the bench asks for suggestions."""
    return await suggestion.mode(actor, project_id)


@post(
    f"{_PROJECT}/assignments/{{assignment_id:uuid}}/suggestions",
    **_is("ask_suggestions", "work.annotate"), status_code=200,
)  # fmt: skip
async def ask_suggestions(
    actor: Asker, suggestion: Service, project_id: UUID, assignment_id: UUID, data: AskSuggestions
) -> Suggestions:
    """What is suggested for an assignment in one's hands. Where it is shown after one's own answer: give that."""
    return await suggestion.showing.ask(actor, project_id, assignment_id, data.answers)


routes = [
    list_suggestion_sources, add_suggestions, get_suggestion_policy, put_suggestion_policy, get_anchoring_report,
    list_item_suggestions, get_suggestion_mode, ask_suggestions,
]  # fmt: skip
