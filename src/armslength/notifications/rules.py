"""What is worth telling a person: whom an event concerns, and which parts of it they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple

from armslength.assignment.events import COURSE_JUDGED, FLAG_RESOLVED, FLAGGED
from armslength.comments.events import SAID
from armslength.identity.events import INVITATION_ACCEPTED
from armslength.ingest.events import IMPORT_ENDED
from armslength.kit.jobs import JOB_ENDED
from armslength.projects.events import MEMBER_ADDED, STATE_CHANGED
from armslength.release.events import EXPORT_ENDED, RELEASE_ENDED
from armslength.review.events import APPEAL_DECIDED, APPEALED, DECIDED
from armslength.truth.events import CONCERN_APPEAL_DECIDED, CONCERN_APPEALED, CONCERN_UPHELD
from armslength.vendors.events import GRANT_CUT, OFFER_ANSWERED, OFFERED
from armslength.walls.events import INCIDENT_RAISED
from armslength.webhooks.events import WEBHOOK_PAUSED

Payload = Mapping[str, Any]
TOLD_BY_THEMSELVES: Final = ("ingest.import", "release.build", "release.export")
"""Kinds of job whose end is an event of its own."""


class Kind(NamedTuple):
    """What is told: its title, the event behind it, to whom, the parts of the event that are shown, and when at all."""

    title: str
    topic: str
    to: str
    """The part of the event that names the person; `leaders`: those of the customer who run the project; `firm`: those
    who speak for the vendor that the event names."""
    about: frozenset[str]
    when: Callable[[Payload], bool] = lambda _: True
    side: Literal["anyone", "customer", "vendor"] = "anyone"
    """On which side it may be told at all."""
    nameless: bool = False
    """Whether nothing is told of which project it is about."""


def _about(parts: str) -> frozenset[str]:
    return frozenset(parts.split())


LEADERS: Final = "leaders"
FIRM: Final = "firm"

KINDS: Final[Mapping[str, Kind]] = {
    "work.returned": Kind(
        "An answer of mine came back for rework", DECIDED, "person_id", _about(""),
        lambda told: told["verdict"] == "reject" and told["after_reject"] == "rework",
    ),
    "comment.said": Kind(
        "Somebody commented on an answer of mine, or replied to me", SAID, "author_id",
        _about("assignment_id thread_id"),
    ),
    "appeal.decided": Kind(
        "My appeal was decided", APPEAL_DECIDED, "person_id", _about("decision reinstated")
    ),
    "concern.upheld": Kind("Something was decided about my answers", CONCERN_UPHELD, "person_id", _about("")),
    "concern.appeal_decided": Kind(
        "My appeal against such a decision was decided", CONCERN_APPEAL_DECIDED, "person_id", _about("decision")
    ),
    "flag.resolved": Kind("My flag was answered", FLAG_RESOLVED, "person_id", _about("")),
    "course.judged": Kind("I passed or failed a course", COURSE_JUDGED, "person_id", _about("state")),
    "project.joined": Kind("I was given a role in a project", MEMBER_ADDED, "person_id", _about("role")),
    "invitation.accepted": Kind(
        "Somebody took a seat that I offered", INVITATION_ACCEPTED, "invited_by", _about("person_id")
    ),
    "offer.received": Kind("Work is offered to my firm", OFFERED, FIRM, _about(""), side="vendor", nameless=True),
    "offer.answered": Kind(
        "A vendor accepted or declined an offer", OFFER_ANSWERED, LEADERS, _about("vendor_id state"), side="customer"
    ),
    "flag.raised": Kind(
        "Somebody flagged an item or the guideline", FLAGGED, LEADERS, _about("item_id flag_id reason"),
        side="customer",
    ),
    "appeal.raised": Kind(
        "An appeal waits for a decision", APPEALED, LEADERS, _about("item_id appeal_id"), side="customer"
    ),
    "concern.appealed": Kind(
        "Somebody appeals against a decision about their answers", CONCERN_APPEALED, LEADERS, _about("concern_id"),
        side="customer",
    ),
    "project.state": Kind(
        "A project was started, paused or archived", STATE_CHANGED, LEADERS, _about("from to"), side="customer"
    ),
    "grant.cut": Kind(
        "A vendor was paused, frozen or severed", GRANT_CUT, LEADERS, _about("vendor_id state"), side="customer"
    ),
    "incident.raised": Kind(
        "The record of deliveries disagrees with itself", INCIDENT_RAISED, LEADERS, _about("incident_id kind"),
        side="customer",
    ),
    "webhook.paused": Kind(
        "A webhook of mine failed for too long", WEBHOOK_PAUSED, "created_by", _about("webhook_id"), side="customer"
    ),
    "import.ended": Kind(
        "An import of mine ended", IMPORT_ENDED, "created_by", _about("import_id batch_id state created rejected"),
        side="customer",
    ),
    "release.ended": Kind(
        "A release of mine is ready, failed or was cancelled", RELEASE_ENDED, "created_by", _about("release_id state"),
        side="customer",
    ),
    "export.ended": Kind(
        "An export of mine ended", EXPORT_ENDED, "created_by", _about("release_id export_id format state"),
        side="customer",
    ),
    "job.failed": Kind(
        "Other work in the background failed", JOB_ENDED, "created_by", _about("job_id kind"),
        lambda told: told["state"] == "failed" and told["kind"] not in TOLD_BY_THEMSELVES, side="customer",
    ),
}  # fmt: skip
"""Every kind of notification, in the order in which they are offered.

What may be told to a vendor's people has no id of an item: they know items by other ids.
"""


def about(kind: Kind, payload: Payload) -> dict[str, Any]:
    """The parts of an event that are told."""
    return {name: value for name, value in payload.items() if name in kind.about and value is not None}
