"""What can go wrong with keys and seals.

KeyMissing      404   the project has no key yet
KeyDestroyed    410   the key is gone for good, and with it everything it sealed
SealBroken      500   the bytes are not what was sealed here: changed, cut, reordered or moved
UnsafeKeyFile   500   the key folder is not fit to hold keys; the server refuses to start
"""

from armslength.kit.errors import ArmslengthError, NotFound


class KeyMissing(NotFound):
    """The project has no key (or is another tenant's)."""

    code = "keys.not_found"


class KeyDestroyed(ArmslengthError):
    """The key was destroyed; what it sealed cannot be opened by anybody."""

    code = "keys.destroyed"
    status = 410


class SealBroken(ArmslengthError):
    """Authentication failed: these bytes were not sealed here, in this place, under this key."""

    code = "keys.broken_seal"
    status = 500


class UnsafeKeyFile(ArmslengthError):
    """A key file that others may read, or that does not belong to the keys beside it."""

    code = "keys.unsafe_file"
    status = 500
