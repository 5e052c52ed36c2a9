"""Events become signed deliveries, come again while they must, and stop when they should."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from tests.webhooks.conftest import Post

from armslength.egress.errors import BadUrl, Refused
from armslength.kit.ids import new_id
from armslength.webhooks.errors import (
    DeliveryNotFound,
    NothingToReplay,
    TooManyWebhooks,
    UnknownTopic,
    WebhookNotFound,
)
from armslength.webhooks.rules.schedule import TRIES
from armslength.webhooks.schemas import CreateWebhook, Replay, UpdateWebhook
from armslength.webhooks.service import MOST_WEBHOOKS
from armslength_client import BadSignature, verify_webhook

DAY = 24 * 3600


async def flagged(post: Post, project_id: UUID | None = None, tenant_id: UUID | None = None) -> None:
    await post.happens(
        "assignment.flagged", tenant_id, project_id=project_id or post.project_id, item_id=new_id(), flag_id=new_id(),
        reason="unclear",
    )  # fmt: skip


async def test_what_happens_is_told_signed_and_logged(post: Post) -> None:
    hook = await post.hook(post.project_id)
    assert hook.secret is not None and hook.secret.startswith("whsec_")
    await flagged(post)
    await post.send()
    (heard,) = post.receiver.heard
    event = verify_webhook(hook.secret, heard.headers, heard.body, now=post.world.clock.now().timestamp())
    assert (event.type, event.data["project_id"]) == ("assignment.flagged", str(post.project_id))
    (delivery,) = await post.log(hook)
    assert (delivery.state, delivery.body, [each.status for each in delivery.tries]) == (
        "delivered", heard.body.decode(), [204],
    )  # fmt: skip
    assert event.id == f"evt_{delivery.event_id.hex}"
    now = await post.state(hook)
    assert (now.secret, now.failures, now.waiting, now.last_success_at) == (None, 0, 0, post.world.clock.now())
    await post.send()
    assert len(post.receiver.heard) == 1


async def test_a_project_hears_of_itself_and_the_organization_of_all(post: Post) -> None:
    other = await post.world.project(post.world.northwind, "other")
    mine, all_of_us = await post.hook(post.project_id), await post.hook(None)
    picky = await post.hook(None, topics=["review.decided"])
    await flagged(post)
    await flagged(post, other)
    await flagged(post, tenant_id=post.world.contoso)
    await post.happens("identity.membership_ended", person_id=new_id())
    await post.happens("kit.job_ended", job_id=new_id(), kind="x", state="done")
    assert [len(await post.log(hook)) for hook in (mine, all_of_us, picky)] == [1, 3, 0]


async def test_a_webhook_is_checked_before_it_is_made(post: Post) -> None:
    for url, error in (("http://127.0.0.1:1/", BadUrl), ("https://example.com:%d/", Refused), ("nonsense", BadUrl)):
        with pytest.raises(error) as refused:
            await post.hook(url=url.replace("%d", str(post.receiver.port)))
        assert refused.value.field == "url"
    with pytest.raises(UnknownTopic):
        await post.hook(topics=["everything"])
    hook = await post.hook()
    with pytest.raises(BadUrl):
        await post.webhooks.update(post.olga, None, hook.id, UpdateWebhook(url="http://10.0.0.1/"))
    with pytest.raises(WebhookNotFound):
        await post.webhooks.update(post.olga, post.project_id, hook.id, UpdateWebhook(description="x"))


async def test_there_is_an_end_to_them(post: Post) -> None:
    for _ in range(MOST_WEBHOOKS):
        await post.hook(post.project_id)
    with pytest.raises(TooManyWebhooks):
        await post.hook(post.project_id)


async def test_a_refusal_is_tried_again_later_and_given_up_in_the_end(post: Post) -> None:
    hook = await post.hook()
    post.receiver.answer = 500
    await flagged(post)
    for _ in range(TRIES):
        await post.send()
        (delivery,) = await post.log(hook)
        if delivery.next_at is not None:
            await post.send()  # not before its time
            wait = max(delivery.next_at - post.world.clock.now(), timedelta(minutes=5))
            post.world.clock.advance(wait.total_seconds())
    assert (delivery.state, [each.status for each in delivery.tries]) == ("failed", [500] * TRIES)
    assert delivery.tries[0].error == "The host did not accept it."
    assert len({each.headers["webhook-id"] for each in post.receiver.heard}) == 1
    assert len({each.headers["webhook-timestamp"] for each in post.receiver.heard}) == TRIES
    post.receiver.answer = 200
    wanted = Replay(failed_since=delivery.created_at)
    await post.webhooks.update(post.olga, None, hook.id, UpdateWebhook(state="active"))
    assert (await post.webhooks.replay(post.olga, None, hook.id, wanted)).deliveries == 1
    await post.send()
    assert (await post.log(hook))[0].state == "delivered"
    assert post.receiver.heard[-1].headers["webhook-id"] == post.receiver.heard[0].headers["webhook-id"]


async def test_what_was_delivered_can_be_sent_again(post: Post) -> None:
    hook, other = await post.hook(), await post.hook()
    await flagged(post)
    await post.send()
    (delivery,) = await post.log(hook)
    assert (await post.webhooks.replay(post.olga, None, hook.id, Replay([delivery.id]))).deliveries == 1
    await post.send()
    (again,) = await post.log(hook)
    assert (again.state, len(again.tries)) == ("delivered", 2)
    with pytest.raises(DeliveryNotFound):
        await post.webhooks.replay(post.olga, None, other.id, Replay([delivery.id]))
    with pytest.raises(NothingToReplay):
        await post.webhooks.replay(post.olga, None, hook.id, Replay())


async def test_whoever_fails_for_a_day_is_paused_and_nothing_is_lost(post: Post) -> None:
    hook = await post.hook(post.project_id)
    post.receiver.answer = 503
    for _ in range(30):
        await flagged(post)
        await post.send()
        post.world.clock.advance(3600)
    now = await post.state(hook)
    assert now.state == "failing" and now.failing_since is not None
    count = len(post.receiver.heard)
    await flagged(post)
    await post.send()
    assert len(post.receiver.heard) == count, "paused"
    async with post.world.db.tenant(post.world.northwind) as tx:
        told = await tx.rows("select payload from outbox where topic = 'webhooks.paused'")
        logged = await tx.value("select count(*) from ledger_entry where action = 'webhooks.paused'")
    assert [row["payload"] for row in told] == [
        {"webhook_id": str(hook.id), "project_id": str(post.project_id), "created_by": str(post.world.olga.id)}
    ]
    assert logged == 1
    post.receiver.answer = 200
    await post.webhooks.update(post.olga, post.project_id, hook.id, UpdateWebhook(state="active"))
    await post.send()
    waiting = [each for each in await post.log(hook) if each.state == "waiting"]
    assert not waiting and (await post.state(hook)).failures == 0


async def test_410_is_taken_at_its_word(post: Post) -> None:
    hook = await post.hook()
    post.receiver.answer = 410
    await flagged(post)
    await post.send()
    assert (await post.state(hook)).state == "failing"


async def test_a_redirect_is_not_followed(post: Post) -> None:
    hook = await post.hook()
    post.receiver.answer = 307
    await flagged(post)
    await post.send()
    (delivery,) = await post.log(hook)
    assert len(post.receiver.heard) == 1
    assert delivery.tries[0].error == "The host redirects elsewhere; redirects are not followed."


async def test_what_happens_while_it_is_paused_comes_when_it_wakes(post: Post) -> None:
    hook = await post.hook()
    await post.webhooks.update(post.olga, None, hook.id, UpdateWebhook(state="paused"))
    for _ in range(3):
        await flagged(post)
    await post.send()
    assert (post.receiver.heard, (await post.state(hook)).waiting) == ([], 3)
    await post.webhooks.update(post.olga, None, hook.id, UpdateWebhook(state="active"))
    await post.send()
    assert len(post.receiver.heard) == 3


async def test_both_secrets_sign_for_a_day_after_a_rotation(post: Post) -> None:
    hook = await post.hook()
    rotated = await post.webhooks.rotate(post.olga, None, hook.id)
    assert hook.secret and rotated.secret and hook.secret != rotated.secret

    async def verified(secret: str) -> bool:
        await flagged(post)
        await post.send()
        heard = post.receiver.heard[-1]
        try:
            return bool(verify_webhook(secret, heard.headers, heard.body, now=post.world.clock.now().timestamp()))
        except BadSignature:
            return False

    assert await verified(hook.secret) and await verified(rotated.secret)
    post.world.clock.advance(DAY + 1)
    assert not await verified(hook.secret) and await verified(rotated.secret)
    again = await post.webhooks.rotate(post.olga, None, hook.id)
    assert again.secret and await verified(rotated.secret) and await verified(again.secret)
    async with post.world.db.tenant(post.world.northwind) as tx:
        assert await tx.value("select count(*) from tenant_secret") == 2


async def test_a_host_that_is_forbidden_later_is_called_no_more(post: Post) -> None:
    hook = await post.hook()
    async with post.world.db.tenant(post.world.northwind) as tx:
        await tx.run("delete from egress_host where tenant_id = $1", post.world.northwind)
    await flagged(post)
    await post.send()
    (delivery,) = await post.log(hook)
    assert post.receiver.heard == []
    assert delivery.state == "waiting" and "outbound hosts" in (delivery.tries[0].error or "")


async def test_a_slow_receiver_holds_up_nobody_else(post: Post) -> None:
    slow, quick = await post.hook(description="slow"), await post.hook(url=f"{post.receiver.url}/quick")
    release, quick_came = threading.Event(), threading.Event()

    def answer(heard: object) -> int:
        if getattr(heard, "path", "").endswith("/quick"):
            quick_came.set()
        else:
            release.wait(30)
        return 200

    post.receiver.answer = answer
    await flagged(post)
    turns = [asyncio.create_task(post.webhooks.sender.turn()) for _ in range(2)]
    assert await asyncio.to_thread(quick_came.wait, 30)
    assert (await post.log(quick))[0].state in ("waiting", "delivered")
    assert (await post.log(slow))[0].state == "waiting"
    release.set()
    await asyncio.gather(*turns)
    assert {(await post.log(hook))[0].state for hook in (slow, quick)} == {"delivered"}


async def test_a_sender_that_died_is_replaced_and_the_event_keeps_its_id(post: Post) -> None:
    hook = await post.hook()
    await flagged(post)

    async def dies(*_: object) -> None:
        raise asyncio.CancelledError

    note, post.webhooks.sender._send = post.webhooks.sender._send, dies  # type: ignore[assignment,method-assign]
    with pytest.raises(asyncio.CancelledError):
        await post.webhooks.sender.turn()
    post.webhooks.sender._send = note  # type: ignore[method-assign]
    await post.send()
    assert post.receiver.heard == [], "the lease is still the dead one's"
    post.world.clock.advance(120)
    await post.send()
    assert (await post.log(hook))[0].state == "delivered"


async def test_many_deliveries_are_each_sent_once(post: Post) -> None:
    hook = await post.hook()
    for _ in range(40):
        await flagged(post)
    await asyncio.gather(*(post.send() for _ in range(4)))
    ids = [each.headers["webhook-id"] for each in post.receiver.heard]
    assert len(ids) == len(set(ids)) == 40
    assert {each.state for each in await post.log(hook)} == {"delivered"}


async def test_what_is_removed_is_gone(post: Post) -> None:
    hook = await post.hook()
    await flagged(post)
    await post.webhooks.delete(post.olga, None, hook.id)
    await post.send()
    assert post.receiver.heard == []
    async with post.world.db.tenant(post.world.northwind) as tx:
        for table in ("webhook", "webhook_delivery", "turn", "tenant_secret"):
            assert await tx.value(f"select count(*) from {table}") == 0, table
        actions = await tx.rows(
            "select action, detail from ledger_entry where action like 'webhooks.%' order by action"
        )
    assert [row["action"] for row in actions] == ["webhooks.created", "webhooks.removed"]
    assert actions[0]["detail"] == {"host": "127.0.0.1", "topics": []}


async def test_a_test_goes_to_that_webhook_alone(post: Post) -> None:
    hook, other = await post.hook(), await post.hook()
    assert (await post.webhooks.test(post.olga, None, hook.id)).topic == "webhooks.test"
    await post.send()
    assert post.receiver.topics == ["webhooks.test"] and await post.log(other) == []


async def test_the_log_forgets_in_time(post: Post) -> None:
    hook = await post.hook()
    await flagged(post)
    await post.send()
    (sweep,) = post.webhooks.sweeps()
    post.world.clock.advance(13 * DAY)
    await sweep.handler(post.world.db, post.world.clock)
    assert len(await post.log(hook)) == 1
    post.world.clock.advance(2 * DAY)
    await sweep.handler(post.world.db, post.world.clock)
    assert await post.log(hook) == []


async def test_when_the_tenants_key_is_destroyed_nothing_is_sent_unsigned(post: Post) -> None:
    hook = await post.hook()
    async with post.world.db.tenant(post.world.northwind) as tx:
        await post.webhooks.keys.destroy(tx, not_before=post.world.clock.now())
    await flagged(post)
    await post.send()
    assert post.receiver.heard == []
    assert (await post.log(hook))[0].tries[0].error == "The key that signs was destroyed."


async def test_secrets_survive_a_new_key_around_them(post: Post) -> None:
    hook = await post.hook()
    async with post.world.db.tenant(post.world.northwind) as tx:
        rewrapped = await post.webhooks.keys.rewrap(tx, f"tenant-{post.world.northwind}-2")
    assert rewrapped == 2  # the secret, and the key of the log
    await flagged(post)
    await post.send()
    heard = post.receiver.heard[0]
    assert verify_webhook(hook.secret or "", heard.headers, heard.body, now=post.world.clock.now().timestamp())


@pytest.mark.parametrize(
    "wrong", [{"url": ""}, {"url": "x" * 2049}, {"url": "x", "description": "x" * 201}, {"url": "x", "y": 1}]
)
def test_what_is_too_long_is_refused_by_the_shape_of_the_wire(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, CreateWebhook)
