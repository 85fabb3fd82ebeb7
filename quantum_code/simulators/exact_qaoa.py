"""QAOA without noise and without gates: the cost's diagonal is computed once, and a layer is one pass over the state.

For B = ΣX, from |+…+⟩ (arXiv:1411.4028). Everything is exact but for rounding: energies and gradients of a cost of
strength 1 (`Ising.strength`) agree with a simulator of gates to 1e-10 in double precision, to 1e-5 a qubit in single.

A cost without linear terms does not change when all spins are flipped, and neither does the state: then only the half
of it is held whose first bit is 0, which takes half the time and half the memory.
"""

from dataclasses import replace

import numpy as np

from quantum_code.measurements import draw_bits, most_probable
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

HELD, ASKED = 40, 28
"""Bytes of an amplitude: costs, the state and that of the way back, in double precision; and what results need besides,
which is in double precision always: probabilities, in their order, of the whole where half is stored."""

CHUNK = 2**18
"""Amplitudes that are squared at a time."""


class ExactQaoa:
    """The states of QAOA for one cost; parameters are γ₁…γₚ then β₁…βₚ in radians, shape (2p,), for any p ≥ 1."""

    def __init__(self, ising: Ising, *, single_precision: bool = False) -> None:
        """
        Args:
            ising: the cost, with its offset.
            single_precision: half the memory for the states and almost half the time, for results to 1e-5.

        Raises:
            InsufficientMemory: before anything is allocated, with the number of bytes.
        """
        self.num_qubits = ising.num_qubits
        self._mirrored = ising.num_qubits > 1 and not any(ising.fields)
        stored = ising.num_qubits - self._mirrored
        needed = 2**stored * (HELD // (1 + single_precision) + ASKED)
        require(needed, f"exact QAOA of {ising.num_qubits} qubits")
        self._offset = ising.offset  # no state depends on it, and beside a large one costs would lose their digits
        varying = replace(ising, offset=0.0)
        energies = energies_of_all(first_spin_up(varying) if self._mirrored else varying)
        costs: Reals = energies.astype(np.float32) if single_precision else energies
        self._engine = _engine(costs, mirrored=self._mirrored)

    def energy(self, parameters: FloatArray) -> float:
        """The expectation of the cost."""
        return self._offset + self._engine.energy(*_angles(parameters))

    def energy_with_gradient(self, parameters: FloatArray, tail: float = 1.0) -> tuple[float, FloatArray]:
        """The expectation of the cost, or its CVaR for a tail below 1, and the gradient by the parameters."""
        gammas, betas = _angles(parameters)
        weights = self._tail(parameters, tail) if tail < 1 else None
        value, by_gammas, by_betas = self._engine.energy_with_gradient(gammas, betas, weights)
        return self._offset + value, np.concatenate([by_gammas, by_betas])

    def cvar(self, parameters: FloatArray, tail: float) -> float:
        """The mean cost of the best outcomes that have the probability `tail` together (`lowest_share`)."""
        probabilities = self._stored_probabilities(parameters)
        return self._offset + lowest_share(self._engine.costs, probabilities, tail)[1]

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
        return [(int(index), float(probabilities[index])) for index in most_probable(probabilities, count)]

    def overlap(self, parameters: FloatArray, other: FloatArray) -> float:
        """The fidelity |⟨ψ(parameters)|ψ(other)⟩|²."""
        real, imag = self._engine.state(*_angles(parameters)).copy()
        other_real, other_imag = self._engine.state(*_angles(other))
        along = float(real @ other_real) + float(imag @ other_imag)
        across = float(real @ other_imag) - float(imag @ other_real)
        return along**2 + across**2

    def _stored_probabilities(self, parameters: FloatArray) -> FloatArray:
        """Of the stored assignments, or of each and its complement together, in the engine's order."""
        real, imag = self._engine.state(*_angles(parameters))
        probabilities: FloatArray = np.square(real, dtype=np.float64)
        for start in range(0, len(imag), CHUNK):
            probabilities[start : start + CHUNK] += np.square(imag[start : start + CHUNK], dtype=np.float64)
        return probabilities

    def _tail(self, parameters: FloatArray, share: float) -> Tail:
        """The diagonal whose expectation is the CVaR, and has its gradient."""
        quantile, _ = lowest_share(self._engine.costs, self._stored_probabilities(parameters), share)
        return Tail(quantile, share)


def _angles(parameters: FloatArray) -> tuple[FloatArray, FloatArray]:
    """γ₁…γₚ and β₁…βₚ.

    Raises:
        ValueError: they are not as many of each, or not all finite numbers.
    """
    depth = len(parameters) // 2
    if not depth or len(parameters) != 2 * depth or not np.isfinite(parameters).all():
        raise ValueError(f"parameters: must be finite numbers, γ₁…γₚ and then β₁…βₚ, and are {parameters}")
    return parameters[:depth], parameters[depth:]


def _engine(costs: Reals, *, mirrored: bool) -> Engine:
    if len(costs) <= 2**SMALL:
        return MatrixEngine(costs, mirrored=mirrored)
    try:
        from quantum_code.simulators.compiled_engine import CompiledEngine
    except ImportError:  # the same numbers, if not as soon
        return MatrixEngine(costs, mirrored=mirrored)
    return CompiledEngine(costs, mirrored=mirrored, threads=available_cores())
