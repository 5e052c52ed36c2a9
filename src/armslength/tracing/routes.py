"""HTTP of tracing."""

from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, post, put
from litestar.params import Dependency, Parameter

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.tracing.schemas import (
    Canary,
    CanaryPolicy,
    PlantCanaries,
    PlantedCanaries,
    TraceReport,
    TraceText,
)
from armslength.tracing.service import TracingService

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[TracingService, Dependency(skip_validation=True)]
_ALL = "/projects/{project_id:uuid}/canaries"


def _is(name: str, permission: str) -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission}, "tags": ["tracing"]}


@get(_ALL, **_is("list_canaries", "canary.read"))
async def list_canaries(
    actor: Asker, tracing: Service, project_id: UUID, cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[Canary]:  # fmt: skip
    """Canaries of the project, the last planted first; that they were opened is recorded."""
    return await tracing.canaries.page(actor, project_id, cursor=cursor, limit=limit)


@post(_ALL, **_is("plant_canaries", "canary.manage"), status_code=200)
async def plant_canaries(actor: Asker, tracing: Service, project_id: UUID, data: PlantCanaries) -> PlantedCanaries:
    """Add up to 200 invented items that one vendor's people alone are asked about; each bad one is told."""
    return await tracing.canaries.plant(actor, project_id, data)


@delete(f"{_ALL}/{{item_id:uuid}}", **_is("retire_canary", "canary.manage"))
async def retire_canary(actor: Asker, tracing: Service, project_id: UUID, item_id: UUID) -> None:
    """Ask nobody about it any more; it is still looked for."""
    await tracing.canaries.retire(actor, project_id, item_id)


@get(f"{_ALL}/policy", **_is("get_canary_policy", "canary.read"))
async def get_canary_policy(actor: Asker, tracing: Service, project_id: UUID) -> CanaryPolicy:
    """Which part of what vendors' people are asked is canaries."""
    return await tracing.canaries.policy(actor, project_id)


@put(f"{_ALL}/policy", **_is("put_canary_policy", "canary.manage"))
async def put_canary_policy(actor: Asker, tracing: Service, project_id: UUID, data: CanaryPolicy) -> CanaryPolicy:
    """Set it."""
    return await tracing.canaries.set_policy(actor, project_id, data)


@post("/traces", **_is("trace_text", "trace.read"), status_code=200)
async def trace_text(actor: Asker, tracing: Service, data: TraceText) -> TraceReport:
    """What a text that turned up elsewhere says of who leaked it. The text is not kept, only its digest."""
    return await tracing.tracer.trace(actor, data)


routes = [
    list_canaries, plant_canaries, retire_canary, get_canary_policy, put_canary_policy, trace_text,
]  # fmt: skip
