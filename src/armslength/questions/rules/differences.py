"""What changed from one answer to another, question by question, for people to read.

- texts: word by word
- answers that say several things (spans, relations …): what came, what went, what moved (the same words or an
  overlapping place under the same label), and what says something else now at the same place
- everything else: before and after
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Final

import msgspec

from armslength.questions.model import Answer, AnswerChange, Answers, ChangedPart, LabelSchema, Piece, Question
from armslength.questions.registry import KINDS

MOST_WORDS: Final = 20_000
"""Longer texts are told as one that went and one that came."""
_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")


def differences(schema: LabelSchema, before: Answers, after: Answers) -> list[AnswerChange]:
    """In the order of the questions, then of questions that the schema does not know; what stayed is left out."""
    names = [each.name for each in schema.questions]
    names += sorted({*before, *after} - {*names})
    found = []
    for name in names:
        was, now = before.get(name, {}), after.get(name, {})
        for target in [*was, *(each for each in now if each not in was)]:
            one, other = was.get(target), now.get(target)
            if one != other:
                found.append(_change(schema.question(name), name, target, one, other))
    return found


def _change(question: Question | None, name: str, target: str, was: Answer | None, now: Answer | None) -> AnswerChange:
    told = AnswerChange(
        question=name, title=question.title if question else name, target=target,
        before=msgspec.to_builtins(was), after=msgspec.to_builtins(now),
    )  # fmt: skip
    told.why = words(*(each.justification or "" if each else "" for each in (was, now)))
    values = [each.value if each and each.state == "answered" else None for each in (was, now)]
    texts = ["" if each is None else _text(each) for each in values]
    if texts[0] is not None and texts[1] is not None and any(texts):
        told.words = words(texts[0], texts[1])
    elif question is not None:
        _parts(question, values, told)
    return told


def _text(value: Any) -> str | None:
    """The text of a value that is nothing else."""
    if isinstance(value, Mapping) and set(value) == {"text"} and isinstance(value["text"], str):
        return value["text"]
    return None


def words(before: str, after: str) -> list[Piece]:
    """The way from one text to the other; empty when they are the same."""
    if before == after:
        return []
    was, now = _WORDS.findall(before), _WORDS.findall(after)
    if len(was) + len(now) > MOST_WORDS:
        return [each for each in (Piece("removed", before), Piece("added", after)) if each.text]
    return list(_pieces(was, now))


def _pieces(was: list[str], now: list[str]) -> Iterator[Piece]:
    for do, start, stop, from_, to in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        gone, come = "".join(was[start:stop]), "".join(now[from_:to])
        if do == "equal":
            yield Piece("same", gone)
            continue
        if gone:
            yield Piece("removed", gone)
        if come:
            yield Piece("added", come)


def _parts(question: Question, values: list[Any], told: AnswerChange) -> None:
    kind = KINDS[question.kind]
    parts = kind.measure(msgspec.convert(question.settings, kind.Settings)).parts
    if parts is None:
        return
    try:
        read = [{} if value is None else parts.of(msgspec.convert(value, kind.Value)) for value in values]
    except msgspec.ValidationError:  # of another version: told as it stands
        return
    was, now = ({key: msgspec.to_builtins(each) for key, each in side.items()} for side in read)
    told.changed = [ChangedPart(was[key], now[key]) for key in was if key in now and was[key] != now[key]]
    gone = [each for key, each in was.items() if key not in now]
    come = [each for key, each in now.items() if key not in was]
    for same, into in ((_same_place, told.changed), (_same_words, told.moved), (_overlap, told.moved)):
        _pair(gone, come, same, into)
    told.removed, told.added = gone, come


def _pair(gone: list[Any], come: list[Any], same: Any, into: list[ChangedPart]) -> None:
    """Take what went and what came off both lists where they are one thing."""
    for one in list(gone):
        twin = next((each for each in come if same(one, each)), None)
        if twin is not None:
            gone.remove(one)
            come.remove(twin)
            into.append(ChangedPart(one, twin))


def _ends(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    ends: list[Mapping[str, Any]] = part.get("ends") or [part]
    return ends


def _place(end: Mapping[str, Any]) -> tuple[Any, ...]:
    return (end.get("field"), end.get("message"), end.get("response"))


def _same_place(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    places = [[(*_place(end), end.get("start"), end.get("end")) for end in _ends(each)] for each in (one, other)]
    return "start" in _ends(one)[0] and places[0] == places[1]


def _same_words(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    quotes = [[(*_place(end)[:1], end.get("quote")) for end in _ends(each)] for each in (one, other)]
    return bool(_ends(one)[0].get("quote")) and one.get("label") == other.get("label") and quotes[0] == quotes[1]


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    ends = list(zip(_ends(one), _ends(other), strict=False))
    return (
        one.get("label") == other.get("label") and len(_ends(one)) == len(_ends(other))
        and all("start" in a and "start" in b and _place(a) == _place(b) for a, b in ends)
        and all(a["start"] < b["end"] and b["start"] < a["end"] for a, b in ends)
    )  # fmt: skip
