"""Can a schema take another's place where work was done under the old one? Later work must mean the same."""

from collections.abc import Iterator

import msgspec

from armslength.fields.model import Field, Problem, under
from armslength.questions.model import LabelSchema, Question
from armslength.questions.registry import KINDS

_LOOSER = {("none", "optional"), ("required", "optional")}
_FIXED = (("kind", "kind"), ("target", "target"), ("show_if", "condition"), ("required_if", "condition"))


def incompatibilities(old: LabelSchema, new: LabelSchema, *, answers: bool) -> list[Problem]:
    """What stands in the way; paths are into `new`, or name what is gone.

    Items alone hold the fields fast; with `answers` the questions too: titles, help, options and optional questions
    may come, nothing that was said may lose its meaning.
    """
    problems = list(_fields(old, new))
    return problems + list(_questions(old, new)) if answers else problems


def changed(then: LabelSchema, now: LabelSchema | None) -> set[str]:
    """Questions of `then` that are gone, or are of another kind or hang on something else, in `now`."""
    found = set()
    for question in then.questions:
        newer = now.question(question.name) if now else None
        if newer is None or (newer.kind, newer.target) != (question.kind, question.target):
            found.add(question.name)
    return found


def _fields(old: LabelSchema, new: LabelSchema) -> Iterator[Problem]:
    for index, field in enumerate(new.fields):
        before = old.field(field.name)
        place = f"fields[{index}]"
        if before is None and field.required:
            yield Problem(f"{place}.required", f"There are items without '{field.name}'; a new field must be optional.")
        if before is not None:
            yield from under(place, _field(before, field))
    for gone in old.fields:
        if new.field(gone.name) is None:
            yield Problem("fields", f"There are items with '{gone.name}'; it cannot go.")


def _field(old: Field, new: Field) -> Iterator[Problem]:
    for name in ("kind", "many", "ordered", "searchable"):
        if getattr(old, name) != getattr(new, name):
            yield Problem(name, f"There are items; '{new.name}' cannot change its `{name}`.")
    if new.required and not old.required:
        yield Problem("required", f"There are items, perhaps without '{new.name}'; it must stay optional.")


def _questions(old: LabelSchema, new: LabelSchema) -> Iterator[Problem]:
    for index, question in enumerate(new.questions):
        before = old.question(question.name)
        place = f"questions[{index}]"
        if before is not None:
            yield from under(place, _question(before, question))
        elif question.required or question.required_if is not None:
            hint = f"There are answers without '{question.name}'; a new question must be optional."
            yield Problem(f"{place}.required", hint)
    for gone in old.questions:
        if new.question(gone.name) is None:
            yield Problem("questions", f"There are answers to '{gone.name}'; it cannot go.")


def _question(old: Question, new: Question) -> Iterator[Problem]:
    for name, said in _FIXED:
        if getattr(old, name) != getattr(new, name):
            yield Problem(name, f"There are answers; '{new.name}' cannot change its {said}.")
    for name in ("allow_not_applicable", "allow_cannot_assess"):
        if getattr(old, name) and not getattr(new, name):
            yield Problem(name, f"There are answers; '{new.name}' offered this before.")
    if new.required and not old.required:
        yield Problem("required", f"There are answers without '{new.name}'; it must stay optional.")
    if new.searchable != old.searchable:
        yield Problem("searchable", f"There are answers; '{new.name}' cannot change its `searchable`.")
    if new.justification != old.justification and (old.justification, new.justification) not in _LOOSER:
        yield Problem("justification", f"There are answers; '{new.name}' asked otherwise for a reason.")
    if old.kind == new.kind:
        kind = KINDS[new.kind]
        before, after = (msgspec.convert(each.settings, kind.Settings) for each in (old, new))
        yield from under("settings", kind.narrowed(before, after))
