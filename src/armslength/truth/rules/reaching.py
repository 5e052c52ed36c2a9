"""What would it cost to be right in 95 of 100? The answer to a question of money, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from armslength.truth.model import Findings
from armslength.truth.schemas import AnswerCost, Goal

TARGET: Final = 0.95
_ITEMS: Final = 1_000
_NEARLY: Final = 0.005
"""Who gains less by the last answer than this has reached what can be reached."""


def answer_cost(prices: Mapping[UUID, tuple[int, str]], answers: Mapping[UUID, int]) -> AnswerCost:
    """What an answer costs, over firms by how many answers each gave.

    prices    (micros, currency) by firm
    answers   by firm
    """
    did = {firm: n for firm, n in answers.items() if n}
    if not did.keys() & prices.keys():
        return AnswerCost(None, None, "No price of an answer is set.")
    if missing := did.keys() - prices.keys():
        firms = "a firm" if len(missing) == 1 else f"{len(missing)} firms"
        return AnswerCost(None, None, f"No price of an answer is set for {firms} that answered.")
    currencies = {prices[firm][1] for firm in did}
    if len(currencies) > 1:
        return AnswerCost(None, None, f"Answers are paid in {' and '.join(sorted(currencies))}: they do not add up.")
    micros = sum(prices[firm][0] * n for firm, n in did.items()) / sum(did.values())
    return AnswerCost(round(micros), currencies.pop(), None)


def goal(findings: Findings, people: int, price: AnswerCost) -> Goal | None:
    """What 95 right of 100 would take; None where a fit says too little about people."""
    if not findings.reach:
        return None
    best = findings.reach[-1]
    enough = next((each for each in findings.reach if each.right >= TARGET), None)
    micros = enough.answers * price.micros if enough and price.micros is not None else None
    if enough:
        answers = "1 answer" if enough.answers == 1 else f"{enough.answers} answers"
        said = f"About {answers} an item are enough to be right in 95 of 100; now there are {findings.all_answers:.1f}."
        if enough.answers == 1:
            said = said.replace(" are enough", " is enough")
        said += f" {_money(micros, price)}"
    else:
        said = (
            f"95 of 100 is not reached with these people, whatever is paid: {best.answers} answers an item come to some"
            f" {best.right * 100:.0f} of 100, {_because(findings, people)}"
        )
    held = (
        f"Held against {findings.held} known labels." if findings.held
        else "As far as the model can tell: no ten labels are known, by gold or decision, to hold it against."
    )  # fmt: skip
    return Goal(
        target=TARGET, answers=enough.answers if enough else None, right=enough.right if enough else best.right,
        micros=micros, currency=price.currency if micros is not None else None, said=f"{said} {held}",
    )  # fmt: skip


def _money(micros: int | None, price: AnswerCost) -> str:
    if micros is None:
        return f"What that costs cannot be said: {price.note}"
    return f"That is {micros / 1e6:,.2f} {price.currency} an item, {micros / 1e6 * _ITEMS:,.2f} for 1,000 items."


def _because(findings: Findings, people: int) -> str:
    """Why more answers do not help: too few people, or people who tell nothing new."""
    reach = findings.reach
    gain = reach[-1].right - reach[-2].right if len(reach) > 1 else 1.0
    if len(reach) >= people and gain > _NEARLY:
        who = "only one person answers" if people == 1 else f"there are only {people} of them"
        return f"because {who}: others have to be asked too."
    return (
        f"because an answer is right in {findings.usual * 100:.0f} of 100 and people err on the same items: look at"
        " what is said instead, at the guideline, and at who answers, before buying more of the same."
    )
