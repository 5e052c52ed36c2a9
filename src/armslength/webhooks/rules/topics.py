"""What may be told outside, and which parts of it: a new event of ours is not told until it stands here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from armslength.annotation.events import SUBMITTED
from armslength.assignment.events import FLAG_RESOLVED, FLAGGED
from armslength.comments.events import RESOLVED, SAID
from armslength.identity.events import INVITATION_ACCEPTED, MEMBERSHIP_ENDED
from armslength.ingest.events import BATCH_CANCELLED, IMPORT_ENDED, ITEM_CANCELLED, ITEM_REOPENED
from armslength.projects.events import MEMBER_REMOVED, OVERLAP_CHANGED, STATE_CHANGED
from armslength.release.events import EXPORT_ENDED, RELEASE_ENDED
from armslength.review.events import ADJUDICATED, APPEAL_DECIDED, APPEALED, AUDITED, DECIDED
from armslength.truth.events import CONCERN_APPEAL_DECIDED, CONCERN_APPEALED, CONCERN_UPHELD
from armslength.vendors.events import GRANT_CUT
from armslength.walls.events import INCIDENT_RAISED
from armslength.webhooks.errors import UnknownTopic


class Told(NamedTuple):
    """A topic's title, and the parts of its payload that leave: ids, states, counts."""

    title: str
    parts: frozenset[str]


def _told(title: str, parts: str) -> Told:
    return Told(title, frozenset(parts.split()))


TOPICS: Final[Mapping[str, Told]] = {
    SUBMITTED: _told("An answer was submitted", "project_id item_id assignment_id annotation_id stage in_review"),
    DECIDED: _told("A review was decided", "project_id item_id annotation_id review_id verdict after_reject person_id"),
    ADJUDICATED: _told("It was decided between answers", "project_id item_id adjudication_id annotation_id outcome"),
    AUDITED: _told("An accepted answer was audited", "project_id item_id annotation_id review_id verdict"),
    APPEALED: _told("An author appealed against a verdict", "project_id item_id review_id appeal_id"),
    APPEAL_DECIDED: _told(
        "An appeal was decided",
        "project_id item_id annotation_id review_id appeal_id person_id decision reinstated",
    ),
    SAID: _told(
        "Somebody commented on an answer, or replied", "project_id item_id assignment_id annotation_id thread_id"
    ),
    RESOLVED: _told(
        "A comment was resolved, or opened again",
        "project_id item_id assignment_id annotation_id thread_id resolved",
    ),
    CONCERN_UPHELD: _told("A concern about a person was upheld", "project_id concern_id person_id"),
    CONCERN_APPEALED: _told("A person appealed against that", "project_id concern_id"),
    CONCERN_APPEAL_DECIDED: _told("Such an appeal was decided", "project_id concern_id person_id decision"),
    FLAGGED: _told("Something was flagged", "project_id item_id flag_id reason"),
    FLAG_RESOLVED: _told("A flag was answered", "project_id item_id flag_id person_id"),
    IMPORT_ENDED: _told("An import ended", "project_id batch_id import_id state created unchanged rejected created_by"),
    BATCH_CANCELLED: _told("A batch was cancelled", "project_id batch_id"),
    ITEM_CANCELLED: _told("An item was retired", "project_id batch_id item_id"),
    ITEM_REOPENED: _told("An item was reopened", "project_id batch_id item_id"),
    RELEASE_ENDED: _told("A release is ready, failed or was cancelled", "project_id release_id state created_by"),
    EXPORT_ENDED: _told("An export ended", "project_id release_id export_id format state created_by"),
    STATE_CHANGED: _told("A project was started, paused or archived", "project_id from to"),
    OVERLAP_CHANGED: _told("A project wants more or fewer answers per item", "project_id from to"),
    MEMBER_REMOVED: _told("A person lost their role in a project", "project_id person_id"),
    GRANT_CUT: _told("A vendor was cut off", "project_id vendor_id state"),
    INCIDENT_RAISED: _told(
        "The record of deliveries does not agree with itself", "incident_id project_id kind differences"
    ),
    MEMBERSHIP_ENDED: _told("A person lost their seat", "person_id"),
    INVITATION_ACCEPTED: _told("An invitation was accepted", "invitation_id person_id invited_by"),
}
TEST: Final = "webhooks.test"
"""Sent when somebody asks for a test, to that webhook only."""


def check_topics(topics: list[str]) -> list[str]:
    """The topics themselves, each once, or UnknownTopic."""
    for index, topic in enumerate(topics):
        if topic not in TOPICS:
            raise UnknownTopic(f"Nothing called {topic!r} is ever told.", field=f"topics.{index}")
    return sorted(set(topics))


def body_of(topic: str, at: datetime, tenant_id: UUID, payload: Mapping[str, Any]) -> bytes:
    """The body of an event: what is signed and sent."""
    parts = TOPICS[topic].parts if topic in TOPICS else frozenset[str]()
    data = {name: value for name, value in payload.items() if name in parts}
    return msgspec.json.encode({"type": topic, "timestamp": at, "organization_id": tenant_id, "data": data})
