"""The knobs of `ingest`."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings

MiB = 1024 * 1024
GiB = 1024 * MiB


class IngestSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_INGEST_<KNOB>."""

    file_bytes: Annotated[int, Meta(ge=1)] = 50 * GiB
    """Largest file that may be uploaded."""

    part_bytes: Annotated[int, Meta(ge=1024, le=64 * MiB)] = 8 * MiB
    """Largest part of a resumable upload; one part is held in memory while it is sealed."""

    row_bytes: Annotated[int, Meta(ge=1024)] = 8 * MiB
    """Longest row of a text file; a longer one is reported and skipped."""

    unpack_ratio: Annotated[int, Meta(ge=1)] = 100
    """How many times its own size a compressed file may unpack to, beyond `unpack_free_bytes`."""

    unpack_free_bytes: Annotated[int, Meta(ge=0)] = 1 * GiB
    """Unpacked bytes below which the ratio does not matter."""

    row_group_bytes: Annotated[int, Meta(ge=MiB)] = 1 * GiB
    """Largest row group of a Parquet file: it bounds the memory of reading one."""

    chunk_rows: Annotated[int, Meta(ge=1, le=20_000)] = 2_000
    """Rows that are committed together; a crash repeats at most these."""

    problems: Annotated[int, Meta(ge=1)] = 100_000
    """Most bad rows that are listed for one import; all are counted."""

    media_bytes: Annotated[int, Meta(ge=1024)] = 50 * MiB
    """Largest image."""

    media_pixels: Annotated[int, Meta(ge=1)] = 100_000_000
    """Most pixels of an image: what a browser must unpack to show it."""

    upload_days: Annotated[int, Meta(ge=1)] = 7
    """After how many days an upload that was never started is thrown away."""
