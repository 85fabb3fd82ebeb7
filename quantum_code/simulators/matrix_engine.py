"""The engine in NumPy alone: mixers are products with small real matrices, taken block by block.

It keeps D|ψ⟩, where D multiplies the amplitude of an assignment with k ones by iᵏ. D commutes with every diagonal and
turns X into Y, so that e^{-iβX} becomes the rotation [[cos β, -sin β], [sin β, cos β]]: real, and the same for the real
and the imaginary parts. On a group of qubits it is one matrix, of products of cosines and sines.
"""

import itertools
import math
from collections.abc import Callable

import numpy as np

from quantum_code.simulators.engine import Reals, State, Tail
from quantum_code.simulators.rotations import Block, Group, Mirror, blocks_of, inner, pairs_of_groups
from quantum_code.states import FloatArray

Rotations = list[dict[int, Reals]]
"""For each layer, the matrix that a group of so many qubits is multiplied by."""

Phases = Callable[[int, slice], tuple[Reals, Reals]]
"""cos γC, shape (size,), and ±sin γC, shape (2, size), of a layer on a part of the diagonal, until the next call."""

BLOCK = 2**14
"""Amplitudes of a block: two states and the workspace take 1.5 MiB in double precision, near the processor."""

POWERS_OF_I = np.array([[1.0, 0.0, -1.0, 0.0], [0.0, 1.0, 0.0, -1.0]])
"""Real and imaginary parts, which are also the cosines and the sines of quarter turns."""


