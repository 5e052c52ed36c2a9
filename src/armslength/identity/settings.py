"""What the operator may set about sign-in (environment: ARMSLENGTH_IDENTITY_<KNOB>)."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings


class IdentitySettings(Settings, frozen=True):
    """Passwords, sessions, invitations. The floors are those below which a start is refused."""

    password_min_length: Annotated[int, Meta(ge=8, le=64)] = 12
    """The fewest characters of a new password."""
    argon2_memory_kib: Annotated[int, Meta(ge=19_456, le=1_048_576)] = 65_536
    """Memory of one password hash in KiB (argon2id)."""
    argon2_passes: Annotated[int, Meta(ge=2, le=20)] = 3
    """Passes over that memory."""
    argon2_at_once: Annotated[int, Meta(ge=1, le=64)] = 2
    """Password hashes computed at the same time in one process; the others wait."""
    session_idle_minutes: Annotated[int, Meta(ge=5, le=43_200)] = 12 * 60
    """A session ends when unused for this long."""
    session_max_days: Annotated[int, Meta(ge=1, le=90)] = 14
    """A session ends at this age, however much it is used."""
    invitation_days: Annotated[int, Meta(ge=1, le=90)] = 7
    """How long an invitation's link works."""
    setup_link_hours: Annotated[int, Meta(ge=1, le=168)] = 24
    """How long the first owner's link works; every start without an owner prints a new one."""
    tries_per_window: Annotated[int, Meta(ge=3, le=1000)] = 10
    """Password tries per e-mail and network address in one window; then that pair, and nobody else, has to wait."""
    try_window_minutes: Annotated[int, Meta(ge=1, le=1440)] = 15
    """Length of that window."""
    trusted_proxies: Annotated[int, Meta(ge=0, le=10)] = 0
    """How many proxies of yours stand before the server and add to X-Forwarded-For; 0 = none, it is not read."""
