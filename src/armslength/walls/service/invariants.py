"""I1 to I12, looked for in the database itself: what must never be found, whoever wrote it and however."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from armslength.identity import views as identity
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import tenants
from armslength.vendors.service.comparing import compare
from armslength.walls.repository import invariants
from armslength.walls.schemas.invariants import Checked, TenantChecked

SAYS: Final[dict[str, str]] = {
    "I1": "Nobody knows two customers in conflict, but by a waiver or from before",
    "I2": "Nothing is shown to a vendor that leads to a rival, and no such grant is open, but by a waiver",
    "I3": "Everything stands in the compartment of its item, a canary in its vendor's, a session in its own",
    "I4": "Nothing is shown after a cut, a pause or the end of a place",
    "I5": "Each delivery is recorded once, and is one leaf of the log",
    "I6": "What was seen is never forgotten, and is counted right",
    "I7": "More ownership never allows more",
    "I8": "No cap is passed, of a vendor or an owner",
    "I9": "Conflict is symmetric, not transitive, and nobody's but who said so",
    "I10": "Nothing of an old epoch is open",
    "I11": "Every decision stands in the log, unaltered, and grants are what the log says",
    "I12": "A vendor's refusals all look alike",
}
_ELSEWHERE: Final = "It is about answers, not about rows: the drill asks over HTTP and compares."

Found = tuple[int, list[str]]


class Invariants:
    """Looks; changes nothing. One transaction per customer, so that what is compared is of one moment.

    For whoever operates the hub: what is found at the wall concerns several customers and is told to none of them.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    async def of_all(self) -> list[TenantChecked]:
        """Every customer."""
        return [await self.of_tenant(tenant_id) for tenant_id in await tenants(self.db)]

    async def of_tenant(self, tenant_id: UUID) -> TenantChecked:
        """One customer."""
        async with self.db.tenant(tenant_id) as tx:
            await tx.run("set transaction isolation level repeatable read, read only")
            name = await identity.organization_name(tx, tenant_id) or ""
            return TenantChecked(tenant_id=tenant_id, name=name, invariants=await self._check(tx, self.clock.now()))

    async def _check(self, tx: Tx, now: datetime) -> list[Checked]:
        compared = await compare(tx, now)
        found: dict[str, list[Found]] = {"I1": [], "I7": [], "I9": []}
        listed: dict[str, list[str]] = {}
        found["I1"], listed["I1"] = await _torn(tx)
        async with tx.at_the_wall():
            for number, queries in invariants.BREACHES.items():
                found[number] = [await invariants.look(tx, sql) for sql in queries]
            for number, sql in invariants.LISTED.items():
                listed[number] = (await invariants.look(tx, sql))[1]
        found["I2"].append(_said(compared.open_despite))
        found["I7"] = [_said(compared.allowed_more)]
        found["I9"] = [_said(compared.rivalry)]
        listed["I7"] = [f"tried with {compared.raised} holdings raised to the whole"]
        return [
            _checked(number, found[number], listed.get(number, [])) if number in found
            else Checked(number=number, says=SAYS[number], state="not_applicable", reason=_ELSEWHERE)
            for number in SAYS
        ]  # fmt: skip


async def _torn(tx: Tx) -> tuple[list[Found], list[str]]:
    home = tx.tenant_id
    async with tx.at_the_wall():
        foes = await invariants.foes(tx)
    changed: dict[UUID, datetime] = {}
    for tenant_id in (*foes, home):
        await tx.enter(tenant_id)
        changed |= await invariants.walls_changed(tx)
    async with tx.at_the_wall():
        broken, before = await invariants.torn(tx, changed)
    return [broken], before[1]


def _said(sentences: Sequence[str]) -> Found:
    return len(sentences), list(sentences[: invariants.SHOWN])


def _checked(number: str, found: Sequence[Found], listed: list[str]) -> Checked:
    count = sum(each[0] for each in found)
    evidence = [what for each in found for what in each[1]]
    return Checked(
        number=number, says=SAYS[number], state="broken" if count else "holds", found=count, evidence=evidence,
        listed=listed,
    )  # fmt: skip
