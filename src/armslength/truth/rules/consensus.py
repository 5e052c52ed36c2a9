"""What several answers say together, question by question and target by target.

most     answers count as the same when their kind says so (`scalar`): two preferences for r1 agree whatever their
         strength. The value given back is then the middle one of those that agree. Several that lead are a tie
alike    texts count as the same when most of their words are (`rules/alike.py`): of the largest group the one that is
         nearest to the others in it
median   of numbers, dates and grades the middle one; of an even count what lies halfway between the two in the middle,
         to the nearest step that can be answered, the lower of two that are as near
parts    what points things out (flags, options of several, relations) is voted on part by part
matched  so are marks in texts, of which those that overlap mean one thing (`rules/marks.py`)
duels    responses stand by how many others most people put them before (Copeland 1951; half a win where as many do),
         and where that is the same by their mean rank (Borda 1784); those that are equal in both share a rank
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import msgspec

from armslength.truth.model import Consensus, Method
from armslength.truth.rules.alike import groups
from armslength.truth.rules.marks import NOT_MARKED, is_marks, things, uncrossed
from armslength.truth.rules.reading import Answers, Asked


def consensus(questions: Mapping[str, Asked], answers: Sequence[Answers]) -> dict[str, dict[str, Consensus]]:
    """What several people's answers to one item come to, by question and by the targets that anybody answered.
    `questions`: what `asked` makes of a schema, once for many items."""
    found = {}
    for name, question in questions.items():
        votes: dict[str, list[Any]] = {}
        for given in answers:
            for target, value in question.values(given):
                votes.setdefault(target, []).append(value)
        found[name] = {target: _together(question, values) for target, values in votes.items()}
    return found


def methods(questions: Mapping[str, Asked]) -> dict[str, Method]:
    """How the answers to each question are put together."""
    return {name: _method(question) for name, question in questions.items()}


def _method(question: Asked) -> Method:
    if is_marks(question):
        return "matched"
    if question.apart is not None:
        return "parts"
    if question.measure.at is not None:
        return "median"
    if question.measure.text is not None:
        return "alike"
    return "most" if question.measure.ranked is None else "duels"


def _together(question: Asked, values: Sequence[Any]) -> Consensus:
    ways = {"most": _most, "alike": _alike, "median": _median, "parts": _parts, "matched": _matched, "duels": _duels}
    method = _method(question)
    return msgspec.structs.replace(ways[method](question, values), method=method)


def _most(question: Asked, values: Sequence[Any]) -> Consensus:
    times = Counter(question.scalar(value) for value in values)
    (_, top), *others = times.most_common()
    leaders = [scalar for scalar, count in times.items() if count == top]
    share = top / len(values)
    if len(leaders) > 1:
        leading = [_middle(question, values, scalar) for scalar in sorted(leaders, key=str)]
        return Consensus(None, share, 0.0, True, len(values), leading)
    second = others[0][1] if others else 0
    return Consensus(_middle(question, values, leaders[0]), share, (top - second) / len(values), False, len(values))


def _alike(question: Asked, values: Sequence[Any]) -> Consensus:
    found, n = groups(question, values), len(values)
    top = found[0].size
    second = found[1].size if len(found) > 1 else 0
    if top == second:
        leading = [msgspec.to_builtins(each.middle) for each in found if each.size == top]
        return Consensus(None, top / n, 0.0, True, n, leading)
    return Consensus(msgspec.to_builtins(found[0].middle), top / n, (top - second) / n, False, n)


def _middle(question: Asked, values: Sequence[Any], scalar: object) -> Any:
    """Of the values with this scalar, the (lower) middle one on the question's scale, as plain JSON."""
    return question.middle([value for value in values if question.scalar(value) == scalar])


