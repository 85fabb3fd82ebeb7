"""Every figure against a calculation by hand."""

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from math import sqrt

import pytest

from contract.problems import parse_problem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, Interval, Sample
from lambdas.post_processing.binary.performance import measure

Make = Callable[..., BinaryResult]

EDGES = [[0, 1], [0, 3], [0, 5], [1, 2], [1, 4], [2, 4], [2, 5], [3, 5]]


def test_every_figure_of_a_run_is_as_calculated_by_hand(make_result: Make) -> None:
    expected = {
        "initial_cost": -3,
        "final_cost": -5.5,
        "cost_reduction": 2.5,
        "cost_reduction_percent": pytest.approx(100 * 2.5 / 3),
        "convergence_achieved": True,
        "optimizer_outcome": "converged",
        "convergence_rate": pytest.approx(2.5 / (2.5 + 1.5 + 0.5)),
        "stability_metric": pytest.approx(1 - 2 * sqrt(1 / 18) / 2.5),  # the last 3 of 5: -5, -5.5, -5.5
        "optimization_efficiency": pytest.approx((-4 + 5.5) / (-4 + 6)),
        "efficiency_reference": "exact",
        "expectation": -5.5,
        "total_iterations": 4,
        "convergence_iteration": 3,
        "approximation_ratio": pytest.approx(5.5 / 6),
        "approximation_ratio_interval": None,
        "best_cost": -6,
        "best_approximation_ratio": 1,
        "gap_to_optimum": 0,
        "gap_to_best_known": None,
        "random_guess_cost": -4,
        "optimum_probability": 0.5,
    }
    assert measure(make_result()).to_dict() == expected
    assert measure(make_result()).optimum_found is True


def test_without_a_reference_the_best_sample_is_the_target(make_unproven_result: Make) -> None:
    performance = measure(make_unproven_result(final_cost=-4.5))
    assert performance.efficiency_reference == "best_sample"
    assert performance.optimization_efficiency == pytest.approx(0.5 / 2)
    unknown = ("approximation_ratio", "best_approximation_ratio", "gap_to_optimum", "optimum_probability")
    assert [getattr(performance, name) for name in unknown] == [None] * 4
    assert performance.optimum_found is None


@pytest.mark.parametrize(
    ("best", "gap", "target"),
    [(-6.0, 0.0, -6.0), (-4.0, 2.0, -6.0), (-8.0, -2.0, -8.0)],
    ids=["equal", "worse", "better"],
)
def test_a_heuristic_is_a_target_until_it_is_beaten(
    make_heuristic_result: Make, best: float, gap: float, target: float
) -> None:
    samples = (Sample(bitstring="011100", count=100, cost=best),)
    performance = measure(make_heuristic_result(samples=samples, final_cost=-5))
    assert (performance.efficiency_reference, performance.gap_to_best_known) == ("best_known", gap)
    assert performance.optimization_efficiency == pytest.approx(1 / (-4 - target))
    unknown = ("approximation_ratio", "best_approximation_ratio", "gap_to_optimum", "optimum_found")
    assert [getattr(performance, name) for name in unknown] == [None] * 4


def test_only_rounding_is_forgiven_against_a_heuristic(make_heuristic_result: Make) -> None:
    samples = (Sample(bitstring="011100", count=100, cost=-6 + 1e-12),)
    assert measure(make_heuristic_result(samples=samples)).gap_to_best_known == 0


def test_the_ratio_of_a_measured_expectation_has_its_interval(make_result: Make) -> None:
    figures = measure(make_result(expectation_interval=Interval(low=-5.8, high=-5.0))).to_dict()
    assert figures["approximation_ratio_interval"] == {
        "low": pytest.approx(5 / 6),
        "high": pytest.approx(5.8 / 6),
        "confidence": 0.95,
    }


def test_a_cvar_is_no_expectation(make_result: Make) -> None:
    plan = RunPlan(algorithm="qaoa", layers=2, shots=100, objective="cvar")
    performance = measure(make_result(plan=plan, final_cost=-6, expectation=-5))
    assert (performance.final_cost, performance.expectation, performance.cost_reduction) == (-6, -5, 3)
    assert performance.optimization_efficiency == pytest.approx(0.5)
    assert performance.approximation_ratio == pytest.approx(5 / 6)


def test_guessing_keeps_the_number_of_ones(make_result: Make) -> None:
    # Of the 20 assignments with three ones, an edge is cut by 12: 2 * C(4, 2) of them.
    problem = parse_problem({"problem_type": "max_cut", "edges": EDGES, "hamming_weight": 3})
    performance = measure(make_result(problem=problem, final_cost=-5.4))
    assert performance.random_guess_cost == pytest.approx(-8 * 12 / 20)
    assert performance.optimization_efficiency == pytest.approx(0.6 / 1.2)


def test_a_missed_optimum_leaves_a_gap(make_missed_result: Make) -> None:
    performance = measure(make_missed_result())
    assert (performance.gap_to_optimum, performance.optimum_found) == (2, False)
    assert performance.best_approximation_ratio == pytest.approx(4 / 6)


@pytest.mark.parametrize(("gap", "found"), [(1e-12, True), (1e-6, False)])
def test_only_rounding_is_forgiven_in_the_gap(make_result: Make, gap: float, found: bool) -> None:
    reference = make_result().reference
    assert reference is not None
    result = make_result(reference=reference.model_copy(update={"minimum": -6 - gap}))
    assert measure(result).optimum_found is found


