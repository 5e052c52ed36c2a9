"""URLs taken apart, hosts compared with patterns. Strict: what two parsers might read differently is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from armslength.egress.errors import BadPattern, BadUrl
from armslength.egress.model import Limits, Target
from armslength.egress.rules.addresses import canonical

MAX_URL: Final = 2048
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-fA-F:.]+\]|[^/?#:@\[\]]+)(?::(?P<port>[0-9]{1,5}))?(?P<path>[/?][^#]*)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[\x21-\x5b\x5d-\x7e]+")  # printable ASCII without space and backslash
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def read_url(url: str, limits: Limits, field: str) -> Target:
    """The parts of a URL, or BadUrl naming `field`. Says nothing yet about whether its host may be called."""
    if len(url) > MAX_URL or not _PLAIN.fullmatch(url):
        raise BadUrl(f"An address has at most {MAX_URL} characters, all of them ASCII, without spaces.", field=field)
    found = _URL.fullmatch(url)
    if found is None:
        raise BadUrl("An address looks like https://host/path, without user, password or #fragment.", field=field)
    scheme = found["scheme"].lower()
    if scheme == "http" and not limits.plain_http:
        raise BadUrl("Only https:// addresses may be called.", field=field)
    host = read_host(found["host"])
    if host is None:
        raise BadUrl("This is not the name of a host, nor an IP address in its usual form.", field=field)
    port = int(found["port"] or _DEFAULT_PORTS[scheme])
    if port not in limits.ports:
        raise BadUrl(f"Port {port} may not be called.", field=field)
    path = found["path"] or "/"
    return Target(scheme, host, port, path if path.startswith("/") else f"/{path}")


def read_host(text: str) -> str | None:
    """The host in its one form, or None. A name whose last label is a number is a disguised address."""
    host = text.lower()
    if host.startswith("["):
        address = canonical(host[1:-1])
        return str(address) if address is not None and address.version == 6 else None
    if len(host) > 253 or not _NAME.fullmatch(host):
        return None
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return host if canonical(host) is not None else None
    return host


def read_pattern(text: str, field: str | None = None) -> str:
    """A host, or `*.` and a domain, in lower case; raises BadPattern."""
    pattern = text.strip().lower()
    name = pattern.removeprefix("*.")
    host = read_host(f"[{name}]" if ":" in name else name)
    wild = name != pattern
    if host is None or (wild and (canonical(host) is not None or "." not in host)):
        raise BadPattern("Name a host, such as hooks.example.com, or *.example.com for all below it.", field=field)
    return f"*.{host}" if wild else host


def matches(host: str, patterns: Iterable[str]) -> bool:
    """Whether a pattern names the host: itself, `*.` and a domain above it, or `*`, which names no bare address."""
    return any(_matches(host, pattern) for pattern in patterns)


def covered(pattern: str, by: Iterable[str]) -> bool:
    """Whether one of the patterns `by` names all that `pattern` names."""
    wild, host = pattern.startswith("*."), pattern.removeprefix("*.")
    return any(pattern == each or (_matches(host, each) and (not wild or each[0] == "*")) for each in by)


def _matches(host: str, pattern: str) -> bool:
    if pattern == "*":
        return canonical(host) is None
    return host == pattern or (pattern.startswith("*.") and host.endswith(pattern[1:]))
