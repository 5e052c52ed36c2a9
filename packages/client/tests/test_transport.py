"""What is repeated, what is not, and what a failure looks like: against a real local server."""

from __future__ import annotations

import json
import random
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

import pytest

from armslength_client import ApiError, Armslength, ArmslengthClientError, Conflict, ConnectionFailed, Invalid, NotFound
from armslength_client.types_releases import Export, ExportFile

PROJECT = UUID(int=1)


class Script:
    """What the server answers, in order: (status, headers, body); and what it was asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[tuple[str, str, bytes]] = []

    def say(self, status: int, body: object = None, **headers: str) -> None:
        self.answers.append((status, headers, b"" if body is None else json.dumps(body).encode()))


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def client(script: Script) -> Iterator[Armslength]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            script.asked.append((self.command, self.path, body))
            status, headers, said = script.answers.pop(0)
            if status == 0:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(said))}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Armslength(f"http://127.0.0.1:{server.server_port}", api_key="al_x", rng=random.Random(1)) as made:
        yield made
    server.shutdown()
    server.server_close()


def quick(script: Script, status: int) -> None:
    script.say(status, {"error": {"code": "http.busy", "message": "Too busy."}}, Retry_After="0")


def test_a_read_is_repeated_until_the_server_has_time(script: Script, client: Armslength) -> None:
    quick(script, 503)
    quick(script, 429)
    script.say(200, {"items": [{"id": "jsonl", "title": "t", "summary": "s", "applies": True}]})
    assert [known.id for known in client.list_formats(PROJECT)] == ["jsonl"]
    assert len(script.asked) == 3


def test_a_post_that_is_not_idempotent_is_sent_once(script: Script, client: Armslength) -> None:
    quick(script, 503)
    with pytest.raises(ApiError) as refused:
        client.create_invitation("a@b.test", "annotator")
    assert (refused.value.status, refused.value.code, len(script.asked)) == (503, "http.busy", 1)


def test_a_submit_is_repeated_with_the_same_key(script: Script, client: Armslength) -> None:
    quick(script, 502)
    script.say(200, {"annotation_id": str(UUID(int=7)), "submitted_at": "2026-01-01T00:00:00Z"})
    client.submit_annotation(PROJECT, UUID(int=2), {}, schema_version=1)
    first, second = (json.loads(body)["key"] for _, _, body in script.asked)
    assert first == second


def test_a_dropped_connection_is_tried_again_and_in_the_end_told(script: Script, client: Armslength) -> None:
    client._retries = 1
    script.answers += [(0, {}, b""), (0, {}, b"")]
    with pytest.raises(ConnectionFailed, match="Could not reach"):
        client.get_me()
    assert len(script.asked) == 2


@pytest.mark.parametrize(("status", "kind"), [(404, NotFound), (409, Conflict), (422, Invalid)])
def test_a_refusal_says_code_field_and_details(
    script: Script, client: Armslength, status: int, kind: type[ApiError]
) -> None:
    error = {"code": "room.what", "message": "Not so.", "field": "name", "details": {"more": 1}}
    script.say(status, {"error": error})
    with pytest.raises(kind, match="Not so") as refused:
        client.get_me()
    assert (refused.value.code, refused.value.field, refused.value.details) == ("room.what", "name", {"more": 1})


def test_an_answer_that_is_not_ours_is_still_an_error(script: Script, client: Armslength) -> None:
    script.answers.append((500, {}, b"<html>proxy</html>"))
    with pytest.raises(ApiError, match="proxy"):
        client.get_me()


def test_lists_go_on_from_page_to_page(script: Script, client: Armslength) -> None:
    vendor = {"id": str(UUID(int=3)), "people": 0, "projects": 0, "created_at": "2026-01-01T00:00:00Z"}
    script.say(200, {"items": [{**vendor, "name": "A"}], "next": "c1"})
    script.say(200, {"items": [{**vendor, "name": "B"}], "next": None})
    assert [firm.name for firm in client.list_vendors()] == ["A", "B"]
    assert [path for _, path, _ in script.asked] == ["/api/v1/vendors", "/api/v1/vendors?cursor=c1"]


def test_a_damaged_download_is_refused(script: Script, client: Armslength, tmp_path: Path) -> None:
    script.answers.append((200, {}, b"not what was promised"))
    with pytest.raises(ArmslengthClientError, match="damaged"):
        client._fetch("/x", ExportFile("data.jsonl", 5, "0" * 64, 1), tmp_path)


def test_a_file_name_cannot_leave_the_folder(client: Armslength, tmp_path: Path) -> None:
    with pytest.raises(ArmslengthClientError, match="outside"):
        client._fetch("/x", ExportFile("../../evil", 5, "0" * 64, 1), tmp_path / "in")


def test_every_struct_decodes_what_it_knows_and_ignores_the_rest() -> None:
    import msgspec

    body = {
        "id": str(UUID(int=1)), "format": "csv", "state": "done", "progress": {"done": 1, "total": 1}, "files": [],
        "dropped": [], "error": None, "created_at": "2026-01-01T00:00:00Z", "new_in_2030": True,
    }  # fmt: skip
    assert msgspec.convert(body, Export).format == "csv"


def test_without_lances_library_nothing_is_exported_for_it(script: Script, client: Armslength, tmp_path: Path) -> None:
    with pytest.raises(ArmslengthClientError, match="pip install pylance"):
        client.export(PROJECT, PROJECT, "lance", tmp_path)
    assert script.asked == []
