"""Public data sets as they are published: through the import page, a preset, answers by keyboard, a release.

Skipped where the sets are not beside the project.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_kinds_in_chromium import PASSWORD, join, keys, signed_in, start
from tests.lives.team import CONTENT

from armslength_client import Armslength, Review

if TYPE_CHECKING:
    from tests.running import RunningApp

pytestmark = pytest.mark.skipif(not CONTENT.is_dir(), reason="the data sets are not beside the project")
Row = dict[str, Any]


class Trial:
    """A newcomer with a browser, and a colleague who accepts what she answers."""

    def __init__(self, owner: Armslength, page: Page, rita: Armslength, folder: Path) -> None:
        self.owner, self.page, self.rita, self.folder = owner, page, rita, folder

    def bring(
        self, preset: str, file: Path, choose: Callable[[Page], object] | None = None, schema: Row | None = None
    ) -> UUID:
        """A project of a preset, its items from a file let in through the page with what it guesses, or as chosen."""
        made = self.owner.create_project(name=file.stem[:60], preset=preset, overlap=1, review_share=1)
        if schema is not None:
            self.owner.put_schema(made.id, schema)
        self.page.goto(f"/projects/{made.id}/imports/new")
        self.page.locator("input[type=file]").set_input_files(file)
        self.page.get_by_role("button", name="Upload").click()
        expect(self.page.get_by_role("heading", name="Which column goes where?")).to_be_visible()
        if choose:
            choose(self.page)
        self.page.get_by_role("button", name="Start the import").click()
        expect(self.page.get_by_role("heading", name="Imported", exact=True)).to_be_visible()
        self.owner.set_project_state(made.id, "active")
        start(self.page, made.id)
        return made.id

    def answer(self, answers: Sequence[Callable[[Page], object]]) -> None:
        """By keyboard, one item after the other."""
        for number, say in enumerate(answers, 1):
            say(self.page)
            with self.page.expect_response(lambda answer: answer.url.endswith("/submit")) as sent:
                self.page.keyboard.press("Control+Enter")
            assert sent.value.ok, sent.value.text()
            if number < len(answers):
                expect(self.page.get_by_role("button", name="Submit")).to_be_visible()

    def released(self, project: UUID, format: str, **recipe: Any) -> list[Row]:
        """What was answered is accepted, released and exported; the rows of the format's file."""
        self.rita.read_guideline(project, 1)
        while isinstance(case := self.rita.next_review(project), Review):
            self.rita.decide_review(project, case.review["id"], "accept")
        release = self.owner.create_release(project, name="One", recipe={"review": "accepted", **recipe})
        files = self.owner.export(project, release.id, format, self.folder / str(project))
        (file,) = (each for each in files if each.suffix in (".jsonl", ".tsv", ".csv"))
        with file.open(encoding="utf-8") as lines:
            if file.suffix == ".jsonl":
                return [json.loads(line) for line in lines]
            return list(csv.DictReader(lines, delimiter="\t" if file.suffix == ".tsv" else ","))


def test_published_files_come_in_through_the_page_and_leave_as_data(app: RunningApp, desk: Any, tmp_path: Path) -> None:
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind Labs", name="Olga", email="olga@northwind.test",
            password=PASSWORD,
        )  # fmt: skip
        page = signed_in(desk, "olga@northwind.test")
        with join(app, owner, "Rita") as rita:
            trial = Trial(owner, page, rita, tmp_path)
            for one in (abuse, translations, facts, steps, papers, sums, trajectories):
                one(trial)


def abuse(trial: Trial) -> None:
    """A table of 140 columns, two of one name; a conversation put together of four."""

    def choose(page: Page) -> None:
        page.get_by_label("How conversation is read").select_option("a text with columns in it")
        spoken = "Assistant: {prev_agent}\n\nHuman: {prev_user}\n\nAssistant: {agent}\n\nHuman: {user}"
        page.get_by_label("Text of conversation").fill(spoken)
        page.get_by_role("button", name="None").click()

    project = trial.bring("safety-rating", CONTENT / "safety_convabuse" / "ConvAbuseEMNLPtest.csv", choose)
    trial.answer([lambda page: keys(page, "y 1"), lambda page: keys(page, "x")])
    rows = trial.released(project, "csv")
    assert [row["severity"] for row in rows] == ["1", ""]


def translations(trial: Trial) -> None:
    """A table with a row per marked error: an item per text without marks, what others marked beside it. Then an error
    in the translation, one in the source above it, a severity by its key."""
    lines = (CONTENT / "translation_mqm" / "mqm_ted_ende.tsv").read_text(encoding="utf-8").splitlines()[:200]
    file = trial.folder / "ted_ende.tsv"
    file.write_text("\n".join(lines), encoding="utf-8")
    project = trial.bring("translation", file)
    texts = {line.split("\t", 4)[0] + line.split("\t", 4)[3] for line in lines[1:]}
    told = trial.owner.import_marked_errors(project, file, source="wmt21", version="1")
    assert (told.created, told.problems) == (len(texts), [])
    again = trial.owner.import_marked_errors(project, file, source="wmt21", version="1")
    assert (again.created, again.unchanged) == (0, len(texts))

    def mark(page: Page) -> None:
        keys(page, "ArrowRight Shift+ArrowRight x 1 1 ArrowUp m 1 2")
        page.get_by_role("slider").press("End")

    trial.answer([mark])
    rows = trial.released(project, "mqm")
    assert [(row["category"], row["severity"]) for row in rows] == [
        ("Accuracy/Mistranslation", "Major"), ("Accuracy/Omission", "Minor"),
    ]  # fmt: skip
    assert rows[1]["source"].startswith("<v>I</v> want") and "<v>" not in rows[1]["target"]


