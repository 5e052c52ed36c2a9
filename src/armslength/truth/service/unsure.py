"""More people for what is unsure, where a project asks about everything first: the least sure before the rest.

The queue stays first come, first served, and asking for work costs what it did: what is unsure is let into it a few
items at a time, whenever it has nothing else.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from armslength.assignment.service.overlap import ask_more
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import TenantSweep
from armslength.ledger.service import record
from armslength.projects import views as projects
from armslength.projects.model import ProjectRow
from armslength.truth.repository import beliefs as repository

ASK_UNSURE: Final = "truth.ask_unsure"
AT_ONCE: Final = 50
"""Items let in at a time: what is least sure is decided anew after so many."""
_SECONDS: Final = 2


class UnsureFirst:
    """Looks for projects that have nothing left to ask, and asks about the least sure again."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    def tenant_sweeps(self) -> list[TenantSweep]:
        """Every few seconds where people work: nobody waits long for more."""
        return [TenantSweep(ASK_UNSURE, _SECONDS, self.ask)]

    async def ask(self, tenant_id: UUID) -> None:
        """One look at every project of the tenant that wants it."""
        async with self.db.tenant(tenant_id) as tx:
            for project_id in await repository.nothing_open(tx):
                await self._ask(tx, await projects.project(tx, project_id), self.clock.now())

    async def _ask(self, tx: Tx, project: ProjectRow, at: datetime) -> None:
        assert project.overlap_max is not None  # nothing_open names no others
        unsure = {row["item_id"]: row for row in await repository.least_sure_held(
            tx, project.id, project.overlap_max, AT_ONCE
        )}  # fmt: skip
        for item_id in await ask_more(tx, list(unsure), project.overlap_max):
            row = unsure[item_id]
            await told_why(tx, project, item_id, row["answers"], row["sure"], row["fit"], at)


async def told_why(
    tx: Tx, project: ProjectRow, item_id: UUID, answers: int, sure: float, fit: int, at: datetime
) -> None:  # fmt: skip
    """The entry of the log that says why one more person is asked."""
    await record(
        tx, None, "truth.asked_more", f"item:{item_id}", at=at, project_id=project.id,
        detail={
            "answers": answers, "sure": round(sure, 6), "risk": project.overlap_risk, "most": project.overlap_max,
            "tolerance": project.overlap_tolerance, "fit": fit,
        },
    )  # fmt: skip
