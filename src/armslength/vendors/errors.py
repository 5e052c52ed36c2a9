"""What vendors refuses."""

from armslength.kit import errors


class NoSuchVendor(errors.NotFound):
    """Not a vendor of this tenant."""

    code = "vendors.not_found"


class NameTaken(errors.Conflict):
    """The tenant has a vendor of that name."""

    code = "vendors.name_taken"


class NotGranted(errors.Conflict):
    """The vendor's grant on the project is missing or paused."""

    code = "vendors.not_granted"


class BadName(errors.Invalid):
    """A name with nothing in it."""

    code = "vendors.invalid"
