"""Labelled steps, for reward models of the process: TRL's stepwise supervision, and PRM800K's own form.

Traps. A step without a rating is not a neutral one: PRM800K keeps it apart as null, and TRL's rows end before it. TRL's
labels are true or false and its trainer puts the separator between steps: a step that is no error is true, and the
ratings stand beside the labels, so that another rule can be applied. What was said of a step holds after the steps that
the item has before it: where somebody had the solution go on from another candidate, what follows in the item is no
part of that solution.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from armslength.questions.model import LabelSchema, Question, Subject
from armslength.questions.steps.onward import by_place
from armslength.release.formats import messages
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.labels import Label, Vote, ballots, choose, labels, trace
from armslength.release.formats.messages import Unfit
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.formats.pairs import IMAGES
from armslength.release.model import Dropped, Plan, Recipe, Record, Row, Said

NO_STEPS: Final = "It needs a question that labels steps."
ANSWERS: Final = ("ground_truth_answer", "answer", "reference_answer")
SOLUTIONS: Final = ("ground_truth_solution", "solution", "reference", "reference_solution")


class _Stepwise(RowFormat):
    """What both have in common."""

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """Steps must be labelled."""
        if _question(schema, recipe) is None:
            return NO_STEPS
        return IMAGES if messages.shows_images(schema) else None

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per answer, or one for the majority."""
        question = _question(plan.schema, plan.recipe)
        assert question is not None  # why_not has been asked
        for label in self.labels(record, plan, question):
            if label.vote.value is None or (label.vote.tie and not label.vote.open and plan.recipe.ties == "drop"):
                yield Dropped("a tied vote")
                continue
            try:
                yield from [Row(row) for row in self.told(record, plan.schema, question, label)]
            except Unfit as unfit:
                yield Dropped(str(unfit))

    def labels(self, record: Record, plan: Plan, question: Question) -> Iterator[Label]:
        """What is said of the steps."""
        return labels(record, plan, question.name)

    def told(
        self, record: Record, schema: LabelSchema, question: Question, label: Label
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        """The rows of one labelling."""
        raise NotImplementedError

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()


class TrlStepwise(_Stepwise):
    """`{"prompt": "q", "completions": ["s1", "s2"], "labels": [true, false]}`: what `PRMTrainer` takes."""

    id = "trl-stepwise"
    title = "TRL stepwise supervision"
    summary = "A prompt, its steps up to the first unrated one, and whether each is right, for process reward models."

    def labels(self, record: Record, plan: Plan, question: Question) -> Iterator[Label]:
        """By the recipe the mean of the ratings in the place of the majority."""
        if plan.recipe.steps != "mean":
            return super().labels(record, plan, question)
        return (
            Label(target, _mean([value["steps"] for value in given]))
            for target, given, _ in ballots(record, plan, question.name)
        )

    def told(
        self, record: Record, schema: LabelSchema, question: Question, label: Label
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        """The rated steps of the item from the beginning on; after them, for each other candidate of a step, the steps
        before it and itself.
        """
        if (label.vote.value.get("ended") or {}).get("reason") == "bad_problem":
            raise Unfit("the problem is bad")
        ratings = {said["step"]: said.get("rating") for said in label.vote.value["steps"]}
        chain: list[dict[str, Any]] = []
        others: list[list[dict[str, Any]]] = []
        for place, candidates in _places(record, schema, question):
            rated = [each for each in candidates if ratings.get(each["id"]) is not None]
            others += [[*chain, each] for each in rated if each is not candidates[0]]
            if candidates[0] not in rated:
                break
            chain.append(candidates[0])
            if _leaves(_way(label, place)):
                break
        if not chain and not others:
            raise Unfit("the first step is not rated")
        prompt = _prompt(record, schema)
        for steps in [*([chain] if chain else []), *others]:
            given = [ratings[each["id"]] for each in steps]
            supervised = {
                "prompt": prompt, "completions": [each["value"] for each in steps],
                "labels": [each >= 0 for each in given], "ratings": given,
            }  # fmt: skip
            last = {"step": steps[-1]["id"]} if question.settings.get("alternatives") else {}
            yield supervised | last | trace(record, label.said, label.vote)


class Prm800k(_Stepwise):
    """PRM800K's rows: the question, and every step with its rating, -1, 0, 1 or null."""

    id = "prm800k"
    title = "PRM800K"
    summary = "The problem and every labelled step with its rating, -1, 0, 1 or null, as OpenAI's PRM800K has them."

    def told(
        self, record: Record, schema: LabelSchema, question: Question, label: Label
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        """One labelling of one solution; what a majority says has no labeler and took no time."""
        said, ended = label.vote.value["steps"], label.vote.value.get("ended")
        if not said and ended is None:
            raise Unfit("no step is labelled")
        places = _places(record, schema, question)
        steps, last = [], None
        by_step = {each["step"]: each for each in said}
        for place, candidates in places:
            here = [(each, by_step[each["id"]]) for each in candidates if each["id"] in by_step]
            if not here:
                continue
            last = _way(label, place)
            steps.append(_candidates(here, last) if question.settings.get("alternatives") else _step(*here[0]))
            if _leaves(last):
                break
        asked = {"problem": _prompt(record, schema)} | _known(record.content, schema)
        yield {
            **_labeler(label.said), "generation": None,
            "is_quality_control_question": False, "is_initial_screening_question": False,
            "question": asked | {"pre_generated_steps": [candidates[0]["value"] for _, candidates in places]},
            "label": {
                "steps": steps,
                "total_time": label.said.active_ms if label.said else None,
                "finish_reason": _finish(steps, ended, whole=len(steps) == len(places), last=last),
                **({"finish_why": ended["why"]} if ended else {}),
            },
            "item": str(record.item),
        }  # fmt: skip


def _places(record: Record, schema: LabelSchema, question: Question) -> list[tuple[int, list[dict[str, Any]]]]:
    """The steps of the item by number, each with its candidates."""
    subject, field = Subject(schema, record.content), question.settings["field"]
    texts = subject.responses(field)
    return [
        (place, [{"id": step, "value": texts[step]} for step in candidates])
        for place, candidates in by_place(subject.places(field)).items()
    ]


def _way(label: Label, place: int) -> Mapping[str, Any] | None:
    """What is said of where the solution goes on from a step."""
    return next((each for each in label.vote.value.get("onward", ()) if each["place"] == place), None)


def _leaves(way: Mapping[str, Any] | None) -> bool:
    """Whether the solution goes on from anything but the candidate that the item's next step follows."""
    return way is not None and way.get("candidate") != 1


def _finish(
    steps: Sequence[Mapping[str, Any]], ended: Mapping[str, Any] | None, *, whole: bool, last: Mapping[str, Any] | None
) -> str | None:
    """In PRM800K's words: an error that was the last to be labelled was found, and it ended there. It has no word for
    solutions that go on from where the item does not.
    """
    if ended is not None:
        return str(ended["reason"])
    errors = [all(each["rating"] == -1 for each in step["completions"]) for step in steps]
    if True in errors and len(errors) == errors.index(True) + 1:
        return "found_error"
    return None if _leaves(last) and not whole else "solution"


def _mean(given: Sequence[Sequence[Mapping[str, Any]]]) -> Vote:
    """Of each step the mean of all ratings; `p`: how many of them are on its side, of being an error or not."""
    ratings: dict[str, list[float]] = {}
    for step in (each for steps in given for each in steps if each.get("rating") is not None):
        ratings.setdefault(step["step"], []).append(step["rating"])
    means = {step: sum(each) / len(each) for step, each in ratings.items()}
    alike = [(rating >= 0) == (means[step] >= 0) for step, each in ratings.items() for rating in each]
    share = sum(alike) / len(alike) if alike else 1.0
    steps = [{"step": step, "rating": mean} for step, mean in means.items()]
    return Vote({"steps": steps}, share, 2 * share - 1, len(given))


def _question(schema: LabelSchema, recipe: Recipe) -> Question | None:
    return choose(schema, recipe.question, [lambda question: question.kind == "steps"])


def _prompt(record: Record, schema: LabelSchema) -> str:
    """The problem as one text: what is known of its solution is no part of it."""
    left_out = {*ANSWERS, *SOLUTIONS}
    shown = {name: value for name, value in record.content.items() if name not in left_out}
    asked = [each for each in messages.prompt(schema, shown) if each["role"] != "system"]
    if len(asked) != 1:
        raise Unfit("the problem is not one message")
    return str(asked[0]["content"])


def _known(content: Mapping[str, Any], schema: LabelSchema) -> dict[str, str]:
    """The right answer and solution, where the item shows them."""
    texts = {field.name for field in schema.fields if field.kind == "text" and not field.many} & content.keys()
    named = {"ground_truth_solution": SOLUTIONS, "ground_truth_answer": ANSWERS}
    found = {key: next((content[name] for name in names if name in texts), None) for key, names in named.items()}
    return {key: text for key, text in found.items() if text is not None}


def _labeler(said: Said | None) -> dict[str, Any]:
    if said is None:
        return {"labeler": None, "timestamp": None}
    return {"labeler": said.person, "timestamp": said.submitted_at.replace(tzinfo=None).isoformat()}


def _step(step: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """A comment and the time at the step (`ms`) are ours: PRM800K has none. Where a person wrote the step, none of the
    model's was chosen."""
    written = said.get("instead")
    return {
        "completions": [_completion(step, said)],
        "human_completion": _human(written) if written else None,
        "chosen_completion": None if written else 0,
        **_own(said),
    }


def _candidates(
    labelled: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], way: Mapping[str, Any] | None
) -> dict[str, Any]:
    """A step with several completions, each with its comment and time, and the place of the chosen one among them."""
    way = way or {}
    places = [place for place, (step, _) in enumerate(labelled) if step["id"] == way.get("step")]
    return {
        "completions": [_completion(step, said) | _own(said) for step, said in labelled],
        "human_completion": _human(way["instead"]) if way.get("instead") else None,
        "chosen_completion": places[0] if places else None,
    }


def _completion(step: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": step["value"], "rating": said.get("rating"), "flagged": None}


def _own(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("comment", "ms") if said.get(name)}


def _human(written: str) -> dict[str, Any]:
    return {"text": written, "rating": None, "source": "human", "flagged": False}
