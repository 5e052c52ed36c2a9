"""A file that is pushed into and sealed on its way to the store, in constant memory."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Literal

from armslength.keys.service import Sealer
from armslength.release.model import WrittenFile
from armslength.storage.service import Storage

QUEUED = 8


class _Aborted(Exception):
    """Nobody wants this file any more."""


class SealedFile:
    """One blob in the making. It appears whole when closed, or not at all."""

    def __init__(self, storage: Storage, sealer: Sealer, blob: str, kind: Literal["release", "export"]) -> None:
        self.blob = blob
        self.bytes = 0
        self.rows = 0
        self._sha = hashlib.sha256()
        self._queue: asyncio.Queue[bytes | _Aborted | None] = asyncio.Queue(QUEUED)
        sealed = sealer.seal_stream(self._flow(), kind=kind, object_id=blob)
        self._task = asyncio.create_task(storage.put(blob, sealed))

    async def write(self, data: bytes, rows: int = 0) -> None:
        """Add some bytes; waits when the store is slower than we are."""
        self.rows += rows
        if data:
            self.bytes += len(data)
            self._sha.update(data)
            await self._push(data)

    async def close(self, name: str) -> WrittenFile:
        """Wait until everything is stored."""
        await self._push(None)
        await self._task
        return WrittenFile(name, self.bytes, self._sha.hexdigest(), self.rows, self.blob)

    async def abort(self) -> None:
        """Give up: nothing will appear. The store learns it from a flow that breaks off, and so tidies up."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(_Aborted())
        with suppress(Exception):
            await self._task

    async def _push(self, piece: bytes | None) -> None:
        """Into the queue, unless the store has failed: then its error."""
        pushing = asyncio.ensure_future(self._queue.put(piece))
        try:
            await asyncio.wait({pushing, self._task}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            pushing.cancel()
        if self._task.done():
            self._task.result()

    async def _flow(self) -> AsyncIterator[bytes]:
        while (piece := await self._queue.get()) is not None:
            if isinstance(piece, _Aborted):
                raise piece
            yield piece
