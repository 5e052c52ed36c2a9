"""PostgreSQL's own counts of the tables, by which it chooses between indexes, made as soon as a table has doubled.

PostgreSQL makes them once a minute by itself. Plans of the hot paths are kept per connection; one that was made over an
empty table is kept until the table is counted, however large it has become by then.
"""

from armslength.kit.db import Database


async def count_grown(db: Database) -> None:
    """Have every table counted that has doubled since it was last counted, each in a transaction of its own."""
    tried: list[str] = []
    while True:
        async with db.worker() as tx:
            table: str | None = await tx.value("select armslength_count_grown($1)", tried)
        if table is None:
            return
        tried.append(table)  # once: another may be at it, or it grows as fast as it is counted
