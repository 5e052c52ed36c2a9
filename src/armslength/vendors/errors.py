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


class AlreadyIn(errors.Conflict):
    """The vendor is let into the project; there is nothing to offer."""

    code = "vendors.already_in"


class NoSuchOffer(errors.NotFound):
    """No open offer to one's own firm. It is also said where the firm may not be let in now."""

    code = "vendors.no_such_offer"


class StillEnding(errors.Conflict):
    """What a cut left behind is not tidied up yet."""

    code = "vendors.still_ending"


class BadName(errors.Invalid):
    """A name with nothing in it."""

    code = "vendors.invalid"


class BadStatements(errors.Invalid):
    """Ownership statements that cannot be read."""

    code = "vendors.bad_statements"


class TooManyStatements(errors.TooLarge):
    """More ownership statements than are read at once."""

    code = "vendors.too_many_statements"


class BadOwnership(errors.Invalid):
    """An edge, a party or a setting of ownership that cannot be."""

    code = "vendors.bad_ownership"


class NoSuchParty(errors.NotFound):
    """Neither in the register nor in the tenant's own records."""

    code = "vendors.no_such_party"


class NoSuchEdge(errors.NotFound):
    """Not an edge of the tenant's own records."""

    code = "vendors.no_such_edge"


class EdgeThere(errors.Conflict):
    """The tenant has recorded this holding already."""

    code = "vendors.edge_there"


class MustNotLoosen(errors.Forbidden):
    """Whoever asks may tighten a wall, not loosen it."""

    code = "vendors.must_not_loosen"


class Walled(errors.Conflict):
    """The wall keeps this vendor out of the project; `details` says why."""

    code = "vendors.walled"


class NoSuchConflict(errors.NotFound):
    """No conflict of the tenant that holds."""

    code = "vendors.no_such_conflict"


class NoSuchWaiver(errors.NotFound):
    """No waiver of the tenant."""

    code = "vendors.no_such_waiver"


class WaiverSettled(errors.Conflict):
    """The waiver has been approved, has ended, or its conflict is over."""

    code = "vendors.waiver_settled"


class TwoPeople(errors.Forbidden):
    """It takes two people, at least one of them an owner."""

    code = "vendors.two_people"


class NoSuchRival(errors.NotFound):
    """Not a rival of the tenant."""

    code = "vendors.no_such_rival"


class OwnParty(errors.Conflict):
    """The tenant cannot be its own rival."""

    code = "vendors.own_party"
