"""Dawid and Skene's model and its one-coin form against their definitions, and where they earn their place."""

import pickle

import numpy as np
import pytest

from armslength_quality import Answers, BadParameter, calibration
from armslength_quality import compiled as compiling
from armslength_quality.truth import batches, blocks
from armslength_quality.truth.blocks import even_blocks
from armslength_quality.truth.dawid_skene import DawidSkene
from armslength_quality.truth.glad import Glad
from armslength_quality.truth.kernels.functions import exp32, log32
from armslength_quality.truth.mace import Mace
from armslength_quality.truth.majority import MajorityVote
from armslength_quality.truth.one_coin import OneCoin
from armslength_quality.truth.ordinal import Ordinal
from armslength_quality.truth.parts import Gathered, Part
from armslength_quality.truth.priors import Diagonal, Pooled
from armslength_quality.truth.weighted_vote import WeightedVote


def crowd(seed=3, items=300, annotators=12, overlap=5, labels=3, skill=(0.4, 0.95)):
    rng = np.random.default_rng(seed)
    truth = rng.integers(labels, size=items)
    right = np.linspace(*skill, annotators)
    item, who = [], []
    for each in range(items):
        item += [each] * overlap
        who += rng.choice(annotators, overlap, replace=False).tolist()
    said = np.where(rng.random(len(item)) < right[who], truth[item], rng.integers(labels, size=len(item)))
    return Answers.from_arrays(item, who, said), truth


def by_definition(answers, opening, steps, right, wrong):
    """EM as it is printed, cell by cell."""
    items, people, labels = len(answers.items), len(answers.annotators), len(answers.categories)
    posterior = opening
    for _ in range(steps):
        counts = np.zeros((people, labels, labels))
        for item, who, said in zip(answers.item, answers.annotator, answers.label, strict=True):
            counts[who, :, said] += posterior[item]
        confusion = counts + np.where(np.eye(labels, dtype=bool), right, wrong / (labels - 1))
        confusion /= confusion.sum(axis=2, keepdims=True)
        prior = (posterior.sum(axis=0) + 1.0) / (items + labels)
        log = np.zeros((items, labels))
        for item, who, said in zip(answers.item, answers.annotator, answers.label, strict=True):
            log[item] += np.log(confusion[who, :, said])
        posterior = prior * np.exp(log)
        posterior /= posterior.sum(axis=1, keepdims=True)
    return posterior, confusion


@pytest.mark.parametrize("labels", [2, 3])
def test_the_numbers_are_those_of_the_definition(labels):
    answers = crowd(labels=labels)[0]
    uneven = np.delete(np.arange(len(answers)), [1, 2, 7])
    answers = Answers.from_arrays(answers.item[uneven], answers.annotator[uneven], answers.label[uneven])
    opening = OneCoin(correlation=0.1, steps=3).fit(answers).posterior
    exact, confusion = by_definition(answers, opening, 6, 1.0, 0.2)
    for correlation in (0.0, 0.3):
        fit = DawidSkene(Diagonal(1.0, 0.2), correlation=correlation, steps=5, tolerance=0.0).fit(answers)
        softened = exact ** (1.0 / (1.0 + (answers.per_item - 1) * correlation))[:, None]
        assert fit.posterior == pytest.approx(softened / softened.sum(axis=1, keepdims=True), abs=1e-9)
        assert fit.confusion == pytest.approx(confusion, abs=1e-9)
    assert not fit.convergence.converged
    assert fit.convergence.steps == 5
    assert "not converged" in {caution.trouble for caution in fit.warnings}


@pytest.mark.parametrize("model", [DawidSkene(), OneCoin()], ids=lambda model: type(model).__name__)
def test_blocks_threads_and_small_numbers_change_nothing_that_matters(model, monkeypatch):
    answers = crowd(items=900)[0]
    whole = model.fit(answers)
    monkeypatch.setattr(blocks, "_ANSWERS_PER_BLOCK", 500)
    monkeypatch.setattr(batches, "_SMALL", 0)
    monkeypatch.setenv("ARMSLENGTH_THREADS", "1")
    alone = model.fit(answers)
    monkeypatch.setenv("ARMSLENGTH_THREADS", "2")
    together = model.fit(answers)
    assert alone.posterior.tobytes() == together.posterior.tobytes()
    assert alone.posterior == pytest.approx(whole.posterior, abs=2e-3)


