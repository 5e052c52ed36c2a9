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

from armslength_client import Work

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


def test_the_candidates_of_prm800k_come_out_rated_side_by_side(team: Team, tmp_path: Path) -> None:
    rows = {f"p{number}": row | {"id": f"p{number}"} for number, row in enumerate(prm800k())}
    project = team.project("step-alternatives", overlap=1, review_share=0)
    columns = {
        "external_id": "id",
        "fields": {"problem": "question.problem", "answer": "question.ground_truth_answer", "steps": "label.steps"},
    }
    run = team.load(project, jsonl(tmp_path / "prm800k.jsonl", list(rows.values())), columns)
    assert (run.created, run.rejected) == (5, 0)
    team.answer(project, [lambda row: {"labels": followed(row)}], rows)
    release = team.release(project, truth="all")
    by_problem = {row["question"]["problem"]: row for row in rows.values()}
    out = team.rows(project, release, "prm800k", tmp_path)
    for row in out:
        went_in = by_problem[row["question"]["problem"]]
        for before, after in zip(went_in["label"]["steps"], row["label"]["steps"], strict=False):
            written = [(before["human_completion"]["text"], 1)] if before["human_completion"] else []
            offered = [(each["text"], each["rating"]) for each in before["completions"]]
            assert [(each["text"], each["rating"]) for each in after["completions"]][: len(written)] == written
            assert sorted(offered + written) == sorted((each["text"], each["rating"]) for each in after["completions"])
            if before["chosen_completion"] is not None:
                chosen = after["completions"][after["chosen_completion"]]
                assert chosen["text"] == before["completions"][before["chosen_completion"]]["text"]
    assert sum(len(step["completions"]) for row in out for step in row["label"]["steps"]) > 150
    supervised = team.rows(project, release, "trl-stepwise", tmp_path)
    assert len(supervised) > len(out)  # one for each candidate beside the solution
    assert len({(row["item"], row["step"]) for row in supervised}) == len(supervised)


def followed(row: Row) -> Row:
    """What the labeler said of each candidate; a step of which nothing was chosen or written goes on from the first
    that is great, or was given up."""
    names = {-1: "bad", 0: "okay", 1: "great", None: "unsure"}
    said: list[Row] = []
    ways: list[Row] = []
    for place, step in enumerate(row["label"]["steps"], start=1):
        ratings = [each["rating"] for each in step["completions"]]
        chosen = step["chosen_completion"]
        if step["human_completion"] is not None:
            ratings = [1, *ratings]
        elif chosen is not None:
            ratings.insert(0, ratings.pop(chosen))
        elif 1 not in ratings:
            return {"steps": said, "onward": ways, "ended": {"reason": "give_up", "why": "It leads nowhere."}}
        at = ratings.index(1) if chosen is None else 0
        ways.append({"place": place, "candidate": at + 1, "step": f"r{len(said) + at + 1}"})
        for rating in ratings:
            rated = {} if rating is None else {"rating": rating}
            said.append({"step": f"r{len(said) + 1}", "place": place, "label": names[rating], **rated})
    return {"steps": said, "onward": ways}


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


CATEGORIES = {
    "Accuracy/Mistranslation": "mistranslation", "Accuracy/Omission": "omission", "Accuracy/Addition": "addition",
    "Accuracy/Untranslated text": "untranslated", "Fluency/Grammar": "grammar", "Fluency/Spelling": "spelling",
    "Fluency/Punctuation": "punctuation", "Fluency/Register": "register", "Fluency/Inconsistency": "inconsistency",
    "Fluency/Display": "display", "Terminology/Inappropriate for context": "inappropriate_term",
    "Terminology/Inconsistent use of terminology": "inconsistent_term", "Style/Awkward": "style", "Other": "other",
}  # fmt: skip


