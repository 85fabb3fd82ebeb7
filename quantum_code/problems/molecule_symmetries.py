"""What the electrons of a molecule conserve: their number and their spin."""

import functools

import numpy as np
import pennylane as qml

from quantum_code.problems.molecule import Molecule
from quantum_code.problems.pauli_observable import PauliObservable
from quantum_code.states import FloatArray, Word


def occupation_means(probabilities: FloatArray) -> tuple[float, float]:
    """The mean number of electrons and the mean S_z (in ħ) from 2ⁿ outcome probabilities, qubit 0 most significant."""
    n = len(probabilities).bit_length() - 1
    states = np.arange(2**n)
    occupations = np.array([probabilities @ (states >> (n - 1 - qubit) & 1) for qubit in range(n)])
    return float(occupations.sum()), float(occupations[0::2].sum() - occupations[1::2].sum()) / 2


@functools.cache
def spin_squared(num_qubits: int) -> PauliObservable:
    """S² = S₋S₊ + S_z² + S_z in units of ħ², for any number of electrons in num_qubits/2 orbitals."""
    create, destroy = qml.FermiC, qml.FermiA
    raising = sum(create(2 * p) * destroy(2 * p + 1) for p in range(num_qubits // 2))
    lowering = sum(create(2 * p + 1) * destroy(2 * p) for p in range(num_qubits // 2))
    projection = sum((-1) ** qubit / 2 * create(qubit) * destroy(qubit) for qubit in range(num_qubits))
    total = lowering * raising + projection * projection + projection
    return PauliObservable.of(qml.jordan_wigner(total), num_qubits)


def number_penalty(molecule: Molecule, charge: int) -> PauliObservable:
    """The Hamiltonian, plus a penalty µ(N - electrons)² for circuits that do not keep the number N (arXiv:1806.00461).

    µ = (charge + 1)²/2 hartree (1/2 for anions) is what binds an electron in a hydrogen-like ion of that charge. So
    gaining or losing electrons never pays, and the molecule's own ground state has the lowest energy of all.
    """
    strength = (max(charge, 0) + 1) ** 2 / 2
    n, hamiltonian = molecule.num_qubits, molecule.hamiltonian
    offset = n / 2 - molecule.electrons  # N - electrons = offset - ΣZ/2
    terms: dict[Word, float] = dict(hamiltonian.terms)
    for i in range(n):
        terms[(i, "Z"),] = terms.get(((i, "Z"),), 0.0) - strength * offset
        for j in range(i + 1, n):
            pair = (i, "Z"), (j, "Z")
            terms[pair] = terms.get(pair, 0.0) + strength / 2
    return PauliObservable(n, hamiltonian.constant + strength * (offset**2 + n / 4), terms)
