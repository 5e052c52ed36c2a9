"""Images are known by their bytes, and measured without unpacking them."""

import struct
import zlib

import pytest

from armslength.ingest.errors import BadMedia
from armslength.ingest.rules.images import sniff


def png(width: int, height: int) -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def jpeg(width: int, height: int, padding: int = 0) -> bytes:
    exif = b"\xff\xe1" + struct.pack(">H", 2 + padding) + b"\xff" * padding
    size = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + exif + b"\xff" + size


IMAGES = {
    "image/png": png(40, 30),
    "image/jpeg": jpeg(40, 30, 60_000),
    "image/gif": b"GIF89a" + struct.pack("<HH", 40, 30),
    "image/bmp": b"BM" + bytes(12) + struct.pack("<Iii", 40, 40, -30),
    "image/webp": b"RIFF\x00\x00\x00\x00WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + b"\x27\x00\x00\x1d\x00\x00",
}


@pytest.mark.parametrize("kind", IMAGES)
def test_each_kind_tells_its_size(kind: str) -> None:
    found = sniff(IMAGES[kind])
    assert (found.content_type, found.width, found.height) == (kind, 40, 30)


def test_other_forms_of_webp() -> None:
    lossy = b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(7) + b"\x9d\x01\x2a" + struct.pack("<HH", 40, 30)
    assert (sniff(lossy).width, sniff(lossy).height) == (40, 30)
    lossless = b"RIFF\x00\x00\x00\x00WEBPVP8L" + bytes(4) + b"\x2f" + struct.pack("<I", 39 | 29 << 14)
    assert (sniff(lossless).width, sniff(lossless).height) == (40, 30)


@pytest.mark.parametrize("kind", IMAGES)
def test_a_cut_header_is_damage_and_never_a_crash(kind: str) -> None:
    whole = IMAGES[kind]
    for keep in range(len(whole)):
        try:
            found = sniff(whole[:keep])
        except BadMedia:
            continue
        assert (found.width, found.height) == (40, 30)


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='x'>", b"<?xml version='1.0'?><SVG/>", b"<html>", b"%PDF-1.7", b"GIF8", b"\xff\xd8\xff"]
)
def test_what_is_no_raster_image_is_refused(data: bytes) -> None:
    with pytest.raises(BadMedia):
        sniff(data)


def test_no_size_is_damage() -> None:
    with pytest.raises(BadMedia):
        sniff(png(0, 10))
