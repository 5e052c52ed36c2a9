"""The older dialects of fine-tuning, evaluations, and archives of documents: what each holds, and what it cannot."""

from __future__ import annotations

import io
import json
import tarfile
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from tests.frozen import ENTITIES, PAIRWISE, RELATIONS, REWRITE, answered, prefer, record, span, verdict, written

from armslength.projects.rules.presets import presets
from armslength.questions.model import LabelSchema
from armslength.release.formats.registry import FORMATS
from armslength.release.model import Plan, Recipe, WrittenFile

USER = {"role": "user", "content": "2+2?"}
TALK = [
    {"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"},
    {"role": "assistant", "content": "Hi"}, USER,
]  # fmt: skip
CALL = {"role": "assistant", "content": "", "tool_calls": [{"name": "add", "arguments": {"a": 2}}]}
RECIPE = Recipe()


def lines(format_id: str, schema: LabelSchema, raw: dict[str, Any], answer: dict[str, Any]) -> tuple[Any, list[str]]:
    files, dropped = written(format_id, schema, [record(schema, raw, [answer], RECIPE)], RECIPE)
    return [json.loads(line) for line in files[""].splitlines()], dropped


def pair(format_id: str, prompt: list[Any], *responses: str, said: Any = None) -> tuple[Any, list[str]]:
    raw = {"prompt": prompt, "responses": list(responses or ("4", "5"))}
    return lines(format_id, PAIRWISE, raw, said or prefer("r1"))


def draft(format_id: str, prompt: list[Any]) -> tuple[Any, list[str]]:
    return lines(format_id, REWRITE, {"prompt": prompt, "draft": "5"}, {"answer": answered({"text": "4"})})


