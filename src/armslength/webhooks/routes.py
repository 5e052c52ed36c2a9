"""HTTP of webhooks: a project's under /projects/{project_id}/webhooks, the organization's own under /webhooks."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, patch, post
from litestar.params import Dependency, Parameter

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.webhooks.schemas import (
    CreateWebhook,
    Delivery,
    Replay,
    Replayed,
    TopicList,
    UpdateWebhook,
    Webhook,
    Webhooks,
)
from armslength.webhooks.service import WebhooksService

Asking = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[WebhooksService, Dependency(skip_validation=True)]
Limit = Annotated[int, Parameter(ge=1, le=200)]
_OURS = "/webhooks"
_ONE = _OURS + "/{webhook_id:uuid}"
_IN = "/projects/{project_id:uuid}/webhooks"
_ONE_IN = _IN + "/{webhook_id:uuid}"
_TENANT = {"permission": "tenant.manage"}
_PROJECT = {"permission": "webhook.manage"}


@get("/webhook-topics", name="list_webhook_topics", operation_id="list_webhook_topics", opt={"permission": "signed_in"},
     tags=["webhooks"])  # fmt: skip
async def list_webhook_topics(webhooks: Service) -> TopicList:
    """Everything that webhooks may be told."""
    return await webhooks.topics()


@get(_OURS, name="list_webhooks", operation_id="list_webhooks", opt=_TENANT, tags=["webhooks"])
async def list_webhooks(actor: Asking, webhooks: Service) -> Webhooks:
    """The organization's own webhooks, which hear of every project."""
    return await webhooks.list_webhooks(actor, None)


@get(_IN, name="list_project_webhooks", operation_id="list_project_webhooks", opt=_PROJECT, tags=["webhooks"])
async def list_project_webhooks(actor: Asking, webhooks: Service, project_id: UUID) -> Webhooks:
    """The project's webhooks."""
    return await webhooks.list_webhooks(actor, project_id)


@post(_OURS, name="create_webhook", operation_id="create_webhook", opt=_TENANT, tags=["webhooks"])
async def create_webhook(actor: Asking, webhooks: Service, data: CreateWebhook) -> Webhook:
    """Tell an address what happens; the answer's secret is shown only now."""
    return await webhooks.create(actor, None, data)


@post(_IN, name="create_project_webhook", operation_id="create_project_webhook", opt=_PROJECT, tags=["webhooks"])
async def create_project_webhook(actor: Asking, webhooks: Service, project_id: UUID, data: CreateWebhook) -> Webhook:
    """Tell an address what happens in the project; the answer's secret is shown only now."""
    return await webhooks.create(actor, project_id, data)


@patch(_ONE, name="update_webhook", operation_id="update_webhook", opt=_TENANT, tags=["webhooks"])
async def update_webhook(actor: Asking, webhooks: Service, webhook_id: UUID, data: UpdateWebhook) -> Webhook:
    """Change a webhook, pause it, wake it."""
    return await webhooks.update(actor, None, webhook_id, data)


@patch(_ONE_IN, name="update_project_webhook", operation_id="update_project_webhook", opt=_PROJECT, tags=["webhooks"])
async def update_project_webhook(
    actor: Asking, webhooks: Service, project_id: UUID, webhook_id: UUID, data: UpdateWebhook
) -> Webhook:
    """Change a project's webhook, pause it, wake it."""
    return await webhooks.update(actor, project_id, webhook_id, data)


@delete(_ONE, name="delete_webhook", operation_id="delete_webhook", opt=_TENANT, tags=["webhooks"])
async def delete_webhook(actor: Asking, webhooks: Service, webhook_id: UUID) -> None:
    """Remove a webhook with its log."""
    await webhooks.delete(actor, None, webhook_id)


@delete(_ONE_IN, name="delete_project_webhook", operation_id="delete_project_webhook", opt=_PROJECT, tags=["webhooks"])
async def delete_project_webhook(actor: Asking, webhooks: Service, project_id: UUID, webhook_id: UUID) -> None:
    """Remove a project's webhook with its log."""
    await webhooks.delete(actor, project_id, webhook_id)


