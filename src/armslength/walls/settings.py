"""The knobs of `walls`."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings


class WallsSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_WALLS_<KNOB>."""

    token_seconds: Annotated[int, Meta(ge=5, le=60)] = 60
    """How long the address of an image works after its item was delivered."""

    reconcile_hour: Annotated[int, Meta(ge=0, le=23)] = 3
    """The hour (UTC) from which the record of deliveries is compared with itself, every night."""
