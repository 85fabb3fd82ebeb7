"""The hardware-efficient ansatz also minimises costs over bits."""

import pytest

from contract.problems import parse_problem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, Enumeration
from quantum_code.run import run


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_finds_the_optimum_of_a_small_qubo(seed: int) -> None:
    problem = parse_problem({"problem_type": "optimization", "problem_size": 5, "seed": seed})
    told: list[float] = []
    plan = RunPlan(algorithm="vqe", seed=seed, layers=2)
    result = run(problem, plan, job_name="run-1", on_iteration=lambda _, cost: told.append(cost))
    assert isinstance(result, BinaryResult)
    assert isinstance(result.reference, Enumeration)
    assert result.best.cost == pytest.approx(result.reference.minimum)
    assert result.expectation < problem.mean_cost  # type: ignore[attr-defined]
    assert told == list(result.cost_history)
    assert len(result.optimized_parameters) == 2 * 5 * 3
