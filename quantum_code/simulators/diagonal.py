"""The energies of all assignments as one array: what QAOA is simulated on."""

import numpy as np

from quantum_code.problems.ising import Ising
from quantum_code.states import FloatArray


def energies_of_all(ising: Ising) -> FloatArray:
    """The energy of every assignment, shape (2ⁿ,); bit 0 is most significant in the index.

    From the last spin on, each doubles the array: its up half is what the rest costs plus the field that the rest
    makes for it, its down half is minus it. That takes O(2ⁿ) additions for any number of couplings, and half as much
    memory again as the result.
    """
    n = ising.num_qubits
    energies, fields = np.empty(2**n), np.empty(2 ** max(n - 1, 0))
    energies[0] = ising.offset
    for i in reversed(range(n)):
        size = 1
        fields[0] = ising.fields[i]
        for j in reversed(range(i + 1, n)):
            coupling = ising.couplings.get((i, j), 0.0)
            np.subtract(fields[:size], coupling, out=fields[size : 2 * size])
            fields[:size] += coupling
            size *= 2
        np.subtract(energies[:size], fields[:size], out=energies[size : 2 * size])
        energies[:size] += fields[:size]
    return energies


def first_spin_up(ising: Ising) -> Ising:
    """The energies of the assignments that begin with 0, as a problem of the other qubits."""
    fields = [h + ising.couplings.get((0, i), 0.0) for i, h in enumerate(ising.fields)][1:]
    couplings = {(i - 1, j - 1): coupling for (i, j), coupling in ising.couplings.items() if i > 0}
    return Ising(ising.offset + ising.fields[0], tuple(fields), couplings)
