"""The house measures itself: small functions, small files, one shape for every room, no left-overs.

The limits are the design's: function p90 ≤ 30 lines and none over 100; file p90 ≤ 300 lines and none over 500.
"""

import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from armslength.entry.migrate import load_migrations

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for folder in ("src/armslength", "packages")
    for path in (ROOT / folder).rglob("*.py")
    if "/tests/" not in str(path)
)
WEB = sorted(path for path in (ROOT / "web" / "src").rglob("*.ts*") if "generated" not in path.parts and path.is_file())
ROOMS = sorted(
    path for path in (ROOT / "src" / "armslength").iterdir()
    if path.is_dir() and path.name not in {"migrations", "__pycache__"} and any(path.glob("*.py"))
)  # fmt: skip


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True)
class Module:
    """What is asked about a file: how long each function is, what it imports, whose attributes it touches."""

    functions: dict[str, int]
    imports: frozenset[str]
    attributes: frozenset[str]


@cache
def read(path: Path) -> Module:
    functions, imports, attributes = {}, set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                name = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                functions[name] = (node.end_lineno or node.lineno) - node.lineno + 1
            case ast.ImportFrom(module=str(module)):
                imports |= {module, *(f"{module}.{each.name}" for each in node.names)}
            case ast.Import():
                imports |= {each.name for each in node.names}
            case ast.Attribute():
                attributes.add(node.attr)
    return Module(functions, frozenset(imports), frozenset(attributes))


def p90(values: list[int]) -> int:
    return sorted(values)[int(len(values) * 0.9)]


def test_functions_fit_in_the_head() -> None:
    sizes = {name: size for path in SOURCES for name, size in read(path).functions.items()}
    assert not [name for name, size in sizes.items() if size > 100]
    assert p90([*sizes.values()]) <= 30


def test_files_fit_on_a_desk() -> None:
    for group in (SOURCES, WEB):
        sizes = {str(path.relative_to(ROOT)): lines(path) for path in group}
        assert not {name: size for name, size in sizes.items() if size > 500}
        if sizes:
            assert p90(list(sizes.values())) <= 300


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_says_what_it_is(room: Path) -> None:
    readme = room / "README.md"
    assert readme.exists(), f"{room.name} has no README.md"
    assert len(readme.read_text(encoding="utf-8")) > 300


def test_a_rooms_tables_and_rules_are_its_own() -> None:
    """Read by view, write by verb: nobody imports another room's repository, tables, rules, policy, routes or jobs."""
    private = re.compile(r"^armslength\.(?!kit\b)(\w+)\.(repository|tables|rules|policy|routes|jobs)\b")
    strangers = {
        f"{path.relative_to(ROOT)} imports {name}"
        for room in ROOMS
        if room.name not in {"entry", "kit"}
        for path in room.rglob("*.py")
        for name in read(path).imports
        if (found := private.match(name)) and found[1] != room.name
    }
    assert not strangers


OUTWARD = {
    "urllib.request": {"entry/up.py"},  # asks its own server whether it is up
    "armslength_client": {  # commands, which are clients
        "cli.py",
        "walls/cli/",
        "entry/simulate/",
        "entry/demo/",
        "entry/drill/",
        "kit/cli.py",
    },
}
CONNECTING = {"open_connection", "create_connection", "create_datagram_endpoint", "sock_connect", "connect_tcp"}


def test_only_egress_opens_connections() -> None:
    """What import-linter cannot see: parts of urllib and asyncio. The rest of this rule is in .importlinter."""
    strangers = set()
    for path in (ROOT / "src" / "armslength").rglob("*.py"):
        name = str(path.relative_to(ROOT / "src" / "armslength"))
        if name.startswith("egress/"):
            continue
        for module, homes in OUTWARD.items():
            at_home = any(name.startswith(home) or name.endswith(f"/{home}") or name == home for home in homes)
            if not at_home and any(f"{each}.".startswith(f"{module}.") for each in read(path).imports):
                strangers.add(f"{name} imports {module}")
        strangers |= {f"{name} calls {each}" for each in read(path).attributes & CONNECTING}
    assert not strangers


def test_nothing_is_left_over() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "*.py", "*.ts", "*.tsx", "*.sql", "*.md", "Makefile"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    marker = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
    left = [
        name for name in tracked if (ROOT / name).exists() and marker.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert not left


def test_lock_files_name_no_host() -> None:
    locks = [*(ROOT / "requirements").glob("*"), ROOT / "web" / "package-lock.json", ROOT / "web" / ".npmrc"]
    host = re.compile(r'("resolved"|registry|index-url|extra-index-url|--find-links)\s*[=: ]+"?https?://')
    assert not [lock.name for lock in locks if lock.exists() and host.search(lock.read_text(encoding="utf-8"))]


def test_migrations_are_numbered_one_by_one() -> None:
    """Two that came by one number would stop every start."""
    assert load_migrations()


def test_nobody_waits_for_what_is_not_asked_of() -> None:
    """What takes long to load is loaded where it is used."""
    for asked, heavy in (
        ("armslength.entry.cli", {"litestar", "numpy", "pyarrow", "ray", "scipy"}),
        ("armslength.entry.worker", {"numba", "ray", "scipy.special"}),
    ):
        told = subprocess.run(
            [sys.executable, "-c", f"import sys, {asked}; print(*sys.modules)"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert not heavy & set(told.stdout.split()), asked
