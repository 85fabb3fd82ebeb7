"""`chemistry`: the ground-state energy of a molecule, by name or by geometry."""

import re
import reprlib
from typing import Annotated, Any

from pydantic import Field, Strict, model_validator

from contract.documents import Document, Number
from contract.problems.base import Problem
from contract.problems.geometry import (
    BASIS_FUNCTIONS,
    MAX_ATOMS,
    count_electrons,
    count_orbitals,
    formula,
    is_length,
    read_geometry,
)
from contract.problems.molecules import Geometry, KnownMolecule, find_molecule, molecule_of_size

DEFAULT_BASIS = "sto-3g"

MAX_ORBITALS = 26
"""Spatial orbitals of a basis set. Integrals over n of them take n⁴/8 calls in Python: minutes for as many."""

LONGEST_BOND = 100
"""In ångström: beyond that, atoms do not notice each other, and Hartree-Fock seldom converges."""

Atom = tuple[Annotated[str, Strict()], tuple[Number, Number, Number]]
"""An element and its position, x, y and z in ångström."""


class ActiveSpace(Document):
    """So many electrons in so many spatial orbitals around the Fermi level; those below stay doubly occupied."""

    electrons: Annotated[int, Strict(), Field(ge=1)]
    orbitals: Annotated[int, Strict(), Field(ge=1)]


class Chemistry(Problem):
    """The lowest energy of a closed-shell molecule (multiplicity 1) in a basis set, in hartree.

    A molecule at hand is asked for by its name, with another `bond_length` (ångström) if wanted, or by `problem_size`
    alone, which means the molecule of so many qubits in STO-3G (`contract.problems.molecules` lists them). Any other is
    given by its `geometry`, a list of [symbol, [x, y, z]] in ångström or an XYZ text, and its `charge`; `molecule` then
    is a label. `active_space` may be given as [electrons, orbitals]; without it all electrons and orbitals are active.

    Qubits are spin orbitals of the active space under the Jordan-Wigner mapping, spin up and down in turn, in the order
    of their Hartree-Fock energies.
    """

    TYPE = "chemistry"
    MIN_SIZE = 2

    molecule: Annotated[str, Strict()] = Field(min_length=1, max_length=40)
    geometry: tuple[Atom, ...] = Field(min_length=1, max_length=MAX_ATOMS)
    bond_length: Annotated[Number, Field(gt=0, le=LONGEST_BOND)] | None = Field(
        default=None, description="In ångström."
    )
    basis_set: str = DEFAULT_BASIS
    charge: Annotated[int, Strict()] = 0
    active_space: ActiveSpace

    @model_validator(mode="before")
    @classmethod
    def _completed(cls, data: Any) -> Any:
        """Fills in what a name or a size implies: geometry, charge, active space and size."""
        if not isinstance(data, dict):
            return data
        fields = dict(data)
        _refuse_open_shells(fields)
        fields["basis_set"] = _basis_set(fields.get("basis_set", DEFAULT_BASIS))
        _place_atoms(fields)
        _default_active_space(fields)
        return fields

    @property
    def symbols(self) -> tuple[str, ...]:
        """The elements in the order of the geometry."""
        return tuple(symbol for symbol, _ in self.geometry)

    @property
    def num_electrons(self) -> int:
        """All electrons, those of the frozen core included."""
        return count_electrons(self.symbols, self.charge)

    @property
    def num_orbitals(self) -> int:
        """All spatial orbitals of the basis set."""
        return count_orbitals(self.symbols, self.basis_set)

    def _check(self) -> None:
        electrons, orbitals = self.active_space.electrons, self.active_space.orbitals
        frozen = self.num_electrons - electrons
        if electrons % 2:
            raise ValueError(f"active_space has {electrons} electrons; shells are closed, so the number must be even")
        if frozen < 0:
            raise ValueError(f"active_space has {electrons} electrons, the molecule has {self.num_electrons}")
        if frozen // 2 + orbitals > self.num_orbitals:
            raise ValueError(
                f"active_space: {orbitals} orbitals above {frozen // 2} that stay doubly occupied are more than the "
                f"{self.num_orbitals} of the basis set; give fewer orbitals, more electrons, or a larger basis_set"
            )
        if electrons >= 2 * orbitals:
            raise ValueError(
                f"active_space: {electrons} electrons fill all {orbitals} orbitals, so there is nothing to correlate; "
                "give more orbitals, or a larger basis_set"
            )
        if self.problem_size != 2 * orbitals:
            raise ValueError(
                f"problem_size is {self.problem_size}, but {orbitals} active orbitals take {2 * orbitals} qubits; "
                "leave problem_size out, or change active_space"
            )

    @property
    def title(self) -> str:
        return f"Ground state of {self.molecule} in {self.basis_set.upper()}"

    @property
    def objective(self) -> str:
        return "Find the lowest energy of the electrons around the fixed nuclei, nuclear repulsion included."


