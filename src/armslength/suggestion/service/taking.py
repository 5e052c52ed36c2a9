"""Suggestions in: each row is checked like an answer; good ones are stored even when others are bad."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from armslength.assignment.service import KnownSchemas
from armslength.identity.model import Actor
from armslength.ingest import views as ingest
from armslength.keys.service import KeyService, Sealer
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.ledger.service import record
from armslength.projects import views as projects
from armslength.questions.model import LabelSchema
from armslength.questions.service import check_answers
from armslength.suggestion import repository
from armslength.suggestion.errors import OtherJudge
from armslength.suggestion.model import Proposal
from armslength.suggestion.schemas import AddedSuggestions, AddSuggestions, SuggestionProblem, SuggestionRow
from armslength.walls.service import OpenedItem, WallsService

Named = tuple[int, UUID, SuggestionRow]
"""A row's line, the item it names, and the row."""


class Taking:
    """What came in is never changed: other answers are another version."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, schemas: KnownSchemas, clock: Clock
    ) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.schemas = schemas
        self.clock = clock

    async def add(self, actor: Actor, project_id: UUID, given: AddSuggestions) -> AddedSuggestions:
        """Store what is new, say what is wrong. The same again changes nothing."""
        now = self.clock.now()
        problems: list[SuggestionProblem] = []
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("suggestion.add", project_id)
            version = (await projects.project(tx, project_id)).schema_version
            named = await self._named(tx, project_id, given.rows, problems)
            good = _once(await self._checked(tx, project_id, version, named, problems), problems)
            sealer = await self.keys.sealer(tx, project_id)
            fresh, unchanged = await _fresh(tx, sealer, given, version, good, problems)
            await self._be(tx, actor, project_id, given, begin=bool(fresh))
            await repository.add(tx, project_id, fresh, given.rendition, actor.person_id, now)
            if fresh:
                await repository.count_verdicts(tx, project_id, given.source, given.version, fresh, now)
                await record(
                    tx, actor.person_id, "suggestion.added", f"project:{project_id}", at=now, project_id=project_id,
                    detail={"source": given.source, "version": given.version, "suggestions": len(fresh)},
                )  # fmt: skip
        return AddedSuggestions(len(fresh), unchanged, sorted(problems, key=lambda each: each.line))

    async def _be(self, tx: Tx, actor: Actor, project_id: UUID, given: AddSuggestions, *, begin: bool) -> None:
        """A version is a judge, or none, from its first suggestion on: `begin`, if there is one. Raises OtherJudge."""
        known, now = await repository.judge(tx, project_id, given.source, given.version), self.clock.now()
        if known == given.judge:
            return
        if given.judge is None:
            raise OtherJudge("This version of the source is a judge. Bring its verdicts in as a judge's.")
        if known is not None:
            raise OtherJudge("This version of the judge was described otherwise before. Name another version.")
        if await repository.has_suggested(tx, project_id, given.source, given.version):
            raise OtherJudge("This version has suggested already, and people may have seen it. Name another version.")
        if not begin:
            return
        await repository.add_judge(tx, project_id, given.source, given.version, given.judge, actor.person_id, now)
        await record(
            tx, actor.person_id, "suggestion.judge_added", f"project:{project_id}", at=now, project_id=project_id,
            detail={"source": given.source, "version": given.version, **msgspec.to_builtins(given.judge)},
        )  # fmt: skip

    async def _named(
        self, tx: Tx, project_id: UUID, rows: Sequence[SuggestionRow], problems: list[SuggestionProblem]
    ) -> list[Named]:
        """Which item each row is about."""
        items = await ingest.named(tx, project_id, [(row.item_id, row.external_id) for row in rows])
        found: list[Named] = []
        for line, (row, item) in enumerate(zip(rows, items, strict=True), start=1):
            if isinstance(item, ingest.Unnamed):
                problems.append(SuggestionProblem(line, item.field, item.message))
            else:
                found.append((line, item, row))
        return found

    async def _checked(
        self, tx: Tx, project_id: UUID, version: int, rows: Sequence[Named], problems: list[SuggestionProblem]
    ) -> list[Named]:
        """Those that would do as answers, as far as they go."""
        schema = await self.schemas.get(tx, project_id, version)
        items = await self.walls.reader(tx, project_id).items([item_id for _, item_id, _ in rows])
        good = []
        for line, item_id, row in rows:
            wrong = _wrong(schema, items[item_id], row)
            if wrong is None:
                good.append((line, item_id, row))
            else:
                problems.append(SuggestionProblem(line, *wrong))
        return good


def _once(rows: Sequence[Named], problems: list[SuggestionProblem]) -> list[Named]:
    seen: dict[UUID, int] = {}
    kept = []
    for line, item_id, row in rows:
        if item_id in seen:
            problems.append(SuggestionProblem(line, "item_id", f"Line {seen[item_id]} is about the same item."))
            continue
        seen[item_id] = line
        kept.append((line, item_id, row))
    return kept


def _wrong(schema: LabelSchema, item: OpenedItem, row: SuggestionRow) -> tuple[str, str] | None:
    """(field, reason), or None."""
    if not row.answers:
        return "answers", "Suggest an answer to at least one question."
    if problems := check_answers(schema, item.content, row.answers, complete=False):
        return problems[0].path, problems[0].message
    if isinstance(row.score, dict) and (unknown := row.score.keys() - row.answers.keys()):
        return f"score.{min(unknown)}", "A score needs an answer to the same question."
    if row.shown_first is not None and row.shown_first not in _compared(schema, item, row):
        return "shown_first", f"The answers compare no response '{row.shown_first}'."
    return None


def _compared(schema: LabelSchema, item: OpenedItem, row: SuggestionRow) -> set[str]:
    """The ids of the responses that the row's answers compare."""
    fields = {
        each.settings["field"] for each in schema.questions if each.kind == "pairwise" and each.name in row.answers
    }
    return {response["id"] for name in fields for response in item.content.get(name, ())}


async def _fresh(
    tx: Tx, sealer: Sealer, given: AddSuggestions, schema_version: int, rows: Sequence[Named],
    problems: list[SuggestionProblem],
) -> tuple[list[Proposal], int]:  # fmt: skip
    """What is not here yet, sealed; and how much is here already."""
    known = await repository.known(tx, [item_id for _, item_id, _ in rows], given.source, given.version)
    fresh, unchanged = [], 0
    for line, item_id, row in rows:
        scores = _scores(row.answers, row.score)
        plain = msgspec.json.encode({"answers": row.answers}, order="deterministic")
        order = f"|{row.shown_first}".encode() if row.shown_first else b""
        digest = sealer.digest(plain + msgspec.json.encode(scores, order="deterministic") + order)
        if item_id not in known:
            id, told = new_id(), [score for score in scores.values() if score is not None]
            fresh.append(
                Proposal(
                    id, item_id, given.source, given.version, schema_version, scores,
                    sum(told) / len(told) if told else None,
                    sealer.seal(plain, kind="suggestion", object_id=str(id)), digest, row.shown_first,
                )
            )  # fmt: skip
        elif known[item_id] == digest:
            unchanged += 1
        else:
            reason = "This version said something else about this item before. Name another version."
            problems.append(SuggestionProblem(line, "answers", reason))
    return fresh, unchanged


def _scores(answers: Mapping[str, Any], score: float | Mapping[str, float] | None) -> dict[str, float | None]:
    if isinstance(score, Mapping):
        return {question: score.get(question) for question in answers}
    return dict.fromkeys(answers, score)
