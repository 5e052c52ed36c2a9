"""A sealed upload as a file: parts are fetched and opened as they are read. Blocking, for worker threads."""

import io
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from armslength.keys.service import Sealer
from armslength.storage.service import Storage


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes [start, start + size) of the file, in a blob of their own."""

    start: int
    size: int
    blob: str


class SealedUpload(io.RawIOBase):
    """The plain bytes of an upload; two parts at most are in memory. `sealer` may be replaced while reading."""

    def __init__(self, storage: Storage, sealer: Sealer, parts: Sequence[Part]) -> None:
        self.sealer = sealer
        self._storage = storage
        self._parts = list(parts)
        self._starts = [part.start for part in parts]
        self._size = parts[-1].start + parts[-1].size if parts else 0
        self._at = 0
        self._opened: dict[int, bytes] = {}

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As RawIOBase has it."""
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, origin + offset)
        return self._at

    def readinto(self, buffer: object) -> int:
        """As RawIOBase has it: up to the end of the part in hand."""
        if self._at >= self._size:
            return 0
        index = bisect_right(self._starts, self._at) - 1
        view = memoryview(buffer)  # type: ignore[arg-type]  # whatever io hands us supports the buffer protocol
        offset = self._at - self._parts[index].start
        piece = memoryview(self._open(index))[offset : offset + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _open(self, index: int) -> bytes:
        if index not in self._opened:
            if len(self._opened) > 1:
                del self._opened[next(iter(self._opened))]
            blob = self._parts[index].blob
            self._opened[index] = self.sealer.open(self._storage.read(blob), kind="upload", object_id=blob)
        return self._opened[index]


def buffered(upload: SealedUpload) -> BinaryIO:
    """The upload with the small reads gathered."""
    return cast(BinaryIO, io.BufferedReader(upload, 1024 * 1024))
