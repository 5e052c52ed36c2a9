"""Relating the spans of another question: who works for whom, what caused what, which names mean the same.

An end is a place, not a label: when a span gets another label the relation stays, as long as that label may be an end.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Annotated, Any

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.choice.kind import Color, Key, OptionId, repeated
from armslength.questions.model import Help, LabelSchema, Level, Measure, Parts, Question, Scalar, Subject

MOST_RELATIONS = 5000
MOST_LABELS = 200
MOST_ENDS = 50
Place = tuple[str, str, str, int, int]


class RelationLabel(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, rename={"from_": "from"}
):  # fmt: skip
    """A label of a relation. `from` and `to`: labels of spans that its first end, and its other ends, may carry; none:
    any. `directed`: the first end is told from the others. `ends`: how many it has at most.
    """

    id: OptionId
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    help: Help | None = None
    color: Color | None = None
    key: Key | None = None
    directed: bool = True
    from_: Annotated[list[str], msgspec.Meta(max_length=500)] = []
    to: Annotated[list[str], msgspec.Meta(max_length=500)] = []
    ends: Annotated[int, msgspec.Meta(ge=2, le=MOST_ENDS)] = 2


class RelationsSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`spans`: the question whose spans are related, asked before. `comments`: whether a relation may have one."""

    spans: str
    labels: Annotated[list[RelationLabel], msgspec.Meta(min_length=1, max_length=MOST_LABELS)]
    comments: bool = False


