"""Every figure of a circuit against a calculation by hand, and the promise of its bound."""

import random
from collections import Counter
from collections.abc import Callable
from math import log, sqrt

import pytest

from contract.run_result import CircuitResult
from lambdas.post_processing.circuit.performance import measure

Make = Callable[..., CircuitResult]


def test_every_figure_of_a_run_is_as_calculated_by_hand(make_circuit: Make) -> None:
    assert {name: figure for name, figure in measure(make_circuit()).to_dict().items() if figure is not None} == {
        "shots": 200,
        "distinct_outcomes": 3,
        "hellinger_fidelity": pytest.approx(0.989368, abs=1e-6),
        "total_variation": pytest.approx(0.03),
        "expected_total_variation": pytest.approx(0.0282),
        "shot_noise_bound": pytest.approx(0.0282 + sqrt(log(20) / 400)),
        "impossible_shots": 2,
        "within_shot_noise": False,
    }


def test_without_a_reference_only_the_counts_are_known(make_circuit: Make) -> None:
    figures = measure(make_circuit(reference=None))
    assert (figures.shots, figures.distinct_outcomes) == (200, 3)
    unknown = ("hellinger_fidelity", "total_variation", "shot_noise_bound", "within_shot_noise")
    assert [getattr(figures, name) for name in unknown] == [None] * 4


def test_no_distance_is_larger_than_one(make_counts: Make) -> None:
    figures = measure(make_counts({"11": 1}, exact={"00": 0.5, "11": 0.5}))
    assert (figures.shot_noise_bound, figures.within_shot_noise) == (1.0, True)


def test_errors_of_a_tenth_show_in_a_thousand_shots(make_counts: Make) -> None:
    result = make_counts({"00": 450, "11": 450, "01": 100}, exact={"00": 0.5, "11": 0.5})
    assert measure(result).within_shot_noise is False


def test_ideal_runs_are_seldom_called_noisy(make_counts: Make) -> None:
    # The bound is for 5% at most; McDiarmid's inequality is far from tight, so 200 ideal runs pass without one failure.
    draw = random.Random(7)
    exact = {"00": 0.4, "01": 0.3, "10": 0.2, "11": 0.1}
    for _ in range(200):
        counts = Counter(draw.choices(list(exact), weights=list(exact.values()), k=300))
        assert measure(make_counts(dict(counts), exact=exact)).within_shot_noise is True


def test_a_single_impossible_shot_is_no_shot_noise(make_counts: Make) -> None:
    figures = measure(make_counts({"00": 500, "11": 499, "01": 1}, exact={"00": 0.5, "11": 0.5}))
    assert (figures.impossible_shots, figures.within_shot_noise) == (1, False)


def test_what_is_not_listed_may_be_possible(make_counts: Make) -> None:
    """Of many outcomes only the most likely are listed."""
    figures = measure(make_counts({"00": 500, "11": 499, "01": 1}, exact={"00": 0.5, "11": 0.49}))
    assert (figures.impossible_shots, figures.within_shot_noise) == (None, True)
