"""The knobs of `keys`."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings


class KeysSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_KEYS_<KNOB>."""

    cache_seconds: Annotated[int, Meta(ge=0, le=3600)] = 300
    """How long an unwrapped project key may stay in memory: a destroyed key stops working within this time."""