def test_mqm_scores_are_those_of_the_set(team: Team, tmp_path: Path) -> None:
    with (CONTENT / "translation_mqm" / "mqm_ted_ende.tsv").open(encoding="utf-8") as lines:
        marked = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    segments: dict[tuple[str, str], list[Row]] = {}
    for line in marked:
        segments.setdefault((line["system"], line["seg_id"]), []).append(line)
    rows = [
        {"id": f"{system}-{number}", "source": said[0]["source"], "target": plain(said[0]["target"]),
         "errors": [mqm(line) for line in said if line["severity"] != "No-error"], "said": said}
        for (system, number), said in segments.items()
        if len({line["rater"] for line in said}) == 1 and len(said) <= 5 and all(is_marked(line) for line in said)
    ]  # fmt: skip
    rows.sort(key=lambda row: -len(row["errors"]))
    rows = rows[:30] + rows[-10:]
    project = team.project("translation", overlap=1, review_share=0)
    run = team.load(project, jsonl(tmp_path / "mqm.jsonl", rows))
    assert (run.created, run.rejected) == (40, 0)
    say = lambda row: {"errors": {"errors": row["errors"]}, "quality": {"position": 70}}  # noqa: E731
    team.answer(project, [say], {row["id"]: row for row in rows})
    release = team.release(project)
    table = team.table(project, release, tmp_path)
    scores = dict(zip(table["external_id"].to_pylist(), table["errors.score"].to_pylist(), strict=True))
    weights = {"Major": 5.0, "Minor": 1.0, "No-error": 0.0}
    for row in rows:
        light = [each["category"] == "Fluency/Punctuation" and each["severity"] == "Minor" for each in row["said"]]
        told = sum(
            0.1 if is_light else weights[each["severity"]] for is_light, each in zip(light, row["said"], strict=True)
        )
        assert scores[row["id"]] == pytest.approx(told)
    assert sum(table["errors.count"].to_pylist()) == sum(len(row["errors"]) for row in rows) > 40
    (file,) = (f for f in team.owner.export(project.id, release.id, "mqm", tmp_path) if f.suffix == ".tsv")
    with file.open(encoding="utf-8") as lines:
        again = [
            (line["target"], line["severity"]) for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    assert Counter(again) == Counter(
        (line["target"].strip('"'), line["severity"]) for row in rows for line in row["said"]
    )


def is_marked(line: Row) -> bool:
    return line["severity"] == "No-error" or line["target"].count("<v>") == line["target"].count("</v>") == 1


def plain(target: str) -> str:
    return target.replace("<v>", "").replace("</v>", "").strip('"')


def mqm(line: Row) -> Row:
    """An error as the set marks it: between <v> and </v>."""
    text = line["target"].strip('"')
    start, end = text.index("<v>"), text.index("</v>") - len("<v>")
    category, severity = CATEGORIES[line["category"]], line["severity"].lower()
    weight = 0.1 if (category, severity) == ("punctuation", "minor") else {"major": 5, "minor": 1}[severity]
    return {
        "start": start, "end": end, "quote": plain(line["target"])[start:end], "field": "target",
        "category": category, "severity": severity, "weight": weight,
    }  # fmt: skip


def test_halueval_hallucinations_are_claims_that_do_not_hold(team: Team, tmp_path: Path) -> None:
    lines = (CONTENT / "factcheck_halueval" / "general_data.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for line in lines if (row := json.loads(line))["hallucination"] == "yes" and stand(row)][:20]
    rows += [row for line in lines[:40] if (row := json.loads(line))["hallucination"] == "no"][:10]
    columns = {"external_id": "ID", "fields": {"prompt": "user_query", "response": "chatgpt_response"}}
    project = team.project("fact-check", overlap=1, review_share=0)
    run = team.load(project, jsonl(tmp_path / "halueval.jsonl", rows), columns)
    assert (run.created, run.rejected) == (30, 0)
    team.answer(project, [checked], {row["ID"]: row for row in rows})
    exported = team.rows(project, team.release(project, truth="all"), "jsonl", tmp_path)
    claims = {
        row["external_id"]: row["annotations"][0]["answers"]["claims"]["item"]["value"]["claims"] for row in exported
    }
    for row in rows:
        wanted = row["hallucination_spans"] if row["hallucination"] == "yes" else []
        assert [claim["quote"] for claim in claims[row["ID"]]] == wanted
    table = team.table(project, team.release(project), tmp_path)
    assert sum(table["claims.count"].to_pylist()) == sum(len(each) for each in claims.values()) >= 20


def stand(row: Row) -> bool:
    """Whether what is marked stands in the response, each part once."""
    spans = row["hallucination_spans"]
    return bool(spans) and len(set(spans)) == len(spans) and all(span in row["chatgpt_response"] for span in spans)


def checked(row: Row) -> Row:
    text, claims = row["chatgpt_response"], []
    for quote in row["hallucination_spans"] if row["hallucination"] == "yes" else []:
        start = text.index(quote)
        evidence = [{"url": "https://example.org/checked", "quote": "Not so."}]
        place = {"start": start, "end": start + len(quote), "quote": quote, "field": "response"}
        claims.append({**place, "verdict": "contradicted", "evidence": evidence})
    return {"claims": {"claims": claims}, "overall": {"rating": 2 if claims else 4}}


def test_paperbench_rubrics_keep_their_weights(team: Team, tmp_path: Path) -> None:
    rows = []
    for number, file in enumerate(sorted((CONTENT / "rubric_paperbench").glob("*.json"))):
        rubric = [
            {"id": node["id"], "criterion": node["requirements"], "points": share, "tags": [node["task_category"]]}
            for node, share in leaves(json.loads(file.read_text()), 100.0)
        ]
        asked = f"Reproduce the paper {file.name.partition('.')[0]}."
        rows.append(
            {"id": f"b{number}", "prompt": asked, "response": "The code runs; no figure came out.", "rubric": rubric}
        )
    project = team.project("rubric-grading", overlap=1, review_share=0)
    run = team.load(project, jsonl(tmp_path / "paperbench.jsonl", rows))
    assert (run.created, run.rejected) == (3, 0)
    team.answer(project, [by_category], {row["id"]: row for row in rows})
    release = team.release(project)
    for row in team.rows(project, release, "healthbench", tmp_path):
        went_in = next(each for each in rows if each["prompt"] == row["prompt"][0]["content"])
        assert [each["criterion"] for each in row["rubrics"]] == [each["criterion"] for each in went_in["rubric"]]
        code = sum(each["points"] for each in went_in["rubric"] if each["tags"] == ["Code Development"])
        assert row["score"] == pytest.approx(code / sum(each["points"] for each in went_in["rubric"]), abs=1e-5)
    scores = team.table(project, release, tmp_path)["grades"].to_pylist()
    assert all(0 < score < 1 for score in scores)


def leaves(node: Row, share: float) -> Iterator[tuple[Row, float]]:
    """The leaves of a rubric's tree, each with its share of all the weight; the tree's score is theirs."""
    if not node["sub_tasks"]:
        yield node, round(share, 6)
    weight = sum(below["weight"] for below in node["sub_tasks"])
    for below in node["sub_tasks"]:
        if below["weight"]:
            yield from leaves(below, share * below["weight"] / weight)


def by_category(row: Row) -> Row:
    grades = [
        {"criterion": each["id"], "points": each["points"],
         "verdict": "met" if each["tags"] == ["Code Development"] else "not_met"}
        for each in row["rubric"]
    ]  # fmt: skip
    return {"grades": {"grades": grades}}


def test_gsm8k_solutions_are_graded_and_an_agents_run_is_rated_message_by_message(team: Team, tmp_path: Path) -> None:
    rubric = [{"criterion": "Is right", "points": 4, "must": True}, {"criterion": "Shows its steps", "points": 1}]
    solved = (CONTENT / "sft_gsm8k" / "example_model_solutions.jsonl").read_text(encoding="utf-8").splitlines()[:6]
    rows = [
        {"id": f"g{number}-{model}", "prompt": row["question"], "response": row[model]["solution"], "rubric": rubric,
         "right": row[model]["is_correct"]}
        for number, row in enumerate(map(json.loads, solved)) for model in ("6b_finetuning", "175b_verification")
    ]  # fmt: skip
    project = team.project("rubric-grading", overlap=1, review_share=0)
    run = team.load(project, jsonl(tmp_path / "gsm8k.jsonl", rows))
    assert (run.created, run.rejected) == (12, 0)
    team.answer(project, [gsm8k_grades], {row["id"]: row for row in rows})
    told = team.rows(project, team.release(project), "healthbench", tmp_path)
    by_text = {(row["prompt"], row["response"]): row["right"] for row in rows}
    for row in told:
        right = by_text[row["prompt"][0]["content"], row["completion"][0]["content"]]
        assert (row["score"], row["passed"]) == ((1.0, True) if right else (0.2, False))
    assert len({row["passed"] for row in told}) == 2

    file = CONTENT / "agent_swe" / "function_calling_simple.traj.json"
    history = json.loads(file.read_text(encoding="utf-8"))["history"]
    spoken = [place for place, message in enumerate(history) if message["role"] == "assistant"]
    project = team.project("conversation-rating", overlap=1, review_share=0)
    batch = team.owner.create_batch(project.id, "swe")
    assert not team.owner.add_items(project.id, batch.id, [{"conversation": history}]).problems
    team.owner.read_guideline(project.id, 1)
    work = team.owner.next_assignment(project.id)
    assert isinstance(work, Work)
    answers = {name: {"item": {"state": "answered", "value": value}} for name, value in WHOLE.items()}
    answers["quality"] = {f"m:m{place}": {"state": "answered", "value": {"rating": 4}} for place in spoken}
    team.owner.submit_annotation(project.id, work.assignment.id, answers, schema_version=work.schema_version)
    rated = team.rows(project, team.release(project), "trl-unpaired", tmp_path)
    assert sorted(len(row["prompt"]) for row in rated) == spoken
    last = max(rated, key=lambda row: len(row["prompt"]))
    went_in, came_out = (
        [message for message in each if message["role"] == "tool"] for each in (history, last["prompt"])
    )
    assert [message["tool_call_id"] for message in came_out] == [
        message["tool_call_ids"][0] for message in went_in[:-1]
    ]
    called = [call["function"]["name"] for message in history for call in message.get("tool_calls") or ()]
    told_calls = [call["function"]["name"] for message in last["prompt"] for call in message.get("tool_calls") or ()]
    assert [*told_calls, last["completion"][0]["tool_calls"][0]["function"]["name"]] == called


WHOLE = {"goal_reached": {"selected": ["fully"]}, "overall": {"rating": 4}}


def gsm8k_grades(row: Row) -> Row:
    met = {"c1": row["right"], "c2": True}
    points = {"c1": (4, True), "c2": (1, False)}
    return {"grades": {"grades": [
        {"criterion": name, "verdict": "met" if yes else "not_met", "points": points[name][0],
         **({"must": True} if points[name][1] else {})}
        for name, yes in met.items()
    ]}}  # fmt: skip
