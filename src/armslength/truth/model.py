"""What is believed about an item."""

from typing import Any, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

Method = Literal["most", "alike", "median", "parts", "matched", "duels"]
"""How answers are put together: what most gave; of texts in nearly the same words; the middle one; each part by itself;
marks that mean one thing; by what most put before what."""


class Consensus(msgspec.Struct, frozen=True):
    """What the answers to one question at one target say together.

    value    the value they come to; None in a tie
    share    how many of `n` gave it (in a tie: gave one of the leading values); of parts and orders the mean share
             behind what they say
    margin   `share` less the share of the next value, at least 0
    tie      several values lead
    n        answers counted
    leaders  in a tie, the values that lead
    method   how it was found; not there in what was frozen before there were several ways
    """

    value: Any
    share: float
    margin: float
    tie: bool
    n: int
    leaders: list[Any] | None = None
    method: Method | UnsetType = UNSET


class Belief(msgspec.Struct, frozen=True):
    """What we believe the label at one target of one item to be, by a model of how people err.

    value        the likeliest answer; None in a tie, or where nobody gave what is likeliest. Of an answer that says
                 several things what is decided, and `open` names the rest
    probability  that it is right; of an answer that says several things, of the least sure of them. None of a number,
                 which is hardly ever right to the last digit: it has `low` and `high`; and where nobody marked anything
                 (of an order, that its first rank is right; of best and worst, the less sure of the two)
    margin       its lead over the next; None of a number
    tie          several labels lead
    n            answers it was computed from
    shares       the probability of each label, by part; "" is the answer as a whole. Of an order, of what is "best"
                 (and "worst"), and by two responses ("r1 r2") which comes first, or "="
    known        decided between answers, or gold: not inferred
    open         parts of which nothing is decided, in their order; not there where all is
    low, high    of a number, answers at the ends of its 95 % interval; None where that is unknown, not there elsewhere
    spread       of marks that people did not bound alike, by part: the first and last start, the first and last end
    """

    value: Any
    probability: float | None
    margin: float | None
    tie: bool
    n: int
    shares: dict[str, dict[str, float]]
    known: bool = False
    open: list[str] | UnsetType = UNSET
    low: Any | UnsetType = UNSET
    high: Any | UnsetType = UNSET
    spread: dict[str, tuple[int, int, int, int]] | UnsetType = UNSET


class FitFacts(msgspec.Struct, frozen=True, kw_only=True):
    """How one question's answers were fitted: enough to do it again.

    model, parameters, package   what was fitted, and the version of armslength-quality
    answers_digest, gold_digest  SHA-256 of the answers, and of what was pinned
    answers, units, people       what it was fitted to; a unit is one label at one target of one item
    pinned                       units whose label was decided or is gold
    supported                    False: the answers say too little about people, so everybody counts the same
    cautions                     what a reader must know
    """

    model: str
    parameters: dict[str, str]
    package: str
    answers_digest: str
    gold_digest: str
    answers: int
    units: int
    people: int
    pinned: int
    labels: list[str]
    supported: bool
    steps: int
    converged: bool
    cautions: list[str]


class Calibrated(msgspec.Struct, frozen=True):
    """Labels believed with a probability from `least` to below `most`, of those that are known: how many were right.

    Believed without being told: by a fit to which nothing was known. `low` and `high`: the 95 % interval of `right`.
    """

    least: float
    most: float
    labels: int
    right: float
    low: float
    high: float


class Cost(msgspec.Struct, frozen=True):
    """The answers on record asked for again, one by one, until the chance of a wrong label is at most `risk`.

    answers   a label
    same      share of the labels that are what all answers say
    """

    risk: float
    answers: float
    same: float


class Expected(msgspec.Struct, frozen=True):
    """So many answers an item by people like these, and the share of right labels to be expected then."""

    answers: int
    right: float


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What a fit shows about a question.

    confusion     answers by the label that is believed (row) and the label that was said (column), in the order of the
                  fit's labels; empty where there are too many labels or the fit tells nobody apart
    calibration   are labels right as often as is believed? By probability; empty without enough that is known
    all_answers   a label, of those that `cost` was computed on
    cost          fewer answers, and what becomes of the labels; empty where labels have hardly two answers
    ablest        the same where of those on record for an item the ablest known were asked first
    reach         what so many answers an item would come to, up to 15 or as many as there are people
    held          known labels that `reach` was held against; 0: it is as the model believes
    usual         how often an answer is right, over all that were given
    """

    confusion: list[list[float]] = []
    calibration: list[Calibrated] = []
    all_answers: float = 0.0
    cost: list[Cost] = []
    ablest: list[Cost] = []
    reach: list[Expected] = []
    held: int = 0
    usual: float = 0.0


ConcernKind = Literal[
    "says_nothing", "one_side", "long_run", "too_fast", "drift", "gold_known", "same_mistakes", "copied_text",
    "repeated_text", "taken_text", "one_grade", "wrong_gold", "text_brought_in", "odd_typing", "ambiguous",
    "confusing_labels", "guideline_regression",
]  # fmt: skip
"""What a detector saw: the last two about a question, `wrong_gold` and `ambiguous` about items, else about people."""
WRITING_KINDS: Final = ("text_brought_in", "odd_typing")
"""Made of counts that are kept for a while, for those who run the project alone, and forgotten when that is wanted."""
ConcernState = Literal["open", "looking", "upheld", "dismissed"]
