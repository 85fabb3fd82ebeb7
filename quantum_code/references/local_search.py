"""Steepest descent from one assignment: what a classical computer makes of a sample in no time."""

import numpy as np

from contract.problems import BinaryProblem
from contract.run_result import LocalSearch
from quantum_code.references.moves import interaction_matrix, slopes
from quantum_code.states import BitArray, FloatArray


def local_search(problem: BinaryProblem, bitstring: str) -> LocalSearch:
    """The local minimum that the best single flips lead to, one after the other.

    With a hamming_weight the moves are swaps of a one and a zero, which keep it. A move must gain more than rounding
    could, so that the descent ends.
    """
    form = problem.quadratic_form()
    interactions = interaction_matrix(form)
    bits = np.array([int(bit) for bit in bitstring], dtype=np.uint8)
    moves = 0
    while True:
        slope = slopes(form, interactions, bits)
        changed, gain = (
            _best_flip(slope, bits) if problem.hamming_weight is None else _best_swap(slope, interactions, bits)
        )
        if gain <= form.resolution:
            return LocalSearch(bitstring="".join(map(str, bits)), cost=form.cost(bits.tolist()), moves=moves)
        bits[changed] ^= 1
        moves += 1


def _best_flip(slope: FloatArray, bits: BitArray) -> tuple[list[int], float]:
    """The bit to flip, and by how much that lowers the cost."""
    gains = np.where(bits == 1, slope, -slope)
    best = int(gains.argmax())
    return [best], float(gains[best])


def _best_swap(slope: FloatArray, interactions: FloatArray, bits: BitArray) -> tuple[list[int], float]:
    """The one and the zero to flip, and by how much that lowers the cost."""
    ones, zeros = np.flatnonzero(bits == 1), np.flatnonzero(bits == 0)
    # The zero's slope counts the one, which is gone by then.
    gains = slope[ones, np.newaxis] - slope[zeros] + interactions[np.ix_(ones, zeros)]
    i, j = np.unravel_index(int(gains.argmax()), gains.shape)
    return [int(ones[i]), int(zeros[j])], float(gains[i, j])
