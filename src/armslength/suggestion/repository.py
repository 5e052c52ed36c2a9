"""All SQL of suggestion."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.identity.model import Tier
from armslength.kit.db import Tx
from armslength.suggestion.model import OUTCOMES, Became, Offer, Proposal, Tallied, Turn
from armslength.suggestion.schemas import JudgeFacts, SuggestionPolicy

_JUDGED = (
    "exists (select from judge j where j.tenant_id = $1 and j.project_id = $2 and j.source = s.source"
    " and j.version = s.version)"
)


async def judge(tx: Tx, project_id: UUID, source: str, version: str) -> JudgeFacts | None:
    """What this version is as a judge; None: it is none."""
    row = await tx.row(
        "select family, models, encode(prompt, 'hex') as prompt_digest from judge"
        " where tenant_id = $1 and project_id = $2 and source = $3 and version = $4",
        tx.tenant_id, project_id, source, version,
    )  # fmt: skip
    return JudgeFacts(**dict(row)) if row else None


async def has_suggested(tx: Tx, project_id: UUID, source: str, version: str) -> bool:
    """Whether this version has suggested anything."""
    return bool(
        await tx.value(
            "select exists (select from suggestion where tenant_id = $1 and project_id = $2 and source = $3"
            " and version = $4)",
            tx.tenant_id, project_id, source, version,
        )
    )  # fmt: skip


async def add_judge(
    tx: Tx, project_id: UUID, source: str, version: str, facts: JudgeFacts, by: UUID, now: datetime
) -> None:  # fmt: skip
    """Say that this version is a judge."""
    await tx.run(
        "insert into judge (tenant_id, project_id, source, version, family, models, prompt, created_by, created_at)"
        " values ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9)",
        tx.tenant_id, project_id, source, version, facts.family, facts.models, facts.prompt_digest, by, now,
    )  # fmt: skip


async def count_verdicts(
    tx: Tx, project_id: UUID, source: str, version: str, given: Sequence[Proposal], now: datetime
) -> None:
    """Count what a judge has just said. Does nothing where the version is none."""
    scores = [each.score for each in given if each.score is not None]
    await tx.run(
        "update judge set judgements = judgements + $5, first_at = coalesce(first_at, $6), last_at = $6,"
        " scored = scored + $7, score_sum = score_sum + $8"
        " where tenant_id = $1 and project_id = $2 and source = $3 and version = $4",
        tx.tenant_id, project_id, source, version, len(given), now, len(scores), sum(scores),
    )  # fmt: skip


async def policy(tx: Tx, project_id: UUID) -> SuggestionPolicy:
    """When people see suggestions; never, where nobody has said."""
    row = await tx.row(
        "select reveal, held_out, min_score, source, tell_source from suggestion_policy"
        " where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return SuggestionPolicy(**dict(row)) if row else SuggestionPolicy()


async def put_policy(tx: Tx, project_id: UUID, given: SuggestionPolicy, now: datetime) -> None:
    """Set it."""
    await tx.run(
        "insert into suggestion_policy (tenant_id, project_id, reveal, held_out, min_score, source, tell_source,"
        " changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant_id, project_id) do update"
        " set reveal = $3, held_out = $4, min_score = $5, source = $6, tell_source = $7, changed_at = $8",
        tx.tenant_id, project_id, given.reveal, given.held_out, given.min_score, given.source, given.tell_source, now,
    )  # fmt: skip


async def known(tx: Tx, item_ids: Sequence[UUID], source: str, version: str) -> dict[UUID, bytes]:
    """The digests of what this version of the source proposed for these items before."""
    rows = await tx.rows(
        "select item_id, digest from suggestion where tenant_id = $1 and item_id = any($2::uuid[]) and source = $3"
        " and version = $4",
        tx.tenant_id, list(item_ids), source, version,
    )  # fmt: skip
    return {row["item_id"]: row["digest"] for row in rows}


async def add(tx: Tx, project_id: UUID, given: Sequence[Proposal], rendition: Tier, by: UUID, now: datetime) -> None:
    """Store suggestions."""
    await tx.many(
        "insert into suggestion (tenant_id, id, project_id, item_id, source, version, schema_version, scores, score,"
        " sealed, digest, created_by, created_at, rendition, shown_first)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        [
            (
                tx.tenant_id, each.id, project_id, each.item_id, each.source, each.version, each.schema_version,
                each.scores, each.score, each.sealed, each.digest, by, now, rendition,
                each.shown_first,
            )
            for each in given
        ],
    )  # fmt: skip


async def sources(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """source, version, suggestions, first_at, last_at, mean_score, judge; the newest first."""
    return await tx.rows(
        "select s.source, s.version, count(*)::int as suggestions, min(s.created_at) as first_at,"
        f" max(s.created_at) as last_at, avg(s.score) as mean_score, bool_or({_JUDGED}) as judge from suggestion s"
        " where s.tenant_id = $1 and s.project_id = $2 group by 1, 2 order by last_at desc, 1, 2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def offers(tx: Tx, project_id: UUID, item_id: UUID, tier: Tier = "original") -> list[Offer]:
    """What was proposed for an item to those who are shown this form of it, unopened, the newest first: everything to
    who is shown the original, but for verdicts of judges, which nobody who answers sees."""
    rows = await tx.rows(
        "select s.id, s.source, s.version, s.schema_version, s.scores from suggestion s"
        " where s.tenant_id = $1 and s.item_id = $3 and s.project_id = $2 and ($4 = 'original' or s.rendition = $4)"
        f" and not {_JUDGED} order by s.created_at desc, s.id desc",
        tx.tenant_id, project_id, item_id, tier,
    )  # fmt: skip
    return [Offer(*row) for row in rows]


async def of_item(tx: Tx, project_id: UUID, item_id: UUID) -> list[asyncpg.Record]:
    """The same with when it came and what became of it: created_at, outcomes {outcome: count}."""
    return await tx.rows(
        "select s.id, s.source, s.version, s.schema_version, s.scores, s.created_at, coalesce((select"
        "   jsonb_object_agg(o.outcome, o.n) from (select outcome, count(*) as n from suggestion_outcome"
        "     where tenant_id = $1 and project_id = $2 and suggestion_id = s.id group by 1) o), '{}') as outcomes"
        " from suggestion s where s.tenant_id = $1 and s.item_id = $3 and s.project_id = $2"
        " order by s.created_at desc, s.id desc",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


async def turn(tx: Tx, assignment_id: UUID) -> Turn | None:
    """Whether this person was shown suggestions on this assignment, where that has been decided."""
    row = await tx.row(
        "select assignment_id, item_id, person_id, shown, picks, first from suggestion_turn"
        " where tenant_id = $1 and assignment_id = $2",
        tx.tenant_id, assignment_id,
    )  # fmt: skip
    if row is None:
        return None
    picks = {name: UUID(each) for name, each in row["picks"].items()}
    return Turn(row["assignment_id"], row["item_id"], row["person_id"], row["shown"], picks, row["first"])


async def add_turn(tx: Tx, project_id: UUID, made: Turn, now: datetime) -> None:
    """Decide it, once, and mark the assignment."""
    await tx.run(
        "with marked as (update assignment set suggested = true where tenant_id = $1 and id = $2)"
        " insert into suggestion_turn (tenant_id, assignment_id, project_id, item_id, person_id, shown, picks, first,"
        " at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tx.tenant_id, made.assignment_id, project_id, made.item_id, made.person_id, made.shown,
        {name: str(each) for name, each in made.picks.items()}, made.first, now,
    )  # fmt: skip


async def record(
    tx: Tx, project_id: UUID, annotation_id: UUID, made: Turn, outcomes: Sequence[Became], *, again: bool
) -> None:  # fmt: skip
    """What became of each suggestion, with the answer."""
    await tx.many(
        "insert into suggestion_outcome (tenant_id, annotation_id, question, project_id, suggestion_id, person_id,"
        " shown, outcome, match, first_match, score, again) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        [
            (
                tx.tenant_id, annotation_id, each.question, project_id, each.suggestion_id, made.person_id, made.shown,
                each.outcome, each.match, each.first_match, each.score, again,
            )
            for each in outcomes
        ],
    )  # fmt: skip


async def tally(tx: Tx, project_id: UUID) -> list[Tallied]:
    """First answers by question, source, person and whether they saw it."""
    counts = ", ".join(f"count(*) filter (where o.outcome = '{outcome}')::int as {outcome}" for outcome in OUTCOMES)
    rows = await tx.rows(
        "select o.question, s.source, s.version, o.person_id, o.shown, count(*)::int as n, sum(o.match) as match,"
        f" sum(o.first_match) as first_match, {counts} from suggestion_outcome o"
        " join suggestion s on s.tenant_id = $1 and s.id = o.suggestion_id"
        " where o.tenant_id = $1 and o.project_id = $2 and not o.again group by 1, 2, 3, 4, 5",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return [
        Tallied(
            row["question"], row["source"], row["version"], row["person_id"], row["shown"], row["n"], row["match"],
            row["first_match"], {outcome: row[outcome] for outcome in OUTCOMES if row[outcome]},
        )
        for row in rows
    ]  # fmt: skip
