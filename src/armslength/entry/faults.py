"""Why Armslength does not start, in one sentence that the operator can act on."""


class CannotStart(Exception):
    """Shown without a traceback; the message says what is wrong and what to do."""
