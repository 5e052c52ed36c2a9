"""The scorecard: who works in a project, side by side, with names hidden until they are wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
import numpy as np

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.projects.views import project
from armslength.truth import repository, views
from armslength.truth.errors import FirmNotFound
from armslength.truth.rules import scoring
from armslength.truth.schemas import AgreementResult, AnswerPrice, Estimate, FirmScore, PutAnswerPrice, Scorecard
from armslength.truth.service.statements import Statements
from armslength.vendors import views as vendors
from armslength.vendors.schemas.offers import OfferPay

AGREEMENT_JOB: Final = "truth.agreement"
"""Agreement with other firms is part of what it computes."""
SEED: Final = 20260101
_UNSET: Final = (None, None, False)


class Scorecards:
    """Reads what the earlier rooms wrote; keeps only prices."""

    def __init__(self, db: Database, statements: Statements, clock: Clock) -> None:
        self.db = db
        self.statements = statements
        self.clock = clock

    async def get(self, actor: Actor, project_id: UUID, *, names: bool) -> Scorecard:
        """Every firm whose people answered here, in an order that tells nothing; its name only when asked for."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            seed = (await project(tx, project_id)).seed
            firms = await repository.firms(tx, project_id)
            called = {firm: name for firm, name in (await _names(tx)).items() if names}
            gold = _by_firm(await repository.gold_scores(tx, project_id))
            judged = {row["organization_id"]: row for row in await repository.judged(tx, project_id)}
            prices = await _prices_of(tx, project_id)
            job = await jobs.last(tx, project_id, AGREEMENT_JOB)
            row = await repository.agreement(tx, project_id)
            stale = await repository.answered_since(tx, project_id, row["through"] if row else None)
        ids = [firm["organization_id"] for firm in firms]
        scores = await asyncio.to_thread(scoring.on_gold, gold, ids, np.random.default_rng(SEED))
        shared = msgspec.convert(row["result"], AgreementResult).firms if row else {}
        aliases = scoring.aliases(ids, seed)
        shown = [
            _score(
                firm, aliases, called, scores[firm["organization_id"]], shared,
                judged.get(firm["organization_id"]), prices.get(firm["organization_id"]),
            )
            for firm in firms
        ]  # fmt: skip
        return Scorecard(
            blind=not names, least=scoring.LEAST, gold_items=len(scoring.same_gold(gold)),
            computed_at=row["computed_at"] if row else None, stale=stale, job=job,
            firms=sorted(shown, key=lambda score: (len(score.alias), score.alias)),
        )  # fmt: skip

    async def prices(self, actor: Actor, project_id: UUID) -> list[AnswerPrice]:
        """What each firm that may work here is paid for an answer."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._prices(tx, project_id)

    async def put_price(
        self, actor: Actor, project_id: UUID, organization_id: UUID, given: PutAnswerPrice
    ) -> AnswerPrice:
        """Set or take away what a firm is paid for an answer. Raises FirmNotFound."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if organization_id not in await _at_work(tx, project_id):
                raise FirmNotFound("No such firm works in this project.")
            if given.micros is None:
                await repository.drop_price(tx, project_id, organization_id)
            else:
                await repository.put_price(
                    tx, project_id, organization_id, given.micros, given.currency, given.told, actor.person_id, now
                )
            await record(
                tx, actor.person_id, "truth.price_set", f"organization:{organization_id}", at=now,
                project_id=project_id, detail=msgspec.to_builtins(given),
            )  # fmt: skip
            found = await self._prices(tx, project_id)
        return next(price for price in found if price.organization.id == organization_id)

    async def agreed(self, tx: Tx, person_id: UUID, project_id: UUID, firm_id: UUID, pay: OfferPay) -> None:
        """A firm accepted work for so much: that is the price of an answer now, and the firm is told it."""
        now = self.clock.now()
        await repository.put_price(tx, project_id, firm_id, pay.micros, pay.currency, True, person_id, now)
        await record(
            tx, person_id, "truth.price_set", f"organization:{firm_id}", at=now, project_id=project_id,
            detail={**msgspec.to_builtins(pay), "told": True},
        )  # fmt: skip

    async def _prices(self, tx: Tx, project_id: UUID) -> list[AnswerPrice]:
        known = await _prices_of(tx, project_id)
        firms = await _at_work(tx, project_id)
        labels = await self.statements.labels(tx, ((firm, project_id) for firm in firms))
        shown = []
        for firm, name in sorted(firms.items(), key=lambda firm: (firm[0] != tx.tenant_id, firm[1].casefold())):
            price = known.get(firm)
            micros, currency, told = (price["micros"], price["currency"], price["told"]) if price else _UNSET
            shown.append(AnswerPrice(Named(firm, name), micros, currency, told, labels[firm, project_id]))
        return shown


async def _names(tx: Tx) -> dict[UUID, str]:
    """The tenant and its vendors."""
    own = await identity.organization_name(tx, tx.tenant_id)
    return {tx.tenant_id: own or "", **await vendors.names(tx)}


async def _at_work(tx: Tx, project_id: UUID) -> dict[UUID, str]:
    """Those whose people may work here or did: the tenant, and whoever holds a grant, severed ones too."""
    granted = await vendors.grant_states(tx, project_id)
    return {firm: name for firm, name in (await _names(tx)).items() if firm == tx.tenant_id or firm in granted}


async def _prices_of(tx: Tx, project_id: UUID) -> dict[UUID, asyncpg.Record]:
    """(micros, currency, told) by firm."""
    return {row["organization_id"]: row for row in await views.prices(tx, project_id)}


def _by_firm(rows: Sequence[asyncpg.Record]) -> dict[UUID, dict[UUID, float]]:
    found: dict[UUID, dict[UUID, float]] = {}
    for row in rows:
        found.setdefault(row["organization_id"], {})[row["item_id"]] = row["score"]
    return found


def _score(
    firm: asyncpg.Record, aliases: Mapping[UUID, str], called: Mapping[UUID, str],
    on_gold: tuple[Estimate, Estimate | None], shared: Mapping[str, Estimate],
    judged: asyncpg.Record | None, price: asyncpg.Record | None,
) -> FirmScore:  # fmt: skip
    id = firm["organization_id"]
    seen, accepted, reworked = (judged[name] if judged else 0 for name in ("judged", "accepted", "reworked"))
    share_accepted = scoring.share(accepted, seen, scoring.NO_REVIEW)
    gold, behind = on_gold
    return FirmScore(
        alias=aliases[id], organization=Named(id, called[id]) if id in called else None,
        answers=firm["answers"], people=firm["people"], gold=gold, behind=behind,
        calibration=scoring.enough(shared.get(str(id)), "items"), accepted=share_accepted,
        reworked=scoring.share(reworked, seen, scoring.NO_REVIEW),
        seconds=scoring.median_time(firm["n"], firm["median"], firm["low"], firm["high"]),
        cost=scoring.cost(price["micros"] if price else None, price["currency"] if price else None, share_accepted),
    )  # fmt: skip
