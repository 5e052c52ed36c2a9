"""The verbs of projects, by theme: `life` (make, change, start, stop), `versions` (schema and guideline), `members`,
`briefs` (the project as one file), `brands` (what vendors must not read), `naming` (that they have read it)."""

import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType

from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import Sweep
from armslength.projects.model import GoldOf, PartOf, PermissionsOf, ProgressOf, RoutingOf
from armslength.projects.service.brands import Brands
from armslength.projects.service.briefs import Briefs
from armslength.projects.service.life import Life
from armslength.projects.service.members import Members
from armslength.projects.service.versions import Versions
from armslength.projects.settings import ProjectsSettings
from armslength.vendors.service import VendorsService
from armslength.walls.service import WallsService

__all__ = ["ProjectsService"]


class ProjectsService:
    """Everything about projects.

    permissions_of   what a role carries (identity's policy)
    progress         how far projects are, told by a later room; without it projects come without progress
    gold, routing    what briefs say of each, for a later room; without it they say nothing
    parts            what briefs say under other keys of theirs, in the order in which it is set
    """

    def __init__(
        self, db: Database, keys: KeyService, walls: WallsService, vendors: VendorsService, clock: Clock,
        settings: ProjectsSettings, permissions_of: PermissionsOf, *, progress: ProgressOf | None = None,
        gold: GoldOf | None = None, routing: RoutingOf | None = None,
        parts: Mapping[str, PartOf] = MappingProxyType({}),
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:  # fmt: skip
        self.brands = Brands(db, keys, walls, vendors, clock)
        self.versions = Versions(db, keys, walls, self.brands, clock, gold)
        self.naming = self.versions.naming
        self.members = Members(db, vendors, clock)
        self.life = Life(
            db, keys, self.versions, clock, settings, permissions_of, progress, random_bytes, vendors.judging
        )
        self.briefs = Briefs(db, self.life, self.versions, self.members, gold, routing, parts)

    def sweeps(self) -> list[Sweep]:
        """What is done now and then."""
        return self.naming.sweeps()
