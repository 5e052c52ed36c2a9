"""Skills: what people are known to be able to do, and what asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from armslength.assignment.errors import BadSkill, NoSuchWorker, SkillInUse, SkillNotFound
from armslength.assignment.repository import care, skills
from armslength.assignment.schemas import (
    BatchSkills,
    GrantSkill,
    MySkill,
    MySkills,
    PutSkill,
    RequiredSkills,
    Skill,
    SkillHolder,
    SkillHolders,
    Skills,
)
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.projects import views as projects


class SkillDesk:
    """The organization's skills, who holds them, and what projects ask for; the queue decides (assignment_next)."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    async def list_skills(self, actor: Actor) -> Skills:
        """All of them, by name."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return Skills([_skill(row) for row in await skills.all_of(tx, self.clock.now())])

    async def put(self, actor: Actor, skill_id: UUID | None, given: PutSkill) -> Skill:
        """Make a skill, or change one. Raises SkillNotFound, BadSkill."""
        now, name = self.clock.now(), given.name.strip()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("skills", actor.tenant_id)
            if skill_id is not None:
                await self._one(tx, skill_id)
            if not name or await skills.named(tx, name, skill_id):
                raise BadSkill("Another skill has this name." if name else "Give a name.", field="name")
            if given.course_id is not None and given.course_id not in await projects.projects(tx, [given.course_id]):
                raise BadSkill("There is no such project.", field="course_id")
            made = skill_id or new_id()
            await skills.put(tx, made, name, given.description, given.course_id, given.valid_days, now)
            await record(
                tx, actor.person_id, "assignment.skill_put", f"skill:{made}", at=now,
                detail={"course": str(given.course_id) if given.course_id else None, "valid_days": given.valid_days},
            )  # fmt: skip
            return _skill(await self._one(tx, made))

    async def delete(self, actor: Actor, skill_id: UUID) -> None:
        """Remove a skill that nothing asks for. Raises SkillNotFound, SkillInUse."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("skills", actor.tenant_id)
            await self._one(tx, skill_id)
            if await skills.in_use(tx, skill_id):
                raise SkillInUse("Projects ask for this skill. Take it out of them first.")
            await skills.delete(tx, skill_id)
            await record(tx, actor.person_id, "assignment.skill_removed", f"skill:{skill_id}", at=self.clock.now())

    async def holders(self, actor: Actor, skill_id: UUID) -> SkillHolders:
        """Who has or had it. Raises SkillNotFound."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._one(tx, skill_id)
            return await self._holders(tx, skill_id)

    async def grant(self, actor: Actor, skill_id: UUID, person_id: UUID, given: GrantSkill) -> SkillHolders:
        """Somebody has it from now on, by one's word. Raises SkillNotFound, NoSuchWorker, BadSkill."""
        now = self.clock.now()
        if given.expires_at is not None and given.expires_at <= now:
            raise BadSkill("This has passed.", field="expires_at")
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._one(tx, skill_id)
            if await identity.seat(tx, person_id) is None:
                raise NoSuchWorker("Nobody of that id has a seat here.")
            until = given.expires_at or _until(row["valid_days"], now)
            await skills.give(tx, person_id, skill_id, now, until, actor.person_id)
            await self._tell(tx, actor.person_id, "granted", person_id, skill_id, until, now)
            return await self._holders(tx, skill_id)

    async def revoke(self, actor: Actor, skill_id: UUID, person_id: UUID) -> None:
        """Take it away, granted or earned; what is in hand may be finished. Raises SkillNotFound, NoSuchWorker."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._one(tx, skill_id)
            if not await skills.take(tx, person_id, skill_id):
                raise NoSuchWorker("Nobody of that id has this skill.")
            await self._tell(tx, actor.person_id, "revoked", person_id, skill_id, None, now)

    async def mine(self, actor: Actor) -> MySkills:
        """One's own."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await skills.of_person(tx, actor.person_id, self.clock.now())
            return MySkills([MySkill(**dict(row)) for row in rows])

    async def judged(self, tx: Tx, project_id: UUID, person_id: UUID, state: str) -> None:
        """Somebody stands where the project's course has led them: what it earns is theirs, or no longer."""
        now = self.clock.now()
        for row in await skills.earned_in(tx, project_id):
            if state in ("passed", "admitted"):
                until = _until(row["valid_days"], now)
                await skills.give(tx, person_id, row["id"], now, until, None)
                await self._tell(tx, None, "earned", person_id, row["id"], until, now)
            elif await skills.take(tx, person_id, row["id"], earned_only=True):
                await self._tell(tx, None, "lost", person_id, row["id"], None, now)

    # What asks for them

    async def required(self, actor: Actor, project_id: UUID) -> RequiredSkills:
        """What the project and its batches ask for."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._required(tx, project_id)

    async def require(self, actor: Actor, project_id: UUID, given: RequiredSkills) -> RequiredSkills:
        """Ask for these from the next item on. Raises BadSkill."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._require(tx, actor, project_id, given)

    async def _require(self, tx: Tx, actor: Actor, project_id: UUID, given: RequiredSkills) -> RequiredSkills:
        now = self.clock.now()
        await tx.lock("skills", actor.tenant_id)
        before = await self._required(tx, project_id)
        known = {row["id"]: row for row in await skills.all_of(tx, now)}
        for index, skill_id in enumerate(given.skills):
            if skill_id not in known:
                raise BadSkill("There is no such skill.", field=f"skills[{index}]")
            if known[skill_id]["course_id"] == project_id:
                raise BadSkill(
                    "This skill is earned in the course of this very project: nobody could begin. Its gate asks for"
                    " the course already.",
                    field=f"skills[{index}]",
                )
        batches = await care.batches_of(tx, project_id, [batch.id for batch in given.batches])
        for index, batch in enumerate(given.batches):
            if batch.id not in batches:
                raise BadSkill("This project has no such batch.", field=f"batches[{index}].id")
            if not known.keys() >= set(batch.skills):
                raise BadSkill("There is no such skill.", field=f"batches[{index}].skills")
        wanted = {batch.id: sorted(set(batch.skills)) for batch in given.batches}
        await skills.require(tx, project_id, sorted(set(given.skills)), wanted)
        after = await self._required(tx, project_id)
        if after != before:
            await record(
                tx, actor.person_id, "assignment.skills_required", f"project:{project_id}", at=now,
                project_id=project_id, detail={"from": msgspec.to_builtins(before), "to": msgspec.to_builtins(after)},
            )  # fmt: skip
        return after

    async def _required(self, tx: Tx, project_id: UUID) -> RequiredSkills:
        whole, parts = await skills.required(tx, project_id)
        return RequiredSkills(skills=whole, batches=[BatchSkills(batch, asked) for batch, asked in parts.items()])

    # In briefs, by name; batches have no place there

    async def told(self, tx: Tx, project_id: UUID) -> dict[str, Any] | None:
        """{required: names} as a brief says it; None: nothing is asked for."""
        whole, _ = await skills.required(tx, project_id)
        known = {row["id"]: row["name"] for row in await skills.all_of(tx, self.clock.now())}
        return {"required": sorted(known[each] for each in whole)} if whole else None

    async def set(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        """Ask for the skills of these names in the whole project. Raises BadSkill."""
        names: Sequence[str] = wanted.get("required", ())
        known = {row["name"].lower(): row["id"] for row in await skills.all_of(tx, self.clock.now())}
        for index, name in enumerate(names):
            if name.lower() not in known:
                raise BadSkill(f"There is no skill called {name!r}.", field=f"skills.required[{index}]")
        now = await self._required(tx, project_id)
        asked = RequiredSkills(skills=[known[name.lower()] for name in names], batches=now.batches)
        await self._require(tx, actor, project_id, asked)

    async def _one(self, tx: Tx, skill_id: UUID) -> asyncpg.Record:
        row = await skills.one(tx, skill_id, self.clock.now())
        if row is None:
            raise SkillNotFound("There is no such skill.")
        return row

    async def _holders(self, tx: Tx, skill_id: UUID) -> SkillHolders:
        rows = await skills.holders(tx, skill_id, self.clock.now())
        ids = {row[who] for row in rows for who in ("person_id", "granted_by") if row[who]}
        names = await identity.names(tx, ids)
        items = [
            SkillHolder(
                Named(row["person_id"], names.get(row["person_id"], "")), row["source"], row["since"],
                row["expires_at"],
                Named(row["granted_by"], names.get(row["granted_by"], "")) if row["granted_by"] else None, row["held"],
            )
            for row in rows
        ]  # fmt: skip
        return SkillHolders(sorted(items, key=lambda each: each.person.name.lower()))

    async def _tell(
        self, tx: Tx, by: UUID | None, what: str, person_id: UUID, skill_id: UUID, until: datetime | None,
        now: datetime,
    ) -> None:  # fmt: skip
        detail = {"skill": str(skill_id), "expires_at": until.isoformat() if until else None}
        await record(tx, by, f"assignment.skill_{what}", f"person:{person_id}", at=now, detail=detail)


def _skill(row: asyncpg.Record) -> Skill:
    course = Named(row["course_id"], row["course_name"]) if row["course_id"] else None
    return Skill(row["id"], row["name"], row["description"], course, row["valid_days"], row["holders"])


def _until(days: int | None, now: datetime) -> datetime | None:
    return now + timedelta(days=days) if days else None
