"""One item of each kind of project, as every export format writes it: the records that docs/releases.md shows."""

from __future__ import annotations

import csv
import io
import json
import tarfile
from collections.abc import Callable, Mapping
from typing import Any, Final

import pyarrow.parquet as pq
from tests.frozen import (
    ALTERNATIVES,
    ENTITIES,
    MARKED,
    PAIRWISE,
    RATINGS,
    REWRITE,
    RUBRIC,
    STEPS,
    answered,
    labelled,
    of_candidates,
    prefer,
    record,
    span,
    written,
)

from armslength.release.model import Recipe

RECIPE: Final = Recipe()
_USER = {"role": "user", "content": "2+2?"}
_TEXT = "Ada flew to Paris."
_PAIR = (PAIRWISE, {"prompt": [_USER], "responses": ["4", "5"]}, [prefer("r1"), prefer("r1"), prefer("r2")])
_BATTLE = (
    PAIRWISE, {"prompt": [_USER], "responses": [{"value": "4", "source": "large"}, {"value": "5", "source": "small"}]},
    [prefer("r1"), prefer("r1"), prefer("r2")],
)  # fmt: skip
_DRAFT = (REWRITE, {"prompt": [_USER], "draft": "5"}, [{"answer": answered({"text": "4"})}])
_CODE = (
    REWRITE, {"prompt": [{"role": "user", "content": "def add(a, b):\n"}], "draft": "    return a\n"},
    [{"answer": answered({"text": "    return a + b\n"})}],
)  # fmt: skip
_PATCH = (
    REWRITE, {"prompt": [{"role": "user", "content": "Add the two."}], "draft": "?"},
    [{"answer": answered({"text": "--- a/add.py\n+++ b/add.py\n@@ -1 +1 @@\n-a\n+a + b\n"})}],
)  # fmt: skip
_RATED = (
    RATINGS, {"prompt": [_USER], "response": "4"},
    [{"clarity": answered({"rating": 4}), "overall": answered({"rating": 5})}],
)  # fmt: skip
_STEPS = (STEPS, {"problem": [_USER], "steps": ["Two and two.", "5."], "answer": "4"}, [labelled("great", "bad")])
_FORKED = (
    ALTERNATIVES, {"problem": [_USER], "steps": ["Two and two.", ["5.", "4."]], "answer": "4"},
    [of_candidates((["great"], 1), (["bad", "great"], 2))],
)  # fmt: skip
_NAMES = (
    ENTITIES, {"text": _TEXT},
    [{"entities": answered({"spans": [span(_TEXT, 0, 3), span(_TEXT, 12, 17, "LOC")]})}],
)  # fmt: skip

_SUNG = {"start": 3, "end": 8, "quote": "sinkt", "field": "target"}
_TRANSLATED = (
    MARKED, {"source": "He sings.", "target": "Er sinkt."},
    [{"errors": answered({"errors": [{**_SUNG, "category": "style", "severity": "major", "weight": 5}]})}],
)  # fmt: skip
_GRADES = [
    {"criterion": "right", "verdict": "met", "points": 5}, {"criterion": "long", "verdict": "not_met", "points": -1},
]  # fmt: skip
_GRADED = (
    RUBRIC,
    {"prompt": [_USER], "response": "4", "rubric": [
        {"id": "right", "criterion": "Says 4", "points": 5, "tags": ["axis:accuracy"]},
        {"id": "long", "criterion": "Explains it at length", "points": -1},
    ]},
    [{"grades": answered({"grades": _GRADES})}],
)  # fmt: skip


def _bytes(format_id: str, sample: tuple[Any, Any, Any]) -> bytes:
    schema, raw, answers = sample
    files, dropped = written(format_id, schema, [record(schema, raw, answers, RECIPE)], RECIPE)
    assert not dropped
    return files[""]


def _line(format_id: str, sample: tuple[Any, Any, Any]) -> str:
    return _pretty(json.loads(_bytes(format_id, sample).splitlines()[0]))


def _pretty(row: Mapping[str, Any]) -> str:
    """A key a line, so that it can be read."""
    inner = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in row.items())
    return f"{{\n{inner}\n}}\n"


def _table(format_id: str) -> str:
    return _pretty(pq.read_table(io.BytesIO(_bytes(format_id, _PAIR))).to_pylist()[0])


def _csv() -> str:
    header, row = csv.reader(io.StringIO(_bytes("csv", _PAIR).decode("utf-8-sig")))
    return _pretty(dict(zip(header, row, strict=True)))


def _spacy() -> str:
    import spacy
    from spacy.tokens import DocBin

    (document,) = DocBin().from_bytes(_bytes("spacy", _NAMES)).get_docs(spacy.blank("en").vocab)
    return _pretty({"text": document.text, "ents": [[ent.text, ent.label_] for ent in document.ents]})


def _archive(format_id: str) -> str:
    with tarfile.open(fileobj=io.BytesIO(_bytes(format_id, _NAMES)), mode="r:") as tar:
        files = {member.name: tar.extractfile(member) for member in tar.getmembers()}
        return "".join(f"{name}\n{file.read().decode().rstrip()}\n" for name, file in files.items() if file)


SAMPLES: Final[Mapping[str, Callable[[], str]]] = {
    "jsonl": lambda: _line("jsonl", _PAIR),
    "csv": _csv,
    "parquet": lambda: _table("parquet"),
    "hf-datasets": lambda: _table("hf-datasets"),
    "trl-preference": lambda: _line("trl-preference", _PAIR),
    "trl-prompt-completion": lambda: _line("trl-prompt-completion", _DRAFT),
    "trl-unpaired": lambda: _line("trl-unpaired", _RATED),
    "trl-language-modeling": lambda: _line("trl-language-modeling", _DRAFT),
    "openai-sft": lambda: _line("openai-sft", _DRAFT),
    "openai-dpo": lambda: _line("openai-dpo", _PAIR),
    "mqm": lambda: _bytes("mqm", _TRANSLATED).decode(),
    "conll": lambda: _bytes("conll", _NAMES).decode(),
    "spacy": _spacy,
    "sharegpt": lambda: _line("sharegpt", _DRAFT),
    "sharegpt-preference": lambda: _line("sharegpt-preference", _PAIR),
    "alpaca": lambda: _line("alpaca", _DRAFT),
    "alpaca-preference": lambda: _line("alpaca-preference", _PAIR),
    "hh-rlhf": lambda: _line("hh-rlhf", _PAIR),
    "arena": lambda: _line("arena", _BATTLE),
    "inspect": lambda: _line("inspect", _DRAFT),
    "verifiers": lambda: _line("verifiers", _DRAFT),
    "human-eval": lambda: _line("human-eval", _CODE),
    "swe-bench": lambda: _line("swe-bench", _PATCH),
    "soft-labels": lambda: _line("soft-labels", _PAIR),
    "trl-stepwise": lambda: _line("trl-stepwise", _STEPS),
    "healthbench": lambda: _line("healthbench", _GRADED),
    "prm800k": lambda: _line("prm800k", _FORKED),
    "brat": lambda: _archive("brat"),
    "webanno": lambda: _archive("webanno"),
    "webdataset": lambda: _archive("webdataset"),
}
"""By format: the first row that it writes."""
