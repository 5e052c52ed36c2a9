"""What vendors refuses."""

from armslength.kit import errors


class NoSuchVendor(errors.NotFound):
    """Not a vendor of this tenant."""

    code = "vendors.not_found"


class NameTaken(errors.Conflict):
    """The tenant has a vendor of that name."""

    code = "vendors.name_taken"


class NotGranted(errors.Conflict):
    """The vendor's grant on the project is not active."""

    code = "vendors.not_granted"


class Severed(errors.Conflict):
    """The vendor was severed from the project."""

    code = "vendors.severed"


class StillEnding(errors.Conflict):
    """What a cut left behind is not tidied up yet."""

    code = "vendors.still_ending"


class BadName(errors.Invalid):
    """A name with nothing in it."""

    code = "vendors.invalid"


class BadStatements(errors.Invalid):
    """Ownership statements that cannot be read."""

    code = "vendors.bad_statements"
