# Generated from _async by generate_sync.py: edit there.
"""Items in: batches, bulk rows, resumable file imports, media."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal
from urllib.parse import quote
from uuid import UUID

from armslength_client._sync.projects import Projects
from armslength_client.types import Added, Batch, Import, ImportPreview, Item, ItemDetail, RowProblem, Upload
from armslength_client.waiting import pauses

Watcher = Callable[[Import], None]


class Items(Projects):
    """Operations on batches, imports and items."""

    def list_batches(self, project_id: UUID) -> Iterator[Batch]:
        """The project's batches."""
        return self.pages(f"/projects/{project_id}/batches", Batch)

    def create_batch(self, project_id: UUID, name: str, *, priority: int = 0) -> Batch:
        """Make a batch; the same name is the same batch."""
        body = {"name": name, "priority": priority}
        return self.call("POST", f"/projects/{project_id}/batches", Batch, body=body, repeatable=True)

    def update_batch(self, project_id: UUID, batch_id: UUID, **changes: Any) -> Batch:
        """Change name, priority or state (open, paused, cancelled)."""
        return self.call("PATCH", f"/projects/{project_id}/batches/{batch_id}", Batch, body=changes)

    def add_items(
        self, project_id: UUID, batch_id: UUID, rows: Sequence[Mapping[str, Any]], *,
        mapping: Mapping[str, Any] | None = None,
    ) -> Added:  # fmt: skip
        """Add up to 1,000 rows; repeatable without doubles when the mapping names an external id."""
        body: dict[str, Any] = {"rows": rows, **({"mapping": mapping} if mapping is not None else {})}
        repeatable = bool(mapping and mapping.get("external_id"))
        path = f"/projects/{project_id}/batches/{batch_id}/items"
        return self.call("POST", path, Added, body=body, repeatable=repeatable)

    def import_file(
        self, project_id: UUID, path: str | Path, *, batch: str, priority: int = 0,
        mapping: Mapping[str, Any] | None = None, format: str | None = None, resume: UUID | None = None,
        on_progress: Watcher | None = None,
    ) -> Import:  # fmt: skip
        """Upload a JSONL, JSON, CSV or Parquet file, start it with `mapping` (or the guessed one), and wait.

        `resume` is the id of an import whose upload was cut; it goes on from the byte the server has.
        """
        file = Path(path)
        if resume is None:
            started = self.create_import(
                project_id, file.name, file.stat().st_size, batch=batch, priority=priority, format=format
            )
        else:
            started = self.get_import(project_id, resume)
        with file.open("rb") as source:
            started = self._upload(project_id, started, source, on_progress)
        if started.state == "waiting" and started.finished_at is None:
            chosen = mapping or (self.preview_import(project_id, started.id)).mapping
            started = self.start_import(project_id, started.id, chosen)
        return self.wait_for_import(project_id, started.id, on_progress=on_progress)

    def create_import(
        self, project_id: UUID, file_name: str, size: int, *, batch: str, priority: int = 0, format: str | None = None
    ) -> Import:
        """Announce a file of `size` bytes."""
        body = {"batch": batch, "priority": priority, "file_name": file_name, "bytes": size}
        if format is not None:
            body["format"] = format
        return self.call("POST", f"/projects/{project_id}/imports", Import, body=body)

    def upload_import_part(self, project_id: UUID, import_id: UUID, offset: int, part: bytes) -> int:
        """Send bytes at an offset; returns how many the server has now."""
        path = f"/projects/{project_id}/imports/{import_id}/content"
        answer = self.call("PUT", path, dict[str, int], params={"offset": offset}, content=part)
        return answer["offset"]

    def preview_import(self, project_id: UUID, import_id: UUID) -> ImportPreview:
        """The first rows of a finished upload, and the mapping that the server guesses."""
        path = f"/projects/{project_id}/imports/{import_id}/preview"
        return self.call("POST", path, ImportPreview, repeatable=True)

    def start_import(self, project_id: UUID, import_id: UUID, mapping: Mapping[str, Any]) -> Import:
        """Begin to turn rows into items."""
        path = f"/projects/{project_id}/imports/{import_id}/start"
        return self.call("POST", path, Import, body={"mapping": mapping})

    def set_import_state(
        self, project_id: UUID, import_id: UUID, state: Literal["paused", "running", "cancelled"]
    ) -> Import:
        """Pause, resume or cancel."""
        path = f"/projects/{project_id}/imports/{import_id}/state"
        return self.call("POST", path, Import, body={"state": state}, repeatable=True)

    def get_import(self, project_id: UUID, import_id: UUID) -> Import:
        """How an import stands."""
        return self.call("GET", f"/projects/{project_id}/imports/{import_id}", Import)

    def list_imports(self, project_id: UUID) -> Iterator[Import]:
        """The project's imports."""
        return self.pages(f"/projects/{project_id}/imports", Import)

    def list_import_problems(self, project_id: UUID, import_id: UUID) -> Iterator[RowProblem]:
        """Every row that was not taken, with line, field and reason."""
        return self.pages(f"/projects/{project_id}/imports/{import_id}/problems", RowProblem)

    def wait_for_import(
        self, project_id: UUID, import_id: UUID, *, on_progress: Watcher | None = None, every: float = 0.3
    ) -> Import:
        """Wait until an import is over (or paused)."""
        rests = pauses(every)
        while True:
            state = self.get_import(project_id, import_id)
            if on_progress is not None:
                on_progress(state)
            if state.state in ("done", "failed", "cancelled", "paused"):
                return state
            time.sleep(next(rests))

    def upload_media(self, project_id: UUID, path: str | Path) -> dict[str, Any]:
        """Store an image; the answer's `media` goes into image fields. The same bytes are stored once."""
        file = Path(path)
        target = f"/projects/{project_id}/media?file_name={quote(file.name)}"
        return self.call("POST", target, dict[str, Any], content=file.read_bytes(), repeatable=True)

    def list_items(self, project_id: UUID, **filters: Any) -> Iterator[Item]:
        """Items by state, batch_id, external_id, field + contains, flagged, annotated_by; sort: ord, -ord or -flags."""
        return self.pages(f"/projects/{project_id}/items", Item, params=filters)

    def get_item(self, project_id: UUID, item_id: UUID) -> ItemDetail:
        """One item with its content."""
        return self.call("GET", f"/projects/{project_id}/items/{item_id}", ItemDetail)

    def set_item_state(self, project_id: UUID, item_id: UUID, state: Literal["open", "cancelled"]) -> Item:
        """Retire an item, or ask again: a retired one for what was left, a full one for one more answer."""
        path = f"/projects/{project_id}/items/{item_id}/state"
        return self.call("POST", path, Item, body={"state": state})

    def get_item_history(self, project_id: UUID, item_id: UUID) -> list[dict[str, Any]]:
        """Everything that happened to an item."""
        path = f"/projects/{project_id}/items/{item_id}/history"
        return (self.call("GET", path, dict[str, list[dict[str, Any]]]))["events"]

    def _upload(self, project_id: UUID, run: Import, source: BinaryIO, on_progress: Watcher | None) -> Import:
        upload = run.upload or Upload(offset=0, chunk_bytes=4 * 1024 * 1024)
        offset = upload.offset
        while offset < run.bytes:
            source.seek(offset)
            offset = self.upload_import_part(project_id, run.id, offset, source.read(upload.chunk_bytes))
            run.upload = Upload(offset=offset, chunk_bytes=upload.chunk_bytes)
            if on_progress is not None:
                on_progress(run)
        return run


def sha256_of(path: str | Path) -> str:
    """The digest of a file, read in pieces."""
    with Path(path).open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
