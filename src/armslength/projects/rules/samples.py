"""Trying a schema out before it is saved."""

from armslength.fields.model import Problem, under
from armslength.projects.schemas import CheckSample, SampleChecked
from armslength.questions.service import (
    check_answers,
    check_schema,
    checked_schema,
    deliver_content,
    normalise_content,
)


def schema_problems(raw: object) -> list[Problem]:
    """Everything wrong with a schema."""
    return check_schema(raw)


def check(sample: CheckSample) -> SampleChecked:
    """The sample under its schema. Paths begin with `schema`, `content` or `answers`."""
    schema, problems = checked_schema(sample.schema)
    if schema is None or problems:
        return SampleChecked({}, under("schema", problems))
    content, problems = normalise_content(schema, sample.content)
    if problems:
        return SampleChecked({}, under("content", problems))
    if sample.answers is not None:
        problems = check_answers(schema, content, sample.answers, complete=True)
    return SampleChecked(deliver_content(schema, content), problems)
