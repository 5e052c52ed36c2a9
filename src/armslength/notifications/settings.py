"""The knobs of `notifications`."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings


class NotificationsSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_NOTIFICATIONS_<KNOB>."""

    keep_days: Annotated[int, Meta(ge=1)] = 90
    """After how many days a notification is forgotten, read or not."""
