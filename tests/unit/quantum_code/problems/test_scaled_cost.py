"""The cost that a device minimises has no units, and turns back into the problem's own."""

import itertools
from typing import Any

import numpy as np
import pytest

from contract.problems import BinaryProblem, parse_problem
from quantum_code.problems.scaled_cost import ScaledCost


def qubo(size: int, seed: int = 42, **fields: Any) -> BinaryProblem:
    problem = parse_problem({"problem_type": "optimization", "problem_size": size, "seed": seed, **fields})
    assert isinstance(problem, BinaryProblem)
    return problem


def assignments(problem: BinaryProblem) -> list[tuple[int, ...]]:
    every = itertools.product((0, 1), repeat=problem.problem_size)
    return [bits for bits in every if problem.allows(bits)]


@pytest.mark.parametrize("ones", [None, 1, 3, 5])
def test_energies_are_the_costs_of_assignments_in_other_units(ones: int | None) -> None:
    problem = qubo(6, hamming_weight=ones)
    bits = assignments(problem)
    costs = [problem.quadratic_form().cost(assignment) for assignment in bits]
    cost = ScaledCost.of(problem)

    (basis,) = cost.observable.bases()
    energies = cost.observable.constant + basis.values(np.array(bits, dtype=np.uint8))

    np.testing.assert_allclose(cost.of_energies(energies), costs, atol=1e-12)
    assert energies.mean() == pytest.approx(0, abs=1e-12)
    assert np.ptp(costs) <= cost.spread + 1e-12


@pytest.mark.parametrize("ones", [None, 2, 4])
def test_problems_that_differ_in_units_have_the_same_energies(ones: int | None) -> None:
    fields = {"problem_type": "ising", "problem_size": 5, "hamming_weight": ones}
    couplings = [[0, 1, 1.0], [1, 2, -0.5], [2, 4, 0.25], [0, 3, 2.0]]
    one = parse_problem(fields | {"couplings": couplings})
    other = parse_problem(fields | {"couplings": [[i, j, 1e6 * c] for i, j, c in couplings], "constant": -40.0})
    assert isinstance(one, BinaryProblem)
    assert isinstance(other, BinaryProblem)

    small, large = ScaledCost.of(one), ScaledCost.of(other)

    assert large.unit == pytest.approx(1e6 * small.unit)
    assert large.of_energy(0.0) == pytest.approx(1e6 * small.of_energy(0.0) - 40)
    np.testing.assert_allclose(list(large.ising.couplings.values()), list(small.ising.couplings.values()))


def test_without_a_constraint_the_strength_is_one() -> None:
    cost = ScaledCost.of(qubo(7))

    assert cost.ising.strength == pytest.approx(1)
    assert cost.ising.offset == 0
    assert cost.observable is cost.ising
