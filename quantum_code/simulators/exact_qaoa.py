"""QAOA without noise and without gates: the cost's diagonal is computed once, and a layer is one pass over the state.

For B = ΣX, from |+…+⟩ (arXiv:1411.4028). Everything is exact but for rounding: in double precision energies and
gradients agree with a simulator of gates to 1e-10, in single precision to 1e-5, relative to the strength of the cost
(`Ising.strength`) times its qubits.

A cost without linear terms does not change when all spins are flipped, and neither does the state: then only the half
of it is held whose first bit is 0, which takes half the time and half the memory.
"""

import numpy as np

from quantum_code.measurements import draw_bits
from quantum_code.problems.ising import Ising
from quantum_code.simulators.cores import available_cores
from quantum_code.simulators.diagonal import energies_of_all, first_spin_up
from quantum_code.simulators.engine import Engine, Reals, Tail
from quantum_code.simulators.matrix_engine import MatrixEngine
from quantum_code.simulators.memory import require
from quantum_code.simulators.quantile import lowest_share
from quantum_code.states import BitArray, FloatArray

SMALL = 16
"""Qubits up to which NumPy has ended a run of 200 gradients with 4 layers before Numba has compiled (3 s)."""

BYTES = 64
"""Of an amplitude in double precision: costs, the state, that of the way back, probabilities and outcomes in order."""

CHUNK = 2**18
"""Probabilities that are looked through at a time."""


class ExactQaoa:
    """The states of QAOA for one cost; parameters are γ₁…γₚ then β₁…βₚ in radians, shape (2p,), for any p ≥ 1."""

    def __init__(self, ising: Ising, *, single_precision: bool = False) -> None:
        """
        Args:
            ising: the cost, with its offset.
            single_precision: half the memory and almost half the time, for results to 1e-5.

        Raises:
            InsufficientMemory: before anything is allocated, with the number of bytes.
        """
        self.num_qubits = ising.num_qubits
        self._mirrored = ising.num_qubits > 1 and not any(ising.fields)
        stored = ising.num_qubits - self._mirrored
        require(2**stored * BYTES // (1 + single_precision), f"the exact state of {ising.num_qubits} qubits")
        energies = energies_of_all(first_spin_up(ising) if self._mirrored else ising)
        costs: Reals = energies.astype(np.float32) if single_precision else energies
        self._engine = _engine(costs, mirrored=self._mirrored)

    def energy(self, parameters: FloatArray) -> float:
        """The expectation of the cost."""
        return self._engine.energy(*np.split(parameters, 2))

    def energy_with_gradient(self, parameters: FloatArray, tail: float = 1.0) -> tuple[float, FloatArray]:
        """The expectation of the cost, or its CVaR for a tail below 1, and the gradient by the parameters."""
        gammas, betas = np.split(parameters, 2)
        weights = self._tail(parameters, tail) if tail < 1 else None
        value, by_gammas, by_betas = self._engine.energy_with_gradient(gammas, betas, weights)
        return value, np.concatenate([by_gammas, by_betas])

    def cvar(self, parameters: FloatArray, tail: float) -> float:
        """The mean cost of the best outcomes that have the probability `tail` together (`lowest_share`)."""
        probabilities = self._stored_probabilities(parameters)
        return lowest_share(self._engine.costs, probabilities, tail)[1]

    def probabilities(self, parameters: FloatArray) -> FloatArray:
        """Of all outcomes, shape (2ⁿ,); bit 0 is most significant in the index."""
        half = self._engine.in_order(self._stored_probabilities(parameters))
        if not self._mirrored:
            return half
        half /= 2
        return np.concatenate([half, half[::-1]])

    def sample(self, parameters: FloatArray, shots: int, rng: np.random.Generator) -> BitArray:
        """Measures every qubit `shots` times; shape (shots, n), column i is qubit i."""
        bits = draw_bits(self._engine.in_order(self._stored_probabilities(parameters)), shots, rng)
        if not self._mirrored:
            return bits
        first = rng.integers(2, size=(shots, 1), dtype=np.uint8)
        return np.concatenate([first, bits ^ first], axis=1)

    def most_probable(self, parameters: FloatArray, count: int) -> list[tuple[int, float]]:
        """The most probable outcomes, as indices with their probabilities: descending, ties by index."""
        probabilities = self.probabilities(parameters)
        count = min(count, len(probabilities))
        candidates = []
        for start in range(0, len(probabilities), CHUNK):
            chunk = probabilities[start : start + CHUNK]
            kept = min(count, len(chunk))
            candidates.append(start + np.argpartition(chunk, len(chunk) - kept)[len(chunk) - kept :])
        found = np.concatenate(candidates)
        order = np.lexsort([found, -probabilities[found]])[:count]
        return [(int(index), float(probabilities[index])) for index in found[order]]

    def overlap(self, parameters: FloatArray, other: FloatArray) -> float:
        """The fidelity |⟨ψ(parameters)|ψ(other)⟩|²."""
        real, imag = self._engine.state(*np.split(parameters, 2)).copy()
        other_real, other_imag = self._engine.state(*np.split(other, 2))
        along = float(real @ other_real) + float(imag @ other_imag)
        across = float(real @ other_imag) - float(imag @ other_real)
        return along**2 + across**2

    def _stored_probabilities(self, parameters: FloatArray) -> FloatArray:
        """Of the stored assignments, or of each and its complement together, in the engine's order."""
        real, imag = self._engine.state(*np.split(parameters, 2))
        probabilities: FloatArray = np.square(real, dtype=np.float64)
        for start in range(0, len(imag), CHUNK):
            probabilities[start : start + CHUNK] += np.square(imag[start : start + CHUNK], dtype=np.float64)
        return probabilities

    def _tail(self, parameters: FloatArray, share: float) -> Tail:
        """The diagonal whose expectation is the CVaR, and has its gradient."""
        quantile, _ = lowest_share(self._engine.costs, self._stored_probabilities(parameters), share)
        return Tail(quantile, share)


def _engine(costs: Reals, *, mirrored: bool) -> Engine:
    if len(costs) <= 2**SMALL:
        return MatrixEngine(costs, mirrored=mirrored)
    try:
        from quantum_code.simulators.compiled_engine import CompiledEngine
    except ImportError:  # the same numbers, if not as soon
        return MatrixEngine(costs, mirrored=mirrored)
    return CompiledEngine(costs, mirrored=mirrored, threads=available_cores())
