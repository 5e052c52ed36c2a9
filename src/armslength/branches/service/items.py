"""Items with what their branches say together, and what somebody decided where that is not enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.branches import repository
from armslength.branches.errors import BadBranches, NotComplete, NotSplit
from armslength.branches.model import Answers, State
from armslength.branches.rules.assembling import state_of
from armslength.branches.schemas import AssembledItem, BranchDecision, BranchSaid, DecideItem
from armslength.branches.service.assembling import Assembler, assembler, opened_decision
from armslength.branches.views import LOCK
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.ingest.errors import ItemNotFound
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.questions.service import check_answers, summarise_content
from armslength.walls.service import WallsService

LOOKED_AT: Final = 500
"""Items that a page looks through for a state; the next page goes on from there."""


class AssembledItems:
    """Only the customer's own people see these; that answers were opened is recorded branch by branch."""

    def __init__(self, db: Database, walls: WallsService, keys: KeyService, clock: Clock) -> None:
        self.db, self.walls, self.keys, self.clock = db, walls, keys, clock

    async def page(
        self, actor: Actor, project_id: UUID, state: State | None, *, cursor: str | None, limit: int
    ) -> Page[AssembledItem]:
        """Items in their order. A page may be short, or empty, and still have a next one. Raises NotSplit."""
        after: Any = decode_cursor(cursor, int)[0] if cursor else 0
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            whole = await self._whole(tx, project_id)
            rows = await repository.stretch(tx, project_id, after, limit if state is None else LOOKED_AT)
            said = await self._said(tx, whole, [row["id"] for row in rows])
            found: list[tuple[asyncpg.Record, State]] = []
            for row in rows:
                after = row["ord"]
                stands = await self._state(tx, whole, row, said)
                found += [(row, stands)] if state in (None, stands) else []
                if len(found) == limit:
                    break
            items = await self._told(tx, actor, whole, found, said)
            more = bool(rows) and bool(await repository.stretch(tx, project_id, after, 1))
        return Page(items, encode_cursor(after) if more else None)

    async def decide(self, actor: Actor, project_id: UUID, item_id: UUID, given: DecideItem) -> AssembledItem:
        """Say what an item is. What was said before stays written down. Raises NotComplete, BadBranches."""
        answers: Answers = msgspec.to_builtins(given.answers)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock(LOCK, project_id)
            whole = await self._whole(tx, project_id)
            row = await self._row(tx, project_id, item_id)
            if row["done"] < len(whole.branches):
                raise NotComplete("Not every branch has all its answers to this item yet.")
            content = (await self.walls.reader(tx, project_id).items([item_id]))[item_id].content
            if problems := check_answers(whole.schema, content, answers, complete=False):
                raise BadBranches(problems[0].message, field=problems[0].path)
            decision_id, now = new_id(), self.clock.now()
            sealer = await self.keys.sealer(tx, project_id)
            sealed = sealer.seal(msgspec.json.encode({"answers": answers}), kind="decision", object_id=str(decision_id))
            await repository.add_decision(tx, decision_id, project_id, item_id, sealed, actor.person_id, now)
            await record(
                tx, actor.person_id, "branches.decided", f"item:{item_id}", at=now, project_id=project_id,
                detail={"decision": str(decision_id), "questions": sorted(answers)},
            )  # fmt: skip
            return await self._one(tx, actor, whole, await self._row(tx, project_id, item_id))

    async def get(self, actor: Actor, project_id: UUID, item_id: UUID) -> AssembledItem:
        """One item. Raises NotSplit, ItemNotFound."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            whole = await self._whole(tx, project_id)
            return await self._one(tx, actor, whole, await self._row(tx, project_id, item_id))

    async def _one(self, tx: Tx, actor: Actor, whole: Assembler, row: asyncpg.Record) -> AssembledItem:
        said = await self._said(tx, whole, [row["id"]])
        return (await self._told(tx, actor, whole, [(row, await self._state(tx, whole, row, said))], said))[0]

    async def _whole(self, tx: Tx, project_id: UUID) -> Assembler:
        found = await assembler(tx, self.walls, self.keys, project_id)
        if found is None:
            raise NotSplit("The question of this project is not split.")
        return found

    async def _row(self, tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record:
        row = await repository.item(tx, project_id, item_id)
        if row is None:
            raise ItemNotFound("There is no such item.")
        return row

    async def _said(
        self, tx: Tx, whole: Assembler, item_ids: Sequence[UUID]
    ) -> dict[UUID, dict[UUID, dict[UUID, Answers]]]:
        """By item, by branch, by annotation: answers in the branch's words. Shown to nobody yet."""
        rows = await repository.said(tx, item_ids)
        answers = await whole.answers(tx, {row["annotation_id"]: row["project_id"] for row in rows})
        found: dict[UUID, dict[UUID, dict[UUID, Answers]]] = {}
        for item_id, group in groupby(rows, key=lambda row: row["whole_item_id"]):
            for row in group:
                of_item = found.setdefault(item_id, {}).setdefault(row["project_id"], {})
                of_item[row["annotation_id"]] = answers[row["annotation_id"]]
        return found

    async def _state(
        self, tx: Tx, whole: Assembler, row: asyncpg.Record, said: Mapping[UUID, Mapping[UUID, Mapping[UUID, Answers]]]
    ) -> State:
        if row["done"] < len(whole.branches):
            return "waiting"
        found, unclaimed = whole.assembled(_by_branch(said.get(row["id"], {})))
        return state_of(found, unclaimed, await self._decision(tx, whole, row))

    async def _decision(self, tx: Tx, whole: Assembler, row: asyncpg.Record) -> Answers | None:
        if row["decision_id"] is None:
            return None
        return await opened_decision(self.walls, tx, whole.project_id, row["decision_id"], row["sealed"])

    async def _told(
        self, tx: Tx, actor: Actor, whole: Assembler, found: Sequence[tuple[asyncpg.Record, State]],
        said: Mapping[UUID, Mapping[UUID, Mapping[UUID, Answers]]],
    ) -> list[AssembledItem]:  # fmt: skip
        """Opened for whoever asked, which is recorded."""
        ids = [row["id"] for row, _ in found]
        opened = await self.walls.open_items(tx, actor, whole.project_id, ids, purpose="browse")
        summaries = {each.item_id: summarise_content(whole.schema, each.content) for each in opened}
        for branch in whole.branches:
            answered = [each for id in ids for each in said.get(id, {}).get(branch.project_id, {})]
            if answered:
                await self.walls.open_answers(tx, actor, branch.project_id, answered, purpose="browse")
        names = await identity.names(tx, {row["decided_by"] for row, _ in found if row["decided_by"]})
        told = []
        for row, state in found:
            decision = await self._decision(tx, whole, row)
            told.append(
                _item(whole, row, state, said.get(row["id"], {}), summaries.get(row["id"], ""), decision, names)
            )
        return told


def _item(
    whole: Assembler, row: asyncpg.Record, state: State, said: Mapping[UUID, Mapping[UUID, Answers]], summary: str,
    decision: Answers | None, names: Mapping[UUID, str],
) -> AssembledItem:  # fmt: skip
    found, unclaimed = whole.assembled(_by_branch(said), decision)
    by = row["decided_by"]
    return AssembledItem(
        item_id=row["id"], external_id=row["external_id"], summary=summary, state=state,
        answers={} if state == "waiting" else found,
        unclaimed=[] if state == "waiting" else [question for question, _ in unclaimed],
        branches=[
            BranchSaid(
                branch.plan.name, len(theirs := list(said.get(branch.project_id, {}).values())),
                [whole.translated(branch.project_id, each) for each in theirs],
            )
            for branch in whole.branches
        ],
        decision=BranchDecision(decision, Named(by, names.get(by, "")), row["decided_at"]) if decision else None,
    )  # fmt: skip


def _by_branch(said: Mapping[UUID, Mapping[UUID, Answers]]) -> dict[UUID, list[Answers]]:
    return {project_id: list(answers.values()) for project_id, answers in said.items()}
