"""QAOA the plain way, one qubit after another on complex amplitudes, and the costs that engines are tried on."""

import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quantum_code.problems.ising import Ising
from quantum_code.states import BitArray, FloatArray

States = NDArray[np.complex128]

FAMILIES = ("unweighted", "weighted", "unweighted with fields", "weighted with fields")
SYMMETRIC = FAMILIES[:2]
"""Those whose costs do not change when all bits are flipped."""

STEP = 1e-5
"""Radians; central differences are off by its square, and by the rounding of energies over it: 1e-10 each."""


def cost(num_qubits: int, family: str) -> Ising:
    """A ring, or an edge, with up to half as many chords, drawn for each size."""
    rng = np.random.default_rng(num_qubits)
    ring = {(i, i + 1) for i in range(num_qubits - 1)} | {(0, num_qubits - 1)}
    chords = {(int(i), int(j)) for i, j in rng.integers(num_qubits, size=(num_qubits // 2, 2))}
    pairs = sorted((i, j) for i, j in ring | chords if i < j)
    weighted = family.startswith("weighted")
    couplings = {pair: float(rng.normal()) if weighted else 0.5 for pair in pairs}
    fields = rng.normal(size=num_qubits) if weighted else np.full(num_qubits, -0.5)
    linear = family not in SYMMETRIC
    return Ising(0.7, tuple((fields * linear).tolist()), couplings)


def assignments(num_qubits: int) -> BitArray:
    """Every one, shape (2ⁿ, n), in the order of their indices."""
    indices = np.arange(2**num_qubits)[:, np.newaxis]
    return np.asarray(indices >> np.arange(num_qubits)[::-1] & 1, dtype=np.uint8)


def diagonal(ising: Ising) -> FloatArray:
    """The cost of every assignment, shape (2ⁿ,)."""
    return ising.energies(assignments(ising.num_qubits))


def angles(layers: int, seed: int = 3) -> FloatArray:
    """Parameters in no special place, of both signs."""
    return np.asarray(np.random.default_rng(seed).uniform(-2, 2, 2 * layers), dtype=np.float64)


def differences(function: Callable[[FloatArray], float], parameters: FloatArray) -> FloatArray:
    """The gradient of a function by central differences."""
    moves = STEP * np.eye(len(parameters))
    return np.array([function(parameters + move) - function(parameters - move) for move in moves]) / (2 * STEP)


def most_bytes(function: Callable[[], object]) -> int:
    """How much memory is held at most, in NumPy's arrays and else, of what is taken during a call."""
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@dataclass(frozen=True)
class PlainQaoa:
    """The state of QAOA and its derivatives, each carried forward beside it: no way back, no groups of qubits."""

    costs: FloatArray  # shape (2ᵐ,)
    mirrored: bool = False  # with a term of the mixer that flips all qubits at once

    def state(self, parameters: FloatArray) -> States:
        return np.asarray(self._with_derivatives(parameters, derivatives=False)[0])

    def probabilities(self, parameters: FloatArray) -> FloatArray:
        return np.asarray(np.square(np.abs(self.state(parameters))), dtype=np.float64)

    def value_and_gradient(self, parameters: FloatArray, values: FloatArray | None = None) -> tuple[float, FloatArray]:
        """The expectation of the costs, or of another diagonal, and its derivatives, shape (2p,)."""
        state, *derivatives = self._with_derivatives(parameters, derivatives=True)
        left = state.conj() * (self.costs if values is None else values)
        slopes = np.array([2 * float((left @ derivative).real) for derivative in derivatives])
        return float((left @ state).real), slopes

    def cvar_and_gradient(self, parameters: FloatArray, share: float) -> tuple[float, FloatArray]:
        """The mean of the best outcomes by sorting all, and the gradient of what it is the least upper bound of."""
        probabilities, order = self.probabilities(parameters), np.argsort(self.costs, kind="stable")
        value, quantile = best_mean(self.costs[order], probabilities[order], share)
        values = np.asarray(quantile + np.minimum(self.costs - quantile, 0) / share, dtype=np.float64)
        return value, self.value_and_gradient(parameters, values)[1]

    def _with_derivatives(self, parameters: FloatArray, *, derivatives: bool) -> States:
        """The state, and if they are asked for its derivatives by each parameter below it."""
        layers = len(parameters) // 2
        states = np.zeros((1 + 2 * layers * derivatives, self.costs.size), dtype=np.complex128)
        states[0] = self.costs.size**-0.5
        terms = range(self.costs.size.bit_length() - 1 + self.mirrored)
        for layer, (gamma, beta) in enumerate(zip(*np.split(parameters, 2), strict=True)):
            states *= np.exp(-1j * gamma * self.costs)
            if derivatives:
                states[1 + layer] = -1j * self.costs * states[0]
            for term in terms:
                states = np.cos(beta) * states - 1j * np.sin(beta) * self._flipped(states, term)
            if derivatives:
                states[1 + layers + layer] = -1j * sum(self._flipped(states[:1], term)[0] for term in terms)
        return states

    def _flipped(self, states: States, term: int) -> States:
        """With one term of the mixer applied: X on a qubit, or after the last of them on all."""
        if 2**term == self.costs.size:
            return states[:, ::-1]
        return states.reshape(len(states), 2**term, 2, -1)[:, :, ::-1].reshape(states.shape)


def best_mean(costs: FloatArray, probabilities: FloatArray, share: float) -> tuple[float, float]:
    """Of ascending costs: the mean of the first that have the share together, and the last of them."""
    left, total, last = share * float(probabilities.sum()), 0.0, costs[0]
    mass = left
    for value, probability in zip(costs, probabilities, strict=True):
        taken = min(left, probability)
        total, left, last = total + taken * value, left - taken, value
        if left <= 0:
            break
    return float(total / mass), float(last)
