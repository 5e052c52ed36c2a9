"""The built web app: hashed files for ever, index.html never cached and served for every page of the app."""

from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.response import File
from litestar.router import Router
from litestar.static_files import create_static_files_router

SECURITY_HEADERS = {
    # Content of items is hostile until proven otherwise: no script but ours, no frame, no form to elsewhere.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
        " font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none';"
        " form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}

_NO_WEB = "The web app is not built. Run `make web`, then start again. The API under /api/v1 works without it."


def web_routes(dist: Path) -> list[HTTPRouteHandler | Router]:
    """Handlers that serve the app built into `dist`."""
    index = dist / "index.html"

    @get(["/", "/{path:path}"], name="get_page", opt={"permission": "open"}, include_in_schema=False)
    async def get_page(request: Request[Any, Any, Any]) -> Response[Any]:
        if request.url.path.startswith(("/api/", "/assets/")):
            raise NotFoundException("There is nothing at this address.")
        if not index.exists():
            return Response(_NO_WEB, media_type="text/plain; charset=utf-8", status_code=503)
        return File(index, content_disposition_type="inline", media_type="text/html; charset=utf-8",
                    headers={"Cache-Control": "no-cache"})  # fmt: skip

    routes: list[HTTPRouteHandler | Router] = [get_page]
    if (dist / "assets").is_dir():
        forever = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)
        routes.append(
            create_static_files_router(
                "/assets", [dist / "assets"], name="assets", cache_control=forever, opt={"permission": "open"}
            )
        )
    return routes
