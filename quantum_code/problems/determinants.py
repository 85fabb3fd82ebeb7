"""The basis states of a fixed number of electrons with S_z = 0: where a closed-shell molecule and its circuits live."""

import itertools
import math

import numpy as np
from numpy.typing import NDArray


def determinants(pairs: int, orbitals: int) -> NDArray[np.int64]:
    """All occupations with so many electrons of each spin, as ascending integers; qubit 0 is the most significant."""
    chosen = itertools.combinations(range(orbitals), pairs)
    up = np.array([sum(1 << 2 * (orbitals - 1 - p) + 1 for p in places) for places in chosen], dtype=np.int64)
    return np.sort((up[:, None] | (up >> 1)[None, :]).ravel())


def count_entries(pairs: int, orbitals: int) -> int:
    """Upper bound of the matrix's entries: determinants, times those that at most two electrons apart reach."""
    empty = orbitals - pairs
    single = pairs * empty
    double = math.comb(pairs, 2) * math.comb(empty, 2)
    return math.comb(orbitals, pairs) ** 2 * (1 + 2 * single + 2 * double + single**2)
