# Generated from _async by generate_sync.py: edit there.
"""Lists: views of them under a name, how long they are, and acts on all that they show."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from armslength_client._sync.writing import Writing
from armslength_client.types_lists import AnswerCount, AnswerRow, BulkAct, BulkResult, ItemCount, ListView
from armslength_client.waiting import pauses


class Lists(Writing):
    """Operations on lists."""

    def count_items(self, project_id: UUID, **filters: Any) -> ItemCount:
        """How many items fit the filters of `list_items`; where not `exact`, at least so many."""
        return self.call("GET", f"/projects/{project_id}/item-count", ItemCount, params=filters)

    def list_answers(self, project_id: UUID, **filters: Any) -> Iterator[AnswerRow]:
        """Answers that stand, the newest first (`sort="at"`: the oldest). By verdict, person_id, organization_id,
        batch_id, item_id, question + value (a searchable question), schema_version, guideline_version, gold, flagged,
        reworks (at least so often answered anew), since, until. Each one listed is an exposure."""
        return self.pages(f"/projects/{project_id}/answers", AnswerRow, params=filters)

    def count_answers(self, project_id: UUID, **filters: Any) -> AnswerCount:
        """How many answers fit the filters of `list_answers`; where not `exact`, at least so many."""
        return self.call("GET", f"/projects/{project_id}/answer-count", AnswerCount, params=filters)

    def list_views(self, project_id: UUID, *, of: str = "items") -> list[ListView]:
        """One's own views of a list ("items" or "answers") and those that are shared, by name."""
        path = f"/projects/{project_id}/views"
        return (self.call("GET", path, dict[str, list[ListView]], params={"list": of}))["items"]

    def create_view(
        self, project_id: UUID, name: str, *, filters: Mapping[str, Any], sort: str | None = None,
        columns: Sequence[str] = (), shared: bool = False, of: str = "items",
    ) -> ListView:  # fmt: skip
        """Keep filters, sort and columns of a list ("items" or "answers") under a name; to be opened with
        `list_items(project_id, **view.filters, sort=view.sort)`, or `list_answers`."""
        body = {
            "name": name, "list": of, "filters": dict(filters), "sort": sort, "columns": list(columns),
            "shared": shared,
        }  # fmt: skip
        return self.call("POST", f"/projects/{project_id}/views", ListView, body=body)

    def update_view(self, project_id: UUID, view_id: UUID, **changes: Any) -> ListView:
        """Change name, shared, filters, sort or columns."""
        return self.call("PATCH", f"/projects/{project_id}/views/{view_id}", ListView, body=changes)

    def delete_view(self, project_id: UUID, view_id: UUID) -> None:
        """Forget a view."""
        self.call("DELETE", f"/projects/{project_id}/views/{view_id}", type(None))

    def set_default_view(self, project_id: UUID, view_id: UUID | None, *, of: str = "items") -> None:
        """Say with which view one's own list ("items" or "answers") opens; None: with none."""
        body = {"view_id": view_id, "list": of}
        self.call("PUT", f"/projects/{project_id}/default-view", type(None), body=body)

    def create_bulk_act(
        self, project_id: UUID, act: str, *, filters: Mapping[str, Any] | None = None,
        item_ids: Sequence[UUID] | None = None, answer_filters: Mapping[str, Any] | None = None,
        annotation_ids: Sequence[UUID] | None = None, comment: str = "", after_reject: str = "rework",
        key: UUID | None = None,
    ) -> BulkAct:  # fmt: skip
        """Write down what an act would be done to; nothing is done before `start_bulk_act`.

        On what fits the `filters` of `list_items` ({}: everything), on up to 1,000 items, on what fits the
        `answer_filters` of `list_answers`, or on up to 1,000 answers (`annotation_ids`). Acts: retire, restore,
        ask_more, ask_first (done to those items, or to the items of those answers); and on the answers that wait for
        review, accept and reject (with a `comment`). It has its count once it is `ready`: `wait_for_bulk_act` waits for
        that too.
        """
        body: dict[str, Any] = {"act": act, "comment": comment, "after_reject": after_reject, "key": key or uuid4()}
        if filters is not None:
            body["filters"] = dict(filters)
        if answer_filters is not None:
            body["answer_filters"] = dict(answer_filters)
        if item_ids is not None:
            body["item_ids"] = list(item_ids)
        if annotation_ids is not None:
            body["annotation_ids"] = list(annotation_ids)
        return self.call("POST", f"/projects/{project_id}/bulk-acts", BulkAct, body=body, repeatable=True)

    def get_bulk_act(self, project_id: UUID, bulk_id: UUID) -> BulkAct:
        """An act as it stands."""
        return self.call("GET", f"/projects/{project_id}/bulk-acts/{bulk_id}", BulkAct)

    def list_bulk_acts(self, project_id: UUID) -> Iterator[BulkAct]:
        """Acts on many items or answers, the newest first."""
        return self.pages(f"/projects/{project_id}/bulk-acts", BulkAct)

    def start_bulk_act(self, project_id: UUID, bulk_id: UUID) -> BulkAct:
        """Do it to exactly what was written down. Started again it changes nothing."""
        return self.call("POST", f"/projects/{project_id}/bulk-acts/{bulk_id}/start", BulkAct, repeatable=True)

    def set_bulk_act_state(self, project_id: UUID, bulk_id: UUID, state: str) -> BulkAct:
        """Pause ("paused"), go on ("running") or cancel ("cancelled"); what is done stays done."""
        path = f"/projects/{project_id}/bulk-acts/{bulk_id}/state"
        return self.call("POST", path, BulkAct, body={"state": state})

    def wait_for_bulk_act(
        self, project_id: UUID, bulk_id: UUID, *, on_progress: Callable[[BulkAct], None] | None = None,
        pause: float = 0.3,
    ) -> BulkAct:  # fmt: skip
        """Until it is ready to be started, or over."""
        rests = pauses(pause)
        while True:
            act = self.get_bulk_act(project_id, bulk_id)
            if on_progress is not None:
                on_progress(act)
            if act.state not in ("choosing", "waiting", "running"):
                return act
            time.sleep(next(rests))

    def list_bulk_results(self, project_id: UUID, bulk_id: UUID, *, skipped: bool = False) -> Iterator[BulkResult]:
        """What became of each element; with `skipped`, of those that were skipped, and why."""
        path = f"/projects/{project_id}/bulk-acts/{bulk_id}/results"
        return self.pages(path, BulkResult, params={"skipped": skipped})

    def download_bulk_report(self, project_id: UUID, bulk_id: UUID, target: str | Path) -> Path:
        """The same as a CSV file."""
        file = Path(target)
        with file.open("wb") as out:
            for piece in self.download(f"/projects/{project_id}/bulk-acts/{bulk_id}/report"):
                out.write(piece)
        return file
