"""HTTP of identity."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post, put
from litestar.datastructures import Cookie
from litestar.params import Dependency, Parameter

from armslength.identity.model import Actor
from armslength.identity.policy import COOKIE, OPEN, POLICY, SIGNED_IN
from armslength.identity.rules import client_address
from armslength.identity.schemas import (
    AcceptInvitation,
    ApiKey,
    ChangePassword,
    CreateApiKey,
    CreateInvitation,
    Invitation,
    InvitationPreview,
    InvitationToken,
    Me,
    Member,
    Permission,
    Permissions,
    PutShortcuts,
    SetUp,
    SetupNeeded,
    Shortcuts,
    SignIn,
    SwitchTenant,
    UpdateMe,
    UpdateMember,
)
from armslength.identity.service import IdentityService
from armslength.identity.service.sessions import Origin, SignedIn
from armslength.kit.paging import Page

Identity = Annotated[IdentityService, Dependency(skip_validation=True)]
Asker = Annotated[Actor, Dependency(skip_validation=True)]
AnyRequest = Request[Any, Any, Any]
Limit = Annotated[int, Parameter(ge=1, le=200)]


def _origin(request: AnyRequest, identity: IdentityService) -> Origin:
    peer = request.client.host if request.client else ""
    address = client_address(peer, request.headers.get("x-forwarded-for"), identity.sessions.settings.trusted_proxies)
    return Origin(address, request.headers.get("user-agent", ""))


def _cookie(request: AnyRequest, identity: IdentityService, value: str, max_age: int) -> Cookie:
    secure = identity.https or request.url.scheme == "https"
    return Cookie(
        COOKIE, value=value, path="/", max_age=max_age, httponly=True, samesite="strict", secure=secure,
        description="The session.",
    )  # fmt: skip


def _with_session(request: AnyRequest, identity: IdentityService, signed_in: SignedIn) -> Response[Me]:
    cookie = _cookie(request, identity, signed_in.cookie, int(signed_in.max_age.total_seconds()))
    return Response(signed_in.me, cookies=[cookie], headers={"Cache-Control": "no-store"})


@get("/setup", name="get_setup", operation_id="get_setup", opt={"permission": OPEN}, tags=["identity"])
async def get_setup(identity: Identity) -> SetupNeeded:
    """Whether this installation still waits for its first owner."""
    return SetupNeeded(not await identity.owner_exists())


@post("/setup", name="set_up", operation_id="set_up", opt={"permission": OPEN}, status_code=200, tags=["identity"])
async def set_up(request: AnyRequest, identity: Identity, data: SetUp) -> Response[Me]:
    """Use the one-time link up: found the first tenant and sign its owner in."""
    return _with_session(request, identity, await identity.founding.set_up(data, _origin(request, identity)))


@post("/sessions", name="sign_in", operation_id="sign_in", opt={"permission": OPEN}, status_code=200, tags=["identity"])
async def sign_in(request: AnyRequest, identity: Identity, data: SignIn) -> Response[Me]:
    """Sign in with e-mail and password; the session is in an HttpOnly cookie."""
    signed_in = await identity.sessions.sign_in(data.email, data.password, _origin(request, identity))
    return _with_session(request, identity, signed_in)


@delete(
    "/sessions/current", name="sign_out", operation_id="sign_out", opt={"permission": SIGNED_IN}, status_code=204,
    tags=["identity"],
)  # fmt: skip
async def sign_out(request: AnyRequest, actor: Asker, identity: Identity) -> Response[None]:
    """End this session."""
    await identity.sessions.sign_out(actor)
    return Response(None, status_code=204, cookies=[_cookie(request, identity, "", 0)])


@get("/me", name="get_me", operation_id="get_me", opt={"permission": SIGNED_IN}, tags=["identity"])
async def get_me(actor: Asker, identity: Identity) -> Me:
    """Who I am here and what I may do."""
    return await identity.sessions.me(actor)


@patch("/me", name="update_me", operation_id="update_me", opt={"permission": SIGNED_IN}, tags=["identity"])
async def update_me(actor: Asker, identity: Identity, data: UpdateMe) -> Me:
    """Change my name."""
    return await identity.sessions.rename(actor, data.name)


@post(
    "/me/tenant", name="switch_tenant", operation_id="switch_tenant", opt={"permission": SIGNED_IN}, status_code=200,
    tags=["identity"],
)  # fmt: skip
async def switch_tenant(request: AnyRequest, actor: Asker, identity: Identity, data: SwitchTenant) -> Response[Me]:
    """Go on in another tenant in which I have a seat."""
    signed_in = await identity.sessions.switch_tenant(actor, data.tenant_id, _origin(request, identity))
    return _with_session(request, identity, signed_in)


@post(
    "/projects/{project_id:uuid}/enter", name="enter_project", operation_id="enter_project",
    opt={"permission": "project.read", "tells": "metadata"}, status_code=200, tags=["identity"],
)  # fmt: skip
async def enter_project(request: AnyRequest, actor: Asker, identity: Identity, project_id: UUID) -> Response[Me]:
    """Work in this project. The session of a vendor's person works in one: another one takes its place under a new
    cookie, and the old one ends. Of the customer's own people nothing changes."""
    entered = await identity.sessions.enter(actor, project_id, _origin(request, identity))
    if isinstance(entered, SignedIn):
        return _with_session(request, identity, entered)
    return Response(entered, headers={"Cache-Control": "no-store"})


