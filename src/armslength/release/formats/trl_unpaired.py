"""TRL unpaired preference: answers that are good or bad by themselves, for KTO."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from armslength.questions.model import LabelSchema, Question
from armslength.release.formats import messages
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.labels import Vote, ballots, beliefs, choose, count, trace
from armslength.release.formats.messages import Message, Unfit
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.formats.pairs import IMAGES
from armslength.release.model import Dropped, Plan, Recipe, Record, Row, Said
from armslength.truth.model import Belief

NO_RATING: Final = "It needs a rating of responses, messages or a whole answer; a preference says only which is better."
ANSWER_FIELDS: Final = ("response", "completion", "answer", "output")


class TrlUnpaired(RowFormat):
    """`{"prompt": [U], "completion": [A], "label": true}`: the label is a rating at or above a threshold."""

    id = "trl-unpaired"
    title = "TRL unpaired preference"
    summary = "Prompt, completion and whether it is good, for KTO; from ratings."

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """A rating must be asked for, of something that the assistant said."""
        question = _rating(schema, recipe)
        if question is None:
            return NO_RATING
        return IMAGES if messages.shows_images(schema) else None

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per rated answer. Each rating is good or bad by itself; the majority of these is the label."""
        question = _rating(plan.schema, plan.recipe)
        assert question is not None  # why_not has been asked
        for target, vote, said in _votes(record, plan, question):
            if vote.tie:
                yield Dropped("rated neither good nor bad")
                continue
            try:
                prompt, completion = _rated(record, plan.schema, question, target)
            except Unfit as unfit:
                yield Dropped(str(unfit))
                continue
            spoken = {"prompt": messages.for_trl(prompt), "completion": messages.for_trl(completion)}
            yield Row(spoken | {"label": vote.value} | trace(record, said, vote))

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()


def _rating(schema: LabelSchema, recipe: Recipe) -> Question | None:
    """The nearest to a single answer first; of ratings of the whole item, the one called `overall`."""
    whole = any(field.kind == "chat" and not field.many for field in schema.fields) or len(_texts(schema)) > 1

    def at(*levels: str, name: str | None = None) -> Any:
        return lambda q: q.kind == "rating" and q.target.level in levels and name in (None, q.name)

    fits = [at("response"), at("message")]
    return choose(schema, recipe.question, [*fits, at("item", name="overall"), at("item")] if whole else fits)


def _votes(record: Record, plan: Plan, question: Question) -> Iterator[tuple[str, Vote, Said | None]]:
    """Good or bad, by target: as most rated it, or as the probabilities of the ratings add up."""
    believed = beliefs(record, question.name)
    if believed is not None:
        for target, belief in sorted(believed.items()):
            yield target, _likelier(belief, question, plan.recipe), None
        return
    for target, given, said in ballots(record, plan, question.name):
        sides = [_is_good(value["rating"], question, plan.recipe) for value in given]
        yield target, count(sides.count(True), sides.count(False), sides.count(None)), said


def _likelier(belief: Belief, question: Question, recipe: Recipe) -> Vote:
    sides = {True: 0.0, False: 0.0, None: 0.0}
    for label, share in belief.shares[""].items():
        sides[_is_good(float(label), question, recipe)] += share
    (value, most), (_, next_most), _ = sorted(sides.items(), key=lambda side: -side[1])
    tie = value is None or most == next_most
    return Vote(None if tie else value, most, 0.0 if tie else most - next_most, belief.n, tie)


def _is_good(rating: float, question: Question, recipe: Recipe) -> bool | None:
    """Good, bad, or None in the very middle of the scale (when the recipe sets no threshold)."""
    if recipe.unpaired_at_least is not None:
        return rating >= recipe.unpaired_at_least
    middle = (question.settings.get("min", 1) + question.settings.get("max", 5)) / 2
    return None if rating == middle else rating > middle


def _rated(record: Record, schema: LabelSchema, question: Question, target: str) -> tuple[list[Message], list[Message]]:
    """The prompt and what was rated."""
    level, _, part = target.partition(":")
    if level == "r":
        given = messages.responses(schema, record.content, question.target.field or "")
        return messages.checked_prompt(messages.prompt(schema, record.content)), given[part]
    if level == "m":
        spoken = record.content[question.target.field or ""]["messages"]
        place = next(number for number, each in enumerate(spoken) if each["id"] == part)
        return _cut(messages.messages({"messages": spoken[: place + 1]}))
    return _whole(record.content, schema)


def _whole(content: Mapping[str, Any], schema: LabelSchema) -> tuple[list[Message], list[Message]]:
    """A rating of the whole item: of the answer that closes the conversation, or of the text that answers."""
    asked = messages.prompt(schema, content)
    if asked and asked[-1]["role"] == "assistant":
        return _cut(asked)
    texts = [name for name in _texts(schema) if name in content]
    answer = next((name for name in ANSWER_FIELDS if name in texts), texts[-1] if texts else None)
    field = schema.field(answer)
    if field is None:
        raise Unfit("there is no answer that was rated")
    prompt = messages.checked_prompt(messages.prompt(schema, content, without=answer))
    return prompt, messages.response(field.kind, content[field.name])


def _cut(spoken: list[Message]) -> tuple[list[Message], list[Message]]:
    if spoken[-1]["role"] != "assistant":
        raise Unfit("not a message of the assistant")
    return messages.checked_prompt(spoken[:-1]), spoken[-1:]


def _texts(schema: LabelSchema) -> list[str]:
    return [
        field.name
        for field in schema.fields
        if not field.many and field.kind in ("text", "code") and field.name not in messages.SYSTEM
    ]
