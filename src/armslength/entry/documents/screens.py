"""The keys of bench, review and adjudication, from the commands that the web app itself is made of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from armslength.entry.documents.sources import table

_WEB: Final = Path(__file__).resolve().parents[4] / "web" / "src"
_SCREENS: Final = {
    "Bench": "features/annotate/commands.ts",
    "A question": "questions/sheet/useQuestionCommands.ts",
    "Review": "features/review/commands.ts",
    "Adjudication": "features/review/adjudicate/commands.ts",
    "Comments": "comments/commands.ts",
    "Everywhere": "commands/app.ts",
}
_COMMAND: Final = re.compile(r'"[a-z0-9_.]+":\s*\{\s*title:\s*"(?P<title>[^"]+)",\s*keys:\s*\[(?P<keys>[^\]]*)\]')
_SPOKEN: Final = {"Mod": "Ctrl (⌘)", "Slash": "/", "PageDown": "Page Down", "PageUp": "Page Up"}


def keys() -> str:
    """A table for each screen."""
    parts = []
    for screen, source in _SCREENS.items():
        found = _COMMAND.finditer((_WEB / source).read_text("utf-8"))
        rows = [(command["title"], _chords(command["keys"])) for command in found if command["keys"].strip()]
        parts.append(f"**{screen}**\n\n{table(['', 'keys'], rows)}")
    return "\n\n".join(parts)


def _chords(written: str) -> str:
    return " or ".join(_spoken(chord) for chord in re.findall(r'"([^"]+)"', written))


def _spoken(chord: str) -> str:
    return ", then ".join(_step(step) for step in chord.split(" "))


def _step(step: str) -> str:
    return "+".join(f"`{_SPOKEN.get(key, key.removeprefix('Key').removeprefix('Digit'))}`" for key in step.split("+"))
