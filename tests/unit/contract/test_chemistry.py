"""Molecules by name, by size and by geometry become one complete document; what does not make sense is refused."""

import json
import math
from typing import Any

import pytest

from contract.errors import InvalidProblem
from contract.problems import Chemistry, Problem, parse_problem

WATER_XYZ = "3\nwater\nO 0 0 0\nH 0.0 0.75737824 0.58663635\nH 0.0 -0.75737824 0.58663635\n"


def chemistry(**fields: Any) -> Chemistry:
    problem = parse_problem({"problem_type": "chemistry", **fields})
    assert isinstance(problem, Chemistry)
    return problem


def size(problem: Chemistry) -> tuple[int, int, int, int]:
    """Electrons, orbitals, charge, qubits."""
    return problem.num_electrons, problem.num_orbitals, problem.charge, problem.problem_size


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("H2", (2, 2, 0, 4)),
        ("HeH+", (2, 2, 1, 4)),
        ("H3+", (2, 3, 1, 6)),
        ("H4", (4, 4, 0, 8)),
        ("LiH", (4, 6, 0, 12)),
        ("BeH2", (6, 7, 0, 14)),
        ("H2O", (10, 7, 0, 14)),
    ],
)
def test_molecules_at_hand(name: str, expected: tuple[int, int, int, int]) -> None:
    problem = chemistry(molecule=name)
    assert problem.molecule == name
    assert size(problem) == expected
    assert problem.active_space.electrons == problem.num_electrons


@pytest.mark.parametrize(
    ("spelled", "name"),
    [("h2o", "H2O"), ("H₂O", "H2O"), ("water", "H2O"), ("HeH⁺", "HeH+"), ("heh +", "HeH+"), (" lih ", "LiH")],
)
def test_spellings(spelled: str, name: str) -> None:
    assert chemistry(molecule=spelled) == chemistry(molecule=name)


@pytest.mark.parametrize(("qubits", "name"), [(4, "H2"), (6, "H3+"), (8, "H4"), (12, "LiH"), (14, "H2O")])
def test_a_size_alone_is_the_molecule_of_so_many_qubits(qubits: int, name: str) -> None:
    assert chemistry(problem_size=qubits) == chemistry(molecule=name)


@pytest.mark.parametrize(
    "fields",
    [
        {"molecule": "H2", "bond_length": 1.4},
        {"molecule": "H2O", "active_space": [4, 4]},
        {"molecule": "H3+", "bond_length": 0.9, "basis_set": "6-31G"},
        {"geometry": WATER_XYZ},
        {"geometry": [["C", [0, 0, 0]], ["O", [0, 0, 1.128]]], "active_space": {"electrons": 6, "orbitals": 5}},
        {"geometry": [["H", [0, 0, 0]]], "charge": -1, "basis_set": "cc-pvdz", "created_at": "2026-01-02T03:04:05Z"},
    ],
)
def test_a_stored_document_reads_back_the_same(fields: dict[str, Any]) -> None:
    problem = chemistry(**fields)
    again = parse_problem(json.loads(problem.to_json()))
    assert again == problem
    assert again.problem_id == problem.problem_id


def test_a_document_names_everything() -> None:
    assert chemistry(molecule="h2", basis_set="STO3G").to_dict() == {
        "schema": "quantum-pipeline/problem",
        "version": 1,
        "problem_type": "chemistry",
        "problem_size": 4,
        "molecule": "H2",
        "geometry": [["H", [0.0, 0.0, 0.0]], ["H", [0.0, 0.0, 0.74]]],
        "bond_length": 0.74,
        "basis_set": "sto-3g",
        "charge": 0,
        "active_space": {"electrons": 2, "orbitals": 2},
    }


def test_other_bond_lengths_move_the_atoms() -> None:
    for name, pairs in {"H3+": [(0, 1), (0, 2), (1, 2)], "H2O": [(0, 1), (0, 2)], "BeH2": [(0, 1), (0, 2)]}.items():
        atoms = [position for _, position in chemistry(molecule=name, bond_length=1.25).geometry]
        assert all(math.dist(atoms[i], atoms[j]) == pytest.approx(1.25, abs=1e-7) for i, j in pairs)


