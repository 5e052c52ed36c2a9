"""HTTP of tracing: canaries, variants, and what a text says."""

from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, post, put
from litestar.params import Dependency, Parameter

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.tracing.schemas import (
    Canary,
    CanaryPolicy,
    ItemForms,
    MadeVariants,
    MakeVariants,
    PlantCanaries,
    PlantedCanaries,
    SuppliedVariants,
    SupplyVariants,
    TraceReport,
    TraceText,
    Variant,
    VariantOverview,
)
from armslength.tracing.service import TracingService

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[TracingService, Dependency(skip_validation=True)]
_ALL = "/projects/{project_id:uuid}/canaries"
_VARIANTS = "/projects/{project_id:uuid}/variants"


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


@get(_VARIANTS, **_is("list_variants", "variant.read"))
async def list_variants(
    actor: Asker, tracing: Service, project_id: UUID, cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[Variant]:  # fmt: skip
    """Items of which two forms exist, the last made first; that they were opened is recorded."""
    return await tracing.variants.page(actor, project_id, cursor=cursor, limit=limit)


@post(_VARIANTS, **_is("supply_variants", "variant.manage"), status_code=200)
async def supply_variants(actor: Asker, tracing: Service, project_id: UUID, data: SupplyVariants) -> SuppliedVariants:
    """Give up to 500 items a second form, before any vendor has been shown them; each bad row is told."""
    return await tracing.variants.supply(actor, project_id, data)


@post(f"{_VARIANTS}/made", **_is("make_variants", "variant.manage"), status_code=200)
async def make_variants(actor: Asker, tracing: Service, project_id: UUID, data: MakeVariants) -> MadeVariants:
    """Make second forms of the next 500 items by small changes of wording; a dry run says what would come of it."""
    return await tracing.variants.make(actor, project_id, data)


@get(f"{_VARIANTS}/overview", **_is("get_variant_overview", "variant.read"))
async def get_variant_overview(actor: Asker, tracing: Service, project_id: UUID) -> VariantOverview:
    """How many items have two forms, and which fields may."""
    return await tracing.variants.overview(actor, project_id)


@get(f"{_VARIANTS}/{{item_id:uuid}}", **_is("get_item_forms", "variant.read"))
async def get_item_forms(actor: Asker, tracing: Service, project_id: UUID, item_id: UUID) -> ItemForms:
    """Both forms of an item, and which vendor was given which."""
    return await tracing.variants.forms(actor, project_id, item_id)


@delete(f"{_VARIANTS}/{{item_id:uuid}}", **_is("drop_variant", "variant.manage"))
async def drop_variant(actor: Asker, tracing: Service, project_id: UUID, item_id: UUID) -> None:
    """Give the item one form again, while no vendor has been shown it."""
    await tracing.variants.drop(actor, project_id, item_id)


@post("/traces", **_is("trace_text", "trace.read"), status_code=200)
async def trace_text(actor: Asker, tracing: Service, data: TraceText) -> TraceReport:
    """What a text that turned up elsewhere says of who leaked it. The text is not kept, only its digest."""
    return await tracing.tracer.trace(actor, data)


routes = [
    list_canaries, plant_canaries, retire_canary, get_canary_policy, put_canary_policy, list_variants, supply_variants,
    make_variants,    get_variant_overview, get_item_forms, drop_variant, trace_text,
]  # fmt: skip
