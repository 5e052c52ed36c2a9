"""Relations between the spans of one text, two ends at a time. Shared by the formats that have arcs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from armslength.release.formats.labels import labels
from armslength.release.formats.tokens import Marked, spans_question
from armslength.release.model import Dropped, Plan, Record

UNMARKED: Final = "a relation's end is in no span that stands"
TWO_TEXTS: Final = "a relation joins two texts"
TIED: Final = "relations of a text, of which exactly half said one"
TIED_AMONG: Final = "relations that exactly half said, of a text that stays"


@dataclass(frozen=True, slots=True)
class Arc:
    """A relation from one span to another, by their places in the list of the text's spans.

    One with more ends is several: from the first end to each of the others.
    """

    label: str
    first: int
    second: int


def labels_of(plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    """(question, label) of every relation that the spans may have."""
    marking = spans_question(plan.schema, plan.recipe)
    for question in plan.schema.questions:
        if question.kind == "relations" and marking is not None and question.settings["spans"] == marking.name:
            yield from ((question.name, label) for label in question.settings["labels"])


def arcs(found: Marked, record: Record, plan: Plan) -> Iterator[Arc | Dropped]:
    """The relations within a text, as the same person gave them, or as everybody did."""
    wanted: dict[str, dict[str, dict[str, Any]]] = {}
    for name, label in labels_of(plan):
        wanted.setdefault(name, {})[label["id"]] = label
    for name, known in wanted.items():
        for given in labels(record, plan, name):
            if given.target != found.label.target or given.said is not found.label.said:
                continue
            if given.vote.value is None or (given.vote.tie and plan.recipe.ties == "drop"):
                yield Dropped(TIED)
                continue
            if given.vote.tie:
                yield Dropped(TIED_AMONG)
            for relation in given.vote.value["relations"]:
                yield from _arcs(relation, known.get(relation["label"], {}), found)


def _arcs(relation: dict[str, Any], label: dict[str, Any], found: Marked) -> Iterator[Arc | Dropped]:
    places = [(end.get("message"), end.get("response")) for end in relation["ends"]]
    if found.place not in places:
        return
    if set(places) != {found.place}:
        if places[0] == found.place:  # told once, with the text of its first end
            yield Dropped(TWO_TEXTS)
        return
    ends = [
        _span_at(end, label.get("from" if index == 0 else "to") or [], found)
        for index, end in enumerate(relation["ends"])
    ]
    first, *others = ends
    if first is None or None in others:
        yield Dropped(UNMARKED)
        return
    yield from (Arc(relation["label"], first, other) for other in others if other is not None)


def _span_at(end: dict[str, Any], wanted: list[str], found: Marked) -> int | None:
    """The span there; of several with the same borders the first whose label may be such an end."""
    there = [
        index for index, span in enumerate(found.spans) if (span["start"], span["end"]) == (end["start"], end["end"])
    ]
    fitting = [index for index in there if not wanted or found.spans[index]["label"] in wanted]
    return next(iter(fitting or there), None)
