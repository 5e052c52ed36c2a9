"""HTTP of lists."""

from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, patch, post, put
from litestar.params import Dependency, Parameter, QueryParameter
from litestar.response import Stream

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.lists.schemas import (
    BulkAct,
    BulkResult,
    CreateBulkAct,
    CreateView,
    ListName,
    ListView,
    ListViews,
    SetBulkActState,
    SetDefaultView,
    UpdateView,
)
from armslength.lists.service import ListsService

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Lists = Annotated[ListsService, Dependency(skip_validation=True)]
OfList = Annotated[ListName, QueryParameter(name="list")]
_VIEWS = "/projects/{project_id:uuid}/views"
_VIEW = _VIEWS + "/{view_id:uuid}"


def _is(name: str, permission: str = "item.read") -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission}, "tags": ["lists"]}


@get(_VIEWS, **_is("list_views"))
async def list_views(actor: Asker, lists: Lists, project_id: UUID, of_list: OfList = "items") -> ListViews:
    """One's own views of a list and those that are shared, by name."""
    return ListViews(await lists.views.all(actor, project_id, of_list))


@post(_VIEWS, **_is("create_view"))
async def create_view(actor: Asker, lists: Lists, project_id: UUID, data: CreateView) -> ListView:
    """Keep filters, sort and columns under a name."""
    return await lists.views.create(actor, project_id, data)


@patch(_VIEW, **_is("update_view"))
async def update_view(actor: Asker, lists: Lists, project_id: UUID, view_id: UUID, data: UpdateView) -> ListView:
    """Rename a view, share it, or keep something else in it."""
    return await lists.views.update(actor, project_id, view_id, data)


@delete(_VIEW, **_is("delete_view"), status_code=204)
async def delete_view(actor: Asker, lists: Lists, project_id: UUID, view_id: UUID) -> None:
    """Forget a view."""
    await lists.views.delete(actor, project_id, view_id)


@put("/projects/{project_id:uuid}/default-view", **_is("set_default_view"), status_code=204)
async def set_default_view(actor: Asker, lists: Lists, project_id: UUID, data: SetDefaultView) -> None:
    """Say with which view one's own list opens."""
    await lists.views.set_default(actor, project_id, data)


_ACTS = "/projects/{project_id:uuid}/bulk-acts"
_ACT = _ACTS + "/{bulk_id:uuid}"
Limit = Annotated[int, Parameter(ge=1, le=200)]


@get(_ACTS, **_is("list_bulk_acts", "item.manage"))
async def list_bulk_acts(
    actor: Asker, lists: Lists, project_id: UUID, cursor: str | None = None, limit: Limit = 50
) -> Page[BulkAct]:
    """Acts on many items or answers, the newest first; without comments and reasons, which stand in each."""
    return await lists.bulk.page(actor, project_id, cursor=cursor, limit=limit)


@post(_ACTS, **_is("create_bulk_act", "item.manage"))
async def create_bulk_act(actor: Asker, lists: Lists, project_id: UUID, data: CreateBulkAct) -> BulkAct:
    """Write down what an act would be done to, and count it; nothing is done before start_bulk_act."""
    return await lists.bulk.create(actor, project_id, data)


@get(_ACT, **_is("get_bulk_act", "item.manage"))
async def get_bulk_act(actor: Asker, lists: Lists, project_id: UUID, bulk_id: UUID) -> BulkAct:
    """An act as it stands."""
    return await lists.bulk.get(actor, project_id, bulk_id)


@post(_ACT + "/start", **_is("start_bulk_act", "item.manage"), status_code=200)
async def start_bulk_act(actor: Asker, lists: Lists, project_id: UUID, bulk_id: UUID) -> BulkAct:
    """Do it, in the background, to exactly what was written down."""
    return await lists.bulk.start(actor, project_id, bulk_id)


@post(_ACT + "/state", **_is("set_bulk_act_state", "item.manage"), status_code=200)
async def set_bulk_act_state(
    actor: Asker, lists: Lists, project_id: UUID, bulk_id: UUID, data: SetBulkActState
) -> BulkAct:
    """Pause, go on, or cancel; what is done stays done."""
    return await lists.bulk.set_state(actor, project_id, bulk_id, data.state)


@get(_ACT + "/results", **_is("list_bulk_results", "item.manage"))
async def list_bulk_results(
    actor: Asker, lists: Lists, project_id: UUID, bulk_id: UUID, skipped: bool = False, cursor: str | None = None,
    limit: Limit = 50,
) -> Page[BulkResult]:  # fmt: skip
    """What became of each element; with `skipped`, of those that were skipped, and why."""
    return await lists.bulk.results(actor, project_id, bulk_id, skipped=skipped, cursor=cursor, limit=limit)


@get(_ACT + "/report", **_is("download_bulk_report", "item.manage"), media_type="text/csv")
async def download_bulk_report(actor: Asker, lists: Lists, project_id: UUID, bulk_id: UUID) -> Stream:
    """The same as a CSV file."""
    headers = {
        "content-disposition": f'attachment; filename="{bulk_id}.csv"',
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
    }
    return Stream(await lists.bulk.report(actor, project_id, bulk_id), headers=headers, media_type="text/csv")


routes = [
    list_views, create_view, update_view, delete_view, set_default_view, list_bulk_acts, create_bulk_act, get_bulk_act,
    start_bulk_act, set_bulk_act_state, list_bulk_results, download_bulk_report,
]  # fmt: skip
