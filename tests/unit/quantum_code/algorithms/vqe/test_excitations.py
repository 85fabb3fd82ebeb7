"""Excitations are exactly the fermionic ones, and keep what electrons conserve."""

import numpy as np
import pennylane as qml
import pytest

from quantum_code.algorithms.vqe.excitations import (
    Excitation,
    Rotation,
    SpinPair,
    excitation_gates,
    rotations_of,
    spin_pairs,
)
from quantum_code.states import FloatArray, Operation

N = 8


def matrix(gates: list[Operation]) -> FloatArray:
    product = np.eye(2**N)
    for gate in gates:
        product = qml.matrix(gate, wire_order=range(N)) @ product
    return np.real_if_close(product)


def exponential(excitation: Excitation, amplitude: float) -> FloatArray:
    """exp(amplitude·(T - T†)) from the Jordan-Wigner mapping of T itself."""
    operators = [qml.FermiC(q) for q in excitation.virtual] + [qml.FermiA(q) for q in reversed(excitation.occupied)]
    product = operators[0]
    for operator in operators[1:]:
        product = product * operator
    moved = qml.matrix(qml.jordan_wigner(product), wire_order=range(N))
    values, vectors = np.linalg.eigh(1j * (moved - moved.conj().T))
    return np.real_if_close(vectors @ np.diag(np.exp(-1j * amplitude * values)) @ vectors.conj().T)


@pytest.mark.parametrize(
    "excitation",
    [
        Excitation((0,), (4,)),
        Excitation((3,), (7,)),
        Excitation((0, 1), (4, 5)),
        Excitation((0, 3), (4, 7)),
        Excitation((1, 2), (5, 6)),
        Excitation((0, 2), (5, 7)),
    ],
    ids=str,
)
def test_gates_are_the_exponential_of_the_excitation(excitation: Excitation) -> None:
    gates = excitation_gates([Rotation(excitation, 0, 1)], [0.7])
    np.testing.assert_allclose(matrix(gates), exponential(excitation, 0.7), atol=1e-10)


def test_they_are_pennylanes_fermionic_excitations() -> None:
    """Which take twice the amplitude, and for two electrons its negative."""
    single = matrix(excitation_gates([Rotation(Excitation((1,), (5,)), 0, 1)], [0.3]))
    np.testing.assert_allclose(single, matrix([qml.FermionicSingleExcitation(0.6, wires=[1, 2, 3, 4, 5])]), atol=1e-10)
    double = matrix(excitation_gates([Rotation(Excitation((0, 2), (4, 7)), 0, 1)], [0.3]))
    theirs = qml.FermionicDoubleExcitation(-0.6, wires1=[0, 1, 2], wires2=[4, 5, 6, 7])
    np.testing.assert_allclose(double, matrix([theirs]), atol=1e-10)


def test_shared_gates_change_nothing() -> None:
    """The circuit of all excitations of H4 is the product of its rotations one by one, with a third of the CZ."""
    rotations = rotations_of(spin_pairs(4, N))
    amplitudes = np.random.default_rng(20).normal(0, 0.3, len(spin_pairs(4, N)))
    apart = [gate for rotation in rotations for gate in excitation_gates([rotation], amplitudes)]
    together = excitation_gates(rotations, amplitudes)
    np.testing.assert_allclose(matrix(together), matrix(apart), atol=1e-10)
    assert len(together) < 0.8 * len(apart)


def test_turning_spins_over_gives_the_partner_with_its_sign() -> None:
    """Swapping every spin, as a permutation of modes, takes an excitation to its partner."""
    swap = matrix([qml.FermionicSWAP(np.pi, wires=[2 * p, 2 * p + 1]) for p in range(N // 2)])
    for excitation in (Excitation((0,), (6,)), Excitation((0, 1), (4, 7)), Excitation((0, 3), (4, 5))):
        partner, sign = excitation.spin_flipped()
        turned = swap @ exponential(excitation, 0.4) @ swap.conj().T
        np.testing.assert_allclose(turned, exponential(partner, sign * 0.4), atol=1e-10)


def test_every_excitation_that_keeps_the_spin_is_in_one_pair() -> None:
    terms = [excitation for pair in spin_pairs(4, N) for excitation, _ in pair.terms]
    singles, doubles = qml.qchem.excitations(4, N)
    expected = {((i,), (a,)) for i, a in singles} | {((i, j), (a, b)) for i, j, a, b in doubles}
    assert len(terms) == len(set(terms)) == 26
    assert {(excitation.occupied, excitation.virtual) for excitation in terms} == expected


def test_names() -> None:
    assert str(SpinPair.of(Excitation((0, 1), (4, 5)))) == "0 1 → 4 5"
    assert str(SpinPair.of(Excitation((0,), (4,)))) == "0 → 4 + 1 → 5"
    assert str(SpinPair.of(Excitation((0, 1), (4, 7)))) == "0 1 → 4 7 − 0 1 → 5 6"
