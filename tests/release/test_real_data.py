"""Real public sets through the rules that freeze and export. Skipped where the shared sets are not on the machine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.frozen import ENTITIES, PAIRWISE, RANKING, REWRITE, answered, prefer, record, verdict, written

from armslength.release.model import Recipe, Record

CONTENT = Path(__file__).parents[3] / "shared" / "data" / "content"
pytestmark = pytest.mark.skipif(not CONTENT.exists(), reason="the shared data sets are not on this machine")
MAJORITY = Recipe()


def lines(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.splitlines()]


def test_pandalm_three_judges_make_a_majority_of_pairs() -> None:
    rows = json.loads((CONTENT / "pref_pandalm" / "testset-v1.json").read_text())
    votes = [[row[f"annotator{n}"] for n in (1, 2, 3)] for row in rows]
    said = {0: verdict("tie"), 1: prefer("r1"), 2: prefer("r2")}
    records = []
    for number, (row, vote) in enumerate(zip(rows, votes, strict=True), start=1):
        asked = [{"role": "user", "content": f"{row['instruction']}\n\n{row['input']}".strip()}]
        raw = {"prompt": asked, "responses": [row["response1"] or "(nothing)", row["response2"] or "(nothing)"]}
        records.append(record(PAIRWISE, raw, [said[each] for each in vote], MAJORITY, number))
    files, dropped = written("trl-preference", PAIRWISE, records, MAJORITY)
    found = lines(files[""])
    winners = [Counter(vote).most_common(1)[0] for vote in votes]
    assert len(found) + len(dropped) == 999
    decided = [winner for winner, times in winners if times > 1 and winner in (1, 2)]
    same = dropped.count("both responses are the same")
    assert len(found) + same == len(decided)
    assert dropped.count("judged a tie") == sum(winner == 0 and times > 1 for winner, times in winners)
    assert sum(row["p"] == 1 for row in found) > 700


def replies(node: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Every prompt of a tree with its ranked replies of the assistant, the best first."""
    ranked = [each for each in node.get("replies", []) if each["role"] == "assistant" and each.get("rank") is not None]
    if len(ranked) > 1:
        yield node["text"], [each["text"] for each in sorted(ranked, key=lambda each: each["rank"])]
    for each in node.get("replies", []):
        yield from replies(each)


def test_open_assistants_rankings_imply_their_pairs() -> None:
    trees = [json.loads(line) for line in (CONTENT / "rank_oasst" / "en_100_tree.jsonl").open()]
    records = []
    for tree in trees:
        for prompt, best_first in replies(tree["prompt"]):
            groups = [[f"r{place}"] for place, _ in enumerate(best_first, start=1)]
            answer = {"ranking": answered({"groups": groups, "not_rankable": False})}
            raw = {"prompt": prompt, "responses": best_first}
            records.append(record(RANKING, raw, [answer], MAJORITY, len(records) + 1))
    files, dropped = written("trl-preference", RANKING, records, MAJORITY)
    sizes = [len(each.content["responses"]) for each in records]
    assert len(lines(files[""])) + len(dropped) == sum(n * (n - 1) // 2 for n in sizes) == 754


def test_gsm8k_solutions_become_demonstrations() -> None:
    rows = [json.loads(line) for line in (CONTENT / "sft_gsm8k" / "test.jsonl").open()][:200]
    records = []
    for number, row in enumerate(rows, start=1):
        raw = {"prompt": [{"role": "user", "content": row["question"]}], "draft": "I do not know."}
        records.append(record(REWRITE, raw, [{"answer": answered({"text": row["answer"]})}], MAJORITY, number))
    files, dropped = written("openai-sft", REWRITE, records, MAJORITY)
    assert dropped == []
    assert [row["messages"][-1]["content"] for row in lines(files[""])] == [row["answer"] for row in rows]


def sentences() -> Iterator[tuple[list[str], list[str]]]:
    words: list[str] = []
    tags: list[str] = []
    for line in (CONTENT / "ner_wnut17" / "emerging.dev.conll").read_text().splitlines():
        if line.strip():
            word, tag = line.split("\t")[:2]
            words.append(word)
            tags.append(tag)
        elif words:
            yield words, tags
            words, tags = [], []


def marked(words: list[str], tags: list[str]) -> tuple[str, list[dict[str, Any]]]:
    """The words as a text, and their tags as spans (persons and places only)."""
    text, spans = " ".join(words), []
    names = {"B-person": "PER", "B-location": "LOC"}
    starts = [len(" ".join(words[:place])) + (place > 0) for place in range(len(words))]
    for place, tag in enumerate(tags):
        if tag in names:
            last = place
            while last + 1 < len(tags) and tags[last + 1] == tag.replace("B-", "I-"):
                last += 1
            start, end = starts[place], starts[last] + len(words[last])
            spans.append({"start": start, "end": end, "label": names[tag], "quote": text[start:end], "field": "text"})
    return text, spans


def test_wnut_names_survive_conll_and_spacy() -> None:
    import spacy
    from spacy.tokens import DocBin

    texts: list[tuple[str, list[dict[str, Any]]]] = [marked(*sentence) for sentence in sentences()]
    records: list[Record] = [
        record(ENTITIES, {"text": text}, [{"entities": answered({"spans": spans})}], MAJORITY, number)
        for number, (text, spans) in enumerate(texts, start=1)
        if text.strip()
    ]
    files, dropped = written("spacy", ENTITIES, records, MAJORITY)
    assert len(dropped) <= len(records) * 0.01
    docs = list(DocBin().from_bytes(files[""]).get_docs(spacy.blank("en").vocab))
    found = {doc.text: sorted((ent.start_char, ent.end_char, ent.label_) for ent in doc.ents) for doc in docs}
    wanted = {text: sorted((span["start"], span["end"], span["label"]) for span in spans) for text, spans in texts}
    assert all(wanted[text] == ents for text, ents in found.items())
    names = sum(len(doc.ents) for doc in docs)
    assert names > 500
    conll, _ = written("conll", ENTITIES, records, MAJORITY)
    assert conll[""].count(b"\tB-") == names
