"""The founding story on the running product: a rival buys a vendor while its people work."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from armslength.entry.drill.cast import OURS, THIRD
from armslength.entry.drill.operator import Operator
from armslength.entry.drill.play import Drill
from armslength.entry.drill.report import Report
from armslength.entry.drill.run import write
from armslength.entry.settings import load_server_settings
from armslength.entry.wiring import open_wiring
from armslength.kit.clock import Clock


async def play(app: Any, *, stay: bool) -> Report:
    async with open_wiring(load_server_settings(app.environ), app.environ) as wiring:
        drill = Drill(app.url, Operator(wiring, Clock()), stay=stay, items=24, pace=0.1)
        return await drill.play(app.setup_token)


@pytest.mark.parametrize("stay", [False, True])
def test_nothing_leaks_and_nothing_is_lost(app: Any, tmp_path: Path, stay: bool) -> None:
    report = asyncio.run(play(app, stay=stay))
    assert report.failures == []
    assert report.items == report.acknowledged == report.kept == 5 * 24
    assert {each.lab for each in report.known} == {OURS, THIRD} and all(0 < each.items < 24 for each in report.known)
    assert len(report.refusals) == 2 and len(report.checks) == 3
    assert [each.lab for each in report.severed] == ([] if stay else [OURS, OURS, THIRD, THIRD])
    write(report, tmp_path)
    said = json.loads((tmp_path / "drill.json").read_bytes())
    assert said["failures"] == [] and (said["sever_worst_ms"] is None) == stay
    page = (tmp_path / "drill.html").read_text("utf-8")
    assert "The walls held." in page and "outsider verifies the log offline" in page
    report.severed = []
    report.leaks.append("<script>")
    assert "&lt;script&gt;" in write_again(report, tmp_path)


def write_again(report: Report, folder: Path) -> str:
    write(report, folder)
    return (folder / "drill.html").read_text("utf-8")
