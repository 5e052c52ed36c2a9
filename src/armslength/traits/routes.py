"""HTTP of traits."""

from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, post, put
from litestar.params import Dependency

from armslength.identity.model import Actor
from armslength.traits.schemas import CreateTrait, Groups, MyTraits, TellMyTrait, Traits
from armslength.traits.service import TraitsService

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[TraitsService, Dependency(skip_validation=True)]


def _is(name: str, permission: str) -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission}, "tags": ["traits"]}


@get("/traits", **_is("list_traits", "trait.read"))
async def list_traits(actor: Asker, traits: Service) -> Traits:
    """What people may say of themselves, by name; never who said what, nor how many did."""
    return await traits.asking.all_of(actor)


@post("/traits", **_is("create_trait", "trait.manage"))
async def create_trait(actor: Asker, traits: Service, data: CreateTrait) -> Traits:
    """Ask people to say something of themselves. It is not changed after: make another one."""
    return await traits.asking.add(actor, data)


@delete("/traits/{trait_id:uuid}", **_is("remove_trait", "trait.manage"), status_code=204)
async def remove_trait(actor: Asker, traits: Service, trait_id: UUID) -> None:
    """Ask for it no more; what everybody said, and what was told of groups, is erased."""
    await traits.asking.remove(actor, trait_id)


@get("/me/traits", **_is("list_my_traits", "signed_in"))
async def list_my_traits(actor: Asker, traits: Service) -> MyTraits:
    """What one may say of oneself here, and has said. Nobody else is shown it."""
    return await traits.asking.mine(actor)


@put("/me/traits/{trait_id:uuid}", **_is("tell_my_trait", "signed_in"))
async def tell_my_trait(actor: Asker, traits: Service, trait_id: UUID, data: TellMyTrait) -> MyTraits:
    """Say something of oneself, or something else than before. By the id that `list_my_traits` has: it is one's own."""
    return await traits.asking.say(actor, trait_id, data)


@delete("/me/traits/{trait_id:uuid}", **_is("withdraw_my_trait", "signed_in"), status_code=204)
async def withdraw_my_trait(actor: Asker, traits: Service, trait_id: UUID) -> None:
    """Say nothing of it any more: what one said is erased, and counted no more."""
    await traits.asking.withdraw(actor, trait_id)


@get("/projects/{project_id:uuid}/groups", **_is("get_groups", "groups.read"))
async def get_groups(actor: Asker, traits: Service, project_id: UUID) -> Groups:
    """What groups of people say in the whole project, trait by trait, as last told; nothing of a group that is too
    small, and never of one item."""
    return await traits.counting.groups(actor, project_id)


routes = [list_traits, create_trait, remove_trait, list_my_traits, tell_my_trait, withdraw_my_trait, get_groups]
