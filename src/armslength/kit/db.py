"""PostgreSQL: one request, one transaction, one tenant.

`Database.tenant(...)` is the door that nearly everything uses: it begins a transaction and sets the tenant *in that
transaction*, so a pooled connection can never carry one tenant's setting into the next request.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg
import msgspec

from armslength.kit.bells import Bells
from armslength.kit.beside import ALONE, Beside, carries, together
from armslength.kit.ids import NIL
from armslength.kit.passes import Pass, carried, checks

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connection = asyncpg.Connection[asyncpg.Record]
    PoolConnection = PoolConnectionProxy[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]

LOST = (
    asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError, asyncpg.CannotConnectNowError, ConnectionError,
)  # fmt: skip
"""What is raised where the database is gone for a moment: it ends the connection, stops, is away, or starts.
InternalClientError: it has said that it ends the connection, which is not closed yet."""

_encode_json = msgspec.json.Encoder().encode


def _jsonb_text(value: object) -> str:
    return _encode_json(value).decode()


async def _prepare(connection: Connection) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, encoder=_jsonb_text, decoder=msgspec.json.decode, schema="pg_catalog")


async def _connect(*args: Any, **options: Any) -> Connection:
    """Where PostgreSQL's socket is not there, nobody listens: told as that, and not as a file that is missing."""
    try:
        return await asyncpg.connect(*args, **options)
    except FileNotFoundError as away:
        raise ConnectionRefusedError("PostgreSQL's socket is not there.") from away


async def _no_reset(connection: Connection) -> None:
    """Every setting of ours ends with its transaction, so there is nothing to reset (and a round trip to save)."""


