"""What the tests of QAOA share: a run on the default device, and an independent state vector."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from contract.problems import BinaryProblem, parse_problem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult
from quantum_code.problems.cost_vector import cost_vector
from quantum_code.run import run


def solve(problem: BinaryProblem, **plan: Any) -> BinaryResult:
    """The result of QAOA on the default device."""
    result = run(problem, RunPlan(**plan), job_name="a-job", on_iteration=lambda iteration, cost: None)
    assert isinstance(result, BinaryResult)
    return result


def seeded_problem(size: int, seed: int = 42, **fields: Any) -> BinaryProblem:
    """The seeded QUBO of that size."""
    problem = parse_problem({"problem_type": "optimization", "problem_size": size, "seed": seed, **fields})
    assert isinstance(problem, BinaryProblem)
    return problem


def dense_probabilities(problem: BinaryProblem, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of all outcomes of QAOA with the X mixer, from a state vector of shape (2,)*n, by phases and rotations.

    The parameters are γ₁…γₚ, β₁…βₚ for the cost in its own units.
    """
    n = problem.problem_size
    costs = cost_vector(problem.quadratic_form()).reshape((2,) * n)
    state = np.full((2,) * n, 2 ** (-n / 2), dtype=complex)
    for gamma, beta in zip(*np.split(np.asarray(parameters), 2), strict=True):
        state = state * np.exp(-1j * gamma * costs)
        for qubit in range(n):
            state = np.cos(beta) * state - 1j * np.sin(beta) * np.flip(state, axis=qubit)
    probabilities: NDArray[np.float64] = np.abs(state.ravel()) ** 2
    return probabilities


@pytest.fixture(name="solve")
def _solve() -> Callable[..., BinaryResult]:
    return solve


@pytest.fixture(name="seeded_problem")
def _seeded_problem() -> Callable[..., BinaryProblem]:
    return seeded_problem


@pytest.fixture(name="dense_probabilities")
def _dense_probabilities() -> Callable[..., NDArray[np.float64]]:
    return dense_probabilities
