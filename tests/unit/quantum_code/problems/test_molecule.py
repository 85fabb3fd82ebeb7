"""Hamiltonians of molecules: published energies, PennyLane's own operators, and what their electrons conserve."""

import numpy as np
import pennylane as qml
import pytest

from contract.errors import InvalidProblem
from contract.problems import Chemistry, parse_problem
from quantum_code.problems.hartree_fock import Integrals, solve
from quantum_code.problems.molecule import Molecule
from quantum_code.problems.molecule_symmetries import number_penalty, occupation_means, spin_squared
from quantum_code.references.fci import full_configuration_interaction
from tests.unit.quantum_code.problems.molecules_at_hand import chemistry, molecule
from tests.unit.quantum_code.problems.published_energies import PYSCF, TOLERANCE


@pytest.mark.parametrize(("name", "bond_length", "basis_set", "active_space", "hartree_fock", "exact"), PYSCF)
def test_published_energies(
    name: str,
    bond_length: float,
    basis_set: str,
    active_space: tuple[int, int] | None,
    hartree_fock: float,
    exact: float,
) -> None:
    space = {"active_space": active_space} if active_space else {}
    found = Molecule.of(chemistry(name, bond_length=bond_length, basis_set=basis_set, **space))
    assert found.hartree_fock_energy == pytest.approx(hartree_fock, abs=TOLERANCE)
    reference = full_configuration_interaction(found)
    assert reference is not None
    assert reference.minimum == pytest.approx(exact, abs=TOLERANCE)


def test_hydrogen_as_the_issue_states_it() -> None:
    reference = full_configuration_interaction(molecule("H2"))
    assert reference is not None
    assert reference.minimum == pytest.approx(-1.13728383, abs=1e-8)


def test_the_hartree_fock_state_has_the_hartree_fock_energy() -> None:
    for name in ("H2", "H3+", "HeH+", "H4", "LiH"):
        found = molecule(name)
        state = np.array([sum(1 << (found.num_qubits - 1 - qubit) for qubit in found.occupied)])
        energy = found.hamiltonian.matrix(state)[0, 0]
        assert energy == pytest.approx(found.hartree_fock_energy, abs=1e-9)


def test_with_frozen_orbitals_as_well() -> None:
    found = Molecule.of(chemistry("LiH", active_space=[2, 5]))
    state = np.array([0b11 << (found.num_qubits - 2)])
    assert found.hamiltonian.matrix(state)[0, 0] == pytest.approx(found.hartree_fock_energy, abs=1e-9)


def test_the_spectrum_is_that_of_qchem() -> None:
    problem = chemistry("H3+")
    positions = np.array([position for _, position in problem.geometry])
    theirs, _ = qml.qchem.molecular_hamiltonian(qml.qchem.Molecule(["H"] * 3, positions, charge=1, unit="angstrom"))
    ours = molecule("H3+").hamiltonian.matrix(np.arange(2**6)).toarray()
    expected = np.linalg.eigvalsh(qml.matrix(theirs, wire_order=range(6)))
    np.testing.assert_allclose(np.linalg.eigvalsh(ours), expected, atol=1e-8)


def test_where_plain_iteration_oscillates() -> None:
    """PennyLane's `scf` ends after 50 steps with an energy below the exact one; PySCF's is in published_energies."""
    problem = chemistry("LiH", bond_length=4.0)
    positions = np.array([position for _, position in problem.geometry])
    theirs = qml.qchem.hf_energy(qml.qchem.Molecule(["Li", "H"], positions, unit="angstrom"))()
    exact = -7.78427818
    assert float(theirs) < exact < solve(Integrals.of(problem), 4).total_energy


def test_orbitals_that_do_not_converge_are_refused() -> None:
    with pytest.raises(InvalidProblem, match="do not converge in 500 iterations; bring the atoms closer"):
        Molecule.of(chemistry("LiH", bond_length=6.0))


def test_a_turned_molecule_has_the_same_energy() -> None:
    """Three atoms at right angles along the axes, and the same along other directions elsewhere."""
    along = np.linalg.qr(np.random.default_rng(20).normal(size=(3, 3)))[0]
    upright = [[0, 0, 0], [0, 0, 0.9], [0, 1.1, 0]]
    energies = []
    for positions in (upright, (np.array(upright) @ along + [1, 2, 3]).tolist()):
        atoms = [[symbol, position] for symbol, position in zip(("He", "H", "H"), positions, strict=True)]
        problem = parse_problem({"problem_type": "chemistry", "geometry": atoms})
        assert isinstance(problem, Chemistry)
        reference = full_configuration_interaction(Molecule.of(problem))
        assert reference is not None
        energies.append(reference.minimum)
    assert energies[0] == pytest.approx(energies[1], abs=1e-8)


def test_spin_squared_is_that_of_qchem() -> None:
    """`qml.qchem.spin2` is for a fixed number of electrons, so both are compared among states of that number."""
    pairs = [state for state in range(2**6) if state.bit_count() == 2]
    ours = spin_squared(6).matrix(np.array(pairs)).toarray()
    theirs = qml.matrix(qml.qchem.spin2(2, 6), wire_order=range(6))[np.ix_(pairs, pairs)]
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_occupations_of_a_determinant() -> None:
    probabilities = np.zeros(2**4)
    probabilities[0b1010] = 1.0  # two electrons with spin up
    assert occupation_means(probabilities) == (2.0, 1.0)


@pytest.mark.parametrize("name", ["H2", "HeH+", "H3+", "H4"])
def test_with_the_penalty_the_molecule_has_the_lowest_energy_of_all_ions(name: str) -> None:
    found = molecule(name)
    reference = full_configuration_interaction(found)
    assert reference is not None
    everything = np.arange(2**found.num_qubits)
    charge = chemistry(name).charge
    penalised = number_penalty(found, charge).matrix(everything).toarray()
    assert np.linalg.eigvalsh(penalised)[0] == pytest.approx(reference.minimum, abs=1e-8)


def test_without_the_penalty_it_has_not() -> None:
    found = molecule("HeH+")
    lowest = np.linalg.eigvalsh(found.hamiltonian.matrix(np.arange(2**4)).toarray())[0]
    reference = full_configuration_interaction(found)
    assert reference is not None
    assert lowest < reference.minimum - 0.1  # a third electron is bound
