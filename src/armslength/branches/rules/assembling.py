"""From what the branches' people said to one answer per question.

Each branch is voted on by itself, its "none of these" among the rest. A choice that was split is then what the one
branch says that does not say none; of a choice of several, what all branches say together. Where more than one claims
a single choice, or a branch is divided, it is a tie between the claims; where none claims, there is no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from armslength.branches.model import Answers, Branch, State
from armslength.questions.model import LabelSchema
from armslength.truth.model import Consensus
from armslength.truth.service import asked, consensus

Found = dict[str, dict[str, Consensus]]


def translated(branch: Branch, answers: Answers) -> Answers:
    """A person's answers in the words of the whole: "none of these" is no answer there."""
    told: Answers = {}
    for name, by_target in answers.items():
        meant = branch.options.get(name)
        kept = {target: each if meant is None else _in_whole(each, meant) for target, each in by_target.items()}
        if answered := {target: each for target, each in kept.items() if each is not None}:
            told[name] = answered
    return told


def _in_whole(answer: dict[str, Any], meant: Mapping[str, str | None]) -> dict[str, Any] | None:
    if answer["state"] != "answered":
        return answer
    selected = _claimed(answer["value"], meant)
    return {**answer, "value": {"selected": selected}} if selected else None


def _claimed(value: Mapping[str, Any], meant: Mapping[str, str | None]) -> list[str]:
    return [option for chosen in value["selected"] if (option := meant.get(chosen)) is not None]


def assembled(
    schema: LabelSchema, branches: Sequence[Branch], said: Mapping[str, Sequence[Answers]]
) -> tuple[Found, list[tuple[str, str]]]:
    """(the answers, as votes; (question, target) that no branch claims). `said`: by name of branch, in its words."""
    votes = {branch.plan.name: consensus(asked(branch.schema), said.get(branch.plan.name, ())) for branch in branches}
    found: Found = {}
    open_: list[tuple[str, str]] = []
    for question in schema.questions:
        posed = [branch for branch in branches if question.name in votes[branch.plan.name]]
        split = [branch for branch in posed if question.name in branch.options]
        if not split:
            found[question.name] = dict(votes[posed[0].plan.name][question.name]) if posed else {}
            continue
        found[question.name] = {}
        for target in sorted({target for branch in split for target in votes[branch.plan.name][question.name]}):
            given = [
                (vote, branch.options[question.name])
                for branch in split
                if (vote := votes[branch.plan.name][question.name].get(target)) is not None
            ]
            whole = _together(given, several=bool(question.settings.get("multiple")))
            if whole is None:
                open_.append((question.name, target))
            else:
                found[question.name][target] = whole
    return found, open_


def _together(given: Sequence[tuple[Consensus, Mapping[str, str | None]]], *, several: bool) -> Consensus | None:
    """One vote of several branches'; its share and margin are those of the branch that is least sure."""
    share, margin = min(vote.share for vote, _ in given), min(vote.margin for vote, _ in given)
    n, divided = min(vote.n for vote, _ in given), any(vote.tie for vote, _ in given)
    claims = [claim for vote, meant in given for claim in _claims(vote, meant)]
    if not claims and not divided:
        return None
    if divided or (len(claims) > 1 and not several):
        return Consensus(None, share, 0.0, True, n, [{"selected": claim} for claim in claims])
    together = [option for claim in claims for option in claim]
    return Consensus({"selected": together}, share, margin, False, n)


def _claims(vote: Consensus, meant: Mapping[str, str | None]) -> Iterable[list[str]]:
    said = (vote.leaders or []) if vote.tie else [vote.value]
    return [claim for each in said if each is not None and (claim := _claimed(each, meant))]


def decided(found: Found, decision: Answers) -> Found:
    """What somebody said it is, in the place of what was assembled."""
    told = {name: dict(by_target) for name, by_target in found.items()}
    for name, by_target in decision.items():
        for target, answer in by_target.items():
            told.setdefault(name, {}).pop(target, None)
            if answer["state"] == "answered":
                told[name][target] = Consensus(answer["value"], 1.0, 1.0, False, 1)
    return told


def state_of(found: Found, unclaimed: Sequence[tuple[str, str]], decision: Answers | None) -> State:
    """How an item stands of which every branch has its answers."""
    said = {(name, target) for name, by_target in (decision or {}).items() for target in by_target}
    divided = {(name, target) for name, by in found.items() for target, vote in by.items() if vote.tie}
    if divided - said:
        return "conflict"
    if set(unclaimed) - said:
        return "unresolved"
    return "decided" if decision else "assembled"
