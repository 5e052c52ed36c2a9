"""Reading a page of the docs: its fenced blocks, and how each is run.

    ```yaml file=brief.yaml     written to the page's folder
    ```sh run                   every line is run; `armslength …` in this process, everything else by the shell
    ```python run               run in one module for the whole page
    ```text output              every line of it must stand in what the block before it said
    ```json row=csv             compared with what that export format really writes

A server's address and a key stand in for the real ones.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner
from typer.main import get_command

from armslength.entry.cli import app as command_line
from armslength.entry.documents import DOCS

COMMANDS = get_command(command_line)
"""Put together once: it takes longer than most commands."""
ADDRESS, KEY = "http://127.0.0.1:8420", "al_…"
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: `kind` is its language, `word` what is to be done with it."""

    page: str
    line: int
    kind: str
    word: str
    body: str

    @property
    def place(self) -> str:
        return f"docs/{self.page}:{self.line}"


def blocks(path: Path) -> Iterator[Block]:
    """Every fenced block of a page."""
    text = path.read_text("utf-8")
    for found in _FENCE.finditer(text):
        kind, _, word = found["info"].strip().partition(" ")
        yield Block(path.name, text.count("\n", 0, found.start()) + 1, kind, word.strip(), found["body"])


def runnable() -> list[str]:
    """The pages that have something to run."""
    return [path.name for path in sorted(DOCS.glob("*.md")) if any(block.word == "run" for block in blocks(path))]


@dataclass
class Reader:
    """Somebody who follows a page from top to bottom, in a folder of their own."""

    folder: Path
    url: str
    key: str
    environ: Mapping[str, str]
    names: dict[str, object] = field(default_factory=dict)
    said: str = ""

    def follow(self, block: Block) -> None:
        """Do what the block says."""
        body = block.body.replace(ADDRESS, self.url).replace(KEY, self.key)
        if block.word.startswith("file="):
            (self.folder / block.word.removeprefix("file=")).write_text(body, "utf-8")
        elif block.word == "output":
            self._compare(block)
        elif block.word == "run" and block.kind == "python":
            self._run_python(block, body)
        elif block.word == "run":
            self.said = "".join(self._run_line(block, line) for line in _lines(body))

    def _run_python(self, block: Block, body: str) -> None:
        heard = io.StringIO()
        with contextlib.redirect_stdout(heard):
            exec(compile(body, block.place, "exec"), self.names)  # our own docs
        self.said = heard.getvalue()

    def _run_line(self, block: Block, line: str) -> str:
        if not line.startswith("armslength "):
            done = subprocess.run(
                ["bash", "-ec", line], cwd=self.folder, env=dict(self.environ), capture_output=True, text=True,
                timeout=60,
            )  # fmt: skip
            assert done.returncode == 0, f"{block.place}: {line}\n{done.stdout}{done.stderr}"
            return done.stdout + done.stderr
        command, _, target = line.partition(" > ")
        result = CliRunner().invoke(COMMANDS, shlex.split(command)[1:], env=dict(self.environ))
        said = f"{result.stdout}{result.stderr}"
        assert result.exit_code == 0, f"{block.place}: {line}\n{said}\n{result.exception!r}"
        if target:
            (self.folder / target.strip()).write_text(result.stdout, "utf-8")
        return said

    def _compare(self, block: Block) -> None:
        heard = _plain(self.said)
        for line in filter(None, map(_plain, block.body.splitlines())):
            assert line in heard, f"{block.place}: expected {line!r} in\n{self.said}"


def _lines(body: str) -> list[str]:
    joined = body.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def _plain(text: str) -> str:
    return " ".join(text.split())