class MatrixEngine:
    """QAOA on m ≥ 1 qubits (see `Engine`), on one thread. It keeps one state, or two once a gradient was asked for."""

    def __init__(self, costs: Reals, *, mirrored: bool) -> None:
        """costs: the diagonal, shape (2ᵐ,), float64 or float32, which is the precision of all that follows."""
        num_qubits, size = costs.size.bit_length() - 1, min(BLOCK, costs.size)
        self._costs, self._pairs = costs, pairs_of_groups(num_qubits)
        self._parts = [slice(start, start + size) for start in range(0, costs.size, size)]
        self._ones = np.bitwise_count(np.arange(size, dtype=np.uint32))
        self._mirror = Mirror.of(num_qubits, self._ones, costs.dtype) if mirrored else None
        self._groups = [Group.of(group, costs.dtype) for group in {group for pair in self._pairs for group in pair}]
        self._generators = {group.num_qubits: group.generator() for group in self._groups}
        self._workspace, self._turns = np.empty(6 * size, costs.dtype), np.empty(3 * BLOCK, costs.dtype)
        self._states: Reals = np.empty((0, 2, costs.size), costs.dtype)
        self._blocks: list[list[list[Block]]] = []  # of ψ, of both states; by pair of groups

    @property
    def costs(self) -> Reals:
        return self._costs

    def in_order(self, values: FloatArray) -> FloatArray:
        return values  # the engine's own order is that of the indices

    def energy(self, gammas: FloatArray, betas: FloatArray) -> float:
        state = self._evolve(self._phases(gammas), self._rotations(betas), betas)
        return sum(self._expectation(state, part, self._costs[part]) for part in self._parts)

    def state(self, gammas: FloatArray, betas: FloatArray) -> State:
        state = self._evolve(self._phases(gammas), self._rotations(betas), betas)
        for index, part in enumerate(self._parts):
            cosines, sines = self._frame(index)
            self._turn(state[None, :, part], cosines, np.stack([sines, -sines]))
        return state

    def energy_with_gradient(
        self, gammas: FloatArray, betas: FloatArray, tail: Tail | None = None
    ) -> tuple[float, FloatArray, FloatArray]:
        self._reserve(2)
        phases, rotations = self._phases(gammas), self._rotations(betas)
        state, value = self._evolve(phases, rotations, betas), 0.0
        for part in self._parts:
            diagonal = self._costs[part]
            if tail is not None:
                diagonal = np.minimum(diagonal - tail.quantile, 0) / tail.share + tail.quantile
            np.multiply(state[:, part], diagonal, out=self._states[1, :, part])
            value += self._expectation(state, part, diagonal)
        by_gamma, by_beta = np.zeros(len(gammas)), np.zeros(len(betas))
        for layer in reversed(range(len(gammas))):
            backwards = {group: matrix.T for group, matrix in rotations[layer].items()}
            by_gamma[layer], by_beta[layer] = self._retreat(layer, phases, backwards, -betas[layer])
        return value, 2 * by_gamma, 2 * by_beta

    def _evolve(self, phases: Phases, rotations: Rotations, betas: FloatArray) -> Reals:
        """D|ψ⟩ at the end, in place of what was kept."""
        self._reserve(1)
        states, (lowest, *others) = self._states[:1], self._blocks[0]
        state: Reals = states[0]
        for index, part in enumerate(self._parts):
            state[:, part] = self._frame(index) / math.sqrt(self._costs.size)
        for layer, matrices in enumerate(rotations):
            for part, block in zip(self._parts, lowest, strict=True):
                self._turn(states[..., part], *phases(layer, part))
                block.rotate(matrices)
            for block in itertools.chain(*others):
                block.rotate(matrices)
            if self._mirror:
                self._mirror.rotate(states, self._parts, betas[layer])
        return state

    def _retreat(self, layer: int, phases: Phases, matrices: dict[int, Reals], angle: float) -> tuple[float, float]:
        """Takes a layer back from ψ and λ; returns Re⟨λ|∂ψ⟩ by its γ and by its β."""
        lowest, *others = self._blocks[1]
        by_gamma, by_beta = 0.0, 0.0
        if self._mirror:
            by_beta += self._mirror.rotate(self._states, self._parts, angle)
        for block in itertools.chain(*others):
            by_beta += block.rotate_both(matrices, self._generators)
        for part, block in zip(self._parts, lowest, strict=True):
            by_beta += block.rotate_both(matrices, self._generators)
            states, room = self._states[..., part], self._room(2)
            real, imaginary = np.multiply(states[1], states[0, ::-1], out=room)
            by_gamma += inner(np.subtract(real, imaginary, out=real), self._costs[part])
            if layer:  # nothing is asked of what comes before the first
                cosines, sines = phases(layer, part)
                self._turn(states, cosines, sines[::-1])
        return by_gamma, by_beta

    def _turn(self, states: Reals, cosines: Reals, sines: Reals) -> None:
        """Multiplies amplitudes, shape (k, 2, size), by cosines - i·sines[0]; sines[1] is -sines[0]."""
        crossed = np.multiply(states[:, ::-1], sines, out=self._room(2 * len(states)).reshape(states.shape))
        np.multiply(states, cosines, out=states)
        np.add(states, crossed, out=states)

    def _phases(self, gammas: FloatArray) -> Phases:
        """All at once where they fit a block, else when they are asked for."""
        if len(gammas) * self._costs.size <= BLOCK:
            cosines, sines = self._cosines_and_sines(gammas, self._costs)
            return lambda layer, _: (cosines[layer], sines[layer])

        def phases(layer: int, part: slice) -> tuple[Reals, Reals]:
            cosines, sines = self._cosines_and_sines(gammas[layer : layer + 1], self._costs[part])
            return cosines[0], sines[0]

        return phases

    def _cosines_and_sines(self, gammas: FloatArray, costs: Reals) -> tuple[Reals, Reals]:
        """cos γC, shape (p, size), and ±sin γC, shape (p, 2, size), from t = tan γC/2: 2/(1 + t²) - 1 and 2t/(1 + t²).

        NumPy has a tangent in vector instructions for every precision; its sine and cosine take ten times as long.
        """
        size = len(gammas) * costs.size
        cosines = self._turns[:size].reshape(-1, costs.size)
        sines = self._turns[size : 3 * size].reshape(-1, 2, costs.size)
        tangents = np.multiply.outer(gammas.astype(costs.dtype) / 2, costs, out=sines[:, 0])
        np.tan(tangents, out=tangents)
        np.multiply(tangents, tangents, out=cosines)
        np.add(cosines, 1, out=cosines)
        np.divide(2, cosines, out=cosines)
        np.multiply(tangents, cosines, out=tangents)
        np.negative(tangents, out=sines[:, 1])
        np.subtract(cosines, 1, out=cosines)
        return cosines, sines

    def _rotations(self, betas: FloatArray) -> Rotations:
        matrices = [(group.num_qubits, group.rotations(betas)) for group in self._groups]
        return [{group: matrix[layer] for group, matrix in matrices} for layer in range(len(betas))]

    def _expectation(self, state: Reals, part: slice, diagonal: Reals) -> float:
        real, imaginary = np.square(state[:, part], out=self._room(2))
        return inner(np.add(real, imaginary, out=real), diagonal)

    def _frame(self, index: int) -> Reals:
        """The diagonal of D on a part: its real and imaginary parts, shape (2, size)."""
        return POWERS_OF_I[:, (self._ones + index.bit_count()) % 4].astype(self._costs.dtype)

    def _room(self, rows: int) -> Reals:
        """Workspace that the next call overwrites, as `rows` times a part of the diagonal."""
        return self._workspace[: rows * self._ones.size].reshape(rows, -1)

    def _reserve(self, count: int) -> None:
        """Makes room for so many states, if there is less; what was kept is lost."""
        if len(self._states) >= count:
            return
        self._blocks, self._states = [], self._states[:0].copy()  # freed first: both would be too much
        self._states = np.empty((count, 2, self._costs.size), self._costs.dtype)
        for k in range(1, count + 1):
            self._blocks.append(list(blocks_of(self._states[:k], self._pairs, self._workspace)))
