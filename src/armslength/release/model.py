"""What a release is made of: the recipe, one record per item, and what a format makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from armslength.questions.model import LabelSchema
from armslength.truth.model import Belief, Consensus

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which share of the items goes into which file; the two add up to 1."""

    train: Share
    test: Share


Chosen = Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=1000)]


class Only(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What of a project a release is narrowed to, as its lists are: the items that fit `filters` or are named, or the
    answers that fit `answer_filters` or are named; one of the four. Of answers, exactly these, without what others said
    of the same items and without decisions between answers."""

    filters: dict[str, Any] | None = None
    item_ids: Chosen | None = None
    answer_filters: dict[str, Any] | None = None
    annotation_ids: Chosen | None = None


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a release is made from a snapshot. Together they decide every byte.

    review             `accepted`: only answers that a reviewer accepted or fixed; `any`: all that were not rejected
    truth              `majority`: one label per item, by vote; `inferred`: the likeliest by a model of how people err,
                       where answers are labels, and the majority elsewhere; `all`: one per answer
    min_answers        items with fewer answers are left out
    ties               what becomes of a vote that is tied
    groups             `firm`: answers carry an alias of the firm that gave them, and soft labels come firm by firm too
    include_metadata   whether items carry the metadata they came with
    batch_ids          only items of these batches
    only               only what fits filters, or was selected, in the list of items or of answers
    seed               of the split and of the intervals of agreement
    split              a train and a test part, drawn by item
    license            named on the card of the dataset
    unpaired_at_least  a rating from here on is a good answer (default: above the middle of the scale)
    rating_gap         two responses that one person rated at least so far apart are a preference
    question           which question the formats follow, where several would do
    preferred_at_least a pair whose `p` is below this is no preference
    margin             of pairs: `vote`, the lead in the vote; `bradley_terry`: the difference of strengths in log
                       odds, fitted to all that was said of the item's responses, with the probability as `p`
    steps              what `trl-stepwise` says of a step: the majority's label, or the `mean` of the ratings
    """

    review: Literal["any", "accepted"] = "any"
    truth: Literal["all", "majority", "inferred"] = "majority"
    min_answers: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1
    ties: Literal["drop", "keep"] = "drop"
    include_metadata: bool = False
    batch_ids: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=1000)] | None = None
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = 0
    split: Split | None = None
    note: Annotated[str, msgspec.Meta(max_length=5000)] | None = None
    license: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    unpaired_at_least: float | None = None
    rating_gap: Annotated[float, msgspec.Meta(gt=0, le=1_000_000)] = 1.0
    question: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    preferred_at_least: Share | msgspec.UnsetType = msgspec.UNSET
    margin: Literal["vote", "bradley_terry"] | msgspec.UnsetType = msgspec.UNSET
    steps: Literal["majority", "mean"] | msgspec.UnsetType = msgspec.UNSET
    groups: Literal["firm"] | msgspec.UnsetType = msgspec.UNSET
    only: Only | msgspec.UnsetType = msgspec.UNSET


class Suggested(msgspec.Struct, frozen=True):
    """What a model had suggested for a question, and what became of it: `shown` before or after the person's own first
    answer, or `held_out`."""

    source: str
    version: str
    score: float | None
    shown: str
    outcome: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One person's answers to an item. `person` is an alias that is the same within a project and tells nothing else.

    `orders` is the order in which the responses of each field were shown to this person, drawn from `seed`. `group` is
    an alias of the firm they answered for, where the recipe asks for it. `suggested`: by question, where models had
    made suggestions for the item. `branch`: where the question is split, which part of it they were asked. `rendition`:
    where they did not see the original, which form of the item they saw; `answers` point into that.
    """

    annotation: UUID
    person: str
    verdict: str
    schema_version: int
    guideline_version: int
    submitted_at: datetime
    active_ms: int
    seed: str
    orders: dict[str, list[str]]
    answers: dict[str, dict[str, Any]]
    group: str | msgspec.UnsetType = msgspec.UNSET
    suggested: dict[str, Suggested] | msgspec.UnsetType = msgspec.UNSET
    branch: str | msgspec.UnsetType = msgspec.UNSET
    rendition: str | msgspec.UnsetType = msgspec.UNSET


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a release: what was shown, what each person said, and what they say together.

    Where somebody decided between answers that disagree, `annotations` holds that decision alone, and `overruled` the
    answers it was made over; elsewhere there is no `overruled`. Where the question is split, `majority` is what its
    branches say together, and `decided` what somebody said in their place. `inferred` is there where the recipe asks
    for it. `ambiguous`: questions that those who run the project hold to have no right answer; not there where there
    are none.
    """

    item: UUID
    external_id: str | None
    batch: UUID
    split: Literal["train", "test"] | None
    content: dict[str, Any]
    metadata: dict[str, Any] | None
    annotations: list[Said]
    overruled: list[Said] | msgspec.UnsetType = msgspec.UNSET
    majority: dict[str, dict[str, Consensus]]
    decided: dict[str, dict[str, Any]] | msgspec.UnsetType = msgspec.UNSET
    inferred: dict[str, dict[str, Belief]] | msgspec.UnsetType = msgspec.UNSET
    ambiguous: list[str] | msgspec.UnsetType = msgspec.UNSET


class SaidGlance(msgspec.Struct, frozen=True):
    """Which answer it is."""

    annotation: str


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """What a delivery must know of a record whose line goes out as it stands: see Record. Ids are text."""

    item: str
    split: Literal["train", "test"] | None
    annotations: list[SaidGlance]
    overruled: list[SaidGlance] | msgspec.UnsetType = msgspec.UNSET


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a frozen release: what its records mean. `schema_version` is the newest one among them."""

    format: Literal["armslength-release/1"] = "armslength-release/1"
    recipe: Recipe
    schema_version: int
    schemas: dict[str, LabelSchema]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a format needs to know besides the record: the schema in force, and the recipe."""

    schema: LabelSchema
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file. `part` names a file of its own beside the main one, such as `ties`."""

    data: Any
    part: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that this format cannot hold, and why."""

    reason: str


class WrittenFile(msgspec.Struct, frozen=True):
    """A finished file. `blob` is where it is kept; it never leaves."""

    name: str
    bytes: int
    sha256: str
    rows: int
    blob: str
