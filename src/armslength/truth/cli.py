"""Commands about what we know: progress, agreement and truth."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import typer

from armslength.kit.cli import (
    AsJson,
    ProjectRef,
    connect,
    fail,
    find_project,
    micros_of,
    show,
    show_json,
    told,
    until_over,
)
from armslength_client import Armslength
from armslength_client.types_concerns import ConcernKind, Listed
from armslength_client.types_disagreements import DisagreementAct, DisagreementState

scorecard = typer.Typer(help="Scorecard: the vendors of a project, side by side.", no_args_is_help=True)

concerns = typer.Typer(help="Concerns: what in the answers deserves a second look.", no_args_is_help=True)

disagreements = typer.Typer(help="Disagreements: where people differ, and what becomes of it.", no_args_is_help=True)

_MICROS: Final = 1_000_000
_MEASURED: Final = ("gold", "accepted", "reworked", "seconds")
_TITLES: Final = {
    "gold": "right on gold", "accepted": "accepted at first", "reworked": "sent back", "seconds": "seconds per answer",
}  # fmt: skip


@told
def progress(project: ProjectRef, as_json: AsJson = False) -> None:
    """How far the project is, and who does what."""
    with connect() as client:
        data = client.get_progress(find_project(client, project).id)
    counts = data["progress"]
    show([list(counts.values())], list(counts), data=data, as_json=as_json)
    if not as_json:
        people = data["people"]
        rows = [
            (p["person"]["name"], p["submitted"], p["accepted"], p["fixed"], p["rejected"], _interval(p["agreement"]))
            for p in people
        ]
        show(rows, ["person", "submitted", "accepted", "fixed", "rejected", "agreement"], data=None, as_json=False)


@told
def record(
    project: ProjectRef,
    person: Annotated[str, typer.Argument(help="Their name, or their id.")],
    as_json: AsJson = False,
) -> None:
    """One person's work over time, with 95 % intervals: week by week, by version of the guideline, and how often they
    are right, fit by fit."""
    with connect() as client:
        project_id = find_project(client, project).id
        data = client.get_person_record(project_id, _who(client, project_id, person))
    _show_work(data, as_json=as_json)
    points = [
        (each["question"], point["fit"], point["through"][:10], _short(point["skill"]), point["skill"]["n"])
        for each in data["questions"] for point in each["points"]
    ]  # fmt: skip
    if points and not as_json:
        show(points, ["question", "fit", "answers up to", "right", "answers"], data=None, as_json=False)


@told
def guideline_scores(project: ProjectRef, as_json: AsJson = False) -> None:
    """Everybody's work by version of the guideline, with 95 % intervals: how often right, gold, review and speed."""
    with connect() as client:
        data = client.get_guideline_scores(find_project(client, project).id)
    if as_json:
        show_json(data)
    else:
        _show_guidelines(data["versions"], *_MEASURED)


@scorecard.command("firm")
@told
def show_firm(
    project: ProjectRef,
    alias: Annotated[str, typer.Argument(help="Its letter on the scorecard.")],
    names: Annotated[bool, typer.Option("--names", help="Say who it is.")] = False,
    as_json: AsJson = False,
) -> None:
    """One firm's work over time, with 95 % intervals: week by week, and by version of the guideline."""
    with connect() as client:
        data = client.get_firm_record(find_project(client, project).id, alias, names=names)
    _show_work(data, as_json=as_json)


@told
def firm_record(
    project: ProjectRef,
    person: Annotated[str, typer.Argument(help="Their name, or their id.")],
    as_json: AsJson = False,
) -> None:
    """One of your own firm's people over time, with 95 % intervals: week by week, then how often they are right."""
    with connect() as client:
        project_id = find_project(client, project).id
        data = client.get_firm_person_record(project_id, _who(client, project_id, person))
    rows = _by_week(data, "accepted", "reworked", "seconds")
    show(rows, ["week", "answers", "accepted at first", "sent back", "seconds per answer"], data=data, as_json=as_json)
    if not as_json:
        _show_guidelines(data["by_guideline"], "accepted", "reworked", "seconds")
    points = [
        (each["question"], point["monday"], _hundredths(point), point["answers"])
        for each in data["questions"] for point in each["points"]
    ]  # fmt: skip
    if points and not as_json:
        show(points, ["question", "week", "right", "answers until then"], data=None, as_json=False)


