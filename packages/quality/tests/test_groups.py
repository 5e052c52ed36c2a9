"""Groups side by side: against the definition written out, and against published numbers."""

import numpy as np
import pytest

from armslength_quality import Answers, BadParameter, agreement_between_groups, mean_over_items, share_of


def slowly(table, group):
    """The definition, answer by answer."""
    found = {}
    for name in set(group):
        shares = []
        for row in table:
            others = [label for who, label in enumerate(row) if group[who] != name and label is not None]
            for who, label in enumerate(row):
                if group[who] == name and label is not None and others:
                    shares.append(sum(other == label for other in others) / len(others))
        if shares:
            found[name] = sum(shares) / len(shares)
    return found


def test_groups_agree_as_the_definition_says_whatever_the_clusters():
    rng = np.random.default_rng(11)
    group = ["red", "red", "blue", "green", "green"]
    table = [[None if rng.random() < 0.3 else str(rng.integers(3)) for _ in group] for _ in range(200)]
    answers = Answers.from_table(list(zip(*table, strict=True)))
    of = dict(enumerate(group))
    alone = agreement_between_groups(answers, of, rng=np.random.default_rng(1))
    paired = agreement_between_groups(
        answers, of, clusters=[item // 2 for item in range(len(answers.items))], rng=np.random.default_rng(1)
    )
    for name, value in slowly(table, group).items():
        for found in (alone[name], paired[name]):
            assert found.value == pytest.approx(value)
            assert found.low < found.value < found.high
        assert paired[name].n < alone[name].n


def test_copies_of_a_question_do_not_narrow_the_interval():
    """Ten questions that say the same about an item are one item's worth of evidence."""
    rng = np.random.default_rng(2)
    once = [[str(rng.integers(2)), str(rng.integers(2))] for _ in range(60)]
    ten = [row for row in once for _ in range(10)]
    of, seed = {0: "a", 1: "b"}, 5
    first, second = (Answers.from_table(list(zip(*rows, strict=True))) for rows in (once, ten))
    one = agreement_between_groups(first, of, rng=np.random.default_rng(seed))["a"]
    clusters = [n // 10 for n in range(600)]
    many = agreement_between_groups(second, of, clusters=clusters, rng=np.random.default_rng(seed))["a"]
    assert (many.n, many.value) == (one.n, pytest.approx(one.value))
    assert many.high - many.low == pytest.approx(one.high - one.low, rel=0.05)


def test_who_shares_nothing_is_absent_and_who_belongs_nowhere_is_refused():
    apart = Answers.from_table([["a", None], [None, "a"]])
    assert agreement_between_groups(apart, {0: "x", 1: "y"}) == {}
    assert agreement_between_groups(Answers.from_table([["a"], ["a"]]), {0: "x", 1: "x"}) == {}
    with pytest.raises(BadParameter, match="belongs to no group"):
        agreement_between_groups(apart, {0: "x"})


def test_wilson_and_the_mean():
    newcombe = share_of(81, 263)  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    assert (newcombe.low, newcombe.high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
    assert (share_of(0, 20).low, share_of(0, 0).value) == (0.0, None)
    with pytest.raises(BadParameter):
        share_of(3, 2)
    scores = np.random.default_rng(3).random(80)
    mean = mean_over_items(scores, rng=np.random.default_rng(4))
    half = 1.96 * scores.std() / np.sqrt(80)
    assert mean.value == pytest.approx(scores.mean())
    assert (mean.high - mean.low) / 2 == pytest.approx(half, rel=0.12)
    assert mean_over_items([]).value is None
    twice = mean_over_items([*scores, *scores], clusters=[*range(80)] * 2, rng=np.random.default_rng(4))
    assert (twice.low, twice.high, twice.n) == (pytest.approx(mean.low), pytest.approx(mean.high), 80)
