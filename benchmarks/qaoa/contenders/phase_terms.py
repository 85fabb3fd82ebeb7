"""What a circuit of gates needs to know of a cost, and the chain rule from its gates' angles to QAOA's parameters."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from quantum_code.problems.ising import Ising
from quantum_code.states import FloatArray


@dataclass(frozen=True)
class PhaseTerms:
    """A layer is a rotation e^{-i(angle/2)P} for each of `pairs`, then of `fields`, then X on each qubit."""

    num_qubits: int
    pairs: tuple[tuple[tuple[int, int], float], ...]
    fields: tuple[tuple[int, float], ...]

    @classmethod
    def of(cls, ising: Ising) -> Self:
        """The terms of a cost that are not 0; its offset is a global phase."""
        fields = tuple((qubit, field) for qubit, field in enumerate(ising.fields) if field)
        return cls(ising.num_qubits, tuple(ising.couplings.items()), fields)

    @property
    def factors(self) -> FloatArray:
        """What each rotation's angle is a multiple of γ by, or of β, shape (rotations of a layer,)."""
        coefficients = [j for _, j in self.pairs] + [h for _, h in self.fields]
        return 2 * np.array(coefficients + [1.0] * self.num_qubits)

    def angles(self, parameters: FloatArray) -> FloatArray:
        """The angle of every rotation in the order of the circuit, shape (layers · rotations of a layer,)."""
        gammas, betas = np.split(parameters, 2)
        phases = len(self.pairs) + len(self.fields)
        owners = np.hstack([np.tile(gammas[:, None], phases), np.tile(betas[:, None], self.num_qubits)])
        return (owners * self.factors).ravel()

    def by_parameter(self, by_angle: FloatArray, layers: int) -> FloatArray:
        """Derivatives by the angles, in the order of `angles`, as those by γ₁…γₚ, β₁…βₚ."""
        slopes = by_angle.reshape(layers, -1) * self.factors
        phases = len(self.pairs) + len(self.fields)
        return np.concatenate([slopes[:, :phases].sum(axis=1), slopes[:, phases:].sum(axis=1)])
