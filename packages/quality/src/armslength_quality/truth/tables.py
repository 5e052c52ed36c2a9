"""One item at a time: what its answers say, given what is known of the people who gave them.

    tables = WorkerTables.of(DawidSkene().fit(answers))
    posterior_of(["yes", "no"], ["ada", "bob"], tables)  ->  Belief
    tables = learnt(["yes", "no"], ["ada", "bob"], tables)

A fit looks at all answers; between two fits this is enough for an answer that has just come in, at the cost of
a few sums; `learnt` copies the tables.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from armslength_quality.answers import Codes, Floats
from armslength_quality.errors import BadAnswers
from armslength_quality.truth.categorical import Belief, CategoricalTruth, leaders
from armslength_quality.truth.model import demand
from armslength_quality.truth.shape import frozen
from armslength_quality.truth.skill import information_bits

_LEAST = 1e-10
_USUAL_ANSWERS = 10
"""Who was right a few times by chance is not yet the ablest."""


@dataclass(frozen=True, eq=False)
class WorkerTables:
    """What a fit knows of people; arrays are read-only.

    categories    the labels
    annotators    the people
    counts        (annotators, K, K) answers' worth of knowledge: how often each says the third where the second is true
    shares        (K,) items' worth of knowledge of how common each label is
    correlation   of the errors on an item, as in the model
    """

    categories: tuple[Hashable, ...]
    annotators: tuple[Hashable, ...]
    counts: Floats
    shares: Floats
    correlation: float

    @classmethod
    def of(cls, truth: CategoricalTruth) -> WorkerTables:
        """The tables of a fit. Raises BadParameter when its data did not support it."""
        demand(truth.supported, "truth", "a fit that its data support")
        answers = truth.answers
        people, labels = len(answers.annotators), len(answers.categories)
        known = [np.bincount(answers.annotator, truth.posterior[answers.item, k], people) for k in range(labels)]
        counts = truth.confusion * (np.stack(known, axis=1) + 1.0)[:, :, None]
        shares = truth.prior * (len(answers.items) + 1.0)
        correlation = float(getattr(truth.model, "correlation", 0.0))
        return cls(answers.categories, answers.annotators, frozen(counts), frozen(shares), correlation)

    @classmethod
    def of_strangers(cls, categories: Sequence[Hashable], correlation: float = 0.3) -> WorkerTables:
        """Before any fit: nobody is known, everybody is right as often as the default's prior says, any label is as
        likely as another.

        >>> round(posterior_of(["yes"], ["ada"], WorkerTables.of_strangers(["no", "yes"])).probability, 3)
        0.8
        """
        labels = len(categories)
        counts = np.full((0, labels, labels), 0.0)
        return cls(tuple(categories), (), frozen(counts), frozen(np.ones(labels)), correlation)

    @cached_property
    def labels(self) -> dict[Hashable, int]:
        """The code of each label."""
        return {label: code for code, label in enumerate(self.categories)}

    @cached_property
    def people(self) -> dict[Hashable, int]:
        """The code of each annotator."""
        return {name: code for code, name in enumerate(self.annotators)}

    @cached_property
    def guarded(self) -> Floats:
        """(annotators + 1, K, K) P(says the third | truth is the second), as far as it goes to rely on it: of whom
        little is known is taken, for ten answers, for a usual member of the crowd. The last is a stranger's."""
        usual = np.exp(self.logs[-1])
        counts = np.concatenate([self.counts, usual[None]]) + _USUAL_ANSWERS / len(self.categories) * usual
        return frozen(counts / counts.sum(axis=2, keepdims=True))

    @cached_property
    def bits(self) -> Floats:
        """(annotators + 1,) what one answer of each tells about the label, in bits: `information_bits` of `guarded`."""
        return frozen(information_bits(self.guarded, self.shares / self.shares.sum()))

    @cached_property
    def logs(self) -> Floats:
        """(annotators + 1, K, K) log P(says the third | truth is the second); the last is a stranger's."""
        crowd = (
            self.counts.sum(axis=0, keepdims=True) + _LEAST
            if self.annotators
            else usual_person(len(self.categories))[None]
        )
        counts = np.concatenate([self.counts, crowd])
        total = np.maximum(counts.sum(axis=2, keepdims=True), _LEAST)
        return frozen(np.log(np.maximum(counts / total, _LEAST)))


