"""What can go wrong with blobs.

BlobMissing     404   no blob of that name
BadBlobName     422   not a name that we generate
"""

from armslength.kit.errors import Invalid, NotFound


class BlobMissing(NotFound):
    """No blob of that name is stored."""

    code = "storage.not_found"


class BadBlobName(Invalid):
    """Names are generated, never taken from a file or a request; this one was not."""

    code = "storage.bad_name"
