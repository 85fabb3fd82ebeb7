"""The benchmark's problems: the same in every process, and what their names say."""

import json

import numpy as np
import pytest

from benchmarks.qaoa.instances import Kind, ising, points, request
from contract.problems import MaxCut
from contract.run_request import read_request
from quantum_code.problems.ising import Ising
from quantum_code.simulators.diagonal import energies_of_all

NUM_QUBITS = 8


@pytest.mark.parametrize("kind", ["max_cut", "weighted"])
def test_a_problem_is_drawn_from_its_seed(kind: Kind) -> None:
    assert ising(kind, NUM_QUBITS) == ising(kind, NUM_QUBITS)
    assert ising(kind, NUM_QUBITS) != ising(kind, NUM_QUBITS + 2)


@pytest.mark.parametrize("kind", ["max_cut", "weighted"])
def test_every_qubit_has_three_couplings(kind: Kind) -> None:
    ends = [qubit for pair in ising(kind, NUM_QUBITS).couplings for qubit in pair]
    assert sorted(ends) == sorted(3 * list(range(NUM_QUBITS)))


def test_a_flip_of_all_spins_changes_only_the_weighted_problem() -> None:
    cut, weighted = (energies_of_all(ising(kind, NUM_QUBITS)) for kind in ("max_cut", "weighted"))
    np.testing.assert_allclose(cut, cut[::-1], atol=1e-12)
    assert np.abs(weighted - weighted[::-1]).min() > 1e-6
    assert len(np.unique(weighted)) == 2**NUM_QUBITS


def test_the_request_is_for_the_same_problem() -> None:
    problem, fields = read_request(json.dumps(request(NUM_QUBITS, 4)))
    assert fields == {"layers": 4}
    assert isinstance(problem, MaxCut)
    assert Ising.from_quadratic(problem.quadratic_form()) == ising("max_cut", NUM_QUBITS)


def test_no_two_points_are_the_same() -> None:
    found = points(3, 7)
    assert {point.shape for point in found} == {(6,)}
    assert len({point.tobytes() for point in found}) == 7
