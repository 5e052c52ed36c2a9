"""The plan in force, opened: what each branch is asked, and what its people's answers say in the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from armslength.branches import repository
from armslength.branches.model import Answers, Branch, BranchPlan, OptionOf
from armslength.branches.rules import assembling
from armslength.branches.rules.planning import branch_schema, meanings
from armslength.keys.service import KeyService, Sealer
from armslength.kit.db import Tx
from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema
from armslength.walls.service import WallsService


@dataclass(frozen=True, slots=True)
class Assembler:
    """A whole with its branches; shows nobody anything."""

    walls: WallsService
    project_id: UUID
    version: int
    schema_version: int
    schema: LabelSchema
    branches: Sequence[Branch]

    def branch(self, project_id: UUID) -> Branch:
        """The branch that is this project."""
        return next(each for each in self.branches if each.project_id == project_id)

    async def answers(self, tx: Tx, annotations: Mapping[UUID, UUID]) -> dict[UUID, Answers]:
        """Answers in their branch's words, by annotation. `annotations`: in which branch each was given."""
        found: dict[UUID, Answers] = {}
        for branch in self.branches:
            ids = [each for each, project in annotations.items() if project == branch.project_id]
            if ids:
                found |= await self.walls.reader(tx, branch.project_id).answers(ids)
        return found

    def translated(self, project_id: UUID, answers: Answers) -> Answers:
        """In the words of the whole."""
        return assembling.translated(self.branch(project_id), answers)

    def assembled(
        self, said: Mapping[UUID, Sequence[Answers]], decision: Answers | None = None
    ) -> tuple[assembling.Found, list[tuple[str, str]]]:
        """What it says together, by question and target, and what no branch claims. `said`: by the branch's project."""
        by_name = {branch.plan.name: said.get(branch.project_id, ()) for branch in self.branches}
        found, unclaimed = assembling.assembled(self.schema, self.branches, by_name)
        if decision is None:
            return found, unclaimed
        told = {(name, target) for name, by_target in decision.items() for target in by_target}
        return assembling.decided(found, decision), [each for each in unclaimed if each not in told]

    async def decisions(self, tx: Tx, item_ids: Sequence[UUID], until: datetime) -> dict[UUID, Answers]:
        """What was decided of items up to that moment."""
        return {
            row["item_id"]: await opened_decision(self.walls, tx, self.project_id, row["id"], row["sealed"])
            for row in await repository.decisions(tx, item_ids, until)
        }


async def assembler(
    tx: Tx, walls: WallsService, keys: KeyService, project_id: UUID, until: datetime | None = None
) -> Assembler | None:
    """The plan in force, or in force at that moment; None where the question is not split."""
    row = await repository.plan(tx, project_id, until)
    if row is None:
        return None
    plan = await opened_plan(walls, tx, project_id, row["version"], row["sealed"])
    sealer = await keys.sealer(tx, project_id)
    schema = read_schema(await walls.reader(tx, project_id).schema(row["schema_version"]))
    projects = await repository.projects_of(tx, project_id)
    branches = [made(schema, each, index, projects[each.name], sealer) for index, each in enumerate(plan)]
    return Assembler(walls, project_id, row["version"], row["schema_version"], schema, branches)


def made(schema: LabelSchema, plan: BranchPlan, index: int, project_id: UUID, sealer: Sealer) -> Branch:
    """A branch as it is asked. Raises BadBranches."""
    option_of = option_ids(sealer, plan.name)
    return Branch(project_id, plan, branch_schema(schema, plan, index, option_of), meanings(schema, plan, option_of))


def option_ids(sealer: Sealer, branch: str) -> OptionOf:
    """Ids of a branch's options: the same for ever, and nothing without the whole's key."""

    def option_of(question: str, option: str | None) -> str:
        said = msgspec.json.encode(["branch option", branch, question, option])
        return f"o{sealer.digest(said).hex()[:12]}"

    return option_of


async def opened_plan(walls: WallsService, tx: Tx, project_id: UUID, version: int, sealed: bytes) -> list[BranchPlan]:
    """A stored plan."""
    plain = await walls.unseal(tx, project_id, sealed, kind="branches", object_id=str(project_id), version=version)
    return msgspec.json.decode(plain, type=list[BranchPlan])


async def opened_decision(walls: WallsService, tx: Tx, project_id: UUID, id: UUID, sealed: bytes) -> Answers:
    """A stored decision."""
    told: dict[str, Any] = msgspec.json.decode(
        await walls.unseal(tx, project_id, sealed, kind="decision", object_id=str(id))
    )
    answers: Answers = told["answers"]
    return answers
