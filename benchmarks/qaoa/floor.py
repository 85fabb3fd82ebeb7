"""What the state and its arithmetic take at this machine's own rates; docs/benchmarks.md defines the floor."""

import timeit
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median

import numpy as np

from quantum_code.states import FloatArray

AMPLITUDE_BYTES, COST_BYTES = 16, 8
BUTTERFLY_OPERATIONS = 8
"""Two complex amplitudes, each times a real number plus the other times an imaginary one."""

SMALLEST = 14
"""Qubits whose state is large enough for NumPy's own overhead not to be what is measured."""

ROUNDS, ROUND_S = 10, 0.02
MATRIX = 1024


@dataclass(frozen=True)
class Floor:
    """The least time of one evaluation, in seconds."""

    memory_s: float  # two passes a layer
    one_pass_s: float  # the memory's time if a layer takes one pass
    arithmetic_s: float

    @property
    def seconds(self) -> float:
        return max(self.memory_s, self.arithmetic_s)

    @classmethod
    def of(cls, size: tuple[int, int], bytes_per_s: float, operations_per_s: float, *, gradient: bool) -> "Floor":
        """For (qubits, layers); a gradient adds the way back, with two states."""
        num_qubits, layers = size
        states, sweeps = (3, 2) if gradient else (1, 1)

        def memory(passes: int) -> float:
            moved = passes * states * 2 * AMPLITUDE_BYTES + sweeps * COST_BYTES
            return layers * moved * 2.0**num_qubits / bytes_per_s

        butterflies = states * layers * num_qubits * 2 ** (num_qubits - 1)
        return cls(memory(2), memory(1), butterflies * BUTTERFLY_OPERATIONS / operations_per_s)


def bytes_per_s(num_qubits: int, threads: int) -> float:
    """The usual rate at which all threads together read and write an array of a state's size, in place."""
    size = AMPLITUDE_BYTES << max(num_qubits, SMALLEST)
    parts = np.array_split(np.ones(size // 8), threads)
    with ThreadPoolExecutor(threads) as pool:

        def scale(passes: int) -> None:
            list(pool.map(_scale, parts, [passes] * threads))

        return 2 * size / _usual_s(scale)


def operations_per_s() -> float:
    """The usual rate of additions and multiplications in a product of matrices, which BLAS computes at its best."""
    matrix = np.ones((MATRIX, MATRIX))
    out = np.empty_like(matrix)

    def multiply(passes: int) -> None:
        for _ in range(passes):
            np.matmul(matrix, matrix, out=out)

    return 2 * MATRIX**3 / _usual_s(multiply)


def _scale(part: FloatArray, passes: int) -> None:
    for _ in range(passes):
        np.multiply(part, 1.0, out=part)


def _usual_s(work: Callable[[int], None]) -> float:
    """The time of one pass in the median of some rounds, as the times it is compared with are medians."""
    work(1)
    once = timeit.timeit(lambda: work(1), number=1)
    passes = max(1, round(ROUND_S / once))
    return median(timeit.timeit(lambda: work(passes), number=1) / passes for _ in range(ROUNDS))
