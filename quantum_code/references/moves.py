"""What single flips and swaps change in the cost of an assignment."""

import numpy as np

from contract.problems import QuadraticForm
from quantum_code.states import BitArray, FloatArray


def interaction_matrix(form: QuadraticForm) -> FloatArray:
    """The couplings as a symmetric matrix with a diagonal of zeros, shape (n, n)."""
    n = len(form.linear)
    matrix = np.zeros((n, n))
    for (i, j), coupling in form.couplings.items():
        matrix[i, j] = matrix[j, i] = coupling
    return matrix


def slopes(form: QuadraticForm, interactions: FloatArray, bits: BitArray) -> FloatArray:
    """What each variable adds to the cost when it is 1 rather than 0, for each row of `bits`; same shape."""
    return np.array(form.linear) + bits @ interactions
