"""The table `media`: files by their sha256, per project."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.ingest.model import ImageInfo
from armslength.kit.db import Tx


async def add(
    tx: Tx, project_id: UUID, digest: str, blob: str, size: int, info: ImageInfo, at: datetime
) -> asyncpg.Record:
    """Note the file, or find the one of the same content: (blob, bytes, content_type, width, height)."""
    await tx.run(
        "insert into media (tenant_id, project_id, digest, blob, bytes, content_type, width, height, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant_id, project_id, digest) do nothing",
        tx.tenant_id, project_id, digest, blob, size, info.content_type, info.width, info.height, at,
    )  # fmt: skip
    found = await tx.row(
        "select blob, bytes, content_type, width, height from media"
        " where tenant_id = $1 and project_id = $2 and digest = $3",
        tx.tenant_id, project_id, digest,
    )  # fmt: skip
    assert found is not None  # written above, and never deleted
    return found


async def known(tx: Tx, project_id: UUID, digests: Sequence[str]) -> set[str]:
    """Which of these files the project has."""
    rows = await tx.rows(
        "select digest from media where tenant_id = $1 and project_id = $2 and digest = any($3::text[])",
        tx.tenant_id, project_id, list(digests),
    )  # fmt: skip
    return {row["digest"] for row in rows}
