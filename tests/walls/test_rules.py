"""Byte ranges and headers."""

import pytest

from armslength.walls import rules
from armslength.walls.errors import RangeWrong


@pytest.mark.parametrize(
    ("header", "span"),
    [
        (None, None), ("", None), ("bytes=-", None), ("items=0-1", None), ("bytes=0-1,3-4", None),
        ("bytes=0-0", (0, 1)), ("bytes=2-", (2, 10)), ("bytes=-3", (7, 10)), ("bytes=-99", (0, 10)),
        ("bytes=5-99", (5, 10)),
    ],
)  # fmt: skip
def test_ranges_that_we_serve(header: str | None, span: tuple[int, int] | None) -> None:
    assert rules.byte_range(header, 10) == span


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=4-3", "bytes=-0"])
def test_ranges_outside_the_file(header: str) -> None:
    with pytest.raises(RangeWrong):
        rules.byte_range(header, 10)


@pytest.mark.parametrize("kind", ["image/svg+xml", "application/pdf", "text/html", "application/octet-stream"])
def test_only_raster_images_are_shown_in_place(kind: str) -> None:
    headers = rules.media_headers(kind, "ab" * 32)
    assert headers["content-disposition"].startswith("attachment")
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert (
        rules.media_headers("image/png", "ab" * 32)["content-disposition"] == 'inline; filename="abababababababab.png"'
    )
