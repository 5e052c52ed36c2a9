"""The brief: projects, label schemas, guidelines, members."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal
from uuid import UUID

from armslength_client._async.ownership import AsyncOwners
from armslength_client.types import Project, Role
from armslength_client.types_briefs import Applied


class AsyncProjects(AsyncOwners):
    """Operations on projects."""

    async def list_presets(self) -> list[dict[str, Any]]:
        """Ready label schemas with guidelines."""
        answer = await self.call("GET", "/presets", dict[str, list[dict[str, Any]]])
        return answer["items"]

    def list_projects(self) -> AsyncIterator[Project]:
        """Projects that this person may see."""
        return self.pages("/projects", Project)

    async def create_project(self, *, name: str, **brief: Any) -> Project:
        """Make a project; see the brief for what may be given: preset, schema, guideline, overlap, review_share, …"""
        return await self.call("POST", "/projects", Project, body={"name": name, **brief})

    async def get_project(self, project_id: UUID) -> Project:
        """One project with its progress."""
        return await self.call("GET", f"/projects/{project_id}", Project)

    async def update_project(self, project_id: UUID, **changes: Any) -> Project:
        """Change name, description, overlap, review_share, lease_seconds, person_cap, exclusivity or restricted."""
        return await self.call("PATCH", f"/projects/{project_id}", Project, body=changes)

    async def set_project_state(
        self, project_id: UUID, state: Literal["draft", "active", "paused", "archived"]
    ) -> Project:
        """Start, pause or archive."""
        return await self.call("POST", f"/projects/{project_id}/state", Project, body={"state": state}, repeatable=True)

    async def get_schema(self, project_id: UUID, *, version: int | None = None) -> dict[str, Any]:
        """The label schema, present or of a version."""
        return await self.call("GET", f"/projects/{project_id}/schema", dict[str, Any], params={"version": version})

    async def put_schema(self, project_id: UUID, schema: Mapping[str, Any], *, note: str = "") -> dict[str, Any]:
        """Set the label schema; the same schema is the same version."""
        body = {"schema": schema, "note": note}
        return await self.call("PUT", f"/projects/{project_id}/schema", dict[str, Any], body=body)

    async def get_guideline(self, project_id: UUID, *, version: int | None = None) -> dict[str, Any]:
        """The guideline, present or of a version."""
        return await self.call("GET", f"/projects/{project_id}/guideline", dict[str, Any], params={"version": version})

    async def put_guideline(
        self, project_id: UUID, markdown: str, *, note: str = "", pass_again: bool = False
    ) -> dict[str, Any]:
        """Set the guideline; people must read a new version before they go on, and with `pass_again` pass the next
        course, for which there must be items (`put_gold(..., next_course=True)`)."""
        body = {"markdown": markdown, "note": note, "pass_again": pass_again}
        return await self.call("PUT", f"/projects/{project_id}/guideline", dict[str, Any], body=body)

    async def read_guideline(self, project_id: UUID, version: int) -> None:
        """Say that this person has read a version."""
        path = f"/projects/{project_id}/guideline/read"
        await self.call("POST", path, type(None), body={"version": version}, repeatable=True)

    async def put_project_member(self, project_id: UUID, person_id: UUID, role: Role) -> dict[str, Any]:
        """Let a person into the project."""
        path = f"/projects/{project_id}/members/{person_id}"
        return await self.call("PUT", path, dict[str, Any], body={"role": role})

    async def list_project_members(self, project_id: UUID) -> list[dict[str, Any]]:
        """Who is in the project, and as what."""
        path = f"/projects/{project_id}/members"
        return (await self.call("GET", path, dict[str, list[dict[str, Any]]]))["items"]

    async def remove_project_member(self, project_id: UUID, person_id: UUID) -> None:
        """Take a person out of the project."""
        await self.call("DELETE", f"/projects/{project_id}/members/{person_id}", type(None))

    async def apply_brief(self, brief: Mapping[str, Any], *, dry_run: bool = False) -> Applied:
        """Make the project as the brief says; applying the same brief again changes nothing."""
        body = {"brief": brief, "dry_run": dry_run}
        return await self.call("POST", "/projects/apply", Applied, body=body, repeatable=True)

    async def export_brief(self, project_id: UUID) -> dict[str, Any]:
        """The project as one brief."""
        return await self.call("GET", f"/projects/{project_id}/brief-file", dict[str, Any])