class InParts:
    """So many parts, each made of what would travel to it."""

    def __init__(self, count):
        self.count, self.sent = count, []

    def place(self, step):
        cuts = even_blocks(len(step.blocks), -(-len(step.blocks) // self.count))
        self.sent += [pickle.dumps(step.part(*cut)) for cut in cuts]
        parts = [Part(pickle.loads(sent)) for sent in self.sent[-len(cuts) :]]
        return Gathered(
            step,
            cuts,
            lambda told, numbers, shapes: map(Part.round, parts, [told] * len(cuts), [numbers] * len(cuts), shapes),
        )


@pytest.mark.parametrize("labels", [2, 3])
@pytest.mark.parametrize(
    "model", [DawidSkene(Pooled()), Mace(restarts=2), Glad(), Ordinal()], ids=lambda model: type(model).__name__
)
def test_parts_apart_from_each_other_give_the_same_bytes(model, labels, monkeypatch):
    monkeypatch.setattr(blocks, "_ANSWERS_PER_BLOCK", 250)
    monkeypatch.setattr(blocks, "_WORK_PER_CELL", 1)
    answers = crowd(items=500, labels=labels)[0]
    thinned = np.random.default_rng(1).random(len(answers)) < 0.8
    rows = zip(answers.item[thinned], answers.annotator[thinned], answers.label[thinned], strict=True)
    answers = Answers.from_rows((f"item {item}", f"who {who}", f"label {label}") for item, who, label in rows)
    gold = {"item 3": "label 1", "item 400": "label 0"}
    fits = [model.fit(answers, gold=gold)]
    for count in (2, 5):
        executor = InParts(count)
        fits.append(model.fit(answers, gold=gold, executor=executor))
        assert len(executor.sent) >= 2
        assert not [word for word in (b"item ", b"who ", b"label ") for sent in executor.sent if word in sent]
    for name in ("posterior", "confusion", "prior", "trace", "ease"):
        assert len({getattr(fit, name).tobytes() for fit in fits}) == 1


def test_a_habit_is_seen_and_undone():
    """Half the crowd calls every other 'no' a 'yes': the vote follows them, the model does not."""
    rng = np.random.default_rng(5)
    truth = rng.random(400) < 0.4
    rows = []
    for item, yes in enumerate(truth):
        for who in range(9):
            flip = 0.65 if who < 5 and not yes else 0.08
            rows.append((item, who, "yes" if yes != (rng.random() < flip) else "no"))
    fit = DawidSkene().fit(Answers.from_rows(rows))
    believed = np.array([fit.of(item).label == "yes" for item in range(400)])
    assert (believed == truth).mean() > 0.95
    assert fit.confusion[fit.skill.annotators.index(0), 0, 1] == pytest.approx(0.65, abs=0.1)


def test_who_said_little_is_taken_for_one_of_the_crowd():
    answers = crowd(skill=(0.8, 0.9))[0]
    columns = zip(answers.item, answers.annotator, answers.label, strict=True)
    rows = [(int(item), f"a{who}", int(said)) for item, who, said in columns]
    newcomer = [(0, "new", (rows[0][2] + 1) % 3)]
    table = Answers.from_rows(rows + newcomer)
    pooled, lonely = DawidSkene(prior=Pooled(20.0)).fit(table), DawidSkene(prior=Diagonal(0.1, 0.01)).fit(table)
    assert pooled.skill.of("new").value > lonely.skill.of("new").value
    assert pooled.skill.of("new").value == pytest.approx(np.nanmean(pooled.skill.value), abs=0.12)
    wide, narrow = pooled.skill.of("new"), pooled.skill.of("a3")
    assert wide.high - wide.low > 3 * (narrow.high - narrow.low)


def test_a_crowd_that_is_alike_is_pooled_harder():
    """The learnt strength ends nearer to the strong prior where all are alike, and nearer to the weak one else."""
    for skill, near, far in (((0.85, 0.85), 6.0, 2.0), ((0.1, 0.99), 2.0, 20.0)):
        answers = crowd(skill=skill)[0]
        learnt, close, away = (DawidSkene(prior=Pooled(s)).fit(answers).confusion for s in (None, near, far))
        assert np.abs(learnt - close).mean() < np.abs(learnt - away).mean()


def test_correlated_errors_make_less_sure():
    answers = crowd(overlap=9)[0]
    free, held = (DawidSkene(correlation=c).fit(answers).posterior.max(axis=1).mean() for c in (0.0, 0.3))
    assert held < free


def test_impossible_parameters_are_refused_by_name():
    for model, name in (
        (lambda: DawidSkene(correlation=2.0), "correlation"),
        (lambda: DawidSkene(prior=3), "prior"),  # type: ignore[arg-type]
        (lambda: DawidSkene(steps=0), "steps"),
        (lambda: Diagonal(right=-1), "right"),
        (lambda: Pooled(-1.0), "strength"),
        (lambda: OneCoin(tolerance=-1), "tolerance"),
        (lambda: Ordinal(slip=0), "slip"),
        (lambda: Glad(spread=0), "spread"),
        (lambda: Mace(restarts=0), "restarts"),
        (lambda: WeightedVote(alike=-1), "alike"),
    ):
        with pytest.raises(BadParameter, match=name):
            model()


def graded_crowd(seed=2, items=400, people=40, overlap=5):
    """Five grades cut from a number; everybody reads it shifted and blurred."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(5, size=items)
    shift, blur = rng.normal(0, 0.4, people), rng.uniform(0.3, 0.9, people)
    rows = []
    for item in range(items):
        for who in rng.choice(people, overlap, replace=False):
            rows.append((item, int(who), int(np.clip(np.rint(truth[item] + rng.normal(shift[who], blur[who])), 0, 4))))
    return Answers.from_rows(rows), truth


def test_scales_of_ones_own_are_seen_and_undone():
    answers, truth = graded_crowd()
    ordinal, free, vote = (model.fit(answers) for model in (Ordinal(), DawidSkene(), MajorityVote()))
    error = {fit: np.abs(fit.median() - truth).mean() for fit in (ordinal, free, vote)}
    assert error[ordinal] < error[free]
    assert error[ordinal] < error[vote]
    assert (ordinal.median() == truth).mean() > 0.7


def test_the_median_minds_the_order():
    fit = MajorityVote().fit(Answers.from_table([[1, 1, 2], [3, 1, 2], [5, 5, None]]))
    assert [fit.answers.categories[code] for code in fit.median()] == [3, 1, 2]
    assert MajorityVote().fit(Answers.from_rows([])).median().size == 0
    assert (DawidSkene().fit(Answers.from_table([[1, 1]])).median() == -1).all()


def test_fast_functions_are_right():
    x = np.concatenate([np.linspace(-86, 0, 4001), [-1e4]]).astype(np.float32)
    bits = np.empty(x.size, np.int32)
    found = x.copy()
    exp32(found, bits, bits.view(np.float32))
    assert found[:-1] == pytest.approx(np.exp(x[:-1].astype(np.float64)), rel=3e-7)
    assert found[-1] == 0.0
    x = np.geomspace(1e-10, 1e6, 4001).astype(np.float32)
    found, exponent = x.copy(), np.empty(x.size, np.int32)
    bits = np.empty(x.size, np.int32)
    log32(found, found.view(np.int32), exponent, bits, bits.view(np.float32))
    assert found == pytest.approx(np.log(x.astype(np.float64)), rel=3e-7, abs=1e-7)


def test_kernels_compile_where_nothing_can_be_written(monkeypatch):
    def nowhere(cache=False, **_):
        if cache:
            raise RuntimeError("no locator available")
        return lambda function: function

    monkeypatch.setattr(compiling, "njit", nowhere)
    assert compiling.compiled(len) is len


def test_intervals_of_skill_hold_and_are_no_wider_than_what_the_others_say_demands():
    held, widths = [], []
    for seed in range(4):
        fit = DawidSkene().fit(crowd(seed=seed, items=250)[0])
        for annotator, knows in enumerate(np.linspace(0.4, 0.95, 12)):
            found = fit.skill.of(annotator)
            held.append(found.low <= knows + (1 - knows) / 3 <= found.high)
            widths.append(found.high - found.low)
    assert np.mean(held) >= 0.93
    assert np.mean(widths) < 0.3, "each has about a hundred answers: known truths would give 0.17"


def test_calibration_counts_by_band_and_refuses_what_the_fit_was_told():
    answers, truth = crowd(items=400)
    known = {item: int(label) for item, label in enumerate(truth[:200])}
    fit = DawidSkene().fit(answers)
    bands = calibration(fit, known)
    assert sum(band.right.n for band in bands) == 200
    for band in bands:
        assert band.least <= band.said <= band.most
        of = [
            item
            for item in known
            if band.least <= fit.of(item).probability < band.most or (band.most == 1 and fit.of(item).probability == 1)
        ]
        assert band.right.n == len(of)
        assert band.right.value == pytest.approx(np.mean([fit.of(item).label == known[item] for item in of]))
        assert band.right.low <= band.right.value <= band.right.high
    told = DawidSkene().fit(answers, gold={0: known[0]})
    with pytest.raises(BadParameter, match="The fit was told 0"):
        calibration(told, known)
    assert calibration(told, {"nobody was asked": 1}) == ()
