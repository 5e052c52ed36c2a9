"""What ingest tells rooms nearer the end of a label's life."""

from typing import Final

IMPORT_ENDED: Final = "ingest.import_ended"
"""An import is over: {"project_id", "batch_id", "import_id", "state", "created", "unchanged", "rejected",
"created_by"}; state is done, failed or cancelled, the counts are rows."""

ITEM_CANCELLED: Final = "ingest.item_cancelled"
"""An item asks for no more answers: {"project_id", "batch_id", "item_id"}. Live leases on it should end."""

ITEM_REOPENED: Final = "ingest.item_reopened"
"""An item asks again, perhaps behind somebody's cursor: {"project_id", "batch_id", "item_id"}."""

BATCH_CANCELLED: Final = "ingest.batch_cancelled"
"""A batch ended: {"project_id", "batch_id"}. Its open items are being cancelled by a job."""
