"""The suite's crowds for preferences: of two, and of several in order."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from armslength_quality.conformance.crowd import Crowd, Simulated
from armslength_quality.truth.comparisons import Comparisons
from armslength_quality.truth.rankings import Rankings
from armslength_quality.truth.scores import ScoresTruth
from armslength_quality.truth.shape import Fit

_CONTENDERS = tuple(f"c{number:02}" for number in range(26))
_SCORES = np.random.default_rng(3).permutation(np.linspace(-2.0, 2.0, len(_CONTENDERS)))
_TRUTH: Mapping[Hashable, float] = {name: float(score) for name, score in zip(_CONTENDERS, _SCORES, strict=True)}


class _Scored(Crowd[Any]):
    """What both kinds share: a belief is a score, and words cannot be exchanged."""

    recovery = 0.25

    def relabelled(self, answers: Any) -> None:
        """Names of contenders are items, not words."""

    def belief(self, fit: Fit, item: Hashable) -> float:
        """The score."""
        assert isinstance(fit, ScoresTruth)
        return float(fit.score[fit.answers.contender_codes[item]])

    def distance(self, one: float, other: float) -> float:
        """In logits."""
        return abs(one - other)

    def error(self, belief: float, truth: float) -> float:
        """In logits."""
        return abs(belief - truth)

    def is_sound(self, fit: Fit) -> bool:
        """Scores finite, mean 0 unless pinned; covariance symmetric, no variance negative; skills within intervals."""
        assert isinstance(fit, ScoresTruth)
        skill = fit.skill
        inside = (skill.low >= 0) & (skill.low <= skill.value) & (skill.value <= skill.high) & (skill.high <= 1)
        centred = bool(fit.gold) or abs(float(fit.score.mean())) < 1e-9
        return bool(
            np.isfinite(fit.score).all() and centred and (fit.covariance == fit.covariance.T).all()
            and (np.diag(fit.covariance) >= -1e-12).all() and (inside | np.isnan(skill.value)).all()
        )  # fmt: skip


class PreferenceCrowd(_Scored):
    """Twenty-six contenders, twelve people some of whom often answer blindly, ties, and an advantage of being first."""

    name = "comparisons"
    skill_error = 0.12

    def __init__(self, *, blind: bool) -> None:
        self.blind = blind
        self.recovery = 0.25 if blind else 0.2

    def simulate(self, rng: np.random.Generator) -> Simulated[Comparisons]:
        """3,600 comparisons: a logit of 0.3 for being first, ties with weight 0.8."""
        follows = np.linspace(0.4, 1.0, 12) if self.blind else np.full(12, 0.98)
        rows = []
        for row in range(3_600):
            who = row % 12
            first, second = rng.choice(len(_CONTENDERS), size=2, replace=False)
            d = 0.5 * (_SCORES[first] - _SCORES[second] + 0.3)
            weights = np.array([np.exp(d), 0.8, np.exp(-d)])
            chance = weights / weights.sum() if rng.random() < follows[who] else np.array([0.4, 0.2, 0.4])
            winner = (first, None, second)[rng.choice(3, p=chance)]
            name = None if winner is None else _CONTENDERS[winner]
            rows.append((f"a{who:02}", _CONTENDERS[first], _CONTENDERS[second], name))
        return Simulated(
            Comparisons.from_rows(rows),
            _TRUTH,
            {f"a{who:02}": float(share) for who, share in enumerate(follows)},
        )

    def reordered(self, answers: Comparisons, rng: np.random.Generator) -> Comparisons:
        """Rows shuffled."""
        rows = _rows(answers)
        return Comparisons.from_rows([rows[row] for row in rng.permutation(len(rows))])

    def renamed(self, answers: Comparisons) -> tuple[Comparisons, Mapping[Hashable, Hashable]]:
        """Names turned round, so that they sort otherwise."""
        turned = [tuple(None if each is None else str(each)[::-1] for each in row) for row in _rows(answers)]
        return Comparisons.from_rows(turned), {old: str(old)[::-1] for old in answers.contenders}  # type: ignore[arg-type]

    def unsupported(self) -> Mapping[str, Comparisons]:
        """From no comparisons at all to two groups that never met."""
        return {
            "nothing": Comparisons.from_rows([]),
            "one comparison": Comparisons.from_rows([("a", "x", "y", "x")]),
            "only ties": Comparisons.from_rows([("a", "x", "y", None)] * 5),
            "never lost": Comparisons.from_rows([("a", "x", "y", "x")] * 5 + [("b", "y", "z", "y")] * 5),
            "two groups": Comparisons.from_rows([("a", "x", "y", "x"), ("a", "v", "w", "v")]),
        }


class RankingCrowd(_Scored):
    """Twelve people who each put sixty sets of five in order, as Plackett and Luce say."""

    name = "rankings"
    skill_error = 0.05

    def simulate(self, rng: np.random.Generator) -> Simulated[Rankings]:
        """720 rankings; a person's skill is the share of her pairs that lie as the true scores do."""
        rows, right, asked = [], dict.fromkeys(range(12), 0), dict.fromkeys(range(12), 0)
        for row in range(720):
            shown = rng.choice(len(_CONTENDERS), size=5, replace=False)
            order = shown[np.argsort(-(_SCORES[shown] + rng.gumbel(size=5)))]
            rows.append((f"a{row % 12:02}", [_CONTENDERS[code] for code in order]))
            better = _SCORES[order][:, None] > _SCORES[order][None, :]
            right[row % 12] += int(np.triu(better, 1).sum())
            asked[row % 12] += 10
        return Simulated(Rankings.from_rows(rows), _TRUTH, {f"a{who:02}": right[who] / asked[who] for who in range(12)})

    def reordered(self, answers: Rankings, rng: np.random.Generator) -> Rankings:
        """Rows shuffled."""
        rows = _orders(answers)
        return Rankings.from_rows([rows[row] for row in rng.permutation(len(rows))])

    def renamed(self, answers: Rankings) -> tuple[Rankings, Mapping[Hashable, Hashable]]:
        """Names turned round, so that they sort otherwise."""
        turned = [(str(who)[::-1], [str(name)[::-1] for name in order]) for who, order in _orders(answers)]
        return Rankings.from_rows(turned), {old: str(old)[::-1] for old in answers.contenders}

    def unsupported(self) -> Mapping[str, Rankings]:
        """From no rankings at all to two groups that never met."""
        return {
            "nothing": Rankings.from_rows([]),
            "one ranking": Rankings.from_rows([("a", "xyz")]),
            "two groups": Rankings.from_rows([("a", "xy"), ("a", "vw")]),
        }


def _rows(answers: Comparisons) -> list[tuple[Hashable, Hashable, Hashable, Hashable | None]]:
    names, rows = answers.contenders, []
    for who, first, second, said in zip(answers.annotator, answers.first, answers.second, answers.outcome, strict=True):
        winner = None if said == 0 else names[first] if said > 0 else names[second]
        rows.append((answers.annotators[who], names[first], names[second], winner))
    return rows


def _orders(answers: Rankings) -> list[tuple[Hashable, list[Hashable]]]:
    whole = zip(answers.annotator, answers.order, answers.length, strict=True)
    return [(answers.annotators[who], [answers.contenders[code] for code in order[:n]]) for who, order, n in whole]
