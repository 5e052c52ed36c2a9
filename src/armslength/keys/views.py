"""What others may read of keys: names, never keys."""

from armslength.kit.db import Tx


async def keks(tx: Tx) -> list[str]:
    """The KEKs that wrap anything of the tenant."""
    rows = await tx.rows(
        "select kek_id from project_key where tenant_id = $1 union select kek_id from tenant_secret"
        " where tenant_id = $1 order by 1",
        tx.tenant_id,
    )  # fmt: skip
    return [row["kek_id"] for row in rows]
