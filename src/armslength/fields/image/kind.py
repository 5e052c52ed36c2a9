"""Images."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from armslength.fields.model import Normalised, Problem
from armslength.fields.rules import read
from armslength.fields.settings import ContentLimits

Digest = Annotated[
    str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", description="SHA-256 of an uploaded file, in hex.")
]


class ImageSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


class ImageValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which uploaded file, and what it shows in words."""

    media: Digest
    alt: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class ImageField:
    """An uploaded image."""

    kind = "image"
    title = "Image"
    summary = "A picture: uploaded first, then named by its digest."
    levels: tuple[str, ...] = ()
    Settings = ImageSettings

    def value_schema(self) -> dict[str, Any]:
        """An object of media and alt."""
        return msgspec.json.schema(ImageValue)

    def normalise(self, raw: object, settings: ImageSettings, limits: ContentLimits) -> Normalised:
        """A digest alone, or {media, alt}. Addresses on the web are not fetched."""
        value, _ = read({"media": raw} if isinstance(raw, str) else raw, ImageValue)
        if value is None:
            hint = "Expected the digest of an uploaded image (64 hex digits), alone or as {media, alt}."
            return None, [Problem("media" if isinstance(raw, Mapping) else "", hint)]
        return {"media": value.media, "alt": value.alt}, []

    def texts(self, value: dict[str, str]) -> Mapping[str, str]:
        """Nothing to point into."""
        return {}

    def line(self, value: dict[str, str]) -> str:
        """What it shows in words, else the start of its digest."""
        return value["alt"] or f"image {value['media'][:8]}"
