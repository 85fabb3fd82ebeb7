"""The mean of the lowest part of a distribution, against sorting all of it."""

from collections.abc import Callable

import numpy as np
import pytest

from quantum_code.simulators import quantile
from quantum_code.simulators.quantile import lowest_share
from quantum_code.states import FloatArray
from tests.unit.quantum_code.simulators.plain_qaoa import best_mean

SHARES = (1e-12, 1e-3, 0.1, 0.25, 0.5, 0.75, 1 - 1e-12, 1.0)

COSTS: dict[str, Callable[[np.random.Generator, int], FloatArray]] = {
    "distinct": lambda rng, size: rng.normal(size=size),
    "ties": lambda rng, size: rng.integers(-3, 4, size).astype(np.float64),
    "all the same": lambda rng, size: np.full(size, rng.normal()),
    "of every magnitude": lambda rng, size: rng.choice([-1, 1], size) * 10.0 ** rng.uniform(-12, 12, size),
    "next to each other": lambda rng, size: 1 + rng.integers(0, 4, size) * np.finfo(np.float64).eps,
}
PROBABILITIES: dict[str, Callable[[np.random.Generator, int], FloatArray]] = {
    "any": lambda rng, size: rng.random(size),
    "equal": lambda rng, size: np.full(size, 1 / size),
    "mostly zero": lambda rng, size: np.where(np.arange(size) % 3 == 0, rng.random(size), 0.0),
    "one": lambda rng, size: np.eye(1, size, size // 2)[0],
    "of every magnitude": lambda rng, size: 10.0 ** rng.uniform(-30, 0, size),
}


@pytest.fixture(params=[(2**12, 2**18), (2, 3), (5, 7)], ids=["as it is", "deep", "in chunks"])
def sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bins and chunks so small that a few costs go through what else millions do."""
    bins, chunk = request.param
    monkeypatch.setattr(quantile, "BINS", bins)
    monkeypatch.setattr(quantile, "CHUNK", chunk)


def draw(costs: str, probabilities: str, seed: int) -> tuple[FloatArray, FloatArray]:
    """Ascending costs of up to 40 outcomes, and probabilities that add up to 1."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 41))
    weights = PROBABILITIES[probabilities](rng, size)
    return np.sort(COSTS[costs](rng, size)), weights / weights.sum()


@pytest.mark.usefixtures("sizes")
@pytest.mark.parametrize("probabilities", PROBABILITIES)
@pytest.mark.parametrize("costs", COSTS)
def test_it_is_what_sorting_finds(costs: str, probabilities: str) -> None:
    for seed in range(20):
        values, weights = draw(costs, probabilities, seed)
        shuffled = np.random.default_rng(seed).permutation(len(values))
        close = 1e-12 * float(np.abs(values).max())
        for share in SHARES:
            expected, _ = best_mean(values, weights, share)
            place, mean = lowest_share(values[shuffled], weights[shuffled], share)
            # The mean is of what lies below the quantile, over the share, and so is its rounding.
            assert mean == pytest.approx(expected, abs=close + close * 1e-3 / share)
            assert weights[values < place].sum() <= share + 1e-12
            assert weights[values <= place].sum() >= share - 1e-12


@pytest.mark.parametrize("costs", COSTS)
def test_a_larger_share_is_no_better(costs: str) -> None:
    """From the lowest cost that can occur to the mean of all."""
    values, weights = draw(costs, "mostly zero", seed=1)
    close = 1e-9 * float(np.abs(values).max())
    means = [lowest_share(values, weights, share)[1] for share in SHARES]

    assert np.all(np.diff(means) > -close)
    assert means[0] == pytest.approx(values[weights > 0].min(), abs=close)
    assert means[-1] == pytest.approx(float(values @ weights), abs=close)


def test_probabilities_need_not_add_up_to_1() -> None:
    """Those of a simulator do so up to rounding; those in single precision less."""
    values, weights = draw("distinct", "any", seed=3)
    rounded = (1 + 1e-6) * weights

    assert lowest_share(values, rounded, 0.3)[1] == pytest.approx(lowest_share(values, weights, 0.3)[1], abs=1e-5)
    assert lowest_share(values, rounded, 1.0)[1] == pytest.approx(float(values @ weights), abs=1e-5)


def test_single_precision_costs_are_told_as_they_are() -> None:
    values, weights = draw("distinct", "any", seed=4)
    rounded = values.astype(np.float32)

    place, mean = lowest_share(rounded, weights, 0.3)

    assert place in rounded.tolist()
    assert mean == pytest.approx(best_mean(rounded.astype(np.float64), weights, 0.3)[0], abs=1e-6)


def test_a_share_that_ends_before_costs_that_do_not_occur() -> None:
    """By a hair more or less than a step of the distribution; the next cost that occurs is far up the same bin."""
    costs = np.array([0.0, 0.5, 1.0, 1 + 1e-9, 1 + 2e-9, 1 + 1e-4, 2.0])
    for seed in range(30):
        probabilities = np.insert(np.random.default_rng(seed).dirichlet(np.ones(4)), 2, [0, 0, 0])
        step = float(probabilities[:2].sum() / probabilities.sum())
        for share in (np.nextafter(step, 0), step, np.nextafter(step, 1)):
            _, mean = lowest_share(costs, probabilities, float(share))
            assert mean == pytest.approx(0.5 * probabilities[1] / share, abs=1e-12)
