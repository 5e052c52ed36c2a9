"""HTTP of renditions."""

from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.params import Dependency

from armslength.identity.model import Actor
from armslength.renditions.schemas import (
    AddedRenditions,
    AddRenditions,
    ItemRenditions,
    MakeRenditions,
    Making,
    Renditions,
)
from armslength.renditions.service import RenditionsService

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[RenditionsService, Dependency(skip_validation=True)]
_ALL = "/projects/{project_id:uuid}/renditions"


def _is(name: str, permission: str) -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission}, "tags": ["renditions"]}


@get(_ALL, **_is("get_renditions", "rendition.read"))
async def get_renditions(actor: Asker, renditions: Service, project_id: UUID) -> Renditions:
    """In which forms the items are there, how many lack which, and which vendors are shown it."""
    return await renditions.standing(actor, project_id)


@post(_ALL, **_is("add_renditions", "rendition.manage"), status_code=200)
async def add_renditions(actor: Asker, renditions: Service, project_id: UUID, data: AddRenditions) -> AddedRenditions:
    """Bring in up to 500 items in another form; each bad one is told, the others are stored."""
    return await renditions.add(actor, project_id, data)


@get("/projects/{project_id:uuid}/items/{item_id:uuid}/renditions", **_is("list_item_renditions", "item.read"))
async def list_item_renditions(actor: Asker, renditions: Service, project_id: UUID, item_id: UUID) -> ItemRenditions:
    """Every form of an item beside the original; that they were opened is recorded."""
    return await renditions.of_item(actor, project_id, item_id)


@post(f"{_ALL}/make", **_is("make_renditions", "rendition.manage"), status_code=202)
async def make_renditions(actor: Asker, renditions: Service, project_id: UUID, data: MakeRenditions) -> Making:
    """Have redacted renditions made here, by a job: well-known personal data in texts is masked."""
    return await renditions.maker.start(actor, project_id, data)


routes = [get_renditions, add_renditions, make_renditions, list_item_renditions]
