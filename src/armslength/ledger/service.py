"""The verbs of the ledger: write an entry, read a project's entries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_ids
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger import repository, rules
from armslength.ledger.model import Decision, Leaf, LedgerKeys, Verdict
from armslength.ledger.schemas import LogEntry

Names = Callable[[Tx, Iterable[UUID]], Awaitable[dict[UUID, str]]]


async def record(
    tx: Tx, actor: UUID | None, action: str, object: str, *, at: datetime, project_id: UUID | None = None,
    detail: Mapping[str, object] | None = None, verdict: Verdict = "done", reason: str = "",
) -> None:  # fmt: skip
    """Write down a decision in the transaction that makes it: readable for the tenant, and as the leaf of its log.

    `actor` is a person's id (None = the platform itself), `action` reads `<room>.<what>`, `object` names the thing,
    e.g. `grant:<id>`; `detail` holds ids and settings, never content, e-mails or secrets. `reason` is a code of ours.
    """
    decided = Decision(at, actor, action, project_id, dict(detail or {}), verdict, reason)
    await record_each(tx, [(decided, object)])


async def record_each(tx: Tx, decided: Sequence[tuple[Decision, str]]) -> None:
    """The same of several decisions, each about one thing."""
    leaves = [(await notary(tx).leaves(tx, each, [object]))[0] for each, object in decided]
    await repository.insert(tx, [(*each, leaf) for each, leaf in zip(decided, leaves, strict=True)])


def notary(tx: Tx) -> Notary:
    """Whoever gives decisions their final form in this transaction."""
    if not isinstance(tx.notary, Notary):
        raise RuntimeError("This database was opened without a notary: nothing can be decided in it.")
    return tx.notary


class Notary:
    """Gives decisions their final form, under the keys of the tenant they are made in. Set on the Database."""

    def __init__(self, keys: LedgerKeys) -> None:
        self.keys = keys

    async def leaves(self, tx: Tx, decided: Decision, objects: Sequence[str]) -> list[Leaf]:
        """The leaves of a decision about each of these things, in their order and under fresh ids; to be stored in the
        same transaction."""
        keys = await self.keys.ledger_sealer(tx)
        tenant_ref = keys.reference(f"tenant:{tx.tenant_id}")
        return rules.leaves(decided, objects, new_ids(len(objects)), keys, tenant_ref)


class LedgerService:
    """Reads. `names` tells people's names inside a tenant (the ledger itself knows only their ids)."""

    def __init__(self, db: Database, names: Names) -> None:
        self.db = db
        self.names = names

    async def list_log(self, tenant_id: UUID, project_id: UUID, *, cursor: str | None, limit: int) -> Page[LogEntry]:
        """A project's entries, newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(tenant_id) as tx:
            rows = await repository.page(tx, project_id, before, limit + 1)
            known = await self.names(tx, {row["actor_id"] for row in rows if row["actor_id"]})
        more = len(rows) > limit
        shown = rows[:limit]
        items = [
            LogEntry(
                at=row["at"],
                actor=Named(row["actor_id"], known.get(row["actor_id"], "")) if row["actor_id"] else None,
                action=row["action"],
                object=row["object"],
                detail=row["detail"],
            )
            for row in shown
        ]
        return Page(items, encode_cursor(shown[-1]["at"], shown[-1]["id"]) if more else None)