@pytest.mark.parametrize(
    ("initial", "final", "percent"),
    [(-3, -5.5, 100 * 2.5 / 3), (4, 1, 75), (2, -2, 200), (-5.5, -3, -100 * 2.5 / 5.5), (1, 3, -200), (0, -2, None)],
)
def test_a_lower_cost_is_a_positive_reduction_whatever_its_sign(
    make_result: Make, initial: float, final: float, percent: float | None
) -> None:
    performance = measure(make_result(cost_history=(initial, final), final_cost=final))
    assert performance.cost_reduction == initial - final
    assert performance.cost_reduction_percent == (None if percent is None else pytest.approx(percent))


@pytest.mark.parametrize(
    ("final", "efficiency"),
    [(-6, 1), (-5, 0.5), (-4, 0), (-1, 0), (-6.1, 1)],
    ids=["always optimal", "half way", "guessing", "worse than guessing", "an estimate below the minimum"],
)
def test_efficiency_runs_from_guessing_to_the_optimum(make_result: Make, final: float, efficiency: float) -> None:
    assert measure(make_result(final_cost=final)).optimization_efficiency == pytest.approx(efficiency)


def test_samples_no_better_than_guessing_leave_no_efficiency(make_unproven_result: Make) -> None:
    samples = (Sample(bitstring="010000", count=100, cost=-3),)
    assert measure(make_unproven_result(samples=samples, final_cost=-5)).optimization_efficiency == 0


@pytest.mark.parametrize(
    ("history", "stderr", "iteration"),
    [
        ([0, -1], 0, 1),
        ([0, -0.98, -1, -1], 0, 2),
        ([0, -0.995, -1, -1], 0, 1),
        ([0, -1, -0.5, -1, -1], 0, 3),
        ([0, -0.9, -1], 0.05, 1),
        ([-1, -1, -1], 0, 0),
        ([-1], 0, 0),
        ([0, -2, -3, -1.5], 0, 3),
        ([-1, 2, -1], 0, 2),
    ],
)
def test_convergence_iteration_is_the_first_after_which_the_cost_stays(
    make_result: Make, history: list[float], stderr: float, iteration: int
) -> None:
    result = make_result(cost_history=history, final_cost=history[-1], final_cost_stderr=stderr)
    assert measure(result).convergence_iteration == iteration


def test_a_history_that_never_reaches_the_final_cost_settles_at_its_end(make_result: Make) -> None:
    performance = measure(make_result(cost_history=(-3, -4, -4.5), final_cost=-5))
    assert performance.convergence_iteration == performance.total_iterations == 2


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_convergence_rate_is_the_share_that_every_iteration_closes(make_result: Make, share: float) -> None:
    history = [-6 + 3 * (1 - share) ** k for k in range(400)]
    assert measure(make_result(cost_history=history, final_cost=-6)).convergence_rate == pytest.approx(share)


@pytest.mark.parametrize(
    ("history", "rate"),
    [
        ([0, -1], 1),
        ([0, 0, 0, -1], 1 / 3),
        ([0, -0.5, -1], 1 / 1.5),
        ([0, 1, -1], 1 / 3),
        ([0, -2, -1], 1),
        ([-1, 0], 0),
        ([-1, -1, -1], 0),
        ([-1], 0),
    ],
    ids=["at once", "late", "linear", "up and down", "below the end", "worse", "constant", "one point"],
)
def test_convergence_rate_of_short_histories(make_result: Make, history: list[float], rate: float) -> None:
    assert measure(make_result(cost_history=history, final_cost=history[-1])).convergence_rate == pytest.approx(rate)


@pytest.mark.parametrize(
    ("history", "stability"),
    [
        ([-1], 1),
        ([-1, -1, -1], 1),
        ([0.1, 0.1 + 1e-17, 0.1], 1),
        ([0, -1], 1),
        ([0, -1] * 20, 0),
        ([0] + [-1] * 20, 1),
        ([10] + [0, -1] * 20, 1 - 2 * 0.5 / 11),
        ([-1, 0] * 20 + [-1] * 10, 1),
        ([-1, 0] * 20 + [-1] * 9, 1 - 2 * sqrt(0.1 * 0.9)),
    ],
    ids=[
        "one point",
        "constant",
        "rounding",
        "two points",
        "full swing",
        "at rest",
        "small swing",
        "rest of ten",
        "rest of nine",
    ],
)
def test_stability_is_the_calm_of_the_last_costs(make_result: Make, history: list[float], stability: float) -> None:
    assert measure(make_result(cost_history=history)).stability_metric == pytest.approx(stability)


def test_figures_are_json_with_null_for_what_is_unknown(make_unproven_result: Make) -> None:
    figures = json.loads(json.dumps(measure(make_unproven_result()).to_dict(), allow_nan=False))
    assert figures["approximation_ratio"] is None
    assert figures["convergence_achieved"] is True
    assert figures["total_iterations"] == 4


def test_figures_cannot_be_changed(make_result: Make) -> None:
    with pytest.raises(FrozenInstanceError):
        measure(make_result()).final_cost = 0  # type: ignore[misc]  # that is the point