@post(
    _ONE + "/secret", name="rotate_webhook_secret", operation_id="rotate_webhook_secret", opt=_TENANT,
    status_code=200, tags=["webhooks"],
)  # fmt: skip
async def rotate_webhook_secret(actor: Asking, webhooks: Service, webhook_id: UUID) -> Webhook:
    """A new secret, shown only now; the old one signs beside it for a day."""
    return await webhooks.rotate(actor, None, webhook_id)


@post(
    _ONE_IN + "/secret", name="rotate_project_webhook_secret", operation_id="rotate_project_webhook_secret",
    opt=_PROJECT, status_code=200, tags=["webhooks"],
)  # fmt: skip
async def rotate_project_webhook_secret(
    actor: Asking, webhooks: Service, project_id: UUID, webhook_id: UUID
) -> Webhook:
    """A new secret, shown only now; the old one signs beside it for a day."""
    return await webhooks.rotate(actor, project_id, webhook_id)


@post(_ONE + "/test", name="test_webhook", operation_id="test_webhook", opt=_TENANT, tags=["webhooks"])
async def test_webhook(actor: Asking, webhooks: Service, webhook_id: UUID) -> Delivery:
    """Send a webhook something harmless."""
    return await webhooks.test(actor, None, webhook_id)


@post(
    _ONE_IN + "/test", name="test_project_webhook", operation_id="test_project_webhook", opt=_PROJECT,
    tags=["webhooks"],
)  # fmt: skip
async def test_project_webhook(actor: Asking, webhooks: Service, project_id: UUID, webhook_id: UUID) -> Delivery:
    """Send a project's webhook something harmless."""
    return await webhooks.test(actor, project_id, webhook_id)


@get(
    _ONE + "/deliveries", name="list_webhook_deliveries", operation_id="list_webhook_deliveries", opt=_TENANT,
    tags=["webhooks"],
)  # fmt: skip
async def list_webhook_deliveries(
    actor: Asking, webhooks: Service, webhook_id: UUID, cursor: str | None = None, limit: Limit = 50
) -> Page[Delivery]:
    """What was sent to a webhook or is to be, newest first."""
    return await webhooks.list_deliveries(actor, None, webhook_id, cursor=cursor, limit=limit)


@get(
    _ONE_IN + "/deliveries", name="list_project_webhook_deliveries", operation_id="list_project_webhook_deliveries",
    opt=_PROJECT, tags=["webhooks"],
)  # fmt: skip
async def list_project_webhook_deliveries(
    actor: Asking, webhooks: Service, project_id: UUID, webhook_id: UUID, cursor: str | None = None, limit: Limit = 50
) -> Page[Delivery]:
    """What was sent to a project's webhook or is to be, newest first."""
    return await webhooks.list_deliveries(actor, project_id, webhook_id, cursor=cursor, limit=limit)


@post(
    _ONE + "/replay", name="replay_webhook", operation_id="replay_webhook", opt=_TENANT, status_code=200,
    tags=["webhooks"],
)  # fmt: skip
async def replay_webhook(actor: Asking, webhooks: Service, webhook_id: UUID, data: Replay) -> Replayed:
    """Send deliveries again."""
    return await webhooks.replay(actor, None, webhook_id, data)


@post(
    _ONE_IN + "/replay", name="replay_project_webhook", operation_id="replay_project_webhook", opt=_PROJECT,
    status_code=200, tags=["webhooks"],
)  # fmt: skip
async def replay_project_webhook(
    actor: Asking, webhooks: Service, project_id: UUID, webhook_id: UUID, data: Replay
) -> Replayed:
    """Send deliveries of a project's webhook again."""
    return await webhooks.replay(actor, project_id, webhook_id, data)


routes = [
    list_webhook_topics, list_webhooks, create_webhook, update_webhook, delete_webhook, rotate_webhook_secret,
    test_webhook, list_webhook_deliveries, replay_webhook, list_project_webhooks, create_project_webhook,
    update_project_webhook, delete_project_webhook, rotate_project_webhook_secret, test_project_webhook,
    list_project_webhook_deliveries, replay_project_webhook,
]  # fmt: skip
