"""What leaves, how it is signed, when it is tried again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from standardwebhooks.webhooks import Webhook as Standard
from standardwebhooks.webhooks import WebhookVerificationError

from armslength.entry.documents.wire import topics
from armslength.webhooks.errors import UnknownTopic
from armslength.webhooks.rules.schedule import TRIES, must_pause, next_try, rest
from armslength.webhooks.rules.signing import secret_text, signed_headers
from armslength.webhooks.rules.topics import TOPICS, body_of, check_topics
from armslength_client import BadSignature, verify_webhook

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = AT.timestamp()
EVENT = UUID("0e0e0e0e-0e0e-4e0e-8e0e-0e0e0e0e0e0e")
OLD, NEW = b"o" * 32, b"n" * 32
BODY = body_of("assignment.flagged", AT, EVENT, {"project_id": "p", "flag_id": "f", "reason": "unclear"})
HEADERS = signed_headers([NEW, OLD], EVENT, AT, BODY)
SIGNATURE = HEADERS["webhook-signature"]


def test_a_library_of_the_specification_verifies_what_we_sign() -> None:
    now = datetime.now(UTC)
    headers = signed_headers([NEW, OLD], EVENT, now, BODY)
    for secret in (NEW, OLD):
        assert Standard(secret_text(secret)).verify(BODY, headers)["type"] == "assignment.flagged"
    with pytest.raises(WebhookVerificationError):
        Standard(secret_text(b"x" * 32)).verify(BODY, headers)


def test_our_helper_verifies_what_the_library_signs() -> None:
    signature = Standard(secret_text(NEW)).sign("evt_1", AT, BODY.decode())
    headers = {"Webhook-Id": "evt_1", "Webhook-Timestamp": str(int(NOW)), "Webhook-Signature": signature}
    event = verify_webhook(secret_text(NEW), headers, BODY, now=NOW)
    assert (event.id, event.type, event.timestamp) == ("evt_1", "assignment.flagged", AT)
    assert event.data == {"project_id": "p", "flag_id": "f", "reason": "unclear"}


def test_either_secret_is_enough_while_both_sign() -> None:
    for secret in (secret_text(OLD), secret_text(NEW), [secret_text(b"x" * 32), secret_text(OLD)]):
        assert verify_webhook(secret, HEADERS, BODY, now=NOW).id == f"evt_{EVENT.hex}"


@pytest.mark.parametrize(
    ("secret", "headers", "body", "now"),
    [
        (secret_text(b"x" * 32), HEADERS, BODY, NOW),
        (secret_text(NEW), HEADERS, BODY + b" ", NOW),
        (secret_text(NEW), HEADERS, BODY, NOW + 301),
        (secret_text(NEW), HEADERS, BODY, NOW - 301),
        (secret_text(NEW), {**HEADERS, "webhook-timestamp": str(int(NOW) + 1)}, BODY, NOW),
        (secret_text(NEW), {**HEADERS, "webhook-id": "evt_other"}, BODY, NOW),
        (secret_text(NEW), {**HEADERS, "webhook-timestamp": "now"}, BODY, NOW),
        (secret_text(NEW), {**HEADERS, "webhook-signature": SIGNATURE.replace("v1,", "v2,")}, BODY, NOW),
        (secret_text(NEW), {**HEADERS, "webhook-signature": "v1,äöü v1, v1"}, BODY, NOW),
        (secret_text(NEW), {}, BODY, NOW),
        ("whsec_not base64", HEADERS, BODY, NOW),
        ([], HEADERS, BODY, NOW),
    ],
)  # fmt: skip
def test_what_is_not_ours_is_not_believed(secret: str, headers: dict[str, str], body: bytes, now: float) -> None:
    with pytest.raises(BadSignature):
        verify_webhook(secret, headers, body, now=now)


def test_only_listed_parts_leave() -> None:
    payload = {"project_id": "p", "item_id": "i", "flag_id": "f", "reason": "unclear", "comment": "the moon base"}
    said = msgspec.json.decode(body_of("assignment.flagged", AT, EVENT, payload))
    assert said == {
        "type": "assignment.flagged", "timestamp": "2026-03-01T12:00:00Z", "organization_id": str(EVENT),
        "data": {"project_id": "p", "item_id": "i", "flag_id": "f", "reason": "unclear"},
    }  # fmt: skip
    assert msgspec.json.decode(body_of("keys.secret", AT, EVENT, payload))["data"] == {}


def test_every_topic_is_an_event_of_ours_and_every_part_is_said_by_it() -> None:
    documented = topics()
    for topic, told in TOPICS.items():
        assert told.parts <= set(re.findall(r'"(\w+)"', documented[topic])), topic
        assert told.title


def test_topics_are_checked_and_listed_once() -> None:
    assert check_topics(["review.decided", "annotation.submitted", "review.decided"]) == [
        "annotation.submitted",
        "review.decided",
    ]
    with pytest.raises(UnknownTopic) as refused:
        check_topics(["review.decided", "review.*"])
    assert refused.value.field == "topics.1"


def test_tries_lie_further_and_further_apart_for_about_a_day() -> None:
    at, moments = AT, []
    for tried in range(1, TRIES):
        again = next_try(EVENT, tried, at)
        assert again is not None
        moments.append((again - at).total_seconds())
        at = again
    assert next_try(EVENT, TRIES, at) is None
    assert moments == sorted(moments)
    assert timedelta(hours=23) < at - AT < timedelta(hours=30)
    assert next_try(EVENT, 1, AT) == next_try(EVENT, 1, AT)


def test_a_failing_webhook_rests_and_is_paused_after_a_day() -> None:
    assert [rest(n).total_seconds() for n in (0, 1, 2, 8, 9, 10**6)] == [0, 2, 4, 256, 300, 300]
    day = timedelta(hours=24)
    assert must_pause(10, AT, AT + day, 24)
    assert not must_pause(9, AT, AT + day, 24) and not must_pause(10, AT, AT + day / 2, 24)
    assert not must_pause(0, None, AT, 24)
