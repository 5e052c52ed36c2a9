"""HTTP of notifications: one's own and nobody else's."""

from typing import Annotated

from litestar import get, post, put
from litestar.params import Dependency, Parameter

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.notifications.schemas import (
    Notification,
    NotificationChoices,
    PutNotificationChoices,
    ReadNotifications,
    Unread,
)
from armslength.notifications.service import NotificationsService

Asking = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[NotificationsService, Dependency(skip_validation=True)]
_OPT = {"permission": "signed_in"}
_MINE = "/me/notifications"


@get(_MINE, name="list_notifications", operation_id="list_notifications", opt=_OPT, tags=["notifications"])
async def list_notifications(
    actor: Asking,
    notifications: Service,
    unread: bool = False,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[Notification]:
    """What one should know, the newest first; with `unread`, only what one has not read."""
    return await notifications.page(actor, unread=unread, cursor=cursor, limit=limit)


@get(
    f"{_MINE}/unread",
    name="count_notifications", operation_id="count_notifications", opt=_OPT, tags=["notifications"],
)  # fmt: skip
async def count_notifications(actor: Asking, notifications: Service) -> Unread:
    """How many one has not read."""
    return await notifications.unread(actor)


@post(
    f"{_MINE}/read",
    name="read_notifications", operation_id="read_notifications", opt=_OPT, status_code=204, tags=["notifications"],
)  # fmt: skip
async def read_notifications(actor: Asking, notifications: Service, data: ReadNotifications) -> None:
    """These are read now; without ids, all of them."""
    await notifications.read(actor, data.ids)


@get(
    "/me/notification-choices",
    name="get_notification_choices", operation_id="get_notification_choices", opt=_OPT, tags=["notifications"],
)  # fmt: skip
async def get_notification_choices(actor: Asking, notifications: Service) -> NotificationChoices:
    """Everything that may be told to one, and whether one wants it."""
    return await notifications.choices(actor)


@put(
    "/me/notification-choices",
    name="put_notification_choices", operation_id="put_notification_choices", opt=_OPT, tags=["notifications"],
)  # fmt: skip
async def put_notification_choices(
    actor: Asking, notifications: Service, data: PutNotificationChoices
) -> NotificationChoices:
    """Say what one does not want to be told from now on."""
    return await notifications.choose(actor, data.muted)


routes = [
    list_notifications, count_notifications, read_notifications, get_notification_choices, put_notification_choices,
]  # fmt: skip
