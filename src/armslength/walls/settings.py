"""The knobs of `walls`."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings


class WallsSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_WALLS_<KNOB>."""

    token_seconds: Annotated[int, Meta(ge=5, le=60)] = 60
    """How long the address of an image works after its item was delivered."""
