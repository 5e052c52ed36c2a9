"""Nobody opens content but the gateway: whoever calls a sealer's `open*` elsewhere is found here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import armslength

SOURCE = Path(armslength.__file__).parent
MAY_OPEN = {"keys", "walls"}
DOCTOR = SOURCE / "entry" / "doctor" / "inside.py"
"""Looks whether seals open, for the operator, and shows nothing of what is inside."""
OWN_UPLOADS = SOURCE / "ingest" / "service" / "uploads.py"


def sources() -> Iterator[Path]:
    """Python of every room but those that may open."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.relative_to(SOURCE).parts[0] not in MAY_OPEN:
            yield path


def opening_calls(path: Path) -> Iterator[str]:
    """Calls that open a seal: `open*` with the place of what is opened."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        opens = node.func.attr in ("open", "open_stream", "open_range")
        if opens and any(keyword.arg == "object_id" for keyword in node.keywords):
            yield f"{path.relative_to(SOURCE)}:{node.lineno}"


def test_only_the_gateway_opens_seals() -> None:
    found = [call for path in sources() if path not in (OWN_UPLOADS, DOCTOR) for call in opening_calls(path)]
    assert found == []


def test_the_check_would_find_one() -> None:
    assert list(opening_calls(OWN_UPLOADS))
    gateway = SOURCE / "walls" / "service" / "reader.py"
    assert list(opening_calls(gateway))
