# Generated from _async by generate_sync.py: edit there.
"""One request: sent, tried again where that is safe, decoded or raised."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
import msgspec

from armslength_client.errors import ConnectionFailed, from_response
from armslength_client.trust import trusted
from armslength_client.types import Page

T = TypeVar("T")

_TRY_AGAIN = {429, 502, 503, 504}
_API = "/api/v1"


class Transport:
    """The connection to one server as one person or key.

    `retries` is how many times a repeatable call is tried again; pauses double from 0.2 s and are spread by `rng`.
    """

    def __init__(
        self, base_url: str, *, api_key: str | None = None, timeout: float = 60.0, retries: int = 5,
        rng: random.Random | None = None,
    ) -> None:  # fmt: skip
        headers = {"X-Armslength": "1", "User-Agent": "armslength-client/0.1.0"}
        if api_key is not None:
            headers["Authorization"] = f"Bearer {api_key}"
        self._http = httpx.Client(
            base_url=base_url.rstrip("/") + _API, headers=headers, timeout=timeout, verify=trusted()
        )
        self._retries = retries
        self._rng = rng or random.Random()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def call(
        self, method: str, path: str, returns: type[T], *, params: Mapping[str, object] | None = None,
        body: object = None, content: bytes | None = None, repeatable: bool | None = None,
    ) -> T:  # fmt: skip
        """Send one request and decode its answer as `returns` (None for an empty one)."""
        response = self._send(method, path, params, body, content, repeatable)
        if returns is type(None):
            return None
        return msgspec.json.decode(response.content, type=returns)

    def pages(self, path: str, kind: type[T], *, params: Mapping[str, object] | None = None) -> Iterator[T]:
        """Every item of a list, page after page."""
        cursor: str | None = None
        while True:
            answer = self.call("GET", path, msgspec.Raw, params={**(params or {}), "cursor": cursor})
            page: Page[T] = msgspec.json.decode(answer, type=Page[kind])  # type: ignore[valid-type]
            for item in page.items:
                yield item
            cursor = page.next
            if cursor is None:
                return

    def download(self, path: str) -> Iterator[bytes]:
        """The body of a file in pieces."""
        with self._http.stream("GET", path) as response:
            if response.is_error:
                raise from_response(response.status_code, response.read())
            for piece in response.iter_bytes():
                yield piece

    def _send(
        self, method: str, path: str, params: Mapping[str, object] | None, body: object, content: bytes | None,
        repeatable: bool | None,
    ) -> httpx.Response:  # fmt: skip
        again = method != "POST" if repeatable is None else repeatable
        request = self._http.build_request(
            method, path, params=_texts(params), content=content if body is None else msgspec.json.encode(body),
            headers={"Content-Type": "application/octet-stream" if body is None else "application/json"},
        )  # fmt: skip
        for attempt in range(self._retries + 1):
            last = attempt == self._retries or not again
            try:
                response = self._http.send(request)
            except httpx.TransportError as failure:
                if last:
                    raise ConnectionFailed(f"Could not reach {self._http.base_url}: {failure}") from failure
                time.sleep(self._pause(attempt, None))
                continue
            if not response.is_error:
                return response
            if last or response.status_code not in _TRY_AGAIN:
                raise from_response(response.status_code, response.content)
            time.sleep(self._pause(attempt, response.headers.get("Retry-After")))
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, attempt: int, retry_after: str | None) -> float:
        if retry_after is not None and retry_after.isdecimal():
            return float(retry_after)
        return 0.2 * 2.0**attempt * (0.5 + self._rng.random())


def _texts(params: Mapping[str, object] | None) -> dict[str, Any]:
    given = {name: value for name, value in (params or {}).items() if value is not None}
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given.items()}
