"""How a failure looks on the wire: one shape, whatever went wrong.

{"error": {"code": "assignment.lease_expired", "message": "...", "field": "...", "details": ...}}
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.params import ParameterKwarg
from litestar.utils.scope.state import ScopeState

from armslength.kit.db import LOST
from armslength.kit.errors import ArmslengthError, TooMany

log = structlog.get_logger(__name__)

_BY_STATUS: Mapping[int, str] = {
    400: "http.bad_request",
    401: "http.not_signed_in",
    403: "http.forbidden",
    404: "http.not_found",
    405: "http.method_not_allowed",
    413: "http.too_large",
    415: "http.unsupported_media_type",
    429: "http.too_many",
}
_END_OF_INTEGER = 2**31
_PATH = re.compile(r"^(?P<what>.*?)\s*- at `\$\.?(?P<path>[^`]*)`$", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<field>[^`]+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<field>[^`]+)`")


class Failed(msgspec.Struct, omit_defaults=True):
    """What is said about a failure."""

    code: str
    message: str
    field: str | None = None
    details: Any = None


class Failure(msgspec.Struct):
    """The body of every answer that is not a success."""

    error: Failed


def _answer(status: int, failed: Failed, headers: Mapping[str, str] | None = None) -> Response[Failure]:
    return Response(Failure(failed), status_code=status, headers=dict(headers or {}))


def on_armslength_error(_: Request[Any, Any, Any], error: ArmslengthError) -> Response[Failure]:
    """Our own errors already say everything; when to come back is told in the header too, which programs read."""
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
    return _answer(error.status, Failed(error.code, error.message, error.field, error.details), headers)


def on_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Failure]:
    """Litestar's errors: unknown paths, malformed bodies, wrong methods."""
    if isinstance(error, ValidationException):
        return _answer(422, _from_validation(request, error))
    cause = error.__cause__
    if isinstance(cause, msgspec.MsgspecError):
        return _answer(422, _from_msgspec(str(cause)))
    status = 404 if error.status_code == 404 else error.status_code
    return _answer(status, Failed(_BY_STATUS.get(status, "http.error"), error.detail or "This did not work."))


def _from_validation(request: Request[Any, Any, Any], error: ValidationException) -> Failed:
    """The first problem, with the path of the offending value as the request has it."""
    extra = error.extra
    problem = extra[0] if isinstance(extra, list) and extra else {}
    if not isinstance(problem, dict):
        return Failed("http.invalid", error.detail)
    failed = _from_msgspec(str(problem.get("message", error.detail)))
    key = _as_asked(request, str(problem.get("key", ""))) or None
    if key == "data" and failed.message == "'data'.":
        return Failed("http.invalid", "The request needs a body.")
    field = ".".join(part for part in (key, failed.field) if part) or None
    if field and field.startswith("data."):
        field = field.removeprefix("data.")
    return Failed("http.invalid", failed.message, field)


def _as_asked(request: Request[Any, Any, Any], key: str) -> str:
    """A parameter's name in the request, which may be another than it has in the route, or in what reads filters."""
    handler = request.route_handler
    signatures = [handler.parsed_fn_signature]
    signatures += [each.parsed_fn_signature for each in handler.resolve_dependencies().values()]
    for parameter in (each.parameters.get(key) for each in signatures):
        if parameter is not None and isinstance(given := parameter.kwarg_definition, ParameterKwarg):
            return given.query or given.name or key
    return key


def _from_msgspec(text: str) -> Failed:
    """msgspec says `Expected `int`, got `str` - at `$.overlap``: split it into a sentence and a path."""
    located = _PATH.match(text)
    what, path = (located["what"], located["path"]) if located else (text, "")
    for pattern in (_MISSING, _UNKNOWN):
        if named := pattern.search(what):
            path = f"{path}.{named['field']}" if path else named["field"]
    sentence = what.rstrip(".").replace("`", "'")
    return Failed("http.invalid", f"{sentence}.", path or None)


def on_database_error(request: Request[Any, Any, Any], error: asyncpg.PostgresError) -> Response[Failure]:
    """Text and numbers that PostgreSQL cannot hold are the caller's; everything else is ours."""
    if isinstance(error, asyncpg.CharacterNotInRepertoireError | asyncpg.UntranslatableCharacterError):
        place = _place(request, lambda value: isinstance(value, str) and "\0" in value)
        return _answer(422, Failed("http.invalid", "Text must not contain NUL characters.", place))
    if isinstance(error, asyncpg.DataError) and (place := _place(request, _too_large)):
        return _answer(422, Failed("http.invalid", "The number is too large.", place))
    if isinstance(error, asyncpg.DiskFullError):
        log.error("the database's disk is full", error=str(error))
        return _answer(507, Failed("http.disk_full", "The server's disk is full; nothing was changed."))
    if isinstance(error, asyncpg.DeadlockDetectedError | asyncpg.SerializationError):
        return _answer(
            503, Failed("http.busy", "Too busy just now; nothing was changed. Try again."), {"Retry-After": "1"}
        )
    return on_bug(request, error)


def _too_large(value: Any) -> bool:
    """Whether a number goes beyond what an `integer` column holds."""
    return isinstance(value, int | float) and abs(value) >= _END_OF_INTEGER


def _place(request: Request[Any, Any, Any], wrong: Callable[[Any], bool]) -> str | None:
    """Where in the query or the body something is wrong."""
    asked = {
        name: int(value) if value.lstrip("-").isdecimal() else value for name, value in request.query_params.items()
    }
    body = ScopeState.from_scope(request.scope).body
    sent = msgspec.json.decode(body) if isinstance(body, bytes) and body else None
    return next((place for part in (asked, sent) for place in _places(part, wrong)), None)


def _places(value: Any, wrong: Callable[[Any], bool], path: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from _places(each, wrong, f"{path}[{place}]")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from [path] if wrong(key) else _places(each, wrong, f"{path}.{key}" if path else key)
    elif wrong(value):
        yield path


def on_database_gone(_: Request[Any, Any, Any], error: Exception) -> Response[Failure]:
    """The database is restarting or out of reach: nothing was acknowledged, so trying again is safe."""
    log.warning("database out of reach", error=str(error))
    failed = Failed("http.database_unavailable", "The database is out of reach for a moment. Try again.")
    return _answer(503, failed, {"Retry-After": "1"})


def on_too_deep(_: Request[Any, Any, Any], error: RecursionError) -> Response[Failure]:
    """A body nested beyond all sense, refused by the decoder."""
    return _answer(422, Failed("http.invalid", "The body is nested too deeply."))


def on_bug(_: Request[Any, Any, Any], error: Exception) -> Response[Failure]:
    """Anything we did not mean: logged with a number, told without its insides."""
    number = uuid4().hex[:12]
    log.error("unexpected error", number=number, exc_info=error)
    return _answer(500, Failed("http.unexpected", f"Something went wrong on our side (reference {number})."))


HANDLERS = {
    ArmslengthError: on_armslength_error,
    HTTPException: on_http_error,
    asyncpg.PostgresError: on_database_error,
    **dict.fromkeys(LOST, on_database_gone),
    TimeoutError: on_database_gone,
    RecursionError: on_too_deep,
    Exception: on_bug,
}
