"""What the operator may set for the server as a whole; rooms keep their own in their `settings.py`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from armslength.kit.settings import Settings, load_settings

_ROOT = Path(__file__).resolve().parents[3]


class _Raw(Settings, frozen=True):
    host: Annotated[str, Meta(min_length=1, max_length=255)] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535)] = 8420
    data: str = "data"
    database_url: str = ""
    database_owner_url: str = ""
    postgres_account: str = ""
    processes: Annotated[int, Meta(ge=1, le=256)] = 1
    connections: Annotated[int, Meta(ge=2, le=500)] = 16
    public_url: str = ""
    web_dist: str = str(_ROOT / "web" / "dist")
    max_body_bytes: Annotated[int, Meta(ge=65536)] = 32 * 1024 * 1024
    requests_per_minute: Annotated[int, Meta(ge=0, le=6_000_000)] = 12_000


class ServerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The server's settings, paths resolved."""

    host: str
    """The address to listen on (ARMSLENGTH_HOST)."""
    port: int
    """The one port of API and web app (ARMSLENGTH_PORT)."""
    data: Path
    """The data directory: database, objects, keys (ARMSLENGTH_DATA)."""
    database_url: str
    """An external database; empty = the embedded one (ARMSLENGTH_DATABASE_URL)."""
    database_owner_url: str
    """Who migrates an external database; empty = as database_url (ARMSLENGTH_DATABASE_OWNER_URL)."""
    postgres_account: str
    """Whom root steps down to for the embedded database (ARMSLENGTH_POSTGRES_ACCOUNT); empty = armslength or nobody."""
    processes: int
    """Web processes (ARMSLENGTH_PROCESSES)."""
    connections: int
    """Database connections of each process, at most; each worker listens on one more (ARMSLENGTH_CONNECTIONS)."""
    public_url: str
    """The address people type, for links (ARMSLENGTH_PUBLIC_URL); empty = http://host:port."""
    web_dist: Path
    """The built web app (ARMSLENGTH_WEB_DIST)."""
    max_body_bytes: int
    """The largest request body (ARMSLENGTH_MAX_BODY_BYTES)."""
    requests_per_minute: int
    """How often a session or key may ask each web process (ARMSLENGTH_REQUESTS_PER_MINUTE); 0 = as it likes."""


def load_server_settings(environ: Mapping[str, str]) -> ServerSettings:
    """Read ARMSLENGTH_* variables; raises BadSetting with one sentence."""
    raw = load_settings(_Raw, environ)
    return ServerSettings(
        host=raw.host,
        port=raw.port,
        data=Path(raw.data).expanduser().resolve(),
        database_url=raw.database_url,
        database_owner_url=raw.database_owner_url,
        postgres_account=raw.postgres_account,
        processes=raw.processes,
        connections=raw.connections,
        public_url=(raw.public_url or local_url(raw.host, raw.port)).rstrip("/"),
        web_dist=Path(raw.web_dist),
        max_body_bytes=raw.max_body_bytes,
        requests_per_minute=raw.requests_per_minute,
    )


def local_url(host: str, port: int) -> str:
    """The address to type on this machine, also when we listen on every address."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # nosec B104  # compared, not listened on
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
