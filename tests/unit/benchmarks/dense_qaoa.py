"""QAOA as matrices: what every contender has to agree with."""

import numpy as np
from numpy.typing import NDArray

from quantum_code.problems.ising import Ising
from quantum_code.states import FloatArray

STEP = 1e-5
"""Of the central differences (radians), whose error is near 1e-9 then."""


def energy(problem: Ising, parameters: FloatArray) -> float:
    """The expectation of the cost, by matrices of 2ⁿ rows."""
    n = problem.num_qubits
    bits = (np.arange(2**n)[:, None] >> np.arange(n - 1, -1, -1)) & 1
    costs = problem.energies(bits.astype(np.uint8))
    state = np.full(2**n, 2 ** (-n / 2), dtype=np.complex128)
    for gamma, beta in zip(*np.split(parameters, 2), strict=True):
        state = _mixer(n, beta) @ (np.exp(-1j * gamma * costs) * state)
    return float(costs @ np.abs(state) ** 2)


def gradient(problem: Ising, parameters: FloatArray) -> FloatArray:
    """By central differences."""
    steps = STEP * np.eye(len(parameters))
    rises = [energy(problem, parameters + step) - energy(problem, parameters - step) for step in steps]
    return np.array(rises) / (2 * STEP)


def _mixer(num_qubits: int, beta: float) -> NDArray[np.complex128]:
    """e^{-iβX} on every qubit, shape (2ⁿ, 2ⁿ)."""
    rotation = np.array([[np.cos(beta), -1j * np.sin(beta)], [-1j * np.sin(beta), np.cos(beta)]])
    product = np.ones((1, 1), dtype=np.complex128)
    for _ in range(num_qubits):
        product = np.kron(product, rotation)
    return product
