"""Brand words: what vendors must not read, and where they would."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from armslength_client._async.tracing import AsyncTracing
from armslength_client.types_brands import BrandScan, BrandWord


class AsyncBrands(AsyncTracing):
    """Operations on brand words."""

    async def list_brand_words(self) -> list[BrandWord]:
        """The owner's list, then what follows from who the organization is."""
        return (await self.call("GET", "/brand-words", dict[str, list[BrandWord]]))["items"]

    async def add_brand_words(self, words: Sequence[str]) -> list[BrandWord]:
        """Put words on the list; those that are there stay as they are."""
        body = {"words": list(words)}
        answer = await self.call("POST", "/brand-words", dict[str, list[BrandWord]], body=body, repeatable=True)
        return answer["items"]

    async def remove_brand_word(self, word_id: UUID) -> None:
        """Take a word off the list."""
        await self.call("DELETE", f"/brand-words/{word_id}", type(None))

    async def scan_brand_words(self, project_id: UUID) -> BrandScan:
        """Where what a project tells vendors names you or a secret."""
        return await self.call("GET", f"/projects/{project_id}/brand-words", BrandScan)

    async def accept_brand_words(self, project_id: UUID, words: Sequence[str], reason: str) -> BrandScan:
        """Let vendors read these words in this project all the same, and say why."""
        body = {"words": list(words), "reason": reason}
        path = f"/projects/{project_id}/brand-words/acceptances"
        return await self.call("POST", path, BrandScan, body=body, repeatable=True)

    async def withdraw_brand_word(self, project_id: UUID, acceptance_id: UUID) -> None:
        """Withdraw an acceptance: the word stops what it would stop elsewhere."""
        await self.call("DELETE", f"/projects/{project_id}/brand-words/acceptances/{acceptance_id}", type(None))
