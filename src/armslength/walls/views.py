"""What other rooms may read of exposures, inside their own tenant's transaction."""

from collections.abc import Sequence
from uuid import UUID

from armslength.kit.db import Tx


async def items_shown(tx: Tx, organization_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Items that the people of these firms together were shown, each once, by project."""
    rows = await tx.rows(
        "select project_id, count(distinct item_id) as items from exposure where tenant_id = $1 and kind = 'item'"
        " and organization_id = any($2::uuid[]) group by 1",
        tx.tenant_id, list(organization_ids),
    )  # fmt: skip
    return {row["project_id"]: row["items"] for row in rows}
