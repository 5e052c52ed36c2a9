"""Preferences: which of two responses is better. Shared by every format of preference pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from msgspec import UNSET

from armslength.questions.model import LabelSchema, Question, Subject
from armslength.questions.service import read_answers, reader
from armslength.questions.text.kind import draft_of
from armslength.release.formats import messages
from armslength.release.formats.duels import probability, strengths
from armslength.release.formats.labels import Label, Vote, ballots, beliefs, choose, count, labels, values
from armslength.release.formats.messages import Message, Unfit
from armslength.release.model import Dropped, Plan, Recipe, Record, Said
from armslength.truth.model import Belief
from armslength.truth.service import pair_believed

NO_PREFERENCE = "It needs a pairwise or ranking question, a rewritten draft, or ratings of responses."
_UNSURE = "preferred by a smaller share, or less probably, than the recipe asks"
_TOO_NEAR = "rated too near to each other"
_LEVEL = 1e-6
IMAGES = "It shows images, which this format cannot hold."


@dataclass(frozen=True, slots=True)
class Pair:
    """A better and a worse answer to one prompt; `undecided` when neither is (then the order means nothing)."""

    prompt: list[Message]
    chosen: list[Message]
    rejected: list[Message]
    vote: Vote
    said: Said | None
    undecided: bool = False


def preference_question(schema: LabelSchema, recipe: Recipe) -> Question | None:
    """What preferences are read from."""
    return choose(
        schema, recipe.question,
        [
            lambda q: q.kind == "pairwise", lambda q: q.kind == "ranking", lambda q: bool(q.settings.get("rewrite_of")),
            lambda q: q.kind == "rating" and q.target.level == "response",
        ],
    )  # fmt: skip


def compared_field(question: Question) -> str:
    """The field whose responses are compared; "" where a text is compared with its draft."""
    return str(question.target.field if question.kind == "rating" else question.settings.get("field", ""))


def why_not(schema: LabelSchema, recipe: Recipe) -> str | None:
    """Why there are no preferences to read; None when there are."""
    question = preference_question(schema, recipe)
    if question is None:
        return NO_PREFERENCE
    return IMAGES if messages.shows_images(schema) else None


def pairs(record: Record, plan: Plan) -> Iterator[Pair | Dropped]:
    """Every preference of a record, and every one that is none, with the reason."""
    question = preference_question(plan.schema, plan.recipe)
    assert question is not None  # why_not has been asked
    read = {"pairwise": _pairwise, "ranking": _ranking, "rating": _rated, "text": _rewritten}[question.kind]
    try:
        for pair in read(record, plan, question):
            yield Dropped(_UNSURE) if _is_unsure(pair, plan.recipe) else pair
    except Unfit as unfit:
        yield Dropped(str(unfit))


def _is_unsure(pair: Pair | Dropped, recipe: Recipe) -> bool:
    """A preference that too few share, or that is too improbable, for the recipe."""
    least = recipe.preferred_at_least
    if not isinstance(pair, Pair) or pair.undecided or least is UNSET:
        return False
    return pair.vote.p is None or pair.vote.p < least


def decided(record: Record, plan: Plan) -> Iterator[Pair | Dropped]:
    """The same for formats that have no place for ties."""
    for pair in pairs(record, plan):
        undecided = isinstance(pair, Pair) and pair.undecided
        yield Dropped("neither is better, and this format has no place for ties") if undecided else pair


def _pairwise(record: Record, plan: Plan, question: Question) -> Iterator[Pair | Dropped]:
    asked, given = _compared(record, plan, question)
    for label in labels(record, plan, question.name):
        verdict = "a tied vote" if label.vote.tie else label.vote.value["verdict"]
        if verdict == "both_bad":
            yield Dropped("both responses were judged bad")
        elif verdict == "prefer":
            winner = label.vote.value["winner"]
            loser = next(each for each in given if each != winner)
            vote = _weighed(record, plan, question, label, (winner, loser))
            yield _pair(asked, given[winner], given[loser], vote, label.said)
        else:
            one, two = given.values()
            yield _undecided(asked, one, two, label, plan, "judged a tie" if verdict == "tie" else verdict)


def _weighed(record: Record, plan: Plan, question: Question, label: Label, pair: tuple[str, str]) -> Vote:
    """The vote, with its margin and p as the recipe has them."""
    if plan.recipe.margin != "bradley_terry":
        return label.vote
    verdicts = [value for _, given, _ in ballots(record, plan, question.name) for value in given]
    ties = sum(value["verdict"] == "tie" for value in verdicts) / 2
    won, lost = (sum(value.get("winner") == one for value in verdicts) + ties for one in pair)
    found = strengths(pair, {pair: won, pair[::-1]: lost})
    lead = found[pair[0]] - found[pair[1]]
    return replace(label.vote, p=probability(lead), margin=lead)


def _ranking(record: Record, plan: Plan, question: Question) -> Iterator[Pair | Dropped]:
    if believed := beliefs(record, question.name):
        yield from _believed(record, plan, question, believed["item"])
        return
    for _, given, said in ballots(record, plan, question.name):
        ranks = [_ranks(value) for value in given if not value.get("not_rankable")]
        if not ranks:
            yield Dropped("judged not rankable")
            continue
        yield from _duels(record, plan, question, _Judged(ranks, 1, said, "ranked equal"))


def _believed(record: Record, plan: Plan, question: Question, belief: Belief) -> Iterator[Pair | Dropped]:
    """Each pair of an order by what is believed of it, with its own probability."""
    if belief.value is not None and belief.value.get("not_rankable"):
        yield Dropped("judged not rankable")
        return
    if belief.value is None and belief.open is UNSET:
        yield Dropped("a tied vote")
        return
    asked, given = _compared(record, plan, question)
    for one, two in combinations(given, 2):
        if (ways := pair_believed(belief, one, two)) is None:
            continue
        (way, p), (_, other), *_ = sorted(ways.items(), key=lambda each: -each[1])
        if way not in (one, two) or p - other < _LEVEL:
            vote = Vote(None, p, 0.0, belief.n, True)
            yield _undecided(asked, given[one], given[two], Label("item", vote), plan, "ranked equal")
            continue
        winner, loser = (one, two) if way == one else (two, one)
        yield _pair(asked, given[winner], given[loser], Vote(True, p, p - other, belief.n), None)


def _rated(record: Record, plan: Plan, question: Question) -> Iterator[Pair | Dropped]:
    """Ratings as ranks: a person prefers what they rated higher by the recipe's gap."""
    people = [
        ({target.removeprefix("r:"): -value["rating"] for target, value in values(said, question.name)}, said)
        for said in record.annotations
    ]
    if plan.recipe.truth == "all":
        groups = [_Judged([ranks], plan.recipe.rating_gap, said, _TOO_NEAR) for ranks, said in people if ranks]
    else:
        groups = [_Judged([ranks for ranks, _ in people if ranks], plan.recipe.rating_gap, None, _TOO_NEAR)]
    for judged in groups:
        yield from _duels(record, plan, question, judged)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What people said of responses: numbers, the lower the better, and the step that tells two apart."""

    ranks: list[dict[str, float]]
    step: float
    said: Said | None
    level: str


def _duels(record: Record, plan: Plan, question: Question, judged: _Judged) -> Iterator[Pair | Dropped]:
    asked, given = _compared(record, plan, question)
    found = _strengths(judged, list(given)) if plan.recipe.margin == "bradley_terry" else None
    for one, two in combinations(given, 2):
        vote = _duel(judged, one, two) if found is None else _contest(judged, one, two, found)
        if vote.tie:
            label = Label("item", vote, judged.said)
            yield _undecided(asked, given[one], given[two], label, plan, judged.level)
        else:
            better, worse = (one, two) if vote.value else (two, one)
            yield _pair(asked, given[better], given[worse], vote, judged.said)


def _rewritten(record: Record, plan: Plan, question: Question) -> Iterator[Pair | Dropped]:
    """Edited beats draft. In a majority, only what several people wrote alike (or one alone wrote) stands."""
    for written in rewrites(record, plan, question):
        if isinstance(written, Dropped):
            yield written
        elif written.draft is None or written.text.strip() == written.draft.strip():
            yield Dropped("the draft was left as it was")
        else:
            chosen, rejected = ([{"role": "assistant", "content": text}] for text in (written.text, written.draft))
            yield _pair(written.prompt, chosen, rejected, written.label.vote, written.label.said)


@dataclass(frozen=True, slots=True)
class Written:
    """A text that somebody wrote as the assistant, its prompt, and the draft it began from."""

    prompt: list[Message]
    text: str
    draft: str | None
    label: Label


def rewrites(record: Record, plan: Plan, question: Question) -> Iterator[Written | Dropped]:
    """Every text written in answer to a prompt: on the item, or in the place of a message of a conversation."""
    settings = reader(question).settings
    without = settings.rewrite_of.field if settings.rewrite_of and question.target.level == "item" else None
    for label in labels(record, plan, question.name):
        if label.vote.tie:
            yield Dropped("people wrote different texts")
            continue
        try:
            asked = _prompt_at(record, plan, question, label.target, without)
        except Unfit as unfit:
            yield Dropped(str(unfit))
            continue
        draft = draft_of(settings, _subject(record, plan, label))
        yield Written(asked, label.vote.value["text"], draft, label)


def _prompt_at(record: Record, plan: Plan, question: Question, target: str, without: str | None) -> list[Message]:
    level, _, part = target.partition(":")
    if level != "m":
        return messages.checked_prompt(messages.prompt(plan.schema, record.content, without=without))
    spoken = record.content[question.target.field or ""]["messages"]
    place = next(number for number, each in enumerate(spoken) if each["id"] == part)
    if spoken[place]["role"] != "assistant":
        raise Unfit("not a message of the assistant")
    return messages.checked_prompt(messages.messages({"messages": spoken[:place]}))


def _subject(record: Record, plan: Plan, label: Label) -> Subject:
    """What the text is about; the response it rewrites is the one that this person (or the majority) chose."""
    answers: Mapping[str, Any] = label.said.answers if label.said else {
        name: {target: {"state": "answered", "value": vote.value} for target, vote in votes.items() if not vote.tie}
        for name, votes in record.majority.items()
    }  # fmt: skip
    return Subject(plan.schema, record.content, label.target, read_answers(answers))


def _compared(record: Record, plan: Plan, question: Question) -> tuple[list[Message], dict[str, list[Message]]]:
    """The prompt, and the responses as what follows it."""
    given = messages.responses(plan.schema, record.content, compared_field(question))
    asked = messages.prompt(plan.schema, record.content)
    if not asked and len(given) == 2:  # whole conversations are compared: what they share is the prompt
        one, two = given.values()
        shared = messages.common_prefix(one, two)
        asked, given = one[:shared], {name: each[shared:] for name, each in given.items()}
    return messages.checked_prompt(asked), given


def _pair(
    asked: list[Message], chosen: list[Message], rejected: list[Message], vote: Vote, said: Said | None
) -> Pair | Dropped:
    if chosen == rejected:
        return Dropped("both responses are the same")
    return Pair(asked, chosen, rejected, vote, said)


def _undecided(
    asked: list[Message], one: list[Message], two: list[Message], label: Label, plan: Plan, reason: str
) -> Pair | Dropped:
    if plan.recipe.ties == "drop":
        return Dropped(reason)
    return Pair(asked, one, two, label.vote, label.said, undecided=True)


def _ranks(value: Mapping[str, Any]) -> dict[str, float]:
    return {response: place for place, group in enumerate(value["groups"]) for response in group}


def _duel(judged: _Judged, one: str, two: str) -> Vote:
    """How many put `one` before `two`, of those who spoke of both."""
    leads = [ranks[two] - ranks[one] for ranks in judged.ranks if one in ranks and two in ranks]
    if not leads:
        return Vote(None, 0.0, 0.0, 0, True)
    yes, no = sum(lead >= judged.step for lead in leads), sum(lead <= -judged.step for lead in leads)
    return count(yes, no, len(leads) - yes - no)


def _strengths(judged: _Judged, names: list[str]) -> dict[str, float]:
    """Of all responses of the item, out of everything that was said of any two of them."""
    wins: dict[tuple[str, str], float] = {}
    for ranks in judged.ranks:
        for one, two in combinations([name for name in names if name in ranks], 2):
            lead = ranks[two] - ranks[one]
            share = 1.0 if lead >= judged.step else 0.0 if lead <= -judged.step else 0.5
            wins[one, two] = wins.get((one, two), 0.0) + share
            wins[two, one] = wins.get((two, one), 0.0) + 1 - share
    return strengths(names, wins)


def _contest(judged: _Judged, one: str, two: str, found: Mapping[str, float]) -> Vote:
    """Which of two is the stronger, and how probably it is preferred."""
    n = sum(one in ranks and two in ranks for ranks in judged.ranks)
    lead = found[one] - found[two]
    if n == 0 or abs(lead) < _LEVEL:
        return Vote(None, 0.5 if n else 0.0, 0.0, n, True)
    return Vote(lead > 0, probability(abs(lead)), abs(lead), n)
