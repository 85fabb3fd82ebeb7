"""Observables in the forms that simulators evaluate fastest."""

import numpy as np
import pennylane as qml
import scipy.sparse

from quantum_code.problems.pauli_observable import PauliObservable
from quantum_code.states import FloatArray, Observable, Operation

LARGEST_MATRIX = 2**22
"""Entries of an observable's sparse matrix (100 MB) up to which the simulators evaluate it faster than its words."""

CHUNK = 2**16
"""Bitstrings whose values are worked out at a time, which bounds the memory it takes."""


def is_diagonal(observable: Observable) -> bool:
    """Whether measuring all qubits as they are tells the observable."""
    bases = observable.bases()
    return len(bases) == 1 and not bases[0].rotations()


class OperatorCache:
    """The form of an observable that a simulator evaluates fastest.

    The last one is kept: an ansatz that grows is prepared again and again with the same observable.
    """

    def __init__(self) -> None:
        self._last: tuple[Observable, Operation] | None = None

    def operator(self, observable: Observable) -> Operation:
        """The operator as a sparse matrix if that is real and small enough, else as a sum of words."""
        if self._last is None or self._last[0] is not observable:
            self._last = observable, fastest_operator(observable)
        return self._last[1]


def fastest_operator(observable: Observable) -> Operation:
    """The operator without its constant, as a sparse matrix if that is real and small enough, else as words."""
    if isinstance(observable, PauliObservable) and observable.sector is not None:
        return observable.sector_operator
    n, terms = observable.num_qubits, observable.terms
    flips = {tuple(qubit for qubit, letter in word if letter != "Z") for word in terms}
    real = all(sum(letter == "Y" for _, letter in word) % 2 == 0 for word in terms)
    if not real or len(flips) * 2**n > LARGEST_MATRIX:
        return sum_of_words(observable)
    matrix = PauliObservable(n, 0.0, terms).matrix(np.arange(2**n))
    return qml.SparseHamiltonian(scipy.sparse.csr_matrix(matrix), wires=range(n))


def sum_of_words(observable: Observable) -> Operation:
    """The operator without its constant as a PennyLane Hamiltonian."""
    words = [qml.pauli.PauliWord(dict(word)).operation() for word in observable.terms]
    return qml.Hamiltonian(list(observable.terms.values()), words)


def diagonal_operator(values: FloatArray) -> Operation:
    """The operator with these eigenvalues, shape (2ⁿ,), in the computational basis."""
    n = len(values).bit_length() - 1
    return qml.SparseHamiltonian(scipy.sparse.diags(values, format="csr"), wires=range(n))


def diagonal_values(observable: Observable) -> FloatArray:
    """A diagonal observable's value without its constant for every bitstring; bit 0 is most significant."""
    n, (basis,) = observable.num_qubits, observable.bases()
    places = np.arange(n - 1, -1, -1)
    values = np.empty(2**n)
    for start in range(0, 2**n, CHUNK):
        indices = np.arange(start, min(start + CHUNK, 2**n))
        values[indices] = basis.values(((indices[:, np.newaxis] >> places) & 1).astype(np.uint8))
    return values
