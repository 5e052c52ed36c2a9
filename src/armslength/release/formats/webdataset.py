"""WebDataset: tars of samples, each a few files of one name.

Trap: a sample's name may hold no dot, since what follows the first one is the key in the sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from armslength.questions.model import LabelSchema
from armslength.release.formats.archives import Entry, Tar
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

MAX_SAMPLES: Final = 10_000


class WebDataset(RowFormat):
    """`ITEM.json`, the full record, and `ITEM.FIELD.txt` for each text that was shown."""

    id = "webdataset"
    title = "WebDataset"
    summary = "Tars of samples for streaming: the full record as JSON, and each text of the item as a file beside it."
    extension = "tar"
    max_rows: int | None = MAX_SAMPLES

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """It holds anything."""
        return None

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A sample per item."""
        whole = Entry(f"{record.item}.json", msgspec.json.encode(record, order="deterministic"))
        texts = [
            Entry(f"{record.item}.{field.name}.txt", record.content[field.name].encode())
            for field in plan.schema.fields
            if field.kind == "text" and not field.many and field.name in record.content
        ]
        yield Row([whole, *texts])

    def encoder(self, columns: Columns | None) -> Tar:
        """One archive."""
        return Tar()
