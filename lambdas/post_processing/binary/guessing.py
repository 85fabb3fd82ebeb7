"""What guessing uniformly at random would give: the yardstick that a quantum run has to beat."""

import math

import numpy as np
from numpy.typing import NDArray

from contract.problems import BinaryProblem

MAX_ENUMERATED = 16
"""Up to this many bits all assignments are counted: 2^16 costs take milliseconds and half a megabyte."""


def all_costs(problem: BinaryProblem) -> NDArray[np.float64] | None:
    """The cost of each assignment there is, in no promised order; None beyond MAX_ENUMERATED bits."""
    form, size = problem.quadratic_form(), problem.problem_size
    if size > MAX_ENUMERATED:
        return None
    bits = (np.arange(2**size)[:, np.newaxis] >> np.arange(size)) & 1
    if problem.hamming_weight is not None:
        bits = bits[bits.sum(axis=1) == problem.hamming_weight]
    costs: NDArray[np.float64] = form.constant + bits @ np.array(form.linear)
    for (i, j), coupling in form.couplings.items():
        costs += coupling * (bits[:, i] & bits[:, j])
    return costs


def chance_of_guessing(num_optimal: int, num_assignments: int, guesses: int) -> float:
    """Probability, in [0, 1], that at least one of so many uniform guesses is one of the optimal assignments.

    1 - (1 - num_optimal / num_assignments)^guesses, computed without loss when a hit is rare, and never quite 1.
    """
    hit = num_optimal / num_assignments
    return min(-math.expm1(guesses * math.log1p(-hit)), math.nextafter(1.0, 0.0))
