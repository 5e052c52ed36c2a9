"""Lance datasets, written where the client runs, from the server's Parquet: the library is half a gigabyte."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

from armslength_client.errors import ArmslengthClientError

MADE_FROM = "parquet"  # the export that is asked of the server


def need_lance() -> None:
    """Say at once, before anything is exported, that the library is not here."""
    if find_spec("lance") is None:
        raise ArmslengthClientError("Lance is written by its own library, which is not here: pip install pylance")


def to_lance(table: Path, sha256: str) -> Path:
    """Turn `NAME.parquet`, whose digest is `sha256`, into the dataset `NAME.lance` beside it; the table goes when the
    dataset is whole.

    A dataset that was there gets a new version. Its schema's metadata says from which bytes it was made, as the
    export's manifest.json states them. A dot in a column's name, which Lance keeps for fields of fields, becomes two
    underscores. Rows pass in batches: memory does not grow with the table.
    """
    import lance
    import pyarrow
    from pyarrow import parquet

    target = table.with_suffix(".lance")
    new = not target.exists()
    with parquet.ParquetFile(table) as rows:
        fields = [field.with_name(field.name.replace(".", "__")) for field in rows.schema_arrow]
        schema = pyarrow.schema(fields, {"parquet.sha256": sha256})
        batches = (pyarrow.record_batch(batch.columns, schema=schema) for batch in rows.iter_batches())
        reader = pyarrow.RecordBatchReader.from_batches(schema, batches)
        try:
            lance.write_dataset(reader, target, mode="create" if new else "overwrite")
        except BaseException:
            if new:
                shutil.rmtree(target, ignore_errors=True)
            raise
    table.unlink()
    return target
