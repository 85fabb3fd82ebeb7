"""Ground truth of a molecule: the exact lowest energy of its electrons in the basis set and active space.

Full configuration interaction: the Hamiltonian is diagonalised over all determinants with the molecule's number of
electrons, half of them with spin up (S_z = 0). States of every total spin have a part there, so the energy is that of
the ground state whatever its spin; a singlet for the molecules at hand.
"""

import numpy as np
from scipy.sparse.linalg import eigsh

from contract.run_result import FullConfigurationInteraction
from quantum_code.problems.determinants import count_entries, determinants
from quantum_code.problems.molecule import Molecule

DENSE = 500
"""Up to so many determinants all eigenvalues are computed, which is as fast and cannot miss the lowest."""

MAX_ENTRIES = 60_000_000
"""Of the sparse matrix: 10 electrons in 10 orbitals have 56 million, which take 2 GB while it is built."""

SEED = 20
"""Of the vector that the iteration starts from: random, so that no symmetry hides the ground state from it."""


def full_configuration_interaction(molecule: Molecule) -> FullConfigurationInteraction | None:
    """The lowest energy in hartree, to 1e-9; None when the matrix would have more than MAX_ENTRIES entries."""
    pairs, orbitals = molecule.electrons // 2, molecule.num_qubits // 2
    if count_entries(pairs, orbitals) > MAX_ENTRIES:
        return None
    states = determinants(pairs, orbitals)
    matrix = molecule.hamiltonian.matrix(states)
    if len(states) <= DENSE:
        lowest = np.linalg.eigvalsh(matrix.toarray())[0]
    else:
        start = np.random.default_rng(SEED).standard_normal(len(states))
        lowest = eigsh(matrix, k=1, which="SA", v0=start, return_eigenvectors=False)[0]
    return FullConfigurationInteraction(minimum=float(lowest), determinants=len(states))
