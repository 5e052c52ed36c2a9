"""The knobs of `truth`."""

from armslength.kit.settings import Settings


class TruthSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_TRUTH_<KNOB>."""

    ray_address: str = ""
    """A Ray cluster that works on the rounds of large fits, `ray://head:10001`; empty = they are done in the worker.
    Needs `pip install 'armslength[ray]'`."""
