"""The demonstration on a running product: seeded once, told about every time, and left with something to do."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

from rich.console import Console

from armslength.entry.demo.prompts import PROMPTS
from armslength.entry.demo.run import ANNOTATOR, FORMATS, LEFT_TO_TRY, OWNER, Demo
from armslength.entry.settings import load_server_settings
from armslength_client import Armslength, Work


def test_the_demo_lives_a_label_and_leaves_work_to_try(app: Any) -> None:
    heard = io.StringIO()
    settings = load_server_settings(app.environ)
    demo = Demo(settings, Console(file=heard, width=200))
    asyncio.run(demo.play(app.setup_token))

    labelled = len(PROMPTS) - LEFT_TO_TRY
    assert f"{3 * labelled} by " in heard.getvalue()
    assert "Krippendorff's alpha" in heard.getvalue()
    rows = [json.loads(line) for line in next(demo.folder.glob("trl-preference/*.jsonl")).read_text().splitlines()]
    better = {row["prompt"]: row[f"response_{row['better']}"] for row in PROMPTS}
    right = sum(better[row["prompt"][-1]["content"]] == row["chosen"][0]["content"] for row in rows)
    assert right / len(rows) > 0.8, "three people who are mostly right are right together"
    assert {path.name for path in demo.folder.iterdir()} == set(FORMATS)

    with Armslength(app.url) as ada:
        ada.sign_in(ANNOTATOR, demo.password)
        project = ada.list_work()[0]["project"]["id"]
        ada.read_guideline(project, ada.get_brief(project)["guideline"]["version"])
        assert isinstance(ada.next_assignment(project), Work)

    asyncio.run(demo.play(None))
    with Armslength(app.url) as maya:
        maya.sign_in(OWNER, demo.password)
        assert len(list(maya.list_projects())) == 1
