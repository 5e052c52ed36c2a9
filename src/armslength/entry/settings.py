"""What the operator may set for the server as a whole; rooms keep their own in their `settings.py`."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from armslength.kit.settings import Settings, load_settings

_ROOT = Path(__file__).resolve().parents[3]


class _Raw(Settings):
    host: str = "127.0.0.1"
    port: int = 8420
    data: str = "data"
    database_url: str = ""
    database_owner_url: str = ""
    processes: int = 1
    public_url: str = ""
    web_dist: str = str(_ROOT / "web" / "dist")
    max_body_bytes: int = 32 * 1024 * 1024


class ServerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The server's settings, paths resolved."""

    host: str
    """The address to listen on (ARMSLENGTH_HOST)."""
    port: int
    """The one port of API and web app (ARMSLENGTH_PORT)."""
    data: Path
    """The data directory: database, objects, keys (ARMSLENGTH_DATA)."""
    database_url: str
    """The app role's database; empty = the embedded one (ARMSLENGTH_DATABASE_URL)."""
    database_owner_url: str
    """Who migrates an external database; empty = as database_url (ARMSLENGTH_DATABASE_OWNER_URL)."""
    processes: int
    """Web processes (ARMSLENGTH_PROCESSES)."""
    public_url: str
    """The address people type, for links (ARMSLENGTH_PUBLIC_URL); empty = http://host:port."""
    web_dist: Path
    """The built web app (ARMSLENGTH_WEB_DIST)."""
    max_body_bytes: int
    """The largest request body (ARMSLENGTH_MAX_BODY_BYTES)."""


def load_server_settings(environ: Mapping[str, str]) -> ServerSettings:
    """Read ARMSLENGTH_* variables; raises BadSetting with one sentence."""
    raw = load_settings(_Raw, environ)
    return ServerSettings(
        host=raw.host,
        port=raw.port,
        data=Path(raw.data).resolve(),
        database_url=raw.database_url,
        database_owner_url=raw.database_owner_url,
        processes=raw.processes,
        public_url=(raw.public_url or f"http://{raw.host}:{raw.port}").rstrip("/"),
        web_dist=Path(raw.web_dist),
        max_body_bytes=raw.max_body_bytes,
    )
