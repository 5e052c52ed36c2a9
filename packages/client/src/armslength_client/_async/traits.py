"""What people may say of themselves, and what groups of them say of items."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from armslength_client._async.figures import AsyncFigures
from armslength_client.types_traits import GroupSheet, MyTrait, Trait


class AsyncTraits(AsyncFigures):
    """Operations on traits."""

    async def list_traits(self) -> list[Trait]:
        """What people may say of themselves, by name; never who said what, nor how many did."""
        return (await self.call("GET", "/traits", dict[str, list[Trait]]))["items"]

    async def create_trait(self, name: str, why: str, options: Iterable[str], *, at_least: int = 5) -> list[Trait]:
        """Ask people to say something of themselves. `why`: what for, in words that they read; `at_least`: nothing is
        told of a group of fewer people. It is not changed after."""
        body = {"name": name, "why": why, "options": list(options), "at_least": at_least}
        return (await self.call("POST", "/traits", dict[str, list[Trait]], body=body))["items"]

    async def remove_trait(self, trait_id: UUID) -> None:
        """Ask for it no more; what everybody said, and what was told of groups, is erased."""
        await self.call("DELETE", f"/traits/{trait_id}", type(None))

    async def list_my_traits(self) -> list[MyTrait]:
        """What one may say of oneself here, and has said. Nobody else is shown it."""
        return (await self.call("GET", "/me/traits", dict[str, list[MyTrait]]))["items"]

    async def tell_my_trait(self, trait_id: UUID, option: str, *, consent: bool) -> list[MyTrait]:
        """Say something of oneself, or something else than before; `consent`: to its being counted in groups."""
        path, body = f"/me/traits/{trait_id}", {"option": option, "consent": consent}
        return (await self.call("PUT", path, dict[str, list[MyTrait]], body=body))["items"]

    async def withdraw_my_trait(self, trait_id: UUID) -> None:
        """Say nothing of it any more: what one said is erased, and counted no more."""
        await self.call("DELETE", f"/me/traits/{trait_id}", type(None))

    async def get_groups(self, project_id: UUID) -> list[GroupSheet]:
        """What groups of people say in the whole project, trait by trait, as last told."""
        return (await self.call("GET", f"/projects/{project_id}/groups", dict[str, list[GroupSheet]]))["items"]
