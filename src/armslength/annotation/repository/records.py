"""Annotations and what stands."""

from uuid import UUID

import asyncpg

from armslength.annotation.model import Annotation, Sealed, Verdict
from armslength.annotation.views import COLUMNS, annotation
from armslength.kit.db import Tx

_INSERT = """
    insert into annotation (tenant_id, id, project_id, item_id, assignment_id, person_id, organization_id, stage, key,
        supersedes, schema_version, guideline_version, active_ms, submitted_at, sealed, digest, rendition)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        armslength_shown_as($1, $3, $4, $5, $6, $7))"""
_TERMS = """
    insert into answer_term (tenant_id, project_id, question, annotation_id, target, value)
    select $1, $3, t.question, $2, t.target, t.value from unnest($17::text[], $18::text[], $19::text[])
        as t (question, target, value)"""


async def submit(tx: Tx, said: Annotation, sealed: Sealed, verdict: Verdict) -> None:
    """Store an annotation of the assignment's own person, let it stand, and drop the draft: along with the next
    statement, which is what the answer does to its assignment."""
    await tx.beside(
        _INSERT,
        _TERMS,
        "delete from draft where tenant_id = $1 and assignment_id = $5",
        "insert into standing (tenant_id, assignment_id, project_id, item_id, person_id, annotation_id, verdict)"
        " values ($1, $5, $3, $4, $6, $2, $20) on conflict (tenant_id, assignment_id) do update"
        " set annotation_id = excluded.annotation_id, verdict = excluded.verdict",
        args=(*_arguments(tx, said, sealed), verdict),
    )


async def fix(tx: Tx, said: Annotation, sealed: Sealed) -> None:
    """Store a reviewer's annotation, which now stands for the author's assignment."""
    await tx.run(
        f"""
        with said as ({_INSERT}), words as ({_TERMS})
        update standing set annotation_id = $2, verdict = 'fixed' where tenant_id = $1 and assignment_id = $5""",
        *_arguments(tx, said, sealed),
    )  # fmt: skip


async def add(tx: Tx, said: Annotation, sealed: Sealed) -> None:
    """Store an annotation that stands for no assignment."""
    await tx.run(
        f"with said as ({_INSERT}) {_TERMS}", *_arguments(tx, said, sealed),
    )  # fmt: skip


def _arguments(tx: Tx, said: Annotation, sealed: Sealed) -> tuple[object, ...]:
    words = list(zip(*sealed.terms, strict=True)) if sealed.terms else [(), (), ()]
    return (
        tx.tenant_id, said.id, said.project_id, said.item_id, said.assignment_id, said.person_id, said.organization_id,
        said.stage, said.key, said.supersedes, said.schema_version, said.guideline_version, said.active_ms,
        said.submitted_at, sealed.answers, sealed.digest, *map(list, words),
    )  # fmt: skip


async def by_key(tx: Tx, assignment_id: UUID, key: UUID) -> Annotation | None:
    """The annotation that an earlier submit with this key made."""
    row = await tx.row(
        f"select {COLUMNS} from annotation where tenant_id = $1 and assignment_id = $2 and key = $3",
        tx.tenant_id, assignment_id, key,
    )  # fmt: skip
    return annotation(row) if row else None


async def judge(tx: Tx, assignment_id: UUID, verdict: Verdict) -> None:
    """What review said of what stands."""
    await tx.run(
        "update standing set verdict = $3 where tenant_id = $1 and assignment_id = $2",
        tx.tenant_id, assignment_id, verdict,
    )  # fmt: skip


async def reinstate(tx: Tx, assignment_id: UUID) -> None:
    """What was rejected is accepted; what its author has begun to write instead is dropped."""
    await tx.run(
        "with written as (delete from draft where tenant_id = $1 and assignment_id = $2)"
        " update standing set verdict = 'accepted' where tenant_id = $1 and assignment_id = $2",
        tx.tenant_id, assignment_id,
    )  # fmt: skip


async def fall(tx: Tx, assignment_id: UUID) -> None:
    """Nothing stands for this assignment any more. The annotations stay."""
    await tx.run("delete from standing where tenant_id = $1 and assignment_id = $2", tx.tenant_id, assignment_id)


async def of_person(
    tx: Tx, project_id: UUID, person_id: UUID, before: tuple[object, ...] | None, limit: int
) -> list[asyncpg.Record]:
    """A person's assignments by their last annotation, newest first: id, assignment_id, item_id, submitted_at,
    schema_version, verdict."""
    at, annotation_id = before or (None, None)
    return await tx.rows(
        """
        select a.id, a.assignment_id, a.item_id, a.submitted_at, a.schema_version, s.verdict
        from annotation a left join standing s on s.tenant_id = $1 and s.assignment_id = a.assignment_id
        where a.tenant_id = $1 and a.project_id = $2 and a.person_id = $3 and a.stage = 'annotate'
            and ($4::timestamptz is null or (a.submitted_at, a.id) < ($4, $5::uuid))
            and not exists (select from annotation n
                where n.tenant_id = $1 and n.supersedes = a.id and n.stage = 'annotate')
        order by a.submitted_at desc, a.id desc limit $6""",
        tx.tenant_id, project_id, person_id, at, annotation_id, limit,
    )  # fmt: skip


async def standing_of(tx: Tx, assignment_id: UUID) -> UUID | None:
    """What a next answer to an assignment supersedes: the one that nothing supersedes yet, be it a reviewer's fix.

    Never by time alone: two answers may be of one moment, and clocks are set back.
    """
    found: UUID | None = await tx.value(
        "select a.id from annotation a where a.tenant_id = $1 and a.assignment_id = $2 and a.stage <> 'adjudicate'"
        " and not exists (select from annotation n where n.tenant_id = a.tenant_id and n.supersedes = a.id)"
        " order by a.submitted_at desc, a.id desc limit 1",
        tx.tenant_id, assignment_id,
    )  # fmt: skip
    return found


async def last_of(tx: Tx, assignment_id: UUID, person_id: UUID) -> UUID | None:
    """The last answers that a person gave to an assignment of theirs."""
    found: UUID | None = await tx.value(
        "select id from annotation where tenant_id = $1 and assignment_id = $2 and person_id = $3"
        " and stage = 'annotate' order by submitted_at desc, id desc limit 1",
        tx.tenant_id, assignment_id, person_id,
    )  # fmt: skip
    return found
