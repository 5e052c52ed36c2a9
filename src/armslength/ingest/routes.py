"""HTTP of ingest."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, patch, post, put
from litestar.di import Provide
from litestar.params import Dependency, Parameter, QueryParameter

from armslength.identity.model import Actor
from armslength.ingest.model import ItemFilter, ItemSort, ItemState, Problem
from armslength.ingest.schemas import (
    Added,
    AddItems,
    Batch,
    CreateBatch,
    CreateImport,
    Import,
    ItemCount,
    ItemRow,
    Media,
    Offset,
    OpenItem,
    Preview,
    SetImportState,
    SetItemState,
    StartImport,
    UpdateBatch,
)
from armslength.ingest.service import IngestService
from armslength.kit.paging import Page
from armslength.kit.wire import refuse_unknown

Ingest = Annotated[IngestService, Dependency(skip_validation=True)]
Asker = Annotated[Actor, Dependency(skip_validation=True)]
Limit = Annotated[int, Parameter(ge=1, le=200)]
Text = Annotated[str | None, Parameter(max_length=500)]
Raw = Request[Any, Any, Any]
# `state` alone is a name that Litestar keeps for itself.
StateFilter = Annotated[ItemState | None, QueryParameter(name="state")]
BATCHES = "/projects/{project_id:uuid}/batches"
IMPORTS = "/projects/{project_id:uuid}/imports"
ONE_IMPORT = IMPORTS + "/{import_id:uuid}"
ITEMS = "/projects/{project_id:uuid}/items"


def _is(name: str, permission: str) -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission}, "tags": ["ingest"]}


@get(BATCHES, **_is("list_batches", "batch.read"))
async def list_batches(
    actor: Asker, ingest: Ingest, project_id: UUID, cursor: str | None = None, limit: Limit = 50
) -> Page[Batch]:
    """Batches with their counts, newest first."""
    return await ingest.batches.page(actor, project_id, cursor=cursor, limit=limit)


@post(BATCHES, **_is("create_batch", "batch.manage"))
async def create_batch(actor: Asker, ingest: Ingest, project_id: UUID, data: CreateBatch) -> Batch:
    """A batch by name; the same name gives the same batch."""
    return await ingest.batches.create(actor, project_id, data)


@patch(BATCHES + "/{batch_id:uuid}", **_is("update_batch", "batch.manage"))
async def update_batch(actor: Asker, ingest: Ingest, project_id: UUID, batch_id: UUID, data: UpdateBatch) -> Batch:
    """Rename, reprioritise, pause, resume or cancel a batch."""
    return await ingest.batches.update(actor, project_id, batch_id, data)


@post(BATCHES + "/{batch_id:uuid}/items", **_is("add_items", "item.import"), status_code=200)
async def add_items(actor: Asker, ingest: Ingest, project_id: UUID, batch_id: UUID, data: AddItems) -> Added:
    """Add up to 1,000 rows at once; each bad one is told, the others are added."""
    return await ingest.items.add(actor, project_id, batch_id, data)


@get(IMPORTS, **_is("list_imports", "batch.read"))
async def list_imports(
    actor: Asker, ingest: Ingest, project_id: UUID, cursor: str | None = None, limit: Limit = 50
) -> Page[Import]:
    """Imports of files, newest first."""
    return await ingest.imports.page(actor, project_id, cursor=cursor, limit=limit)


@post(IMPORTS, **_is("create_import", "item.import"))
async def create_import(actor: Asker, ingest: Ingest, project_id: UUID, data: CreateImport) -> Import:
    """Announce a file; its bytes follow by upload_import_part."""
    return await ingest.imports.create(actor, project_id, data)


@get(ONE_IMPORT, **_is("get_import", "batch.read"))
async def get_import(actor: Asker, ingest: Ingest, project_id: UUID, import_id: UUID) -> Import:
    """An import as it stands."""
    return await ingest.imports.get(actor, project_id, import_id)


@put(ONE_IMPORT + "/content", **_is("upload_import_part", "item.import"), request_max_body_size=None)
async def upload_import_part(
    request: Raw, actor: Asker, ingest: Ingest, project_id: UUID, import_id: UUID,
    offset: Annotated[int, Parameter(ge=0, le=2**62)],
) -> Offset:  # fmt: skip
    """The file's bytes from `offset` on, as the raw body; answers where to go on. Complete when that is its size."""
    return Offset(await ingest.imports.upload_part(actor, project_id, import_id, offset, request.stream()))


