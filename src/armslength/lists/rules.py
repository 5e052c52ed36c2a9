"""Pure decisions of lists: how far a bulk act is, and what its report says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from armslength.lists.schemas import BulkResult, BulkState

REASONS: Final = {
    "assignment.not_asked": "It asks for nobody: it is full, retired or gold.",
    "ingest.batch_ended": "Its batch was cancelled.",
    "ingest.is_gold": "It is gold; gold is retired under Gold.",
    "ingest.is_canary": "It is a canary; those are retired under Canaries.",
    "ingest.item_unchanged": "It is so already, or not in a state that this begins from.",
    "kit.conflict": "It asks for a hundred answers already.",
    "review.decided": "It was decided meanwhile.",
    "review.in_hand": "A reviewer has it in hand.",
    "review.not_for_you": "You gave or answered it, or may not review it.",
    "review.withdrawn": "Its answer does not stand any more.",
}
"""Why an element was skipped, by the code of the refusal."""
HEAD: Final = ("no", "external_id", "item_id", "outcome", "code", "reason")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def state_of(row: Any) -> BulkState:
    """How far it is, from the act and the job that is at it."""
    if row["closed_at"] is not None:
        return "cancelled"
    if row["started_at"] is not None:
        state: BulkState = row["job_state"]
        return state
    if row["ready_at"] is not None:
        return "ready"
    return row["job_state"] if row["job_state"] in ("failed", "cancelled") else "choosing"


def report(results: Iterable[BulkResult], *, head: bool) -> bytes:
    """Lines of the report. A text that a spreadsheet would take for a formula is kept from being one."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if head:
        writer.writerow(HEAD)
    for each in results:
        outcome = each.outcome or "not done"
        writer.writerow((each.ord, _plain(each.external_id), each.item_id, outcome, each.code, each.reason))
    return out.getvalue().encode()


def _plain(text: str | None) -> str | None:
    return f"'{text}" if text and text.startswith(_FORMULA) else text
