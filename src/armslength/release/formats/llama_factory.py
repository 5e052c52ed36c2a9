"""What LLaMA-Factory reads: JSON lines, and beside them the `dataset_info.json` without which it finds no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from armslength.release.formats.encoders import JsonLines
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Plan, WrittenFile


class LlamaFactory(RowFormat):
    """A format whose files are declared. `declared`: what every dataset of it says beside the file's name."""

    declared: Mapping[str, Any] = {}

    def encoder(self, columns: Columns | None) -> JsonLines:
        """JSON lines."""
        return JsonLines()

    def companions(
        self, files: Sequence[WrittenFile], plan: Plan, facts: Mapping[str, Any]
    ) -> Iterable[tuple[str, bytes]]:
        """A dataset for each file."""
        known = {file.name.rpartition(".")[0]: {"file_name": file.name, **self.declared} for file in files}
        yield "dataset_info.json", msgspec.json.format(msgspec.json.encode(known), indent=2) + b"\n"