def facts(trial: Trial) -> None:
    project = trial.bring("fact-check", CONTENT / "factcheck_halueval" / "general_data.jsonl")
    trial.answer([lambda page: keys(page, "ArrowRight Shift+ArrowRight n j 3")])
    (row,) = trial.released(project, "jsonl", truth="all")
    (claim,) = row["annotations"][0]["answers"]["claims"]["item"]["value"]["claims"]
    assert (claim["verdict"], claim["start"]) == ("not_found", 0)


def steps(trial: Trial) -> None:
    """Objects one after the other; the steps stand in a list of objects; a label a key, as fast as they are pressed."""
    file = CONTENT / "prm800k" / "prm800k-phase1-train-example.json"
    project = trial.bring("step-labels", file)
    trial.answer([lambda page: keys(page, "g o b")] * 3)
    rows = trial.released(project, "prm800k", truth="all")
    assert len(rows) == 3
    for row in rows:
        rated = [step["completions"][0]["rating"] for step in row["label"]["steps"]]
        assert (rated, row["label"]["finish_reason"]) == ([1, 0, -1], "found_error")

    project = trial.bring("step-alternatives", file)

    def fork(page: Page) -> None:
        """One step, then six candidates: none is great, so the next is written."""
        expect(page.get_by_text("2f", exact=True).first).to_be_visible()
        keys(page, "g o o b b b b")
        page.keyboard.press("Shift+Enter")
        expect(page.get_by_label("Your own step 2")).to_be_focused()
        page.keyboard.type("We have two equations.")
        page.keyboard.press("Escape")

    trial.answer([fork])
    ((first, second),) = (row["label"]["steps"] for row in trial.released(project, "prm800k", truth="all"))
    assert (first["chosen_completion"], second["chosen_completion"]) == (0, None)
    assert [each["rating"] for each in second["completions"]] == [0, 0, -1, -1, -1, -1]
    assert second["human_completion"]["text"] == "We have two equations."


def papers(trial: Trial) -> None:
    """A deep tree of requirements: its leaves under their headings, all of them by key."""
    tree = json.loads((CONTENT / "rubric_paperbench" / "stochastic-interpolants.rubric.json").read_text())
    file = trial.folder / "papers.jsonl"
    file.write_text(json.dumps({"prompt": "Reproduce it.", "response": "The code runs.", "rubric": tree}) + "\n")
    project = trial.bring("rubric-grading", file)

    def grade(page: Page) -> None:
        expect(page.get_by_role("heading", name=tree["sub_tasks"][0]["requirements"])).to_be_visible()
        count = int(page.get_by_role("status").filter(has_text="graded").inner_text().split()[2])
        keys(page, "1 " * (count - 1) + "2")
        expect(page.get_by_text(f"{count} of {count} graded")).to_be_visible()

    trial.answer([grade])
    (row,) = trial.released(project, "healthbench")
    assert sum(each["points"] for each in row["rubrics"]) == pytest.approx(100, abs=1e-3)
    assert row["score"] == pytest.approx(1 - row["rubrics"][-1]["points"] / 100, abs=1e-4)


def sums(trial: Trial) -> None:
    """Solutions stand inside objects: one is chosen, and graded by criteria that are the same for all."""
    criteria = [{"id": "right", "criterion": "Is right", "points": 4, "must": True},
                {"id": "steps", "criterion": "Shows its steps", "points": 1}]  # fmt: skip
    asked = {"name": "grades", "kind": "rubric", "title": "Grade it",
             "settings": {"field": "response", "criteria": criteria}}  # fmt: skip
    fields = [{"name": "prompt", "kind": "chat"}, {"name": "response", "kind": "text", "settings": {"format": "plain"}}]
    project = trial.bring(
        "rubric-grading", CONTENT / "sft_gsm8k" / "example_model_solutions.jsonl",
        lambda page: page.get_by_label("Column of response").select_option("175b_verification.solution"),
        {"fields": fields, "questions": [asked]},
    )  # fmt: skip
    trial.answer([lambda page: keys(page, "1 1"), lambda page: keys(page, "2 1")])
    rows = trial.released(project, "healthbench")
    assert sorted((row["score"], row["passed"]) for row in rows) == [(0.2, False), (1.0, True)]


def trajectories(trial: Trial) -> None:
    """One object that is one item: an agent's run, every message of the agent rated in its place."""
    file = CONTENT / "agent_swe" / "function_calling_simple.traj.json"
    spoken = sum(each["role"] == "assistant" for each in json.loads(file.read_text())["history"])
    project = trial.bring("conversation-rating", file)

    def rate(page: Page) -> None:
        keys(page, "4 " * spoken + "y 5")

    trial.answer([rate])
    rows = trial.released(project, "trl-unpaired")
    assert len(rows) == spoken and all(row["label"] for row in rows)
