"""Who may do what: the table, and the one guard that every request passes.

A handler declares `opt={"permission": "<name>"}` with a name from policy.csv, or `"signed_in"`, or `"open"`. Nothing
declared = refused, and the server does not start. Inside `/projects/{project_id}/…` the person's role on that project
counts, and a project without a role is a project that does not exist.

The session of a vendor's person works in one project (R5): the first whose inside it asks for. What a route tells of a
project is its inside, unless it says `"tells": "metadata"`: counts and names, no content.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, Receive, Scope, Send

from armslength.identity.errors import (
    ForeignOrigin,
    NoSuchProject,
    NotPermitted,
    NotSignedIn,
    OutOfReach,
    WorksElsewhere,
)
from armslength.identity.model import ROLES, SIDES, Actor, Role, Side
from armslength.identity.rules import from_same_origin
from armslength.kit import passes
from armslength.kit.errors import ArmslengthError

if TYPE_CHECKING:
    Connection = ASGIConnection[Any, Any, Any, Any]

OPEN: Final = "open"
SIGNED_IN: Final = "signed_in"
_METADATA: Final = "metadata"
COOKIE: Final = "armslength_session"
CODES: Final = "armslength_codes"
"""Where a request keeps what a vendor's person knows the tenant and its projects by."""
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_TELLING: Final = frozenset(
    {"project.read", "people.read", "progress.read", "record.firm", "schema.read", "guideline.read"}
)
"""What these let one read says that there is a project, also where nothing is opened."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The table of policy.csv: each permission's title, and what each of the eight roles carries."""

    titles: Mapping[str, str]
    carried: Mapping[tuple[Side, Role], frozenset[str]]

    def roles_with(self, permission: str) -> list[str]:
        """The columns that say yes, e.g. `customer_owner`."""
        return [f"{side}_{role}" for (side, role), names in self.carried.items() if permission in names]


def read_policy(path: Path) -> Policy:
    """Read the table; anything but a plain yes or no in every cell is an error."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, strict=True))
    carried: dict[tuple[Side, Role], frozenset[str]] = {}
    for side in SIDES:
        for role in ROLES:
            cells = {line["permission"]: line[f"{side}_{role}"] for line in lines}
            if wrong := [name for name, cell in cells.items() if cell not in ("yes", "no")]:
                raise ValueError(f"{path.name}: {side}_{role} must say yes or no for {', '.join(wrong)}.")
            carried[side, role] = frozenset(name for name, cell in cells.items() if cell == "yes")
    return Policy({line["permission"]: line["title"] for line in lines}, carried)


POLICY: Final = read_policy(Path(__file__).with_name("policy.csv"))


def permissions_of(side: Side, role: Role) -> frozenset[str]:
    """What a role carries."""
    return POLICY.carried[side, role]


async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
    """Authenticate, resolve the role on the project, and refuse unless the handler's permission is carried."""
    permission = handler.opt.get("permission")
    if permission == OPEN:
        _refuse_foreign_pages(connection, cookie="origin" in connection.headers)
        connection.scope["user"] = None
        return
    if permission is None:
        raise NotPermitted("Nobody may do this.")
    project_id = connection.path_params.get("project_id")
    inside = project_id is not None and handler.opt.get("tells") != _METADATA
    actor = await _authenticate(connection, project_id, inside=inside)
    if actor.codes:
        connection.scope["state"][CODES] = actor.codes
        if project_id is not None:
            project_id = {code: real for real, code in actor.codes}.get(project_id, project_id)
            connection.path_params["project_id"] = project_id
    if project_id is not None and actor.project_role is None:
        raise NoSuchProject("There is no such project.")
    allowed = permission == SIGNED_IN or actor.may(permission)
    fresh = inside and actor.side == "vendor" and actor.working_in is None
    if project_id is not None and actor.side == "vendor" and (fresh or permission in _TELLING or not allowed):
        await connection.app.state.wiring.walls.let_in(actor, project_id)
    if not allowed:
        raise NotPermitted("Your role does not allow this.", details={"permission": permission})
    sessions = connection.app.state.wiring.identity.sessions
    if fresh:  # after the wall was asked: a session bound to what is kept from its person would tell that it is there
        await sessions.bind(actor, project_id)
        actor = replace(actor, working_in=project_id)
    connection.scope["user"] = actor
    passes.carry(pass_of(actor, project_id, sessions.clock.now(), inside=inside))


