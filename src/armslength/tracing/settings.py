"""The knobs of `tracing`."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings


class TracingSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_TRACING_<KNOB>."""

    false_accusation: Annotated[float, Meta(gt=0, le=1e-3)] = 1e-6
    """Below this chance that an innocent vendor would be named, forms that agree count against one."""
