"""Pure decisions of the gateway: the delivered form of content, byte ranges, response headers."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from armslength.walls.errors import RangeWrong
from armslength.walls.model import ContentKind, Knowledge
from armslength.walls.schemas.severances import Pace

RASTER: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")

ImageForm = Callable[[Mapping[str, Any]], dict[str, Any]]


def deliver(content: Mapping[str, Any], *, with_source: bool, image: ImageForm) -> dict[str, Any]:
    """Content as it leaves: images by address instead of digest.

    Where content came from (`source` of a response, `meta` of a message) stays behind unless `with_source`.
    """
    return {name: _value(value, with_source, image) for name, value in content.items()}


def media_digests(content: Mapping[str, Any]) -> Iterator[str]:
    """Every file that the content shows."""
    for value in content.values():
        for part in _parts(value):
            if _is_image(part):
                yield part["media"]


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from (response.get("value") for response in value if isinstance(response, dict))
    else:
        yield value


def _value(value: Any, with_source: bool, image: ImageForm) -> Any:
    if isinstance(value, list):
        return [_response(response, with_source, image) for response in value]
    return _single(value, with_source, image)


def _single(value: Any, with_source: bool, image: ImageForm) -> Any:
    if _is_image(value):
        return image(value)
    if not with_source and isinstance(value, dict) and isinstance(value.get("messages"), list):
        return {"messages": [{key: said for key, said in each.items() if key != "meta"} for each in value["messages"]]}
    return value


def _response(response: Any, with_source: bool, image: ImageForm) -> Any:
    if not isinstance(response, dict):
        return response
    shown = {key: part for key, part in response.items() if with_source or key != "source"}
    shown["value"] = _single(shown.get("value"), with_source, image)
    return shown


def _is_image(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("media"), str)


def media_url(project_id: UUID, token: str) -> str:
    """The address of a file inside delivered content."""
    return f"/api/v1/projects/{project_id}/media/{token}"


def byte_range(header: str | None, size: int) -> tuple[int, int] | None:
    """The span [start, stop) of a Range header; None for the whole file (also for forms we do not serve)."""
    found = _RANGE.fullmatch((header or "").strip())
    if found is None or found.group() == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1 if last else size)
    if start >= size or stop <= start:
        raise RangeWrong(f"The file has {size} bytes.", details={"bytes": size})
    return start, stop


def media_headers(content_type: str, digest: str) -> dict[str, str]:
    """Headers under which a stranger's bytes can do no harm in a browser."""
    name = f"{digest[:16]}.{content_type.split('/')[1].split('+')[0]}"
    shown = "inline" if content_type in RASTER else "attachment"
    return {
        "content-disposition": f'{shown}; filename="{name}"',
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "private, no-store",
        "accept-ranges": "bytes",
    }


def knowledge(kind: ContentKind) -> Knowledge:
    """What is known of by having been shown this."""
    return "brief" if kind in ("schema", "guideline") else "content"


def waiver_state(
    approved_at: datetime | None, expires_at: datetime, ended_at: datetime | None, now: datetime
) -> Literal["asked", "approved", "expired", "ended"]:
    """How a waiver stands."""
    if ended_at is not None:
        return "ended"
    if expires_at <= now:
        return "expired"
    return "asked" if approved_at is None else "approved"


def pace(answers: int, recent: int, recent_of_all: int, wanted: int, days: int) -> Pace:
    """Days until `wanted` answers are given, at the pace of the last `days`: with everybody, and without the vendor."""

    def to_go(given: int) -> float | None:
        return None if given <= 0 else wanted * days / given

    return Pace(answers, recent, recent_of_all, wanted, to_go(recent_of_all), to_go(recent_of_all - recent))


def basis_points(share: float | None) -> int | None:
    """0.25 → 2500: a cap is never rounded up."""
    return None if share is None else int(share * 10_000 + 1e-9)


def fraction(basis_points: int | None) -> float | None:
    """2500 → 0.25."""
    return None if basis_points is None else basis_points / 10_000


def share(seen: int, total: int) -> float:
    """The part that was seen, 0 to 1; of nothing it is 0."""
    return min(1.0, seen / total) if total else 0.0


def last_passed(hour: int, now: datetime) -> datetime:
    """When it was last this hour (UTC)."""
    today = now.astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def next_day(moment: datetime) -> datetime:
    """The first midnight (UTC) after a moment: when exactly somebody was last shown something is nobody's business."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def digest(sentences: Iterable[str]) -> str:
    """The same for the same sentences, in whatever order."""
    return hashlib.sha256("\n".join(sorted(sentences)).encode()).hexdigest()
