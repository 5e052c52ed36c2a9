"""A project whose people have answered, made straight in the tables: for the rooms that read what was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from armslength.identity.model import Actor
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.jobs import Handler, run_one
from armslength.walls.service import WallsService
from tests.content import NOW, Place, make_place


@dataclass
class Answered:
    """A place where answers stand."""

    place: Place
    people: dict[str, Actor] = field(default_factory=dict)
    items: list[UUID] = field(default_factory=list)
    spoken: int = 0

    @property
    def walls(self) -> WallsService:
        return WallsService(self.place.db, self.place.keys, self.place.storage, self.place.clock)

    async def version(self, schema: dict[str, Any], version: int = 1) -> None:
        """A version of the label schema."""
        await self.place.version("schema", msgspec.json.encode(schema), self.people["maya"], version)

    async def item(self, content: dict[str, Any], metadata: dict[str, Any] | None = None) -> UUID:
        """One more item."""
        item_id = await self.place.item(content, metadata, ord=len(self.items) + 1)
        self.items.append(item_id)
        return item_id

    async def answer(
        self,
        item_id: UUID,
        who: str,
        answers: dict[str, Any],
        *,
        verdict: str = "unreviewed",
        version: int = 1,
        guideline: int = 1,
    ) -> UUID:
        """Somebody's answer, standing, submitted a minute after the one before; returns the annotation's id."""
        assignment_id, by = new_id(), self.people[who]
        self.spoken += 1
        async with self.place.db.tenant(self.place.tenant_id) as tx:
            await tx.run(
                "insert into assignment (tenant_id, id, project_id, batch_id, item_id, person_id, organization_id,"
                " state, attempt, leased_at, seed, display, schema_version, guideline_version)"
                " select tenant_id, $2, project_id, batch_id, id, $4, $5, 'submitted', 1, $6, '', $7, $8, $9"
                " from item where tenant_id = $1 and id = $3",
                tx.tenant_id, assignment_id, item_id, by.person_id, by.organization_id, NOW,
                {"seed": "00", "orders": {}}, version, guideline,
            )  # fmt: skip
            annotation_id = await self._annotation(
                tx, assignment_id, item_id, by, answers, version, guideline=guideline
            )
            await tx.run(
                "insert into standing values ($1, $2, $3, $4, $5, $6, $7)",
                tx.tenant_id, assignment_id, self.place.project_id, item_id, by.person_id, annotation_id, verdict,
            )  # fmt: skip
            await tx.run(
                "update item set taken = taken + 1, answers = answers + 1, wanted = greatest(wanted, taken + 1),"
                " settled = settled + 1, open = taken + 1 < wanted where tenant_id = $1 and id = $2",
                tx.tenant_id, item_id,
            )  # fmt: skip
        return annotation_id

    async def fix(self, annotation_id: UUID, reviewer: str, answers: dict[str, Any]) -> UUID:
        """A reviewer's fix, standing in the place of what it fixes."""
        self.spoken += 1
        async with self.place.db.tenant(self.place.tenant_id) as tx:
            row = await tx.row("select * from annotation where tenant_id = $1 and id = $2", tx.tenant_id, annotation_id)
            assert row is not None
            fixed = await self._annotation(
                tx, row["assignment_id"], row["item_id"], self.people[reviewer], answers, row["schema_version"],
                supersedes=annotation_id,
            )  # fmt: skip
            await tx.run(
                "update standing set annotation_id = $3, verdict = 'fixed' where tenant_id = $1 and annotation_id = $2",
                tx.tenant_id, annotation_id, fixed,
            )  # fmt: skip
        return fixed

    async def decide(self, item_id: UUID, who: str, answers: dict[str, Any], *, version: int = 1) -> UUID:
        """Somebody decides between the answers to an item."""
        self.spoken += 1
        annotation_id = new_id()
        async with self.place.db.tenant(self.place.tenant_id) as tx:
            row = await tx.row(
                "select assignment_id from standing where tenant_id = $1 and item_id = $2", tx.tenant_id, item_id
            )
            assert row is not None
            await self._annotation(
                tx, row["assignment_id"], item_id, self.people[who], answers, version, stage="adjudicate",
                annotation_id=annotation_id,
            )  # fmt: skip
            await tx.run(
                "insert into adjudication (tenant_id, id, project_id, item_id, annotation_ids, agreement,"
                " schema_version, seed, state, person_id, key, outcome, result_id, created_at, decided_at)"
                " values ($1, $2, $3, $4, '{}', '{}', $5, '', 'done', $6, $2, 'wrote', $7, $8, $8)",
                tx.tenant_id, new_id(), self.place.project_id, item_id, version, self.people[who].person_id,
                annotation_id, NOW,
            )  # fmt: skip
        return annotation_id

    async def make_gold(self, item_id: UUID, answers: dict[str, Any], *, version: int = 1) -> None:
        """The item is gold from now on, and these are its right answers."""
        async with self.place.db.tenant(self.place.tenant_id) as tx:
            sealer = await self.place.keys.sealer(tx, self.place.project_id)
            key = msgspec.json.encode({"answers": answers, "explanation": ""})
            await tx.run(
                "insert into gold values ($1, $2, $3, 'hidden', 1, 0, 1, $4, 1, $5, $6, $7)",
                tx.tenant_id, item_id, self.place.project_id, version,
                sealer.seal(key, kind="gold", object_id=str(item_id)), self.people["maya"].person_id, NOW,
            )  # fmt: skip
            await tx.run(
                "update item set state = 'gold', open = false where tenant_id = $1 and id = $2", tx.tenant_id, item_id
            )

    async def run_jobs(self, handlers: dict[str, Handler]) -> int:
        """Run every job that is due; returns how many."""
        done = 0
        while await run_one(self.place.db, handlers, self.place.clock):
            done += 1
        return done

    async def _annotation(
        self, tx: Tx, assignment_id: UUID, item_id: UUID, by: Actor, answers: dict[str, Any], version: int,
        supersedes: UUID | None = None, stage: str = "", annotation_id: UUID | None = None, guideline: int = 1,
    ) -> UUID:  # fmt: skip
        annotation_id = annotation_id or new_id()
        sealer = await self.place.keys.sealer(tx, self.place.project_id)
        sealed = sealer.seal(msgspec.json.encode({"answers": answers}), kind="answers", object_id=str(annotation_id))
        await tx.run(
            "insert into annotation values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $14, $12, '', 60000, $13)",
            tx.tenant_id, annotation_id, self.place.project_id, item_id, assignment_id, by.person_id,
            by.organization_id, stage or ("review" if supersedes else "annotate"), new_id(), supersedes, version,
            sealed,
            NOW + timedelta(minutes=self.spoken), guideline,
        )  # fmt: skip
        return annotation_id


async def make_answered(db: Database, folder: Path, schema: dict[str, Any]) -> Answered:
    """Maya manages; Ada, Bob and Cy annotate, Rita reviews; Victor manages the vendor, Vera annotates for it."""
    world = Answered(await make_place(db, folder))
    staff: list[Any] = [
        ("maya", "manager", "customer"), ("ada", "annotator", "customer"), ("bob", "annotator", "customer"),
        ("cy", "annotator", "customer"), ("rita", "reviewer", "customer"), ("victor", "manager", "vendor"),
        ("vera", "annotator", "vendor"),
    ]  # fmt: skip
    for name, role, side in staff:
        world.people[name] = await world.place.person(name.title(), role, side)
    await world.version(schema)
    await world.place.version("guideline", b"# Be kind", world.people["maya"])
    return world
