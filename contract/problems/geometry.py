"""Geometries of molecules as they are given, read and checked; and how many electrons and orbitals they bring."""

import itertools
import math
import reprlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from contract.problems.molecules import Geometry, Position

NUCLEAR_CHARGES = {
    symbol: charge for charge, symbol in enumerate(("H", "He", "Li", "Be", "B", "C", "N", "O", "F", "Ne"), start=1)
}
"""The elements for which PennyLane holds basis sets without a download."""

BASIS_FUNCTIONS = {  # of an element in the first row of the periodic table, and in the second
    "sto-3g": (1, 5),
    "6-31g": (2, 9),
    "6-311g": (3, 13),
    "cc-pvdz": (5, None),
}
"""Spatial orbitals that an atom adds. PennyLane's d functions are the six Cartesian ones, while cc-pVDZ is published
with the five spherical ones: energies of atoms that have them would differ from every published value, so that
cc-pvdz is for H and He, which have none."""

NEAREST = 0.1
"""Atoms closer than this, in ångström, are a slip: no bond is shorter than 0.7 Å."""

MAX_ATOMS = 50


def read_geometry(given: object) -> Geometry:
    """Atoms from [symbol, [x, y, z]] for each, or from a text of XYZ lines; positions in ångström.

    Raises:
        ValueError: naming the atom (counted from 0) or line that is wrong.
    """
    if isinstance(given, str):
        given = _from_xyz(given)
    if not isinstance(given, list | tuple):
        raise ValueError(f"geometry: expected a list of [symbol, [x, y, z]] or an XYZ text, got {reprlib.repr(given)}")
    if not 1 <= len(given) <= MAX_ATOMS:
        raise ValueError(f"geometry has {len(given)} atoms; it must have from 1 to {MAX_ATOMS}")
    atoms = tuple(_atom(i, atom) for i, atom in enumerate(given))
    for (i, (_, here)), (j, (_, there)) in itertools.combinations(enumerate(atoms), 2):
        if math.dist(here, there) < NEAREST:
            raise ValueError(
                f"geometry: atoms {i} and {j} are {math.dist(here, there):.3g} Å apart, less than {NEAREST} Å; "
                "positions are in ångström"
            )
    return atoms


def _atom(i: int, atom: object) -> tuple[str, Position]:
    if not isinstance(atom, list | tuple) or len(atom) != 2:
        raise ValueError(f"geometry.{i}: expected [symbol, [x, y, z]], got {reprlib.repr(atom)}")
    symbol, position = atom
    element = symbol.strip().capitalize() if isinstance(symbol, str) else None
    if element not in NUCLEAR_CHARGES:
        raise ValueError(
            f"geometry.{i}: {reprlib.repr(symbol)} is not an element with basis sets at hand: "
            f"{', '.join(NUCLEAR_CHARGES)}"
        )
    if not isinstance(position, list | tuple) or len(position) != 3:
        raise ValueError(f"geometry.{i}: expected the position as [x, y, z], got {reprlib.repr(position)}")
    for value in position:
        if not is_length(value):
            raise ValueError(f"geometry.{i}: {reprlib.repr(value)} is not a finite number of ångström")
    x, y, z = map(float, position)
    return element, (x, y, z)


def is_length(value: object) -> bool:
    """Whether it is a number that a position can have; a million ångström is far beyond any molecule."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6  # not for a NaN


def _from_xyz(text: str) -> list[Any]:
    """The atoms in lines of `symbol x y z`; the format's two head lines, number of atoms and comment, may be there."""
    lines = list(enumerate(text.strip().splitlines(), start=1))
    promised = None
    if lines and lines[0][1].strip().isdigit():
        promised, lines = int(lines[0][1]), lines[2:]
    atoms = []
    for number, line in lines:
        if not line.strip():
            continue
        fields = line.split()
        if len(fields) != 4:
            raise ValueError(f"geometry: line {number} must hold a symbol and x, y, z, got {reprlib.repr(line)}")
        try:
            atoms.append([fields[0], [float(field) for field in fields[1:]]])
        except ValueError as fault:
            raise ValueError(f"geometry: line {number}: {fault}") from fault
    if promised is not None and promised != len(atoms):
        raise ValueError(f"geometry: the first line promises {promised} atoms, there are {len(atoms)}")
    return atoms


def formula(symbols: Iterable[str], charge: int) -> str:
    """The molecule's formula in Hill's order (carbon, hydrogen, then by letter), as in "CH2O" or "H3+"."""
    counts = Counter(symbols)
    first = [symbol for symbol in ("C", "H") if "C" in counts and symbol in counts]
    order = first + sorted(symbol for symbol in counts if symbol not in first)
    sign = ("+" if charge > 0 else "-") * (charge != 0)
    return "".join(f"{s}{counts[s] if counts[s] > 1 else ''}" for s in order) + (
        f"{abs(charge) if abs(charge) > 1 else ''}{sign}"
    )


def count_electrons(symbols: Sequence[str], charge: int) -> int:
    """All electrons of the atoms, less the charge."""
    return sum(NUCLEAR_CHARGES[symbol] for symbol in symbols) - charge


def count_orbitals(symbols: Sequence[str], basis_set: str) -> int:
    """The spatial orbitals of a basis set, which must be known.

    Raises:
        ValueError: the basis set is not to be had for one of the elements.
    """
    hydrogen_like, larger = BASIS_FUNCTIONS[basis_set]
    for symbol in symbols:
        if NUCLEAR_CHARGES[symbol] > 2 and larger is None:
            raise ValueError(
                f"basis_set: {basis_set} is for H and He here, as the d functions of {symbol} would be Cartesian ones, "
                "which are not the published basis; use 6-311g"
            )
    return sum(hydrogen_like if NUCLEAR_CHARGES[symbol] <= 2 else larger or 0 for symbol in symbols)