class Tx:
    """One open transaction. `tenant_id` is NIL at the door and for the worker.

    `notary` is whatever the wiring gave the Database to seal decisions with; the ledger knows what it is.
    """

    __slots__ = ("_afterwards", "_begun", "_waiting", "connection", "notary", "rung", "tenant_id")

    def __init__(self, connection: Connection, tenant_id: UUID, notary: object = None) -> None:
        self.connection = connection
        self.tenant_id = tenant_id
        self.notary = notary
        self._afterwards: list[tuple[UUID, Callable[[Tx], Awaitable[None]]]] = []
        self._begun: tuple[str, Sequence[Pass]] | None = None
        self._waiting: list[Beside] = []
        self.rung: set[str] = set()

    def ring(self, bell: str) -> None:
        """Once this transaction is committed: work waits for the workers. See kit.bells."""
        self.rung.add(bell)

    def afterwards(self, work: Callable[[Tx], Awaitable[None]]) -> None:
        """Do `work` in a transaction of its own, in the same tenant, when this one has ended: even if it was undone."""
        self._afterwards.append((self.tenant_id, work))

    def forget(self) -> None:
        """Do nothing afterwards after all: what is undone here is done anew elsewhere, and says so there."""
        self._afterwards.clear()

    async def rows(self, sql: str, *args: object) -> list[asyncpg.Record]:
        """All rows."""
        sql, args = await self._with_what_waits(sql, args)
        return await self.connection.fetch(sql, *args)

    async def row(self, sql: str, *args: object) -> asyncpg.Record | None:
        """The first row, or None."""
        sql, args = await self._with_what_waits(sql, args)
        return await self.connection.fetchrow(sql, *args)

    async def value(self, sql: str, *args: object) -> Any:
        """The first column of the first row, or None."""
        sql, args = await self._with_what_waits(sql, args)
        return await self.connection.fetchval(sql, *args)

    async def run(self, sql: str, *args: object, seconds: float | None = None) -> str:
        """Run a statement; returns PostgreSQL's status tag, e.g. 'UPDATE 1'. `seconds`: how long it may take, where a
        minute is not enough."""
        sql, args = await self._with_what_waits(sql, args)
        return await self.connection.execute(sql, *args, timeout=seconds)

    async def beside(self, *statements: str, args: tuple[object, ...]) -> None:
        """Run statements over the same arguments together with the next one of this transaction, at the latest before
        it commits: see kit.beside for what may be. A round trip less than `run`."""
        if any(each.statements == statements for each in self._waiting):
            await self.flush()  # what goes along goes in no order, and of the same things the order may matter
        self._waiting.append(Beside(statements, args))

    async def flush(self) -> None:
        """Run what waits to go along with a next statement, now."""
        if self._waiting:
            await self.run(ALONE)

    async def _with_what_waits(self, sql: str, args: tuple[object, ...]) -> tuple[str, tuple[object, ...]]:
        if self._waiting:
            if not carries(sql, args):
                await self.flush()
            else:
                waiting, self._waiting = self._waiting, []
                return together(waiting, sql, args)
        return sql, args

    async def many(self, sql: str, args: Iterable[Sequence[object]]) -> None:
        """Run one statement for many argument rows."""
        await self.flush()
        await self.connection.executemany(sql, args)

    async def copy_in(self, table: str, columns: Sequence[str], records: Iterable[Sequence[object]]) -> None:
        """COPY rows in: the fast way for many."""
        await self.flush()
        await self.connection.copy_records_to_table(table, columns=columns, records=records)

    async def stream(self, sql: str, *args: object, prefetch: int = 500) -> AsyncIterator[asyncpg.Record]:
        """Rows through a server-side cursor: constant memory however many there are."""
        await self.flush()
        async for record in self.connection.cursor(sql, *args, prefetch=prefetch):
            yield record

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What is done inside is undone alone when it fails; the transaction goes on."""
        await self.flush()
        await self.connection.execute("savepoint inner_work")
        try:
            yield
            await self.flush()
        except BaseException:
            self._waiting.clear()
            await self.connection.execute("rollback to savepoint inner_work")
            raise
        await self.connection.execute("release savepoint inner_work")

    async def restart(self) -> None:
        """Begin anew, with the settings and the pass of the first time: lets go of the locks of a transaction that has
        done nothing else yet."""
        assert self._begun is not None  # one of Database's own
        self._waiting.clear()
        await self.connection.execute("rollback")
        await _begin(self.connection, *self._begun)

    async def enter(self, tenant_id: UUID) -> None:
        """Leave the door and go on inside a tenant, in the same transaction: for what is both, e.g. an invitation."""
        await self.flush()
        await self.connection.execute(
            f"set local app.scope = ''; set local app.tenant = '{UUID(str(tenant_id))}'"  # a UUID's own text is safe
        )
        self.tenant_id = tenant_id

    @asynccontextmanager
    async def at_the_wall(self) -> AsyncIterator[None]:
        """Inside, this transaction also sees what the wall must know of all tenants: who conflicts with whom.

        For `vendors` and `walls` only; what was read there never leaves towards a tenant.
        """
        await self.flush()
        await self.connection.execute("set local app.scope = 'wall'")
        try:
            yield
            await self.flush()
        finally:
            with suppress(asyncpg.InFailedSQLTransactionError):  # then the rollback resets it
                await self.connection.execute("set local app.scope = ''")

    @asynccontextmanager
    async def at_the_figures(self) -> AsyncIterator[None]:
        """Inside, this transaction also sees and adds to the figures of people and firms, which belong to no tenant.

        For `figures` only: what goes in there has left its tenant.
        """
        await self.flush()
        await self.connection.execute("set local app.scope = 'figures'")
        try:
            yield
            await self.flush()
        finally:
            with suppress(asyncpg.InFailedSQLTransactionError):  # then the rollback resets it
                await self.connection.execute("set local app.scope = ''")

    async def check(self, held: Pass) -> None:
        """Check a pass here rather than with BEGIN: for who must take a lock before those that the check takes."""
        try:
            await self.run(checks([held]))
        except asyncpg.PostgresError as failure:
            if refused := held.refused(failure.sqlstate):
                raise refused from None
            raise

    async def lock(self, name: str, key: UUID | str, *, shared: bool = False) -> None:
        """Take the advisory lock (name, key), in this tenant, until the transaction ends; `shared`: beside others who
        share it, and not beside anybody who does not."""
        digest = hashlib.sha256(f"{name}:{self.tenant_id}:{key}".encode()).digest()
        take = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        await self.run(f"select {take}($1)", int.from_bytes(digest[:8], "big", signed=True))


class Database:
    """A pool of connections of the app role, and the bells that ring when a transaction on them left work."""

    def __init__(self, pool: Pool, url: str) -> None:
        self.pool = pool
        self.bells = Bells(pool, url)
        self.notary: object = None

    @classmethod
    async def open(cls, url: str, *, size: int = 16) -> Database:
        """Connect; `size` is the most connections held at once. Prepared statements are kept per connection."""
        pool = await asyncpg.create_pool(
            url, min_size=1, max_size=size, connect=_connect, init=_prepare, reset=_no_reset, command_timeout=60
        )
        return cls(pool, url)

    async def close(self) -> None:
        """Wait for what is running, then disconnect."""
        await self.bells.close()
        await self.pool.close()

    @asynccontextmanager
    async def _transaction(self, begin: str, tenant_id: UUID, held: Sequence[Pass] = ()) -> AsyncIterator[Tx]:
        async with self.pool.acquire() as connection:
            await _begin(connection, begin, held)
            tx = Tx(connection, tenant_id, self.notary)  # type: ignore[arg-type]  # a pool proxy acts as its connection
            tx._begun = begin, held
            try:
                yield tx
                await tx.flush()
            except BaseException:
                await _end(connection, "rollback")
                await self._after(connection, tx)
                raise
            await self._commit(connection, tx)
            await self._after(connection, tx)

    async def _commit(self, connection: PoolConnection, tx: Tx) -> None:
        await _end(connection, "commit")
        if tx.rung:
            self.bells.ring(tx.rung)

    async def _after(self, connection: PoolConnection, ended: Tx) -> None:
        for tenant_id, work in ended._afterwards:
            await _begin(connection, f"set local app.tenant = '{UUID(str(tenant_id))}'", ())
            try:
                tx = Tx(connection, tenant_id, self.notary)  # type: ignore[arg-type]
                await work(tx)
                await tx.flush()
            except BaseException:
                await _end(connection, "rollback")
                raise
            await self._commit(connection, tx)

    def tenant(
        self, tenant_id: UUID, person_id: UUID | None = None, *, one_plan: bool = False, one_moment: bool = False,
        held: Sequence[Pass] | None = None,
    ) -> AbstractAsyncContextManager[Tx]:  # fmt: skip
        """One transaction that sees `tenant_id`'s rows and no others.

        `one_plan` is for hot paths: each statement is planned once per connection, not for each set of arguments.
        `one_moment`: every statement sees what the first one saw, and nothing is written; a pass is checked as of then.
        `set local` takes no bind parameter; a UUID's own text is safe to format. Where the request carries a pass for
        this tenant, it is checked first: see kit.passes. `held`: those of several requests that share the transaction.
        """
        person = UUID(str(person_id)) if person_id else ""
        tenant = UUID(str(tenant_id))
        settings = f"set local app.tenant = '{tenant}'; set local app.person = '{person}'"
        if one_plan:
            settings += "; set local plan_cache_mode = force_generic_plan"
        if one_moment:
            settings = f"set transaction isolation level repeatable read, read only; {settings}"
        if held is None:
            own = carried(tenant)
            held = [own] if own is not None else []
        return self._transaction(settings, tenant, held)

    def door(self) -> AbstractAsyncContextManager[Tx]:
        """One transaction over the hub-wide tables, while we find out who is asking. For `identity` only."""
        return self._transaction("set local app.scope = 'door'", NIL)

    async def ask(self, sql: str, *args: object) -> list[asyncpg.Record]:
        """The rows of one statement that is its own transaction: of a function that enters the door by itself.

        For `identity` only, which asks this on every request: it saves the round trips of BEGIN and COMMIT.
        """
        async with self.pool.acquire() as connection:
            return await connection.fetch(sql, *args)

    def wall(self) -> AbstractAsyncContextManager[Tx]:
        """One transaction over the register and over who conflicts with whom. For `vendors` and `walls` only."""
        return self._transaction("set local app.scope = 'wall'", NIL)

    def worker(self) -> AbstractAsyncContextManager[Tx]:
        """One transaction that sees every tenant's jobs and outbox (not their content). For kit's own loop only."""
        return self._transaction("set local app.scope = 'worker'", NIL)


async def _begin(connection: PoolConnection | Connection, settings: str, held: Sequence[Pass]) -> None:
    """BEGIN, the settings and the passes travel together: round trips less than asyncpg's transaction object takes."""
    try:
        await connection.execute(f"begin; {settings}" + (f"; {checks(held)}" if held else ""))
    except BaseException as failure:  # cancelled, say: PostgreSQL may have begun, and nobody else would end it
        with suppress(*LOST):  # what was begun is gone with it
            await _end(connection, "rollback")
        if held and isinstance(failure, asyncpg.PostgresError) and (refused := held[0].refused(failure.sqlstate)):
            raise refused from None
        raise


async def _end(connection: PoolConnection | Connection, verb: str) -> None:
    """Commit or roll back; a connection left in an unknown state is thrown away, not reused."""
    try:
        await connection.execute(verb)
    except BaseException:
        with suppress(asyncpg.InterfaceError):  # one that was lost the pool has taken back already
            connection.terminate()
        raise