def archive(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
        return {member.name: tar.extractfile(member).read() for member in tar.getmembers()}  # type: ignore[union-attr]


def test_sharegpt_speaks_in_turns() -> None:
    (row,), dropped = draft("sharegpt", TALK)
    assert dropped == []
    assert row["system"] == "Be brief."
    assert [(turn["from"], turn["value"]) for turn in row["conversations"]] == [
        ("human", "Hello"), ("gpt", "Hi"), ("human", "2+2?"), ("gpt", "4"),
    ]  # fmt: skip
    (row,), _ = pair("sharegpt-preference", TALK)
    assert [turn["from"] for turn in row["conversations"]] == ["human", "gpt", "human"]
    assert (row["chosen"], row["rejected"]) == ({"from": "gpt", "value": "4"}, {"from": "gpt", "value": "5"})


def test_sharegpt_writes_tools_as_function_calls_and_observations() -> None:
    (row,), _ = draft("sharegpt", [USER, CALL, {"role": "tool", "content": "4"}])
    assert [(turn["from"], turn["value"]) for turn in row["conversations"]] == [
        ("human", "2+2?"), ("function_call", '{"arguments":{"a":2},"name":"add"}'), ("observation", "4"), ("gpt", "4"),
    ]  # fmt: skip
    _, dropped = draft("sharegpt", [USER, {**CALL, "content": "Let me see"}, {"role": "tool", "content": "4"}])
    assert dropped == ["a message both speaks and calls a tool"]


def test_alpaca_puts_what_was_said_before_into_history() -> None:
    (row,), _ = draft("alpaca", TALK)
    kept = {key: row[key] for key in ("instruction", "input", "output", "system", "history")}
    assert kept == {
        "instruction": "2+2?", "input": "", "output": "4", "system": "Be brief.", "history": [["Hello", "Hi"]],
    }  # fmt: skip
    (row,), _ = pair("alpaca-preference", [USER])
    assert (row["instruction"], row["chosen"], row["rejected"], row["history"]) == ("2+2?", "4", "5", [])


def test_hh_rlhf_dialogues_share_all_but_the_last_answer() -> None:
    (row,), _ = pair("hh-rlhf", TALK[1:])
    asked = "\n\nHuman: Hello\n\nAssistant: Hi\n\nHuman: 2+2?\n\nAssistant: "
    assert (row["chosen"], row["rejected"]) == (f"{asked}4", f"{asked}5")


@pytest.mark.parametrize(
    ("format_id", "prompt", "responses", "reason"),
    [
        ("hh-rlhf", TALK, (), "there is a message of the system"),
        ("hh-rlhf", [USER], ("4\n\nHuman: thanks", "5"), "a message holds the marks of a turn"),
        ("hh-rlhf", [{"role": "user", "content": "Human: hi"}], (), "a message holds the marks of a turn"),
        ("hh-rlhf", [USER, CALL, {"role": "tool", "content": "4"}], (), "tools are used"),
        ("alpaca-preference", [USER, CALL, {"role": "tool", "content": "4"}], (), "tools are used"),
        ("alpaca-preference", [USER, USER], (), "the speakers do not take turns"),
        ("sharegpt-preference", [USER, USER], (), "the speakers do not take turns"),
        ("sharegpt-preference", [USER, {"role": "system", "content": "x"}, USER], (), "the speakers do not take turns"),
    ],
)
def test_what_a_dialect_cannot_say_is_left_out_with_its_reason(
    format_id: str, prompt: list[Any], responses: tuple[str, ...], reason: str
) -> None:
    assert pair(format_id, prompt, *responses) == ([], [reason])


@pytest.mark.parametrize("format_id", ["sharegpt-preference", "alpaca-preference", "hh-rlhf"])
def test_ties_have_no_place_and_are_counted(format_id: str) -> None:
    keep = Recipe(ties="keep")
    tied = record(PAIRWISE, {"prompt": [USER], "responses": ["4", "5"]}, [verdict("tie")], keep)
    files, dropped = written(format_id, PAIRWISE, [tied], keep)
    assert (files[""], dropped) == (b"", ["neither is better, and this format has no place for ties"])


def test_evaluations_have_a_target_and_ids_do_not_repeat() -> None:
    (row,), _ = draft("inspect", TALK)
    assert (row["input"], row["target"]) == (TALK, "4")
    assert row["id"] == row["metadata"]["item"]
    every = Recipe(truth="all")
    said = [{"answer": answered({"text": text})} for text in ("4", "four")]
    files, _ = written("inspect", REWRITE, [record(REWRITE, {"prompt": [USER], "draft": "5"}, said, every)], every)
    assert len({json.loads(line)["id"] for line in files[""].splitlines()}) == 2
    (row,), _ = draft("verifiers", [USER])
    assert (row["prompt"], row["answer"], json.loads(row["info"])["n"]) == ([USER], "4", 1)


def test_a_solution_trains_and_its_result_is_what_a_reward_compares_with() -> None:
    """Both are asked for only where the problem can be answered; without a word of what they are they are remarks."""
    schema, raw = presets()["math-solution"].schema, {"problem": "2+2?"}
    solved = {"sound": {"selected": ["yes"]}, "solution": {"text": r"Two more. \boxed{4}"}, "answer": {"text": "4"}}
    said = {name: answered(value) for name, value in solved.items()}
    ((row,), _) = lines("trl-prompt-completion", schema, raw, said)
    assert (row["prompt"], row["completion"][0]["content"]) == ([USER], r"Two more. \boxed{4}")
    ((row,), _) = lines("verifiers", schema, raw, said)
    assert (row["prompt"], row["answer"]) == ([USER], "4")
    ((row,), _) = lines("inspect", schema, raw, said)
    assert row["target"] == "4"
    two = [said, said | {"answer": answered({"text": "5"})}]
    assert written("verifiers", schema, [record(schema, raw, two, RECIPE)], RECIPE)[1] == [
        "people wrote different texts"
    ]
    chosen = Recipe(question="solution")
    files, _ = written("verifiers", schema, [record(schema, raw, [said], chosen)], chosen)
    assert json.loads(files[""])["answer"] == r"Two more. \boxed{4}"
    assert lines("verifiers", schema, raw, {"sound": answered({"selected": ["wrong"]})})[0] == []


@pytest.mark.parametrize("format_id", ["sharegpt", "sharegpt-preference", "alpaca", "alpaca-preference"])
def test_llama_factory_finds_every_file_by_its_columns(format_id: str) -> None:
    files = [WrittenFile(f"{format_id}-{split}.jsonl", 1, "", 1, "") for split in ("train", "test")]
    schema, (rows, _) = (
        (PAIRWISE, pair(format_id, [USER])) if format_id.endswith("preference") else (REWRITE, draft(format_id, [USER]))
    )
    ((name, data),) = FORMATS[format_id].companions(files, Plan(schema, RECIPE), {})
    info = json.loads(data)
    assert (name, list(info)) == ("dataset_info.json", [f"{format_id}-train", f"{format_id}-test"])
    for declared in info.values():
        assert set(declared["columns"].values()) <= set(rows[0])
        assert declared.get("ranking", False) == format_id.endswith("preference")


def test_brat_quotes_what_stands_there_and_breaks_spans_at_line_breaks() -> None:
    text = "Ada 😀 flew\nto Paris."
    said_of_it = {"comment": "A city,\nor\ta person?"}
    spans = [span(text, 0, 3), span(text, 6, 19, "LOC"), span(text, 14, 19, "LOC") | said_of_it]
    said = [{"entities": answered({"spans": spans})}]
    files, dropped = written("brat", ENTITIES, [record(ENTITIES, {"text": text}, said, RECIPE)], RECIPE)
    assert dropped == []
    name = "00000000-0000-0000-0000-000000000001-1"
    found = archive(files[""])
    assert list(found) == [f"{name}.txt", f"{name}.ann"]
    assert found[f"{name}.txt"].decode() == text
    lines = found[f"{name}.ann"].decode().splitlines()
    assert lines == [
        "T1\tPER 0 3\tAda", "T2\tLOC 6 10;11 19\tflew to Paris", "T3\tLOC 14 19\tParis",
        "#3\tAnnotatorNotes T3\tA city, or a person?",
    ]  # fmt: skip
    for line in lines[:3]:
        _, where, quote = line.split("\t")
        pieces = [piece.split() for piece in where.partition(" ")[2].split(";")]
        assert " ".join(text[int(first) : int(last)] for first, last in pieces) == quote
    ((name, conf),) = FORMATS["brat"].companions([], Plan(ENTITIES, RECIPE), {})
    assert (name, conf.decode().splitlines()[:3]) == ("annotation.conf", ["[entities]", "PER", "LOC"])


def related(text: str) -> dict[str, Any]:
    """Ada flew to Paris; Ada, she and her are the same; somebody unmarked flew, too."""
    ada, she, her, paris = (span(text, text.index(word), text.index(word) + len(word), label) for word, label in
                            (("Ada", "PER"), ("she", "PER"), ("her", "PER"), ("Paris", "LOC")))  # fmt: skip
    ends = lambda *spans: [{name: said for name, said in each.items() if name != "label"} for each in spans]  # noqa: E731
    relations = [
        {"label": "flew_to", "ends": ends(ada, paris)}, {"label": "same", "ends": ends(ada, she, her)},
        {"label": "flew_to", "ends": ends(span(text, 4, 5), paris)},
    ]  # fmt: skip
    spans = {"spans": [{**ada, "label": "LOC"}, ada, she, her, paris]}
    return {"entities": answered(spans), "related": answered({"relations": relations})}


def test_relations_are_arcs_between_the_spans_that_may_be_their_ends() -> None:
    text = "Ada 😀 flew to Paris; she took her hat."
    frozen = [record(RELATIONS, {"text": text}, [related(text)], RECIPE)]
    files, dropped = written("brat", RELATIONS, frozen, RECIPE)
    assert dropped == ["a relation's end is in no span that stands"]
    lines = list(archive(files[""]).values())[1].decode().splitlines()
    assert lines[5:] == [
        "R1\tflew_to Arg1:T2 Arg2:T3", "R2\tsame Arg1:T1 Arg2:T4", "R3\tsame Arg1:T1 Arg2:T5",
    ]  # fmt: skip
    ((_, conf),) = FORMATS["brat"].companions([], Plan(RELATIONS, RECIPE), {})
    assert conf.decode().split("[relations]\n")[1].splitlines()[:2] == [
        "flew_to Arg1:PER, Arg2:LOC", "same Arg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric",
    ]  # fmt: skip
    files, dropped = written("webanno", RELATIONS, frozen, RECIPE)
    assert dropped == ["a relation's end is in no span that stands"]
    root = ET.fromstring(next(iter(archive(files[""]).values())))  # our own
    values = {e.attrib["{http://www.omg.org/XMI}id"]: e.attrib["value"] for e in root if e.tag.endswith("NamedEntity")}
    arcs = [each.attrib for each in root if each.tag.endswith("Relation")]
    assert [(each["label"], values[each["Governor"]], values[each["Dependent"]]) for each in arcs] == [
        ("flew_to", "PER", "LOC"), ("same", "LOC", "PER"), ("same", "LOC", "PER"),
    ]  # fmt: skip
    ((_, types),) = FORMATS["webanno"].companions([], Plan(RELATIONS, RECIPE), {})
    assert b"webanno.custom.Relation" in types
    ET.fromstring(types)  # our own


def test_webanno_counts_in_utf16_and_escapes() -> None:
    text = 'Ada 😀 & "Paris"\r\n\t<now>'
    said = [{"entities": answered({"spans": [span(text, 0, 3), span(text, 9, 14, "LOC")]})}]
    files, _ = written("webanno", ENTITIES, [record(ENTITIES, {"text": text}, said, RECIPE)], RECIPE)
    ((_, document),) = archive(files[""]).items()
    root = ET.fromstring(document)  # our own
    entities = [each.attrib for each in root if each.tag.endswith("NamedEntity")]
    (sofa,) = (each.attrib["sofaString"] for each in root if each.tag.endswith("Sofa"))
    assert sofa == text
    units = sofa.encode("utf-16-le")
    quoted = [units[int(e["begin"]) * 2 : int(e["end"]) * 2].decode("utf-16-le") for e in entities]
    assert [(quote, e["value"]) for quote, e in zip(quoted, entities, strict=True)] == [
        ("Ada", "PER"),
        ("Paris", "LOC"),
    ]
    said = [{"entities": answered({"spans": []})}]
    _, dropped = written("webanno", ENTITIES, [record(ENTITIES, {"text": "a\x01b"}, said, RECIPE)], RECIPE)
    assert dropped == ["the text holds characters that XML cannot"]


def test_webdataset_samples_share_a_name_without_dots() -> None:
    said = [{"entities": answered({"spans": []})}]
    records = [record(ENTITIES, {"text": f"Ada {n}"}, said, RECIPE, n) for n in (1, 2)]
    files, _ = written("webdataset", ENTITIES, records, RECIPE)
    found = archive(files[""])
    assert [name.partition(".")[2] for name in found] == ["json", "text.txt"] * 2
    assert len({name.partition(".")[0] for name in found}) == 2
    assert json.loads(next(iter(found.values())))["content"] == {"text": "Ada 1"}
    assert files == written("webdataset", ENTITIES, records, RECIPE)[0]  # no time, no owner: the same bytes
