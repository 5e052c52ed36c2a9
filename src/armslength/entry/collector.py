"""How often a process that stays looks for objects that hold only each other."""

from __future__ import annotations

import gc
from typing import Final

BETWEEN: Final = 20_000
"""Objects more than before, until it looks at the young ones: a page of items, each of which is a hundred of them, must
not be looked at ten times while it is being worked on."""


def settle() -> None:
    """What was made until now (routes, models, modules) stays for good and is not looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN, 10, 10)
