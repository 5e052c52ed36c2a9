"""The verbs of traits: ask, say, withdraw, count, and show what groups say."""

from __future__ import annotations

from armslength.identity.events import MEMBERSHIP_ENDED
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import Handler
from armslength.kit.outbox import Subscription
from armslength.projects.service.brands import Brands
from armslength.traits.service.asking import Asking
from armslength.traits.service.counting import COUNT_JOB, Counting
from armslength.truth.events import FITTED
from armslength.truth.service.believing import Believing


class TraitsService:
    """What people say of themselves never leaves this room but as figures of groups."""

    def __init__(self, db: Database, keys: KeyService, brands: Brands, clock: Clock, believing: Believing) -> None:
        self.asking = Asking(db, keys, brands, clock)
        self.counting = Counting(db, keys, clock, believing)

    def handlers(self) -> dict[str, Handler]:
        """Background work, by kind."""
        return {COUNT_JOB: self.counting.run}

    def subscriptions(self) -> list[Subscription]:
        """Whoever loses their seat is forgotten; after a fit, groups are counted."""
        return [
            Subscription(MEMBERSHIP_ENDED, self.asking.on_seat_lost), Subscription(FITTED, self.counting.on_fitted)
        ]  # fmt: skip
