"""Code that people wrote or preferred, as those who run it want it: HumanEval's samples and SWE-bench's predictions.

Nothing is run here, and neither format says whether a solution is right: their own harnesses do, by their tests. Both
find a problem by its name, which is the item's external id. A fence around the whole of a text is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from armslength.questions.model import LabelSchema
from armslength.release.formats import completions, speakers
from armslength.release.formats.completions import Completion
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.labels import trace
from armslength.release.formats.messages import Unfit, rows_of
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

_FENCED: Final = re.compile(r"\s*```[^\n`]*\n(.*?)\n?```\s*", re.DOTALL)
_PATCH: Final = re.compile(r"^(diff --git |--- \S.*\n\+\+\+ \S)", re.MULTILINE)


class _Solved(RowFormat):
    """What both have in common."""

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """There must be one good answer to a prompt."""
        return completions.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per solution, of whoever wrote or preferred it."""
        return rows_of(completions.completions(record, plan), partial(self._solved, record, plan))

    def _solved(self, record: Record, plan: Plan, found: Completion) -> Row:
        if record.external_id is None:
            raise Unfit("an item without an external id, by which the problem is found")
        text = speakers.single(found.completion)
        fenced = _FENCED.fullmatch(text)
        code = fenced[1] if fenced else text
        whose = found.said.person if found.said else plan.recipe.truth
        return Row(self.row(record.external_id, code, found, whose) | trace(record, found.said, found.vote))

    def row(self, problem: str, code: str, found: Completion, whose: str) -> dict[str, Any]:
        """One solution of a problem."""
        raise NotImplementedError

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()


class HumanEval(_Solved):
    """`{"task_id": "HumanEval/0", "completion": "    return …"}`: `evaluate_functional_correctness`."""

    id = "human-eval"
    title = "HumanEval samples"
    summary = "The problem's name and the code that completes it, for HumanEval's harness, which runs the tests."

    def row(self, problem: str, code: str, found: Completion, whose: str) -> dict[str, Any]:
        """What follows the prompt: the harness puts the prompt before it."""
        asked = str(found.prompt[-1]["content"])
        return {"task_id": problem, "completion": code.removeprefix(asked)}


class SweBench(_Solved):
    """`{"instance_id": …, "model_name_or_path": …, "model_patch": "diff --git …"}`: SWE-bench's predictions."""

    id = "swe-bench"
    title = "SWE-bench predictions"
    summary = "The instance and the patch that solves it, for SWE-bench's harness, which applies it and runs the tests."

    def row(self, problem: str, code: str, found: Completion, whose: str) -> dict[str, Any]:
        """A patch, with the line's end that git wants."""
        if _PATCH.search(code) is None:
            raise Unfit("a text that is no patch")
        return {"instance_id": problem, "model_name_or_path": whose, "model_patch": code.rstrip("\n") + "\n"}
