"""Adjudication: items whose answers disagree, and the decisions about them; limits of rework; the audit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal
from uuid import UUID, uuid4

import msgspec

from armslength_client._async.routing import AsyncRoutingPlans
from armslength_client.types import Answers, NoWork, Review
from armslength_client.types_review import (
    Adjudicated,
    AdjudicationPolicy,
    AdjudicationRow,
    AdjudicationWork,
    Appeal,
    Audit,
    MyRecord,
    ReviewPolicy,
)
from armslength_client.types_statements import FirmStatement, Statement


class AsyncAdjudication(AsyncRoutingPlans):
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

    async def get_review_policy(self, project_id: UUID) -> ReviewPolicy:
        """How often an answer is sent back, what follows then, and which share of accepted answers is audited."""
        return await self.call("GET", f"/projects/{project_id}/review/policy", ReviewPolicy)

    async def put_review_policy(
        self, project_id: UUID, *, rework_limit: int | None = None,
        then_to: Literal["someone_else", "adjudicate"] = "someone_else", audit_share: float = 0,
    ) -> ReviewPolicy:  # fmt: skip
        """Set them."""
        body = {"rework_limit": rework_limit, "then_to": then_to, "audit_share": audit_share}
        return await self.call("PUT", f"/projects/{project_id}/review/policy", ReviewPolicy, body=body)

    async def next_audit(self, project_id: UUID, *, have: Sequence[UUID] = ()) -> Review | NoWork:
        """Lease the next accepted answer drawn for audit; decide it with `decide_review`, accept or reject."""
        path = f"/projects/{project_id}/audit/next"
        answer = await self.call("POST", path, dict[str, Any], body={"have": list(have)}, repeatable=True)
        if answer.get("status") == "work":
            return msgspec.convert(answer, type=Review)
        return msgspec.convert(answer, type=NoWork)

    async def get_audit(self, project_id: UUID) -> Audit:
        """How many of the audited answers are right, with intervals."""
        return await self.call("GET", f"/projects/{project_id}/audit", Audit)

    async def get_my_record(self, project_id: UUID) -> MyRecord:
        """One's own work: what became of it, and how long it took."""
        return await self.call("GET", f"/projects/{project_id}/my/record", MyRecord)

    async def get_my_statement(self) -> Statement:
        """All that one ever did, in counts, and what it comes to where that is told."""
        return await self.call("GET", "/me/statement", Statement)

    async def get_firm_statement(self, month: str | None = None) -> FirmStatement:
        """What the people of one's own firm did in a month such as 2026-03; this month unless said."""
        params = {"month": month} if month else {}
        return await self.call("GET", "/statement", FirmStatement, params=params)

    async def appeal(self, project_id: UUID, assignment_id: UUID, text: str) -> dict[str, Any]:
        """Ask a human being to look again at one's own answer that was rejected or fixed."""
        path = f"/projects/{project_id}/my/annotations/{assignment_id}/appeal"
        return await self.call("POST", path, dict[str, Any], body={"text": text}, repeatable=True)

    def list_appeals(self, project_id: UUID, *, state: Literal["open", "decided"] = "open") -> AsyncIterator[Appeal]:
        """Appeals that wait, the oldest first; or that were decided, the newest first."""
        return self.pages(f"/projects/{project_id}/appeals", Appeal, params={"state": state})

    async def decide_appeal(
        self, project_id: UUID, appeal_id: UUID, decision: Literal["granted", "declined"], reply: str
    ) -> Appeal:
        """Grant or decline an appeal, with a word to the author."""
        path = f"/projects/{project_id}/appeals/{appeal_id}/decide"
        return await self.call("POST", path, Appeal, body={"decision": decision, "reply": reply})
