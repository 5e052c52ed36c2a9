"""What others may read of releases and exports."""

from armslength.kit.db import Tx
from armslength.storage.service import Stored


async def blobs(tx: Tx) -> list[Stored]:
    """Every blob that must be there: the frozen records and the files of exports."""
    rows = await tx.rows(
        "select project_id, 'release' as kind, blob from release where tenant_id = $1 and blob is not null"
        " union all select r.project_id, 'export', f ->> 'blob' from export_run e"
        " join release r on r.tenant_id = e.tenant_id and r.id = e.release_id"
        " cross join lateral jsonb_array_elements(e.files) f where e.tenant_id = $1",
        tx.tenant_id,
    )  # fmt: skip
    return [Stored(*row) for row in rows]
