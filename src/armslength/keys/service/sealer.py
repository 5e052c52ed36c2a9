"""The sealer: seals and opens the content of one project."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Callable, Mapping
from os import urandom
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from armslength.keys import rules
from armslength.keys.model import Kind

ReadRange = Callable[[int, int], AsyncIterator[bytes]]
"""Sealed bytes [start, stop) of a stored stream."""


class Sealer:
    """Seals under the project's newest settled key; opens with whichever key the header names.

    Nonces come from the operating system and from nothing else: a repeated nonce would undo the seal, so unlike other
    randomness they are not an argument.
    """

    __slots__ = ("_active", "_aeads", "_digests", "_form_key", "_keys", "_project", "project_id", "tenant_id")

    def __init__(self, tenant_id: UUID, project_id: UUID, keys: Mapping[int, bytes], active: int) -> None:
        self.tenant_id = tenant_id
        self.project_id = project_id
        self._project = f"{tenant_id}|{project_id}"
        self._keys = dict(keys)
        self._aeads = {number: AESGCM(key) for number, key in keys.items()}
        self._active = active
        self._digests = rules.Keyed(rules.derive(self._keys[min(self._keys)], b"armslength digest"))
        self._form_key = rules.derive(self._keys[min(self._keys)], b"armslength forms")

    def seal(self, plain: bytes, *, kind: Kind, object_id: str, version: int = 1) -> bytes:
        """Seal one object for its place; the same bytes opened anywhere else fail."""
        where = self._place(kind, object_id, version)
        return rules.seal(self._aeads[self._active], self._active, urandom(rules.NONCE_BYTES), plain, where)

    def open(self, sealed: bytes, *, kind: Kind, object_id: str, version: int = 1) -> bytes:
        """The plain bytes. Raises SealBroken when anything at all differs."""
        aead = self._aeads.get(rules.key_number(sealed, rules.OBJECT))
        if aead is None:
            raise rules.broken()
        return rules.unseal(aead, sealed, self._place(kind, object_id, version))

    def digest(self, plain: bytes) -> bytes:
        """HMAC-SHA256 under the project's first key: equal content is recognised, also after a rotation."""
        return self._digests.digest(plain)

    def form(self, recipient: UUID, object_id: str) -> int:
        """Which of two forms of an object the recipient is given, 0 or 1: a bit of HMAC-SHA256 under the recipient's
        own key, which is made of the project's first one. The same for ever; without it, no more than a guess."""
        own = hmac.digest(self._form_key, recipient.bytes, "sha256")
        return hmac.digest(own, object_id.encode(), "sha256")[0] & 1

    async def seal_stream(
        self, plain: AsyncIterator[bytes], *, kind: Kind, object_id: str, version: int = 1
    ) -> AsyncIterator[bytes]:
        """Seal a file of any size, frame by frame, in constant memory."""
        where = self._place(kind, object_id, version)
        salt = urandom(rules.SALT_BYTES)
        key = rules.stream_key(self._keys[self._active], salt, where)
        yield rules.HEAD.pack(rules.STREAM, self._active) + salt
        frames, counter = rules.Frames(rules.FRAME_BYTES), 0
        async for data in plain:
            for frame in frames.push(data):
                yield rules.seal_frame(key, frame, where, counter, last=False)
                counter += 1
        yield rules.seal_frame(key, frames.last(), where, counter, last=True)

    async def open_stream(
        self, sealed: AsyncIterator[bytes], *, kind: Kind, object_id: str, version: int = 1
    ) -> AsyncIterator[bytes]:
        """The plain bytes, each frame checked before it is given out.

        A stream that was cut fails at its end: whoever acts on the whole must wait for the end.
        """
        where = self._place(kind, object_id, version)
        head, rest = await _split_head(sealed)
        key = self._stream_key(head, where)
        frames, counter = rules.Frames(rules.SEALED_FRAME_BYTES), 0
        for frame in frames.push(rest):
            yield rules.unseal_frame(key, frame, where, counter, last=False)
            counter += 1
        async for data in sealed:
            for frame in frames.push(data):
                yield rules.unseal_frame(key, frame, where, counter, last=False)
                counter += 1
        yield rules.unseal_frame(key, frames.last(), where, counter, last=True)

    async def check_stream(self, sealed: AsyncIterator[bytes], *, kind: Kind, object_id: str, version: int = 1) -> None:
        """Open all of it and give nothing out. Raises SealBroken."""
        async for _ in self.open_stream(sealed, kind=kind, object_id=object_id, version=version):
            pass

    async def open_range(
        self, read: ReadRange, *, size: int, start: int, stop: int, kind: Kind, object_id: str, version: int = 1
    ) -> AsyncIterator[bytes]:
        """Plain bytes [start, stop) of a stream of `size` plain bytes, reading only the frames that hold them."""
        where = self._place(kind, object_id, version)
        head = b"".join([part async for part in read(0, rules.STREAM_HEAD_BYTES)])
        key = self._stream_key(head, where)
        first, beyond = rules.frame_span(start, stop)
        final = rules.frame_count(size) - 1
        begin = rules.STREAM_HEAD_BYTES + first * rules.SEALED_FRAME_BYTES
        end = min(rules.STREAM_HEAD_BYTES + beyond * rules.SEALED_FRAME_BYTES, rules.sealed_bytes(size))
        counter = first
        async for frame in _frames(read(begin, end)):
            plain = rules.unseal_frame(key, frame, where, counter, last=counter == final)
            offset = counter * rules.FRAME_BYTES
            yield plain[max(0, start - offset) : stop - offset]
            counter += 1
        if counter != min(beyond, final + 1):
            raise rules.broken()

    def _place(self, kind: Kind, object_id: str, version: int) -> bytes:
        return rules.place(self._project, object_id, version, kind)

    def _stream_key(self, head: bytes, where: bytes) -> AESGCM:
        key = self._keys.get(rules.key_number(head, rules.STREAM))
        if key is None or len(head) != rules.STREAM_HEAD_BYTES:
            raise rules.broken()
        return rules.stream_key(key, head[rules.HEAD.size :], where)


async def _split_head(sealed: AsyncIterator[bytes]) -> tuple[bytes, bytes]:
    held = b""
    while len(held) < rules.STREAM_HEAD_BYTES:
        data = await anext(sealed, None)
        if data is None:
            raise rules.broken()
        held += data
    return held[: rules.STREAM_HEAD_BYTES], held[rules.STREAM_HEAD_BYTES :]


async def _frames(sealed: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    frames = rules.Frames(rules.SEALED_FRAME_BYTES)
    async for data in sealed:
        for frame in frames.push(data):
            yield frame
    yield frames.last()