def _by_week(data: Any, *measures: str) -> list[tuple[Any, ...]]:
    """A row for all that was done, and one for each week: when, answers, and these measures."""
    spans = [("all", data["all"]), *((week["monday"], week["work"]) for week in data["weeks"])]
    return [(when, work["answers"], *(_short(work[name]) for name in measures)) for when, work in spans]


def _show_work(data: dict[str, Any], *, as_json: bool) -> None:
    """What was done week by week, then by version of the guideline."""
    columns = ["week", "answers", "right on gold", "accepted at first", "sent back", "seconds per answer"]
    show(_by_week(data, *_MEASURED), columns, data=data, as_json=as_json)
    if not as_json:
        _show_guidelines(data["by_guideline"], *_MEASURED)


def _show_guidelines(scores: Sequence[dict[str, Any]], *measures: str) -> None:
    """What was done under each version, and how often it was right, question by question."""
    questions = list(dict.fromkeys(each["question"] for score in scores for each in score["questions"]))
    rows = []
    for score in scores:
        told_of = {each["question"]: each for each in score["questions"]}
        right = [_right(told_of[name]) if name in told_of else "–" for name in questions]
        work = score["work"]
        rows.append(
            (score["guideline_version"], work["answers"], *right, *(_short(work[measure]) for measure in measures))
        )
    columns = ["guideline version", "answers", *(f"right: {name}" for name in questions)]
    show(rows, [*columns, *(_TITLES[measure] for measure in measures)], data=None, as_json=False)


def _right(told_of: dict[str, Any]) -> str:
    """How often right: with all that is known of it, or, to a firm, in hundredths."""
    return _short(told_of["right"]) if "right" in told_of else _hundredths(told_of)


def _hundredths(of: dict[str, Any]) -> str:
    return f"{of['value']:.2f} [{of['low']:.2f}, {of['high']:.2f}]"


def _who(client: Any, project_id: UUID, person: str) -> UUID:
    """Who of those who worked in the project is called that, by name or id."""
    known = [each["person"] for each in client.get_progress(project_id)["people"]]
    found = [each["id"] for each in known if person in (each["id"], each["name"])]
    if len(found) != 1:
        raise fail(f"{len(found) or 'No'} people called {person!r} worked in this project. Name one by their id.")
    return UUID(found[0])


@told
def agreement(project: ProjectRef, as_json: AsJson = False) -> None:
    """Agreement per question, with 95 % intervals; computed anew when answers have come since."""
    with connect() as client:
        data = _present(client, find_project(client, project).id)
    measures = ("percent", "cohen", "fleiss", "alpha")
    rows = [
        (q["question"], q["items"], q["people"], *(_interval(q[measure]) for measure in measures))
        for q in data["questions"]
    ]
    columns = ["question", "items", "people", "percent", "Cohen κ", "Fleiss κ", "Krippendorff α"]
    show(rows, columns, data=data, as_json=as_json)
    if not as_json:
        _show_more(data)


@scorecard.command("show")
@told
def show_scorecard(
    project: ProjectRef,
    names: Annotated[bool, typer.Option("--names", help="Say who is who.")] = False,
    as_json: AsJson = False,
) -> None:
    """Quality, speed and price per accepted label, with 95 % intervals; blind unless names are asked for."""
    with connect() as client:
        target = find_project(client, project)
        _present(client, target.id)
        data = client.get_scorecard(target.id, names=names)
    firms = [(firm["organization"] or {}).get("name") or f"Vendor {firm['alias']}" for firm in data["firms"]]
    lines: list[tuple[object, ...]] = [("answers", *(firm["answers"] for firm in data["firms"]))]
    for name, title in _MEASURES.items():
        lines.append((title, *(_interval(firm[name] or _best(firm)) for firm in data["firms"])))
    lines.append(("price per accepted label", *(_cost(firm["cost"]) for firm in data["firms"])))
    show(lines, ["measure", *firms], data=data, as_json=as_json)


