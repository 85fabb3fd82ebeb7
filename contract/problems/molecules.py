"""The molecules at hand: their names, bond lengths, charges and shapes."""

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

Position = tuple[float, float, float]
Geometry = tuple[tuple[str, Position], ...]
"""Elements and their positions: x, y and z in ångström."""

WATER_ANGLE = 104.48
"""H-O-H in degrees, as in the gas phase (Hoy and Bunker, doi:10.1016/0022-2852(79)90019-5)."""

DIGITS = 8
"""Decimals that positions are rounded to: the same document, and so the same id, whatever the platform's sine is."""


@dataclass(frozen=True)
class KnownMolecule:
    """A molecule that is asked for by its name."""

    name: str
    bond_length: float  # in ångström, unless another is asked for
    place: Callable[[float], Geometry]  # puts its atoms at a bond length
    charge: int = 0
    synonyms: tuple[str, ...] = ()

    def geometry(self, bond_length: float) -> Geometry:
        """The atoms at a bond length in ångström."""
        atoms = self.place(bond_length)
        return tuple((symbol, _rounded(position)) for symbol, position in atoms)


def _rounded(position: Position) -> Position:
    x, y, z = (round(coordinate, DIGITS) + 0.0 for coordinate in position)  # + 0.0 makes -0.0 a plain zero
    return x, y, z


def _chain(*symbols: str) -> Callable[[float], Geometry]:
    return lambda r: tuple((symbol, (0.0, 0.0, i * r)) for i, symbol in enumerate(symbols))


def _triangle(r: float) -> Geometry:
    return ("H", (0.0, 0.0, 0.0)), ("H", (0.0, 0.0, r)), ("H", (0.0, r * math.sqrt(3) / 2, r / 2))


def _beryllium_hydride(r: float) -> Geometry:
    return ("Be", (0.0, 0.0, 0.0)), ("H", (0.0, 0.0, r)), ("H", (0.0, 0.0, -r))


def _water(r: float) -> Geometry:
    half = math.radians(WATER_ANGLE) / 2
    y, z = r * math.sin(half), r * math.cos(half)
    return ("O", (0.0, 0.0, 0.0)), ("H", (0.0, y, z)), ("H", (0.0, -y, z))


KNOWN_MOLECULES = (
    KnownMolecule("H2", 0.74, _chain("H", "H"), synonyms=("hydrogen",)),
    KnownMolecule("HeH+", 0.775, _chain("He", "H"), charge=1, synonyms=("heh",)),
    KnownMolecule("H3+", 0.874, _triangle, charge=1, synonyms=("h3",)),
    KnownMolecule("H4", 0.88, _chain("H", "H", "H", "H")),
    KnownMolecule("LiH", 1.595, _chain("Li", "H")),
    KnownMolecule("BeH2", 1.33, _beryllium_hydride),
    KnownMolecule("H2O", 0.958, _water, synonyms=("water", "oh2", "hoh")),
)

OF_SIZE = {4: "H2", 6: "H3+", 8: "H4", 12: "LiH", 14: "H2O"}
"""The molecule that a bare number of qubits asks for, in STO-3G."""


def find_molecule(name: str) -> KnownMolecule:
    """The molecule at hand of that name; case, blanks and typographic digits do not matter ("h2o", "H₂O", "HeH⁺").

    Raises:
        ValueError: with the names that are known.
    """
    spelled = "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum() or c == "+")
    for molecule in KNOWN_MOLECULES:
        if spelled in (molecule.name.casefold(), *molecule.synonyms):
            return molecule
    known = ", ".join(molecule.name for molecule in KNOWN_MOLECULES)
    raise ValueError(f"molecule is {name!r}; at hand are {known}; give any other by its geometry")


def molecule_of_size(qubits: int) -> KnownMolecule:
    """The molecule that takes so many qubits in STO-3G.

    Raises:
        ValueError: with the sizes there are.
    """
    if qubits not in OF_SIZE:
        sizes = ", ".join(f"{size} ({name})" for size, name in OF_SIZE.items())
        raise ValueError(
            f"problem_size is {qubits}; the molecules at hand take {sizes} qubits; "
            "give one of these sizes, a molecule, or a geometry"
        )
    return find_molecule(OF_SIZE[qubits])
