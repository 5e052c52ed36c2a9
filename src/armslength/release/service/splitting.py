"""Reading the snapshot of a project whose question is split: answers come from its branches, and are put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from armslength.branches.service import Assembler, assembler
from armslength.keys.service import KeyService
from armslength.kit.db import Tx
from armslength.release.model import Record, Said
from armslength.release.rules.freezing import Freezer
from armslength.truth.schemas import AgreementResult
from armslength.truth.service import Tally
from armslength.walls.service import WallsService

Answers = dict[str, dict[str, Any]]


class SplitReading:
    """Reads only what was frozen, and the plan and decisions of that moment."""

    def __init__(self, whole: Assembler, at: datetime) -> None:
        self.whole, self.at = whole, at
        self.tallies = {branch.project_id: Tally() for branch in whole.branches}
        for branch in whole.branches:
            self.tallies[branch.project_id].know(0, branch.schema)

    @classmethod
    async def open(
        cls, tx: Tx, walls: WallsService, keys: KeyService, project_id: UUID, release: asyncpg.Record
    ) -> SplitReading | None:
        """None where the question was not split when the snapshot was taken."""
        whole = await assembler(tx, walls, keys, project_id, release["snapshot_at"])
        return None if whole is None else cls(whole, release["snapshot_at"])

    async def decisions(self, tx: Tx, rows: Sequence[asyncpg.Record]) -> dict[UUID, Answers]:
        """What was decided of these items."""
        return await self.whole.decisions(tx, [row["item_id"] for row in rows], self.at)

    async def answers(self, tx: Tx, rows: Sequence[asyncpg.Record]) -> dict[UUID, Answers]:
        """What stands and what was first said, in the branches' words."""
        asked_in = {row[name]: row["asked_in"] for row in rows for name in ("annotation_id", "original_id")}
        return await self.whole.answers(tx, asked_in)

    def translated(self, row: asyncpg.Record, said: Said) -> Said:
        """In the words of the whole."""
        return msgspec.structs.replace(
            said, answers=self.whole.translated(row["asked_in"], said.answers),
            schema_version=self.whole.schema_version, branch=self.whole.branch(row["asked_in"]).plan.name,
        )  # fmt: skip

    def together(
        self, record: Record | None, rows: Sequence[asyncpg.Record], answers: Mapping[UUID, Answers],
        decision: Answers | None, freezer: Freezer,
    ) -> Record | None:  # fmt: skip
        """The record with what its branches say together; None where one of them does not say enough."""
        if record is None:
            return None
        kept = {said.annotation for said in record.annotations}
        said: dict[UUID, list[Answers]] = {branch.project_id: [] for branch in self.whole.branches}
        for row in rows:
            if row["annotation_id"] in kept:
                said[row["asked_in"]].append(answers[row["annotation_id"]])
        least = freezer.recipe.min_answers
        if any(len(each) < least for each in said.values()):
            freezer.dropped[f"item with fewer than {least} answers in a branch"] += 1
            return None
        found, unclaimed = self.whole.assembled(said, decision)
        if unclaimed:
            freezer.dropped["question that no branch claims"] += len(unclaimed)
        return msgspec.structs.replace(
            record, majority=found, decided=msgspec.UNSET if decision is None else decision
        )  # fmt: skip

    def count(
        self, rows: Sequence[asyncpg.Record], answers: Mapping[UUID, Answers], released: Collection[UUID],
        content: Mapping[str, Any],
    ) -> None:  # fmt: skip
        """For agreement: what each person said first, branch by branch."""
        for branch in self.whole.branches:
            for row in rows:
                if row["asked_in"] == branch.project_id and row["annotation_id"] in released:
                    self.tallies[branch.project_id].add(
                        row["item_id"], row["person_id"], 0, row["guideline_version"], answers[row["original_id"]],
                        content,
                    )  # fmt: skip

    def agreement(self, seed: int) -> AgreementResult:
        """Of each branch by itself; questions are named `question/branch`."""
        named = []
        for branch in self.whole.branches:
            found = self.tallies[branch.project_id].of_questions(seed)
            named += [
                msgspec.structs.replace(each, question=f"{each.question}/{branch.plan.name}")
                for each in found.questions
            ]
        return AgreementResult(guideline_version=None, questions=named, people={})