@scorecard.command("price")
@told
def set_price(
    project: ProjectRef,
    firm: Annotated[str, typer.Argument(help="The vendor's name, or your own organization's.")],
    price: Annotated[str, typer.Argument(help="What an answer is paid, e.g. 0.25; 'none' takes it away.")],
    currency: Annotated[str, typer.Option(help="ISO 4217.")] = "USD",
    told: Annotated[
        bool | None,
        typer.Option("--told/--untold", help="The firm and its people read it on their statements. As before."),
    ] = None,
) -> None:
    """Say what a firm is paid for an answer; with --told it and its people read it on their statements."""
    with connect() as client:
        target = find_project(client, project)
        known = {each["organization"]["name"]: each["organization"]["id"] for each in client.list_prices(target.id)}
        if firm not in known:
            raise fail(f"No firm called {firm!r} works in this project. Here are: {', '.join(known) or 'none'}.")
        micros = None if price == "none" else micros_of(price)
        client.put_price(target.id, UUID(known[firm]), micros, currency=currency, told=told)


_MEASURES: Final = {
    "gold": "same gold", "behind": "behind the best", "calibration": "agreement with other firms",
    "accepted": "accepted at first", "reworked": "sent back", "seconds": "seconds per answer",
}  # fmt: skip


def _best(firm: dict[str, Any]) -> dict[str, Any]:
    """What is said of the firm that none is ahead of; nothing where gold compares nobody."""
    return {"note": "the best" if firm["gold"]["value"] is not None else "–"}


def _cost(cost: dict[str, Any]) -> str:
    if cost["micros"] is None:
        return cost["note"] or "–"
    low, high = (cost[end] / _MICROS if cost[end] is not None else float("inf") for end in ("low", "high"))
    return f"{cost['micros'] / _MICROS:.3f} [{low:.3f}, {high:.3f}] {cost['currency']}"


def _show_more(data: dict[str, Any]) -> None:
    """What else suits each question, which answers are mixed up, and which items divide people."""
    also = [(q["question"], m["method"], _interval(m["estimate"])) for q in data["questions"] for m in q["also"]]
    mixed = [
        (q["question"], pair["one"], pair["other"], _interval(pair["mixed"]), f"{pair['share']:.0%}")
        for q in data["questions"] for pair in q["mixed_up"]
    ]  # fmt: skip
    parts = [
        (q["question"], part["part"], part["answers"], _interval(part["percent"]), _interval(part["alpha"]))
        for q in data["questions"] for part in q["parts"]
    ]  # fmt: skip
    versions = [
        (q["question"], one["guideline_version"], one["answers"], _interval(one["percent"]), _interval(one["alpha"]))
        for q in data["questions"] for one in q["guidelines"]
    ]  # fmt: skip
    divided = [
        (question, item["external_id"] or item["item_id"], item["answers"], f"{item['agreeing']:.0%}")
        for question, items in data["divided"].items() for item in items
    ]  # fmt: skip
    for rows, columns in (
        (also, ["question", "also", "value"]),
        (parts, ["question", "part", "answers", "percent", "Krippendorff α"]),
        (versions, ["question", "guideline version", "answers", "percent", "Krippendorff α"]),
        (mixed, ["question", "answer", "and", "mixed up", "of all disagreement"]),
        (divided, ["question", "item that divides people", "answers", "agreeing"]),
    ):
        if rows:
            show(rows, columns, data=None, as_json=False)


def _present(client: Armslength, project_id: UUID) -> dict[str, Any]:
    """What was last computed, or what a new computation finds where answers have come since."""
    known = client.get_agreement(project_id)
    if not known["stale"]:
        return known
    client.refresh_agreement(project_id)
    return until_over(lambda: client.get_agreement(project_id), "Computing agreement")


