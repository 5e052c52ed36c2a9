"""The words of the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from armslength.kit.db import Tx

Verdict = Literal["done", "allowed", "refused"]
"""done: something was decided and carried out · allowed, refused: somebody asked, and this was the answer."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is written down of one thing, or of several alike. `actor`: a person's id, None = the platform; `detail`
    holds ids and settings, never content, e-mails or secrets."""

    at: datetime
    actor: UUID | None
    action: str
    project_id: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    verdict: Verdict = "done"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A decision in its final form: canonical JSON that tells a stranger nothing, and the sealed payload beside it."""

    id: UUID
    leaf: bytes
    payload: bytes


class References(Protocol):
    """What the tenant's key does for the ledger."""

    def reference(self, text: str) -> str:
        """A name that only the tenant can read back."""

    def seal_each(self, plains: Sequence[bytes], entry_ids: Sequence[UUID]) -> list[bytes]:
        """Each sealed for its own entry alone."""


class LedgerKeys(Protocol):
    """Where the tenant's key comes from. Given in by the wiring: the ledger stands beside the keys, not above them."""

    async def ledger_sealer(self, tx: Tx) -> References:
        """The present tenant's."""
