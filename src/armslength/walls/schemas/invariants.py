"""What became of looking whether the walls hold."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec

Holds = Literal["holds", "broken", "not_applicable"]


class Checked(msgspec.Struct, kw_only=True):
    """One invariant: whether it holds, what breaks it (`found` in all, the first of each kind in `evidence`), what is
    no breach and yet to be known (`listed`), and why it could not be looked at (`reason`)."""

    number: str
    says: str
    state: Holds
    found: int = 0
    evidence: list[str] = []
    listed: list[str] = []
    reason: str | None = None


class TenantChecked(msgspec.Struct, kw_only=True):
    """All invariants of one customer."""

    tenant_id: UUID
    name: str
    invariants: list[Checked]

    @property
    def broken(self) -> list[str]:
        """The numbers of those that are broken."""
        return [each.number for each in self.invariants if each.state == "broken"]
