"""Orbitals that do not depend on which of many equal answers a linear algebra library gives."""

import numpy as np
import pytest

from quantum_code.problems.hartree_fock import Integrals, Orbitals, solve, solve_from
from quantum_code.states import FloatArray
from tests.unit.quantum_code.problems.molecules_at_hand import chemistry


def with_another_library(integrals: Integrals, num_electrons: int, patch: pytest.MonkeyPatch, seed: int) -> Orbitals:
    """The orbitals, when eigenvectors come with other signs, and in another basis of each degenerate level."""
    rng, eigh = np.random.default_rng(seed), np.linalg.eigh

    def other(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
        values, vectors = eigh(matrix)
        levels = np.split(np.arange(len(values)), np.flatnonzero(np.diff(values) > 1e-7) + 1)
        for level in levels:
            turn = np.linalg.qr(rng.normal(size=(len(level), len(level))))[0]
            vectors[:, level] = vectors[:, level] @ turn
        return values, vectors

    with patch.context() as patched:
        patched.setattr(np.linalg, "eigh", other)
        return solve(integrals, num_electrons)


@pytest.mark.parametrize("name", ["H2", "H3+", "LiH", "BeH2"])
def test_signs_and_degenerate_orbitals_are_the_same_with_every_library(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else amplitudes would differ between processors, and a job resumed on another could not go on."""
    integrals, electrons = Integrals.of(chemistry(name)), chemistry(name).num_electrons
    here = solve(integrals, electrons)
    for seed in range(4):
        there = with_another_library(integrals, electrons, monkeypatch, seed)
        np.testing.assert_allclose(there.coefficients, here.coefficients, atol=1e-6)


@pytest.mark.parametrize("name", ["H3+", "H2O"])
def test_orbitals_are_orthonormal_and_diagonalise_the_fock_matrix(name: str) -> None:
    integrals, electrons = Integrals.of(chemistry(name)), chemistry(name).num_electrons
    orbitals = solve(integrals, electrons)
    c = orbitals.coefficients
    density = c[:, : electrons // 2] @ c[:, : electrons // 2].T
    fock = integrals.core + 2 * np.einsum("pqrs,rs->pq", integrals.repulsion, density)
    fock -= np.einsum("psqr,rs->pq", integrals.repulsion, density)
    np.testing.assert_allclose(c.T @ integrals.overlap @ c, np.eye(len(c)), atol=1e-10)
    np.testing.assert_allclose(c.T @ fock @ c, np.diag(orbitals.energies), atol=1e-6)


def test_the_lowest_orbitals_are_occupied_also_where_symmetry_makes_another_choice_stationary() -> None:
    """The upside-down guess fills the antibonding orbital, whose orbital gradient is 0 as well."""
    integrals = Integrals.of(chemistry("H2"))
    upside_down = solve_from(integrals, 2, -integrals.core)
    assert upside_down is not None
    assert upside_down.total_energy == pytest.approx(solve(integrals, 2).total_energy, abs=1e-9)