def pass_of(actor: Actor, project_id: UUID | None, at: datetime, *, inside: bool = True) -> passes.Pass:
    """What the request's transactions are checked by; a refusal reads as the guard's own would.

    `inside`: the request reads or writes what is in the project, which a vendor's session must be bound to.
    """

    def refusal() -> ArmslengthError:
        if project_id is None:
            return NotSignedIn("Your session has ended. Sign in again.")
        return (OutOfReach if actor.side == "vendor" else NoSuchProject)("There is no such project.")

    return passes.Pass(
        actor.tenant_id, actor.person_id, actor.vendor_id, project_id, actor.epoch, at, refusal,
        elsewhere=partial(works_elsewhere, None),
        session=actor.session_id if inside and actor.vendor_id and project_id else None,
    )  # fmt: skip


def works_elsewhere(project_id: UUID | None) -> WorksElsewhere:
    """The refusal, with the project that the session is bound to if that is known: its own people know it already."""
    return WorksElsewhere(
        "Your session works in another project. Enter this one to work here.",
        details={"working_in": str(project_id) if project_id else None},
    )


def one_request(app: ASGIApp) -> ASGIApp:
    """Middleware: a pass ends with its request."""

    async def alone(scope: Scope, receive: Receive, send: Send) -> None:
        with passes.carrying(None):
            await app(scope, receive, send)

    return alone


async def _authenticate(connection: Connection, project_id: UUID | None, *, inside: bool) -> Actor:
    """The Actor behind a bearer key or, failing one, a session cookie."""
    sessions = connection.app.state.wiring.identity.sessions
    header = connection.headers.get("authorization")
    if header is not None:
        scheme, _, secret = header.partition(" ")
        text = secret.strip() if scheme.lower() == "bearer" else ""
        by_key: Actor = await sessions.actor_of_key(text, project_id, inside=inside)
        return by_key
    _refuse_foreign_pages(connection, cookie=True)
    by_cookie: Actor = await sessions.actor_of_cookie(connection.cookies.get(COOKIE, ""), project_id, inside=inside)
    return by_cookie


def _refuse_foreign_pages(connection: Connection, *, cookie: bool) -> None:
    """An unsafe request that a browser may have been tricked into must come from our own pages."""
    if not cookie or connection.scope["method"] in _SAFE_METHODS:  # type: ignore[typeddict-item]  # HTTP only
        return
    if not from_same_origin(connection.headers, connection.headers.get("host", "")):
        raise ForeignOrigin("This request did not come from this site. Programs send the header X-Armslength: 1.")


def provide_actor(request: Request[Any, Any, Any]) -> Actor | None:
    """The Actor that the guard found: the handler parameter `actor`. None where nobody is asked who they are."""
    actor: Actor | None = request.scope["user"]
    return actor


def assert_every_route_declares_permission(app: Litestar) -> None:
    """Fail the start when a handler declares no permission, an unknown one, or hides its project from the guard."""
    problems = [
        f"{' '.join(sorted(handler.http_methods))} {route.path}: {problem}"
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if (problem := _problem(route, handler))
    ]
    if problems:
        raise RuntimeError("Routes the guard cannot judge:\n" + "\n".join(problems))


def _problem(route: HTTPRoute, handler: HTTPRouteHandler) -> str | None:
    if handler.http_methods == {"OPTIONS"}:
        return None  # made by the framework, declares nothing, and is refused like everything that declares nothing
    permission = handler.opt.get("permission")
    if permission not in (OPEN, SIGNED_IN) and permission not in POLICY.titles:
        return f"permission {permission!r} is not in policy.csv"
    if guard not in handler.resolve_guards():
        return "no guard"
    if handler.opt.get("tells") not in (None, _METADATA):
        return "it tells metadata, or says nothing"
    if "/projects/{" in route.path and "/projects/{project_id:uuid}" not in route.path:
        return "the project must be {project_id:uuid}"
    if permission == OPEN and "{project_id" in route.path:
        return "nothing inside a project is open"
    if permission == OPEN and "actor" in handler.parsed_fn_signature.parameters:
        return "nobody is asked who they are, so there is no actor"
    return None
