"""The knobs of `webhooks`."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings


class WebhooksSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_WEBHOOKS_<KNOB>."""

    pause_hours: Annotated[float, Meta(gt=0)] = 24.0
    """A webhook that has failed for this long is paused, and its maker told; what waits for it waits on."""

    keep_days: Annotated[int, Meta(ge=1)] = 14
    """After how many days a delivery leaves the log, sent or not."""

    senders: Annotated[int, Meta(ge=1, le=64)] = 4
    """To how many webhooks one worker sends at the same time."""

    at_once: Annotated[int, Meta(ge=1, le=64)] = 8
    """How many deliveries are on their way to one webhook at the same time."""

    rotation_hours: Annotated[float, Meta(ge=0)] = 24.0
    """How long the old secret goes on signing beside the new one."""
