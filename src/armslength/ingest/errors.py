"""What can go wrong on the way in.

BatchNotFound, ImportNotFound, ItemNotFound     404
BatchEnded, ImportState, IsGold, IsCanary,
ItemUnchanged, UploadGap                        409
BadMapping                                      422   a mapping that does not fit the label schema
UnreadableFile                                  422   the file as a whole cannot be read
BadMedia                                        422   not an image that we show
FileTooLarge                                    413
"""

from armslength.kit.errors import Conflict, Invalid, NotFound, TooLarge


class BatchNotFound(NotFound):
    """No such batch in this project."""

    code = "ingest.batch_not_found"


class ImportNotFound(NotFound):
    """No such import in this project."""

    code = "ingest.import_not_found"


class ItemNotFound(NotFound):
    """No such item in this project."""

    code = "ingest.item_not_found"


class BatchEnded(Conflict):
    """A cancelled batch stays cancelled and takes no more items."""

    code = "ingest.batch_ended"


class ItemUnchanged(Conflict):
    """The item is as it was asked to be already, or not in a state that this begins from."""

    code = "ingest.item_unchanged"


class IsGold(Conflict):
    """A gold item is in nobody's queue: it is retired where it was made gold."""

    code = "ingest.is_gold"


class IsCanary(Conflict):
    """A canary is in nobody's queue: it is retired where it was planted."""

    code = "ingest.is_canary"


class ImportState(Conflict):
    """The import is not in the state that this needs."""

    code = "ingest.import_state"


class UploadGap(Conflict):
    """A part that does not continue the upload; `details.offset` is where to go on."""

    code = "ingest.upload_gap"


class BadMapping(Invalid):
    """Columns and fields do not fit together."""

    code = "ingest.bad_mapping"


class UnreadableFile(Invalid):
    """Not the format it claims to be, cut off, or beyond a limit that cannot be skipped row by row."""

    code = "ingest.unreadable_file"


class BadMedia(Invalid):
    """Not an image that browsers show safely, or one too large to show."""

    code = "ingest.bad_media"


class FileTooLarge(TooLarge):
    """More bytes than announced or allowed."""

    code = "ingest.too_large"
