"""Skills: what people are known to be able to do, and what asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from armslength_client._async.notifications import AsyncNotifications
from armslength_client.types_skills import MySkill, RequiredSkills, Skill, SkillHolder


class AsyncSkills(AsyncNotifications):
    """Operations on skills."""

    async def list_skills(self) -> list[Skill]:
        """What people may be known to be able to do, by name."""
        return (await self.call("GET", "/skills", dict[str, list[Skill]]))["items"]

    async def create_skill(
        self, name: str, *, description: str = "", course_id: UUID | None = None, valid_days: int | None = None
    ) -> Skill:
        """Add a skill; with a course (a project), whoever passes it has it, for `valid_days`."""
        return await self.call("POST", "/skills", Skill, body=_skill(name, description, course_id, valid_days))

    async def put_skill(
        self, skill_id: UUID, name: str, *, description: str = "", course_id: UUID | None = None,
        valid_days: int | None = None,
    ) -> Skill:  # fmt: skip
        """Change a skill; who holds it holds it as before."""
        body = _skill(name, description, course_id, valid_days)
        return await self.call("PUT", f"/skills/{skill_id}", Skill, body=body)

    async def delete_skill(self, skill_id: UUID) -> None:
        """Remove a skill that nothing asks for."""
        await self.call("DELETE", f"/skills/{skill_id}", type(None))

    async def list_skill_holders(self, skill_id: UUID) -> list[SkillHolder]:
        """Who has or had a skill, how they came by it and until when."""
        return (await self.call("GET", f"/skills/{skill_id}/people", dict[str, list[SkillHolder]]))["items"]

    async def grant_skill(
        self, skill_id: UUID, person_id: UUID, *, expires_at: datetime | None = None
    ) -> list[SkillHolder]:
        """Say that somebody has a skill, from now on."""
        body = {"expires_at": expires_at.isoformat() if expires_at else None}
        path = f"/skills/{skill_id}/people/{person_id}"
        return (await self.call("PUT", path, dict[str, list[SkillHolder]], body=body))["items"]

    async def revoke_skill(self, skill_id: UUID, person_id: UUID) -> None:
        """Take a skill away, granted or earned; what its holder has in hand may be finished."""
        await self.call("DELETE", f"/skills/{skill_id}/people/{person_id}", type(None))

    async def get_my_skills(self) -> list[MySkill]:
        """What one is known to be able to do."""
        return (await self.call("GET", "/me/skills", dict[str, list[MySkill]]))["items"]

    async def get_required_skills(self, project_id: UUID) -> RequiredSkills:
        """What people must be able to do to be asked."""
        return await self.call("GET", f"/projects/{project_id}/skills", RequiredSkills)

    async def put_required_skills(
        self, project_id: UUID, skills: Iterable[UUID] = (), *, batches: Mapping[UUID, Sequence[UUID]] | None = None
    ) -> RequiredSkills:
        """Ask for skills in the whole project and in batches; what is left out is not asked for."""
        asked = [{"id": str(batch), "skills": [str(each) for each in of]} for batch, of in (batches or {}).items()]
        body = {"skills": [str(each) for each in skills], "batches": asked}
        return await self.call("PUT", f"/projects/{project_id}/skills", RequiredSkills, body=body)


def _skill(name: str, description: str, course_id: UUID | None, valid_days: int | None) -> dict[str, Any]:
    course = str(course_id) if course_id else None
    return {"name": name, "description": description, "course_id": course, "valid_days": valid_days}
