"""Restricted Hartree-Fock: the orbitals in which a molecule's Hamiltonian is written.

Integrals are those of `qml.qchem`. Its own self-consistent field is plain iteration, which oscillates for ever once
bonds are stretched (LiH at 4 Å, H2O at 2 Å) and does not say so; this one extrapolates, and says so.
"""

from collections import deque
from dataclasses import dataclass
from typing import Self

import numpy as np
import pennylane as qml

from contract.errors import InvalidProblem
from contract.problems import Chemistry
from quantum_code.problems.canonical_orbitals import DEGENERATE, canonical_orbitals
from quantum_code.states import FloatArray

MAX_ITERATIONS = 500

CONVERGED = 1e-9
"""Largest entry of the orbital gradient, in hartree: energies, which depend on its square, are then exact."""

EXTRAPOLATED_FROM = 8
"""Fock matrices that are extrapolated from, as is usual."""


@dataclass(frozen=True)
class Integrals:
    """One- and two-electron integrals over n atomic orbitals, in hartree."""

    overlap: FloatArray  # (n, n)
    core: FloatArray  # (n, n): kinetic energy and attraction to the nuclei
    repulsion: FloatArray  # (n, n, n, n) as (pq|rs), where electron 1 is in p and q
    nuclear_repulsion: float

    @classmethod
    def of(cls, problem: Chemistry) -> Self:
        """Those of a molecule in its basis set."""
        symbols, positions = list(problem.symbols), np.array([position for _, position in problem.geometry])
        molecule = qml.qchem.Molecule(
            symbols, positions, charge=problem.charge, basis_name=problem.basis_set, unit="angstrom"
        )
        basis, charges, places = molecule.basis_set, molecule.nuclear_charges, molecule.coordinates
        return cls(
            np.asarray(qml.qchem.overlap_matrix(basis)()),
            np.asarray(qml.qchem.core_matrix(basis, charges, places)()),
            np.asarray(qml.qchem.repulsion_tensor(basis)()),
            float(qml.qchem.nuclear_energy(charges, places)()[0]),
        )


@dataclass(frozen=True)
class Orbitals:
    """Self-consistent molecular orbitals, by ascending energy; the lowest half of the electrons' number is occupied."""

    coefficients: FloatArray  # (n, n): a column an orbital
    energies: FloatArray  # (n,), in hartree
    total_energy: float  # in hartree, nuclear repulsion included


def solve(integrals: Integrals, num_electrons: int) -> Orbitals:
    """The self-consistent orbitals of lowest energy that are found from two guesses.

    Raises:
        InvalidProblem: the iteration converges from neither.
    """
    core, overlap = integrals.core, integrals.overlap
    diagonal = np.diag(core)
    # Wolfsberg and Helmholz (doi:10.1063/1.1700580), with the constant 1.75 of Hoffmann: better for stretched bonds.
    huckel = 0.875 * overlap * (diagonal[:, None] + diagonal[None, :])
    np.fill_diagonal(huckel, diagonal)
    found = [orbitals for guess in (core, huckel) if (orbitals := solve_from(integrals, num_electrons, guess))]
    if not found:
        raise InvalidProblem(
            f"the molecule's Hartree-Fock orbitals do not converge in {MAX_ITERATIONS} iterations; "
            "bring the atoms closer to equilibrium, or use another basis_set"
        )
    return min(found, key=lambda orbitals: orbitals.total_energy)


def solve_from(integrals: Integrals, num_electrons: int, guess: FloatArray) -> Orbitals | None:
    """Roothaan's equations with Pulay's extrapolation (doi:10.1016/0009-2614(80)80396-4); None without convergence."""
    values, vectors = np.linalg.eigh(integrals.overlap)
    orthogonal = vectors / np.sqrt(values) @ vectors.T
    fock, occupied = guess, num_electrons // 2
    history: deque[tuple[FloatArray, FloatArray]] = deque(maxlen=EXTRAPOLATED_FROM)
    for _ in range(MAX_ITERATIONS):
        energies, coefficients = np.linalg.eigh(orthogonal @ fock @ orthogonal)
        coefficients = orthogonal @ coefficients
        density = coefficients[:, :occupied] @ coefficients[:, :occupied].T
        coulomb = np.einsum("pqrs,rs->pq", integrals.repulsion, density)
        exchange = np.einsum("psqr,rs->pq", integrals.repulsion, density)
        fock = integrals.core + 2 * coulomb - exchange
        product = fock @ density @ integrals.overlap
        gradient = orthogonal @ (product - product.T) @ orthogonal
        if np.abs(gradient).max() < CONVERGED:
            coefficients, energies = _diagonalised(fock, coefficients, occupied)
            if energies[occupied - 1] <= energies[occupied] + DEGENERATE:
                energy = float(np.sum((integrals.core + fock) * density)) + integrals.nuclear_repulsion
                return Orbitals(canonical_orbitals(coefficients, energies, occupied), energies, energy)
            history.clear()  # symmetry made the guess stationary, but a lower orbital is empty: fill that one
            continue
        history.append((fock, gradient))
        fock = _extrapolated(history)
    return None


def _diagonalised(fock: FloatArray, coefficients: FloatArray, occupied: int) -> tuple[FloatArray, FloatArray]:
    """Occupied and empty orbitals, each by ascending energy, and these energies; the density stays as it is.

    The orbitals came from the Fock matrix of the step before, which is far from the last one where symmetry makes the
    first guess self-consistent.
    """
    blocks = [coefficients[:, :occupied], coefficients[:, occupied:]]
    solved = [np.linalg.eigh(block.T @ fock @ block) for block in blocks]
    turned = [block @ vectors for block, (_, vectors) in zip(blocks, solved, strict=True)]
    return np.hstack(turned), np.concatenate([values for values, _ in solved])


def _extrapolated(history: deque[tuple[FloatArray, FloatArray]]) -> FloatArray:
    """The combination of Fock matrices, of weights that sum up to 1, whose gradient is smallest."""
    gradients = np.array([gradient.ravel() for _, gradient in history])
    size = len(history)
    equations = np.zeros((size + 1, size + 1))
    equations[:size, :size] = gradients @ gradients.T
    equations[:size, :size] /= equations[size - 1, size - 1]  # late gradients are tiny; their ratios are not
    equations[size, :size] = equations[:size, size] = 1
    weights = np.linalg.lstsq(equations, np.eye(size + 1)[size], rcond=None)[0][:size]
    return np.asarray(np.einsum("i,ipq->pq", weights, np.array([fock for fock, _ in history])))
