"""What can go wrong with releases and exports."""

from armslength.kit.errors import Conflict, Invalid, NotFound


class ReleaseNotFound(NotFound):
    """No such release in this project."""

    code = "release.not_found"


class ExportNotFound(NotFound):
    """No such export of this release."""

    code = "release.export_not_found"


class FileNotFound(NotFound):
    """No such file in this export, or it is not written yet."""

    code = "release.file_not_found"


class BadRecipe(Invalid):
    """A recipe that cannot be followed; `field` says where."""

    code = "release.bad_recipe"


class FormatUnknown(Invalid):
    """There is no such format."""

    code = "release.format_unknown"


class FormatNotApplicable(Invalid):
    """This format cannot hold what the project asks."""

    code = "release.format_not_applicable"


class NotReady(Conflict):
    """The release is still being made, or failed, or was cancelled."""

    code = "release.not_ready"
