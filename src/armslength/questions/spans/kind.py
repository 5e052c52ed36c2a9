"""Marking stretches of text."""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, Any

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.choice.kind import Color, Key, OptionId, repeated
from armslength.questions.model import Help, LabelSchema, Level, Measure, Parts, Question, Scalar, Subject

MOST_SPANS = 5000
MOST_LABELS = 500
_SPANNABLE = ("text", "chat", "code")
Place = tuple[str | None, str | None]


class SpanLabel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A label that a stretch can carry."""

    id: OptionId
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    help: Help | None = None
    color: Color | None = None
    key: Key | None = None


class SpansSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """In which field; whether stretches may overlap; how many at least (none is an answer too). `comments`: whether a
    stretch may have one."""

    field: str
    labels: Annotated[list[SpanLabel], msgspec.Meta(min_length=1, max_length=MOST_LABELS)]
    overlap: bool = False
    min: Annotated[int, msgspec.Meta(ge=0, le=MOST_SPANS)] | None = None
    comments: bool = False


class Span(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`start` to before `end` in Unicode code points; `quote` is the text there."""

    start: int
    end: int
    label: str
    quote: str
    field: str
    message: str | None = None
    response: str | None = None
    comment: Annotated[str, msgspec.Meta(max_length=5000)] | None = None


class SpansValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The stretches, in any order."""

    spans: Annotated[list[Span], msgspec.Meta(max_length=MOST_SPANS)]


class Spans:
    """Labelled stretches."""

    kind = "spans"
    title = "Spans"
    summary = "Mark stretches of a text, of code, or of a conversation's messages, and label them."
    targets: tuple[Level, ...] = ("item", "message", "response")
    numeric = False
    Settings = SpansSettings
    Value = SpansValue

    def check_settings(self, settings: SpansSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The field has text; label ids and keys are unique."""
        return check_field(settings.field, schema, question) + repeated("labels", settings.labels, "id", "key")

    def is_empty(self, value: SpansValue) -> bool:
        """No stretches: "there is nothing to mark" is an answer."""
        return False

    def check_content(self, settings: SpansSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: SpansValue, settings: SpansSettings, subject: Subject) -> list[Problem]:
        """Each stretch lies in the text, says what stands there, and crosses no other unless it may."""
        labels = {label.id for label in settings.labels}
        problems: list[Problem] = []
        for index, span in enumerate(value.spans):
            found = [] if span.label in labels else [Problem("label", f"There is no label '{span.label}'.")]
            if span.comment is not None and not settings.comments:
                found.append(Problem("comment", "This question asks for no comments."))
            found += check_place(span, [settings.field], subject)
            problems += [Problem(f"spans[{index}].{problem.path}", problem.message) for problem in found]
        if len(value.spans) < (least := settings.min or 0):
            problems.append(Unfinished("spans", f"Mark at least {least}."))
        return problems or _check_overlap(value.spans, allowed=settings.overlap)

    def scalar(self, value: SpansValue) -> Scalar:
        """The labels used."""
        return tuple(sorted({span.label for span in value.spans}))

    def scalars(self, settings: SpansSettings) -> frozenset[str | float] | None:
        """The label ids."""
        return frozenset(label.id for label in settings.labels)

    def measure(self, settings: SpansSettings) -> Measure:
        """Spans are compared stretch by stretch, not by a number."""
        parts = Parts(
            lambda value: placed(value.spans), _made, fields=(settings.field,), crossing=settings.overlap
        )  # fmt: skip
        return Measure("spans", lambda _: {}, parts=parts)

    def columns(self, value: SpansValue) -> dict[str, Any]:
        """The stretches, and how many."""
        return {"": [msgspec.to_builtins(span) for span in value.spans], "count": len(value.spans)}

    def narrowed(self, old: SpansSettings, new: SpansSettings) -> list[Problem]:
        """The same field; labels may come and be renamed, not go."""
        kept = {label.id for label in new.labels}
        problems = [Problem("field", "It marked another field.")] if old.field != new.field else []
        problems += [Problem("labels", f"The label '{one.id}' is gone.") for one in old.labels if one.id not in kept]
        if old.overlap and not new.overlap:
            problems.append(Problem("overlap", "Spans could overlap before."))
        if old.comments and not new.comments:
            problems.append(Problem("comments", "Spans could have comments before."))
        if (new.min or 0) > (old.min or 0):
            problems.append(Problem("min", "Fewer spans were enough before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: SpansSettings, subject: Subject, truth: SpansValue | None = None,
        noise: float = 0.0,
    ) -> SpansValue:  # fmt: skip
        """Some words; with a truth, now and then a stretch is missed or gets another label."""
        if truth is not None:
            kept = [span for span in truth.spans if rng.random() >= noise / 2]
            if len(kept) < (settings.min or 0):
                kept = truth.spans
            return SpansValue([_relabelled(rng, span, settings, noise / 2) for span in kept])
        words = list(some_words(settings.field, subject))
        rng.shuffle(words)
        count = min(len(words), max(settings.min or 0, rng.randint(0, 4)))
        spans = [Span(**word, label=rng.choice(settings.labels).id) for word in words[:count]]
        return SpansValue(spans)


def _made(spans: Sequence[Any]) -> SpansValue:
    return SpansValue(list(spans))


def placed(spans: Sequence[Any]) -> dict[tuple[str, str, str, int, int, str], Any]:
    """Spans by where they stand and what label they carry."""
    return {
        (span.field, span.response or "", span.message or "", span.start, span.end, span.label): span for span in spans
    }


def check_field(name: str, schema: LabelSchema, question: Question) -> list[Problem]:
    """Why marks cannot be made in this field."""
    field = schema.field(name)
    if field is None:
        return [Problem("field", f"There is no field called '{name}'.")]
    if field.kind not in _SPANNABLE:
        return [Problem("field", f"Marks need text, chat or code; '{name}' is {field.kind}.")]
    if question.target.level != "item" and question.target.field != name:
        return [Problem("field", f"This question hangs on '{question.target.field}'; mark there.")]
    return []


def check_place(mark: Any, fields: Sequence[str], subject: Subject) -> list[Problem]:
    """What is wrong with where a mark stands: its field, message, response, start, end, quote. Paths relative to it."""
    if mark.field not in fields:
        return [Problem("field", f"This question marks texts in: {', '.join(fields)}.")]
    texts = subject.texts(mark.field)
    text = texts.get((mark.message, mark.response))
    if text is None or not _within(mark, subject):
        return [Problem(_place(mark, texts), "There is no such text here.")]
    if not 0 <= mark.start < mark.end <= len(text):
        hint = f"A span starts at 0 or later and ends after its start, at most at {len(text)}."
        return [Problem("start" if mark.start < 0 or mark.start >= len(text) else "end", hint)]
    if text[mark.start : mark.end] != mark.quote:
        return [Problem("quote", "The quote is not the text between start and end (Unicode code points).")]
    return []


def _within(span: Any, subject: Subject) -> bool:
    level, _, part = subject.target.partition(":")
    return bool({"m": span.message == part, "r": span.response == part}.get(level, True))


def _place(span: Any, texts: dict[Place, str]) -> str:
    """Which part of the span's address is wrong."""
    messages, responses = {message for message, _ in texts}, {response for _, response in texts}
    if span.response not in responses:
        return "response"
    return "field" if span.message in messages and not messages - {None} else "message"


def _check_overlap(spans: list[Span], *, allowed: bool) -> list[Problem]:
    def place(index: int) -> tuple[str, str, int, int, str]:
        span = spans[index]
        return (span.message or "", span.response or "", span.start, span.end, span.label)

    order = sorted(range(len(spans)), key=place)
    for index, following in pairwise(order):
        first, second = spans[index], spans[following]
        if place(index) == place(following):
            return [Problem(f"spans[{max(index, following)}]", "The same stretch has the same label twice.")]
        together = (first.message, first.response) == (second.message, second.response)
        if together and second.start < first.end and not allowed:
            return [Problem(f"spans[{max(index, following)}]", "Two spans overlap; here they may not.")]
    return []


def some_words(field: str, subject: Subject) -> Iterator[dict[str, Any]]:
    """Every word of a field that the target reaches, as the keys of a mark."""
    level, _, part = subject.target.partition(":")
    for (message, response), text in subject.texts(field).items():
        if (level == "m" and message != part) or (level == "r" and response != part):
            continue
        for word in re.finditer(r"\w+", text):
            where = {"field": field, "message": message, "response": response}
            yield {"start": word.start(), "end": word.end(), "quote": word.group(), **where}


def _relabelled(rng: random.Random, span: Span, settings: SpansSettings, noise: float) -> Span:
    others = [label.id for label in settings.labels if label.id != span.label]
    if not others or settings.overlap or rng.random() >= noise:  # overlapping, it might become another's twin
        return span
    return msgspec.structs.replace(span, label=rng.choice(others))
