"""The API's description of itself: Litestar's, with short names and with the one shape that failures have."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from litestar import Request, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from armslength import __version__
from armslength.entry.failures import Failure
from armslength.questions.registry import KINDS as QUESTIONS

_PAGE = re.compile(r"Page_(?:[\w.]+\.)?(\w+)_")
_REF = "#/components/schemas/"
_FAILED = {
    "description": "It did not work; `error` says why.",
    "content": {"application/json": {"schema": {"$ref": f"{_REF}Failure"}}},
}


class _Described(JsonRenderPlugin):
    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return msgspec.json.encode(described(openapi_schema))


def openapi_config() -> OpenAPIConfig:
    """Served at /api/openapi/v1.json, to everybody: it holds no data."""
    return OpenAPIConfig(
        title="Armslength",
        version=__version__,
        openapi_router=Router(path="/api/openapi", route_handlers=[], opt={"permission": "open"}),
        render_plugins=[_Described(path="/v1.json")],
        use_handler_docstrings=True,
    )


def described(document: dict[str, Any]) -> dict[str, Any]:
    """The document that clients are generated from."""
    whole: dict[str, Any] = _renamed(document)
    schemas = whole["components"]["schemas"]
    failure = msgspec.json.schema(Failure, ref_template=_REF + "{name}")
    schemas.update(failure["$defs"])
    schemas["Question"]["properties"]["kind"] = {"type": "string", "enum": list(QUESTIONS)}
    for path in whole["paths"].values():
        for operation in path.values():
            operation.pop("summary", None)
            kept = {status: answer for status, answer in operation["responses"].items() if int(status) < 400}
            for answer in kept.values():
                answer["description"] = operation.get("description", "Done.").partition("\n")[0]
                answer.pop("headers", None)
            operation["responses"] = {**kept, "default": _FAILED}
    return whole


def _renamed(value: Any) -> Any:
    """Generic pages by what they hold: `Page_armslength.ingest.schemas.Batch_` is a `PageOfBatch`."""
    if isinstance(value, dict):
        return {_page(key): _renamed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each) for each in value]
    return _page(value) if isinstance(value, str) else value


def _page(text: str) -> str:
    return _PAGE.sub(r"PageOf\1", text) if "Page_" in text else text