@post(
    "/me/password", name="change_password", operation_id="change_password", opt={"permission": SIGNED_IN},
    status_code=204, tags=["identity"],
)  # fmt: skip
async def change_password(
    request: AnyRequest, actor: Asker, identity: Identity, data: ChangePassword
) -> Response[None]:
    """Change my password; every session ends, this one goes on under a new cookie."""
    signed_in = await identity.sessions.change_password(actor, data.current, data.new, _origin(request, identity))
    cookie = _cookie(request, identity, signed_in.cookie, int(signed_in.max_age.total_seconds()))
    return Response(None, status_code=204, cookies=[cookie])


@get(
    "/me/shortcuts", name="get_my_shortcuts", operation_id="get_my_shortcuts", opt={"permission": SIGNED_IN},
    tags=["identity"],
)  # fmt: skip
async def get_my_shortcuts(actor: Asker, identity: Identity) -> Shortcuts:
    """The keys one has chosen for commands of the web app."""
    return await identity.shortcuts.mine(actor)


@put(
    "/me/shortcuts", name="put_my_shortcuts", operation_id="put_my_shortcuts", opt={"permission": SIGNED_IN},
    tags=["identity"],
)  # fmt: skip
async def put_my_shortcuts(actor: Asker, identity: Identity, data: PutShortcuts) -> Shortcuts:
    """Choose keys; what is left out has the shipped ones again."""
    return await identity.shortcuts.choose(actor, data.keys)


@get("/invitations", name="list_invitations", operation_id="list_invitations", opt={"permission": "people.read"},
     tags=["identity"])  # fmt: skip
async def list_invitations(
    actor: Asker, identity: Identity, cursor: str | None = None, limit: Limit = 50
) -> Page[Invitation]:
    """Invitations, newest first."""
    return await identity.invitations.page(actor, cursor=cursor, limit=limit)


@post("/invitations", name="create_invitation", operation_id="create_invitation", opt={"permission": "people.manage"},
      tags=["identity"])  # fmt: skip
async def create_invitation(actor: Asker, identity: Identity, data: CreateInvitation) -> Invitation:
    """Invite somebody; the link is in this answer and nowhere else."""
    return await identity.invitations.create(actor, data)


@delete(
    "/invitations/{invitation_id:uuid}", name="revoke_invitation", operation_id="revoke_invitation",
    opt={"permission": "people.manage"}, status_code=204, tags=["identity"],
)  # fmt: skip
async def revoke_invitation(actor: Asker, identity: Identity, invitation_id: UUID) -> None:
    """Make the link useless."""
    await identity.invitations.revoke(actor, invitation_id)


