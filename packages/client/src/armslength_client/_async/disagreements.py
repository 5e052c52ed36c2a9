"""Where people disagree, what each of them says, and what is done about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

from armslength_client._async.concerns import AsyncConcerns
from armslength_client.types_disagreements import Disagreement, DisagreementAct, DisagreementState, DisagreementSummary


class AsyncDisagreements(AsyncConcerns):
    """Operations on disagreements."""

    def list_disagreements(
        self, project_id: UUID, *, question: str | None = None, one: str | None = None, other: str | None = None,
        batch_id: UUID | None = None, firm_id: UUID | None = None, state: DisagreementState | None = None,
    ) -> AsyncIterator[Disagreement]:  # fmt: skip
        """Where people disagree, the most divided first; `one` and `other`: the two leading labels of `question`."""
        params = {
            "question": question, "one": one, "other": other, "batch_id": batch_id, "firm_id": firm_id, "state": state
        }  # fmt: skip
        return self.pages(f"/projects/{project_id}/disagreements", Disagreement, params=params)

    async def get_disagreement_summary(self, project_id: UUID) -> DisagreementSummary:
        """Questions with their labels and how many items divide people on them, and the firms that work here."""
        return await self.call("GET", f"/projects/{project_id}/disagreements/summary", DisagreementSummary)

    async def act_on_disagreement(
        self, project_id: UUID, item_id: UUID, question: str, act: DisagreementAct, *, text: str = ""
    ) -> None:
        """Have somebody decide, ask one more, say that there is no right answer (or that there is), or note a
        question for the guideline."""
        body = {"question": question, "act": act, "text": text}
        await self.call("POST", f"/projects/{project_id}/disagreements/{item_id}", type(None), body=body)