@told
def truth(
    project: ProjectRef,
    fit: Annotated[bool, typer.Option("--fit", help="Fit all answers anew first, and wait for it.")] = False,
    as_json: AsJson = False,
) -> None:
    """What is believed of items, how surely, and how often people are right, with 95 % intervals."""
    with connect() as client:
        project_id = find_project(client, project).id
        data = _fitted(client, project_id) if fit else client.get_truth(project_id)
    facts = [
        (q["question"], q["facts"]["model"] if q["facts"]["supported"] else "everybody counts the same",
         q["facts"]["answers"], q["facts"]["people"], q["facts"]["pinned"])
        for q in data["questions"]
    ]  # fmt: skip
    show(facts, ["question", "model", "answers", "people", "known"], data=data, as_json=as_json)
    if as_json:
        return
    people = [
        (q["question"], each["person"]["name"], _interval(each["skill"]), each["skill"]["n"])
        for q in data["questions"] for each in q["people"]
    ]  # fmt: skip
    sure = [(f"{each['least']:g} to {each['most']:g}", each["items"]) for each in data["sure"] if each["items"]]
    goals = [(q["question"], q["goal"]["said"]) for q in data["questions"] if q["goal"]]
    more = [tuple(data["overlap"][name] for name in ("sure", "most", "asking", "answers"))] if data["overlap"] else []
    for rows, columns in (
        (people, ["question", "person", "right", "answers"]), (goals, ["question", "to be right in 95 of 100"]),
        (sure, ["probability", "items"]), (more, ["sure enough", "had the most", "go on", "answers"]),
    ):  # fmt: skip
        if rows:
            show(rows, columns, data=None, as_json=False)


def _fitted(client: Armslength, project_id: UUID) -> dict[str, Any]:
    """What the fit found that is asked for now."""
    client.refresh_truth(project_id)
    return until_over(lambda: client.get_truth(project_id), "Fitting")


def _short(estimate: dict[str, Any]) -> str:
    """In a table of many: how few, where there are too few."""
    if estimate["value"] is None:
        return f"too few ({estimate['n']})" if estimate["n"] else "–"
    return _interval(estimate)


def _interval(estimate: dict[str, Any]) -> str:
    if estimate.get("value") is None:
        return estimate.get("note") or "–"
    if estimate.get("low") is None:
        return f"{estimate['value']:.3f}"
    return f"{estimate['value']:.3f} [{estimate['low']:.3f}, {estimate['high']:.3f}]"


ConcernId = Annotated[UUID, typer.Argument(help="An id from `concerns list`.", show_default=False)]


@concerns.command("list")
@told
def list_concerns(
    project: ProjectRef,
    state: Annotated[Listed, typer.Option(help="Those in this state.")] = "undecided",
    kind: Annotated[ConcernKind | None, typer.Option(help="Of this kind only.")] = None,
    stale: Annotated[bool, typer.Option("--stale", help="Also what is found no more.")] = False,
    as_json: AsJson = False,
) -> None:
    """What in the answers deserves a second look, with the evidence. Nothing here proves anything."""
    with connect() as client:
        found = list(client.list_concerns(find_project(client, project).id, state=state, kind=kind, stale=stale))
    rows = [
        (each.id, each.kind, each.question, _concerned(each), _evidence(each.evidence),
         "–" if each.p is None else f"{each.p:.2g}", each.state)
        for each in found
    ]  # fmt: skip
    show(rows, ["concern", "kind", "question", "about", "evidence", "by chance", "state"], data=found, as_json=as_json)


@concerns.command("detect")
@told
def detect_concerns(project: ProjectRef, as_json: AsJson = False) -> None:
    """Look through all answers now, and wait for it. It happens every night by itself where answers have come."""
    with connect() as client:
        project_id = find_project(client, project).id
        client.detect_concerns(project_id)
        now = until_over(lambda: client.get_detection(project_id), "Looking through answers")
    show([(now.answers, now.waiting, now.appeals)], ["answers", "waiting", "appeals"], data=now, as_json=as_json)