class End(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a related span stands: `start` to before `end` in Unicode code points; `quote` is the text there."""

    start: int
    end: int
    quote: str
    field: str
    message: str | None = None
    response: str | None = None


class Relation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A label and its ends: the first one, then those it is related to."""

    label: str
    ends: Annotated[list[End], msgspec.Meta(min_length=1, max_length=MOST_ENDS)]
    comment: Annotated[str, msgspec.Meta(max_length=5000)] | None = None


class RelationsValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The relations, in any order; none is an answer."""

    relations: Annotated[list[Relation], msgspec.Meta(max_length=MOST_RELATIONS)]


class Relations:
    """Labelled relations between spans."""

    kind = "relations"
    title = "Relations"
    summary = "Relate the spans that another question marks: directed or not, between two or more, each with its label."
    targets: tuple[Level, ...] = ("item", "message", "response")
    numeric = False
    Settings = RelationsSettings
    Value = RelationsValue

    def check_settings(self, settings: RelationsSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The spans are marked by an earlier question on the same things, and have the labels that ends may carry."""
        problems = repeated("labels", settings.labels, "id", "key")
        marking = schema.question(settings.spans)
        names = [each.name for each in schema.questions]
        if marking is None or marking.kind != "spans":
            return [*problems, Problem("spans", f"There is no question called '{settings.spans}' that marks spans.")]
        if question.name in names and names.index(marking.name) > names.index(question.name):
            problems.append(
                Problem("spans", f"'{marking.name}' comes later; spans are marked before they are related.")
            )
        if marking.target != question.target:
            problems.append(Problem("spans", f"'{marking.name}' hangs on something else."))
        known = _label_ids(marking)
        for index, label in enumerate(settings.labels):
            for name, wanted in (("from", label.from_), ("to", label.to)):
                problems += [
                    Problem(f"labels[{index}].{name}", f"'{marking.name}' has no label '{each}'.")
                    for each in wanted
                    if each not in known
                ]
            if not label.directed and label.from_ != label.to:
                hint = "Without a direction all ends are alike: `to` is the same as `from`."
                problems.append(Problem(f"labels[{index}].to", hint))
        return problems

    def is_empty(self, value: RelationsValue) -> bool:
        """No relations: "nothing is related" is an answer."""
        return False

    def check_content(self, settings: RelationsSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: RelationsValue, settings: RelationsSettings, subject: Subject) -> list[Problem]:
        """Each relation once, between spans that are marked and may be its ends."""
        labels = {label.id: label for label in settings.labels}
        marked = marked_at(settings, subject)
        problems: list[Problem] = []
        seen: set[Any] = set()
        for index, relation in enumerate(value.relations):
            found = _check_relation(relation, labels.get(relation.label), marked, settings)
            key = key_of(relation, labels.get(relation.label))
            if not found and key in seen:
                found.append(Problem("", "The same spans have the same relation twice."))
            seen.add(key)
            problems += [type(each)(f"relations[{index}].{each.path}".rstrip("."), each.message) for each in found]
        return problems

    def scalar(self, value: RelationsValue) -> Scalar:
        """The labels used."""
        return tuple(sorted({relation.label for relation in value.relations}))

    def scalars(self, settings: RelationsSettings) -> frozenset[str | float] | None:
        """The label ids."""
        return frozenset(label.id for label in settings.labels)

    def measure(self, settings: RelationsSettings) -> Measure:
        """Relations are compared one by one, by their ends and label."""
        labels = {label.id: label for label in settings.labels}
        parts = Parts(
            lambda value: {key_of(relation, labels.get(relation.label)): relation for relation in value.relations},
            _made,
        )
        return Measure("sets", lambda _: {}, parts=parts)

    def columns(self, value: RelationsValue) -> dict[str, Any]:
        """The relations; how many there are, in all and by label."""
        counts: dict[str, int] = {}
        for relation in value.relations:
            counts[relation.label] = counts.get(relation.label, 0) + 1
        return {
            "": [msgspec.to_builtins(relation) for relation in value.relations], "count": len(value.relations),
            "labels": counts or None,
        }  # fmt: skip

    def narrowed(self, old: RelationsSettings, new: RelationsSettings) -> list[Problem]:
        """The same spans; labels may come, be renamed and take more ends, not go or mean something else."""
        problems = [Problem("spans", "It related the spans of another question.")] if old.spans != new.spans else []
        after = {label.id: (index, label) for index, label in enumerate(new.labels)}
        for label in old.labels:
            if label.id not in after:
                problems.append(Problem("labels", f"The label '{label.id}' is gone."))
                continue
            index, newer = after[label.id]
            problems += [Problem(f"labels[{index}].{each.path}", each.message) for each in _narrower(label, newer)]
        if old.comments and not new.comments:
            problems.append(Problem("comments", "Relations could have comments before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: RelationsSettings, subject: Subject, truth: RelationsValue | None = None,
        noise: float = 0.0,
    ) -> RelationsValue:  # fmt: skip
        """Some pairs of what is marked; with a truth, what is still marked of it, and now and then one is missed."""
        marked = marked_at(settings, subject)
        if truth is not None:
            labels = {label.id: label for label in settings.labels}
            there = [
                each for each in truth.relations if not _check_relation(each, labels.get(each.label), marked, settings)
            ]
            return RelationsValue([each for each in there if rng.random() >= noise])
        found: dict[Any, Relation] = {}
        for label in settings.labels:
            for pair in list(permutations(marked, 2))[:200]:
                relation = Relation(label=label.id, ends=[marked[place][0] for place in pair])
                if rng.random() < 0.3 and not _check_relation(relation, label, marked, settings):
                    found.setdefault(key_of(relation, label), relation)
        return RelationsValue(list(found.values())[:6])


Marked = dict[Place, tuple[End, list[str]]]
"""What is marked, by place: the end there, and the labels that stand there."""


_NO_PLACE = ("label", "comment")
"""What a span says beside where it stands."""


def marked_at(settings: RelationsSettings, subject: Subject) -> Marked:
    """The spans that may be related at this target: the answer to the question that marks them."""
    answer = subject.answers.get(settings.spans, {}).get(subject.target)
    value = answer.value if answer is not None and answer.state == "answered" else None
    spans = value.get("spans") if isinstance(value, dict) else None
    found: Marked = {}
    for span in spans if isinstance(spans, list) else ():
        try:
            end = msgspec.convert({name: said for name, said in span.items() if name not in _NO_PLACE}, End)
            label = msgspec.convert(span.get("label"), str)
        except (msgspec.ValidationError, AttributeError):
            continue  # the question that marks it says what is wrong with it
        found.setdefault(place_of(end), (end, []))[1].append(label)
    return found


def place_of(end: End) -> Place:
    """Tells places apart; can be ordered."""
    return (end.field, end.response or "", end.message or "", end.start, end.end)


def key_of(relation: Relation, label: RelationLabel | None) -> tuple[str, str, tuple[Place, ...]]:
    """What makes two relations the same one: without a direction the order of the ends does not count."""
    first, *others = [place_of(end) for end in relation.ends]
    if label is not None and not label.directed:
        return (relation.label, "", tuple(sorted((first, *others))))
    return (relation.label, ">", (first, *sorted(others)))


def _label_ids(marking: Question) -> set[str]:
    labels = marking.settings.get("labels")
    return {str(label.get("id")) for label in labels if isinstance(label, dict)} if isinstance(labels, list) else set()


def _check_relation(
    relation: Relation, label: RelationLabel | None, marked: Marked, settings: RelationsSettings
) -> list[Problem]:  # fmt: skip
    if label is None:
        return [Problem("label", f"There is no label '{relation.label}'.")]
    problems: list[Problem] = []
    places = [place_of(end) for end in relation.ends]
    if len(places) < 2:
        problems.append(Unfinished("ends", f"'{label.title}' needs another end."))
    if len(places) > label.ends:
        problems.append(Problem("ends", f"'{label.title}' has at most {label.ends} ends."))
    for index, (end, place) in enumerate(zip(relation.ends, places, strict=True)):
        at = f"ends[{index}]"
        wanted = label.from_ if index == 0 else label.to
        if place in places[:index]:
            problems.append(Problem(at, "The same span is an end twice."))
        elif place not in marked:
            problems.append(Unfinished(at, f"“{end.quote[:80]}” is not marked in '{settings.spans}' any more."))
        elif end.quote != marked[place][0].quote:
            problems.append(Problem(f"{at}.quote", "The quote is not that of the span."))
        elif wanted and not set(wanted) & set(marked[place][1]):
            problems.append(Unfinished(at, f"“{end.quote[:80]}” is none of: {', '.join(wanted)}."))
    if relation.comment is not None and not settings.comments:
        problems.append(Problem("comment", "This question asks for no comments."))
    return problems


def _narrower(old: RelationLabel, new: RelationLabel) -> Iterator[Problem]:
    if old.directed != new.directed:
        yield Problem("directed", f"'{old.id}' was {'' if old.directed else 'not '}directed.")
    if new.ends < old.ends:
        yield Problem("ends", f"'{old.id}' could have {old.ends} ends.")
    for name, before, after in (("from", old.from_, new.from_), ("to", old.to, new.to)):
        if after and (not before or set(before) - set(after)):
            yield Problem(name, f"Other spans could be ends of '{old.id}' before.")


def _made(relations: Sequence[Any]) -> RelationsValue:
    return RelationsValue(list(relations))