@post(
    "/invitations/preview", name="preview_invitation", operation_id="preview_invitation", opt={"permission": OPEN},
    status_code=200, tags=["identity"],
)  # fmt: skip
async def preview_invitation(identity: Identity, data: InvitationToken) -> InvitationPreview:
    """What the link offers."""
    return await identity.invitations.preview(data.token)


@post(
    "/invitations/accept", name="accept_invitation", operation_id="accept_invitation", opt={"permission": OPEN},
    status_code=200, tags=["identity"],
)  # fmt: skip
async def accept_invitation(request: AnyRequest, identity: Identity, data: AcceptInvitation) -> Response[Me]:
    """Take the seat and sign in."""
    signed_in = await identity.invitations.accept(data, _origin(request, identity))
    return _with_session(request, identity, signed_in)


@get("/people", name="list_people", operation_id="list_people", opt={"permission": "people.read"}, tags=["identity"])
async def list_people(actor: Asker, identity: Identity, cursor: str | None = None, limit: Limit = 50) -> Page[Member]:
    """Who has a seat here, by name; a vendor sees its own people."""
    return await identity.people.page(actor, cursor=cursor, limit=limit)


@patch("/people/{person_id:uuid}", name="update_member", operation_id="update_member",
       opt={"permission": "people.manage"}, tags=["identity"])  # fmt: skip
async def update_member(actor: Asker, identity: Identity, person_id: UUID, data: UpdateMember) -> Member:
    """Give somebody another role."""
    return await identity.people.update(actor, person_id, data.role)


@delete("/people/{person_id:uuid}", name="remove_member", operation_id="remove_member",
        opt={"permission": "people.manage"}, status_code=204, tags=["identity"])  # fmt: skip
async def remove_member(actor: Asker, identity: Identity, person_id: UUID) -> None:
    """End somebody's seat: sessions, keys and leases end with it."""
    await identity.people.remove(actor, person_id)


@get("/api-keys", name="list_api_keys", operation_id="list_api_keys", opt={"permission": "keys.manage"},
     tags=["identity"])  # fmt: skip
async def list_api_keys(actor: Asker, identity: Identity, cursor: str | None = None, limit: Limit = 50) -> Page[ApiKey]:
    """My API keys, newest first; an owner sees everybody's."""
    return await identity.keys.page(actor, cursor=cursor, limit=limit)


@post("/api-keys", name="create_api_key", operation_id="create_api_key", opt={"permission": "keys.manage"},
      tags=["identity"])  # fmt: skip
async def create_api_key(actor: Asker, identity: Identity, data: CreateApiKey) -> ApiKey:
    """Make an API key; its secret is in this answer and nowhere else."""
    return await identity.keys.create(actor, data)


@delete("/api-keys/{key_id:uuid}", name="revoke_api_key", operation_id="revoke_api_key",
        opt={"permission": "keys.manage"}, status_code=204, tags=["identity"])  # fmt: skip
async def revoke_api_key(actor: Asker, identity: Identity, key_id: UUID) -> None:
    """Make a key useless."""
    await identity.keys.revoke(actor, key_id)


@get("/permissions", name="list_permissions", operation_id="list_permissions", opt={"permission": SIGNED_IN},
     tags=["identity"])  # fmt: skip
async def list_permissions() -> Permissions:
    """The policy: every permission, what it allows, and the roles that carry it."""
    return Permissions([Permission(name, title, POLICY.roles_with(name)) for name, title in POLICY.titles.items()])


routes = [
    get_setup, set_up, sign_in, sign_out, get_me, update_me, switch_tenant, enter_project, change_password,
    get_my_shortcuts, put_my_shortcuts,
    list_invitations, create_invitation, revoke_invitation, preview_invitation, accept_invitation,
    list_people, update_member, remove_member, list_api_keys, create_api_key, revoke_api_key, list_permissions,
]  # fmt: skip
