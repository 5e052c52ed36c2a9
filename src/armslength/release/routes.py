"""HTTP of releases."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import Dependency, Parameter
from litestar.response import Stream

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.release.schemas import CreateExport, CreateRelease, Export, Formats, Release
from armslength.release.service import ReleaseService

Asking = Annotated[Actor, Dependency(skip_validation=True)]
Releases = Annotated[ReleaseService, Dependency(skip_validation=True)]
_RELEASES = "/projects/{project_id:uuid}/releases"
_EXPORTS = _RELEASES + "/{release_id:uuid}/exports"


@get(
    "/projects/{project_id:uuid}/formats",
    name="list_formats", operation_id="list_formats", opt={"permission": "release.read"}, tags=["release"],
)  # fmt: skip
async def list_formats(actor: Asking, release: Releases, project_id: UUID) -> Formats:
    """Export formats, and whether each fits what the project asks."""
    return await release.list_formats(actor, project_id)


@get(
    _RELEASES,
    name="list_releases", operation_id="list_releases", opt={"permission": "release.read"}, tags=["release"],
)  # fmt: skip
async def list_releases(
    actor: Asking,
    release: Releases,
    project_id: UUID,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[Release]:
    """Releases, the newest first."""
    return await release.list_releases(actor, project_id, cursor=cursor, limit=limit)


@post(
    _RELEASES,
    name="create_release", operation_id="create_release", opt={"permission": "release.create"}, tags=["release"],
)  # fmt: skip
async def create_release(actor: Asking, release: Releases, project_id: UUID, data: CreateRelease) -> Release:
    """Order a release: what stands is frozen in the background, as of its `snapshot_at`."""
    return await release.create_release(actor, project_id, data)


@get(
    _RELEASES + "/{release_id:uuid}",
    name="get_release", operation_id="get_release", opt={"permission": "release.read"}, tags=["release"],
)  # fmt: skip
async def get_release(actor: Asking, release: Releases, project_id: UUID, release_id: UUID) -> Release:
    """One release with its manifest and exports."""
    return await release.get_release(actor, project_id, release_id)


@post(
    _RELEASES + "/{release_id:uuid}/cancel",
    name="cancel_release", operation_id="cancel_release", opt={"permission": "release.create"}, tags=["release"],
    status_code=200,
)  # fmt: skip
async def cancel_release(actor: Asking, release: Releases, project_id: UUID, release_id: UUID) -> Release:
    """Stop making a release."""
    return await release.cancel_release(actor, project_id, release_id)


@post(
    _RELEASES + "/{release_id:uuid}/retry",
    name="retry_release", operation_id="retry_release", opt={"permission": "release.create"}, tags=["release"],
    status_code=200,
)  # fmt: skip
async def retry_release(actor: Asking, release: Releases, project_id: UUID, release_id: UUID) -> Release:
    """Make a release that failed or was cancelled after all: from its snapshot where it was frozen, else anew."""
    return await release.retry_release(actor, project_id, release_id)


@post(
    _EXPORTS,
    name="create_export", operation_id="create_export", opt={"permission": "release.export"}, tags=["release"],
)  # fmt: skip
async def create_export(
    actor: Asking, release: Releases, project_id: UUID, release_id: UUID, data: CreateExport
) -> Export:
    """Write a release in a format, in the background."""
    return await release.create_export(actor, project_id, release_id, data.format)


@get(
    _EXPORTS + "/{export_id:uuid}",
    name="get_export", operation_id="get_export", opt={"permission": "release.export"}, tags=["release"],
)  # fmt: skip
async def get_export(actor: Asking, release: Releases, project_id: UUID, release_id: UUID, export_id: UUID) -> Export:
    """How far an export is, and its files."""
    return await release.get_export(actor, project_id, release_id, export_id)


@post(
    _EXPORTS + "/{export_id:uuid}/cancel",
    name="cancel_export", operation_id="cancel_export", opt={"permission": "release.export"}, tags=["release"],
    status_code=200,
)  # fmt: skip
async def cancel_export(
    actor: Asking, release: Releases, project_id: UUID, release_id: UUID, export_id: UUID
) -> Export:
    """Stop writing an export."""
    return await release.cancel_export(actor, project_id, release_id, export_id)


@get(
    _EXPORTS + "/{export_id:uuid}/files/{name:str}",
    name="download_export_file", operation_id="download_export_file", opt={"permission": "release.export"},
    tags=["release"], media_type="application/octet-stream",
)  # fmt: skip
async def download_export_file(
    actor: Asking, release: Releases, project_id: UUID, release_id: UUID, export_id: UUID, name: str
) -> Stream:
    """The bytes of a file, always as a download. Recorded."""
    file = await release.open_file(actor, project_id, release_id, export_id, name)
    headers = {
        "content-disposition": f'attachment; filename="{file.name}"',
        "content-length": str(file.size),
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
        "etag": f'"{file.sha256}"',
    }
    return Stream(file.data, headers=headers, media_type="application/octet-stream")


routes = [
    list_formats, list_releases, create_release, get_release, cancel_release, retry_release, create_export, get_export,
    cancel_export, download_export_file,
]  # fmt: skip
