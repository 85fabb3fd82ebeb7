"""The circuits of VQE: excitations of the Hartree-Fock state, and layers that suit the hardware."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pennylane as qml

from quantum_code.algorithms.vqe.excitations import Rotation, SpinPair, excitation_gates, rotations_of, spin_pairs
from quantum_code.problems.molecule import Molecule
from quantum_code.states import FloatArray, Operation

SPREAD = 0.3
"""Standard deviation of the hardware-efficient ansatz's starting angles, in radians.

Hartree-Fock is a stationary point, and 0.1 leaves some seeds there; from 0.3 to 1 those of H2 with 4 layers reach the
ground state.
"""


@dataclass(frozen=True)
class ExcitationAnsatz:
    """Exponentials of excitations, one after another, on the Hartree-Fock state; keeps electron number and S_z.

    Parameters are cluster amplitudes, one for each pair of excitations that differ in their spins only.
    """

    occupied: tuple[int, ...]  # the qubits that are 1 in the Hartree-Fock state
    num_qubits: int
    pairs: tuple[SpinPair, ...] = ()
    rotations: tuple[Rotation, ...] = ()

    @classmethod
    def uccsd(cls, molecule: Molecule) -> Self:
        """All single and double excitations: unitary coupled cluster in one Trotter step (arXiv:1701.02691)."""
        empty = cls(molecule.occupied, molecule.num_qubits)
        return empty.extended(spin_pairs(molecule.electrons, molecule.num_qubits))

    @property
    def num_parameters(self) -> int:
        return len(self.pairs)

    def operations(self, parameters: Any) -> list[Operation]:
        return [*map(qml.X, self.occupied), *excitation_gates(self.rotations, parameters)]

    def extended(self, pairs: Sequence[SpinPair]) -> Self:
        """The same circuit with further excitations after it."""
        rotations = (*self.rotations, *rotations_of(pairs, first_parameter=len(self.pairs)))
        return type(self)(self.occupied, self.num_qubits, (*self.pairs, *pairs), rotations)


@dataclass(frozen=True)
class HardwareEfficientAnsatz:
    """Layers of RY and RZ on every qubit with a ladder of CZ between them (Kandala et al., arXiv:1704.05050).

    It starts from a computational basis state, and does not leave it while all angles are 0. Parameters are angles in
    radians, layer by layer: RY of each qubit, then RZ of each qubit; layers + 1 times that. It keeps neither electron
    number nor spin.
    """

    occupied: tuple[int, ...]  # the qubits that start in 1
    num_qubits: int
    layers: int

    @property
    def num_parameters(self) -> int:
        return 2 * self.num_qubits * (self.layers + 1)

    def operations(self, parameters: Any) -> list[Operation]:
        gates: list[Operation] = [*map(qml.X, self.occupied)]
        for layer in range(self.layers + 1):
            if layer:
                gates += [qml.CZ([qubit, qubit + 1]) for qubit in range(self.num_qubits - 1)]
            first = 2 * self.num_qubits * layer
            for qubit in range(self.num_qubits):
                gates.append(qml.RY(parameters[first + qubit], qubit))
                gates.append(qml.RZ(parameters[first + self.num_qubits + qubit], qubit))
        return gates

    def start(self, rng: np.random.Generator, *, superposed: bool) -> FloatArray:
        """Small random angles; with `superposed`, the last RY turn every qubit towards |+⟩ besides.

        A diagonal observable has no slope at a basis state, and one along every qubit at |+…+⟩.
        """
        angles = rng.normal(0, SPREAD, self.num_parameters)
        if superposed:
            last = 2 * self.num_qubits * self.layers
            angles[last : last + self.num_qubits] += np.pi / 2
        return angles
