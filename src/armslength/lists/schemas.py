"""The wire forms of lists."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from armslength.kit.wire import Named
from armslength.lists.model import ActName

ListName = Literal["items", "answers"]
ViewName = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
BulkState = Literal["choosing", "ready", "waiting", "running", "paused", "done", "cancelled", "failed"]
Chosen = Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=1000)]
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
    """A new view. `shared`: everybody who may read the list sees it. `sort`: null for the list's own order."""

    name: ViewName
    list: ListName = "items"
    shared: bool = False
    filters: dict[str, Any] = {}
    sort: str | None = None
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


class CreateBulkAct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act on what fits the `filters` of list_items ({}: everything), on up to 1,000 items, on what fits the
    `answer_filters` of list_answers, or on up to 1,000 answers (`annotation_ids`): one of the four.

    `accept` and `reject` are about those answers that wait for review, or the answers to those items that do; `comment`
    says why they are sent back. The other acts are done to those items, or to the items of those answers.
    """

    act: ActName
    filters: dict[str, Any] | None = None
    item_ids: Chosen | None = None
    answer_filters: dict[str, Any] | None = None
    annotation_ids: Chosen | None = None
    comment: Annotated[str, msgspec.Meta(max_length=10_000)] = ""
    after_reject: Literal["rework", "someone_else"] = "rework"
    key: UUID | None = None


class SetBulkActState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pause, go on, cancel."""

    state: Literal["running", "paused", "cancelled"]


class BulkAct(msgspec.Struct, frozen=True):
    """One act on many. `choosing`: it is being written down what it is done to; `ready`: `total` is that, and it waits
    to be started. `states`: how the items stood then, once for each element. `reasons`: how many were skipped, by
    code."""

    id: UUID
    act: ActName
    of: Literal["items", "answers"]
    state: BulkState
    filters: dict[str, Any] | None
    answer_filters: dict[str, Any] | None
    states: dict[str, int]
    total: int
    done: int
    skipped: int
    reasons: dict[str, int]
    error: str | None
    comment: str
    after_reject: Literal["rework", "someone_else"] | None
    person: Named
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class BulkResult(msgspec.Struct, frozen=True):
    """What became of one element; `outcome` is null until it is its turn."""

    item_id: UUID
    ord: int
    external_id: str | None
    outcome: Literal["done", "skipped"] | None
    code: str | None
    reason: str | None
