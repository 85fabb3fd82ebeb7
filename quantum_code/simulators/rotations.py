"""The mixer's rotations as products with small real matrices, in the frame of `matrix_engine`."""

import itertools
import math
from collections.abc import Iterator
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from quantum_code.simulators.engine import Real, Reals
from quantum_code.states import FloatArray

GROUP = 5
"""Qubits of a group, at most: products with its matrix keep the processor busy, and BLAS takes one thread for them."""


class Group(NamedTuple):
    """The rotations of so many qubits by one angle, as a matrix; both arrays have its shape, (2ᵍ, 2ᵍ)."""

    num_qubits: int
    flips: NDArray[np.intp]  # qubits in which row and column differ
    signs: Reals  # -1 where an odd number of them is 1 in the column

    @classmethod
    def of(cls, num_qubits: int, dtype: np.dtype[Real]) -> Self:
        columns = np.arange(2**num_qubits, dtype=np.uint32)
        rows = columns[:, None]
        signs = 1 - 2 * (np.bitwise_count(columns & ~rows) % 2).astype(dtype)
        return cls(num_qubits, np.bitwise_count(rows ^ columns).astype(np.intp), signs)

    def rotations(self, angles: FloatArray) -> Reals:
        """The matrix for each angle, shape (p, 2ᵍ, 2ᵍ)."""
        flipped = np.arange(self.num_qubits + 1)
        entries = np.cos(angles)[:, None] ** flipped[::-1] * np.sin(angles)[:, None] ** flipped
        # Taken, not indexed: BLAS wants the last axis to be contiguous.
        matrices: Reals = entries.astype(self.signs.dtype).take(self.flips, axis=1) * self.signs
        return matrices

    def generator(self) -> Reals:
        """Their derivative by the angle, at 0."""
        return np.where(self.flips == 1, self.signs, 0).astype(self.signs.dtype)


class Block(NamedTuple):
    """Some amplitudes and workspaces of their shape, each as stacks of matrices whose rows one of two groups numbers.

    The first axis is 2·state + part, where state 0 is ψ and state 1 is λ; `spare` has room for one of them.
    """

    groups: tuple[int, int]
    amplitudes: tuple[Reals, Reals]
    between: tuple[Reals, Reals]
    spare: tuple[Reals, Reals]

    @classmethod
    def of(cls, groups: tuple[int, int], amplitudes: Reals, workspace: Reals, other: int) -> Self:
        """The first group numbers the last axis but one of `amplitudes`, the second group the axis `other`."""
        room = workspace[: amplitudes.size].reshape(amplitudes.shape)
        spare = workspace[-(2 * amplitudes.size // len(amplitudes)) :].reshape(2, *amplitudes.shape[1:])
        views = [(stack, stack.swapaxes(-2, other)) for stack in (amplitudes, room, spare)]
        return cls(groups, *views)

    def rotate(self, rotations: dict[int, Reals]) -> None:
        np.matmul(rotations[self.groups[0]], self.amplitudes[0], out=self.between[0])
        np.matmul(rotations[self.groups[1]], self.between[1], out=self.amplitudes[1])

    def rotate_both(self, rotations: dict[int, Reals], generators: dict[int, Reals]) -> float:
        """Rotates ψ and λ; returns Re⟨λ|Gψ⟩ for the generator G of both groups, which no rotation changes."""
        np.matmul(rotations[self.groups[0]], self.amplitudes[0], out=self.between[0])
        left, moved, slope = self.between[0][2:].ravel(), self.spare[0].ravel(), 0.0
        for group, between, spare in zip(self.groups, self.between, self.spare, strict=True):
            np.matmul(generators[group], between[:2], out=spare)
            slope += inner(left, moved)
        np.matmul(rotations[self.groups[1]], self.between[1], out=self.amplitudes[1])
        return slope


class Mirror(NamedTuple):
    """X on all qubits at once, times -i: in the frame that is kept a real K, with (Kψ)[x] = (-i)^{m+1} (-1)^|x| ψ[~x].

    K² = -1, so that e^{-iβX⊗…⊗X} is cos β + K sin β.
    """

    step: int  # -1 where (-i)^{m+1} is imaginary and so swaps the real and the imaginary parts
    factors: Reals  # shape (2, size), of a first part of the states

    @classmethod
    def of(cls, num_qubits: int, ones: NDArray[np.uint8], dtype: np.dtype[Real]) -> Self:
        unit = (-1j) ** (num_qubits + 1)
        factors = np.outer([unit.real - unit.imag, unit.real + unit.imag], 1.0 - 2.0 * (ones % 2))
        return cls(1 if num_qubits % 2 else -1, factors.astype(dtype))

    def rotate(self, states: Reals, parts: list[slice], angle: float) -> float:
        """Rotates all k states, shape (k, 2, 2ᵐ), in place; returns Re⟨λ|Kψ⟩ of the second and the first, if there."""
        slope, last = 0.0, len(parts) - 1
        for index in range(len(parts) // 2 + len(parts) % 2):
            pair = {index, last - index}  # parts that hold each other's complements
            images = [states[:, :: self.step, parts[last - i]][..., ::-1] * self.factors for i in pair]
            for i, image in zip(pair, images, strict=True):
                part, sign = states[..., parts[i]], (-1) ** i.bit_count()
                for left in part[1:]:
                    slope += sign * sum(map(inner, left, image[0]))
                part *= math.cos(angle)
                image *= sign * math.sin(angle)
                part += image
        return slope


def inner(left: Reals, right: Reals) -> float:
    """The scalar product of two rows. Not by BLAS, whose threads would wait for each other more than they work."""
    return float(np.einsum("i,i", left, right))


def pairs_of_groups(num_qubits: int) -> list[tuple[int, int]]:
    """Splits qubits, from the last to the first, in as few pairs of groups as there may be, of about one size."""
    count = math.ceil(num_qubits / (2 * GROUP))
    return [(size // 2, size - size // 2) for size in ((num_qubits + i) // count for i in reversed(range(count)))]


def blocks_of(states: Reals, pairs: list[tuple[int, int]], workspace: Reals) -> Iterator[list[Block]]:
    """For each pair of groups the blocks in which it is rotated; those of the first pair are parts of the diagonal."""
    size, after = workspace.size // 6, 1
    for first, second in pairs:
        matrix = 2**first, 2**second
        stacks = states.reshape(2 * len(states), -1, *matrix, after)
        depth = size >> (first + second)
        if after == 1:
            rows = range(0, stacks.shape[1], depth)
            yield [Block.of((first, second), stacks[:, i : i + depth, :, :, 0], workspace, -1) for i in rows]
        else:
            places = itertools.product(range(stacks.shape[1]), range(0, after, depth))
            parts = (stacks[:, i, :, :, j : j + depth] for i, j in places)
            yield [Block.of((second, first), part, workspace, 1) for part in parts]
        after <<= first + second
