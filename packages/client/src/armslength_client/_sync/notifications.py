# Generated from _async by generate_sync.py: edit there.
"""What a person should know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from armslength_client._sync.webhooks import Webhooks
from armslength_client.types_notifications import Notification, NotificationKind


class Notifications(Webhooks):
    """Operations on one's own notifications."""

    def list_notifications(self, *, unread: bool = False) -> Iterator[Notification]:
        """What one should know, the newest first; with `unread`, only what one has not read."""
        return self.pages("/me/notifications", Notification, params={"unread": unread or None})

    def count_notifications(self) -> int:
        """How many one has not read; counting stops at 100."""
        return (self.call("GET", "/me/notifications/unread", dict[str, int]))["unread"]

    def read_notifications(self, ids: Iterable[UUID] | None = None) -> None:
        """These are read now; without ids, all of them."""
        body = {} if ids is None else {"ids": [str(each) for each in ids]}
        self.call("POST", "/me/notifications/read", type(None), body=body, repeatable=True)

    def get_notification_choices(self) -> list[NotificationKind]:
        """Everything that may be told to one, and whether one wants it."""
        answer = self.call("GET", "/me/notification-choices", dict[str, list[NotificationKind]])
        return answer["kinds"]

    def put_notification_choices(self, muted: Iterable[str]) -> list[NotificationKind]:
        """Say what one does not want to be told from now on."""
        body = {"muted": list(muted)}
        answer = self.call("PUT", "/me/notification-choices", dict[str, list[NotificationKind]], body=body)
        return answer["kinds"]
