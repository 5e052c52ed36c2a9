"""Documents with spans, cut into tokens. Shared by the formats for named entities."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from armslength.questions.model import LabelSchema, Question, Subject
from armslength.release.formats.labels import Label, choose, labels, undecided_marks
from armslength.release.model import Dropped, Plan, Recipe, Record

TOKEN: Final = re.compile(r"\w+|[^\w\s]")
"""The tokeniser: runs of letters, digits and underscores; every other visible character by itself."""
Place = tuple[str | None, str | None]
NO_SPANS: Final = "It needs a question that marks spans."


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the spans marked in it, as they were answered. `name` is its own within the release.

    `label` is the answer they stand in, `place` the (message, response) of the text in its field.
    """

    name: str
    text: str
    spans: list[dict[str, Any]]
    label: Label
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """A text, its tokens as (start, end), and for each its tag: `B-X`, `I-X` or `O`."""

    text: str
    tokens: list[tuple[int, int]]
    tags: list[str]


def spans_question(schema: LabelSchema, recipe: Recipe) -> Question | None:
    """What spans are read from."""
    return choose(schema, recipe.question, [lambda question: question.kind == "spans"])


def labels_of(plan: Plan) -> list[str]:
    """The ids of the labels that spans may have."""
    question = spans_question(plan.schema, plan.recipe)
    return [label["id"] for label in question.settings["labels"]] if question else []


def why_not(schema: LabelSchema, recipe: Recipe) -> str | None:
    """Why there are no spans to read; None when there are."""
    return None if spans_question(schema, recipe) else NO_SPANS


def documents(record: Record, plan: Plan) -> Iterator[Document | Dropped]:
    """Every text that was read for spans. A text that cannot be tagged truly is left out whole, never half."""
    for found in marked(record, plan):
        yield found if isinstance(found, Dropped) else tagged(found.text, found.spans)


def marked(record: Record, plan: Plan) -> Iterator[Marked | Dropped]:
    """Every text that was read for spans, with what was marked."""
    question = spans_question(plan.schema, plan.recipe)
    assert question is not None  # why_not has been asked
    numbers: Counter[str] = Counter()
    for label in labels(record, plan, question.name):
        why, missing = undecided_marks(label, plan)
        yield from missing
        if why is not None:
            yield Dropped(why)
            continue
        for place, text in _texts(record, plan, question, label):
            spans = [span for span in label.vote.value["spans"] if (span.get("message"), span.get("response")) == place]
            whose = str(label.said.annotation if label.said else record.item)
            numbers[whose] += 1
            yield Marked(f"{whose}-{numbers[whose]}", text, spans, label, place)


def tagged(text: str, spans: list[dict[str, Any]]) -> Document | Dropped:
    """The text with its tags, or why it cannot have them."""
    tokens = [found.span() for found in TOKEN.finditer(text)]
    if not tokens:
        return Dropped("the text is empty")
    starts = {start: place for place, (start, _) in enumerate(tokens)}
    ends = {end: place for place, (_, end) in enumerate(tokens)}
    tags = ["O"] * len(tokens)
    for span in spans:
        first, last = starts.get(span["start"]), ends.get(span["end"])
        if first is None or last is None:
            return Dropped("a span begins or ends inside a word")
        if any(tag != "O" for tag in tags[first : last + 1]):
            return Dropped("spans overlap, and a token has one tag")
        tags[first : last + 1] = [f"B-{span['label']}"] + [f"I-{span['label']}"] * (last - first)
    return Document(text, tokens, tags)


def _texts(record: Record, plan: Plan, question: Question, label: Label) -> Iterator[tuple[Place, str]]:
    """The texts that this label speaks of, by (message, response)."""
    level, _, part = label.target.partition(":")
    at = {"m": 0, "r": 1}.get(level)
    everywhere = Subject(plan.schema, record.content, label.target).texts(question.settings["field"])
    yield from ((place, text) for place, text in everywhere.items() if at is None or place[at] == part)
