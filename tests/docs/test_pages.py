"""Every command and every snippet of the docs does what the page says, page by page, on the real product."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.docs.pages import Reader, blocks, runnable
from tests.docs.samples import SAMPLES

from armslength.entry.documents import DOCS
from armslength.kit.cli import out
from armslength.release.formats.registry import FORMATS
from armslength_client import Armslength

PASSWORD = "a long walk by the sea"


@pytest.fixture
def reader(app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The first owner, signed in as the page's commands need it."""
    with Armslength(app.url) as client:
        client.set_up(
            token=app.setup_token, organization="Northwind Labs", name="Olga Owner", email="olga@northwind.test",
            password=PASSWORD,
        )  # fmt: skip
        key = client.create_api_key("docs").secret or ""
    environ = {
        "ARMSLENGTH_URL": app.url, "ARMSLENGTH_API_KEY": key, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "250", "NO_COLOR": "1",
    }  # fmt: skip
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(out, "width", 250)  # it was made before this test, perhaps for a narrow terminal
    monkeypatch.chdir(tmp_path)
    return Reader(tmp_path, app.url, key, environ)


@pytest.mark.parametrize("page", runnable())
def test_a_page_does_what_it_says(page: str, reader: Reader) -> None:
    for block in blocks(DOCS / page):
        reader.follow(block)


@pytest.mark.parametrize("format_id", FORMATS)
def test_the_record_shown_is_what_the_format_writes(format_id: str) -> None:
    shown = {block.word.removeprefix("row="): block for block in blocks(DOCS / "releases.md") if "row=" in block.word}
    assert format_id in shown, f"docs/releases.md shows no record of {format_id}"
    assert shown[format_id].body == SAMPLES[format_id]()
