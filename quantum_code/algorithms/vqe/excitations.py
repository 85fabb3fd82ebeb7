"""Fermionic excitations under the Jordan-Wigner mapping, as gates that simulators apply and differentiate natively."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import pennylane as qml

from quantum_code.states import Operation


@dataclass(frozen=True)
class Excitation:
    """Moves one or two electrons: T = a†ₐ aᵢ from (i) to (a), or T = a†ₐ a†_b aⱼ aᵢ from (i, j) to (a, b).

    Qubits ascend: i < j < a < b.
    """

    occupied: tuple[int, ...]
    virtual: tuple[int, ...]

    def rotation(self, amplitude: Any) -> Operation:
        """exp(amplitude·(T - T†)) without the Jordan-Wigner string: PennyLane's gate, which counts half angles."""
        wires = [*self.occupied, *self.virtual]
        if len(self.occupied) == 1:
            return qml.SingleExcitation(-2 * amplitude, wires=wires)
        return qml.DoubleExcitation(-2 * amplitude, wires=wires)

    def string(self) -> frozenset[tuple[int, int]]:
        """The CZ gates that, before and after `rotation`, add the Jordan-Wigner string to it.

        The string multiplies T by the parity of the qubits between i and j and between a and b (i and a for a single).
        A CZ from a moved electron's qubit to one of those does the same, as it turns |1⟩⟨0| into |1⟩⟨0|·Z.
        """
        if len(self.occupied) == 1:
            (first,), (last,) = self.occupied, self.virtual
            return frozenset((first, between) for between in range(first + 1, last))
        pairs = (self.occupied, self.virtual)
        return frozenset((first, between) for first, last in pairs for between in range(first + 1, last))

    def spin_flipped(self) -> tuple[Self, int]:
        """The excitation with all spins turned over, and the sign that sorting its operators gives it."""
        occupied, virtual = ([qubit ^ 1 for qubit in qubits] for qubits in (self.occupied, self.virtual))
        reordered = (occupied != sorted(occupied)) + (virtual != sorted(virtual))
        return type(self)(tuple(sorted(occupied)), tuple(sorted(virtual))), (-1) ** reordered

    def __str__(self) -> str:
        return f"{' '.join(map(str, self.occupied))} → {' '.join(map(str, self.virtual))}"


@dataclass(frozen=True)
class SpinPair:
    """An excitation and the one with all spins turned over, with one amplitude for both, as a singlet has it."""

    terms: tuple[tuple[Excitation, int], ...]  # each with its sign; one term where both are the same

    @classmethod
    def of(cls, excitation: Excitation) -> Self:
        """The pair that an excitation belongs to."""
        flipped, sign = excitation.spin_flipped()
        first = (excitation, 1)
        return cls((first,) if flipped == excitation else (first, (flipped, sign)))

    def __str__(self) -> str:
        (first, _), *partners = self.terms
        return str(first) + "".join(f" {'+' if sign > 0 else '−'} {partner}" for partner, sign in partners)


@dataclass(frozen=True)
class Rotation:
    """exp(sign·t·(T - T†)), where t is the parameter of that index."""

    excitation: Excitation
    parameter: int
    sign: int


def spin_pairs(electrons: int, num_qubits: int) -> list[SpinPair]:
    """All single and double excitations from the Hartree-Fock state that keep S_z, in pairs; singles first."""
    singles, doubles = qml.qchem.excitations(electrons, num_qubits)
    excitations = [Excitation((i,), (a,)) for i, a in singles]
    excitations += [Excitation((i, j), (a, b)) for i, j, a, b in doubles]
    pairs, paired = [], set[Excitation]()
    for excitation in excitations:
        if excitation not in paired:
            pair = SpinPair.of(excitation)
            pairs.append(pair)
            paired.update(term for term, _ in pair.terms)
    return pairs


def rotations_of(pairs: Sequence[SpinPair], first_parameter: int = 0) -> list[Rotation]:
    """The rotations of consecutive parameters in an order that makes `excitation_gates` short."""
    found = [
        Rotation(excitation, parameter, sign)
        for parameter, pair in enumerate(pairs, start=first_parameter)
        for excitation, sign in pair.terms
    ]
    return sorted(found, key=lambda r: (len(r.excitation.occupied), r.excitation.occupied, r.excitation.virtual))


def excitation_gates(rotations: Iterable[Rotation], parameters: Any) -> list[Operation]:
    """The rotations one after another, exactly.

    CZ gates commute, and two on the same qubits are none: so only those stay that two neighbours do not share. In the
    order of `rotations_of` that is a third of them.
    """
    gates: list[Operation] = []
    open_string: frozenset[tuple[int, int]] = frozenset()
    for rotation in rotations:
        string = rotation.excitation.string()
        gates += _cz(open_string ^ string)
        gates.append(rotation.excitation.rotation(rotation.sign * parameters[rotation.parameter]))
        open_string = string
    return gates + _cz(open_string)


def _cz(pairs: Iterable[tuple[int, int]]) -> list[Operation]:
    return [qml.CZ(pair) for pair in sorted(pairs)]
