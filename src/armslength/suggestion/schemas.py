"""What suggestion says and hears on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from armslength.assignment.schemas import Score
from armslength.identity.model import Tier
from armslength.suggestion.model import Outcome, Reveal

Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Share = Annotated[float, Meta(ge=0, le=1)]


class JudgeFacts(Struct, forbid_unknown_fields=True):
    """What a judge is.

    `family`: of models, its own; `models`: how the responses of that family are called in items (`source`), `*` for any
    run of characters; none: by names that begin with the family's. `prompt_digest`: SHA-256, in hex, of what it was
    asked by.
    """

    family: Name | None = None
    models: Annotated[list[Name], Meta(max_length=50)] = []
    prompt_digest: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None = None


class SuggestionRow(Struct, forbid_unknown_fields=True):
    """What a model proposes for one item, named by `item_id` or `external_id`. `score`: one for all questions, or by
    question; how sure the model is, 0 to 1. `shown_first`: the response that a judge was shown first, where that was
    not the order of the item."""

    answers: dict[str, Any]
    item_id: UUID | None = None
    external_id: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    score: Share | dict[str, Share] | None = None
    shown_first: Annotated[str, Meta(min_length=1, max_length=50)] | None = None


class AddSuggestions(Struct, forbid_unknown_fields=True):
    """Up to 1,000 suggestions of one version of one source. Said twice is said once.

    `rendition`: the form of the items that the model saw. Who is shown another form than the original sees only what
    was suggested for that form. `judge`: these are the verdicts of a judge, which nobody who answers ever sees; said
    with the first of a version, and then with all.
    """

    source: Name
    version: Name
    rows: Annotated[list[SuggestionRow], Meta(min_length=1, max_length=1000)]
    rendition: Tier = "original"
    judge: JudgeFacts | None = None


class SuggestionProblem(Struct):
    """Why a row was left out; `line` counts from 1, `field` is the path in the row."""

    line: int
    field: str
    reason: str


class AddedSuggestions(Struct):
    """What became of the rows."""

    created: int
    unchanged: int
    problems: list[SuggestionProblem]


class SuggestionSource(Struct):
    """One version of a source. `judge`: they are verdicts, which nobody who answers ever sees."""

    source: str
    version: str
    suggestions: int
    first_at: datetime
    last_at: datetime
    mean_score: float | None
    judge: bool


class SuggestionSources(Struct):
    """Everything that was brought in."""

    items: list[SuggestionSource]


class SuggestionPolicy(Struct, forbid_unknown_fields=True):
    """When people see suggestions.

    `held_out`: the share of turns, drawn by a keyed hash, that never see them; `min_score`: less sure ones are not
    shown; `source`: only this one's, otherwise the surest for each question; `tell_source`: whether the bench is told
    whose they are.
    """

    reveal: Reveal = "never"
    held_out: Share = 0.1
    min_score: Share = 0.0
    source: Name | None = None
    tell_source: bool = False


class SuggestionMode(Struct):
    """Whether and when the bench asks for suggestions."""

    reveal: Reveal


class AskSuggestions(Struct, forbid_unknown_fields=True):
    """`answers`: one's own first answer, where suggestions are shown after it; kept as it is for good."""

    answers: dict[str, Any] | None = None


class Suggested(Struct):
    """Whose it is (where the project tells) and how sure."""

    question: str
    score: float | None
    source: str | None
    version: str | None


class Suggestions(Struct):
    """What is suggested. `none`: nothing, for whatever reason; `after`: give your own answer first."""

    status: Literal["shown", "none", "after"]
    answers: dict[str, Any]
    suggested: list[Suggested]


class ItemSuggestion(Struct):
    """A suggestion on an item, opened."""

    id: UUID
    source: str
    version: str
    schema_version: int
    scores: dict[str, float | None]
    answers: dict[str, Any]
    created_at: datetime
    outcomes: dict[Outcome, int]


class ItemSuggestions(Struct):
    """All suggestions on an item, the newest first."""

    items: list[ItemSuggestion]


class Difference(Struct):
    """Agreement where suggestions were shown minus agreement where they were held back, with its 95 % interval (by
    person; none with fewer than two people)."""

    value: float
    low: float | None
    high: float | None


class Anchoring(Struct):
    """How far answers agree with what was suggested: where it was `shown`, where it was `held_out`, and, where it was
    shown after a first answer, that `first` answer."""

    shown: Score
    held_out: Score
    difference: Difference | None
    first: Score
    outcomes: dict[Outcome, int]


class QuestionAnchoring(Struct):
    """The same for one question."""

    question: str
    anchoring: Anchoring


class SourceAnchoring(Struct):
    """The same for one version of a source."""

    source: str
    version: str
    anchoring: Anchoring


class AnchoringReport(Struct):
    """Whether suggestions pull answers towards them. Rework is left out: a reviewer has had a word in it."""

    overall: Anchoring
    people: int
    questions: list[QuestionAnchoring]
    sources: list[SourceAnchoring]
