"""What stops a command of the operator's, in one sentence that they can act on."""


class Fault(Exception):
    """Shown without a traceback; the message says what is wrong and what to do."""


class CannotStart(Fault):
    """Armslength does not start."""


class CannotBackUp(Fault):
    """No backup was made."""


class CannotRestore(Fault):
    """Nothing was restored."""
