"""Annotations and what stands."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from armslength.annotation.model import Annotation, Sealed, Verdict
from armslength.annotation.views import COLUMNS, annotation
from armslength.kit.db import Tx

_INSERT = """
    insert into annotation (tenant_id, id, project_id, item_id, assignment_id, person_id, organization_id, stage, key,
        supersedes, schema_version, guideline_version, active_ms, submitted_at, sealed, digest, rendition)
    select $1, id, $2, item_id, assignment_id, person_id, firm_id, stage, key, supersedes, schema_version,
        guideline_version, active_ms, submitted_at, sealed, digest,
        armslength_shown_as($1, $2, item_id, assignment_id, person_id, firm_id)
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::uuid[], $10::uuid[],
        $11::int[], $12::int[], $13::int[], $14::timestamptz[], $15::bytea[], $16::bytea[])
        as u (id, item_id, assignment_id, person_id, firm_id, stage, key, supersedes, schema_version,
            guideline_version, active_ms, submitted_at, sealed, digest)"""
_TERMS = """
    insert into answer_term (tenant_id, project_id, question, annotation_id, target, value)
    select $1, $2, t.question, t.annotation_id, t.target, t.value
    from unnest($17::uuid[], $18::text[], $19::text[], $20::text[]) as t (annotation_id, question, target, value)"""


async def submit(tx: Tx, project_id: UUID, given: Sequence[tuple[Annotation, Sealed, Verdict]]) -> None:
    """Store annotations of the assignments' own people, let them stand, and drop the drafts: along with the next
    statement, which is what the answers do to their assignments."""
    of = [(said, sealed) for said, sealed, _ in given]
    await tx.beside(
        _INSERT,
        _TERMS,
        "delete from draft where tenant_id = $1 and assignment_id = any($5::uuid[])",
        "insert into standing (tenant_id, assignment_id, project_id, item_id, person_id, annotation_id, verdict)"
        " select $1, u.assignment_id, $2, u.item_id, u.person_id, u.id, u.verdict"
        " from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $21::text[])"
        "   as u (id, item_id, assignment_id, person_id, verdict)"
        " on conflict (tenant_id, assignment_id) do update"
        " set annotation_id = excluded.annotation_id, verdict = excluded.verdict",
        args=(*_arguments(tx, project_id, of), [verdict for *_, verdict in given]),
    )


async def fix(tx: Tx, said: Annotation, sealed: Sealed) -> None:
    """Store a reviewer's annotation, which now stands for the author's assignment."""
    await tx.run(
        f"""
        with said as ({_INSERT}), words as ({_TERMS})
        update standing set annotation_id = $21, verdict = 'fixed' where tenant_id = $1 and assignment_id = $22""",
        *_arguments(tx, said.project_id, [(said, sealed)]), said.id, said.assignment_id,
    )  # fmt: skip


async def add(tx: Tx, said: Annotation, sealed: Sealed) -> None:
    """Store an annotation that stands for no assignment."""
    await tx.run(
        f"with said as ({_INSERT}) {_TERMS}", *_arguments(tx, said.project_id, [(said, sealed)]),
    )  # fmt: skip


_COLUMNS = (
    "id", "item_id", "assignment_id", "person_id", "organization_id", "stage", "key", "supersedes", "schema_version",
    "guideline_version", "active_ms", "submitted_at",
)  # fmt: skip


def _arguments(tx: Tx, project_id: UUID, given: Sequence[tuple[Annotation, Sealed]]) -> tuple[object, ...]:
    words = [(said.id, *term) for said, sealed in given for term in sealed.terms]
    return (
        tx.tenant_id, project_id, *([getattr(said, name) for said, _ in given] for name in _COLUMNS),
        [sealed.answers for _, sealed in given], [sealed.digest for _, sealed in given],
        *([word[place] for word in words] for place in range(4)),
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
