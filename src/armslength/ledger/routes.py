"""HTTP of the ledger."""

from typing import Annotated, Protocol
from uuid import UUID

from litestar import get
from litestar.params import Dependency, Parameter

from armslength.kit.paging import Page
from armslength.ledger.schemas import LogEntry
from armslength.ledger.service import LedgerService


class Asker(Protocol):
    """Whoever asks, as far as the ledger needs to know: the rooms that know people stand above it."""

    @property
    def tenant_id(self) -> UUID:
        """The tenant in which they ask."""


@get(
    "/projects/{project_id:uuid}/log", name="list_log", operation_id="list_log", opt={"permission": "log.read"},
    tags=["ledger"],
)  # fmt: skip
async def list_log(
    actor: Annotated[Asker, Dependency(skip_validation=True)],
    ledger: Annotated[LedgerService, Dependency(skip_validation=True)],
    project_id: UUID,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[LogEntry]:
    """What was decided in a project, newest first."""
    return await ledger.list_log(actor.tenant_id, project_id, cursor=cursor, limit=limit)


routes = [list_log]
