"""QAOA with the CVaR as its objective (Barkoutsos et al., arXiv:1907.04769)."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from contract.problems import BinaryProblem
from contract.run_result import BinaryResult
from quantum_code.problems.cost_vector import cost_vector

Solve = Callable[..., BinaryResult]
ANGLES = (0.4, 0.2, -0.5, -0.1)


def cvar(costs: NDArray[np.float64], probabilities: NDArray[np.float64], alpha: float) -> float:
    """The mean of the lowest costs that have the probability alpha together, summed one by one."""
    left, total = alpha, 0.0
    for index in np.argsort(costs):
        share = min(left, probabilities[index])
        total += share * costs[index]
        left -= share
    return float(total / alpha)


@pytest.mark.parametrize("alpha", [0.05, 0.25, 0.7])
def test_the_exact_value(
    solve: Solve,
    seeded_problem: Callable[..., BinaryProblem],
    dense_probabilities: Callable[..., NDArray[np.float64]],
    alpha: float,
) -> None:
    problem = seeded_problem(5)
    plan: dict[str, Any] = {"layers": 2, "initial_parameters": ANGLES, "optimizer": "none", "objective": "cvar"}

    result = solve(problem, cvar_alpha=alpha, **plan)

    costs = cost_vector(problem.quadratic_form())
    probabilities = dense_probabilities(problem, np.array(ANGLES))
    assert result.final_cost == pytest.approx(cvar(costs, probabilities, alpha), abs=1e-10)
    assert result.expectation == pytest.approx(float(costs @ probabilities), abs=1e-10)
    assert result.final_cost < result.expectation


def test_a_smaller_share_is_never_worse_and_all_of_it_is_the_expectation(
    solve: Solve, seeded_problem: Callable[..., BinaryProblem]
) -> None:
    plan: dict[str, Any] = {"layers": 2, "initial_parameters": ANGLES, "optimizer": "none", "objective": "cvar"}

    results = [solve(seeded_problem(6), cvar_alpha=alpha, **plan) for alpha in (0.01, 0.1, 0.3, 0.6, 1.0)]

    costs = [result.final_cost for result in results]
    assert costs == sorted(costs)
    assert costs[-1] == pytest.approx(results[-1].expectation)
    assert results[0].reference is not None
    assert costs[0] >= results[0].reference.minimum - 1e-12


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_what_is_minimised_is_the_tail(solve: Solve, seeded_problem: Callable[..., BinaryProblem], seed: int) -> None:
    problem = seeded_problem(8, seed)
    mean = solve(problem, layers=1)
    plan: dict[str, Any] = {"layers": 1, "objective": "cvar", "cvar_alpha": 0.5}

    tail = solve(problem, **plan)
    tail_of_the_mean = solve(problem, optimizer="none", initial_parameters=mean.optimized_parameters, **plan)

    assert tail.final_cost == tail.cost_history[-1] < tail.cost_history[0]
    assert tail.final_cost < tail_of_the_mean.final_cost
    assert tail.expectation > mean.expectation


def test_from_shots_it_comes_with_an_interval_of_its_own(
    solve: Solve, seeded_problem: Callable[..., BinaryProblem]
) -> None:
    problem = seeded_problem(6)
    plan: dict[str, Any] = {"layers": 2, "initial_parameters": ANGLES, "optimizer": "none", "objective": "cvar"}

    exact = solve(problem, **plan)
    result = solve(problem, evaluation="shots", shots=4000, **plan)

    assert result.final_cost < result.expectation
    assert result.final_cost_interval != result.expectation_interval
    # 4 standard errors off is once in 16 000.
    assert abs(result.final_cost - exact.final_cost) < 4 * result.final_cost_stderr
    assert abs(result.expectation - exact.expectation) < 4 * result.expectation_stderr
