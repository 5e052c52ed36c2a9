"""The whole life of real public data: imported, answered as its own people answered, reviewed, released, loaded.

Skipped where the sets are not beside the project.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

import pytest
from tests.lives.team import CONTENT, Row, Team, answered_agreement, jsonl

from armslength_client.types import Project
from armslength_client.types_releases import Release
from armslength_client.types_suggestions import JudgeFacts

pytestmark = pytest.mark.skipif(not CONTENT.is_dir(), reason="the data sets are not beside the project")


def test_pandalm_keeps_the_agreement_of_its_three_annotators(team: Team, tmp_path: Path) -> None:
    rows = json.loads((CONTENT / "pref_pandalm" / "testset-v1.json").read_text())[::5]
    file = tmp_path / "pandalm.json"
    file.write_text(json.dumps(rows, indent=1))
    project = team.project("pairwise-preference", overlap=3, review_share=0.02)
    run = team.load(project, file)
    taken = {item.external_id for item in team.owner.list_items(project.id)}
    assert run.created == len(taken) == 188  # of 200; in the others a model said nothing, so there is no pair
    people = [lambda row, n=n: {"preference": verdict(row[f"annotator{n}"])} for n in (1, 2, 3)]
    source = {str(row["idx"]): row for row in rows if str(row["idx"]) in taken}
    team.answer(project, people, source)

    release = team.release(project, truth="majority", ties="drop")
    votes = [[row[f"annotator{n}"] for n in (1, 2, 3)] for row in source.values()]
    check_agreement(team, project, votes)
    check_judge(team, project, source)
    pairs = team.rows(project, release, "trl-preference", tmp_path)
    preferred = [max(set(vote), key=vote.count) for vote in votes if len(set(vote)) < 3]
    assert 0 <= preferred.count(1) + preferred.count(2) - len(pairs) <= 5  # where both responses are the same
    check_tables(team, project, release, tmp_path, items=len(source))


def verdict(label: int) -> Row:
    if label == 0:
        return {"verdict": "tie", "winner": None, "strength": None}
    return {"verdict": "prefer", "winner": f"r{label}", "strength": 2}


def check_agreement(team: Team, project: Project, votes: Sequence[Sequence[int]]) -> None:
    """As the labels themselves say, and near what was published for all 999."""
    preference = answered_agreement(team, project)["preference"]
    assert (preference["items"], preference["answers"], preference["people"]) == (len(votes), 3 * len(votes), 3)
    kappas = [cohen([(vote[a], vote[b]) for vote in votes]) for a, b in combinations(range(3), 2)]
    assert preference["cohen"]["value"] == pytest.approx(sum(kappas) / 3, abs=1e-9)
    assert 0.85 < preference["cohen"]["value"] < 0.88
    assert preference["fleiss"]["value"] == pytest.approx(0.864, abs=0.02)
    # Alpha goes by order here: a tie is half way, so it is a little above the published one, which asks only for equal.
    assert preference["measure_scale"] == "ordinal"
    assert preference["fleiss"]["value"] < preference["alpha"]["value"] < 0.93
    assert preference["alpha"]["low"] < preference["alpha"]["value"] < preference["alpha"]["high"]


def check_judge(team: Team, project: Project, source: dict[str, Row]) -> None:
    """A model judge of the same set: near its agreement with the plain majority, and far from what people reach."""
    with gzip.open(CONTENT.parent / "truth" / "pandalm" / "judges.csv.gz", "rt") as file:
        said = {row["item"]: int(row["label"]) for row in csv.DictReader(file) if row["judge"] == "pandalm-7b"}
    rows = [
        {"external_id": item, "answers": {"preference": {"item": {"state": "answered", "value": verdict(said[item])}}}}
        for item in source
    ]
    added = team.owner.add_suggestions(project.id, rows, source="pandalm-7b", version="1", judge=JudgeFacts())
    assert added.created == len(source)
    team.owner.refresh_judges(project.id)
    while (found := team.owner.get_judges(project.id)).computed_at is None:
        time.sleep(0.1)
    (judged,) = found.judges[0].questions
    votes = {item: [row[f"annotator{n}"] for n in (1, 2, 3)] for item, row in source.items()}
    majority = {item: max(set(vote), key=vote.count) for item, vote in votes.items() if len(set(vote)) < 3}
    plain = sum(said[item] == label for item, label in majority.items()) / len(majority)
    assert judged["compared"] == len(source)
    assert judged["percent"]["value"] == pytest.approx(plain, abs=0.05)
    assert judged["kappa"]["high"] < judged["person_kappa"]["low"]
    assert judged["people_side"]["low"] < 0.5 < judged["people_side"]["high"]
    assert not judged["stand_in"]["passes"]


def cohen(pairs: Sequence[tuple[int, int]]) -> float:
    """By its definition."""
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    left, right = zip(*pairs, strict=True)
    expected = sum(left.count(label) * right.count(label) for label in set(left)) / n**2
    return (observed - expected) / (1 - expected)


def check_tables(team: Team, project: Project, release: Release, folder: Path, *, items: int) -> None:
    import pyarrow.parquet
    from datasets import load_dataset

    team.owner.export(project.id, release.id, "hf-datasets", folder / "hf")
    train = load_dataset(str(folder / "hf"), split="train", cache_dir=str(folder / "cache"))
    files = team.owner.export(project.id, release.id, "parquet", folder / "parquet")
    table = pyarrow.parquet.read_table([file for file in files if file.suffix == ".parquet"])
    assert len(train) == table.num_rows == items
    assert set(train.column_names) == set(table.column_names)


def test_hh_rlhf_dialogues_come_out_as_they_went_in(team: Team, tmp_path: Path) -> None:
    with gzip.open(CONTENT / "pref_hh_rlhf" / "harmless-base-test.jsonl.gz", "rt") as lines:
        rows = [row for number, line in enumerate(lines) if (row := dialogue(number, json.loads(line)))][:60]
    project = team.project("pairwise-preference", overlap=1, review_share=1.0)
    run = team.load(project, jsonl(tmp_path / "hh.jsonl", rows))
    assert (run.created, run.rejected) == (60, 0)
    source = {row["id"]: row for row in rows}
    team.answer(project, [lambda _: {"preference": verdict(1)}], source)
    team.review(project, ["accept"] * 5)

    accepted = team.release(project, review="accepted")
    assert len(team.rows(project, accepted, "trl-preference", tmp_path / "accepted")) == 5
    release = team.release(project)
    for row in (pairs := team.rows(project, release, "trl-preference", tmp_path)):
        went_in = next(one for one in rows if one["prompt"] == row["prompt"] and one["chosen"] == said(row["chosen"]))
        assert said(row["rejected"]) == went_in["rejected"]
    assert len(pairs) == 60
    dpo = team.rows(project, release, "openai-dpo", tmp_path)
    assert [row["preferred_output"] for row in dpo] == [row["chosen"] for row in pairs]


def said(messages: Sequence[Row]) -> str:
    assert [message["role"] for message in messages] == ["assistant"]
    return str(messages[0]["content"])


def dialogue(number: int, row: Row) -> Row | None:
    """Two transcripts with one beginning as a prompt and two answers; None where the beginnings differ."""
    chosen, rejected = (turns(row[side]) for side in ("chosen", "rejected"))
    if chosen[:-1] != rejected[:-1] or chosen[-1]["role"] != "assistant" or chosen[-1] == rejected[-1]:
        return None
    if not all(turn["content"] for turn in [*chosen, rejected[-1]]):
        return None
    answers = {"chosen": chosen[-1]["content"], "rejected": rejected[-1]["content"]}
    return {"id": f"hh{number}", "prompt": chosen[:-1], **answers}


def turns(transcript: str) -> list[Row]:
    parts = re.split(r"\n\n(Human|Assistant):", transcript)[1:]
    roles = {"Human": "user", "Assistant": "assistant"}
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [{"role": roles[who], "content": text.strip()} for who, text in pairs]


def test_open_assistant_rankings_become_pairs(team: Team, tmp_path: Path) -> None:
    lines = (CONTENT / "rank_oasst" / "en_100_tree.jsonl").read_text().splitlines()
    trees = [json.loads(line)["prompt"] for line in lines]
    rows = [ranked for tree in trees for ranked in rankings(tree)][:60]
    project = team.project("best-of-n-ranking", overlap=1, review_share=0.1)
    run = team.load(project, jsonl(tmp_path / "oasst.jsonl", rows))
    assert (run.created, run.rejected) == (len(rows), 0)
    source = {row["id"]: row for row in rows}
    team.answer(project, [rank], source)
    release = team.release(project)
    pairs = team.rows(project, release, "trl-preference", tmp_path)
    best_first = {row["prompt"]: ordered(row) for row in rows}
    assert len(pairs) == sum(comb(len(row["responses"]), 2) for row in rows)
    for pair in pairs:
        order = best_first[pair["prompt"][0]["content"]]
        assert order.index(said(pair["chosen"])) < order.index(said(pair["rejected"]))


def rankings(node: Row) -> Iterator[Row]:
    """Prompts with at least two ranked answers, as the annotators of Open-Assistant saw them first."""
    replies = [each for each in node.get("replies", []) if each.get("rank") is not None]
    texts = [each["text"].strip() for each in replies]
    if len(replies) > 1 and node["role"] == "prompter" and len(set(texts)) == len(texts):
        ranks = [each["rank"] for each in replies]
        yield {"id": node["message_id"], "prompt": node["text"].strip(), "responses": texts, "ranks": ranks}


def ordered(row: Row) -> list[str]:
    return [text for _, text in sorted(zip(row["ranks"], row["responses"], strict=True))]


def rank(row: Row) -> dict[str, Any]:
    ids = sorted(range(len(row["ranks"])), key=lambda at: row["ranks"][at])
    groups = [[f"r{at + 1}"] for at in ids]
    return {"ranking": {"groups": groups, "not_rankable": False}, "best_is_good": {"selected": ["as_is"]}}


def test_gsm8k_solutions_train_a_model(team: Team, tmp_path: Path) -> None:
    lines = (CONTENT / "sft_gsm8k" / "test.jsonl").read_text().splitlines()[:60]
    rows = [{"id": f"g{number}", **json.loads(line)} for number, line in enumerate(lines)]
    project = team.project("demonstration-write", overlap=1, review_share=1.0)
    columns = {"external_id": "id", "fields": {"prompt": "question"}}
    run = team.load(project, jsonl(tmp_path / "gsm8k.jsonl", rows), columns)
    assert (run.created, run.rejected) == (60, 0)
    source = {row["id"]: row for row in rows}
    team.answer(project, [lambda row: {"answer": {"text": row["answer"]}}], source)
    team.review(project, ["accept"] * 3)
    release = team.release(project)
    solved = {row["question"]: row["answer"] for row in rows}
    completions = team.rows(project, release, "trl-prompt-completion", tmp_path)
    assert {row["prompt"][0]["content"]: said(row["completion"]) for row in completions} == solved
    chats = [row["messages"] for row in team.rows(project, release, "openai-sft", tmp_path)]
    assert {chat[0]["content"]: said(chat[1:]) for chat in chats} == solved
    check_tables(team, project, release, tmp_path, items=60)


def test_wnut_names_stand_where_they_stood(team: Team, tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin
    from spacy.training.converters import conll_ner_to_docs

    rows = sentences((CONTENT / "ner_wnut17" / "emerging.dev.conll").read_text())[:100]
    project = team.project("named-entities", overlap=2, review_share=0.1)
    run = team.load(project, jsonl(tmp_path / "wnut.jsonl", rows))
    assert (run.created, run.rejected) == (len(rows), 0)
    source = {row["id"]: row for row in rows}
    team.answer(project, [names, names], source)
    team.review(project, ["accept"] * 3)
    release = team.release(project, truth="majority")

    blank = spacy.blank("en")
    binary, _ = team.owner.export(project.id, release.id, "spacy", tmp_path / "spacy")
    docs = list(DocBin().from_disk(binary).get_docs(blank.vocab))
    gold = {row["text"]: sorted((span["start"], span["end"], span["label"]) for span in row["spans"]) for row in rows}
    assert {doc.text: [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] for doc in docs} == gold
    columns, _ = team.owner.export(project.id, release.id, "conll", tmp_path / "conll")
    read = list(conll_ner_to_docs(columns.read_text(), n_sents=1, no_print=True))
    assert sum(len(doc.ents) for doc in read) == sum(len(row["spans"]) for row in rows) > 30


def names(row: Row) -> dict[str, Any]:
    return {"entities": {"spans": row["spans"]}}


def sentences(conll: str) -> list[Row]:
    """Token and tag by line, a blank line between sentences; tokens are put together with spaces."""
    rows = []
    for number, block in enumerate(conll.replace("\t\n", "\n\n").split("\n\n")):
        pairs = [line.split("\t") for line in block.splitlines() if "\t" in line]
        text = " ".join(token for token, _ in pairs)
        if pairs and text not in {row["text"] for row in rows}:
            rows.append({"id": f"w{number}", "text": text, "spans": marks(pairs, text)})
    return rows


def marks(pairs: Sequence[Sequence[str]], text: str) -> list[Row]:
    found: list[Row] = []
    at = 0
    for token, tag in pairs:
        end = at + len(token)
        if tag.startswith("B-"):
            found.append({"start": at, "end": end, "label": tag[2:], "field": "text"})
        elif tag.startswith("I-"):
            found[-1]["end"] = end
        at = end + 1
    return [{**span, "quote": text[span["start"] : span["end"]]} for span in found]
