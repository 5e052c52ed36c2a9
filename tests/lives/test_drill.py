"""The founding story on the running product: a rival buys a vendor while its people work."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from armslength.entry.cli import app as command_line
from armslength.entry.drill.cast import OURS, THIRD
from armslength.entry.drill.operator import Operator
from armslength.entry.drill.play import Drill
from armslength.entry.drill.report import Report, as_html, result
from armslength.entry.drill.run import write
from armslength.entry.settings import load_server_settings
from armslength.entry.wiring import open_wiring
from armslength.kit.clock import Clock
from armslength_client import Armslength


async def play(app: Any, *, stay: bool) -> tuple[Report, str]:
    """What is left of it, and the password of whoever played."""
    async with open_wiring(load_server_settings(app.environ), app.environ) as wiring:
        drill = Drill(app.url, Operator(wiring, Clock()), stay=stay, items=24, pace=0.1)
        return await drill.play(app.setup_token), drill.cast.password


@pytest.mark.parametrize("stay", [False, True])
def test_nothing_leaks_and_nothing_is_lost(app: Any, tmp_path: Path, stay: bool) -> None:
    report, password = asyncio.run(play(app, stay=stay))
    assert result(report).failures == []
    assert report.items == report.acknowledged == report.kept == 5 * 24
    assert {each.lab for each in report.known} == {OURS, THIRD} and all(0 < each.items < 24 for each in report.known)
    assert len(report.refusals) == 2 and len(report.checks) == 3
    assert [each.lab for each in report.severed] == ([] if stay else [OURS, OURS, THIRD, THIRD])
    write(result(report), tmp_path)
    page = (tmp_path / "drill.html").read_text("utf-8")
    assert "The walls held." in page and "outsider verifies the log offline" in page
    recorded(app.url, password, tmp_path / "drill.json", stay)
    report.severed = []
    report.leaks.append("<script>")
    assert "&lt;script&gt;" in as_html(result(report))


def recorded(url: str, password: str, file: Path, stay: bool) -> None:
    """The customer keeps its result: by command, once."""
    with Armslength(url) as owner:
        owner.sign_in("owner@northwind-labs.invalid", password)
        key = owner.create_api_key("drills").secret
        environ = {"ARMSLENGTH_URL": url, "ARMSLENGTH_API_KEY": key}

        def said(*words: str) -> Result:
            return CliRunner().invoke(command_line, ["drill", *words], env=environ)

        kept = said("record", str(file), "--json")
        assert kept.exit_code == 0, kept.output
        assert json.loads(kept.stdout)["result"] == json.loads(file.read_bytes())
        again = said("record", str(file))
        assert again.exit_code == 1 and "recorded already" in again.output
        (drill,) = owner.list_drills()
        assert drill.held and (drill.sever_worst_ms is None) == stay
        assert owner.get_drill(drill.id).result["checks"][11]["state"] == "holds"
        assert "held" in said("list").stdout
        project = next(iter(owner.list_projects()))
        last = owner.get_trust(project.id).last_drill
        assert last is None if stay else last == drill
