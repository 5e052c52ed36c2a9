"""Exports are taken by the libraries that people train with: trl's own preparation of data, and openai's own types.

Run by `make test-loaders`, in an environment of its own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.frozen import CONVERSATION, PAIRWISE, RANKING, RATINGS, REWRITE, answered, prefer, record, written

from armslength.questions.model import LabelSchema
from armslength.release.model import Recipe

pytest.importorskip("trl")

U = {"role": "user", "content": "2+2?"}
SYSTEM = {"role": "system", "content": "Be brief."}
CALL = {"role": "assistant", "content": "", "tool_calls": [{"name": "light", "arguments": {"on": True}}]}
TOOL = {"role": "tool", "name": "light", "content": "ok"}
RECIPE = Recipe()
TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m.get('content') or (m.get('tool_calls') | tojson) }}<|end|>"
    "{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
Case = tuple[str, LabelSchema, dict[str, Any], dict[str, Any]]
TRL: list[Case] = [
    ("trl-preference", PAIRWISE, {"prompt": [SYSTEM, U], "responses": ["4", "5 😀"]}, prefer("r1")),
    (
        "trl-preference", RANKING, {"prompt": "2+2?", "responses": ["4", "5", "6"]},
        {"ranking": answered({"groups": [["r1"], ["r2"], ["r3"]], "not_rankable": False})},
    ),
    ("trl-preference", REWRITE, {"prompt": [U], "draft": "5"}, {"answer": answered({"text": "4"})}),
    ("trl-prompt-completion", REWRITE, {"prompt": [SYSTEM, U], "draft": "5"}, {"answer": answered({"text": "4"})}),
    ("trl-language-modeling", REWRITE, {"prompt": [U], "draft": "5"}, {"answer": answered({"text": "4"})}),
    (
        "trl-language-modeling", REWRITE, {"prompt": [U, CALL, TOOL], "draft": "?"},
        {"answer": answered({"text": "It is on."})},
    ),
    ("trl-unpaired", RATINGS, {"prompt": [U], "response": "4"}, {"overall": answered({"rating": 5})}),
    (
        "trl-unpaired", CONVERSATION, {"conversation": [U, {"role": "assistant", "content": "5"}]},
        {"quality": answered({"rating": 1}, "m:m1")},
    ),
]  # fmt: skip
COLUMNS = {
    "trl-preference": {"prompt", "chosen", "rejected"},
    "trl-prompt-completion": {"prompt", "completion"},
    "trl-language-modeling": {"messages"},
    "trl-unpaired": {"prompt", "completion", "label"},
}


@pytest.fixture
def tokenizer() -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    made = PreTrainedTokenizerFast(tokenizer_object=words, unk_token="[UNK]")
    made.chat_template = TEMPLATE
    return made


def export(case: Case, tmp_path: Path, count: int = 3) -> Path:
    format_id, schema, raw, answers = case
    records = [record(schema, raw, [answers], RECIPE, number) for number in range(1, count + 1)]
    files, dropped = written(format_id, schema, records, RECIPE)
    assert dropped == []
    path = tmp_path / f"{format_id}.jsonl"
    path.write_bytes(files[""])
    return path


def load(path: Path, tmp_path: Path) -> Any:
    from datasets import load_dataset

    return load_dataset("json", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))


@pytest.mark.parametrize("case", TRL, ids=lambda case: f"{case[0]}-{case[1].questions[0].kind}")
def test_trl_takes_it_for_what_it_is(case: Case, tmp_path: Path, tokenizer: Any) -> None:
    from trl.data_utils import apply_chat_template, is_conversational

    data = load(export(case, tmp_path), tmp_path)
    known = COLUMNS[case[0]]
    assert known <= set(data.column_names)
    assert not (set(data.column_names) - known) & set.union(*COLUMNS.values())  # nothing a trainer could misread
    for row in data:
        assert is_conversational(row)
        flat = apply_chat_template(row, tokenizer)
        texts = [text for name, text in flat.items() if name in {*known, "text"} and isinstance(text, str)]
        assert texts and all("<|" in text for text in texts)


def test_trl_finds_the_prompt_that_we_wrote(tmp_path: Path, tokenizer: Any) -> None:
    from trl.data_utils import extract_prompt, maybe_extract_prompt

    row = load(export(TRL[0], tmp_path), tmp_path)[0]
    whole = {"chosen": row["prompt"] + row["chosen"], "rejected": row["prompt"] + row["rejected"]}
    assert extract_prompt(whole)["prompt"] == row["prompt"]
    ours = {name: row[name] for name in ("prompt", "chosen", "rejected")}
    assert maybe_extract_prompt(ours) == ours


def test_trl_unpairs_preferences(tmp_path: Path) -> None:
    from trl.data_utils import unpair_preference_dataset

    data = load(export(TRL[0], tmp_path), tmp_path).select_columns(["prompt", "chosen", "rejected"])
    unpaired = unpair_preference_dataset(data)
    assert len(unpaired) == 2 * len(data)
    assert sum(unpaired["label"]) == len(data)


OPENAI: list[Case] = [
    (
        "openai-sft", REWRITE, {"prompt": [SYSTEM, U, CALL, TOOL], "draft": "?"},
        {"answer": answered({"text": "It is on."})},
    ),
    ("openai-sft", PAIRWISE, {"prompt": [U], "responses": ["4", "5"]}, prefer("r2")),
    ("openai-dpo", PAIRWISE, {"prompt": [SYSTEM, U], "responses": ["4", "5"]}, prefer("r2")),
]  # fmt: skip


@pytest.mark.parametrize("case", OPENAI, ids=lambda case: f"{case[0]}-{case[1].questions[0].kind}")
def test_openais_own_types_take_every_message(case: Case, tmp_path: Path) -> None:
    pytest.importorskip("openai")
    from openai.types.chat import ChatCompletionMessageParam
    from pydantic import TypeAdapter

    check = TypeAdapter(ChatCompletionMessageParam)
    for line in export(case, tmp_path).read_text().splitlines():
        row = json.loads(line)
        assert set(row) in ({"messages"}, {"input", "preferred_output", "non_preferred_output"})
        spoken = row["messages"] if "messages" in row else (
            row["input"]["messages"] + row["preferred_output"] + row["non_preferred_output"]
        )  # fmt: skip
        for message in spoken:
            assert message.get("weight", 1) in (0, 1)
            check.validate_python({name: value for name, value in message.items() if name != "weight"})
