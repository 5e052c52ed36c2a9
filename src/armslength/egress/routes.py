"""HTTP of egress."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post
from litestar.params import Dependency

from armslength.egress.schemas import AddEgressHost, Egress, EgressHost
from armslength.egress.service import Asker, EgressService

Asking = Annotated[Asker, Dependency(skip_validation=True)]
Service = Annotated[EgressService, Dependency(skip_validation=True)]


@get("/egress", name="get_egress", operation_id="get_egress", opt={"permission": "egress.read"}, tags=["egress"])
async def get_egress(actor: Asking, egress: Service) -> Egress:
    """Which hosts may be called from here."""
    return await egress.get(actor)


@post(
    "/egress/hosts", name="add_egress_host", operation_id="add_egress_host", opt={"permission": "egress.manage"},
    tags=["egress"],
)  # fmt: skip
async def add_egress_host(actor: Asking, egress: Service, data: AddEgressHost) -> EgressHost:
    """Allow a host to be called."""
    return await egress.add_host(actor, data)


@delete(
    "/egress/hosts/{host_id:uuid}", name="remove_egress_host", operation_id="remove_egress_host",
    opt={"permission": "egress.manage"}, tags=["egress"],
)  # fmt: skip
async def remove_egress_host(actor: Asking, egress: Service, host_id: UUID) -> None:
    """Allow it no longer."""
    await egress.remove_host(actor, host_id)


routes = [get_egress, add_egress_host, remove_egress_host]
