"""Sums of tensor products of observables, applied to a state vector."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from braket.default_simulator.linalg_utils import multiply_matrix
from numpy.typing import NDArray

from local_aws.simulators.errors import TaskFailed
from local_aws.simulators.pragmas import ObservableTerm

MATRICES = {
    "h": np.array([[1, 1], [1, -1]], dtype=complex) / np.sqrt(2),
    "i": np.eye(2, dtype=complex),
    "x": np.array([[0, 1], [1, 0]], dtype=complex),
    "y": np.array([[0, -1j], [1j, 0]], dtype=complex),
    "z": np.array([[1, 0], [0, -1]], dtype=complex),
}


def apply_observable(terms: Iterable[ObservableTerm], state: NDArray[Any]) -> NDArray[Any]:
    """The sum of the terms times the state, which is a tensor with one axis for each qubit and stays as it is."""
    total = np.zeros_like(state)
    for term in terms:
        if term.targets is None:
            for qubit in range(state.ndim):
                total += term.coefficient * _apply_product(term.observable, (qubit,), state)
        else:
            total += term.coefficient * _apply_product(term.observable, term.targets, state)
    return total


def _apply_product(factors: list[Any], targets: tuple[int, ...], state: NDArray[Any]) -> NDArray[Any]:
    result = state.copy()  # multiply_matrix may write into what it is given
    for factor in factors:
        matrix = _matrix(factor)
        width = matrix.shape[0].bit_length() - 1
        if len(targets) < width:
            raise TaskFailed("An observable acts on more qubits than it is given targets")
        if factor != "i":
            result = multiply_matrix(result, matrix, targets[:width])
        targets = targets[width:]
    return result


def _matrix(factor: Any) -> NDArray[Any]:
    """Of an observable in the IR's form: a name, or rows of [real, imaginary] pairs."""
    if isinstance(factor, str):
        named: NDArray[Any] = MATRICES[factor]
        return named
    pairs = np.array(factor, dtype=float)
    matrix: NDArray[Any] = pairs[..., 0] + 1j * pairs[..., 1]
    if not np.allclose(matrix, matrix.conj().T):
        raise TaskFailed("The matrix of an observable is not Hermitian")
    return matrix
