"""The mean of the lowest part of a distribution, without sorting all of it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from quantum_code.simulators.engine import Reals
from quantum_code.states import FloatArray

BINS, CHUNK = 2**12, 2**18


def lowest_share(costs: Reals, probabilities: FloatArray, share: float) -> tuple[float, float]:
    """The `share`-quantile q of costs with these probabilities, and the mean of the lowest outcomes of that share.

    The mean is q - E[(q - cost)₊]/share (Rockafellar and Uryasev, J. Risk 2 (2000) 21).
    """
    quantile = _quantile(costs, probabilities, share * float(probabilities.sum()))
    below = sum(
        float(np.minimum(costs[at : at + CHUNK] - quantile, 0) @ probabilities[at : at + CHUNK])
        for at in range(0, len(costs), CHUNK)
    )
    return quantile, quantile + below / share


def _quantile(costs: Reals, probabilities: FloatArray, mass: float) -> float:
    """The lowest cost up to which the probabilities add up to `mass`.

    The range it lies in is cut into bins, and becomes that of the costs in the bin where the sum reaches the mass,
    until it is a single cost.
    """
    lowest, highest, below = float(costs.min()), float(costs.max()), 0.0
    while lowest < highest:
        bins = np.zeros(BINS)
        for part, weights in _between(costs, probabilities, lowest, highest):
            bins += np.bincount(_bin(part, lowest, highest), weights, BINS)
        reached = below + np.cumsum(bins)
        occupied = np.flatnonzero(bins)
        chosen = occupied[min(int(np.searchsorted(reached[occupied], mass)), len(occupied) - 1)]
        below = float(reached[chosen]) - float(bins[chosen])
        inside = [
            part[_bin(part, lowest, highest) == chosen] for part, _ in _between(costs, probabilities, lowest, highest)
        ]
        lowest, highest = min(float(p.min()) for p in inside if len(p)), max(float(p.max()) for p in inside if len(p))
    return lowest


def _bin(costs: Reals, lowest: float, highest: float) -> NDArray[np.intp]:
    places = (costs.astype(np.float64) - lowest) / (highest - lowest) * BINS
    return np.minimum(places.astype(np.intp), BINS - 1)


def _between(
    costs: Reals, probabilities: FloatArray, lowest: float, highest: float
) -> Iterator[tuple[Reals, FloatArray]]:
    """The costs in a range and their probabilities, a chunk at a time."""
    for start in range(0, len(costs), CHUNK):
        part, weights = costs[start : start + CHUNK], probabilities[start : start + CHUNK]
        inside = (part >= lowest) & (part <= highest)
        yield part[inside], weights[inside]
