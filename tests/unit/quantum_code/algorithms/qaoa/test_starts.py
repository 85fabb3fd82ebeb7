"""Where the optimiser starts, and how one depth's angles become the next one's."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from contract.errors import InvalidPlan
from contract.problems import BinaryProblem
from contract.run_result import BinaryResult
from quantum_code.algorithms.qaoa.starts import interpolated, linear_ramp

Solve = Callable[..., BinaryResult]


def test_the_ramp_turns_the_cost_on_and_the_mixer_off() -> None:
    np.testing.assert_allclose(linear_ramp(2), [0.125, 0.375, -0.375, -0.125])


def test_interpolation_is_that_of_the_paper() -> None:
    """Zhou et al., arXiv:1812.01041, equation (8), by hand for p = 1 and p = 2."""
    np.testing.assert_allclose(interpolated(np.array([0.6, -0.4])), [0.6, 0.6, -0.4, -0.4])
    np.testing.assert_allclose(interpolated(np.array([0.2, 0.6, -0.5, -0.1])), [0.2, 0.4, 0.6, -0.5, -0.3, -0.1])


def test_a_straight_course_stays_straight() -> None:
    ramp = np.concatenate([np.linspace(0.1, 0.5, 5), np.linspace(-0.5, -0.1, 5)])

    longer = interpolated(ramp)

    assert (longer[0], longer[5], longer[6], longer[11]) == pytest.approx((0.1, 0.5, -0.5, -0.1))
    assert np.all(np.diff(longer[:6]) > 0)


@pytest.mark.parametrize("start", ["linear_ramp", "fixed_angles", "interpolation"])
def test_every_start_gives_the_same_result_to_the_last_bit(
    solve: Solve, max_cut_of: Callable[[nx.Graph], BinaryProblem], start: str
) -> None:
    problem = max_cut_of(nx.petersen_graph())

    first, second = (solve(problem, layers=3, start=start, seed=7).to_dict() for _ in range(2))

    assert first.pop("duration_s") >= 0
    assert second.pop("duration_s") >= 0
    assert first == second


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_interpolation_never_ends_above_fewer_layers(
    solve: Solve, seeded_problem: Callable[..., BinaryProblem], seed: int
) -> None:
    costs = [solve(seeded_problem(6, seed), layers=p, start="interpolation").final_cost for p in (1, 2, 3, 4)]

    assert costs == sorted(costs, reverse=True)


def test_the_history_of_interpolation_covers_all_depths(
    solve: Solve, seeded_problem: Callable[..., BinaryProblem]
) -> None:
    one = solve(seeded_problem(5), layers=1)
    grown = solve(seeded_problem(5), layers=3, start="interpolation")

    assert grown.cost_history[: len(one.cost_history)] == pytest.approx(one.cost_history, rel=1e-4)
    assert grown.cost_history[-1] == grown.final_cost
    assert grown.evaluations > len(grown.cost_history) > len(one.cost_history) + 2
    assert len(grown.optimized_parameters) == 6


@pytest.mark.parametrize("max_iterations", [1, 2, 3, 7, 20])
@pytest.mark.parametrize("optimizer", ["l-bfgs-b", "cobyla"])
def test_limits_hold_for_all_depths_together(
    solve: Solve, seeded_problem: Callable[..., BinaryProblem], max_iterations: int, optimizer: str
) -> None:
    plan = {"layers": 4, "start": "interpolation", "max_iterations": max_iterations, "optimizer": optimizer}

    result = solve(seeded_problem(5), **plan)

    assert len(result.cost_history) - 1 <= max_iterations
    assert len(result.optimized_parameters) == 8


def test_a_run_that_may_not_go_deeper_ends_with_the_depth_it_reached(
    solve: Solve, seeded_problem: Callable[..., BinaryProblem]
) -> None:
    complete = solve(seeded_problem(5), layers=1)

    result = solve(seeded_problem(5), layers=3, start="interpolation", max_circuits=complete.spent.circuits)

    assert len(result.optimized_parameters) == 2
    assert result.spent.circuits <= complete.spent.circuits
    assert not result.convergence_achieved
    assert "sufficed for 1 of 3 layers" in result.termination


def test_what_was_optimised_can_be_given_back(
    solve: Solve,
    seeded_problem: Callable[..., BinaryProblem],
    dense_probabilities: Callable[..., NDArray[np.float64]],
) -> None:
    problem = seeded_problem(5)
    result = solve(problem, layers=2)

    again = solve(problem, layers=2, optimizer="none", initial_parameters=result.optimized_parameters)

    costs = [problem.quadratic_form().cost([int(b) for b in f"{index:05b}"]) for index in range(32)]
    dense = dense_probabilities(problem, np.array(result.optimized_parameters)) @ np.array(costs)
    assert again.final_cost == pytest.approx(result.final_cost, abs=1e-12)
    assert dense == pytest.approx(result.final_cost, abs=1e-10)
    assert again.optimized_parameters == pytest.approx(result.optimized_parameters, rel=1e-15)


def test_fixed_angles_are_refused_where_none_are_published(
    solve: Solve, seeded_problem: Callable[..., BinaryProblem]
) -> None:
    with pytest.raises(InvalidPlan, match="fixed_angles"):
        solve(seeded_problem(4), start="fixed_angles")
