"""The exposure ledger, by part: shares and caps, the overview, who has seen what, that signed, walls, drills."""

from __future__ import annotations

from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import Handler, Sweep, TenantSweep
from armslength.vendors.service import VendorsService
from armslength.walls.service.drills import Drills
from armslength.walls.service.explorer import Explorer
from armslength.walls.service.people import PersonWall
from armslength.walls.service.reconciling import Reconciling
from armslength.walls.service.reports import Reports
from armslength.walls.service.shares import ShareBook
from armslength.walls.service.trust import TrustBook
from armslength.walls.settings import WallsSettings


class Exposures:
    """Who has seen what, and how much of it."""

    def __init__(
        self, db: Database, vendors: VendorsService, keys: KeyService, clock: Clock,
        settings: WallsSettings | None = None,
    ) -> None:  # fmt: skip
        self.shares = ShareBook(db, vendors, clock)
        self.drills = Drills(db, keys, clock)
        self.trust = TrustBook(db, vendors, self.shares, self.drills, clock)
        self.explorer = Explorer(db)
        self.reports = Reports(db, keys, self.explorer, clock)
        self.people = PersonWall(db, vendors, clock)
        self.reconciling = Reconciling(db, keys, clock, (settings or WallsSettings()).reconcile_hour)

    def sweeps(self) -> list[Sweep]:
        """What is done now and then."""
        return self.people.sweeps() + self.reconciling.sweeps()

    def tenant_sweeps(self) -> list[TenantSweep]:
        """What is folded where something was shown."""
        return self.shares.tenant_sweeps()

    def handlers(self) -> dict[str, Handler]:
        """What is done in the background."""
        return self.reconciling.handlers()
