"""The verbs of branches: split a question, fill the branches, put together what they say."""

from armslength.branches.service.assembling import Assembler, assembler
from armslength.branches.service.filling import Filling
from armslength.branches.service.items import AssembledItems
from armslength.branches.service.plans import FILL, Plans
from armslength.ingest.events import IMPORT_ENDED
from armslength.ingest.service import IngestService
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import Handler, Sweep
from armslength.kit.outbox import Subscription
from armslength.projects.service import ProjectsService
from armslength.walls.service import WallsService

__all__ = ["Assembler", "BranchesService", "assembler"]


class BranchesService:
    """`plans`: how a question is split. `items`: what is said of each."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, projects: ProjectsService, ingest: IngestService,
        clock: Clock,
    ) -> None:  # fmt: skip
        self.plans = Plans(db, walls, keys, projects, ingest, clock)
        self.items = AssembledItems(db, walls, keys, clock)
        self.filling = Filling(db, walls, ingest)

    def handlers(self) -> dict[str, Handler]:
        """Jobs of this room."""
        return {FILL: self.filling.run}

    def subscriptions(self) -> list[Subscription]:
        """What it hears."""
        return [Subscription(IMPORT_ENDED, self.filling.on_import_ended)]

    def sweeps(self) -> list[Sweep]:
        """Items that came in by a few rows."""
        return [Sweep("branches.behind", 30, self.filling.sweep)]
