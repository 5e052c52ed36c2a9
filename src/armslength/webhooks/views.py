"""What others may read of webhooks."""

from armslength.kit.db import Tx


async def failing(tx: Tx) -> int:
    """How many failed for so long that they were paused."""
    return int(await tx.value("select count(*) from webhook where tenant_id = $1 and state = 'failing'", tx.tenant_id))
