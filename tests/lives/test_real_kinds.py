"""Real public sets, each through the preset made for its kind of work: imported, answered, released, exported.

Skipped where the sets are not beside the project.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.lives.team import CONTENT, Row, Team, answered_agreement, jsonl

pytestmark = pytest.mark.skipif(not CONTENT.is_dir(), reason="the data sets are not beside the project")

TYPES = {
    "ableism": "ableist", "homophobic": "homophobic", "intellectual": "insult", "racist": "racist", "sexist": "sexist",
    "sex_harassment": "sexual", "transphobic": "homophobic",
}  # fmt: skip
TARGETS = {"generalised": "group", "individual": "individual", "system": "system"}
SPOKEN = ("prev_agent", "prev_user", "agent", "user")


def test_convabuse_keeps_its_three_judges_and_their_flags(team: Team, tmp_path: Path) -> None:
    judged: dict[tuple[str, ...], dict[str, Row]] = {}
    with (CONTENT / "safety_convabuse" / "ConvAbuseEMNLPfull.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            if all(line[name] for name in SPOKEN):
                by_judge = judged.setdefault(tuple(line[name] for name in ("conv_id", *SPOKEN)), {})
                by_judge.setdefault(line["annotator_id"], line)
    several = [list(by_judge.values())[:3] for by_judge in judged.values() if len(by_judge) > 2]
    several.sort(key=lambda said: -sum(severity(line) < 0 for line in said))
    taken = several[:15] + several[-15:]
    rows = [{"id": f"c{n}", **{name: said[0][name] for name in SPOKEN}, "said": said} for n, said in enumerate(taken)]
    project = team.project("safety-rating", overlap=3, review_share=0)
    transcript = "".join(f"\n\n{'Assistant' if 'agent' in name else 'Human'}: {{{name}}}" for name in SPOKEN)
    columns = {"external_id": "id", "fields": {"conversation": {"template": transcript}}}
    run = team.load(project, jsonl(tmp_path / "convabuse.jsonl", rows), columns)
    assert (run.created, run.rejected) == (30, 0)
    team.answer(project, [lambda row, n=n: rating(row["said"][n]) for n in range(3)], {row["id"]: row for row in rows})

    found = answered_agreement(team, project)
    assert found["severity"]["answers"] == 90
    assert found["harm"]["measure_scale"] == "ordinal"
    release = team.release(project, truth="all")
    raised = Counter(flag for row in rows for line in row["said"] for flag in flags(line))
    exported = team.table(project, release, tmp_path)
    told = Counter(flag for cell in exported["harm"].to_pylist() if cell for flag in cell.split("|"))
    assert told == raised
    worst = [cell for cell in exported["harm.worst"].to_pylist() if cell is not None]
    assert len(worst) == sum(bool(set(flags(line)) - {"other"}) for row in rows for line in row["said"])
    majority = team.table(project, team.release(project, truth="majority"), tmp_path / "majority")
    assert majority.num_rows == 30
    assert any(majority["harm"].to_pylist())


def severity(line: Row) -> int:
    return next(int(level) for level in ("1", "0", "-1", "-2", "-3") if line[f"is_abuse.{level}"] == "1")


def flags(line: Row) -> list[str]:
    """Which flags one judge's row comes to; none where it is not abuse."""
    if severity(line) >= 0:
        return []
    return sorted({TYPES[name] for name in TYPES if line[f"type.{name}"] == "1"}) or ["other"]


def rating(line: Row) -> Row:
    level = severity(line)
    said: Row = {"understood": {"selected": ["yes"]}, "severity": {"rating": 2 - level}}
    if level >= 0:
        return said
    targets = [TARGETS[name] for name in TARGETS if line[f"target.{name}"] == "1"] or ["nobody"]
    raised = [{"flag": flag} if flag == "other" else {"flag": flag, "severity": -level} for flag in flags(line)]
    directness = "implicit" if line["direction.implicit"] == "1" else "explicit"
    return {
        **said, "harm": {"flags": raised, "none": False}, "target": {"selected": targets},
        "directness": {"selected": [directness]}, "confidence": {"position": 80},
    }  # fmt: skip


def test_prm800k_comes_out_as_it_went_in(team: Team, tmp_path: Path) -> None:
    rows = [{"id": f"p{number}", **solved(row)} for number, row in enumerate(prm800k())]
    project = team.project("step-labels", overlap=1, review_share=0)
    run = team.load(project, jsonl(tmp_path / "prm800k.jsonl", rows))
    assert (run.created, run.rejected) == (len(rows), 0) == (5, 0)
    team.answer(project, [lambda row: {"labels": {"steps": row["said"]}}], {row["id"]: row for row in rows})

    release = team.release(project, truth="all")
    by_problem = {row["problem"]: row for row in rows}
    for row in team.rows(project, release, "prm800k", tmp_path):
        went_in = by_problem[row["question"]["problem"]]
        assert row["question"]["ground_truth_answer"] == went_in["answer"]
        completions = [step["completions"][0] for step in row["label"]["steps"]]
        assert [each["rating"] for each in completions] == [said.get("rating") for said in went_in["said"]]
        assert [each["text"] for each in completions] == went_in["steps"][: len(completions)]
        assert row["label"]["finish_reason"] == went_in["finish_reason"]
    supervised = team.rows(project, release, "trl-stepwise", tmp_path)
    assert len(supervised) == 5
    assert all(len(row["completions"]) == len(row["labels"]) for row in supervised)
    assert sum(not right for row in supervised for right in row["labels"]) == sum(
        row["finish_reason"] == "found_error" for row in rows
    )
    assert team.table(project, release, tmp_path)["labels.first_error"].to_pylist().count(None) == sum(
        row["finish_reason"] == "solution" for row in rows
    )


def prm800k() -> Iterator[Row]:
    """The examples of the set: JSON objects one after the other."""
    for file in sorted((CONTENT / "prm800k").glob("*.json")):
        text, at = file.read_text(encoding="utf-8").strip(), 0
        while at < len(text):
            row, at = json.JSONDecoder().raw_decode(text, at)
            yield row
            at += len(text[at:]) - len(text[at:].lstrip())


def solved(row: Row) -> Row:
    """A solution as the labeler followed it: of each step the completion chosen (a wrong one is the end of it)."""
    steps: list[str] = []
    said: list[Row] = []
    names = {-1: "bad", 0: "okay", 1: "great", None: "unsure"}
    for number, step in enumerate(row["label"]["steps"], start=1):
        chosen = step["human_completion"]
        if chosen is None:
            chosen = step["completions"][step["chosen_completion"] or 0]
        rating = chosen["rating"] if step["human_completion"] is None else 1
        steps.append(chosen["text"])
        rated = {} if rating is None else {"rating": rating}
        said.append({"step": f"r{number}", "label": names[rating], **rated})
        if rating == -1:
            break
    asked = row["question"]
    steps += (asked.get("pre_generated_steps") or [])[len(steps) :]
    reason = "found_error" if said[-1].get("rating") == -1 else "solution"
    known = {"problem": asked["problem"], "answer": asked["ground_truth_answer"]}
    return {**known, "steps": steps, "said": said, "finish_reason": reason}
