"""An earlier version of an answer that stands again."""

from uuid import UUID

from armslength.annotation.model import Annotation, PutBack, Sealed, Standing, Verdict
from armslength.kit.db import Tx


async def hold(tx: Tx, assignment_id: UUID) -> Standing | None:
    """What stands for an assignment, its row locked."""
    row = await tx.row(
        "select assignment_id, annotation_id, verdict from standing where tenant_id = $1 and assignment_id = $2"
        " for update",
        tx.tenant_id, assignment_id,
    )  # fmt: skip
    return Standing(*row) if row else None


async def restore(
    tx: Tx, said: Annotation, sealed: Sealed, of: PutBack, by: UUID, reason: bytes, verdict: Verdict
) -> None:
    """Store an earlier version anew and let it stand; what its author has begun to write instead is dropped."""
    words = list(zip(*sealed.terms, strict=True)) if sealed.terms else [(), (), ()]
    await tx.run(
        """
        with said as (
            insert into annotation (tenant_id, id, project_id, item_id, assignment_id, person_id, organization_id,
                stage, key, supersedes, schema_version, guideline_version, active_ms, submitted_at, sealed, digest,
                original_id, rendition)
            values ($1, $2, $3, $4, $5, $6, $7, 'restore', $8, $9, $10, $11, 0, $12, $13, $14, $15,
                (select s.rendition from annotation s where s.tenant_id = $1 and s.id = $19))
        ), words as (
            insert into answer_term (tenant_id, project_id, question, annotation_id, target, value)
            select $1, $3, t.question, $2, t.target, t.value from unnest($16::text[], $17::text[], $18::text[])
                as t (question, target, value)
        ), why as (
            insert into restoration (tenant_id, annotation_id, project_id, source_id, person_id, migrated, sealed,
                created_at) values ($1, $2, $3, $19, $20, $21, $22, $12)
        ), written as (
            delete from draft where tenant_id = $1 and assignment_id = $5
        )
        update standing set annotation_id = $2, verdict = $23 where tenant_id = $1 and assignment_id = $5""",
        tx.tenant_id, said.id, said.project_id, said.item_id, said.assignment_id, said.person_id, said.organization_id,
        said.key, said.supersedes, said.schema_version, said.guideline_version, said.submitted_at, sealed.answers,
        sealed.digest, of.original_id, *map(list, words), of.source.id, by, of.migrated, reason, verdict,
    )  # fmt: skip
