"""A small real network of loopback addresses: a name server that answers what it is told, and hosts that listen."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

A, AAAA = 1, 28


class NameServer(asyncio.DatagramProtocol):
    """Answers over UDP with TTL 0. `answers` of a name are said one after the other, the last one for ever."""

    def __init__(self) -> None:
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []
        self.port = 0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        question = data[12:]
        name, rest = _read_name(question)
        kind = struct.unpack_from(">H", question, rest)[0]
        if kind == A:
            self.asked.append(name)
        addresses = [a for a in self._said(name, kind) if (ip_address(a).version == 4) == (kind == A)]
        records = b"".join(_record(kind, address) for address in addresses)
        head = struct.pack(">HHHHHH", struct.unpack_from(">H", data)[0], 0x8180, 1, len(addresses), 0, 0)
        self.transport.sendto(head + question[: rest + 4] + records, addr)

    def _said(self, name: str, kind: int) -> list[str]:
        said = self.answers.get(name, [[]])
        return said.pop(0) if kind == AAAA and len(said) > 1 else said[0]

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """What a resolver does: ask for A, then for AAAA, over the wire."""
        found = [*await self._ask(host, A), *await self._ask(host, AAAA)]
        if not found:
            raise socket.gaierror("no such name")
        return found

    async def _ask(self, host: str, kind: int) -> list[str]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bytes] = loop.create_future()
        labels = b"".join(bytes([len(label)]) + label.encode() for label in host.split("."))
        query = struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", kind, 1)
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _OneAnswer(answer), remote_addr=("127.0.0.1", self.port)
        )
        transport.sendto(query)
        try:
            return _read_addresses(await answer)
        finally:
            transport.close()


class _OneAnswer(asyncio.DatagramProtocol):
    def __init__(self, answer: asyncio.Future[bytes]) -> None:
        self.answer = answer

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.answer.set_result(data)


def _read_name(data: bytes) -> tuple[str, int]:
    labels, at = [], 0
    while length := data[at]:
        labels.append(data[at + 1 : at + 1 + length].decode())
        at += 1 + length
    return ".".join(labels), at + 1


def _record(kind: int, address: str) -> bytes:
    packed = ip_address(address).packed
    return b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(packed)) + packed


def _read_addresses(data: bytes) -> list[str]:
    count = struct.unpack_from(">H", data, 6)[0]
    at = 12 + _read_name(data[12:])[1] + 4
    found = []
    for _ in range(count):
        length = struct.unpack_from(">H", data, at + 10)[0]
        found.append(str(ip_address(data[at + 12 : at + 12 + length])))
        at += 12 + length
    return found


@asynccontextmanager
async def name_server() -> AsyncIterator[NameServer]:
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(
        NameServer, local_addr=("127.0.0.1", 0)
    )
    yield server
    transport.close()


@dataclass
class Host:
    """Something that listens, and what it heard."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    sni: list[str | None] = field(default_factory=list)

    def header(self, name: str) -> str:
        """A header of the last request."""
        lines = self.requests[-1].decode().split("\r\n")
        return next(line.partition(": ")[2] for line in lines if line.lower().startswith(f"{name.lower()}:"))


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"


@asynccontextmanager
async def listening(
    address: str = "127.0.0.1", answer: bytes = OK, port: int = 0, tls: ssl.SSLContext | None = None,
    endless: Callable[[asyncio.StreamWriter], object] | None = None,
) -> AsyncIterator[Host]:  # fmt: skip
    """A host that answers every request with the same bytes; `endless` goes on writing after them."""
    host = Host()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host.connections += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (
                    int(line.split(b":")[1])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length")
                ),
                0,
            )
            host.requests.append(head + await reader.readexactly(length))
            writer.write(answer)
            while endless is not None:
                endless(writer)
                await writer.drain()
                await asyncio.sleep(0)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    if tls is not None:
        tls.sni_callback = lambda _, name, __: host.sni.append(name)
    server = await asyncio.start_server(serve, address, port, ssl=tls)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()


def certificates(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """(of a server called `name`, of clients that trust it)."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.pem")
    return server, ssl.create_default_context(cadata=pem.decode())
