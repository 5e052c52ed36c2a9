"""What identity refuses, and how it says so. Nothing here tells whether an e-mail has an account."""

from armslength.kit import errors


class NotSignedIn(errors.NotSignedIn):
    """No credentials, or credentials that have ended."""

    code = "identity.not_signed_in"


class WrongCredentials(errors.NotSignedIn):
    """The e-mail and password do not belong together: one sentence for every reason."""

    code = "identity.wrong_credentials"


class NotPermitted(errors.Forbidden):
    """Signed in, but the role does not carry the permission."""

    code = "identity.forbidden"


class ForeignOrigin(errors.Forbidden):
    """An unsafe request with a cookie that another site may have sent."""

    code = "identity.foreign_origin"


class SessionNeeded(errors.Forbidden):
    """Something only a signed-in person may do; an API key may not."""

    code = "identity.session_needed"


class NoSuchProject(errors.NotFound):
    """Missing, another tenant's, or one in which the person has no role: nobody can tell which."""

    code = "projects.not_found"


class OutOfReach(NoSuchProject):
    """The same, to a vendor's people. Where they ask for work it reads like an empty queue."""


class WorksElsewhere(errors.Conflict):
    """The session of a vendor's person works in another project than the one asked for, whether that exists or not."""

    code = "identity.works_elsewhere"


class NoSuchPerson(errors.NotFound):
    """Not a person with a live seat here."""

    code = "identity.not_found"


class NoSuchInvitation(errors.NotFound):
    """Unknown, used, revoked or expired."""

    code = "identity.invitation_not_found"


class NoSuchKey(errors.NotFound):
    """Unknown here, or somebody else's."""

    code = "identity.key_not_found"


class NoSuchTenant(errors.NotFound):
    """Not a tenant in which the person has a seat."""

    code = "identity.tenant_not_found"


class SetupEnded(errors.NotFound):
    """The setup link is unknown, used or expired, or there is an owner already."""

    code = "identity.setup_ended"


class BadValue(errors.Invalid):
    """A value that cannot be used; `field` names it."""

    code = "identity.invalid"


class BadShortcut(errors.Invalid):
    """Keys that a command cannot have: malformed, the browser's own, or another command's."""

    code = "identity.bad_shortcut"


class WeakPassword(errors.Invalid):
    """A password that is too short or too common."""

    code = "identity.weak_password"


class LastOwner(errors.Conflict):
    """The last owner can neither leave nor be demoted."""

    code = "identity.last_owner"


class AlreadyMember(errors.Conflict):
    """The person has a seat here already."""

    code = "identity.already_member"


class TooManyTries(errors.TooMany):
    """Too many wrong passwords for this e-mail from this address."""

    code = "identity.too_many_tries"
