"""Suggestions: what models propose, when people see it, and what it does to their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import msgspec

from armslength_client._async.lines import add_lines
from armslength_client._async.revision import AsyncRevision
from armslength_client.mqm import read_marked
from armslength_client.types import Answers
from armslength_client.types_suggestions import (
    AddedSuggestions,
    AnchoringReport,
    ItemSuggestion,
    JudgeFacts,
    SuggestionPolicy,
    SuggestionProblem,
    Suggestions,
    SuggestionSource,
)

_AT_ONCE = 500


class AsyncSuggesting(AsyncRevision):
    """Operations on suggestions."""

    async def list_suggestion_sources(self, project_id: UUID) -> list[SuggestionSource]:
        """Which versions of which sources proposed how much."""
        path = f"/projects/{project_id}/suggestions"
        return (await self.call("GET", path, dict[str, list[SuggestionSource]]))["items"]

    async def add_suggestions(
        self, project_id: UUID, rows: Sequence[Mapping[str, Any]], *, source: str, version: str,
        rendition: Literal["original", "redacted", "synthetic"] = "original", judge: JudgeFacts | None = None,
    ) -> AddedSuggestions:  # fmt: skip
        """Bring in up to 1,000 rows: `external_id` or `item_id`, `answers`, `score` (one, or by question); of a judge
        of pairs `shown_first` too, the response that it saw first.

        `rendition`: the form of the items that the model saw. `judge`: these are a judge's verdicts, which nobody who
        answers ever sees.
        """
        body = {
            "source": source, "version": version, "rendition": rendition, "rows": list(rows),
            "judge": None if judge is None else msgspec.to_builtins(judge),
        }  # fmt: skip
        path = f"/projects/{project_id}/suggestions"
        return await self.call("POST", path, AddedSuggestions, body=body, repeatable=True)

    async def import_suggestions(
        self, project_id: UUID, path: str | Path, *, source: str, version: str,
        rendition: Literal["original", "redacted", "synthetic"] = "original", judge: JudgeFacts | None = None,
        on_progress: Callable[[int], None] | None = None,
    ) -> AddedSuggestions:  # fmt: skip
        """Bring in a JSONL file, some lines at a time. Begun again, it goes on: what is there already is unchanged."""

        async def add(rows: list[dict[str, Any]]) -> AddedSuggestions:
            return await self.add_suggestions(
                project_id, rows, source=source, version=version, rendition=rendition, judge=judge
            )

        return await add_lines(Path(path), _AT_ONCE, add, AddedSuggestions(0, 0, []), on_progress)

    async def import_marked_errors(
        self, project_id: UUID, path: str | Path, *, source: str, version: str, question: str | None = None,
        external_id: str | None = None, on_progress: Callable[[int], None] | None = None,
    ) -> AddedSuggestions:  # fmt: skip
        """Bring in a table of marked errors (MQM) as suggestions, of each rater as a source of its own: `source rater`.

        `external_id`: how the items are called, as "{system}/{doc}/{seg_id}", which a guessed import calls them.
        """
        schema = (await self.get_schema(project_id))["schema"]
        marked = read_marked(Path(path), schema, question=question, external_id=external_id)
        total = AddedSuggestions(0, 0, [SuggestionProblem(*each) for each in marked.problems])
        done = 0
        for rater, rows in sorted(marked.rows.items()):
            told = list(rows.values())
            for first in range(0, len(told), _AT_ONCE):
                part = told[first : first + _AT_ONCE]
                added = await self.add_suggestions(
                    project_id, [row for _, row in part], source=f"{source} {rater}".strip(), version=version
                )
                total.created += added.created
                total.unchanged += added.unchanged
                for problem in added.problems:
                    problem.line = part[problem.line - 1][0]
                total.problems += added.problems
                done += len(part)
                if on_progress is not None:
                    on_progress(done)
        total.problems.sort(key=lambda each: each.line)
        return total

    async def get_suggestion_policy(self, project_id: UUID) -> SuggestionPolicy:
        """When people see suggestions."""
        return await self.call("GET", f"/projects/{project_id}/suggestions/policy", SuggestionPolicy)

    async def put_suggestion_policy(
        self, project_id: UUID, *, reveal: Literal["never", "before", "after"], held_out: float = 0.1,
        min_score: float = 0.0, source: str | None = None, tell_source: bool = False,
    ) -> SuggestionPolicy:  # fmt: skip
        """Set it. `held_out`: the share of turns that never see them, to measure anchoring by."""
        body = {
            "reveal": reveal, "held_out": held_out, "min_score": min_score, "source": source,
            "tell_source": tell_source,
        }  # fmt: skip
        return await self.call("PUT", f"/projects/{project_id}/suggestions/policy", SuggestionPolicy, body=body)

    async def get_anchoring_report(self, project_id: UUID) -> AnchoringReport:
        """Agreement with suggestions where they were seen and where they were held back."""
        return await self.call("GET", f"/projects/{project_id}/suggestions/report", AnchoringReport)

    async def list_item_suggestions(self, project_id: UUID, item_id: UUID) -> list[ItemSuggestion]:
        """What was proposed for an item; opening it is recorded."""
        path = f"/projects/{project_id}/items/{item_id}/suggestions"
        return (await self.call("GET", path, dict[str, list[ItemSuggestion]]))["items"]

    async def get_suggestion_mode(self, project_id: UUID) -> Literal["never", "before", "after"]:
        """Whether and when the bench asks for suggestions."""
        path = f"/projects/{project_id}/work/suggestions"
        return (await self.call("GET", path, dict[str, Literal["never", "before", "after"]]))["reveal"]

    async def ask_suggestions(
        self, project_id: UUID, assignment_id: UUID, answers: Answers | None = None
    ) -> Suggestions:
        """What is suggested for an assignment in one's hands; `answers`: one's own first answer, kept for good."""
        path = f"/projects/{project_id}/assignments/{assignment_id}/suggestions"
        return await self.call("POST", path, Suggestions, body={"answers": answers}, repeatable=True)
