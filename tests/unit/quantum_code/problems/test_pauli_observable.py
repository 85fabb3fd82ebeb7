"""A sum of Pauli words is the same operator as a matrix, as words, and through its measurement bases."""

import numpy as np
import pennylane as qml
import pytest

from quantum_code.devices.operators import sum_of_words
from quantum_code.problems.pauli_observable import PauliObservable
from tests.unit.quantum_code.problems.molecules_at_hand import molecule


@pytest.mark.parametrize("name", ["H2", "H3+", "H4"])
def test_matrix_and_operator_agree(name: str) -> None:
    observable = molecule(name).hamiltonian
    n = observable.num_qubits
    words = qml.matrix(sum_of_words(observable), wire_order=range(n)) + observable.constant * np.eye(2**n)
    np.testing.assert_allclose(observable.matrix(np.arange(2**n)).toarray(), words, atol=1e-9)


def test_a_block_is_part_of_the_matrix() -> None:
    observable, states = molecule("H3+").hamiltonian, np.array([3, 12, 33, 48])
    whole = observable.matrix(np.arange(2**6)).toarray()
    np.testing.assert_allclose(observable.matrix(states).toarray(), whole[np.ix_(states, states)], atol=1e-12)


@pytest.mark.parametrize("name", ["H2", "HeH+", "H3+"])
def test_the_bases_add_up_to_the_operator(name: str) -> None:
    """Each basis, turned back by its rotations, is an operator; their sum is the Hamiltonian."""
    observable = molecule(name).hamiltonian
    n = observable.num_qubits
    bits = ((np.arange(2**n)[:, None] >> np.arange(n - 1, -1, -1)) & 1).astype(np.uint8)
    total = observable.constant * np.eye(2**n, dtype=complex)
    for basis in observable.bases():
        rotation = np.eye(2**n)
        for gate in basis.rotations():
            rotation = qml.matrix(gate, wire_order=range(n)) @ rotation
        total += rotation.conj().T @ np.diag(basis.values(bits)) @ rotation
    np.testing.assert_allclose(total, observable.matrix(np.arange(2**n)).toarray(), atol=1e-9)


def test_no_two_values_of_a_basis_differ_by_more_than_its_spread() -> None:
    bits = ((np.arange(16)[:, None] >> np.arange(3, -1, -1)) & 1).astype(np.uint8)
    for basis in molecule("H2").hamiltonian.bases():
        assert np.ptp(basis.values(bits)) <= basis.spread + 1e-12


def test_words_are_read_in_any_order_and_rounding_is_dropped() -> None:
    operator = 0.5 * qml.Z(2) @ qml.X(0) + 1e-14 * qml.Y(1) @ qml.Y(0) - 2 * qml.I(0)
    observable = PauliObservable.of(operator, 3)
    assert observable.constant == -2
    assert observable.terms == {((0, "X"), (2, "Z")): 0.5}
