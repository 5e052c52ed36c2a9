"""What renditions refuse.

NoTierToMake  422   the original is what it is
"""

from armslength.kit.errors import Invalid


class NoTierToMake(Invalid):
    """Nothing can take the place of the original."""

    code = "renditions.original"
