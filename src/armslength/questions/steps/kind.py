"""Labelling every step of a solution, for models that learn from the way and not only from the result."""

import random
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.choice.kind import Color, Key, OptionId, repeated
from armslength.questions.model import Help, LabelSchema, Level, Measure, Parts, Question, Scalar, Subject
from armslength.questions.steps import onward
from armslength.questions.steps.onward import Onward

MOST_STEPS = 500
MOST_MS = 86_400_000
NO_ERROR = "no_error"
END = "ended"
"""The part of an answer that says whether it ended early: not a step."""
Rating = Literal[-1, 0, 1]
Reason = Literal["give_up", "bad_problem"]


class StepLabel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A label of a step. `rating`: -1 is an error, 0 neither helps nor harms, 1 is good; null: nobody can tell."""

    id: OptionId
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    rating: Rating | None
    help: Help | None = None
    color: Color | None = None
    key: Key | None = None


class StepsSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which `ordered` field holds the steps. `stop_at_error`: steps after the first error are not labelled.

    `comments`: none, or one on any step, or (`errors`) one on every step that is an error. `rewrite`: a step that is an
    error may be written as it should be. `give_up`: labelling may end early, because the problem is bad or cannot be
    judged. `alternatives`: a step may have several candidates. Each gets a label, and the person says from which the
    solution goes on, or (`rewrite`) writes the step; with `stop_at_error` labelling ends where that is not the first
    candidate, which is the one that the item's next step follows. `timed`: the time at each step is kept with its
    label.
    """

    field: str
    labels: Annotated[list[StepLabel], msgspec.Meta(min_length=2, max_length=20)]
    stop_at_error: bool = False
    comments: Literal["none", "optional", "errors"] = "none"
    rewrite: bool = False
    give_up: bool = False
    alternatives: bool = False
    timed: bool = False


class LabelledStep(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What one step is; `rating` as its label has it, so that the answer says by itself what it means.

    `instead`: the step as it should be, where it is an error. `place`: where steps may have several candidates, the
    number of the step whose candidate this is. `ms`: time at work between the label before and this one, and whatever
    time it took again.
    """

    step: str
    label: str
    rating: Rating | None = None
    comment: Annotated[str, msgspec.Meta(max_length=5000)] | None = None
    instead: Annotated[str, msgspec.Meta(max_length=5000)] | None = None
    place: int | None = None
    ms: Annotated[int, msgspec.Meta(ge=0, le=MOST_MS)] | None = None


class Ended(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why labelling ended before all that was asked is labelled: `why` in the person's words."""

    reason: Reason
    why: Annotated[str, msgspec.Meta(max_length=5000)]


class StepsValue(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The steps that were labelled, in their order; `ended` where somebody stopped early. `onward`: where steps may
    have several candidates, from which one the solution goes on, step by step.
    """

    steps: Annotated[list[LabelledStep], msgspec.Meta(max_length=MOST_STEPS)]
    ended: Ended | None = None
    onward: Annotated[list[Onward], msgspec.Meta(max_length=MOST_STEPS)] = []


class Steps:
    """A label for every step."""

    kind = "steps"
    title = "Steps"
    summary = "A label for every step of a solution; on wish only up to the first error."
    targets: tuple[Level, ...] = ("item",)
    numeric = False
    Settings = StepsSettings
    Value = StepsValue

    def check_settings(self, settings: StepsSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The field holds steps; labels are told apart; where an error ends it, there is a label for errors."""
        problems = repeated("labels", settings.labels, "id", "key")
        field = schema.field(settings.field)
        if field is None:
            problems.append(Problem("field", f"There is no field called '{settings.field}'."))
        elif not field.ordered or field.kind != "text":
            problems.append(
                Problem("field", f"'{field.name}' holds no steps; they are `many` texts that are `ordered`.")
            )
        if settings.stop_at_error and not any(label.rating == -1 for label in settings.labels):
            problems.append(Problem("stop_at_error", "No label says that a step is an error (rating -1)."))
        if settings.alternatives:
            problems += [
                Problem(f"labels[{index}].id", f"'{label.id}' is what is said of where a solution goes on.")
                for index, label in enumerate(settings.labels) if label.id in onward.WORDS
            ]  # fmt: skip
        return problems

    def is_empty(self, value: StepsValue) -> bool:
        """No step labelled yet, nothing written, and not ended."""
        return not value.steps and not value.onward and value.ended is None

    def check_content(self, settings: StepsSettings, subject: Subject) -> list[Problem]:
        """There are steps; several candidates of one only where they are asked about."""
        places = subject.places(settings.field)
        if not places:
            return [Problem(settings.field, "There are no steps here.")]
        several = len(set(places.values())) < len(places)
        if several and not settings.alternatives:
            return [Problem(settings.field, "A step has several candidates, and this question asks about one chain.")]
        return []

    def check_value(self, value: StepsValue, settings: StepsSettings, subject: Subject) -> list[Problem]:
        """Every step once, in order, with a known label; none after the first error where that ends it."""
        places = subject.places(settings.field)
        order = {step: index for index, step in enumerate(places)}
        problems: list[Problem] = []
        last = -1
        for index, said in enumerate(value.steps):
            place = order.get(said.step)
            if place is None:
                problems.append(Problem(f"steps[{index}].step", f"There is no step '{said.step}' here."))
            elif place <= last:
                problems.append(Problem(f"steps[{index}].step", "Steps are labelled once, and stand in their order."))
            else:
                last = place
                problems += _check_place(f"steps[{index}].place", said, places[said.step], settings)
            problems += [Problem(f"steps[{index}].{each.path}", each.message) for each in _check_step(said, settings)]
        if settings.alternatives:
            problems += onward.check(value.onward, value.steps, places, rewrite=settings.rewrite)
        elif value.onward:
            problems.append(Problem("onward", "This question asks about one chain of steps."))
        return problems or _check_whole(value, places, settings)

    def scalar(self, value: StepsValue) -> Scalar:
        """The id of the first step that is an error, or has only such candidates (then of the first of them); else why
        it ended early, or `no_error`.
        """
        otherwise = NO_ERROR if value.ended is None else value.ended.reason
        return next((candidates[0].step for candidates in _together(value) if _are_errors(candidates)), otherwise)

    def scalars(self, settings: StepsSettings) -> frozenset[str | float] | None:
        """As many as items have steps."""
        return None

    def measure(self, settings: StepsSettings) -> Measure:
        """Ordinal, step by step, by rating; steps of which nobody can tell have no place on it. Where steps may have
        several candidates, from which one it goes on is a part of its own: voted on and believed, not measured.
        """
        codes = {label.id: float(code) for code, label in enumerate(settings.labels)}
        errors = {label.id for label in settings.labels if label.rating == -1}
        ends = {*onward.WORDS} - {onward.FIRST} if settings.alternatives else errors
        return Measure(
            "ordinal",
            lambda value: {said.step: float(said.rating) for said in value.steps if said.rating is not None},
            lambda value: {said.step: codes.get(said.label, -1.0) for said in value.steps},
            Parts(
                _by_place, _made, said=_word, degree=lambda said: float(getattr(said, "rating", None) or 0),
                labels=(
                    *codes, *(get_args(Reason) if settings.give_up else ()),
                    *(onward.WORDS if settings.alternatives else ()),
                ),
                every=(END,) if settings.give_up else (),
                ends=lambda label: settings.stop_at_error and label in ends,
            ),
        )  # fmt: skip

    def columns(self, value: StepsValue) -> dict[str, Any]:
        """The ratings in order; by step the labels, the comments and what should stand there; the first error as its
        place among those labelled; why it ended early; by the number of a step, from where it goes on; by step the
        milliseconds at work.
        """
        ratings = [said.rating for said in value.steps]
        return {
            "": ratings, "labels": {said.step: said.label for said in value.steps},
            "comments": {said.step: said.comment for said in value.steps if said.comment} or None,
            "instead": {said.step: said.instead for said in value.steps if said.instead} or None,
            "first_error": next((at for at, each in enumerate(_together(value), 1) if _are_errors(each)), None),
            "ended": None if value.ended is None else value.ended.reason,
            "ended_why": None if value.ended is None else value.ended.why,
            "onward": onward.columns(value.onward),
            "ms": {said.step: said.ms for said in value.steps if said.ms is not None} or None,
        }  # fmt: skip

    def narrowed(self, old: StepsSettings, new: StepsSettings) -> list[Problem]:
        """The same field and end; labels may come and be renamed, not go or mean something else."""
        problems = [Problem("field", "It labelled another field.")] if old.field != new.field else []
        ratings = {label.id: label.rating for label in new.labels}
        for label in old.labels:
            if label.id not in ratings:
                problems.append(Problem("labels", f"The label '{label.id}' is gone."))
            elif ratings[label.id] != label.rating:
                problems.append(Problem("labels", f"The label '{label.id}' was rated {label.rating}."))
        if old.stop_at_error != new.stop_at_error:
            problems.append(Problem("stop_at_error", "Labels ended elsewhere before."))
        if old.comments != new.comments and (old.comments, new.comments) not in _LOOSER:
            problems.append(Problem("comments", "Comments were asked for in another way."))
        if old.rewrite and not new.rewrite:
            problems.append(Problem("rewrite", "Steps could be written as they should be."))
        if old.give_up and not new.give_up:
            problems.append(Problem("give_up", "Labelling could end early."))
        if old.timed and not new.timed:
            problems.append(Problem("timed", "The time at each step was kept."))
        if old.alternatives != new.alternatives:
            problems.append(Problem("alternatives", "Steps were asked about in another way."))
        return problems

    def random_value(
        self, rng: random.Random, settings: StepsSettings, subject: Subject, truth: StepsValue | None = None,
        noise: float = 0.0,
    ) -> StepsValue:  # fmt: skip
        """Any labels, mostly not errors; with a truth, another one now and then."""
        known = {} if truth is None else {said.step: said for said in truth.steps}
        went = {} if truth is None else {way.place: way for way in truth.onward}
        steps: list[LabelledStep] = []
        ways: list[Onward] = []
        for place, candidates in onward.by_place(subject.places(settings.field)).items():
            here = [_any(rng, step, settings, place) for step in candidates]
            here = [known[each.step] if each.step in known and rng.random() >= noise else each for each in here]
            steps += here
            ends = _are_errors(here)
            if settings.alternatives:
                sound = [number for number, each in enumerate(here, start=1) if each.rating != -1]
                same = all(known.get(each.step) == each for each in here) and place in went
                first = Onward(place=place)
                if sound:
                    first = Onward(place=place, candidate=sound[0], step=candidates[sound[0] - 1])
                ways.append(went[place] if same else first)
                ends = onward.word(ways[-1]) != onward.FIRST
            if settings.stop_at_error and ends:
                break
        return StepsValue(steps, onward=ways)


_LOOSER = {("none", "optional"), ("errors", "optional")}


def _check_step(said: LabelledStep, settings: StepsSettings) -> list[Problem]:
    label = next((label for label in settings.labels if label.id == said.label), None)
    if label is None:
        return [Problem("label", f"There is no label '{said.label}'.")]
    if said.rating != label.rating:
        return [Problem("rating", f"The rating of '{label.id}' is {msgspec.json.encode(label.rating).decode()}.")]
    if said.ms is not None and not settings.timed:
        return [Problem("ms", "This question keeps no time.")]
    if said.comment is not None and settings.comments == "none":
        return [Problem("comment", "This question asks for no comments.")]
    if said.instead is not None and not settings.rewrite:
        return [Problem("instead", "This question asks for no steps to be written.")]
    if said.instead is not None and settings.alternatives:
        return [Problem("instead", "Where there are candidates, a step that the person wrote stands in `onward`.")]
    if said.instead is not None and said.rating != -1:
        return [Problem("instead", "Only a step that is an error is written as it should be.")]
    if settings.comments == "errors" and said.rating == -1 and not (said.comment or "").strip():
        return [Unfinished("comment", "Say what the error is.")]
    return []


def _check_place(path: str, said: LabelledStep, place: int, settings: StepsSettings) -> list[Problem]:
    if not settings.alternatives:
        return [] if said.place is None else [Problem(path, "This question asks about one chain of steps.")]
    return [] if said.place == place else [Problem(path, f"'{said.step}' is a candidate of step {place}.")]


def _check_whole(value: StepsValue, places: Mapping[str, int], settings: StepsSettings) -> list[Problem]:
    """What was labelled too much or too little."""
    if value.ended is not None and not settings.give_up:
        return [Problem("ended", "This question asks for all steps.")]
    if value.ended is not None and not value.ended.why.strip():
        return [Unfinished("ended.why", "Say why.")]
    if settings.alternatives:
        problems = onward.check_whole(value.onward, value.steps, places, stops=settings.stop_at_error)
    else:
        problems = _check_chain(value, list(places), stops=settings.stop_at_error)
    return problems if value.ended is None else [each for each in problems if not isinstance(each, Unfinished)]


def _check_chain(value: StepsValue, order: list[str], *, stops: bool) -> list[Problem]:
    wanted = order
    if stops:
        error = next((index for index, said in enumerate(value.steps) if said.rating == -1), None)
        if error is not None and error + 1 < len(value.steps):
            return [Problem(f"steps[{error + 1}].step", "Steps after the first error are not labelled.")]
        if error is not None:
            wanted = order[: order.index(value.steps[error].step) + 1]
    labelled = {said.step for said in value.steps}
    missing = [step for step in wanted if step not in labelled]
    return [Unfinished("steps", f"Not labelled yet: {', '.join(missing[:20])}.")] if missing else []


def _together(value: StepsValue) -> list[list[LabelledStep]]:
    """The labelled steps, those that are candidates of one in one list."""
    found: dict[int | str, list[LabelledStep]] = {}
    for said in value.steps:
        found.setdefault(said.step if said.place is None else said.place, []).append(said)
    return list(found.values())


def _are_errors(candidates: Sequence[LabelledStep]) -> bool:
    return all(said.rating == -1 for said in candidates)


Said = LabelledStep | Onward | Ended


def _by_place(value: StepsValue) -> dict[tuple[int, int, str], Said]:
    """Responses are numbered r1, r2 … in the order in which they came; after the candidates of a step, from which it
    goes on; last, that it ended early.
    """
    parts: dict[tuple[int, int, str], Said] = {}
    for said in value.steps:
        number = int(said.step[1:]) if said.step[1:].isdecimal() else 0
        parts[number if said.place is None else said.place, number, said.step] = said
    for way in value.onward:
        parts[way.place, MOST_STEPS + 1, f"onward_{way.place}"] = way
    return parts | ({} if value.ended is None else {(MOST_STEPS + 1, 0, END): value.ended})


def _word(said: Said) -> str:
    if isinstance(said, Onward):
        return onward.word(said)
    return said.reason if isinstance(said, Ended) else said.label


def _made(said: Sequence[Said]) -> StepsValue:
    ended = next((each for each in said if isinstance(each, Ended)), None)
    # What several people say took none of them its time.
    steps = [msgspec.structs.replace(each, ms=None) for each in said if isinstance(each, LabelledStep)]
    return StepsValue(steps, ended, onward.sound([each for each in said if isinstance(each, Onward)], steps))


def _any(rng: random.Random, step: str, settings: StepsSettings, place: int) -> LabelledStep:
    good = [label for label in settings.labels if label.rating != -1] or settings.labels
    label = rng.choice(good if rng.random() < 0.85 else settings.labels)
    comment = "This does not follow." if settings.comments == "errors" and label.rating == -1 else None
    return LabelledStep(
        step=step, label=label.id, rating=label.rating, comment=comment, place=place if settings.alternatives else None,
        ms=rng.randint(2_000, 40_000) if settings.timed else None,
    )  # fmt: skip