def _refuse_open_shells(fields: dict[str, Any]) -> None:
    multiplicity = fields.pop("multiplicity", 1)
    if multiplicity != 1 or isinstance(multiplicity, bool):
        raise ValueError(
            f"multiplicity is {reprlib.repr(multiplicity)}; orbitals come from restricted Hartree-Fock, "
            "which needs closed shells; leave it out (it is 1)"
        )


def _basis_set(given: object) -> str:
    """A basis set's name, whatever its case and hyphens ("STO3G")."""
    spelled = re.sub(r"[\s_-]", "", given).casefold() if isinstance(given, str) else None
    for name in BASIS_FUNCTIONS:
        if spelled == name.replace("-", ""):
            return name
    raise ValueError(f"basis_set is {reprlib.repr(given)}; basis sets at hand are {', '.join(BASIS_FUNCTIONS)}")


def _place_atoms(fields: dict[str, Any]) -> None:
    """Sets geometry, molecule, bond_length and charge."""
    if fields.get("geometry") is None:
        known = _asked_for(fields)
        bond_length = fields.get("bond_length")
        fields["bond_length"] = known.bond_length if bond_length is None else _length(bond_length)
        if fields.setdefault("charge", known.charge) != known.charge:
            raise ValueError(
                f"charge is {reprlib.repr(fields['charge'])}, but {known.name} has {known.charge}; "
                "leave it out, or give another ion by its geometry"
            )
        fields["molecule"], fields["geometry"] = known.name, read_geometry(known.geometry(fields["bond_length"]))
        return
    geometry = fields["geometry"] = read_geometry(fields["geometry"])
    if fields.get("bond_length") is not None:
        _check_named(fields, geometry)
    if fields.get("molecule") is None:
        charge = fields.get("charge", 0)
        fields["molecule"] = formula((symbol for symbol, _ in geometry), charge if isinstance(charge, int) else 0)


def _asked_for(fields: dict[str, Any]) -> KnownMolecule:
    name, size = fields.get("molecule"), fields.get("problem_size")
    if isinstance(name, str):
        return find_molecule(name)
    if name is not None:
        raise ValueError(f"molecule is {reprlib.repr(name)}; expected a name, as in 'H2'")
    if size is None:
        raise ValueError("give a molecule (a name, as in 'H2'), a geometry, or problem_size (a number of qubits)")
    if isinstance(size, bool) or not isinstance(size, int):
        raise ValueError(f"problem_size is {reprlib.repr(size)}; expected a whole number of qubits")
    if fields["basis_set"] != DEFAULT_BASIS or "active_space" in fields:
        raise ValueError("problem_size alone means a whole molecule in STO-3G; for anything else name the molecule")
    return molecule_of_size(size)


def _length(given: object) -> float:
    if not isinstance(given, int | float) or not is_length(given) or not 0 < given <= LONGEST_BOND:
        raise ValueError(f"bond_length is {reprlib.repr(given)}; expected a number of ångström up to {LONGEST_BOND}")
    return float(given)


def _check_named(fields: dict[str, Any], geometry: Geometry) -> None:
    """A bond length beside a geometry is that of a stored document, and must be the geometry's own."""
    named = find_molecule(str(fields.get("molecule")))
    if geometry != named.geometry(_length(fields["bond_length"])):
        raise ValueError("bond_length goes with a molecule's name, and the geometry is another; leave out one of them")


def _default_active_space(fields: dict[str, Any]) -> None:
    """Sets active_space and problem_size where they were left out, and checks electrons and orbitals."""
    symbols, charge = [symbol for symbol, _ in fields["geometry"]], fields.get("charge", 0)
    if isinstance(charge, bool) or not isinstance(charge, int):
        raise ValueError(f"charge is {reprlib.repr(charge)}; expected a whole number of elementary charges")
    electrons, orbitals = count_electrons(symbols, charge), count_orbitals(symbols, fields["basis_set"])
    if electrons < 1:
        raise ValueError(f"charge is {charge}, which leaves {electrons} electrons; give a smaller charge")
    if electrons % 2:
        raise ValueError(
            f"the molecule has {electrons} electrons, an odd number, and shells must be closed here (multiplicity 1); "
            "add or remove one with charge"
        )
    if orbitals > MAX_ORBITALS:
        raise ValueError(
            f"the basis set has {orbitals} orbitals for this molecule, {MAX_ORBITALS} is the most; "
            "use a smaller basis_set"
        )
    space = fields.get("active_space")
    if space is None:
        space = {"electrons": electrons, "orbitals": orbitals}
    elif isinstance(space, list | tuple):
        if len(space) != 2:
            raise ValueError(f"active_space: expected [electrons, orbitals], got {reprlib.repr(space)}")
        space = dict(zip(("electrons", "orbitals"), space, strict=True))
    fields["active_space"] = space
    if fields.get("problem_size") is None and isinstance(space, dict) and isinstance(space.get("orbitals"), int):
        fields["problem_size"] = 2 * space["orbitals"]
