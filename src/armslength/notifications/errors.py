"""What can go wrong with notifications."""

from armslength.kit import errors


class UnknownKind(errors.Invalid):
    """Nothing of this kind is ever told."""

    code = "notifications.unknown_kind"
