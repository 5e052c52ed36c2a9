"""Real data sets, as people have them: previewed, guessed, imported. Skipped where they are not at hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.ingest.conftest import Desk

from armslength.ingest.model import ColumnRule, Mapping
from armslength.ingest.settings import IngestSettings

CONTENT = Path(__file__).resolve().parents[3] / "shared" / "data" / "content"
pytestmark = pytest.mark.skipif(not CONTENT.is_dir(), reason="the data sets are not beside the project")

PROMPT: dict[str, Any] = {"name": "prompt", "kind": "text"}
RESPONSES: dict[str, Any] = {"name": "responses", "kind": "text", "many": True}


async def guessed(desk: Desk, path: str, **more: Any) -> tuple[Any, Any]:
    """Upload, take the guessed mapping as it is, import; returns (preview, import)."""
    object.__setattr__(desk.ingest.imports._tools, "settings", IngestSettings())
    file = CONTENT / path
    import_id = await desk.upload(file.name, file.read_bytes(), **more)
    preview = await desk.ingest.imports.preview(desk.maya, desk.project_id, import_id)
    await desk.start(import_id, preview.mapping)
    while await desk.work():
        pass
    return preview, await desk.get(import_id)


async def test_pandalm_is_a_pretty_printed_list(desk: Desk) -> None:
    await desk.schema(PROMPT, RESPONSES, version=2)
    preview, run = await guessed(desk, "pref_pandalm/testset-v1.json")
    assert preview.mapping.fields == {
        "prompt": ColumnRule(template="{instruction}\n\n{input}"), "responses": ["response1", "response2"],
    }  # fmt: skip
    assert preview.mapping.external_id == "idx"
    assert "cmp_key" in preview.mapping.metadata
    assert run.state == "done" and run.created + run.rejected == 999
    assert run.created >= 990
    problems = await desk.problems(run.id)
    assert {problem.field.partition("[")[0] for problem in problems} <= {"responses"}
    contents = await desk.contents()
    assert all(len(content["responses"]) <= 2 for content in contents)


async def test_hh_rlhf_is_compressed_lines_of_transcripts(desk: Desk) -> None:
    await desk.schema({"name": "conversations", "kind": "chat", "many": True}, version=2)
    preview, run = await guessed(desk, "pref_hh_rlhf/harmless-base-test.jsonl.gz")
    assert preview.mapping.fields == {"conversations": ["chosen", "rejected"]}
    assert run.state == "done" and run.rows_read == 2_312
    assert run.created >= 2_250
    for problem in await desk.problems(run.id):
        assert problem.reason
    first = (await desk.contents())[0]["conversations"]
    assert [response["source"] for response in first] == ["chosen", "rejected"]
    assert first[0]["value"]["messages"][0]["role"] == "user"


async def test_hh_rlhf_is_a_question_with_two_answers_where_that_is_asked(desk: Desk) -> None:
    await desk.schema({"name": "prompt", "kind": "chat"}, RESPONSES, version=2)
    _, run = await guessed(desk, "pref_hh_rlhf/harmless-base-test.jsonl.gz")
    assert run.rows_read == 2_312 and run.created >= 2_250
    assert {problem.field.partition("[")[0] for problem in await desk.problems(run.id)} <= {"prompt", "responses"}
    first = (await desk.contents())[0]
    assert first["prompt"]["messages"][-1]["role"] == "user"
    assert [response["value"].partition("\n\nHuman:")[1] for response in first["responses"]] == ["", ""]


async def test_gsm8k_questions_with_their_answers(desk: Desk) -> None:
    await desk.schema(PROMPT, {"name": "draft", "kind": "text", "required": False}, version=2)
    preview, run = await guessed(desk, "sft_gsm8k/test.jsonl")
    assert preview.mapping.fields == {"prompt": "question", "draft": "answer"}
    assert (run.created, run.rejected) == (1_319, 0)


async def test_gsm8k_solutions_of_four_models_stand_inside_objects(desk: Desk) -> None:
    await desk.schema(PROMPT, RESPONSES, version=2)
    object.__setattr__(desk.ingest.imports._tools, "settings", IngestSettings())
    data = (CONTENT / "sft_gsm8k/example_model_solutions.jsonl").read_bytes()
    models = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"]
    columns = [f"{model}.solution" for model in models]
    mapping = Mapping({"prompt": "question", "responses": ColumnRule(columns=columns, sources=models)})
    run = await desk.imported("f.jsonl", data, mapping)
    assert (run.created, run.rejected) == (1_319, 0)
    assert len((await desk.contents())[0]["responses"]) == 4


async def test_oasst_trees_are_rows_and_so_are_bare_prompts(desk: Desk) -> None:
    preview, run = await guessed(desk, "rank_oasst/en_100_message.jsonl")
    assert (preview.mapping.external_id, preview.mapping.fields["prompt"]) == ("message_id", "text")
    assert run.created == run.rows_read == 100
    preview, run = await guessed(desk, "rank_oasst/prompt_lottery_en_250_text.jsonl")
    assert preview.columns == ["text"]
    assert run.state == "done" and (run.created, run.rejected) == (250, 0)


async def test_one_object_is_one_row(desk: Desk) -> None:
    object.__setattr__(desk.ingest.imports._tools, "settings", IngestSettings())
    data = (CONTENT / "rank_oasst/sampling_pythia-3b.json").read_bytes()
    assert isinstance(json.loads(data), dict)
    run = await desk.imported("sampling.json", data, Mapping({"prompt": "prompt"}))
    assert (run.state, run.rows_read, run.created) == ("done", 1, 0)


async def test_prm800k_stands_in_objects_over_many_lines(desk: Desk) -> None:
    await desk.schema(PROMPT, {"name": "steps", "kind": "text", "many": True, "ordered": True}, version=2)
    object.__setattr__(desk.ingest.imports._tools, "settings", IngestSettings())
    data = (CONTENT / "prm800k/prm800k-phase1-train-example.json").read_bytes()
    mapping = Mapping({"prompt": "question.problem", "steps": "label.steps.*.completions.0.text"})
    run = await desk.imported("train.json", data, mapping)
    assert (run.created, run.rejected) == (3, 0)
    assert len((await desk.contents())[0]["steps"]) > 3
