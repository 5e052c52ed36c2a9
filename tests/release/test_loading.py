"""Exports load with the libraries that people use."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.frozen import ENTITIES, PAIRWISE, TOPICS, answered, prefer, record, span, written

from armslength.release.formats.registry import FORMATS
from armslength.release.formats.spacy import id_of
from armslength.release.model import Plan, Recipe, WrittenFile

U = {"role": "user", "content": "2+2?"}
ALL, MAJORITY = Recipe(truth="all"), Recipe()


@pytest.fixture(autouse=True)
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))


def load(kind: str, file: Path, cache: Path) -> Any:
    from datasets import load_dataset

    return load_dataset(kind, data_files=str(file), split="train", cache_dir=str(cache))


def test_datasets_loads_preferences(tmp_path: Path) -> None:
    raw = {"prompt": [{"role": "system", "content": "Be brief."}, U], "responses": ["4", "5 é 😀"]}
    records = [record(PAIRWISE, raw, [prefer("r1"), prefer("r1")], MAJORITY, n) for n in range(1, 6)]
    files, _ = written("trl-preference", PAIRWISE, records, MAJORITY)
    (tmp_path / "p.jsonl").write_bytes(files[""])
    found = load("json", tmp_path / "p.jsonl", tmp_path)
    assert len(found) == 5
    assert found[0]["rejected"] == [{"role": "assistant", "content": "5 é 😀"}]
    assert found[0]["margin"] == 1.0


def test_parquet_has_types_and_loads_twice(tmp_path: Path) -> None:
    call = {"role": "assistant", "content": "", "tool_calls": [{"name": "f", "arguments": {"x": 1}}]}
    raw = {"prompt": [U, call, {"role": "tool", "content": "ok"}], "responses": ["4", "5"]}
    records = [record(PAIRWISE, raw, [prefer("r1", 2), prefer("r2", 1)], ALL, n) for n in range(1, 4)]
    files, _ = written("parquet", PAIRWISE, records, ALL)
    (tmp_path / "t.parquet").write_bytes(files[""])
    table = pq.read_table(tmp_path / "t.parquet")
    assert table.num_rows == 6
    assert str(table.schema.field("preference.strength").type) == "int64"
    first = table.to_pylist()[0]
    assert (first["preference"], first["preference.strength"], first["person"]) == ("r1", 2, "p-1")
    assert [each["role"] for each in first["prompt"]] == ["user", "assistant", "tool"]
    found = load("parquet", tmp_path / "t.parquet", tmp_path)
    assert found[0]["prompt"][0]["content"] == "2+2?"


def test_a_column_that_changes_its_mind_is_text_and_an_empty_one_too(tmp_path: Path) -> None:
    answers = [{"topic": answered({"selected": ["a"]})}]
    records = [record(TOPICS, {"text": "x"}, answers, ALL, n) for n in (1, 2)]
    files, _ = written("parquet", TOPICS, records, ALL)
    (tmp_path / "t.parquet").write_bytes(files[""])
    assert str(pq.read_schema(tmp_path / "t.parquet").field("topic.other").type) == "string"


def test_parquet_of_many_rows_is_written_in_row_groups(tmp_path: Path) -> None:
    answers = [{"topic": answered({"selected": ["a"]})}]
    one = record(TOPICS, {"text": "x"}, answers, ALL)
    files, _ = written("parquet", TOPICS, [one] * 12_001, ALL)
    (tmp_path / "t.parquet").write_bytes(files[""])
    metadata = pq.ParquetFile(tmp_path / "t.parquet").metadata
    assert [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)] == [5000, 5000, 2001]


def test_a_hugging_face_folder_loads_with_its_splits_and_another_release_is_another(tmp_path: Path) -> None:
    """Folders of one name, as when the next release is written where the last one was."""
    from datasets import load_dataset

    recipe = Recipe(license="apache-2.0", note="For a test.")
    raw = {"prompt": [U], "responses": ["4", "5"]}
    alpha = {"value": 0.5, "low": 0.4, "high": 0.6}
    agreement = {"questions": [{"question": "preference", "items": 1, "percent": {"value": None}, "alpha": alpha}]}
    facts = {
        "project": "Eggs: \"fried\"", "items": 1, "annotations": 1, "people": 1, "guideline_versions": [1],
        "schema_versions": [1], "dropped": [{"reason": "r", "count": 2}], "digest": "d", "agreement": agreement,
    }  # fmt: skip
    for answer in ("r1", "r2"):
        files, _ = written("hf-datasets", PAIRWISE, [record(PAIRWISE, raw, [prefer(answer)], recipe)], recipe)
        folder = tmp_path / answer / "data"
        folder.mkdir(parents=True)
        names = ["train.parquet", "test.parquet"]
        for name in names:
            (folder / name).write_bytes(files[""])
        beside = [WrittenFile(name, 1, sha256(files[""]).hexdigest(), 1, "b") for name in names]
        for name, data in FORMATS["hf-datasets"].companions(beside, Plan(PAIRWISE, recipe), facts):
            (folder / name).write_bytes(data)
        found = load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
        assert set(found) == {"train", "test"}
        assert found["train"][0]["preference"] == answer
        card = (folder / "README.md").read_text()
        assert "license: apache-2.0" in card and "0.500 (0.400 to 0.600)" in card


TEXTS = [
    "Ada Lovelace met Bob in London.",
    "  two blanks,\n\nlines\tand tabs \n",
    "Zoë 😀 and São Paulo’s “mayor”",
    "x",
]


def test_spacy_reads_the_texts_exactly_and_the_entities_where_they_are(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    marks = {
        TEXTS[0]: [(0, 12, "PER"), (24, 30, "LOC")], TEXTS[1]: [(6, 12, "PER"), (15, 24, "LOC")],
        TEXTS[2]: [(0, 3, "PER"), (10, 19, "LOC")],
    }  # fmt: skip
    records = []
    for number, text in enumerate(TEXTS, start=1):
        spans = [span(text, *mark) for mark in marks.get(text, [])]
        records.append(record(ENTITIES, {"text": text}, [{"entities": answered({"spans": spans})}], MAJORITY, number))
    files, dropped = written("spacy", ENTITIES, records, MAJORITY)
    assert dropped == []
    (tmp_path / "train.spacy").write_bytes(files[""])
    docs = list(DocBin().from_disk(tmp_path / "train.spacy").get_docs(spacy.blank("en").vocab))
    assert [doc.text for doc in docs] == TEXTS
    for doc in docs:
        assert [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] == marks.get(doc.text, [])


def test_strings_have_spacys_ids() -> None:
    from spacy.strings import get_string_id
    from spacy.symbols import IDS

    for text in [*IDS, "Ada", "längere Wörter", "x" * 7, "x" * 8, "x" * 17, "\n\n"]:
        assert text == "" or id_of(text) == get_string_id(text)


def test_spacy_trains_on_it(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin
    from spacy.training import Example

    text = TEXTS[0]
    answers = [{"entities": answered({"spans": [span(text, 0, 12)]})}]
    files, _ = written("spacy", ENTITIES, [record(ENTITIES, {"text": text}, answers, MAJORITY)], MAJORITY)
    nlp = spacy.blank("en")
    docs = list(DocBin().from_bytes(files[""]).get_docs(nlp.vocab))
    nlp.add_pipe("ner").add_label("PER")
    nlp.initialize(lambda: [Example(nlp.make_doc(doc.text), doc) for doc in docs])
    losses = nlp.update([Example(nlp.make_doc(doc.text), doc) for doc in docs])
    assert losses["ner"] > 0


def test_spacys_converter_reads_conll(tmp_path: Path) -> None:
    from spacy.training.converters import conll_ner_to_docs

    text = TEXTS[0]
    answers = [{"entities": answered({"spans": [span(text, 0, 12), span(text, 24, 30, "LOC")]})}]
    records = [record(ENTITIES, {"text": text}, answers, MAJORITY, n) for n in (1, 2)]
    files, _ = written("conll", ENTITIES, records, MAJORITY)
    docs = list(conll_ner_to_docs(files[""].decode(), n_sents=1, no_print=True))
    found = [[(ent.text, ent.label_) for ent in doc.ents] for doc in docs]
    assert found == [[("Ada Lovelace", "PER"), ("London", "LOC")]] * 2
