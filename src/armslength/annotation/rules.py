"""Pure decisions of annotation."""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from armslength.annotation.errors import AnswersWrong
from armslength.annotation.schemas import WritingFlag, WritingSummary
from armslength.fields.model import Problem
from armslength.questions.model import LabelSchema
from armslength.questions.service import answer_terms

TERM_CHARS = 200
_SCALE = 2**64
_WORDS = ("value", "messages", "content", "code", "rows", "alt")


def drawn_for_review(project_seed: bytes, annotation_id: UUID, share: float) -> bool:
    """Whether an annotation goes to review: a keyed draw that its author cannot foresee and anybody with the seed can
    repeat. `share` 0 = never, 1 = always."""
    drawn = hmac.digest(project_seed, b"review|" + annotation_id.bytes, "sha256")
    return int.from_bytes(drawn[:8], "big") < share * _SCALE


def terms(schema: LabelSchema, answers: object) -> list[tuple[str, str, str]]:
    """(question, target, word) of the answers to questions declared searchable; the only answers kept in the clear."""
    return sorted(
        {
            (question, target, word[:TERM_CHARS])
            for (question, target), words in answer_terms(schema, answers).items()
            for word in words
        }
    )


def refuse(problems: Sequence[Problem]) -> AnswersWrong:
    """All that is wrong with answers, the first problem's path in front."""
    told = [{"path": problem.path, "message": problem.message} for problem in problems[:100]]
    return AnswersWrong(problems[0].message, field=problems[0].path, details={"problems": told})


def summary(content: Mapping[str, Any], chars: int = 160) -> str:
    """The first words of delivered content on one line, for lists."""
    text = " ".join(next((text for value in content.values() for text in _texts(value)), "").split())
    return text if len(text) <= chars else f"{text[: chars - 1].rstrip()}…"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, Mapping):
        yield from (text for key in _WORDS if key in value for text in _texts(value[key]))
    elif isinstance(value, list):
        yield from (text for part in value for text in _texts(part))


LITTLE: Final = 80
"""Characters of which too little can be said."""


def writing_flags(of: WritingSummary) -> list[WritingFlag]:
    """What is worth a look; the limits are known to the server alone.

    An input method or a keyboard on the screen explains silence, speed and rhythm; what was pasted from the item or
    moved within the answer explains itself.
    """
    inserted = of.typed + of.pasted_item + of.pasted_own + of.pasted_elsewhere + of.dropped + of.silent
    foreign = of.pasted_elsewhere + of.dropped
    flags: list[WritingFlag] = []
    if foreign >= LITTLE and foreign >= 0.5 * inserted:
        flags.append("pasted")
    if not of.composed and of.silent >= LITTLE and of.silent >= 0.3 * inserted:
        flags.append("silent")
    if not of.composed and of.typed >= LITTLE and of.typed * 60_000 > 900 * max(of.writing_ms, 1):
        flags.append("fast")
    if of.after_away >= LITTLE and foreign + of.silent >= LITTLE:
        flags.append("after_away")
    if of.untrusted:
        flags.append("untrusted")
    even = of.rhythm is not None and of.rhythm <= 60 and of.deleted <= 0.02 * of.typed
    if not of.composed and even and of.typed >= 2 * LITTLE:
        flags.append("even")
    return flags
