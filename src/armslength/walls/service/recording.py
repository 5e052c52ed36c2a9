"""Writing a delivery down: the row of the exposure, the leaf of the log, the caps, all in the statement that reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.ledger.model import Decision, Leaf
from armslength.ledger.service import notary
from armslength.walls import policy, rules
from armslength.walls.model import ContentKind, Knowledge
from armslength.walls.repository import deliveries, people
from armslength.walls.repository.deliveries import Visit
from armslength.walls.service.people import keep_out

EXPOSED = "walls.exposed"


async def deliver(
    tx: Tx, visit: Visit, kind: ContentKind, keys: Sequence[str], forms: Mapping[str, int] = MappingProxyType({})
) -> list[asyncpg.Record]:
    """Record that `visit` is shown `keys`; returns (object, item_id, sealed) and of items `other`, the fields of the
    second form where `forms` draws that one. What may not be seen is left out."""
    once = list(dict.fromkeys(keys))
    rows = await deliveries.deliver(
        tx, visit, kind, once, await _leaves(tx, visit, kind, once, forms), [forms.get(key, 0) for key in once]
    )
    if not rows:
        await keep_from(tx, visit, rules.knowledge(kind))
    return rows


async def deliver_each(
    tx: Tx, visits: Sequence[tuple[Visit, str, Mapping[str, int]]]
) -> dict[UUID, asyncpg.Record]:  # fmt: skip
    """Record that each visit is shown its item under its lease, in the form that is drawn for it; see the repository.
    Raises BehindWall where it is the wall that shows one of them nothing."""
    rows = await deliveries.deliver_each(
        tx,
        [
            (visit, key, (await _leaves(tx, visit, "item", [key], forms))[0], forms.get(key, 0))
            for visit, key, forms in visits
        ],
    )
    if len(rows) < len(visits):
        for visit, *_ in visits:
            await keep_from(tx, visit, rules.knowledge("item"))
    return rows


async def record(tx: Tx, visit: Visit, kind: ContentKind, objects: Mapping[str, UUID | str | None]) -> int:
    """Record deliveries, each with the item that it belongs to, without reading anything; returns how many were allowed
    and written."""
    leaves = await _leaves(tx, visit, kind, list(objects))
    written = await deliveries.record(tx, visit, kind, objects, leaves)
    if not written:
        await keep_from(tx, visit, rules.knowledge(kind))
    return written


async def keep_from(tx: Tx, visit: Visit, known: Knowledge) -> None:
    """Raise BehindWall where it is the wall that shows nothing; written down when this transaction has been undone."""
    if visit.side == "customer":
        return  # never kept out of what is theirs
    reason = await people.kept_out(tx, visit.project_id, visit.person_id, visit.organization_id, [known], visit.at)
    if reason is not None:

        async def write(after: Tx) -> None:
            await keep_out(after, visit.project_id, visit.person_id, visit.organization_id, [known], reason, visit.at)

        tx.afterwards(write)
        raise policy.behind_wall()


async def _leaves(
    tx: Tx, visit: Visit, kind: ContentKind, objects: Sequence[str], forms: Mapping[str, int] = MappingProxyType({})
) -> list[Leaf]:
    """A leaf for each, in their order; stored with those exposures that are new. It names the form that was drawn for a
    vendor: the one it was given, if the item has two."""
    if not forms:
        return await _alike(tx, visit, kind, objects, {})
    made: dict[str, Leaf] = {}
    for form in set(forms.values()):
        of_it = [object for object in objects if forms[object] == form]
        made.update(zip(of_it, await _alike(tx, visit, kind, of_it, {"form": form}), strict=True))
    return [made[object] for object in objects]


async def _alike(
    tx: Tx, visit: Visit, kind: ContentKind, objects: Sequence[str], form: Mapping[str, int]
) -> list[Leaf]:
    detail: dict[str, object] = {
        "organization": str(visit.organization_id), "lease": str(visit.lease_id), "epoch": visit.epoch,
        "purpose": visit.purpose, **form,
    }  # fmt: skip
    if visit.tier != "original" and kind not in ("schema", "guideline"):
        detail["rendition"] = visit.tier
    shown = Decision(visit.at, visit.person_id, EXPOSED, visit.project_id, detail, "allowed", visit.purpose)
    return await notary(tx).leaves(tx, shown, [f"{kind}:{object}" for object in objects])
