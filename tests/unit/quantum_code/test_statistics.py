"""Intervals hold the truth as often as they say, and no sample is taken for certainty."""

import numpy as np
import pytest

from quantum_code.statistics import (
    Estimate,
    cvar_estimate,
    mean_estimate,
    proportion_interval,
    student_interval,
    sum_estimate,
    tail_size,
)

REPETITIONS = 1000
SLACK = 28  # four standard deviations of the number covered, √(1000 · 0.95 · 0.05) = 6.9


@pytest.mark.parametrize("shots", [5, 50, 500])
def test_the_interval_of_a_mean_covers_it(shots: int) -> None:
    rng = np.random.default_rng(shots)
    intervals = [mean_estimate(rng.normal(3, 2, shots), 100).interval for _ in range(REPETITIONS)]
    covered = sum(interval.low <= 3 <= interval.high for interval in intervals)
    assert abs(covered - 0.95 * REPETITIONS) < SLACK


def test_the_interval_of_a_sum_covers_it() -> None:
    """Parts of very different errors, as the bases of a molecule are."""
    rng = np.random.default_rng(1)
    sums = [
        sum_estimate([mean_estimate(rng.normal(mean, scale, 100), 100) for mean, scale in ((1, 5), (2, 1))], 4)
        for _ in range(REPETITIONS)
    ]
    covered = sum(found.interval.low <= 7 <= found.interval.high for found in sums)
    assert abs(covered - 0.95 * REPETITIONS) < SLACK
    assert np.mean([found.value for found in sums]) == pytest.approx(7, abs=4 * 0.51 / np.sqrt(REPETITIONS))


def test_the_interval_of_a_cvar_covers_it() -> None:
    """The lowest quarter of a uniform distribution from 0 to 1 has the mean 1/8."""
    rng = np.random.default_rng(2)
    found = [cvar_estimate(rng.uniform(0, 1, 1000), 0.25, 1) for _ in range(REPETITIONS)]
    covered = sum(estimate.interval.low <= 0.125 <= estimate.interval.high for estimate in found)
    assert abs(covered - 0.95 * REPETITIONS) < SLACK
    spread = np.std([estimate.value for estimate in found])
    assert np.mean([estimate.stderr for estimate in found]) == pytest.approx(spread, rel=0.1)


@pytest.mark.parametrize("probability", [0.0, 0.001, 0.03, 0.5, 1.0])
def test_the_interval_of_a_proportion_covers_it_at_least(probability: float) -> None:
    rng = np.random.default_rng(3)
    successes, times = np.unique(rng.binomial(200, probability, REPETITIONS), return_counts=True)
    intervals = [proportion_interval(number, 200) for number in successes.tolist()]
    covers = [interval.low <= probability <= interval.high for interval in intervals]
    covered = int(times @ covers)
    assert covered >= 0.95 * REPETITIONS - SLACK


def test_none_of_a_thousand_is_not_never() -> None:
    interval = proportion_interval(0, 1000)
    assert interval.low == 0
    assert interval.high == pytest.approx(1 - 0.025 ** (1 / 1000))


def test_known_values() -> None:
    estimate = mean_estimate(np.array([1.0, 2.0, 3.0, 6.0]), 10)
    assert (estimate.value, estimate.shots) == (3, 4)
    assert estimate.stderr == pytest.approx(np.sqrt(14 / 3) / 2)
    assert estimate.interval.high == pytest.approx(3 + 3.182446 * estimate.stderr)
    assert estimate.interval.confidence == 0.95


def test_one_shot_is_as_uncertain_as_can_be() -> None:
    estimate = mean_estimate(np.array([2.0]), spread=6)
    assert (estimate.value, estimate.stderr) == (2, 3)
    assert estimate.interval.low < 2 - 6
    assert estimate.interval.high > 2 + 6


@pytest.mark.parametrize("tail", [1.0, 0.25])
def test_equal_shots_do_not_claim_certainty(tail: float) -> None:
    """99 shots of one value leave room for an outcome that one shot in a hundred has."""
    estimate = cvar_estimate(np.full(99, -4.0), tail, spread=8)
    assert estimate.value == -4
    assert estimate.stderr == pytest.approx(8 / 100 / tail)


def test_the_cvar_is_the_mean_of_the_best() -> None:
    values = np.array([5.0, 1.0, 4.0, 2.0, 3.0])
    assert cvar_estimate(values, 0.4, 10).value == 1.5
    assert cvar_estimate(values, 0.41, 10).value == 2
    assert cvar_estimate(values, 1.0, 10) == mean_estimate(values, 10)
    assert cvar_estimate(values, 0.1, 10).value == 1


@pytest.mark.parametrize(
    ("tail", "shots", "size"), [(0.07, 100, 7), (0.25, 1000, 250), (0.251, 1000, 251), (0.1, 3, 1)]
)
def test_the_size_of_a_tail(tail: float, shots: int, size: int) -> None:
    assert tail_size(tail, shots) == size


def test_a_sum_adds_errors_in_squares() -> None:
    assert sum_estimate([Estimate(1, 3, 10), Estimate(2, 4, 20)], -1) == Estimate(2, 5, 10)
    assert student_interval(0, 1, 10**6).high == pytest.approx(1.959964, abs=1e-4)