@post(ONE_IMPORT + "/preview", **_is("preview_import", "item.import"), status_code=200)
async def preview_import(actor: Asker, ingest: Ingest, project_id: UUID, import_id: UUID) -> Preview:
    """The first rows, a guessed mapping, and what is wrong with the rows under it."""
    return await ingest.imports.preview(actor, project_id, import_id)


@post(ONE_IMPORT + "/start", **_is("start_import", "item.import"), status_code=200)
async def start_import(actor: Asker, ingest: Ingest, project_id: UUID, import_id: UUID, data: StartImport) -> Import:
    """Import the uploaded file by this mapping, in the background."""
    return await ingest.imports.start(actor, project_id, import_id, data.mapping)


@post(ONE_IMPORT + "/state", **_is("set_import_state", "item.import"), status_code=200)
async def set_import_state(
    actor: Asker, ingest: Ingest, project_id: UUID, import_id: UUID, data: SetImportState
) -> Import:
    """Pause, resume or cancel; what was imported stays."""
    return await ingest.imports.set_state(actor, project_id, import_id, data.state)


@get(ONE_IMPORT + "/problems", **_is("list_import_problems", "batch.read"))
async def list_import_problems(
    actor: Asker, ingest: Ingest, project_id: UUID, import_id: UUID, cursor: str | None = None, limit: Limit = 50
) -> Page[Problem]:
    """Bad rows with line, field and reason."""
    return await ingest.imports.problems(actor, project_id, import_id, cursor=cursor, limit=limit)


@post("/projects/{project_id:uuid}/media", **_is("upload_media", "item.import"), request_max_body_size=None)
async def upload_media(request: Raw, actor: Asker, ingest: Ingest, project_id: UUID, file_name: Text = None) -> Media:
    """Store an image, as the raw body; items show it by its digest. The name is not kept: the bytes say what it is."""
    return await ingest.media.upload(actor, project_id, request.stream())


def item_filter(
    request: Raw, item_state: StateFilter = None, batch_id: UUID | None = None, external_id: Text = None,
    field: Text = None, contains: Text = None, flagged: bool | None = None, annotated_by: UUID | None = None,
) -> ItemFilter:  # fmt: skip
    """What the address narrows items to."""
    refuse_unknown(ItemFilter, request.query_params, "Items")
    return ItemFilter(
        state=item_state, batch_id=batch_id, external_id=external_id, field=field, contains=contains, flagged=flagged,
        annotated_by=annotated_by,
    )  # fmt: skip


Wanted = Annotated[ItemFilter, Dependency(skip_validation=True)]
_WANTED = {"wanted": Provide(item_filter, sync_to_thread=False)}


@get(ITEMS, **_is("list_items", "item.read"), dependencies=_WANTED)
async def list_items(
    actor: Asker, ingest: Ingest, project_id: UUID, wanted: Wanted,
    sort: ItemSort = "ord", cursor: str | None = None, limit: Limit = 50,
) -> Page[ItemRow]:  # fmt: skip
    """Items, in the order of the queue unless sorted otherwise. Summaries are content: each item listed is an exposure.
    A page may be short and have a next one: it looks through so many items for what no index knows."""
    return await ingest.items.page(actor, project_id, wanted, cursor=cursor, limit=limit, sort=sort)


@get("/projects/{project_id:uuid}/item-count", **_is("count_items", "item.read"), dependencies=_WANTED)
async def count_items(actor: Asker, ingest: Ingest, project_id: UUID, wanted: Wanted) -> ItemCount:
    """How many items fit the filters of list_items: exactly up to 10,000, beyond that at least so many."""
    return await ingest.items.count(actor, project_id, wanted)


@get(ITEMS + "/{item_id:uuid}", **_is("get_item", "item.read"))
async def get_item(actor: Asker, ingest: Ingest, project_id: UUID, item_id: UUID) -> OpenItem:
    """One item, opened."""
    return await ingest.items.get(actor, project_id, item_id)


@post(ITEMS + "/{item_id:uuid}/state", **_is("set_item_state", "item.manage"), status_code=200)
async def set_item_state(actor: Asker, ingest: Ingest, project_id: UUID, item_id: UUID, data: SetItemState) -> ItemRow:
    """Retire an item, or ask again: a retired one for what was left, a full one for one more answer."""
    return await ingest.items.set_state(actor, project_id, item_id, data.state)


routes = [
    list_batches, create_batch, update_batch, add_items, list_imports, create_import, get_import, upload_import_part,
    preview_import, start_import, set_import_state, list_import_problems, upload_media, list_items, count_items,
    get_item, set_item_state,
]  # fmt: skip