@concerns.command("decide")
@told
def decide_concern(
    project: ProjectRef,
    concern: ConcernId,
    state: Annotated[Literal["looking", "upheld", "dismissed"], typer.Argument(help="What is decided.")],
    reason: Annotated[str, typer.Option(help="Why; stays with those who run the project.")] = "",
    word: Annotated[str, typer.Option(help="What whom it is about reads besides, if it is upheld.")] = "",
) -> None:
    """Uphold or dismiss a concern, or say that somebody is looking. Whom it is about is told when it is upheld."""
    with connect() as client:
        client.decide_concern(find_project(client, project).id, concern, state, reason=reason, word=word)


@concerns.command("decide-appeal")
@told
def decide_concern_appeal(
    project: ProjectRef,
    concern: ConcernId,
    person: Annotated[UUID, typer.Argument(help="Who appeals: from `concerns list --state appealed --json`.")],
    reply: Annotated[str, typer.Option(help="What the person is told.")],
    grant: Annotated[bool, typer.Option("--grant/--decline", help="Whether the person is right.")],
) -> None:
    """Decide an appeal; not by whoever upheld the concern."""
    with connect() as client:
        decision: Literal["granted", "declined"] = "granted" if grant else "declined"
        client.decide_concern_appeal(find_project(client, project).id, concern, person, decision, reply)


@concerns.command("share")
@told
def share_concerns(
    project: ProjectRef,
    on: Annotated[bool, typer.Option("--on/--off", help="Whether vendors' managers are told.")],
) -> None:
    """Tell vendors' managers what was upheld about their own people, or do not."""
    with connect() as client:
        client.put_detection(find_project(client, project).id, shared=on)


def _concerned(concern: Any) -> str:
    if concern.item:
        return str(concern.item.external_id or concern.item.item_id)
    if concern.labels:
        return " / ".join(concern.labels)
    if concern.kind == "guideline_regression":
        return f"guideline {concern.evidence['version_before']:.0f} → {concern.evidence['version_after']:.0f}"
    return " and ".join(each.person.name for each in concern.people)


def _evidence(evidence: dict[str, float]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value:.3g}" for name, value in evidence.items())


@disagreements.command("list")
@told
def list_disagreements(
    project: ProjectRef,
    question: Annotated[str | None, typer.Option(help="On this question only.")] = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option(help="Two labels of the question that lead, in any order.")
    ] = None,
    batch: Annotated[UUID | None, typer.Option(help="Items of this batch only.")] = None,
    firm: Annotated[UUID | None, typer.Option(help="Where people of this organization answered.")] = None,
    state: Annotated[DisagreementState | None, typer.Option(help="In this state only.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Where people disagree, the most divided first: the soft label, and what the minority says."""
    one, other = between or (None, None)
    with connect() as client:
        pages = client.list_disagreements(
            find_project(client, project).id, question=question, one=one, other=other, batch_id=batch, firm_id=firm,
            state=state,
        )  # fmt: skip
        found = list(islice(pages, limit))
    rows = [
        (
            each.external_id or each.item_id, each.question, f"{each.divided:.2f}",
            ", ".join(f"{label.label} {label.probability:.2f} ({label.votes})" for label in each.labels) or "–",
            ", ".join(f"{voice.person.name}: {voice.label}" for voice in each.voices if voice.minority) or "–",
            each.state,
        )
        for each in found
    ]  # fmt: skip
    columns = ["item", "question", "divided", "labels (people)", "minority", "state"]
    show(rows, columns, data=found, as_json=as_json)


@disagreements.command("act")
@told
def act_on_disagreement(
    project: ProjectRef,
    item: Annotated[UUID, typer.Argument(help="The item's id, from `disagreements list --json`.")],
    question: Annotated[str, typer.Argument(help="The question's name.")],
    act: Annotated[DisagreementAct, typer.Argument(help="What is to be done.")],
    text: Annotated[str, typer.Option(help="Why; a note needs it.")] = "",
) -> None:
    """Have somebody decide, ask one more person, say that there is (or is not) a right answer, or note a question."""
    with connect() as client:
        client.act_on_disagreement(find_project(client, project).id, item, question, act, text=text)
