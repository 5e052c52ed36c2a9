"""The generated parts of `docs/`: tables that the code itself fills, so that a page cannot say what is no longer so.

A page holds `<!-- generated: settings -->` … `<!-- end -->`; what stands between the two is written here.

    python -m armslength.entry.documents            write them
    python -m armslength.entry.documents --check    fail when a page is not what the code says
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from armslength.entry.documents import commands, kinds, knobs, screens, wire

DOCS: Final = Path(__file__).resolve().parents[4] / "docs"
PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "commands": commands.commands,
    "errors": wire.errors,
    "events": wire.events,
    "fields": kinds.fields,
    "flag-reasons": wire.flag_reasons,
    "formats": wire.formats,
    "keys": screens.keys,
    "operations": wire.operations,
    "permissions": wire.permissions,
    "presets": kinds.presets,
    "questions": kinds.questions,
    "settings": knobs.settings,
    "skip-reasons": wire.skip_reasons,
    "topics": wire.webhook_topics,
    "notifications": wire.notifications,
}
_PART = re.compile(r"(<!-- generated: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """The page with every generated part as the code says it."""
    return _PART.sub(lambda found: f"{found[1]}\n{PARTS[found['name']]().strip()}\n\n{found[3]}", page)


def used(page: str) -> set[str]:
    """The names of the generated parts that a page holds."""
    return {found["name"] for found in _PART.finditer(page)}


def stale() -> list[Path]:
    """The pages that are not what the code says."""
    return [path for path in sorted(DOCS.glob("*.md")) if (text := path.read_text("utf-8")) != written(text)]


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say which are not as they should be."""
    wrong = stale()
    if "--check" in arguments:
        if wrong:
            names = [
                "Not what the code says (run python -m armslength.entry.documents):",
                *(path.name for path in wrong),
            ]
            sys.stdout.write("\n  ".join(names) + "\n")
        return 1 if wrong else 0
    for path in wrong:
        path.write_text(written(path.read_text("utf-8")), "utf-8")
    return 0
