"""What goes along with the next statement is done as if it had been a statement of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from armslength.kit.beside import Beside, carries, together
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id

AT = datetime(2026, 1, 1, tzinfo=UTC)
SAY = "insert into outbox (tenant_id, topic, payload, created_at) values ($1, $2, '{}', $3)"
BEAT = "insert into worker_heartbeat (worker, seen_at) values ($1, $2)"


async def say(tx: Tx, *topics: str) -> None:
    for topic in topics:
        await tx.beside(SAY, args=(tx.tenant_id, topic, AT))


async def said(db: Database, tenant: UUID) -> list[str]:
    async with db.tenant(tenant) as tx:
        return [
            row["topic"] for row in await tx.rows("select topic from outbox where tenant_id = $1 order by id", tenant)
        ]


def test_arguments_keep_apart() -> None:
    waiting = [
        Beside(("insert into a values ($1, $2)", "insert into b values ($2)"), ("a", "b")),
        Beside((BEAT,), ("w", AT)),
    ]
    text, args = together(waiting, "with c as (select $1::int) select * from c", (7,))
    assert text == (
        "with beside_0 as (insert into a values ($2, $3)), beside_1 as (insert into b values ($3)),"
        " beside_2 as (insert into worker_heartbeat (worker, seen_at) values ($4, $5)),"
        "  c as (select $1::int) select * from c"
    )
    assert args == (7, "a", "b", "w", AT)


def test_not_everything_takes_others_along() -> None:
    assert carries("\n  with a as (select 1) select 2", ())
    assert carries("update a set b = ';' where c = $1", (1,))
    assert not carries("with recursive a as (select 1) select 2", ())
    assert not carries("savepoint a", ())
    assert not carries("select 1; select 2", ())


async def test_it_goes_along_and_the_statement_answers_as_ever(db: Database, tenant: UUID) -> None:
    async with db.tenant(tenant) as tx:
        await say(tx, "one")
        assert await tx.value("select 41 + $1::int", 1) == 42
        assert await tx.value("select topic from outbox where tenant_id = $1", tenant) == "one"
        await say(tx, "two")
        assert await tx.run("update outbox set payload = '{\"told\": 1}' where tenant_id = $1", tenant) == "UPDATE 1"
        await say(tx, "three")
        await tx.run("create temp table scratch (n int); drop table scratch")
        await say(tx, "four")
    assert await said(db, tenant) == ["one", "two", "three", "four"]


async def test_of_the_same_the_first_stays_the_first(db: Database, tenant: UUID) -> None:
    topics = [f"topic {number}" for number in range(9)]
    async with db.tenant(tenant) as tx:
        await say(tx, *topics)
    assert await said(db, tenant) == topics


async def test_what_is_undone_takes_it_with_it(db: Database, tenant: UUID) -> None:
    async with db.tenant(tenant) as tx:
        await say(tx, "before")
        with pytest.raises(ZeroDivisionError):
            async with tx.savepoint():
                await say(tx, "undone")
                await tx.value("select 1")
                await say(tx, "undone, too")
                raise ZeroDivisionError
        async with tx.savepoint():
            await say(tx, "inside")
        await say(tx, "after")
    with pytest.raises(ZeroDivisionError):
        async with db.tenant(tenant) as tx:
            await say(tx, "never")
            raise ZeroDivisionError
    assert await said(db, tenant) == ["before", "inside", "after"]


async def test_what_is_wrong_with_it_undoes_everything(db: Database, tenant: UUID) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.tenant(tenant) as tx:
            await say(tx, "fine")
            await tx.value("select 1")
            await tx.beside(SAY, args=(new_id(), "another tenant's", AT))
    assert await said(db, tenant) == []


async def test_it_is_done_in_the_tenant_in_which_it_was_said(db: Database, tenant: UUID) -> None:
    """The door is shut behind whoever enters; what was still to be done at the door is done before."""
    guest = new_id()
    async with db.door() as tx:
        await tx.beside(
            "insert into organization (id, kind, name, created_at) values ($1, 'customer', 'Contoso', $2)",
            args=(guest, AT),
        )
        await tx.enter(tenant)
        await say(tx, "entered")
    assert await said(db, tenant) == ["entered"]
