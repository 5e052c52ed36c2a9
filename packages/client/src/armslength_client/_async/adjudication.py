"""Adjudication: items whose answers disagree, and the decisions about them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal
from uuid import UUID, uuid4

import msgspec

from armslength_client._async.gold import AsyncGold
from armslength_client.types import Answers, NoWork
from armslength_client.types_review import Adjudicated, AdjudicationPolicy, AdjudicationRow, AdjudicationWork


class AsyncAdjudication(AsyncGold):
    """Operations of those who decide between answers, and of those who say which answers are decided."""

    async def get_adjudication_policy(self, project_id: UUID) -> AdjudicationPolicy:
        """When an item is decided by somebody else, by whom, and how many wait."""
        return await self.call("GET", f"/projects/{project_id}/adjudication/policy", AdjudicationPolicy)

    async def put_adjudication_policy(
        self, project_id: UUID, *, below: float, questions: Sequence[str] = (), people: Sequence[UUID] = ()
    ) -> AdjudicationPolicy:
        """Set it. `below`: 1 = any difference, 0 = never; no `questions`: all; no `people`: whoever reviews."""
        body = {"below": below, "questions": list(questions), "people": list(people)}
        return await self.call("PUT", f"/projects/{project_id}/adjudication/policy", AdjudicationPolicy, body=body)

    async def next_adjudication(self, project_id: UUID, *, have: Sequence[UUID] = ()) -> AdjudicationWork | NoWork:
        """Lease the next item whose answers disagree."""
        path = f"/projects/{project_id}/adjudication/next"
        answer = await self.call("POST", path, dict[str, Any], body={"have": list(have)}, repeatable=True)
        if answer.get("status") == "work":
            return msgspec.convert(answer, type=AdjudicationWork)
        return msgspec.convert(answer, type=NoWork)

    async def heartbeat_adjudication(self, project_id: UUID, adjudication_id: UUID) -> dict[str, Any]:
        """Keep its lease alive."""
        path = f"/projects/{project_id}/adjudications/{adjudication_id}/heartbeat"
        return await self.call("POST", path, dict[str, Any], repeatable=True)

    async def return_adjudication(self, project_id: UUID, adjudication_id: UUID) -> None:
        """Give it back."""
        await self.call("POST", f"/projects/{project_id}/adjudications/{adjudication_id}/return", type(None))

    async def decide_adjudication(
        self, project_id: UUID, adjudication_id: UUID, *, take: int | None = None, answers: Answers | None = None,
        comment: str = "", key: UUID | None = None,
    ) -> Adjudicated:  # fmt: skip
        """Take the answer of that number, or give answers: put together from theirs, or one's own."""
        body = {"key": key or uuid4(), "take": take, "answers": answers, "comment": comment}
        path = f"/projects/{project_id}/adjudications/{adjudication_id}/decide"
        return await self.call("POST", path, Adjudicated, body=body, repeatable=True)

    def list_adjudications(
        self, project_id: UUID, *, state: Literal["waiting", "done"] = "waiting"
    ) -> AsyncIterator[AdjudicationRow]:
        """Items that wait for a decision, the oldest first; or that have one, the newest first."""
        return self.pages(f"/projects/{project_id}/adjudications", AdjudicationRow, params={"state": state})
