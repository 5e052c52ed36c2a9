"""What can go wrong in traits."""

from armslength.kit.errors import Conflict, Invalid, NotFound


class TraitNotFound(NotFound):
    """People are asked for nothing of that kind."""

    code = "traits.not_found"


class BadTrait(Invalid):
    """A trait that cannot be asked for, a group that there is not, or no consent."""

    code = "traits.bad_trait"


class TooManyTraits(Conflict):
    """An organization asks for so many traits in all its time, those that were removed included."""

    code = "traits.too_many"
