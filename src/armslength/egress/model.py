"""A call on its way out, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads, taken apart once: nothing reads the text again."""

    scheme: str
    host: str
    """In lower case; a name of ASCII labels, or an IP address in its one canonical form, without brackets."""
    port: int
    path: str
    """Path and query."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request. `keep_bytes` of its answer's body are kept, and a longer one is refused; 0 = the body is not read."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    keep_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status; redirects are not followed."""

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What the operator lets out."""

    hosts: tuple[str, ...]
    networks: tuple[Network, ...]
    ports: frozenset[int]
    plain_http: bool
    seconds: float
