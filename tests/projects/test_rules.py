"""Presets are good, names become slugs, samples are tried out."""

import random

import msgspec
import pytest

from armslength.projects.rules.kinds import kinds
from armslength.projects.rules.names import free_slug, slug_of
from armslength.projects.rules.presets import FOLDER, ORDER, presets
from armslength.projects.rules.samples import check
from armslength.projects.schemas import CheckSample
from armslength.questions.registry import KINDS as QUESTIONS
from armslength.questions.service import (
    check_answers,
    check_schema,
    normalise_content,
    reader,
    shown_questions,
    subject_of,
)


def test_every_preset_file_is_offered() -> None:
    assert sorted(ORDER) == sorted(path.stem for path in FOLDER.glob("*.yaml"))
    assert sorted(ORDER) == sorted(path.stem for path in FOLDER.glob("*.md"))


@pytest.mark.parametrize("name", ORDER)
def test_a_preset_is_ready_to_use(name: str) -> None:
    preset = presets()[name]
    assert check_schema(msgspec.to_builtins(preset.schema)) == []
    assert preset.guideline.startswith("# ")
    assert len(preset.guideline.split()) >= 300
    assert set(preset.columns_hint) == {field.name for field in preset.schema.fields}
    assert len(preset.sample_items) >= 3
    for item in preset.sample_items:
        assert normalise_content(preset.schema, item) == (item, [])
        responses = [each for value in item.values() if isinstance(value, list) for each in value]
        assert not any("source" in each for each in responses)


@pytest.mark.parametrize("name", ORDER)
def test_the_questions_of_a_preset_can_be_answered(name: str) -> None:
    preset = presets()[name]
    for item in preset.sample_items:
        answers: dict[str, dict[str, object]] = {}
        rng = random.Random(name)
        for _ in range(30):
            for question, targets in shown_questions(preset.schema, item, answers).items():
                asked = preset.schema.question(question)
                assert asked is not None
                for target in targets:
                    if target not in answers.get(question, {}):
                        subject = subject_of(preset.schema, item, target, answers)
                        value = reader(asked).random_value(rng, subject)
                        answers.setdefault(question, {})[target] = {"state": "answered", "value": value}
        assert check_answers(preset.schema, item, answers, complete=True) == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Helpful answers (EU)", "helpful-answers-eu"),
        ("Übergrößen", "ubergroen"),
        ("日本", "project"),
        ("a" * 100, "a" * 80),
    ],
)
def test_a_name_becomes_a_slug(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_taken_slug_gets_a_number() -> None:
    assert free_slug("eggs", set()) == "eggs"
    assert free_slug("eggs", {"eggs", "eggs-2"}) == "eggs-3"
    assert len(free_slug("a" * 80, {"a" * 80})) == 80


def test_a_sample_is_shown_as_people_would_see_it() -> None:
    schema = msgspec.to_builtins(presets()["pairwise-preference"].schema)
    content = {"prompt": "Hi", "responses": [{"value": "A", "source": "m"}, "B"]}
    checked = check(CheckSample(schema, content))
    assert checked.problems == []
    assert checked.content["responses"] == [{"id": "r1", "value": "A"}, {"id": "r2", "value": "B"}]
    assert [p.path for p in check(CheckSample(schema, {"prompt": "Hi"})).problems] == ["content.responses"]
    assert [p.path for p in check(CheckSample({}, content)).problems] == ["schema.fields", "schema.questions"]
    missing = check(CheckSample(schema, content, {}))
    assert [p.path for p in missing.problems] == ["answers.preference.item"]


def test_kinds_describe_themselves() -> None:
    assert [kind.kind for kind in kinds().questions] == list(QUESTIONS)
    assert all(kind.settings_schema and kind.value_schema for kind in (*kinds().fields, *kinds().questions))
