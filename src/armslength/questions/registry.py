"""Every kind of question: one line each."""

from typing import Any

from armslength.questions.choice.kind import Choice
from armslength.questions.claims.kind import Claims
from armslength.questions.criteria.kind import Criteria
from armslength.questions.date.kind import Date
from armslength.questions.errors.kind import Errors
from armslength.questions.flags.kind import Flags
from armslength.questions.model import OptionPlace, QuestionKind
from armslength.questions.number.kind import Number
from armslength.questions.pairwise.kind import Pairwise
from armslength.questions.ranking.kind import Ranking
from armslength.questions.rating.kind import Rating
from armslength.questions.relations.kind import Relations
from armslength.questions.rubric.kind import Rubric
from armslength.questions.slider.kind import Slider
from armslength.questions.spans.kind import Spans
from armslength.questions.steps.kind import Steps
from armslength.questions.text.kind import Text

KINDS: dict[str, QuestionKind[Any, Any]] = {
    "choice": Choice(),
    "rating": Rating(),
    "ranking": Ranking(),
    "pairwise": Pairwise(),
    "text": Text(),
    "spans": Spans(),
    "relations": Relations(),
    "flags": Flags(),
    "slider": Slider(),
    "number": Number(),
    "date": Date(),
    "steps": Steps(),
    "errors": Errors(),
    "claims": Claims(),
    "rubric": Rubric(),
    "criteria": Criteria(),
}

OPTIONS: dict[str, OptionPlace] = {
    "choice": OptionPlace("options", "selected", below="options"),
    "spans": OptionPlace("labels", "spans", "label", none_is_said=True),
    "relations": OptionPlace("labels", "relations", "label", none_is_said=True),
    "flags": OptionPlace("flags", "flags", "flag"),
    "errors": OptionPlace("categories", "errors", "category", "categories", none_is_said=True),
    "claims": OptionPlace("verdicts", "claims", "verdict", none_is_said=True),
}
"""Kinds whose options a migration can rename, merge, split and retire; other kinds have none."""

ASKED_BEFORE: dict[str, tuple[str, ...]] = {"text": ("rewrite_of", "response"), "relations": ("spans",)}
"""Where the settings of a kind name an earlier question that its answers speak of: the path to the name."""

OPTIONS_BEFORE: dict[str, tuple[str, tuple[str, ...]]] = {"relations": ("labels", ("from", "to"))}
"""Where they list options of that question: a list of entries, and the names of the lists within each."""
