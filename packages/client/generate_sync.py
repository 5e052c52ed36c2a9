"""Write the sync client from the async one: `python packages/client/generate_sync.py [--check]`.

The two cannot drift apart, because only one is written by hand.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent / "src" / "armslength_client"
NOTE = "# Generated from _async by generate_sync.py: edit there.\n"
WORDS = (
    (r"\basync def\b", "def"),
    (r"\basync (for|with)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\bAsyncIterator\b", "Iterator"),
    (r"\bAwaitable\[(\w+)\]", r"\1"),
    (r"\bAwaitable, ", ""),
    (r"\bAsyncClient\b", "Client"),
    (r"\bAsync([A-Z]\w*)", r"\1"),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\baclose\b", "close"),
    (r"\baread\b", "read"),
    (r"\baiter_bytes\b", "iter_bytes"),
    (r"\bimport asyncio\b", "import time"),
    (r"\basyncio\.sleep\b", "time.sleep"),
    (r"\basyncio\.to_thread\((\w+), ", r"\1("),
    (r"\barmslength_client\._async\b", "armslength_client._sync"),
)


def sync_form(source: str) -> str:
    """The sync form of one async module."""
    for pattern, replacement in WORDS:
        source = re.sub(pattern, replacement, source)
    source = source.replace("The async client; the sync one is generated from it.", "The sync client.")
    return NOTE + _sorted_imports(source)


def _sorted_imports(source: str) -> str:
    """Imports of the standard library in order again, since asyncio became time and AsyncIterator Iterator."""

    def lines(match: re.Match[str]) -> str:
        return "".join(sorted(match[0].splitlines(keepends=True)))

    def names(match: re.Match[str]) -> str:
        return match[1] + ", ".join(sorted(match[2].split(", ")))

    source = re.sub(r"(?:^import \w+\n)+", lines, source, flags=re.MULTILINE)
    return re.sub(r"^(from collections\.abc import )(.+)$", names, source, flags=re.MULTILINE)


def main() -> int:
    """Write the files, or with --check say which differ."""
    wanted = {
        HERE / "_sync" / path.name: sync_form(path.read_text()) for path in sorted((HERE / "_async").glob("*.py"))
    }
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path} is stale: run packages/client/generate_sync.py")
        return 1 if stale else 0
    (HERE / "_sync").mkdir(exist_ok=True)
    for path, text in wanted.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
