"""Whether the wording of a field may differ from one reader to another without touching what is asked about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from armslength.questions.model import LabelSchema, Question, Wording

_COMPARES: Final = frozenset({"pairwise", "ranking", "criteria"})
_NAMES_FIELDS: Final = frozenset({"field", "fields", "evidence_fields", "samples", "rubric"})


def wording(schema: LabelSchema, name: str) -> Wording:
    """Whether a field's words may differ, and if not, or only by somebody's decision, why.

    Whatever names the field in its settings marks places in it or begins from its words, unless it is known to compare.
    """
    field = schema.field(name)
    if field is None:
        return Wording("never", "There is no field of this name.")
    if field.kind != "text":
        return Wording("never", f"Only texts have two forms, and this is {field.kind}.")
    naming = [each for each in schema.questions if name in _names(each.settings)]
    exact = next((each for each in naming if not _only_judges(each)), None)
    if exact is not None:
        return Wording("never", f"“{exact.title}” marks places in it, or begins from its words.")
    if field.many or naming or any(each.target.field == name for each in schema.questions):
        return Wording("judged", "It is compared or judged itself: its wording may decide the answer.")
    if any(each.many for each in schema.fields):
        return Wording("judged", "Responses to it are judged: its wording may decide the answer.")
    return Wording("free", "")


def _only_judges(question: Question) -> bool:
    return question.kind in _COMPARES or (question.kind == "rubric" and not question.settings.get("evidence"))


def _names(settings: Mapping[str, Any]) -> Iterator[str]:
    """The fields that a question's settings name."""
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _names(value)
        elif name in _NAMES_FIELDS:
            yield from [value] if isinstance(value, str) else filter(lambda each: isinstance(each, str), value or [])
