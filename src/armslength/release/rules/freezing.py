"""From a snapshot to records: what stays, what is left out and why. A pure function of snapshot and recipe."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET

from armslength.kit.memo import Memo
from armslength.questions.model import LabelSchema
from armslength.questions.service import Carried, Lift, changed_questions
from armslength.release.errors import BadRecipe
from armslength.release.model import Recipe, Record, Said
from armslength.truth.model import Consensus, Method
from armslength.truth.service import asked, consensus, methods

ADJUDICATED: Final = "adjudicated"
"""The verdict of an answer by somebody who decided between the others."""
_ACCEPTED: Final = ("accepted", "fixed", ADJUDICATED)


@dataclass(frozen=True, slots=True)
class FrozenItem:
    """An item of the snapshot, opened."""

    item: UUID
    external_id: str | None
    batch: UUID
    content: dict[str, Any]
    metadata: dict[str, Any]


def check_recipe(recipe: Recipe, schema: LabelSchema | None) -> None:
    """Raise BadRecipe, naming the field, when it cannot be followed."""
    if recipe.split is not None and abs(recipe.split.train + recipe.split.test - 1) > 1e-9:
        raise BadRecipe("The shares of train and test must add up to 1.", field="recipe.split")
    if recipe.question is not None and (schema is None or schema.question(recipe.question) is None):
        raise BadRecipe(f"There is no question called '{recipe.question}'.", field="recipe.question")
    if recipe.margin == "bradley_terry" and recipe.truth != "majority":
        raise BadRecipe(
            "Strengths are fitted to everybody's answers: the truth must be the majority.", field="recipe.margin"
        )
    if recipe.steps == "mean" and recipe.truth == "all":
        raise BadRecipe("A mean is of several answers: the truth cannot be all of them.", field="recipe.steps")


class Freezer:
    """Makes records, and counts what is left out."""

    def __init__(self, recipe: Recipe, schemas: Mapping[int, LabelSchema], lift: Lift | None = None) -> None:
        self.recipe = recipe
        self.lift = lift or Lift()
        self.migrated = 0
        self.renditions: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self._known: Memo[dict[str, dict[str, Consensus]]] = Memo()
        self._schema = schemas[max(schemas)] if schemas else None
        self._asked = asked(self._schema) if self._schema else {}
        self._changed = {version: changed_questions(schema, self._schema) for version, schema in schemas.items()}

    def record(self, item: FrozenItem, said: Sequence[Said]) -> Record | None:
        """The item with the answers that stay; None when too few do."""
        kept, overruled = self.kept(said)
        if len(kept) + len(overruled or ()) < self.recipe.min_answers or self._schema is None:
            self.dropped[f"item with fewer than {self.recipe.min_answers} answers"] += 1
            return None
        self.migrated += sum(each.schema_version < self.lift.floor for each in kept)
        self.renditions.update(each.rendition or "original" for each in kept)
        return Record(
            item=item.item, external_id=item.external_id, batch=item.batch, split=split_of(item.item, self.recipe),
            content=item.content, metadata=item.metadata if self.recipe.include_metadata else None, annotations=kept,
            overruled=UNSET if overruled is None else overruled,
            majority=self._together([each.answers for each in kept]),
        )  # fmt: skip

    def _together(self, answers: list[dict[str, dict[str, Any]]]) -> dict[str, dict[str, Consensus]]:
        return self._known.of(msgspec.json.encode(answers), lambda: consensus(self._asked, answers))

    def methods(self) -> dict[str, Method]:
        """How the answers to each question are put together."""
        return methods(self._asked)

    def kept(self, said: Sequence[Said]) -> tuple[list[Said], list[Said] | None]:
        """The answers that stay; where somebody decided between them that decision, and what it was made over."""
        over = any(each.verdict == ADJUDICATED for each in said)
        kept = [self._comparable(each) for each in said if self._stays(each, decided=over)]
        decided = [each for each in kept if each.verdict == ADJUDICATED]
        return (decided, [each for each in kept if each.verdict != ADJUDICATED]) if decided else (kept, None)

    def _stays(self, said: Said, *, decided: bool) -> bool:
        reason = None
        if said.verdict == "rejected":
            reason = "answer rejected by a reviewer"
        elif said.verdict == "outdated":
            reason = "answer asked anew since the label schema changed"
        elif said.verdict == "disputed" and not decided:
            reason = "answer rejected too often and not decided"
        elif self.recipe.review == "accepted" and said.verdict not in _ACCEPTED:
            reason = "answer not accepted by a reviewer"
        if reason:
            self.dropped[reason] += 1
        return reason is None

    def _comparable(self, said: Said) -> Said:
        """In the words of today's questions; without answers to questions that mean something else by now."""
        read = self.read(said)
        changed = self._changed[self.lift.version(said.schema_version)]
        if read.answers is said.answers and not changed:
            return said
        gone = changed & read.answers.keys()
        for reason, count in (
            ("answer to a question that has changed since", len(gone)),
            ("answer to a question that was retired", read.gone),
            ("answer that needs a new one since the label schema changed", len(read.open)),
        ):
            if count:
                self.dropped[reason] += count
        if read.answers == said.answers and not gone:
            return said
        fields = {name: getattr(said, name) for name in said.__struct_fields__}
        kept = {name: each for name, each in read.answers.items() if name not in gone}
        return Said(**{**fields, "answers": kept})

    def read(self, said: Said) -> Carried:
        """What an answer says in the words of today's questions."""
        return self.lift.read(said.schema_version, said.answers)


def split_of(item_id: UUID, recipe: Recipe) -> Literal["train", "test"] | None:
    """Where an item goes: drawn from the recipe's seed and the item alone, so it never moves when others come."""
    if recipe.split is None:
        return None
    drawn = hashlib.sha256(f"split|{recipe.seed}|{item_id}".encode()).digest()
    return "train" if int.from_bytes(drawn[:8], "big") / 2**64 < recipe.split.train else "test"


def counted(dropped: Mapping[str, int]) -> list[dict[str, Any]]:
    """Reasons with their counts, the most frequent first."""
    order = sorted(dropped.items(), key=lambda each: (-each[1], each[0]))
    return [{"reason": reason, "count": count} for reason, count in order]
