"""The knobs of `egress`. Their defaults let nothing out."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings


class EgressSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_EGRESS_<KNOB>."""

    allow: str = ""
    """Hosts that may be called, comma-separated: `hooks.example.com`, `*.example.com`, or `*` for every public host;
    empty = nothing goes out."""

    networks: str = ""
    """Private networks that may be reached all the same, comma-separated, e.g. `10.20.0.0/16`; never a cloud's metadata
    service."""

    ports: str = "443"
    """Ports that may be called, comma-separated."""

    plain_http: bool = False
    """Whether http:// is acceptable; else only https://."""

    seconds: Annotated[float, Meta(gt=0, le=300)] = 10.0
    """How long one call may take, from the name's look-up to the last byte."""
