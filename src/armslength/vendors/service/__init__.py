"""The verbs of vendors, by part: firms, and the grants that let them into projects."""

from uuid import UUID

from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.vendors.service.firms import Firms
from armslength.vendors.service.grants import Grants

__all__ = ["VendorsService"]


class VendorsService:
    """Vendors of a tenant and their grants per project. Serves identity's `Grants`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.firms = Firms(db, clock)
        self.grants = Grants(db, clock)

    async def ensure(self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID) -> None:
        """See `Grants.ensure`."""
        await self.grants.ensure(tx, actor, project_id, vendor_id)
