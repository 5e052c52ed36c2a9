"""What several answers come to, by the ways of putting them together.

    python -m benchmarks.putting_together --sets FOLDER --mqm FILE

FOLDER holds the crowds s_rel, n_emotion, conll_ner and crowdspeech_dev-clean, each with labels.csv.gz (item, worker,
label) and truth.csv.gz (item, label); one that is not there is left out. Of each item so many answers are drawn by lot
(seed 7).

grades, numbers   mean distance from the truth, of what has a value; share exactly right; share left open
models            of numbers, each emotion of n_emotion a question of its own: root mean squared error, how often the
                  95 % interval holds what the experts said (means), on how many questions the model is the best
texts             edits per word of the truth, of what has a value; share left open
marks             F1 of spans that are right to the character, of spans that overlap the right one by half, and share of
                  items with an open one. conll_ner: its tokens as words of 1 to 9 letters, drawn by lot. mqm (--mqm
                  FILE, the WMT's errors with three ratings of a segment): beside one rater who is left out
orders            simulated: 3 to 5 responses of normal merit, people who order them with noise (Gumbel, normal, or
                  normal with one in three by lot). Share of pairs the wrong way round (half for equal ones); share of
                  orders exactly right; share in which two stay equal
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from benchmarks.truth_shapes import read, spans_of

import armslength_quality as quality
from armslength.questions.service import read_schema
from armslength.questions.text.kind import TextValue
from armslength.truth.rules import alike
from armslength.truth.service import Evidence, Given, asked, beliefs, consensus

SEED = 7
ORDERS = 400
QUESTIONS = asked(
    read_schema(
        {
            "fields": [{"name": "responses", "kind": "text", "many": True}],
            "questions": [
                {"name": "grade", "kind": "rating", "title": "Grade", "settings": {"min": 0, "max": 4}},
                {"name": "number", "kind": "slider", "title": "Number"},
                {"name": "words", "kind": "text", "title": "Words"},
                {"name": "order", "kind": "ranking", "title": "Order", "settings": {"field": "responses"}},
            ],
        }
    )
)
Row = tuple[float, float, float]
Ranks = Mapping[str, float]


def ours(question: str, values: Sequence[dict[str, Any]]) -> Any:
    """As a release has it; None where it is left open."""
    said = [{question: {"item": {"state": "answered", "value": value}}} for value in values]
    return consensus(QUESTIONS, said)[question]["item"].value


def most(values: Sequence[Any]) -> Any:
    """What most gave; None in a tie."""
    times = Counter(values).most_common(2)
    return None if len(times) > 1 and times[0][1] == times[1][1] else times[0][0]


def on_a_scale(folder: Path, question: str, key: str) -> Iterator[tuple[str, str, Row]]:
    """(answers, way, figures)."""
    rng = np.random.default_rng(SEED)
    truth = {row["item"]: float(row["label"]) for row in read(folder, "truth")}
    said: dict[str, list[float]] = defaultdict(list)
    for row in read(folder, "labels"):
        said[row["item"]].append(float(row["label"]))
    ways: dict[str, Callable[[list[float]], float | None]] = {
        "what most gave": most,
        "median (ours)": lambda given: ours(question, [{key: int(value)} for value in given])[key],
        "mean": lambda given: float(np.mean(given)),
    }
    for count in (2, 3, 4, 5):
        apart: dict[str, list[float]] = defaultdict(list)
        for item in sorted(said.keys() & truth.keys()):
            if len(said[item]) >= count:
                given = [said[item][place] for place in rng.permutation(len(said[item]))[:count]]
                for way, put in ways.items():
                    value = put(given)
                    apart[way].append(np.nan if value is None else abs(value - truth[item]))
        for way, errors in apart.items():
            told = np.array(errors)
            figures = (float(np.nanmean(told)), float((told == 0).mean()), float(np.isnan(told).mean()))
            yield str(count), way, figures


def models(folder: Path) -> Iterator[tuple[str, str, Row]]:
    """(answers, model, (error, intervals that hold, questions in which it is the nearest))."""
    truth = {row["item"]: float(row["label"]) for row in read(folder, "truth")}
    said: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read(folder, "labels"):
        said[row["item"]][row["worker"]] = float(row["label"])
    emotions = sorted({item.split(":")[0] for item in truth})
    for count in (2, 3, 4, 5, 7, 10):
        found: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for emotion in emotions:
            rng = np.random.default_rng(SEED)
            items = [item for item in sorted(said) if item.startswith(f"{emotion}:") and item in truth]
            rows = [
                (item, who, said[item][who]) for item in items for who in rng.permutation(sorted(said[item]))[:count]
            ]
            answers = quality.Answers.from_rows(rows)
            fit = quality.RandomEffects().fit(answers)
            known = {"RandomEffects": fit.levels, "mean": quality.Average().fit(answers).levels}
            for model, levels in known.items():
                off = _off(rows, truth, levels)
                found[model].append((float(np.sqrt(np.mean([each**2 for each, _ in off]))), _held(off)))
            off = [(float(np.median([v for i, _, v in rows if i == item]) - truth[item]), False) for item in items]
            found["median"].append((float(np.sqrt(np.mean([each**2 for each, _ in off]))), np.nan))
        for model, figures in found.items():
            error, held = np.mean(figures, axis=0)
            nearest = sum(
                figures[each][0] == min(others[each][0] for others in found.values()) for each in range(len(emotions))
            )
            yield str(count), model, (float(error), float(held), float(nearest))


def _off(
    rows: Sequence[tuple[str, str, float]], truth: Mapping[str, float], levels: quality.Levels | None
) -> list[tuple[float, bool]]:
    """By item: how far off, and whether the interval holds the truth."""
    assert levels is not None  # the crowd supports the model
    given: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for item, who, value in rows:
        given[item].append((who, value))
    found = []
    for item, each in given.items():
        one = quality.number_of([value for _, value in each], [who for who, _ in each], levels)
        off = (one.value or 0.0) - truth[item]
        found.append((off, abs(off) <= (one.high or 0.0) - (one.value or 0.0)))
    return found


def _held(off: Sequence[tuple[float, bool]]) -> float:
    return float(np.mean([held for _, held in off]))


def texts(folder: Path) -> Iterator[tuple[str, str, Row]]:
    """(answers, way, (edits per word, left open, nan))."""
    truth = {row["item"]: row["label"] for row in read(folder, "truth")}
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read(folder, "labels"):
        if row["item"] in truth:
            said[row["item"]][row["worker"]] = row["label"]
    for count in (2, 3, 5):
        rng = np.random.default_rng(SEED)
        drawn = {
            item: [said[item][who] for who in rng.permutation(sorted(said[item]))[:count]] for item in sorted(said)
        }
        ways: dict[str, Callable[[list[str]], str | None]] = {
            "what most gave": most,
            **{f"alike in {least:.0%} of the words": _alike_at(least) for least in (0.9, alike.LEAST, 0.7, 0.5)},
        }
        for way, put in ways.items():
            edits = words = left = 0.0
            for item, given in drawn.items():
                value = put(given)
                left += value is None
                if value is not None:
                    length = max(len(value.split()), len(truth[item].split()))
                    edits += (1 - quality.text_likeness([value, truth[item]])[0, 1]) * length
                    words += len(truth[item].split())
            yield str(count), way, (edits / words, left / len(drawn), float("nan"))


def _alike_at(least: float) -> Callable[[list[str]], str | None]:
    def put(given: list[str]) -> str | None:
        found = alike.groups(QUESTIONS["words"], [TextValue(text) for text in given], least)
        tie = len(found) > 1 and found[0].size == found[1].size
        return None if tie else found[0].middle.text

    return put


Mark = tuple[int, int, str]
Reading = tuple[str, str, list[Mark]]
SPANS = read_schema(
    {
        "fields": [{"name": "text", "kind": "text"}],
        "questions": [
            {
                "name": "names", "kind": "spans", "title": "Names",
                "settings": {"field": "text", "labels": [{"id": "x", "title": "x"}], "overlap": True},
            }
        ],
    }
)  # fmt: skip


def _given(marks: Sequence[Mark]) -> dict[str, Any]:
    spans = [{"start": a, "end": b, "label": label, "quote": "", "field": "text"} for a, b, label in marks]
    return {"names": {"item": {"state": "answered", "value": {"spans": spans}}}}


def _marks_of(value: Any) -> set[Mark]:
    return {(span["start"], span["end"], span["label"]) for span in (value or {"spans": []})["spans"]}


def ways_of_marks(rows: Sequence[Reading], lengths: Mapping[str, int]) -> dict[str, dict[str, tuple[set[Mark], bool]]]:
    """way -> item -> (marks, whether one is left open)."""
    said: dict[str, dict[str, list[Mark]]] = defaultdict(dict)
    for item, who, marks in rows:
        said[item][who] = marks
    evidence, questions = Evidence(SPANS), asked(SPANS)
    given = {item: Given({who: _given(marks) for who, marks in people.items()}) for item, people in said.items()}
    for each in given.values():
        evidence.add(each)
    fits = evidence.fit()
    found: dict[str, dict[str, tuple[set[Mark], bool]]] = defaultdict(dict)
    for item, each in given.items():
        times = Counter(mark for marks in said[item].values() for mark in set(marks))
        half = len(said[item]) / 2
        found["to the character"][item] = {mark for mark, n in times.items() if n > half}, half in times.values()
        vote = consensus(questions, list(each.said.values()))["names"]["item"]
        found["matched (the majority)"][item] = _marks_of(vote.value), vote.tie
        belief = beliefs(SPANS, each, fits)["names"]["item"]
        found["matched and believed"][item] = _marks_of(belief.value), belief.open is not msgspec.UNSET
    by_place = quality.SpanPositions().fit(quality.Spans.from_rows(rows, lengths)).spans if lengths else {}
    for named, believed in by_place.items():
        found["SpanPositions"][str(named)] = set(believed), False
    return found


def _f1(found: Mapping[str, tuple[set[Mark], bool]], wanted: Mapping[str, set[Mark]]) -> Row:
    exact = near = total = 0
    for item, right in wanted.items():
        marks = found[item][0]
        exact += len(marks & right)
        total += len(marks) + len(right)
        left = sorted(right)
        for mark in sorted(marks):
            over = [each for each in left if each[2] == mark[2] and _overlap(mark, each) >= 0.5]
            if over:
                near += 1
                left.remove(max(over, key=lambda each: _overlap(mark, each)))
    return 2 * exact / total, 2 * near / total, float(np.mean([found[item][1] for item in wanted]))


def _overlap(one: Mark, other: Mark) -> float:
    return max(0, min(one[1], other[1]) - max(one[0], other[0])) / (max(one[1], other[1]) - min(one[0], other[0]))


def marks(folder: Path) -> Iterator[tuple[str, str, Row]]:
    """(readers, way, figures)."""
    rng = np.random.default_rng(SEED)
    truth = {row["item"]: row["label"].split() for row in read(folder, "truth")}
    begin = {item: np.cumsum([0, *(rng.integers(1, 10, len(tags)) + 1)]) for item, tags in truth.items()}

    def placed(item: str, tags: Sequence[str]) -> list[Mark]:
        return [(int(begin[item][a]), int(begin[item][b]) - 1, label) for a, b, label in spans_of(tags)]

    readings: dict[str, list[Reading]] = defaultdict(list)
    for row in read(folder, "labels"):
        readings[row["item"]].append((row["item"], row["worker"], placed(row["item"], row["label"].split())))
    wanted = {item: set(placed(item, truth[item])) for item in readings}
    for count in (2, 3, 4, 99):
        rows = [
            each[place] for _, each in sorted(readings.items()) for place in rng.permutation(len(each))[:count].tolist()
        ]
        for way, found in ways_of_marks(rows, {item: int(places[-1]) for item, places in begin.items()}).items():
            yield str(count) if count < 99 else "all", way, _f1(found, wanted)


def errors(file: Path) -> Iterator[tuple[str, str, Row]]:
    """(raters, way, figures beside the rater who is left out)."""
    segments: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row["rater"] or row["system"] is None:
                continue
            marked = segments["\t".join((row["system"], row["doc"], row["docSegId"]))][row["rater"]]
            start, end = row["target"].find("<v>"), row["target"].find("</v>")
            if 0 <= start < end - 3 and row["severity"] in ("Major", "Minor"):
                marked.append((start, end - 3, row["category"].split("/")[0]))
    whole = {item: people for item, people in segments.items() if len(people) == 3}
    rng = np.random.default_rng(SEED)
    out = {item: sorted(people)[int(rng.integers(3))] for item, people in sorted(whole.items())}
    rows = [(item, who, said) for item, people in sorted(whole.items()) for who, said in people.items()]
    wanted = {item: set(whole[item][out[item]]) for item in whole}
    others = [row for row in rows if row[1] != out[row[0]]]
    one = {item: (set(said), False) for item, _, said in others}
    yield "1", "one other rater", _f1(one, wanted)
    for way, found in ways_of_marks(others, {}).items():
        yield "2", way, _f1(found, wanted)


def by_mean(orders: Sequence[Sequence[int]]) -> list[float]:
    """Mean ranks (Borda)."""
    return [float(np.mean([order.index(each) for order in orders])) for each in range(len(orders[0]))]


def by_kemeny(orders: Sequence[Sequence[int]]) -> list[float]:
    """Mean ranks in the orders that go against the fewest pairs."""
    size = len(orders[0])
    before = np.zeros((size, size))
    for order in orders:
        for one, other in combinations(order, 2):
            before[one, other] += 1
    costs = {each: sum(before[b, a] for a, b in combinations(each, 2)) for each in permutations(range(size))}
    return by_mean([each for each, cost in costs.items() if cost == min(costs.values())])


def by_plackett_luce(orders: Sequence[Sequence[int]]) -> list[float]:
    """By the scores of Plackett and Luce; equal where these are to six places."""
    rows = [(str(who), [str(each) for each in order]) for who, order in enumerate(orders)]
    fit = quality.PlackettLuce().fit(quality.Rankings.from_rows(rows))
    scores = dict(zip(fit.answers.contenders, fit.score.tolist(), strict=True))
    return [round(-scores[str(each)], 6) for each in range(len(orders[0]))]


def by_most(orders: Sequence[Sequence[int]]) -> list[float]:
    """The order that most gave; all equal in a tie."""
    order = most([tuple(each) for each in orders])
    return [0.0] * len(orders[0]) if order is None else [float(order.index(each)) for each in range(len(order))]


def by_ours(orders: Sequence[Sequence[int]]) -> list[float]:
    """As a release has it."""
    value = ours("order", [{"groups": [[f"r{each}"] for each in order]} for order in orders])
    if value is None:
        return [0.0] * len(orders[0])
    place = {response: float(rank) for rank, group in enumerate(value["groups"]) for response in group}
    return [place[f"r{each}"] for each in range(len(orders[0]))]


def ordered() -> Iterator[tuple[str, str, Row]]:
    """(people, way, figures)."""
    rng = np.random.default_rng(SEED)
    ways = {
        "what most gave": by_most, "mean ranks": by_mean, "Kemeny": by_kemeny,
        "Plackett-Luce": by_plackett_luce, "duels (ours)": by_ours,
    }  # fmt: skip
    for people in (2, 3, 4, 5):
        found: dict[str, list[Row]] = defaultdict(list)
        for number in range(ORDERS):
            merit = rng.normal(size=3 + number % 3)
            orders = [list(np.argsort(-_seen(merit, rng, number // 3 % 3))) for _ in range(people)]
            for way, put in ways.items():
                found[way].append(_compared(merit, put([[int(each) for each in order] for order in orders])))
        for way, rows in found.items():
            wrong, right, equal = np.mean(rows, axis=0)
            yield str(people), way, (float(wrong), float(right), float(equal))


def _seen(merit: np.ndarray, rng: np.random.Generator, how: int) -> np.ndarray:
    if how == 0:
        return merit + 0.7 * rng.gumbel(size=merit.size)
    if how == 1:
        return merit + 0.7 * rng.normal(size=merit.size)
    lost = rng.random() < 1 / 3
    return rng.normal(size=merit.size) if lost else merit + 0.5 * rng.normal(size=merit.size)


def _compared(merit: np.ndarray, ranks: Sequence[float]) -> Row:
    ways = [np.sign(merit[a] - merit[b]) * np.sign(ranks[b] - ranks[a]) for a, b in combinations(range(merit.size), 2)]
    wrong = float(np.mean([0.5 * (1 - way) for way in ways]))
    return wrong, float(wrong == 0), float(0 in ways)


def main(sets: Path | None, mqm: Path | None) -> None:
    """Print the tables."""
    tables = {}
    if sets is not None:
        crowds = {"s_rel": ("grade", "rating"), "n_emotion": ("number", "position")}
        tables = {name: on_a_scale(sets / name, *how) for name, how in crowds.items() if (sets / name).is_dir()}
        more = {
            "n_emotion": ("models", models),
            "crowdspeech_dev-clean": ("texts", texts),
            "conll_ner": ("marks", marks),
        }
        tables |= {title: how(sets / name) for name, (title, how) in more.items() if (sets / name).is_dir()}
    if mqm is not None:
        tables["mqm"] = errors(mqm)
    for name, rows in {**tables, "orders": ordered()}.items():
        first = {
            "orders": "people | way | pairs wrong | right | equal",
            "models": "answers | model | error | held | best in",
            "texts": "answers | way | edits per word | open | ",
            **dict.fromkeys(("marks", "mqm"), "readers | way | F1, exact | F1, overlap | open"),
        }.get(name, "answers | way | distance | right | open")  # fmt: skip
        print(f"\n{name}\n\n| {first} |\n| ---: | --- | ---: | ---: | ---: |")
        for count, way, figures in rows:
            print(f"| {count} | {way} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path)
    parser.add_argument("--mqm", type=Path)
    chosen = parser.parse_args()
    main(chosen.sets, chosen.mqm)
