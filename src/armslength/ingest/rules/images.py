"""What an image is and how large, from its first bytes: nothing is unpacked."""

import struct
from collections.abc import Callable

from armslength.ingest.errors import BadMedia
from armslength.ingest.model import ImageInfo

HEAD_BYTES = 1024 * 1024
_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def sniff(head: bytes) -> ImageInfo:
    """The image that these first bytes (up to HEAD_BYTES) begin. Raises BadMedia; file names are not asked."""
    for magic, read in (
        (b"\x89PNG\r\n\x1a\n", _png), (b"\xff\xd8\xff", _jpeg), (b"GIF87a", _gif), (b"GIF89a", _gif), (b"BM", _bmp),
    ):  # fmt: skip
        if head.startswith(magic):
            return _checked(read, head)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _checked(_webp, head)
    if b"<svg" in head[:4096].lower():
        raise BadMedia("SVG images can carry scripts and are not taken: convert it to PNG.", field="content")
    raise BadMedia("This is not a PNG, JPEG, GIF, WebP or BMP image.", field="content")


def _checked(read: Callable[[bytes], ImageInfo], head: bytes) -> ImageInfo:
    try:
        info = read(head)
    except (struct.error, IndexError, ValueError):
        raise BadMedia("The image is damaged: its size cannot be read.", field="content") from None
    if info.width < 1 or info.height < 1:
        raise BadMedia("The image is damaged: it has no size.", field="content")
    return info


def _png(head: bytes) -> ImageInfo:
    if head[12:16] != b"IHDR":
        raise ValueError
    return ImageInfo("image/png", *struct.unpack_from(">II", head, 16))


def _gif(head: bytes) -> ImageInfo:
    return ImageInfo("image/gif", *struct.unpack_from("<HH", head, 6))


def _bmp(head: bytes) -> ImageInfo:
    (header_bytes,) = struct.unpack_from("<I", head, 14)
    if header_bytes == 12:
        return ImageInfo("image/bmp", *struct.unpack_from("<HH", head, 18))
    width, height = struct.unpack_from("<ii", head, 18)
    return ImageInfo("image/bmp", width, abs(height))


def _jpeg(head: bytes) -> ImageInfo:
    at = 2
    while True:
        if head[at] != 0xFF:
            raise ValueError
        while head[at] == 0xFF:
            at += 1
        marker, at = head[at], at + 1
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue
        (length,) = struct.unpack_from(">H", head, at)
        if marker in _SIZE_MARKERS:
            height, width = struct.unpack_from(">HH", head, at + 3)
            return ImageInfo("image/jpeg", width, height)
        if length < 2 or marker in (0xD9, 0xDA):
            raise ValueError
        at += length


def _webp(head: bytes) -> ImageInfo:
    form = head[12:16]
    if form == b"VP8 ":
        if head[23:26] != b"\x9d\x01\x2a":
            raise ValueError
        width, height = struct.unpack_from("<HH", head, 26)
        return ImageInfo("image/webp", width & 0x3FFF, height & 0x3FFF)
    if form == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 21)
        return ImageInfo("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8X":
        width = int.from_bytes(head[24:27], "little") + 1
        height = int.from_bytes(head[27:30], "little") + 1
        return ImageInfo("image/webp", width, height) if len(head) >= 30 else ImageInfo("image/webp", 0, 0)
    raise ValueError
