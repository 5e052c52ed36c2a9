"""HTTP of the gateway: files by token, and the record of who was shown what."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.params import Dependency, Parameter
from litestar.response import Stream

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.walls import rules
from armslength.walls.schemas import Exposure
from armslength.walls.service import WallsService


@get(
    "/projects/{project_id:uuid}/exposures",
    name="list_exposures", operation_id="list_exposures", opt={"permission": "exposure.read"}, tags=["walls"],
)  # fmt: skip
async def list_exposures(
    actor: Annotated[Actor, Dependency(skip_validation=True)],
    walls: Annotated[WallsService, Dependency(skip_validation=True)],
    project_id: UUID,
    person_id: UUID | None = None,
    item_id: UUID | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[Exposure]:
    """Who was shown what, newest first."""
    return await walls.list_exposures(
        actor, project_id, person_id=person_id, item_id=item_id, cursor=cursor, limit=limit
    )


@get(
    "/projects/{project_id:uuid}/media/{token:str}",
    name="get_media", operation_id="get_media", opt={"permission": "project.read"}, tags=["walls"],
)  # fmt: skip
async def get_media(
    request: Request[Any, Any, Any],
    actor: Annotated[Actor, Dependency(skip_validation=True)],
    walls: Annotated[WallsService, Dependency(skip_validation=True)],
    project_id: UUID,
    token: str,
) -> Stream:
    """The bytes behind an address in delivered content; works for a minute, for whoever it was delivered to."""
    media = await walls.open_media_token(actor, project_id, token)
    span = rules.byte_range(request.headers.get("range"), media.size)
    start, stop = span or (0, media.size)
    headers = rules.media_headers(media.content_type, media.digest) | {"content-length": str(stop - start)}
    if span is not None:
        headers["content-range"] = f"bytes {start}-{stop - 1}/{media.size}"
    flow: AsyncIterator[bytes] = media.read(start, stop)
    return Stream(flow, status_code=206 if span else 200, headers=headers, media_type=media.content_type)


routes = [list_exposures, get_media]
