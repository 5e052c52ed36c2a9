"""How near people come to gold, and who may pass the gate: by the score of the course, or by somebody's word."""

from __future__ import annotations

from datetime import UTC
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.assignment import rules
from armslength.assignment.errors import NoSuchWorker
from armslength.assignment.events import COURSE_JUDGED
from armslength.assignment.model import Held
from armslength.assignment.repository import gold
from armslength.assignment.schemas import (
    Feedback,
    GoldKey,
    GoldPeople,
    GoldPerson,
    GoldPolicy,
    MyScore,
    PutQualification,
    Qualification,
)
from armslength.assignment.service import needs
from armslength.assignment.service.known_schemas import KnownSchemas
from armslength.assignment.service.skills import SkillDesk
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.outbox import emit
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.walls.service import WallsService

TOLD_FROM: Final = 10
"""Hidden gold answers by which a person is told their score: so many, twice so many, and so on, and only of days (UTC)
that are over. A score that moved with each of them, or within the day, would tell which items are gold, and what is
right about them."""


class Course:
    """Scores answers to gold and keeps the gate."""

    def __init__(
        self,
        db: Database,
        walls: WallsService,
        keys: KeyService,
        clock: Clock,
        schemas: KnownSchemas,
        skills: SkillDesk,
    ) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.clock = clock
        self.schemas = schemas
        self.skills = skills

    async def score(
        self, tx: Tx, actor: Actor, held: Held, annotation_id: UUID, answers: dict[str, Any]
    ) -> Feedback | None:
        """Score an answer to a gold item; in training the right one is told, its exposure recorded."""
        of = held.assignment
        found = await self.walls.reader(tx, of.project_id).gold([of.item_id])
        key = msgspec.convert(found[of.item_id], GoldKey)
        version = await gold.key_version(tx, of.item_id)
        matches = await self.schemas.compared(tx, of.project_id, (version, key), (of.schema_version, answers))
        score = rules.overall(matches)
        await gold.add_result(tx, of, annotation_id, score, matches, self.clock.now())
        if held.gold == "hidden":
            await needs.scored(tx, of.project_id, [of.person_id])
        if held.gold != "training":
            return None
        return await self._feedback(tx, actor, held, score, matches)

    async def feedback(self, tx: Tx, actor: Actor, held: Held) -> Feedback | None:
        """What a training answer was told before, for a repeated submit."""
        result = await gold.result(tx, held.assignment.id) if held.gold == "training" else None
        if result is None:
            return None
        return await self._feedback(tx, actor, held, result["score"], result["matches"])

    async def _feedback(self, tx: Tx, actor: Actor, held: Held, score: float, matches: dict[str, float]) -> Feedback:
        of = held.assignment
        opened = await self.walls.open_gold(tx, actor, of.project_id, [of.item_id], purpose="annotate", lease_id=of.id)
        if of.item_id not in opened:  # the right answer was written beside a form that they are not shown
            return Feedback({}, "", score, matches)
        key = msgspec.convert(opened[of.item_id], GoldKey)
        right = await self.schemas.lifted(tx, of.project_id, await gold.key_version(tx, of.item_id), key.answers)
        return Feedback(right, key.explanation, score, matches)

    async def judge(self, tx: Tx, project_id: UUID, person_id: UUID, guideline_version: int) -> None:
        """A person has been through the course: passed or failed, by its mark."""
        policy = await gold.policy(tx, project_id)
        assert policy is not None  # the gate is shut, so there is one
        now, course = self.clock.now(), policy["course"]
        score = await gold.course_score(tx, project_id, person_id, course)
        state = rules.at_gate(score, policy["mark"])
        await gold.qualify(
            tx, project_id, person_id, course, state, now=now, score=score, guideline_version=guideline_version
        )
        told = {"project_id": str(project_id), "person_id": str(person_id), "state": state, "by": None}
        await emit(tx, COURSE_JUDGED, told, at=now)
        await self.skills.judged(tx, project_id, person_id, state)
        await record(
            tx, None, f"assignment.course_{state}", f"person:{person_id}", at=now, project_id=project_id,
            detail={"course": course, "score": score, "mark": policy["mark"], "guideline_version": guideline_version},
        )  # fmt: skip

    async def people(self, actor: Actor, project_id: UUID) -> GoldPeople:
        """How everybody does, and where they stand at the gate."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await gold.people(tx, project_id, await self._course(tx, project_id))
            return GoldPeople(await self._told(tx, project_id, rows))

    async def decide(self, actor: Actor, project_id: UUID, person_id: UUID, given: PutQualification) -> GoldPerson:
        """Let somebody in or keep them out, whatever their score, and say why. Raises NoSuchWorker."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            course = await self._course(tx, project_id)
            if await gold.person(tx, project_id, course, person_id) is None:
                raise NoSuchWorker("Nobody of that id works in this project.")
            sealer = await self.keys.sealer(tx, project_id)
            sealed = sealer.seal(given.note.encode(), kind="comment", object_id=_note(person_id), version=course)
            await gold.qualify(
                tx, project_id, person_id, course, given.state, now=now, by=actor.person_id, sealed=sealed
            )
            ids = {"project_id": str(project_id), "person_id": str(person_id), "by": str(actor.person_id)}
            await emit(tx, COURSE_JUDGED, {**ids, "state": given.state}, at=now)
            await self.skills.judged(tx, project_id, person_id, given.state)
            await record(
                tx, actor.person_id, f"assignment.{given.state}", f"person:{person_id}", at=now, project_id=project_id,
                detail={"course": course},
            )  # fmt: skip
            row = await gold.person(tx, project_id, course, person_id)
            assert row is not None  # found above
            (told,) = await self._told(tx, project_id, [row])
        return told

    async def mine(self, actor: Actor, project_id: UUID) -> MyScore:
        """One's own score, as far as it may be told, and whether one may pass the gate."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            policy = await gold.policy(tx, project_id)
            if policy is None:
                return MyScore(None, None, None, TOLD_FROM)
            row = await gold.person(tx, project_id, policy["course"], actor.person_id)
            today = self.clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            known = await gold.told(tx, project_id, actor.person_id, today, TOLD_FROM)
        if row is None:
            return MyScore(None, None, policy["mark"] if policy["gate"] else None, TOLD_FROM)
        score = rules.mean_score(known["n"], known["total"]) if known["n"] else None
        standing = _standing(row) if row["state"] else None
        return MyScore(score, standing, policy["mark"] if policy["gate"] else None, TOLD_FROM)

    async def _course(self, tx: Tx, project_id: UUID) -> int:
        policy = await gold.policy(tx, project_id)
        return policy["course"] if policy else GoldPolicy(0).course

    async def _told(self, tx: Tx, project_id: UUID, rows: list[asyncpg.Record]) -> list[GoldPerson]:
        names = await identity.names(tx, {row[who] for row in rows for who in ("person_id", "decided_by") if row[who]})
        policy = await gold.policy(tx, project_id)
        share, least = (policy["share"], policy["share_min"]) if policy else (0.0, None)
        return [
            GoldPerson(
                person=Named(row["person_id"], names.get(row["person_id"], "")),
                score=rules.mean_score(row["hidden"], row["hidden_total"]),
                course_answers=row["course_answers"],
                qualification=await self._qualification(tx, project_id, row, names) if row["state"] else None,
                last_at=row["last_at"],
                share=rules.gold_share(share, least, row["need"]),
                because=rules.gold_because(least, row["recent"] or 0, row["fit_low"], watched=row["watched"]),
            )
            for row in rows
        ]

    async def _qualification(
        self, tx: Tx, project_id: UUID, row: asyncpg.Record, names: dict[UUID, str]
    ) -> Qualification:
        note, by = "", None
        if row["sealed"] is not None:
            plain = await self.walls.unseal(
                tx, project_id, row["sealed"], kind="comment", object_id=_note(row["person_id"]), version=row["course"]
            )
            note, by = plain.decode(), Named(row["decided_by"], names.get(row["decided_by"], ""))
        return msgspec.structs.replace(_standing(row), decided_by=by, note=note)


def _standing(row: asyncpg.Record) -> Qualification:
    return Qualification(
        row["state"], row["course_score"], row["decided_at"], guideline_version=row["guideline_version"],
        older=bool(row["older"]),
    )  # fmt: skip


def _note(person_id: UUID) -> str:
    return f"qualification:{person_id}"
