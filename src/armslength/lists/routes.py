"""HTTP of lists."""

from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, patch, post, put
from litestar.params import Dependency, QueryParameter

from armslength.identity.model import Actor
from armslength.lists.schemas import CreateView, ListName, ListView, ListViews, SetDefaultView, UpdateView
from armslength.lists.service import ListsService

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Lists = Annotated[ListsService, Dependency(skip_validation=True)]
OfList = Annotated[ListName, QueryParameter(name="list")]
_VIEWS = "/projects/{project_id:uuid}/views"
_VIEW = _VIEWS + "/{view_id:uuid}"


def _is(name: str) -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": "item.read"}, "tags": ["lists"]}


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


routes = [list_views, create_view, update_view, delete_view, set_default_view]
