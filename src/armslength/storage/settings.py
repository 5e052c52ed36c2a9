"""The knobs of `storage`."""

from armslength.kit.settings import Settings


class StorageSettings(Settings, frozen=True):
    """Read from ARMSLENGTH_STORAGE_<KNOB>. Without an URL, blobs stand in a folder of the data directory."""

    url: str = ""
    """Where blobs live instead of the local folder: s3://bucket/prefix."""

    endpoint: str = ""
    """Address of an S3-compatible server, e.g. https://minio.internal:9000; empty = Amazon's."""

    region: str = "us-east-1"
    """Region of the bucket."""

    access_key: str = ""
    """Access key id; empty = the credentials of the machine's own role."""

    secret_key: str = ""
    """Secret of the access key."""

    allow_http: bool = False
    """Whether an unencrypted endpoint is acceptable (content is sealed before it is stored)."""
