"""The energies of all assignments, against those of each by itself."""

import numpy as np
import pytest

from quantum_code.problems.ising import Ising
from quantum_code.simulators.diagonal import energies_of_all, first_spin_up
from tests.unit.quantum_code.simulators.plain_qaoa import FAMILIES, SYMMETRIC, cost, diagonal, most_bytes


def all_coupled(num_qubits: int, *, integers: bool = False) -> Ising:
    """A field on every spin and a coupling of every pair, of both signs."""
    rng = np.random.default_rng(num_qubits)

    def draw() -> float:
        return float(rng.integers(-9, 10) if integers else rng.normal())

    pairs = [(i, j) for i in range(num_qubits) for j in range(i + 1, num_qubits)]
    return Ising(draw(), tuple(draw() for _ in range(num_qubits)), {pair: draw() for pair in pairs})


@pytest.mark.parametrize("n", range(1, 11))
def test_every_assignment(n: int) -> None:
    for ising in (all_coupled(n), *(cost(n, family) for family in FAMILIES)):
        found = energies_of_all(ising)
        assert found.dtype == np.float64
        assert found.shape == (2**n,)
        np.testing.assert_allclose(found, diagonal(ising), rtol=0, atol=1e-13 * (1 + n))


@pytest.mark.parametrize("n", [1, 2, 5, 10, 16])
def test_integers_are_exact(n: int) -> None:
    """So that costs that are equal are equal numbers, and tie."""
    ising = all_coupled(n, integers=True)

    assert np.array_equal(energies_of_all(ising), diagonal(ising))


@pytest.mark.parametrize("n", [2, 7, 12])
def test_half_of_it_is_a_problem_of_the_other_qubits(n: int) -> None:
    ising = all_coupled(n)
    half = first_spin_up(ising)

    assert half.num_qubits == n - 1
    np.testing.assert_allclose(energies_of_all(half), diagonal(ising)[: 2 ** (n - 1)], rtol=0, atol=1e-12)


@pytest.mark.parametrize("family", SYMMETRIC)
def test_the_other_half_mirrors_it_without_fields(family: str) -> None:
    energies = energies_of_all(cost(9, family))

    np.testing.assert_allclose(energies, energies[::-1], rtol=0, atol=1e-13)


def test_no_field_no_coupling() -> None:
    assert energies_of_all(Ising(-2.5, (0.0, 0.0, 0.0), {})).tolist() == [-2.5] * 8


def test_memory() -> None:
    """Half as much again as the result."""
    assert most_bytes(lambda: energies_of_all(all_coupled(18))) < 1.51 * 8 * 2**18
