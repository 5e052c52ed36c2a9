"""Prompts with the answer that is expected, for those who evaluate models and train them by reward."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from armslength.questions.model import LabelSchema
from armslength.release.formats import completions, rubrics, speakers
from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.labels import trace
from armslength.release.formats.messages import for_openai, rows_of, shows_images
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.formats.pairs import IMAGES
from armslength.release.model import Dropped, Plan, Recipe, Record, Row


class _Expected(RowFormat):
    """What both have in common."""

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """There must be one good answer to a prompt, or a rubric written for it."""
        if rubrics.criteria_question(schema, recipe) is not None:
            return IMAGES if shows_images(schema) else None
        return completions.why_not(schema, recipe, completions.expected_question)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per rubric, else per good answer."""
        if rubrics.criteria_question(plan.schema, plan.recipe) is not None:
            return rows_of(rubrics.authored(record, plan), partial(self._judged, record))
        found = completions.completions(record, plan, completions.expected_question)
        return rows_of(found, partial(self._expected, record))

    def _expected(self, record: Record, found: completions.Completion) -> Row:
        answer = speakers.single(found.completion)
        return Row(self.row(for_openai(found.prompt), answer, trace(record, found.said, found.vote)))

    def _judged(self, record: Record, found: rubrics.Authored) -> Row:
        """What is expected is the rubric, as a judge reads it; its criteria stand beside it one by one."""
        known = {"rubrics": found.rubrics(), "reference": found.reference, "trial": found.trial}
        return Row(self.row(for_openai(found.prompt), found.text(), trace(record, found.said) | known))

    def row(self, prompt: list[dict[str, Any]], answer: str, known: dict[str, Any]) -> dict[str, Any]:
        """One row, from the prompt, the answer, and where they come from."""
        raise NotImplementedError

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()


class Inspect(_Expected):
    """`{"id": "…", "input": [U], "target": "4", "metadata": {…}}`: `inspect_ai.dataset.json_dataset`."""

    id = "inspect"
    title = "Inspect"
    summary = "Samples with their target, an ideal answer or a rubric, for evaluations with Inspect."

    def row(self, prompt: list[dict[str, Any]], answer: str, known: dict[str, Any]) -> dict[str, Any]:
        """A sample. Its id is the answer's where every answer is a sample of its own: ids must not repeat."""
        return {"id": known.get("annotation", known["item"]), "input": prompt, "target": answer, "metadata": known}


class Verifiers(_Expected):
    """`{"prompt": [U], "answer": "4", "info": "{…}"}`; `info` is JSON text, so that its keys may differ by row."""

    id = "verifiers"
    title = "verifiers"
    summary = "Prompts with the answer or rubric that a reward compares with, for environments of verifiers."

    def row(self, prompt: list[dict[str, Any]], answer: str, known: dict[str, Any]) -> dict[str, Any]:
        """A row of the environment's dataset."""
        return {"prompt": prompt, "answer": answer, "info": msgspec.json.encode(known, order="deterministic").decode()}
