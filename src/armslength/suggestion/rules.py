"""Pure decisions of suggestion."""

from __future__ import annotations

import hmac
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import hypot, sqrt
from statistics import NormalDist
from typing import Any, Final
from uuid import UUID

from armslength.assignment.schemas import Score
from armslength.questions.model import LabelSchema
from armslength.questions.service import score_answers
from armslength.suggestion.model import Answers, Became, Offer, Outcome, Shown, Tallied
from armslength.suggestion.schemas import (
    Anchoring,
    AnchoringReport,
    Difference,
    QuestionAnchoring,
    SourceAnchoring,
    SuggestionPolicy,
)

_SCALE: Final = 2**64
_Z: Final = NormalDist().inv_cdf(0.975)
MeanScore = Callable[[int, float], Score]


def held_out(project_seed: bytes, item_id: UUID, person_id: UUID, share: float) -> bool:
    """Whether this person never sees suggestions on this item: a keyed draw that nobody at the bench can foresee and
    anybody with the seed can repeat. `share` 0 = never held out, 1 = always."""
    drawn = hmac.digest(project_seed, b"suggestion|" + item_id.bytes + person_id.bytes, "sha256")
    return int.from_bytes(drawn[:8], "big") < share * _SCALE


def picks(offers: Sequence[Offer], policy: SuggestionPolicy) -> dict[str, Offer]:
    """For each question the surest of what may be shown; of equally sure ones the newest (they come newest first)."""
    found: dict[str, Offer] = {}
    for offer in offers:
        if policy.source is not None and offer.source != policy.source:
            continue
        for question, score in offer.scores.items():
            if (score or 0.0) < policy.min_score:
                continue
            best = found.get(question)
            if best is None or (score or 0.0) > (best.scores[question] or 0.0):
                found[question] = offer
    return found


def became(
    schema: LabelSchema, shown: Shown, suggested: Answers, given: Answers, first: Answers | None,
    sources: Mapping[str, tuple[UUID, float | None]],
) -> list[Became]:  # fmt: skip
    """What became of each question's suggestion. `sources`: by question, the suggestion and its score."""
    matches, firsts = _matches(schema, suggested, given), _matches(schema, suggested, first) if first else {}
    return [
        Became(
            question, suggestion_id, _outcome(shown, given, first, question, matches, firsts), matches[question],
            firsts.get(question), score,
        )
        for question, (suggestion_id, score) in sources.items()
        if question in suggested
    ]  # fmt: skip


def _outcome(
    shown: Shown, given: Answers, first: Answers | None, question: str, matches: Mapping[str, float],
    firsts: Mapping[str, float],
) -> Outcome:  # fmt: skip
    if shown == "held_out":
        return "held_out"
    if matches[question] >= 1:
        return "agreed" if firsts.get(question, 0.0) >= 1 else "accepted"
    kept = first.get(question) if first is not None else None
    return "ignored" if given.get(question) == kept else "edited"


def _matches(schema: LabelSchema, suggested: Answers, given: Answers) -> dict[str, float]:
    """How far an answer says what was suggested, by question; free text does where it is the very same."""
    found = score_answers(schema, suggested, given, {})
    return {
        question: found[question] if question in found else float(given.get(question) == answer)
        for question, answer in suggested.items()
    }


def report(tallied: Sequence[Tallied], mean_score: MeanScore) -> AnchoringReport:
    """Agreement with suggestions where they were seen and where they were held back: of all, by question, by source."""
    questions: defaultdict[str, list[Tallied]] = defaultdict(list)
    sources: defaultdict[tuple[str, str], list[Tallied]] = defaultdict(list)
    for each in tallied:
        questions[each.question].append(each)
        sources[each.source, each.version].append(each)
    return AnchoringReport(
        _anchoring(tallied, mean_score),
        len({each.person_id for each in tallied}),
        [QuestionAnchoring(name, _anchoring(rows, mean_score)) for name, rows in sorted(questions.items())],
        [SourceAnchoring(*key, _anchoring(rows, mean_score)) for key, rows in sorted(sources.items())],
    )


def _anchoring(rows: Sequence[Tallied], mean_score: MeanScore) -> Anchoring:
    shown = [row for row in rows if row.shown != "held_out"]
    held = [row for row in rows if row.shown == "held_out"]
    after = [row for row in shown if row.first_match is not None]
    outcomes: Counter[Outcome] = Counter()
    for row in rows:
        outcomes.update(row.outcomes)
    return Anchoring(
        mean_score(*_sum(shown)), mean_score(*_sum(held)), difference(shown, held, mean_score),
        mean_score(sum(row.n for row in after), sum(row.first_match or 0.0 for row in after)), dict(outcomes),
    )  # fmt: skip


def _sum(rows: Iterable[Tallied]) -> tuple[int, float]:
    rows = list(rows)
    return sum(row.n for row in rows), sum(row.match for row in rows)


def difference(shown: Sequence[Tallied], held: Sequence[Tallied], mean_score: MeanScore) -> Difference | None:
    """Mean agreement of `shown` less that of `held`.

    The interval lets answers of one person go together (cluster-robust, with the usual G / (G - 1)), and is never
    narrower than Newcombe's (1998), for which all are independent: with a handful of people, or where everybody says
    the same, the robust one alone would promise too much.
    """
    (n, total), (m, base) = _sum(shown), _sum(held)
    if not n or not m:
        return None
    p, q = total / n, base / m
    off: defaultdict[UUID, float] = defaultdict(float)
    for row in shown:
        off[row.person_id] += (row.match - row.n * p) / n
    for row in held:
        off[row.person_id] -= (row.match - row.n * q) / m
    people = len(off)
    if people < 2:
        return Difference(p - q, None, None)
    robust = _Z * sqrt(sum(each * each for each in off.values()) * people / (people - 1))
    below, above = _newcombe(mean_score(n, total), mean_score(m, base))
    return Difference(p - q, max(-1.0, p - q - max(robust, below)), min(1.0, p - q + max(robust, above)))


def _newcombe(one: Score, other: Score) -> tuple[float, float]:
    """How far the difference of two shares reaches down and up, from the two Wilson intervals."""
    p, low, high = _told(one)
    q, least, most = _told(other)
    return hypot(p - low, most - q), hypot(high - p, q - least)


def _told(score: Score) -> tuple[float, float, float]:
    """Value, low and high of a score of at least one answer, which has all three."""
    return score.value or 0.0, score.low or 0.0, score.high or 0.0


def merged(opened: Mapping[UUID, Answers], chosen: Mapping[str, UUID]) -> dict[str, Any]:
    """The suggested answer to each question, from the suggestion picked for it."""
    return {
        question: opened[suggestion_id][question]
        for question, suggestion_id in chosen.items()
        if question in opened.get(suggestion_id, {})
    }
