"""One choice among the equal answers that diagonalisation has: the signs of orbitals, and the bases of their levels.

Amplitudes change their sign with an orbital, and depend on the basis of a degenerate level. Linear algebra libraries
choose both by the processor, so that without this a job that is resumed on another one could not go on.
"""

import itertools

import numpy as np

from quantum_code.states import FloatArray

DEGENERATE = 1e-6
"""Orbital energies closer than this, in hartree, are one level: rounding splits it, and real splittings are wider."""

ALIKE = 1e-6
"""Weights closer than this fraction are equal but for rounding, as those of atoms that symmetry makes alike."""


def canonical_orbitals(coefficients: FloatArray, energies: FloatArray, occupied: int) -> FloatArray:
    """The same orbitals with signs, and a basis of each degenerate level, that do not depend on the processor.

    Whatever basis of a level diagonalisation has come up with, the projection on the level is the same. So the first
    orbital is the projection of the atomic orbital that has the largest part in it (the first of those), scaled to
    norm 1; the next ones are those of what is left. An orbital by itself only gets its sign that way. Occupied and
    empty orbitals are not mixed.

    Args:
        coefficients: (n, n), a column an orbital; orthonormal with respect to the overlap.
        energies: (n,), in hartree; ascending among the occupied and among the empty ones.
        occupied: how many of the first orbitals are.
    """
    found = np.empty_like(coefficients)
    wide = np.flatnonzero(np.diff(energies) > DEGENERATE) + 1
    bounds = sorted({0, occupied, len(energies), *wide.tolist()})
    for first, last in itertools.pairwise(bounds):
        projection = coefficients[:, first:last] @ coefficients[:, first:last].T
        for column in range(first, last):
            weights = np.diag(projection)
            largest = int(np.argmax(weights >= (1 - ALIKE) * weights.max()))
            found[:, column] = projection[:, largest] / np.sqrt(weights[largest])
            projection = projection - np.outer(found[:, column], found[:, column])
    return found
