"""Answers as everything that is inferred reads them: what stands, in whose words, in those of today's questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from armslength.assignment.service.known_schemas import KnownSchemas
from armslength.kit.db import Tx
from armslength.questions.model import LabelSchema
from armslength.questions.service import Lift, changed_questions
from armslength.truth.repository import beliefs as repository
from armslength.truth.rules.inference import Given
from armslength.walls.service import ContentReader


class Words:
    """Answers of a project in the words of today's questions, for the platform's own use."""

    def __init__(
        self, schemas: KnownSchemas, reader: ContentReader, project_id: UUID, schema: LabelSchema, lift: Lift
    ) -> None:
        self.schemas, self.reader, self.project_id, self.schema, self.lift = schemas, reader, project_id, schema, lift
        self._changed: dict[int, set[str]] = {}

    async def given(self, tx: Tx, item_ids: Sequence[UUID]) -> dict[UUID, Given]:
        """What was said about items, and what was decided; items about which nothing stands are left out."""
        rows = await repository.standing_answers(tx, item_ids)
        answers = await self.reader.answers([row["annotation_id"] for row in rows])
        found = {}
        for item_id, group in groupby(rows, key=lambda row: row["item_id"]):
            said, known, under = {}, None, {}
            for row in group:
                read = await self.read(tx, row["schema_version"], answers[row["annotation_id"]])
                if row["decided"]:
                    known = read
                else:
                    said[str(row["person_id"])] = read
                    under[str(row["person_id"])] = (row["guideline_version"], str(row["organization_id"]))
            found[item_id] = Given(said, known, under)
        return found

    async def gold(self, tx: Tx, versions: Mapping[UUID, int]) -> list[Given]:
        """The same of gold items, with their right answers, written under these versions."""
        keys = await self.reader.gold(list(versions))
        given = await self.given(tx, list(versions))
        return [
            Given(each.said, await self.read(tx, versions[item_id], keys[item_id]["answers"]), each.under)
            for item_id, each in sorted(given.items())
        ]

    async def read(self, tx: Tx, version: int, answers: dict[str, Any]) -> dict[str, Any]:
        """Answers given under a version of the schema, but for questions that mean something else today."""
        read = self.lift.read(version, answers).answers
        then = self.lift.version(version)
        if then not in self._changed:
            old = await self.schemas.get(tx, self.project_id, then)
            self._changed[then] = changed_questions(old, self.schema)
        return {name: each for name, each in read.items() if name not in self._changed[then]}
