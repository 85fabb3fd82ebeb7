"""The exact optimum by trying every assignment, as far as memory allows."""

import numpy as np
from numpy.typing import NDArray

from contract.problems import BinaryProblem, QuadraticForm
from contract.run_result import Enumeration
from quantum_code.problems.cost_vector import cost_vector

MAX_VARIABLES = 24
"""2²⁴ costs take 128 MiB and about a second; each further variable doubles both."""

LISTED = 8
"""How many optimal bitstrings a reference names."""


def enumerate_optima(problem: BinaryProblem) -> tuple[Enumeration, NDArray[np.intp]]:
    """The exact minimum, maximum and optima of a cost, and the indices of all optima in its cost vector, ascending.

    With a hamming_weight, over the assignments that have so many ones. At most MAX_VARIABLES variables.
    """
    form, n = problem.quadratic_form(), problem.problem_size
    costs = cost_vector(form)
    if problem.hamming_weight is None:
        worst, optimal = int(costs.argmax()), np.flatnonzero(costs <= costs.min() + form.resolution)
    else:
        allowed = assignments_of_weight(n, problem.hamming_weight)
        costs = costs[allowed]
        worst = int(allowed[costs.argmax()])
        optimal = allowed[costs <= costs.min() + form.resolution]
    listed = [f"{index:0{n}b}" for index in optimal[:LISTED]]
    reference = Enumeration(
        # Evaluated like the cost of a sample, so that an optimal sample costs the minimum to the last digit.
        minimum=min(_cost(form, bitstring) for bitstring in listed),
        maximum=_cost(form, f"{worst:0{n}b}"),
        optimal_bitstrings=tuple(listed),
        num_optimal=len(optimal),
    )
    return reference, optimal


def assignments_of_weight(num_bits: int, ones: int) -> NDArray[np.intp]:
    """The indices of all assignments with so many ones, ascending."""
    return np.flatnonzero(np.bitwise_count(np.arange(2**num_bits, dtype=np.uint32)) == ones)


def _cost(form: QuadraticForm, bitstring: str) -> float:
    return form.cost([int(bit) for bit in bitstring])
