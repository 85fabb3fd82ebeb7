"""A molecule on qubits: its Hamiltonian under the Jordan-Wigner mapping, and what is known of its electrons."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pennylane as qml

from contract.problems import Chemistry
from quantum_code.problems.determinants import count_entries, determinants
from quantum_code.problems.hartree_fock import Integrals, Orbitals, solve
from quantum_code.problems.pauli_observable import PauliObservable
from quantum_code.states import FloatArray

LARGEST_SECTOR = 2**22
"""Entries of the Hamiltonian among the molecule's determinants (100 MB) up to which circuits are evaluated by them."""


@dataclass(frozen=True)
class Molecule:
    """Active electrons in spin orbitals: qubit 2p is spatial orbital p with spin up, qubit 2p + 1 with spin down."""

    electrons: int  # the active ones, half of them with spin up
    num_qubits: int
    hamiltonian: PauliObservable  # nuclear repulsion and the frozen core's energy included, in its constant
    hartree_fock_energy: float  # in hartree, nuclear repulsion included

    @classmethod
    def of(cls, problem: Chemistry) -> Self:
        """The molecule in its Hartree-Fock orbitals, with the problem's active space.

        Raises:
            InvalidProblem: Hartree-Fock does not converge.
        """
        integrals = Integrals.of(problem)
        orbitals = solve(integrals, problem.num_electrons)
        electrons, active = problem.active_space.electrons, problem.active_space.orbitals
        constant, one, two = _active_integrals(integrals, orbitals, (problem.num_electrons - electrons) // 2, active)
        fermionic = qml.qchem.fermionic_observable(np.array([constant]), one, two)
        hamiltonian = PauliObservable.of(qml.qchem.qubit_observable(fermionic), 2 * active)
        if count_entries(electrons // 2, active) <= LARGEST_SECTOR:
            hamiltonian = replace(hamiltonian, sector=determinants(electrons // 2, active))
        return cls(electrons, 2 * active, hamiltonian, orbitals.total_energy)

    @property
    def occupied(self) -> tuple[int, ...]:
        """The qubits that are 1 in the Hartree-Fock state: the lowest spin orbitals."""
        return tuple(range(self.electrons))


def _active_integrals(
    integrals: Integrals, orbitals: Orbitals, frozen: int, active: int
) -> tuple[float, FloatArray, FloatArray]:
    """The constant, one- and two-electron integrals over the active orbitals.

    Frozen orbitals add their energy to the constant and their mean field to the one-electron integrals (Helgaker,
    Jørgensen and Olsen, doi:10.1002/9781119019572, section 10.8). The last array holds ⟨pq|sr⟩ at [p, q, r, s], the
    factor of a†ₚ a†_q a_r a_s / 2 that `qml.qchem` expects.
    """
    core, chosen = orbitals.coefficients[:, :frozen], orbitals.coefficients[:, frozen : frozen + active]
    density = core @ core.T
    mean_field = 2 * np.einsum("pqrs,rs->pq", integrals.repulsion, density)
    mean_field -= np.einsum("psqr,rs->pq", integrals.repulsion, density)
    constant = integrals.nuclear_repulsion + float(np.sum(density * (2 * integrals.core + mean_field)))
    one = chosen.T @ (integrals.core + mean_field) @ chosen
    two = np.einsum("pqrs,pa,qd,rb,sc->abcd", integrals.repulsion, *[chosen] * 4, optimize=True)
    return constant, one, two
