"""Images on their way in: recognised, measured, sealed, stored under their own hash."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from uuid import UUID

from armslength.identity.model import Actor
from armslength.ingest.errors import BadMedia, FileTooLarge
from armslength.ingest.model import ImageInfo
from armslength.ingest.repository import media
from armslength.ingest.rules.images import HEAD_BYTES, sniff
from armslength.ingest.schemas import Media
from armslength.ingest.service.base import Tools
from armslength.storage.service import new_name


class MediaFiles:
    """Takes files that items show."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def upload(self, actor: Actor, project_id: UUID, body: AsyncIterator[bytes]) -> Media:
        """Store an image, in constant memory. The same bytes again are the same file."""
        settings = self._tools.settings
        head = await _head(body)
        info = sniff(head)
        if info.width * info.height > settings.media_pixels:
            size = f"{info.width} × {info.height}"
            raise BadMedia(f"The image has {size} pixels, more than {settings.media_pixels:,}.", field="content")
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            sealer = await self._tools.keys.sealer(tx, project_id)
        flow, blob = _Measured(head, body, settings.media_bytes), new_name("media")
        sealed = sealer.seal_stream(flow.read(), kind="media", object_id=blob)
        await self._tools.storage.put(blob, sealed)
        return await self._note(actor, project_id, flow, blob, info)

    async def _note(self, actor: Actor, project_id: UUID, flow: _Measured, blob: str, info: ImageInfo) -> Media:
        digest = flow.sha256.hexdigest()
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await media.add(tx, project_id, digest, blob, flow.bytes, info, self._tools.clock.now())
        if row["blob"] != blob:
            await self._tools.storage.delete(blob)
        return Media(digest, row["bytes"], row["content_type"], row["width"], row["height"])


async def _head(body: AsyncIterator[bytes]) -> bytes:
    held = bytearray()
    async for piece in body:
        held += piece
        if len(held) >= HEAD_BYTES:
            break
    return bytes(held)


class _Measured:
    """The whole body again, counted and hashed on its way."""

    def __init__(self, head: bytes, rest: AsyncIterator[bytes], limit: int) -> None:
        self._head = head
        self._rest = rest
        self._limit = limit
        self.bytes = 0
        self.sha256 = hashlib.sha256()

    async def read(self) -> AsyncIterator[bytes]:
        yield self._count(self._head)
        async for piece in self._rest:
            yield self._count(piece)

    def _count(self, piece: bytes) -> bytes:
        self.bytes += len(piece)
        if self.bytes > self._limit:
            raise FileTooLarge(f"The file is larger than {self._limit:,} bytes.")
        self.sha256.update(piece)
        return piece
