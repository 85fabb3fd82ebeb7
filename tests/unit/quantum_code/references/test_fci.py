"""The exact energy: independent diagonalisation, the sector it is sought in, and where it is not sought."""

import numpy as np
import pennylane as qml
import pytest

from quantum_code.devices.operators import sum_of_words
from quantum_code.problems.determinants import count_entries, determinants
from quantum_code.problems.molecule import Molecule
from quantum_code.problems.pauli_observable import PauliObservable
from quantum_code.references import fci
from quantum_code.references.fci import full_configuration_interaction
from tests.unit.quantum_code.problems.molecules_at_hand import molecule


@pytest.mark.parametrize("name", ["H2", "HeH+", "H3+", "H4"])
def test_against_dense_diagonalisation_of_pennylanes_matrix(name: str) -> None:
    """With everything but the right number of electrons lifted out of the way."""
    found = molecule(name)
    n = found.num_qubits
    matrix = qml.matrix(sum_of_words(found.hamiltonian), wire_order=range(n)).real
    number = qml.matrix(qml.qchem.particle_number(n), wire_order=range(n)).real.diagonal()
    lifted = matrix + np.diag(100.0 * (number - found.electrons) ** 2)
    reference = full_configuration_interaction(found)
    assert reference is not None
    assert reference.minimum == pytest.approx(np.linalg.eigvalsh(lifted)[0] + found.hamiltonian.constant, abs=1e-9)


def test_sparse_and_dense_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    dense = full_configuration_interaction(molecule("LiH"))
    monkeypatch.setattr(fci, "DENSE", 0)
    sparse = full_configuration_interaction(molecule("LiH"))
    assert dense is not None
    assert sparse is not None
    assert dense.determinants == sparse.determinants == 225
    assert sparse.minimum == pytest.approx(dense.minimum, abs=1e-9)


def test_determinants_have_the_right_number_of_either_spin() -> None:
    states = determinants(2, 4)
    assert len(states) == 36 == len(set(states.tolist()))
    assert np.all(np.diff(states) > 0)
    up, down = 0b10101010, 0b01010101
    assert all((state & up).bit_count() == 2 == (state & down).bit_count() for state in states.tolist())


def test_the_bound_on_entries_holds() -> None:
    for name in ("H2", "H4", "LiH"):
        found = molecule(name)
        pairs, orbitals = found.electrons // 2, found.num_qubits // 2
        assert found.hamiltonian.matrix(determinants(pairs, orbitals)).nnz <= count_entries(pairs, orbitals)


def test_too_large_a_space_is_left_alone() -> None:
    nothing = PauliObservable(26, 0.0, {})
    assert full_configuration_interaction(Molecule(12, 26, nothing, 0.0)) is None
