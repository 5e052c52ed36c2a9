# Generated from _async by generate_sync.py: edit there.
"""What people may say of themselves, and what groups of them say of items."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from armslength_client._sync.figures import Figures
from armslength_client.types_traits import GroupSheet, MyTrait, Trait


class Traits(Figures):
    """Operations on traits."""

    def list_traits(self) -> list[Trait]:
        """What people may say of themselves, by name; never who said what, nor how many did."""
        return (self.call("GET", "/traits", dict[str, list[Trait]]))["items"]

    def create_trait(self, name: str, why: str, options: Iterable[str], *, at_least: int = 5) -> list[Trait]:
        """Ask people to say something of themselves. `why`: what for, in words that they read; `at_least`: nothing is
        told of a group of fewer people. It is not changed after."""
        body = {"name": name, "why": why, "options": list(options), "at_least": at_least}
        return (self.call("POST", "/traits", dict[str, list[Trait]], body=body))["items"]

    def remove_trait(self, trait_id: UUID) -> None:
        """Ask for it no more; what everybody said, and what was told of groups, is erased."""
        self.call("DELETE", f"/traits/{trait_id}", type(None))

    def list_my_traits(self) -> list[MyTrait]:
        """What one may say of oneself here, and has said. Nobody else is shown it."""
        return (self.call("GET", "/me/traits", dict[str, list[MyTrait]]))["items"]

    def tell_my_trait(self, trait_id: UUID, option: str, *, consent: bool) -> list[MyTrait]:
        """Say something of oneself, or something else than before; `consent`: to its being counted in groups."""
        path, body = f"/me/traits/{trait_id}", {"option": option, "consent": consent}
        return (self.call("PUT", path, dict[str, list[MyTrait]], body=body))["items"]

    def withdraw_my_trait(self, trait_id: UUID) -> None:
        """Say nothing of it any more: what one said is erased, and counted no more."""
        self.call("DELETE", f"/me/traits/{trait_id}", type(None))

    def get_groups(self, project_id: UUID) -> list[GroupSheet]:
        """What groups of people say in the whole project, trait by trait, as last told."""
        return (self.call("GET", f"/projects/{project_id}/groups", dict[str, list[GroupSheet]]))["items"]
