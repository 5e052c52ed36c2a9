"""The knobs of `review`."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings


class ReviewSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_REVIEW_<KNOB>."""

    in_hand: Annotated[int, Meta(ge=1, le=20)] = 3
    """How many reviews a person may hold at once: the one on screen and those loaded ahead."""

    sweep_seconds: Annotated[int, Meta(ge=1, le=3600)] = 15
    """How often leases that ran out are looked for."""

    wait_seconds: Annotated[int, Meta(ge=1, le=600)] = 15
    """When to ask again after there was nothing."""