def test_geometries_in_xyz_and_as_lists_are_the_same() -> None:
    by_name = chemistry(molecule="H2O")
    by_text, short = chemistry(geometry=WATER_XYZ), chemistry(geometry="\n".join(WATER_XYZ.splitlines()[2:]))
    by_list = chemistry(geometry=by_name.to_dict()["geometry"])
    assert by_text == by_list == short
    assert by_text.geometry == by_name.geometry
    assert by_text.bond_length is None
    assert by_text.molecule == "H2O"


@pytest.mark.parametrize(
    ("symbols", "charge", "label"),
    [("HOC", 1, "CHO+"), ("OHH", 0, "H2O"), ("HHH", 1, "H3+"), ("LiH", 0, "HLi"), ("HeHe", 2, "He22+")],
)
def test_labels(symbols: str, charge: int, label: str) -> None:
    elements = {"LiH": ["Li", "H"], "HeHe": ["He", "He"]}.get(symbols, list(symbols))
    geometry = [[symbol, [0, 0, i]] for i, symbol in enumerate(elements)]
    assert chemistry(geometry=geometry, charge=charge, basis_set="6-31g").molecule == label


@pytest.mark.parametrize(("basis_set", "orbitals"), [("sto-3g", 7), ("6-31g", 13), ("6-311g", 19)])
def test_sizes_of_basis_sets(basis_set: str, orbitals: int) -> None:
    assert chemistry(molecule="H2O", basis_set=basis_set, active_space=[4, 4]).num_orbitals == orbitals


