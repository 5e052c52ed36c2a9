"""What projects refuses."""

from armslength.kit import errors


class ProjectNotFound(errors.NotFound):
    """Missing, or not this person's to see."""

    code = "projects.not_found"


class VersionNotFound(errors.NotFound):
    """No such version of the label schema or guideline (or none at all yet)."""

    code = "projects.version_not_found"


class PresetNotFound(errors.NotFound):
    """No preset of that id."""

    code = "projects.preset_not_found"


class MemberNotFound(errors.NotFound):
    """Not a person with a live seat here, or without a role in the project."""

    code = "projects.member_not_found"


class BadBrief(errors.Invalid):
    """A value of the brief that cannot be; `field` is its path."""

    code = "projects.invalid"


class BadOverlap(errors.Invalid):
    """At most as many people as are asked about everything; `field` is `overlap_max`."""

    code = "projects.bad_overlap"


class BadSchema(errors.Invalid):
    """A label schema with problems; `details` lists them all as {path, message}."""

    code = "projects.bad_schema"


class SlugTaken(errors.Conflict):
    """Another project of this organization has the slug."""

    code = "projects.slug_taken"


class WrongState(errors.Conflict):
    """The project's state does not allow this now."""

    code = "projects.wrong_state"


class Incompatible(errors.Conflict):
    """A schema that would break with items or answers that are there; `details` lists why."""

    code = "projects.schema_incompatible"


class NamesTheCustomer(errors.Conflict):
    """What vendors would read holds brand words; `details` lists where, as {hits, more}."""

    code = "projects.brand_words"


class NoSuchBrandWord(errors.NotFound):
    """Not a word of the owner's list."""

    code = "projects.brand_word_not_found"


class NoSuchAcceptance(errors.NotFound):
    """No acceptance of that id is in force in this project."""

    code = "projects.acceptance_not_found"
