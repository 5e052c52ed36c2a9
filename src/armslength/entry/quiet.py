"""To a vendor's people every refusal looks the same: what it says, and how long it takes.

Behind a wall, under a grant that is paused, frozen or severed, with nothing in the queue, or for a project that never
was: who asks for work is told that there is none, who asks for anything else that there is no such project; an offer
that the wall keeps shut was never there. A session that works in another project is told so, whatever project it
asks for. The reasons cost different looks into the database, so such answers leave on the next tick of a slow clock
that starts with the request.
"""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from time import monotonic
from typing import Any, Final

from litestar import Request, Response
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from armslength.annotation.schemas import Submitted
from armslength.assignment.schemas import NoWork
from armslength.entry import failures
from armslength.identity.errors import OutOfReach, WorksElsewhere
from armslength.kit.errors import ArmslengthError
from armslength.vendors.errors import NoSuchOffer
from armslength.walls.errors import ContentMissing

TICK: Final = 0.1
"""Seconds. Longer than any of the looks takes on a machine that is not overloaded, shorter than anybody notices."""

_asked: ContextVar[float] = ContextVar("armslength_asked")
_refused: ContextVar[bool] = ContextVar("armslength_refused")


def on_time(app: ASGIApp) -> ASGIApp:
    """Middleware: when the request came."""

    async def timed(scope: Scope, receive: Receive, send: Send) -> None:
        _asked.set(monotonic())
        _refused.set(False)
        await app(scope, receive, send)

    return timed


async def notice(response: Any) -> Any:
    """After a handler: that there is no work is a refusal too, also where it comes with a receipt."""
    content = getattr(response, "content", None)
    if isinstance(content, Submitted):
        content = content.idle
    if isinstance(content, NoWork) and content.status == "none":
        _refused.set(True)
    return response


async def wait_for_tick(message: Message, _: Scope) -> None:
    """Before an answer leaves."""
    if message["type"] == "http.response.start" and _refused.get(False):
        await asyncio.sleep(left(monotonic() - _asked.get()))


def left(passed: float) -> float:
    """Seconds until the next tick."""
    return TICK - passed % TICK


def on_refusal(request: Request[Any, Any, Any], error: ArmslengthError) -> Response[Any]:
    """Nothing there, or not for whoever asks."""
    _refused.set(True)
    asks_for = request.route_handler.opt.get("asks_for")
    if asks_for is None or not isinstance(error, OutOfReach):
        return failures.on_armslength_error(request, error)
    wiring = request.app.state.wiring
    seconds = {"work": wiring.assignment.settings.idle_seconds, "review": wiring.review.settings.wait_seconds}
    return Response(NoWork("none", seconds[asks_for]), status_code=200)


HANDLERS: Final = dict.fromkeys((OutOfReach, ContentMissing, NoSuchOffer, WorksElsewhere), on_refusal)
