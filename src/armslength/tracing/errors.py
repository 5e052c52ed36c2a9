"""What planting and tracing refuse.

CanaryMissing  404
CanaryRetired  409   it is out of use already
CanaryVendor   422   a canary is for one vendor, and one that was let into the project
CanaryTooMany  409   a vendor has all the canaries that a project plants for it
SuspectShort   422   a text of so few words that it proves nothing
VariantField   422   a field that keeps its wording, and why
VariantMissing 404
VariantShown   409   a vendor has been given one of the forms: it stays as it is
"""

from armslength.kit.errors import Conflict, Invalid, NotFound


class CanaryMissing(NotFound):
    """No such canary in this project."""

    code = "tracing.canary_not_found"


class CanaryRetired(Conflict):
    """It is out of use already; that it was planted is not forgotten."""

    code = "tracing.canary_retired"


class CanaryVendor(Invalid):
    """A canary is for one vendor, and one that was let into the project."""

    code = "tracing.no_such_vendor"


class CanaryTooMany(Conflict):
    """The vendor has as many live canaries here as are looked at in one turn."""

    code = "tracing.too_many_canaries"


class SuspectShort(Invalid):
    """Text of so few words that whatever it resembles proves nothing."""

    code = "tracing.too_short"


class VariantField(Invalid):
    """The wording of this field decides answers, or places in it are marked."""

    code = "tracing.keeps_wording"


class VariantMissing(NotFound):
    """This item has no second form."""

    code = "tracing.variant_not_found"


class VariantShown(Conflict):
    """A vendor was given one of its forms, and is given the same for ever."""

    code = "tracing.variant_shown"