def _median(question: Asked, values: Sequence[Any]) -> Consensus:
    measure = question.measure
    assert measure.at is not None
    places = sorted(measure.numbers(value)[""] for value in values)
    low, high = places[(len(places) - 1) // 2], places[len(places) // 2]
    middle = msgspec.to_builtins(measure.at((low + high) / 2))
    (here,) = measure.numbers(question.reader.value(middle)).values()
    times = Counter(places)
    other = max((count for place, count in times.items() if place != here), default=0)
    share = times[here] / len(places)
    return Consensus(middle, share, max(0.0, share - other / len(places)), False, len(places))


def _parts(question: Asked, values: Sequence[Any]) -> Consensus:
    """A part stands when more people said the same of it than said anything else, or nothing; `share` is the mean share
    behind the parts that stand.

    A part as many said as did not neither stands nor falls: the vote is a tie, and the parts that stand are kept. Where
    more or fewer stand than an answer may have there is a tie between what stands, or what came nearest to it.
    """
    parts = question.parts
    given = [parts.of(value) for value in values]
    standing, shares, tie = [], [], False
    backing: Counter[Any] = Counter(part for each in given for part in each)
    for part in sorted(backing):
        entries = [each[part] for each in given if part in each]
        (said, top), *others = Counter(parts.said(entry) for entry in entries).most_common()
        beaten = max([len(values) - len(entries), *(times for _, times in others)])
        tie = tie or top == beaten
        if top > beaten:
            standing.append(question.middle_entry([entry for entry in entries if parts.said(entry) == said]))
            shares.append(top / len(values))
    if not parts.fits(len(standing)):
        return _no_answer(question, given, standing, backing)
    share = sum(shares) / len(shares) if shares else sum(not each for each in given) / len(values)
    value = msgspec.to_builtins(parts.made(standing))
    return Consensus(value, share, max(0.0, 2 * share - 1), tie, len(values))


def _matched(question: Asked, values: Sequence[Any]) -> Consensus:
    """As `_parts`, thing by thing. Where marks may not cross, of two that do the one that more people made stands."""
    n, tie = len(values), False
    said = {f"{number:06}": value for number, value in enumerate(values)}
    standing: list[tuple[float, Any]] = []
    for thing in things(question, said):
        (label, top), *others = Counter(map(thing.label, said)).most_common()
        if others and others[0][1] == top:
            tie = True
        elif label != NOT_MARKED:
            standing.append((top / n, thing.made(question, label)))
    kept = uncrossed(question, standing)
    nothing = sum(not question.parts.of(value) for value in values) / n
    share = sum(each for each, _ in kept) / len(kept) if kept else nothing
    value = msgspec.to_builtins(question.parts.made([mark for _, mark in kept]))
    return Consensus(value, share, max(0.0, 2 * share - 1), tie, n)


def _no_answer(
    question: Asked, given: Sequence[Mapping[Any, Any]], standing: Sequence[Any], backing: Counter[Any]
) -> Consensus:  # fmt: skip
    top = max(backing.values())
    nearest = [
        [question.middle_entry([each[part] for each in given if part in each])]
        for part in sorted(backing) if backing[part] == top
    ]  # fmt: skip
    leaders = [msgspec.to_builtins(question.parts.made(each)) for each in ([standing] if standing else nearest)]
    return Consensus(None, top / len(given), 0.0, True, len(given), leaders)


def _duels(question: Asked, values: Sequence[Any]) -> Consensus:
    """`share` is the mean share of people behind each pair of responses that is in this order. Nothing is ranked where
    more people say that nothing can be than rank; where as many do, or nothing comes first, it is a tie.
    """
    ballots = [ranks for ranks in map(question.measure.numbers, values) if ranks]
    unranked = [value for value in values if not question.measure.numbers(value)]
    n = len(values)
    if len(unranked) > len(ballots):
        return Consensus(question.middle(unranked), len(unranked) / n, (len(unranked) - len(ballots)) / n, False, n)
    groups = _order(ballots)
    if len(unranked) == len(ballots) or (len(groups) == 1 and len(set(map(question.scalar, values))) > 1):
        return _most_of_all(question, values)
    assert question.measure.ranked is not None
    place = {response: rank for rank, group in enumerate(groups) for response in group}
    behind, lead = [], []
    for one, other in combinations(sorted(place), 2):
        apart = [ranks[one] - ranks[other] for ranks in ballots if one in ranks and other in ranks]
        way = place[one] - place[other]
        agree = sum(each * way > 0 or each == way == 0 for each in apart)
        behind.append(agree / n)
        lead.append((agree - sum(each * way < 0 for each in apart)) / n)
    value = msgspec.to_builtins(question.measure.ranked(groups))
    share, margin = (sum(each) / len(each) if each else 1.0 for each in (behind, lead))
    return Consensus(value, share, max(0.0, margin), False, n)


def _order(ballots: Sequence[Mapping[str, float]]) -> list[list[str]]:
    """The responses, the best first; equal ones together."""
    said: dict[str, list[float]] = {}
    for ranks in ballots:
        for response, rank in ranks.items():
            said.setdefault(response, []).append(rank)
    won = dict.fromkeys(said, 0.0)
    for one, other in combinations(said, 2):
        leads = [ranks[other] - ranks[one] for ranks in ballots if one in ranks and other in ranks]
        lead = sum(each > 0 for each in leads) - sum(each < 0 for each in leads)
        won[one] += (1 + (lead > 0) - (lead < 0)) / 2
        won[other] += (1 - (lead > 0) + (lead < 0)) / 2
    places: dict[tuple[float, float], list[str]] = {}
    for response, ranks_of in sorted(said.items()):
        places.setdefault((-won[response], round(sum(ranks_of) / len(ranks_of), 9)), []).append(response)
    return [group for _, group in sorted(places.items())]


def _most_of_all(question: Asked, values: Sequence[Any]) -> Consensus:
    """A tie between all that was said."""
    times = Counter(question.scalar(value) for value in values)
    leaders = [_middle(question, values, scalar) for scalar in sorted(times, key=str)]
    return Consensus(None, max(times.values()) / len(values), 0.0, True, len(values), leaders)
