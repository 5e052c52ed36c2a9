"""The keys that people chose for commands of the web app."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from armslength.kit.db import Tx


async def of(tx: Tx, person_id: UUID) -> dict[str, list[str]]:
    """A person's own keys, by command."""
    rows = await tx.rows(
        "select command, keys from person_shortcut where tenant_id = $1 and person_id = $2 order by command",
        tx.tenant_id, person_id,
    )  # fmt: skip
    return {row["command"]: row["keys"] for row in rows}


async def replace(tx: Tx, person_id: UUID, keys: Mapping[str, Sequence[str]]) -> None:
    """These and no others."""
    await tx.run("delete from person_shortcut where tenant_id = $1 and person_id = $2", tx.tenant_id, person_id)
    await tx.many(
        "insert into person_shortcut values ($1, $2, $3, $4)",
        [(tx.tenant_id, person_id, command, list(each)) for command, each in keys.items()],
    )
