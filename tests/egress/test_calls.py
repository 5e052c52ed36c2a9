"""Calls over real sockets, with a real name server that lies."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.egress.network import OK, NameServer, certificates, listening, name_server

from armslength.egress.errors import Refused, Unanswered
from armslength.egress.model import Answer, Limits, Outgoing
from armslength.egress.rules.addresses import read_network
from armslength.egress.rules.hosts import read_url
from armslength.egress.service.client import call, system_resolve

ONLY = "127.0.0.2"
"""The one loopback address that these tests open; 127.0.0.1 stays what it is to everybody: forbidden."""


@pytest.fixture
async def names() -> AsyncIterator[NameServer]:
    async with name_server() as server:
        yield server


async def get(
    url: str, names: NameServer | None = None, *, seconds: float = 20, trust: ssl.SSLContext | None = None,
    opened: str = f"{ONLY}/32", **outgoing: Any,
) -> Answer:  # fmt: skip
    port = int(url.rpartition(":")[2].partition("/")[0])
    limits = Limits(("*",), (read_network(opened),), frozenset({port}), True, seconds)
    resolve = names.resolve if names else system_resolve
    request = Outgoing(url, **outgoing)
    return await call(read_url(url, limits, "url"), request, limits, trust or ssl.create_default_context(), resolve)


async def test_a_call_reaches_the_address_that_was_looked_at(names: NameServer) -> None:
    names.answers["hooks.test"] = [[ONLY], ["127.0.0.3"]]
    async with listening(ONLY) as host:
        answer = await get(f"http://hooks.test:{host.port}/in?x=1", names, method="POST", body=b"{}", keep_bytes=100)
    assert (answer.status, answer.content_type, answer.body) == (200, "text/plain", b"hello")
    assert host.requests[0].startswith(b"POST /in?x=1 HTTP/1.1\r\n") and host.requests[0].endswith(b"\r\n\r\n{}")
    assert host.header("Host") == f"hooks.test:{host.port}"
    assert names.asked == ["hooks.test"]


async def test_a_name_that_changes_its_mind_after_the_check_gains_nothing(names: NameServer) -> None:
    """DNS rebinding: the first answer is allowed, the second one leads inside. There is no second question."""
    async with listening("127.0.0.1") as inside:
        names.answers["rebind.test"] = [[ONLY], ["127.0.0.1"]]
        with pytest.raises(Unanswered) as failed:
            await get(f"http://rebind.test:{inside.port}/", names)
        assert failed.value.reason == "connect"
        assert names.asked == ["rebind.test"]
        with pytest.raises(Refused):
            await get(f"http://rebind.test:{inside.port}/", names)
    assert inside.connections == 0


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], [ONLY, "127.0.0.1"], ["127.0.0.1", ONLY], [ONLY, "::1"], ["::ffff:127.0.0.1"], ["169.254.169.254"],
     ["10.0.0.1"], ["fd00:ec2::254"], ["64:ff9b::7f00:1"], ["0.0.0.0"], ["::"]],
)  # fmt: skip
async def test_one_forbidden_address_among_them_is_enough(names: NameServer, addresses: list[str]) -> None:
    names.answers["mixed.test"] = [addresses]
    async with listening("127.0.0.1") as inside, listening(ONLY, port=inside.port) as outside:
        with pytest.raises(Refused) as refused:
            await get(f"http://mixed.test:{inside.port}/", names)
    assert refused.value.reason == "address"
    assert not any(address in refused.value.message for address in addresses), "the answer tells what the name hides"
    assert (inside.connections, outside.connections) == (0, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:7f00:1]"])
async def test_this_machine_is_not_called_by_any_of_its_names(host: str) -> None:
    async with listening("127.0.0.1") as inside:
        with pytest.raises(Refused):
            await get(f"http://{host}:{inside.port}/")
    assert inside.connections == 0


async def test_redirects_are_answers(names: NameServer) -> None:
    names.answers["hooks.test"] = [[ONLY]]
    async with listening("127.0.0.1") as inside:
        away = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{inside.port}/\r\nContent-Length: 0\r\n\r\n"
        async with listening(ONLY, away.encode()) as host:
            assert (await get(f"http://hooks.test:{host.port}/", names)).status == 302
    assert inside.connections == 0


async def test_the_second_address_is_tried_when_the_first_is_dead(names: NameServer) -> None:
    names.answers["hooks.test"] = [["127.0.0.4", ONLY]]
    async with listening(ONLY) as host:
        assert (await get(f"http://hooks.test:{host.port}/", names, opened="127.0.0.0/29")).status == 200


async def test_tls_names_the_host_and_checks_its_certificate(names: NameServer, tmp_path: Path) -> None:
    server, trust = certificates(tmp_path, "hooks.test")
    names.answers |= {"hooks.test": [[ONLY]], "other.test": [[ONLY]]}
    async with listening(ONLY, tls=server) as host:
        assert (await get(f"https://hooks.test:{host.port}/", names, trust=trust)).status == 200
        assert host.sni == ["hooks.test"]
        for url, trusting in ((f"https://other.test:{host.port}/", trust), (f"https://hooks.test:{host.port}/", None)):
            with pytest.raises(Unanswered) as failed:
                await get(url, names, trust=trusting)
            assert failed.value.reason == "certificate"
    assert len(host.requests) == 1


async def test_an_endless_answer_ends(names: NameServer) -> None:
    names.answers["hooks.test"] = [[ONLY]]
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with listening(ONLY, head, endless=lambda writer: writer.write(b"400\r\n" + b"x" * 1024 + b"\r\n")) as host:
        with pytest.raises(Unanswered) as failed:
            await get(f"http://hooks.test:{host.port}/", names, keep_bytes=4096)
        assert failed.value.reason == "too_large"
        assert (await get(f"http://hooks.test:{host.port}/", names)).body == b"", "what is not wanted is not read"


@pytest.mark.parametrize(
    ("start", "line"),
    [(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), (b"", b"HTTP/1.1 100 Continue\r\n\r\n"), (b"", b"")],
)
async def test_whoever_never_comes_to_the_point_is_left(names: NameServer, start: bytes, line: bytes) -> None:
    names.answers["hooks.test"] = [[ONLY]]
    async with listening(ONLY, start, endless=lambda writer: writer.write(line)) as host:
        with pytest.raises(Unanswered) as failed:
            await get(f"http://hooks.test:{host.port}/", names, seconds=0.5)
    assert failed.value.reason in ("timeout", "protocol")


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"-ERR unknown command\r\n", b"\x00\xff" * 100])
async def test_what_is_not_http_is_not_repeated(names: NameServer, answer: bytes) -> None:
    names.answers["hooks.test"] = [[ONLY]]
    async with listening(ONLY, answer) as host:
        with pytest.raises(Unanswered) as failed:
            await get(f"http://hooks.test:{host.port}/", names)
    assert failed.value.reason == "protocol"
    assert "SSH" not in failed.value.message and "ERR" not in failed.value.message


async def test_a_name_that_nobody_knows() -> None:
    async with name_server() as names:
        with pytest.raises(Unanswered) as failed:
            await get("http://nowhere.test:80/", names)
    assert failed.value.reason == "dns"


async def test_headers_cannot_carry_another_request(names: NameServer) -> None:
    names.answers["hooks.test"] = [[ONLY]]
    async with listening(ONLY, OK) as host:
        with pytest.raises(Unanswered):
            await get(f"http://hooks.test:{host.port}/", names, headers={"X": "y\r\n\r\nGET /evil HTTP/1.1"})
        assert host.requests == []


async def test_proxies_of_the_environment_are_not_asked(names: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    names.answers["hooks.test"] = [[ONLY]]
    async with listening("127.0.0.1") as proxy, listening(ONLY) as host:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert (await get(f"http://hooks.test:{host.port}/", names)).status == 200
        assert proxy.connections == 0


async def test_calls_stand_side_by_side(names: NameServer) -> None:
    names.answers["hooks.test"] = [[ONLY]]
    async with listening(ONLY) as host:
        calls = [get(f"http://hooks.test:{host.port}/{n}", names) for n in range(20)]
        assert {answer.status for answer in await asyncio.gather(*calls)} == {200}
    assert host.connections == 20
