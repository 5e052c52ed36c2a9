"""Labelled steps, for reward models of the process: TRL's stepwise supervision, and PRM800K's own form.

Traps. A step without a rating is not a neutral one: PRM800K keeps it apart as null, and TRL's rows end before it. TRL's
labels are true or false and its trainer puts the separator between steps: a step that is no error is true, and the
ratings stand beside the labels, so that another rule can be applied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from armslength.questions.model import LabelSchema, Question
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
                yield Row(self.row(record, plan.schema, question, label))
            except Unfit as unfit:
                yield Dropped(str(unfit))

    def labels(self, record: Record, plan: Plan, question: Question) -> Iterator[Label]:
        """What is said of the steps."""
        return labels(record, plan, question.name)

    def row(self, record: Record, schema: LabelSchema, question: Question, label: Label) -> dict[str, Any]:
        """One row."""
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

    def row(self, record: Record, schema: LabelSchema, question: Question, label: Label) -> dict[str, Any]:
        """The rated steps from the beginning on."""
        if (label.vote.value.get("ended") or {}).get("reason") == "bad_problem":
            raise Unfit("the problem is bad")
        by_step = {said["step"]: said.get("rating") for said in label.vote.value["steps"]}
        steps, ratings = [], []
        for step in record.content[question.settings["field"]]:
            rating = by_step.get(step["id"])
            if rating is None:
                break
            steps.append(step["value"])
            ratings.append(rating)
        if not steps:
            raise Unfit("the first step is not rated")
        supervised = {
            "prompt": _prompt(record, schema),
            "completions": steps,
            "labels": [each >= 0 for each in ratings],
        }
        return supervised | {"ratings": ratings} | trace(record, label.said, label.vote)


class Prm800k(_Stepwise):
    """PRM800K's rows: the question, and every step with its rating, -1, 0, 1 or null."""

    id = "prm800k"
    title = "PRM800K"
    summary = "The problem and every labelled step with its rating, -1, 0, 1 or null, as OpenAI's PRM800K has them."

    def row(self, record: Record, schema: LabelSchema, question: Question, label: Label) -> dict[str, Any]:
        """One labelling of one solution; what a majority says has no labeler and took no time."""
        texts = {step["id"]: step["value"] for step in record.content[question.settings["field"]]}
        said, ended = label.vote.value["steps"], label.vote.value.get("ended")
        if not said and ended is None:
            raise Unfit("no step is labelled")
        asked = {"problem": _prompt(record, schema)} | _known(record.content, schema)
        return {
            **_labeler(label.said), "generation": None,
            "is_quality_control_question": False, "is_initial_screening_question": False,
            "question": asked | {"pre_generated_steps": list(texts.values())},
            "label": {
                "steps": [_step(texts[each["step"]], each) for each in said],
                "total_time": label.said.active_ms if label.said else None,
                "finish_reason": _finish([each.get("rating") for each in said], ended),
                **({"finish_why": ended["why"]} if ended else {}),
            },
            "item": str(record.item),
        }  # fmt: skip


def _finish(ratings: Sequence[float | None], ended: Mapping[str, Any] | None) -> str:
    """In PRM800K's words: an error that was the last to be labelled was found, and it ended there."""
    if ended is not None:
        return str(ended["reason"])
    return "found_error" if -1 in ratings and len(ratings) <= ratings.index(-1) + 1 else "solution"


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


def _step(text: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """A comment is ours: PRM800K has none. Where a person wrote the step, none of the model's was chosen."""
    completion = {"text": text, "rating": said.get("rating"), "flagged": None}
    comment = {"comment": said["comment"]} if said.get("comment") else {}
    written = said.get("instead")
    human = {"text": written, "rating": None, "source": "human", "flagged": False}
    chosen = {"human_completion": human, "chosen_completion": None} if written else {
        "human_completion": None, "chosen_completion": 0,
    }  # fmt: skip
    return {"completions": [completion], **chosen, **comment}
