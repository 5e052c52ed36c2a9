"""Battles of an arena, and code for those who run it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.frozen import ENTITIES, PAIRWISE, REWRITE, answered, prefer, record, verdict, written

from armslength.release.formats.registry import FORMATS
from armslength.release.model import Recipe

ALL = Recipe(truth="all")
ASKED = [{"role": "user", "content": "2+2?"}]
BATTLE = {"prompt": ASKED, "responses": [{"value": "4", "source": "large"}, {"value": "5", "source": "small"}]}
PATCH = "diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b"


def rows(format_id: str, schema: Any, raw: Any, answers: list[Any], recipe: Recipe) -> tuple[list[Any], list[str]]:
    files, dropped = written(format_id, schema, [record(schema, raw, answers, recipe)], recipe)
    return [json.loads(line) for line in files[""].splitlines()], dropped


def solved(format_id: str, prompt: str, text: str) -> tuple[list[Any], list[str]]:
    raw = {"prompt": [{"role": "user", "content": prompt}], "draft": "?"}
    return rows(format_id, REWRITE, raw, [{"answer": answered({"text": text})}], Recipe())


def test_a_battle_has_its_models_its_conversations_and_its_winner() -> None:
    found, dropped = rows("arena", PAIRWISE, BATTLE, [prefer("r2"), verdict("tie"), verdict("both_bad")], ALL)
    assert [each["winner"] for each in found] == ["model_b", "tie", "tie (bothbad)"] and dropped == []
    first = found[0]
    assert (first["model_a"], first["model_b"], first["judge"], first["turn"]) == ("large", "small", "p-1", 1)
    assert first["conversation_b"] == [*ASKED, {"role": "assistant", "content": "5"}]
    assert (first["question_id"], first["anony"], first["language"]) == ("x1", True, "unknown")
    majority, _ = rows("arena", PAIRWISE, BATTLE, [prefer("r1"), prefer("r1"), prefer("r2")], Recipe())
    assert [(each["winner"], each["judge"]) for each in majority] == [("model_a", "majority")]


def test_a_battle_of_nobody_knows_whom_is_left_out() -> None:
    assert rows("arena", PAIRWISE, {**BATTLE, "responses": ["4", "5"]}, [prefer("r1")], ALL) == (
        [], ["a response of which no model is known"],
    )  # fmt: skip
    assert rows("arena", PAIRWISE, BATTLE, [prefer("r1"), prefer("r2")], Recipe()) == ([], ["a tied vote"])
    assert FORMATS["arena"].why_not(ENTITIES, ALL) == "It needs a pairwise question: a battle is between two responses."


@pytest.mark.parametrize("text", ["    return x\n", "def f(x):\n    return x\n", "```python\n    return x\n\n```"])
def test_code_completes_its_prompt(text: str) -> None:
    (row,), dropped = solved("human-eval", "def f(x):\n", text)
    assert (row["task_id"], row["completion"].rstrip(), dropped) == ("x1", "    return x", [])


def test_a_patch_is_a_prediction_and_nothing_else_is() -> None:
    (row,), _ = solved("swe-bench", "Mend it.", f"```diff\n{PATCH}\n```")
    assert row["model_patch"] == f"{PATCH}\n" and (row["instance_id"], row["model_name_or_path"]) == ("x1", "majority")
    assert solved("swe-bench", "Mend it.", "Write b in place of a.") == ([], ["a text that is no patch"])
