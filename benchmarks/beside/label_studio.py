"""Label Studio as its Docker image runs it: uWSGI, two processes a core, PostgreSQL of Debian. Telemetry is off.

It lives in an interpreter of its own: `python -m venv /tmp/ls && /tmp/ls/bin/pip install label-studio==1.23.2 uwsgi`.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
from benchmarks.beside.crowd import Line
from benchmarks.beside.debian_postgres import USER, DebianPostgres
from tests.entry.launched import free_port

CONFIG = (
    '<View><Text name="text" value="$text"/><Choices name="tone" toName="text" choice="single">'
    '<Choice value="warm"/><Choice value="cold"/></Choices></View>'
)
RESULT = [{"from_name": "tone", "to_name": "text", "type": "choices", "value": {"choices": ["warm"]}}]
_PEOPLE = """
import json, os, sys
sys.path.insert(0, os.environ["PEER_HOME"])
import django
django.setup()
from organizations.models import Organization
from rest_framework.authtoken.models import Token
from users.models import User

owner = User.objects.create_user(email="owner@peer.test", password="peer-password-1")
firm = Organization.create_organization(created_by=owner, title="Peer")
firm.jwt.legacy_api_tokens_enabled = True
firm.jwt.save()
people = [owner]
for number in range(int(sys.argv[1])):
    person = User.objects.create_user(email=f"p{number}@peer.test", password="peer-password-1")
    firm.add_user(person)
    people.append(person)
for person in people:
    person.active_organization = firm
    person.save()
print("TOKENS", json.dumps([Token.objects.get_or_create(user=person)[0].key for person in people]))
"""


class LabelStudio:
    """A running Label Studio; `tokens` are those of its owner and its people."""

    def __init__(self, python: Path, folder: Path, people: int) -> None:
        self._bin, self._folder, self._people = python.parent, folder, people
        self._postgres = DebianPostgres(folder)
        self.port = free_port()
        self._server: subprocess.Popen[bytes] | None = None
        self._held: dict[Line, Any] = {}
        self.tokens: list[str] = []
        self._environ = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "LABEL_STUDIO_BASE_DATA_DIR": str(folder / "data"),
            "DJANGO_SETTINGS_MODULE": "core.settings.label_studio", "DJANGO_DB": "default",
            "SECRET_KEY": secrets.token_hex(32), "COLLECT_ANALYTICS": "0", "LATEST_VERSION_CHECK": "0",
            "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "", "DEBUG": "0", "LOG_LEVEL": "ERROR",
        }  # fmt: skip

    def start(self) -> None:
        """Database, tables, people, server; until it answers."""
        self._postgres.start()
        self._environ |= {"POSTGRE_NAME": USER, "POSTGRE_USER": USER, "POSTGRE_HOST": str(self._postgres.socket)}
        home = Path(self._run("-c", "import label_studio, os; print(os.path.dirname(label_studio.__file__))").strip())
        self._environ["PEER_HOME"] = str(home)
        self._run(str(home / "manage.py"), "migrate", "--no-input", "-v", "0")
        told = self._run("-c", _PEOPLE, str(self._people))
        self.tokens = json.loads(told.rpartition("TOKENS ")[2])
        with (self._folder / "uwsgi.log").open("wb") as log:
            self._server = subprocess.Popen(
                [self._bin / "uwsgi", "--http", f"127.0.0.1:{self.port}", "--http-timeout", "600", "--chdir", str(home),
                 "--module", "core.wsgi:application", "--master", "--processes", str(2 * (os.cpu_count() or 1)),
                 "--enable-threads", "--single-interpreter", "--buffer-size", "65535", "--disable-logging",
                 "--post-buffering", "1", "--die-on-term"],
                env=self._environ, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        give_up = time.monotonic() + 120
        while not self._answers():
            assert time.monotonic() < give_up, (self._folder / "uwsgi.log").read_text()[-2000:]
            time.sleep(0.2)

    @property
    def roots(self) -> list[int]:
        """The server's and the database's first processes."""
        assert self._server is not None
        return [self._server.pid, self._postgres.pid]

    def line(self, number: int) -> Line:
        """Of a person; 0 is the owner."""
        return Line("127.0.0.1", self.port, {"Authorization": f"Token {self.tokens[number]}"})

    def project(self) -> int:
        """A project for one answer an item."""
        body = {"title": "Tone", "label_config": CONFIG, "maximum_annotations": 1}
        return int(self.line(0).call("POST", "/api/projects", body)["id"])

    def import_tasks(self, project: int, rows: list[dict[str, Any]]) -> None:
        """As one request."""
        self.line(0).call("POST", f"/api/projects/{project}/import", rows)

    def export(self, project: int) -> int:
        """Everything that is annotated, as JSON; returns how many tasks."""
        return len(self.line(0).call("GET", f"/api/projects/{project}/export?exportType=JSON"))

    def loop(self, project: int, line: Line) -> float:
        """An answer, and then the next task. The first loop of a line has nothing to answer, so it asks first."""
        task = self._held.pop(line, None) or line.call("GET", f"/api/projects/{project}/next")
        began = time.perf_counter()
        line.call("POST", f"/api/tasks/{task['id']}/annotations/", {"result": RESULT, "lead_time": 5.0})
        self._held[line] = line.call("GET", f"/api/projects/{project}/next")
        return time.perf_counter() - began

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(30)
        self._postgres.stop()

    def __enter__(self) -> LabelStudio:
        return self

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/health", timeout=30).status_code == 200
        except httpx.TransportError:
            return False

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [self._bin / "python", *arguments], env=self._environ, capture_output=True, text=True, cwd=self._folder
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout
