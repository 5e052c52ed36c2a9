"""Statements: what people did and what it comes to, which stays theirs to read whatever becomes of the project.

Nothing here asks whether a grant is open or a person still has a role: a project that was cut off, paused or finished,
or that somebody was taken out of, reads the same.
"""

from __future__ import annotations

from base64 import b32encode
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.wire import Named
from armslength.truth.repository import statements as repository
from armslength.truth.schemas.statements import FirmLine, FirmStatement, Pay, Statement, StatementLine, Worked


class Statements:
    """Reads counts, never content."""

    def __init__(self, db: Database, keys: KeyService, clock: Clock) -> None:
        self.db = db
        self.keys = keys
        self.clock = clock

    async def mine(self, person_id: UUID, tenant_ids: Sequence[UUID]) -> Statement:
        """All that a person did in these tenants, for whichever firm."""
        lines: list[StatementLine] = []
        for tenant_id in tenant_ids:
            async with self.db.tenant(tenant_id, person_id) as tx:
                rows = await repository.of_person(tx, person_id)
                labels = await self.labels(tx, ((row["organization_id"], row["project_id"]) for row in rows))
                firms = await identity.organization_names(tx, {row["organization_id"] for row in rows})
            lines += [
                StatementLine(
                    firm=Named(row["organization_id"], firms.get(row["organization_id"], "")), **_worked(row, labels)
                )
                for row in rows
            ]
        lines.sort(key=lambda line: line.label)
        lines.sort(key=lambda line: line.month, reverse=True)
        return Statement(lines, _sums(lines))

    async def of_firm(self, actor: Actor, month: str | None) -> FirmStatement:
        """What the people of the actor's own firm did in a month, this one unless it is said which."""
        first = date.fromisoformat(f"{month}-01") if month else self.clock.now().astimezone(UTC).date().replace(day=1)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.of_firm(tx, actor.organization_id, *_span(first))
            labels = await self.labels(tx, ((row["organization_id"], row["project_id"]) for row in rows))
            names = await identity.names(tx, {row["person_id"] for row in rows})
        lines = [
            FirmLine(person=Named(row["person_id"], names[row["person_id"]]), **_worked(row, labels)) for row in rows
        ]
        lines.sort(key=lambda line: (line.person.name.casefold(), line.person.id, line.label))
        return FirmStatement(f"{first:%Y-%m}", lines, _sums(lines))

    async def labels(self, tx: Tx, of: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], str]:
        """What projects are called on a firm's statements, by (firm, project): two firms who lay theirs side by side
        have no name in common."""
        sealer = await self.keys.statement_sealer(tx)
        return {
            (firm, project): _label(bytes.fromhex(sealer.reference(f"{firm}|{project}"))) for firm, project in set(of)
        }

    async def label(self, tx: Tx, firm: UUID, project_id: UUID) -> str:
        """What one project is called on one firm's statements."""
        return (await self.labels(tx, [(firm, project_id)]))[firm, project_id]


def _label(digest: bytes) -> str:
    """Forty bits, to be read out: K7Q2-M9XF."""
    text = b32encode(digest[:5]).decode()
    return f"{text[:4]}-{text[4:]}"


def _span(first: date) -> tuple[datetime, datetime]:
    since = datetime(first.year, first.month, 1, tzinfo=UTC)
    return since, since.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def _worked(row: asyncpg.Record, labels: dict[tuple[UUID, UUID], str]) -> dict[str, Any]:
    price = None if row["micros"] is None else Pay(row["micros"], row["currency"])
    counts = {name: row[name] for name in ("answers", "accepted", "rejected", "open", "reviewed", "active_ms")}
    return counts | {
        "month": f"{row['month']:%Y-%m}", "label": labels[row["organization_id"], row["project_id"]], "price": price,
        "pay": Pay(price.micros * row["answers"], price.currency) if price else None,
    }  # fmt: skip


def _sums(lines: Iterable[Worked]) -> list[Pay]:
    sums: Counter[str] = Counter()
    for line in lines:
        if line.pay:
            sums[line.pay.currency] += line.pay.micros
    return [Pay(sums[currency], currency) for currency in sorted(sums)]
