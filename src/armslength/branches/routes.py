"""HTTP of branches."""

from typing import Annotated, Any
from uuid import UUID

from litestar import get, put
from litestar.params import Dependency, Parameter

from armslength.branches.model import State
from armslength.branches.schemas import AssembledItem, Branches, DecideItem, PutBranches
from armslength.branches.service import BranchesService
from armslength.identity.model import Actor
from armslength.kit.paging import Page

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[BranchesService, Dependency(skip_validation=True)]
_ALL = "/projects/{project_id:uuid}/branches"
_ITEM = _ALL + "/items/{item_id:uuid}"


def _is(name: str, permission: str) -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission}, "tags": ["branches"]}


@get(_ALL, **_is("get_branches", "branch.read"))
async def get_branches(actor: Asker, branches: Service, project_id: UUID) -> Branches:
    """How the question is split, what each branch's people are asked, and which vendors know how much of it."""
    return await branches.plans.get(actor, project_id)


@put(_ALL, **_is("put_branches", "branch.manage"))
async def put_branches(actor: Asker, branches: Service, project_id: UUID, data: PutBranches) -> Branches:
    """Split the question: every branch becomes a project of its own. `dry_run`: only show what each would be asked."""
    return await branches.plans.put(actor, project_id, data)


@get(_ALL + "/items", **_is("list_assembled_items", "branch.read"))
async def list_assembled_items(
    actor: Asker, branches: Service, project_id: UUID, stands: State | None = None, cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[AssembledItem]:  # fmt: skip
    """Items with what their branches say together. A page may be short and still have a next one."""
    return await branches.items.page(actor, project_id, stands, cursor=cursor, limit=limit)


@get(_ITEM, **_is("get_assembled_item", "branch.read"))
async def get_assembled_item(actor: Asker, branches: Service, project_id: UUID, item_id: UUID) -> AssembledItem:
    """One item: who of which branch said what, and what it says together."""
    return await branches.items.get(actor, project_id, item_id)


@put(_ITEM + "/decision", **_is("decide_assembled_item", "branch.manage"))
async def decide_assembled_item(
    actor: Asker, branches: Service, project_id: UUID, item_id: UUID, data: DecideItem
) -> AssembledItem:
    """Say what an item is, where the branches contradict each other or none claims it."""
    return await branches.items.decide(actor, project_id, item_id, data)


routes = [get_branches, put_branches, list_assembled_items, get_assembled_item, decide_assembled_item]