H_AT_0 = ["H", [0, 0, 0]]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "give a molecule (a name, as in 'H2'), a geometry, or problem_size"),
        ({"molecule": "CO2"}, "molecule is 'CO2'; at hand are H2, HeH+, H3+, H4, LiH, BeH2, H2O"),
        ({"molecule": 2}, "molecule is 2; expected a name"),
        ({"problem_size": 5}, "problem_size is 5; the molecules at hand take 4 (H2), 6 (H3+), 8 (H4)"),
        ({"problem_size": True}, "problem_size is True; expected a whole number"),
        ({"problem_size": 4, "basis_set": "6-31g"}, "problem_size alone means a whole molecule in STO-3G"),
        ({"molecule": "H2", "problem_size": 6}, "problem_size is 6, but 2 active orbitals take 4 qubits"),
        ({"molecule": "H2", "colour": "red"}, "colour: Extra inputs"),
        ({"molecule": "H2", "seed": 3}, "seed: Extra inputs"),
        # shells
        ({"molecule": "H2", "multiplicity": 3}, "multiplicity is 3; orbitals come from restricted Hartree-Fock"),
        ({"molecule": "H2", "charge": 1}, "charge is 1, but H2 has 0"),
        ({"molecule": "HeH+", "charge": 0}, "charge is 0, but HeH+ has 1"),
        ({"geometry": [H_AT_0, ["H", [0, 0, 1]]], "charge": 1}, "the molecule has 1 electrons, an odd number"),
        ({"geometry": [H_AT_0, ["H", [0, 0, 1]]], "charge": 2}, "charge is 2, which leaves 0 electrons"),
        ({"geometry": [H_AT_0, ["H", [0, 0, 1]]], "charge": "0"}, "charge is '0'; expected a whole number"),
        ({"geometry": [H_AT_0, ["H", [0, 0, 1]]], "charge": -2}, "4 electrons fill all 2 orbitals"),
        # bond length
        ({"molecule": "H2", "bond_length": 0}, "bond_length is 0; expected a number of ångström"),
        ({"molecule": "H2", "bond_length": -1.0}, "bond_length is -1.0"),
        ({"molecule": "H2", "bond_length": math.nan}, "bond_length is nan"),
        ({"molecule": "H2", "bond_length": "1"}, "bond_length is '1'"),
        ({"molecule": "H2", "bond_length": 10**400}, "bond_length is 1000"),
        ({"molecule": "H2", "bond_length": 0.05}, "atoms 0 and 1 are 0.05 Å apart"),
        ({"geometry": WATER_XYZ, "molecule": "H2O", "bond_length": 1.0}, "the geometry is another"),
        # basis set
        ({"molecule": "H2", "basis_set": "def2-svp"}, "basis sets at hand are sto-3g, 6-31g, 6-311g, cc-pvdz"),
        ({"molecule": "H2", "basis_set": 6}, "basis_set is 6"),
        ({"molecule": "LiH", "basis_set": "cc-pvdz"}, "cc-pvdz is for H and He here"),
        # geometry
        ({"geometry": 5}, "geometry: expected a list of [symbol, [x, y, z]] or an XYZ text, got 5"),
        ({"geometry": []}, "geometry has 0 atoms"),
        ({"geometry": [H_AT_0] * 51}, "geometry has 51 atoms"),
        ({"geometry": [["H", 0, 0, 0]]}, "geometry.0: expected [symbol, [x, y, z]]"),
        ({"geometry": [["Na", [0, 0, 0]]]}, "geometry.0: 'Na' is not an element with basis sets at hand"),
        ({"geometry": [H_AT_0, ["H", [0, 1]]]}, "geometry.1: expected the position as [x, y, z]"),
        ({"geometry": [H_AT_0, ["H", [0, 0, math.inf]]]}, "geometry.1: inf is not a finite number"),
        ({"geometry": [H_AT_0, ["H", [0, 0, "1"]]]}, "geometry.1: '1' is not a finite number"),
        ({"geometry": [H_AT_0, ["H", [0, True, 1]]]}, "geometry.1: True is not a finite number"),
        ({"geometry": [H_AT_0, ["H", [0, 0, 1e-3]]]}, "atoms 0 and 1 are 0.001 Å apart"),
        ({"geometry": "2\n\nH 0 0 0"}, "the first line promises 2 atoms, there are 1"),
        ({"geometry": "H 0 0 0\nH 0 0"}, "line 2 must hold a symbol and x, y, z"),
        ({"geometry": "H 0 0 0\nH 0 0 x"}, "line 2: could not convert string to float"),
        ({"geometry": "H 0 0 0\nH 0 0 nan"}, "geometry.1: nan is not a finite number"),
        (
            {"geometry": [["Ne", [0, 0, 3 * i]] for i in range(3)], "basis_set": "6-31g"},
            "the basis set has 27 orbitals for this molecule, 26 is the most",
        ),
        # active space
        ({"molecule": "LiH", "active_space": [3, 4]}, "active_space has 3 electrons; shells are closed"),
        ({"molecule": "LiH", "active_space": [6, 4]}, "active_space has 6 electrons, the molecule has 4"),
        ({"molecule": "LiH", "active_space": [0, 4]}, "active_space.electrons: Input should be greater"),
        ({"molecule": "LiH", "active_space": [2, 1]}, "2 electrons fill all 1 orbitals"),
        (
            {"molecule": "LiH", "active_space": [2, 6]},
            "6 orbitals above 1 that stay doubly occupied are more than the 6",
        ),
        ({"molecule": "LiH", "active_space": [2]}, "active_space: expected [electrons, orbitals]"),
        ({"molecule": "LiH", "active_space": "all"}, "active_space"),
        ({"molecule": "LiH", "active_space": [2, 2.0]}, "active_space.orbitals: Input should be a valid integer"),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem) as fault:
        parse_problem({"problem_type": "chemistry", **fields})
    assert str(fault.value).startswith("chemistry problem: ")
    assert message in str(fault.value)


def test_content_decides_the_id() -> None:
    problems: list[Problem] = [
        chemistry(molecule="H2"),
        chemistry(molecule="H2", bond_length=0.75),
        chemistry(molecule="H2", basis_set="6-31g"),
        chemistry(geometry=[H_AT_0, ["H", [0, 0, 0.74]]]),
    ]
    assert len({problem.problem_id for problem in problems}) == len(problems)
