"""One call, to an address that was checked: resolve, look at every address, connect to that very one.

The check sits where the connection is made, so nothing can come between: no second look-up (DNS rebinding), no
redirect, no pooled connection of somebody else, no proxy of the environment.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import ip_address
from typing import Final

import httpcore
import structlog

from armslength import __version__
from armslength.egress.errors import Refused, Unanswered
from armslength.egress.model import Answer, Limits, Outgoing, Target
from armslength.egress.rules.addresses import may_reach

log = structlog.get_logger(__name__)

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host, as text, the preferred one first; raises OSError."""

_MOST_ADDRESSES: Final = 4
_REFUSED: Final = "This address may not be called: it does not lead to a public host."


async def system_resolve(host: str, port: int) -> Sequence[str]:
    """What the machine's own resolver says; an IP address is itself."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to addresses that may be reached, and to none unless all of the host's may."""

    def __init__(self, limits: Limits, resolve: Resolve) -> None:
        self._limits = limits
        self._resolve = resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:  # fmt: skip
        """Resolve once, check all, try them in order."""
        addresses = await self._checked(host, port)
        for number, address in enumerate(addresses, 1):
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise Unanswered("The host has no address.", "no_address")

    async def _checked(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError):
            raise Unanswered("The name of the host could not be resolved.", "dns") from None
        for address in addresses:
            if not may_reach(ip_address(address), self._limits.networks):
                log.warning("a call to a forbidden address was refused", host=host, address=address)
                raise Refused(_REFUSED, "address")
        return addresses[:_MOST_ADDRESSES]

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:  # fmt: skip
        """Nobody outside is reached through a file."""
        raise Refused(_REFUSED, "address")


async def call(
    target: Target, outgoing: Outgoing, limits: Limits, trust: ssl.SSLContext, resolve: Resolve = system_resolve
) -> Answer:
    """Send and read the answer, within the time and size allowed. Raises Refused or Unanswered."""
    try:
        async with (
            asyncio.timeout(limits.seconds),
            httpcore.AsyncConnectionPool(
                ssl_context=trust, max_connections=1, max_keepalive_connections=0,
                network_backend=_CheckedNetwork(limits, resolve),
            ) as pool,
            pool.stream(
                outgoing.method, _url(target), headers=_headers(target, outgoing), content=outgoing.body or None,
                extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), limits.seconds)},
            ) as response,
        ):  # fmt: skip
            body = await _read(response.aiter_stream(), outgoing.keep_bytes)
            kinds = [value for name, value in response.headers if name.lower() == b"content-type"]
            return Answer(response.status, kinds[0].decode("latin-1") if kinds else "", body)
    except (TimeoutError, httpcore.TimeoutException):
        raise Unanswered(f"No answer within {limits.seconds:g} seconds.", "timeout") from None
    except (httpcore.ConnectError, OSError) as problem:
        certificate = isinstance(_root(problem), ssl.SSLError)
        said = "Its certificate cannot be trusted." if certificate else "The host could not be reached."
        raise Unanswered(said, "certificate" if certificate else "connect") from None
    except (httpcore.NetworkError, httpcore.ProtocolError):
        raise Unanswered("The host broke off, or does not speak HTTP.", "protocol") from None


async def _read(pieces: object, keep: int) -> bytes:
    """Up to `keep` bytes; a longer body is refused, and none is read when none is wanted."""
    kept = bytearray()
    if keep > 0:
        async for piece in pieces:  # type: ignore[attr-defined]  # httpcore's own stub says less than it gives
            kept += piece
            if len(kept) > keep:
                raise Unanswered("The answer is larger than allowed.", "too_large")
    return bytes(kept)


def _url(target: Target) -> httpcore.URL:
    return httpcore.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
    )


def _headers(target: Target, outgoing: Outgoing) -> list[tuple[str, str]]:
    name = f"[{target.host}]" if ":" in target.host else target.host
    usual = target.port == {"http": 80, "https": 443}[target.scheme]
    ours = {
        "Host": name if usual else f"{name}:{target.port}",
        "User-Agent": f"Armslength/{__version__}",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    return [*ours.items(), *outgoing.headers.items()]


def _root(problem: BaseException) -> BaseException:
    while problem.__cause__ is not None or problem.__context__ is not None:
        problem = problem.__cause__ or problem.__context__ or problem
    return problem
