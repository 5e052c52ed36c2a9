"""What later rooms may read of branches."""

from typing import Final
from uuid import UUID

from armslength.kit.db import Tx

LOCK: Final = "branches"
"""Held by whoever changes the plan of a whole, or decides about its items."""


async def hold(tx: Tx, project_id: UUID) -> bool:
    """Whether the question is split; neither plan nor decisions change until the transaction ends. Several may hold."""
    await tx.lock(LOCK, project_id, shared=True)
    return await split(tx, project_id)


async def split(tx: Tx, project_id: UUID) -> bool:
    """Whether the question is split now."""
    found: bool = await tx.value(
        "select exists (select from branch_plan where tenant_id = $1 and project_id = $2)", tx.tenant_id, project_id
    )
    return found
