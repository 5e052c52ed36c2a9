"""The wire forms of lists."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from armslength.kit.wire import Named

ListName = Literal["items"]
ViewName = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
Columns = Annotated[list[str], msgspec.Meta(max_length=50)]


class ViewProblem(msgspec.Struct, frozen=True):
    """Why a view can no longer be opened as it is: `field` names the filter."""

    field: str
    message: str


class ListView(msgspec.Struct, frozen=True):
    """Filters, sort and columns under a name. `default`: one's own list opens with it. No `columns`: all of them."""

    id: UUID
    list: ListName
    name: str
    shared: bool
    filters: dict[str, Any]
    sort: str
    columns: Columns
    person: Named
    mine: bool
    default: bool
    problem: ViewProblem | None
    created_at: datetime
    updated_at: datetime


class ListViews(msgspec.Struct, frozen=True):
    """One's own views and those that are shared, by name."""

    items: list[ListView]


class CreateView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new view. `shared`: everybody who may read the list sees it."""

    name: ViewName
    list: ListName = "items"
    shared: bool = False
    filters: dict[str, Any] = {}
    sort: str = "ord"
    columns: Columns = []


class UpdateView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to change; what is left out stays."""

    name: ViewName | None = None
    shared: bool | None = None
    filters: dict[str, Any] | None = None
    sort: str | None = None
    columns: Columns | None = None


class SetDefaultView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The view with which one's own list opens; null: with none."""

    view_id: UUID | None
    list: ListName = "items"
