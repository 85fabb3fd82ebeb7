"""The outcomes that are shown, and the interval of a share."""

from collections.abc import Callable
from math import comb

import pytest

from contract.run_result import CircuitResult
from lambdas.post_processing.circuit.outcomes import most_frequent, wilson_interval

Make = Callable[..., CircuitResult]


def test_outcomes_stand_with_their_spread_and_their_ideal(make_circuit: Make) -> None:
    outcomes = most_frequent(make_circuit(), 10)
    assert [(item.bitstring, item.count, item.share) for item in outcomes] == [
        ("00", 104, 0.52),
        ("11", 94, 0.47),
        ("01", 2, 0.01),
    ]
    assert [(item.lowest, item.highest) for item in outcomes] == [(0.50, 0.54), (0.46, 0.48), (0.0, 0.02)]
    assert [item.ideal for item in outcomes] == [0.5, 0.5, 0.0]


def test_likely_outcomes_are_shown_even_if_never_measured(make_counts: Make) -> None:
    result = make_counts({"00": 90, "01": 10}, exact={"00": 0.5, "11": 0.5})
    assert [item.bitstring for item in most_frequent(result, 2)] == ["00", "11"]


def test_what_is_not_recorded_is_not_called_zero(make_counts: Make) -> None:
    result = make_counts({"00": 90, "01": 10}, exact={"00": 0.9})
    assert [item.ideal for item in most_frequent(result, 2)] == [0.9, None]
    assert [item.ideal for item in most_frequent(make_counts({"00": 90, "01": 10}), 2)] == [None, None]


@pytest.mark.parametrize(
    ("count", "shots", "low", "high"),
    [(0, 10, 0.0, 0.27753), (5, 10, 0.23659, 0.76341), (1, 100, 0.00177, 0.05449), (100, 100, 0.96301, 1.0)],
)
def test_wilson_interval_against_published_values(count: int, shots: int, low: float, high: float) -> None:
    interval = wilson_interval(count, shots)
    assert interval.low == pytest.approx(low, abs=1e-5)
    assert interval.high == pytest.approx(high, abs=1e-5)


def test_intervals_cover_as_often_as_they_say() -> None:
    """Exactly, by summing over all counts: 95% on average over the probability, and never much less."""
    shots, steps = 100, 99
    intervals = [wilson_interval(count, shots) for count in range(shots + 1)]
    coverage = [
        sum(comb(shots, k) * p**k * (1 - p) ** (shots - k) for k, at in enumerate(intervals) if at.low <= p <= at.high)
        for p in ((step + 1) / (steps + 1) for step in range(steps))
    ]
    assert sum(coverage) / steps == pytest.approx(0.95, abs=0.005)
    assert min(coverage) > 0.92
