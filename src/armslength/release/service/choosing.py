"""What a release is narrowed to: the filters of the project's lists, read inside the statement that freezes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from armslength.annotation import views as annotated
from armslength.annotation.model import AnswerFilter
from armslength.annotation.service import listing as answers
from armslength.fields.model import Field
from armslength.ingest import views as ingested
from armslength.ingest.model import ItemFilter
from armslength.ingest.service import items
from armslength.kit.db import Tx
from armslength.questions.model import LabelSchema, Question
from armslength.release.errors import BadRecipe
from armslength.release.model import Only, Recipe
from armslength.release.repository import Narrowed

_AT: Final = "recipe.only"


async def narrowed(tx: Tx, project_id: UUID, recipe: Recipe, schema: LabelSchema | None, *, split: bool) -> Narrowed:
    """What of the project is frozen. Raises BadRecipe or Invalid naming the filter, or the id, that is wrong."""
    if not isinstance(recipe.only, Only):
        return Narrowed()
    only = recipe.only
    said = [name for name in only.__struct_fields__ if getattr(only, name) is not None]
    if len(said) != 1:
        raise BadRecipe(f"Say one of {', '.join(only.__struct_fields__)}.", field=_AT)
    if split and said[0] in ("answer_filters", "annotation_ids"):
        raise BadRecipe("A question that is split is put together from all of its answers.", field=f"{_AT}.{said[0]}")
    if only.filters is not None:
        asked = ItemFilter.of(only.filters, f"{_AT}.filters")
        _searched("field", asked.field, schema.fields if schema else (), f"{_AT}.filters.field")
        return Narrowed("items", *items.fitting(tx, project_id, asked))
    if only.answer_filters is not None:
        wanted = AnswerFilter.of(only.answer_filters, f"{_AT}.answer_filters")
        _searched("question", wanted.question, schema.questions if schema else (), f"{_AT}.answer_filters.question")
        return Narrowed("answers", *answers.fitting(tx, project_id, wanted))
    if only.item_ids is not None:
        _here("item", only.item_ids, await ingested.items(tx, project_id, only.item_ids), f"{_AT}.item_ids")
        return Narrowed("items", *_named(tx, project_id, only.item_ids))
    ids = only.annotation_ids or []
    _here("answer", ids, await annotated.known(tx, project_id, ids), f"{_AT}.annotation_ids")
    return Narrowed("answers", *_named(tx, project_id, ids))


def missing(recipe: Recipe, items: int, answers: int) -> dict[str, int]:
    """What was named, and is not in a snapshot of so many items and answers: how many, by reason."""
    if not isinstance(recipe.only, Only):
        return {}
    named, there, reason = (
        len(set(recipe.only.item_ids or ())),
        items,
        "item that is retired, gold or without an answer",
    )
    if recipe.only.annotation_ids is not None:
        named, there = len(set(recipe.only.annotation_ids)), answers
        reason = "answer that does not stand any more, or to an item that is retired or gold"
    return {reason: named - there} if named > there else {}


def logged(recipe: Recipe) -> dict[str, Any]:
    """The recipe as it stands in the log: of filters their names alone, because what is searched for in a text is a
    part of it, and the log is for ever; of ids how many."""
    plain: dict[str, Any] = msgspec.to_builtins(recipe)
    if isinstance(recipe.only, Only):
        plain["only"] = {
            name: sorted(said) if isinstance(said, dict) else len(said) for name, said in plain["only"].items()
        }  # fmt: skip
    return plain


def _named(tx: Tx, project_id: UUID, ids: Sequence[UUID]) -> tuple[str, list[object]]:
    return "select unnest($3::uuid[])", [tx.tenant_id, project_id, list(ids)]


def _here(what: str, ids: Sequence[UUID], known: Collection[UUID], at: str) -> None:
    for place, each in enumerate(ids):
        if each not in known:
            raise BadRecipe(f"There is no such {what} in this project.", field=f"{at}.{place}")


def _searched(what: str, name: str | None, known: Sequence[Field | Question], at: str) -> None:
    searchable = {each.name for each in known if each.searchable}
    if name is not None and name not in searchable:
        raise BadRecipe(f"The label schema has no searchable {what} of this name.", field=at)