def posterior_of(labels: Sequence[Hashable], workers: Sequence[Hashable], tables: WorkerTables) -> Belief:
    """What is believed of one item of which `workers[j]` said `labels[j]`.

    Somebody the tables do not know is taken for an average member of the crowd. Without answers it is the shares of the
    labels. For Dawid-Skene, one coin and MACE it is what the fit itself believes of the item.

    Raises BadAnswers for a label the tables do not know, and for somebody named twice.

    >>> from armslength_quality import Answers, DawidSkene
    >>> rows = [(item, who, item % 2 if who != "eve" else 0) for item in range(20) for who in ("ada", "bob", "eve")]
    >>> tables = WorkerTables.of(DawidSkene().fit(Answers.from_rows(rows)))
    >>> posterior_of([1, 0], ["ada", "eve"], tables).label
    1
    """
    probability = _probability(labels, workers, tables)
    lead = leaders(probability)
    label = None if lead.sum() > 1 else tables.categories[int(probability.argmax())]
    shares = dict(zip(tables.categories, probability.tolist(), strict=True))
    return Belief(label, float(probability.max()), label is None, shares, len(labels))


def posteriors_of(item: Codes, who: Codes, label: Codes, items: int, tables: WorkerTables) -> Floats:
    """(items, K): `posterior_of` for many items at once. Codes; somebody the tables do not know has the code after the
    last one's. Nobody answers an item twice."""
    log = np.zeros((items, len(tables.categories)))
    np.add.at(log, item, tables.logs[who, :, label])
    log += np.log(np.maximum(tables.shares / tables.shares.sum(), _LEAST))
    weight = 1.0 / (1.0 + np.maximum(0, np.bincount(item, minlength=items) - 1) * tables.correlation)
    probability: Floats = np.exp(weight[:, None] * (log - log.max(axis=1, keepdims=True)))
    probability /= probability.sum(axis=1, keepdims=True)
    return probability


def ablest(workers: Sequence[Hashable], tables: WorkerTables) -> Hashable:
    """Whose answer is likely to tell most: the one of these to be asked next. Of as able ones the first named.

    Somebody the tables do not know is taken for a usual member of the crowd. Raises BadAnswers when there is nobody.

    >>> from armslength_quality import Answers, DawidSkene
    >>> rows = [(item, who, item % 2 if who != "eve" else 0) for item in range(20) for who in ("ada", "bob", "eve")]
    >>> ablest(["eve", "a stranger", "ada"], WorkerTables.of(DawidSkene().fit(Answers.from_rows(rows))))
    'ada'
    """
    if not workers:
        raise BadAnswers("There is nobody to ask.")
    told = tables.bits[[tables.people.get(who, len(tables.annotators)) for who in workers]]
    return workers[int(told.argmax())]


def usual_person(labels: int) -> Floats:
    """(K, K) what is believed of somebody of whom nothing is known: the mean of the default's prior."""
    right, wrong = 2.0, 0.5
    counts = np.where(np.eye(labels, dtype=bool), right, wrong / max(1, labels - 1))
    shares: Floats = counts / counts.sum(axis=1, keepdims=True)
    return shares


def learnt(labels: Sequence[Hashable], workers: Sequence[Hashable], tables: WorkerTables) -> WorkerTables:
    """The tables after one more item: what it tells about the people who answered it, by what is believed of it.

    One step of online EM. People the tables do not know are left out; the next fit learns about them. Each item once.

    Reference: O. Cappé and E. Moulines, "On-line expectation-maximization algorithm for latent data models", JRSS-B 71
    (2009).
    """
    probability = _probability(labels, workers, tables)
    counts, shares = tables.counts.copy(), tables.shares + probability
    for label, worker in zip(labels, workers, strict=True):
        if (who := tables.people.get(worker)) is not None:
            counts[who, :, tables.labels[label]] += probability
    return replace(tables, counts=frozen(counts), shares=frozen(shares))


def _probability(labels: Sequence[Hashable], workers: Sequence[Hashable], tables: WorkerTables) -> Floats:
    if len(set(workers)) != len(workers):
        raise BadAnswers("Somebody answered the item twice; keep the answer that stands.")
    log: Floats = np.log(np.maximum(tables.shares / tables.shares.sum(), _LEAST))
    for label, worker in zip(labels, workers, strict=True):
        if label not in tables.labels:
            raise BadAnswers(f"The label {label!r} is not one of the categories.")
        log = log + tables.logs[tables.people.get(worker, len(tables.annotators)), :, tables.labels[label]]
    weight = 1.0 / (1.0 + max(0, len(labels) - 1) * tables.correlation)
    probability: Floats = np.exp(weight * (log - log.max()))
    probability /= probability.sum()
    return probability
