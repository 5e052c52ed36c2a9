"""Places in an item and an answer: whether they are there, which text they point into, what a reader sees of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from msgspec.structs import replace

from armslength.comments.errors import WrongPlace
from armslength.comments.schemas import CommentPlace
from armslength.questions.model import LabelSchema, Question
from armslength.questions.service import expand_targets, subject_of

MOST_QUOTED: Final = 300
_NAMED_BY: Final = ("id", "step", "criterion", "flag")
"""What tells the parts of an answer apart: criteria written, steps, criteria graded, flags."""
_AT: Final = ("field", "message", "response", "start", "end")


@dataclass(frozen=True, slots=True)
class Scene:
    """An item in one of its forms, the label schema it was answered under, and the answers."""

    schema: LabelSchema
    content: Mapping[str, Any]
    answers: Mapping[str, Any]

    def text(self, place: CommentPlace) -> str | None:
        """The text that the place's offsets count in; None where there is none."""
        if place.field is not None:
            return subject_of(self.schema, self.content).texts(place.field).get((place.message, place.response))
        question = self.schema.question(place.question)
        if question is None or question.kind != "text":
            return None
        value = self.value(place)
        return value.get("text") if isinstance(value, dict) else None

    def value(self, place: CommentPlace) -> Any:
        """What was answered there; None where nothing was."""
        return self.answers.get(place.question or "", {}).get(place.target or "item", {}).get("value")


def checked(place: CommentPlace, scene: Scene) -> CommentPlace:
    """The place, with the target of a question that has only one. Raises WrongPlace naming the part that is wrong."""
    if place.field is None and place.question is None:
        raise _wrong("field", "Name a field of the item, or a question.")
    if (place.start is None) != (place.end is None):
        raise _wrong("end" if place.end is None else "start", "A stretch has a start and an end.")
    if place.field is not None:
        _check_field(place, scene)
    elif place.message is not None or place.response is not None:
        part = "message" if place.message is not None else "response"
        raise _wrong(part, "It belongs to a field: name that. Of a question, say it as `target`, such as m:m1 or r:r1.")
    if place.question is not None:
        place = _checked_question(place, scene)
    elif place.target is not None or place.part is not None:
        raise _wrong("target" if place.target is not None else "part", "It belongs to a question: name that.")
    _check_stretch(place, scene)
    return place


def seen(place: CommentPlace, scene: Scene, *, same: bool) -> CommentPlace:
    """The place as far as it is there for a reader of this scene; `same`: they read the words it was made on."""
    if place.field is None:
        return place
    if place.field not in scene.content:
        return replace(place, field=None, message=None, response=None, start=None, end=None)
    if place.start is not None and not same:
        place = replace(place, start=None, end=None)
    if not _has(place, scene):
        place = replace(place, message=None, response=None)
    return place


def quote(place: CommentPlace, scene: Scene) -> str | None:
    """The words of a stretch, in this scene."""
    text = None if place.start is None else scene.text(place)
    if text is None:
        return None
    said = text[place.start : place.end]
    return said if len(said) <= MOST_QUOTED else f"{said[: MOST_QUOTED - 1]}…"


def _check_field(place: CommentPlace, scene: Scene) -> None:
    name = place.field or ""
    field = scene.schema.field(name)
    if field is None or name not in scene.content:
        raise _wrong("field", f"This item has no field {name!r}.")
    if place.response is not None and place.response not in subject_of(scene.schema, scene.content).responses(name):
        raise _wrong("response", f"{name!r} has no response {place.response!r}.")
    if not _has(place, scene):
        raise _wrong("message", f"{name!r} has no message {place.message!r} there.")


def _has(place: CommentPlace, scene: Scene) -> bool:
    """Whether the field has this response and message."""
    subject, name = subject_of(scene.schema, scene.content), place.field or ""
    if place.response is not None and place.response not in subject.responses(name):
        return False
    return place.message is None or (place.message, place.response) in subject.texts(name)


def _checked_question(place: CommentPlace, scene: Scene) -> CommentPlace:
    question = scene.schema.question(place.question)
    if question is None:
        raise _wrong("question", f"Nothing called {place.question!r} was asked.")
    if question.target.level == "item" and place.target is None:
        place = replace(place, target="item")
    if place.target is not None and place.target not in _targets(question, scene):
        raise _wrong("target", f"{question.name!r} is not asked at {place.target!r}.")
    if place.part is not None and place.part not in _parts(scene.value(place)):
        raise _wrong("part", f"The answer to {question.name!r} has no part {place.part!r}.")
    return place


def _targets(question: Question, scene: Scene) -> set[str]:
    return {*expand_targets(scene.schema, question, scene.content), *scene.answers.get(question.name, {})}


def _check_stretch(place: CommentPlace, scene: Scene) -> None:
    if place.start is None or place.end is None:
        if place.field is not None and place.question is not None:
            raise _wrong("start", "Say where the mark of the answer begins and ends, or leave the field out.")
        return
    text = scene.text(place)
    if text is None:
        raise _wrong(*_no_text(place, scene))
    if place.start >= place.end or place.end > len(text):
        part = "start" if place.start >= len(text) else "end"
        raise _wrong(part, f"A stretch ends after its start and at most at {len(text)}, in Unicode code points.")
    if place.field is not None and place.question is not None:
        wanted = tuple(getattr(place, name) for name in _AT)
        if wanted not in {tuple(mark.get(name) for name in _AT) for mark in _marks(scene.value(place))}:
            raise _wrong("start", f"The answer to {place.question!r} marks nothing exactly there.")


def _no_text(place: CommentPlace, scene: Scene) -> tuple[str, str]:
    """Why offsets count in nothing here."""
    if place.field is None:
        return (
            "start",
            "Only an answer that is a text has stretches: name the field of the item too, or leave them out.",
        )
    texts = subject_of(scene.schema, scene.content).texts(place.field)
    if place.response is None and any(response is not None for _, response in texts):
        return "response", "Say in which response."
    if place.message is None and any(message is not None for message, _ in texts):
        return "message", "Say in which message."
    return "field", f"{place.field!r} is not text; comment on the whole of it."


def _parts(value: Any) -> set[str]:
    """The ids of the parts that an answer has."""
    lists = [each for each in value.values() if isinstance(each, list)] if isinstance(value, dict) else []
    entries = [entry for each in lists for entry in each if isinstance(entry, dict)]
    return {str(entry[name]) for entry in entries for name in _NAMED_BY if name in entry}


def _marks(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in an answer that points at a stretch of the item."""
    if isinstance(value, dict):
        if value.keys() >= {"field", "start", "end"}:
            yield value
        for each in value.values():
            yield from _marks(each)
    elif isinstance(value, list):
        for each in value:
            yield from _marks(each)


def _wrong(part: str, message: str) -> WrongPlace:
    return WrongPlace(message, field=f"place.{part}")
