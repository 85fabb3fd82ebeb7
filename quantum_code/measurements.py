"""Measured bits: drawn from probabilities, turned into counts and back, and counted into the samples of a result."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from contract.problems import QuadraticForm
from contract.run_result import Sample
from quantum_code.states import BitArray, FloatArray

KEPT = 100
"""How many distinct samples a result keeps."""

CHUNK = 2**18
"""Probabilities that are searched at a time."""

Counts = dict[str, int]
"""How often each bitstring was measured; the leftmost character is qubit 0, or the first bit of a program's result."""


def draw_bits(probabilities: FloatArray, shots: int, rng: np.random.Generator) -> BitArray:
    """`shots` independent outcomes of 2ⁿ probabilities, shape (shots, n); bit 0 is most significant in the index."""
    n = len(probabilities).bit_length() - 1
    cumulative = np.cumsum(probabilities)
    # A simulator's probabilities sum to 1 only up to rounding, hence the scaling by their own sum.
    indices = np.searchsorted(cumulative, rng.random(shots) * cumulative[-1], side="right")
    indices = np.minimum(indices, len(probabilities) - 1)
    bits: BitArray = ((indices[:, np.newaxis] >> np.arange(n - 1, -1, -1)) & 1).astype(np.uint8)
    return bits


def most_probable(probabilities: FloatArray, count: int) -> NDArray[np.intp]:
    """The indices of so many of the most probable outcomes, or of all: descending, equal ones by index.

    Raises:
        ValueError: a count below 1.
    """
    if count < 1:
        raise ValueError(f"count: must be at least 1, and is {count}")
    count = min(count, len(probabilities))
    parts = [probabilities[start : start + CHUNK] for start in range(0, len(probabilities), CHUNK)]
    # Copied, so that no view keeps a whole part's copy.
    highest = np.concatenate([np.partition(part, -min(count, len(part)))[-count:].copy() for part in parts])
    least = np.partition(highest, -count)[-count]
    above = np.flatnonzero(probabilities > least)
    equal = np.flatnonzero(probabilities == least)[: count - len(above)]
    return np.concatenate([above[np.argsort(-probabilities[above], kind="stable")], equal])


def bits_from_counts(counts: Mapping[str, int]) -> BitArray:
    """A row for each shot of a {bitstring: count} histogram, in the order of the bitstrings."""
    rows = np.array([[int(bit) for bit in bitstring] for bitstring in sorted(counts)], dtype=np.uint8)
    return np.repeat(rows, [counts[bitstring] for bitstring in sorted(counts)], axis=0)


def counts_of(bits: BitArray) -> Counts:
    """The histogram of measured rows, bitstrings ascending."""
    rows, counts = np.unique(bits, axis=0, return_counts=True)
    return {"".join(map(str, row)): count for row, count in zip(rows.tolist(), counts.tolist(), strict=True)}


def count_samples(bits: BitArray, form: QuadraticForm) -> list[Sample]:
    """The distinct outcomes with their cost: lowest cost first, then the most frequent, then by bitstring."""
    samples = [
        Sample(bitstring=bitstring, count=count, cost=form.cost([int(bit) for bit in bitstring]))
        for bitstring, count in counts_of(bits).items()
    ]
    return sorted(samples, key=lambda sample: (sample.cost, -sample.count, sample.bitstring))
