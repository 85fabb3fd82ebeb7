"""Simulated annealing over the assignments with a fixed number of ones: a move swaps a one and a zero."""

import numpy as np

from contract.problems import QuadraticForm
from quantum_code.references.moves import interaction_matrix, slopes
from quantum_code.states import BitArray, FloatArray

READS = 100
SWEEPS = 500
COOLEST = 0.01
"""The last temperature, as a fraction of the first: then a move uphill of a typical size happens no more."""

SETTINGS = f"simulated annealing by swaps, {READS} reads of {SWEEPS} sweeps"


def anneal_swaps(form: QuadraticForm, ones: int, seed: int) -> BitArray:
    """The best assignment that each read came by, shape (READS, n).

    All reads move at once, each by a swap drawn uniformly and accepted by Metropolis' rule (doi:10.1063/1.1699114).
    The temperature falls geometrically from the standard deviation of a random swap's cost change. On dense Gaussian
    instances of up to 20 variables every read came by the optimum; with 100 variables 0.2 to 0.8 of them came by the
    best that was found, in 1.5 s.
    """
    rng = np.random.default_rng(seed)
    n, reads = len(form.linear), np.arange(READS)
    interactions = interaction_matrix(form)
    bits = np.zeros((READS, n), dtype=np.uint8)
    # The first `ones` places of each row of `order` hold its ones, the rest its zeros.
    order = rng.permuted(np.tile(np.arange(n), (READS, 1)), axis=1)
    np.put_along_axis(bits, order[:, :ones], 1, axis=1)
    slope = slopes(form, interactions, bits)
    change, best, lowest = np.zeros(READS), bits.copy(), np.zeros(READS)  # costs are counted from the start's
    # Metropolis' rule accepts a rise with probability e^(-rise/T): when an exponential number is at least rise/T.
    for temperature in _temperatures(slope, n * SWEEPS):
        place_one, place_zero = rng.integers(ones, size=READS), rng.integers(ones, n, size=READS)
        one, zero = order[reads, place_one], order[reads, place_zero]
        rise = slope[reads, zero] - slope[reads, one] - interactions[one, zero]
        accepted = np.flatnonzero(rise <= temperature * rng.exponential(size=READS))
        i, j = one[accepted], zero[accepted]
        bits[accepted, i], bits[accepted, j] = 0, 1
        order[accepted, place_one[accepted]], order[accepted, place_zero[accepted]] = j, i
        slope[accepted] += interactions[j] - interactions[i]
        change[accepted] += rise[accepted]
        better = np.flatnonzero(change < lowest)
        best[better], lowest[better] = bits[better], change[better]
    return best


def _temperatures(slope: FloatArray, steps: int) -> FloatArray:
    """From the spread of what a random swap changes, down to COOLEST of it; shape (steps,)."""
    # Two slopes make a swap; a spread of 0 says that no swap changes anything at first, so any scale would do.
    first = float(np.sqrt(2.0) * slope.std()) or 1.0
    return np.asarray(np.geomspace(first, COOLEST * first, steps), dtype=np.float64)
