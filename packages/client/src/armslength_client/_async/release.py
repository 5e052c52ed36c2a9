"""What we know, and what goes out: agreement, progress, releases, exports."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from armslength_client._async.renditions import AsyncForming
from armslength_client.errors import ArmslengthClientError
from armslength_client.lance import MADE_FROM, need_lance, to_lance
from armslength_client.types_releases import Export, ExportFile, Format, Release
from armslength_client.waiting import pauses


class AsyncReleases(AsyncForming):
    """Operations on agreement, releases and exports."""

    async def get_progress(self, project_id: UUID) -> dict[str, Any]:
        """Counts, days and people."""
        return await self.call("GET", f"/projects/{project_id}/progress", dict[str, Any])

    async def get_agreement(self, project_id: UUID) -> dict[str, Any]:
        """Agreement per question, with intervals, as last computed."""
        return await self.call("GET", f"/projects/{project_id}/agreement", dict[str, Any])

    async def refresh_agreement(self, project_id: UUID) -> dict[str, Any]:
        """Compute agreement again, in the background."""
        return await self.call("POST", f"/projects/{project_id}/agreement", dict[str, Any])

    async def get_truth(self, project_id: UUID) -> dict[str, Any]:
        """What is believed of items, how surely, and what the last fit knows of people."""
        return await self.call("GET", f"/projects/{project_id}/truth", dict[str, Any])

    async def refresh_truth(self, project_id: UUID) -> dict[str, Any]:
        """Fit all answers again, in the background."""
        return await self.call("POST", f"/projects/{project_id}/truth", dict[str, Any])

    async def get_scorecard(self, project_id: UUID, *, names: bool = False) -> dict[str, Any]:
        """The firms of a project side by side, with intervals; blind unless `names` are asked for."""
        params = {"names": "true"} if names else {}
        return await self.call("GET", f"/projects/{project_id}/scorecard", dict[str, Any], params=params)

    async def get_person_record(self, project_id: UUID, person_id: UUID) -> dict[str, Any]:
        """One person's work over time: score by score, week by week, with intervals."""
        return await self.call("GET", f"/projects/{project_id}/people/{person_id}/record", dict[str, Any])

    async def get_firm_person_record(self, project_id: UUID, person_id: UUID) -> dict[str, Any]:
        """One of one's own firm's people over time, as their firm may see it: nothing of gold, nor of anybody else."""
        return await self.call("GET", f"/projects/{project_id}/firm/people/{person_id}/record", dict[str, Any])

    async def get_firm_record(self, project_id: UUID, alias: str, *, names: bool = False) -> dict[str, Any]:
        """One firm's work over time, by its letter on the scorecard; blind unless `names` are asked for."""
        path, params = f"/projects/{project_id}/scorecard/{alias}", {"names": "true"} if names else {}
        return await self.call("GET", path, dict[str, Any], params=params)

    async def get_guideline_scores(self, project_id: UUID) -> dict[str, Any]:
        """Everybody's work by version of the guideline, with intervals; a person's and a firm's stand in their records
        (`by_guideline`)."""
        return await self.call("GET", f"/projects/{project_id}/guideline-scores", dict[str, Any])

    async def list_prices(self, project_id: UUID) -> list[dict[str, Any]]:
        """What each firm is paid for an answer here."""
        found = await self.call("GET", f"/projects/{project_id}/prices", dict[str, list[dict[str, Any]]])
        return found["items"]

    async def put_price(
        self, project_id: UUID, organization_id: UUID, micros: int | None, *, currency: str = "USD",
        told: bool | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Say what a firm is paid for an answer here, in micro-units; None takes the price away. `told`: whether the
        firm and its people read it on their statements; None: as before."""
        path = f"/projects/{project_id}/prices/{organization_id}"
        body = {"micros": micros, "currency": currency, "told": told}
        return await self.call("PUT", path, dict[str, Any], body=body)

    async def get_item_answers(self, project_id: UUID, item_id: UUID) -> dict[str, Any]:
        """Every standing answer of an item, the majority, and what is believed."""
        return await self.call("GET", f"/projects/{project_id}/items/{item_id}/answers", dict[str, Any])

    async def list_formats(self, project_id: UUID) -> list[Format]:
        """Export formats, and which apply."""
        return (await self.call("GET", f"/projects/{project_id}/formats", dict[str, list[Format]]))["items"]

    def list_releases(self, project_id: UUID) -> AsyncIterator[Release]:
        """Releases, newest first."""
        return self.pages(f"/projects/{project_id}/releases", Release)

    async def create_release(
        self, project_id: UUID, *, name: str, recipe: Mapping[str, Any] | None = None, wait: bool = True
    ) -> Release:
        """Order a release, and wait until it is over unless told not to: look at its `state`, which is `ready`,
        `failed` or `cancelled`. What stands is frozen shortly after the order, as of `snapshot_at`."""
        body: dict[str, Any] = {"name": name, **({"recipe": recipe} if recipe is not None else {})}
        release = await self.call("POST", f"/projects/{project_id}/releases", Release, body=body)
        return await self.wait_for_release(project_id, release.id) if wait else release

    async def get_release(self, project_id: UUID, release_id: UUID) -> Release:
        """One release with its manifest and exports."""
        return await self.call("GET", f"/projects/{project_id}/releases/{release_id}", Release)

    async def wait_for_release(self, project_id: UUID, release_id: UUID, *, every: float = 0.3) -> Release:
        """Wait until a release is ready, has failed or was cancelled."""
        rests = pauses(every)
        while True:
            release = await self.get_release(project_id, release_id)
            if release.state != "building":
                return release
            await asyncio.sleep(next(rests))

    async def cancel_release(self, project_id: UUID, release_id: UUID) -> Release:
        """Stop making a release."""
        return await self.call("POST", f"/projects/{project_id}/releases/{release_id}/cancel", Release)

    async def retry_release(self, project_id: UUID, release_id: UUID, *, wait: bool = True) -> Release:
        """Make a release that failed or was cancelled after all, and wait for it unless told not to."""
        release = await self.call("POST", f"/projects/{project_id}/releases/{release_id}/retry", Release)
        return await self.wait_for_release(project_id, release_id) if wait else release

    async def create_export(self, project_id: UUID, release_id: UUID, format: str) -> Export:
        """Write a release in a format, in the background."""
        path = f"/projects/{project_id}/releases/{release_id}/exports"
        return await self.call("POST", path, Export, body={"format": format})

    async def get_export(self, project_id: UUID, release_id: UUID, export_id: UUID) -> Export:
        """How an export stands."""
        path = f"/projects/{project_id}/releases/{release_id}/exports/{export_id}"
        return await self.call("GET", path, Export)

    def list_exposures(self, project_id: UUID, **filters: Any) -> AsyncIterator[dict[str, Any]]:
        """Who was shown what, newest first; by person_id or item_id."""
        return self.pages(f"/projects/{project_id}/exposures", dict[str, Any], params=filters)

    def list_log(self, project_id: UUID) -> AsyncIterator[dict[str, Any]]:
        """Every decision on record, newest first."""
        return self.pages(f"/projects/{project_id}/log", dict[str, Any])

    async def export(
        self, project_id: UUID, release_id: UUID, format: str, folder: str | Path, *,
        on_progress: Callable[[Export], None] | None = None,
    ) -> list[Path]:  # fmt: skip
        """Write a release in a format and download its files into `folder`; every digest is checked.

        `lance` is written here, from the export's Parquet, and needs its library: `pip install pylance`.
        """
        if format == "lance":
            need_lance()
        run = await self.create_export(project_id, release_id, MADE_FROM if format == "lance" else format)
        rests = pauses(0.3)
        while run.state in ("waiting", "running"):
            await asyncio.sleep(next(rests))
            run = await self.get_export(project_id, release_id, run.id)
            if on_progress is not None:
                on_progress(run)
        if run.state != "done":
            raise ArmslengthClientError(f"The export {run.state}: {run.error or 'no reason given'}")
        base = f"/projects/{project_id}/releases/{release_id}/exports/{run.id}/files"
        paths = []
        for file in run.files:
            path = await self._fetch(f"{base}/{file.name}", file, Path(folder))
            if format == "lance" and path.suffix == ".parquet":
                path = await asyncio.to_thread(to_lance, path, file.sha256)
            paths.append(path)
        return paths

    async def _fetch(self, path: str, file: ExportFile, folder: Path) -> Path:
        target = (folder / file.name).resolve()
        if not target.is_relative_to(folder.resolve()):
            raise ArmslengthClientError(f"The server named a file outside the folder: {file.name!r}")
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("wb") as out:
            async for piece in self.download(path):
                digest.update(piece)
                out.write(piece)
        if digest.hexdigest() != file.sha256:
            raise ArmslengthClientError(f"{file.name} arrived damaged: its digest is not the one the server stated.")
        return target
