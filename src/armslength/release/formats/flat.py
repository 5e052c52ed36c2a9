"""Flat rows: one per item (majority) or per answer (all), a column for every field and every part of every answer.

Names: a field's own; `<question>` and `<question>.<part>`; of a vote `<question>.share`, `.tie`, `.n`; of an inferred
label `.probability`, `.tie`, `.n` and `.majority`, what most said, and of an answer in several parts `.open`, the parts
of which nothing is decided; of an inferred number `.low`, `.high`, `.n` and `.majority`. Where a question hangs on
messages, turns or responses its column holds an object by target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from armslength.questions.model import LabelSchema, Question
from armslength.questions.service import Reader, reader
from armslength.release.formats.encoders import Messages
from armslength.release.formats.labels import behind, beliefs, labels
from armslength.release.formats.messages import for_trl, messages
from armslength.release.model import Dropped, Plan, Record, Row, Said
from armslength.truth.model import Belief, Consensus


def rows(record: Record, plan: Plan) -> Iterator[Row | Dropped]:
    """The rows of one record."""
    shown = _identity(record, plan) | _content(plan.schema, record.content)
    if record.metadata is not None:
        shown["metadata"] = record.metadata
    readers = [reader(question) for question in plan.schema.questions]
    if plan.recipe.truth == "all":
        for said in record.annotations:
            yield Row(shown | _said(said) | _answers(readers, said))
        return
    if plan.recipe.ties == "drop" and _is_undecided(record, plan):
        yield Dropped("a tied vote")
        return
    yield Row(shown | {"answers": len(record.annotations)} | _together(readers, record))


def _identity(record: Record, plan: Plan) -> dict[str, Any]:
    known: dict[str, Any] = {
        "item": str(record.item), "external_id": record.external_id, "batch": str(record.batch)
    }  # fmt: skip
    return known | ({"split": record.split} if plan.recipe.split else {})


def _said(said: Said) -> dict[str, Any]:
    return {
        "annotation": str(said.annotation), "person": said.person, "verdict": said.verdict,
        "submitted_at": said.submitted_at.isoformat(), "active_ms": said.active_ms,
        "schema_version": said.schema_version, "guideline_version": said.guideline_version,
        "rendition": said.rendition or "original", "display_order": said.orders,
    }  # fmt: skip


def _content(schema: LabelSchema, content: Mapping[str, Any]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for field in schema.fields:
        value = content.get(field.name)
        if value is None or field.many:
            cells[field.name] = value
        elif field.kind == "chat":
            cells[field.name] = _conversation(value)
        elif field.kind == "code":
            cells |= {field.name: value["code"], f"{field.name}.language": value["language"]}
        elif field.kind == "image":
            cells |= {field.name: value["media"], f"{field.name}.alt": value.get("alt", "")}
        else:
            cells[field.name] = value
    return cells


def _conversation(value: Mapping[str, Any]) -> Messages:
    """Its messages, with our ids so that answers about single messages find them."""
    spoken = for_trl(messages(value))
    return Messages(
        {"id": stored["id"], "turn": stored["turn"], **_plain(each)}
        for stored, each in zip(value["messages"], spoken, strict=True)
    )


def _plain(message: Mapping[str, Any]) -> dict[str, Any]:
    calls = message.get("tool_calls")
    return dict(message) if calls is None else {**message, "tool_calls": _json(calls)}


def _json(value: Any) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _answers(readers: list[Reader], said: Said) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for each in readers:
        name = each.question.name
        given = said.answers.get(name, {})
        cells |= _columns(each, {target: answer.get("value") for target, answer in given.items()})
        for part in _extras(each.question):
            cells[f"{name}.{part}"] = _by_target(each.question, {t: answer.get(part) for t, answer in given.items()})
    return cells


def _extras(question: Question) -> list[str]:
    """Beside the value: the state where there are others than "answered", the justification where it is asked for."""
    states = question.allow_not_applicable or question.allow_cannot_assess
    return (["state"] if states else []) + (["justification"] if question.justification != "none" else [])


def _together(readers: list[Reader], record: Record) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for each in readers:
        votes = record.majority.get(each.question.name, {})
        believed = beliefs(record, each.question.name)
        name = each.question.name
        if believed is None:
            cells |= _votes(each, votes, ("share", "tie", "n"))
            continue
        measure = each.measure()
        if measure.scale == "interval":
            cells |= _votes(each, believed, ("n",))
            for end in ("low", "high"):
                cells[f"{name}.{end}"] = _columns(each, {at: getattr(one, end) for at, one in believed.items()})[name]
        else:
            cells |= _votes(each, believed, ("probability", "tie", "n"))
            if measure.parts or measure.options or measure.ranked:
                still = {at: [] if one.open is UNSET else one.open for at, one in believed.items()}
                cells[f"{name}.open"] = _by_target(each.question, still)
        cells[f"{name}.majority"] = _columns(each, {at: vote.value for at, vote in votes.items()}).get(name)
    return cells


def _votes(each: Reader, votes: Mapping[str, Consensus | Belief], parts: Sequence[str]) -> dict[str, Any]:
    cells = _columns(each, {target: vote.value for target, vote in votes.items()})
    for part in parts:
        by_target = {
            target: behind(vote)[0] if part == "share" and isinstance(vote, Consensus) else getattr(vote, part)
            for target, vote in votes.items()
        }
        cells[f"{each.question.name}.{part}"] = _by_target(each.question, by_target)
    return cells


def _columns(each: Reader, values: Mapping[str, Any]) -> dict[str, Any]:
    """The question's own columns. On the item: a cell each; elsewhere: an object by target in each."""
    by_target = {target: each.columns(value) for target, value in values.items() if value is not None}
    names = [name for cells in by_target.values() for name in cells] or [""]
    name = each.question.name
    return {
        f"{name}.{part}" if part else name: _by_target(
            each.question, {target: cells.get(part) for target, cells in by_target.items()}
        )
        for part in dict.fromkeys(names)
    }


def _by_target(question: Question, cells: Mapping[str, Any]) -> Any:
    if question.target.level == "item":
        return cells.get("item")
    return dict(sorted(cells.items())) or None


def _is_undecided(record: Record, plan: Plan) -> bool:
    """Whether the vote on what matters is tied: on the recipe's question, or on all that were answered."""
    wanted = [plan.recipe.question] if plan.recipe.question else list(record.majority)
    votes = [(name, label.vote) for name in wanted for label in labels(record, plan, name)]
    return bool(votes) and all(vote.tie and not (vote.open and _stands_in_part(plan, name)) for name, vote in votes)


def _stands_in_part(plan: Plan, name: str) -> bool:
    """Whether what is decided of an answer can be used without the rest; an order with an undecided pair is none."""
    question = plan.schema.question(name)
    return question is not None and reader(question).measure().ranked is None
