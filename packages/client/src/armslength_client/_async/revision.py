"""What changes after it was said: label schemas that change their meaning while people answer, versions of answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from armslength_client._async.adjudication import AsyncAdjudication
from armslength_client.types_review import (
    AnswerDifference,
    AnswerRestored,
    AnswerVersions,
    MyVersionRestored,
    MyVersions,
    SchemaMigration,
)
from armslength_client.waiting import pauses


class AsyncRevision(AsyncAdjudication):
    """Operations on migrations of label schemas, and on versions of answers."""

    async def draft_schema_plan(self, project_id: UUID, schema: Mapping[str, Any]) -> dict[str, Any]:
        """A first plan from the label schema in force to `schema`: a guess to look at and change."""
        return await self.call(
            "POST", f"/projects/{project_id}/schema/plan", dict[str, Any], body={"schema": schema}, repeatable=True
        )

    async def list_schema_migrations(self, project_id: UUID) -> list[SchemaMigration]:
        """The newest migrations, planned and carried out, without their plans."""
        path = f"/projects/{project_id}/schema/migrations"
        return (await self.call("GET", path, dict[str, list[SchemaMigration]]))["items"]

    async def create_schema_migration(
        self, project_id: UUID, plan: Mapping[str, Any], *, wait: bool = True
    ) -> SchemaMigration:
        """The dry run of a plan: what it would change (`effect`). Nothing changes. The same plan is counted again."""
        path = f"/projects/{project_id}/schema/migrations"
        made = await self.call("POST", path, SchemaMigration, body=dict(plan), repeatable=True)
        return await self.wait_for_schema_migration(project_id, made.id) if wait else made

    async def get_schema_migration(self, project_id: UUID, migration_id: UUID) -> SchemaMigration:
        """One migration with its plan."""
        return await self.call("GET", f"/projects/{project_id}/schema/migrations/{migration_id}", SchemaMigration)

    async def apply_schema_migration(
        self, project_id: UUID, migration_id: UUID, *, wait: bool = True
    ) -> SchemaMigration:
        """Carry it out. The new schema is in force at once; with `wait`, until all who are asked anew have been."""
        path = f"/projects/{project_id}/schema/migrations/{migration_id}/apply"
        made = await self.call("POST", path, SchemaMigration, repeatable=True)
        return await self.wait_for_schema_migration(project_id, made.id) if wait else made

    async def wait_for_schema_migration(
        self, project_id: UUID, migration_id: UUID, *, every: float = 0.3
    ) -> SchemaMigration:
        """The migration once the work behind it is over; look at `progress["state"]` for how."""
        rests = pauses(every)
        while True:
            found = await self.get_schema_migration(project_id, migration_id)
            if found.progress["state"] in ("done", "failed", "cancelled"):
                return found
            await asyncio.sleep(next(rests))

    async def list_answer_versions(self, project_id: UUID, annotation_id: UUID) -> AnswerVersions:
        """Every version of the answer that this annotation is one of: who, when, why, and what review said."""
        return await self.call("GET", f"/projects/{project_id}/annotations/{annotation_id}/versions", AnswerVersions)

    async def get_answer_difference(
        self, project_id: UUID, annotation_id: UUID, *, since: UUID | None = None
    ) -> AnswerDifference:
        """What changed up to this version: since another one, or since the one whose place it took."""
        path = f"/projects/{project_id}/annotations/{annotation_id}/difference"
        return await self.call("GET", path, AnswerDifference, params={"since": since})

    async def restore_answer(
        self, project_id: UUID, annotation_id: UUID, *, stands: UUID, reason: str, migrate: bool = False,
        key: UUID | None = None,
    ) -> AnswerRestored:  # fmt: skip
        """Put this version back, as one more. `stands` is the version that you saw standing: another one is refused."""
        body = {"key": str(key or uuid4()), "stands": str(stands), "reason": reason, "migrate": migrate}
        path = f"/projects/{project_id}/annotations/{annotation_id}/restore"
        return await self.call("POST", path, AnswerRestored, body=body, repeatable=True)

    async def list_my_versions(self, project_id: UUID, assignment_id: UUID) -> MyVersions:
        """The versions of one's own answer, and what review said of each."""
        return await self.call("GET", f"/projects/{project_id}/my/annotations/{assignment_id}/versions", MyVersions)

    async def restore_my_version(
        self, project_id: UUID, assignment_id: UUID, version: int, *, revision: int = 0
    ) -> MyVersionRestored:  # fmt: skip
        """Put an earlier version of one's own words into the draft, while the assignment is in one's hands. `revision`:
        of the draft whose place it takes, 0 where there is none; another one is refused."""
        path = f"/projects/{project_id}/my/annotations/{assignment_id}/restore"
        body = {"version": version, "revision": revision}
        return await self.call("POST", path, MyVersionRestored, body=body, repeatable=True)
