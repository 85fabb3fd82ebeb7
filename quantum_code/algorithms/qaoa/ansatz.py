"""What QAOA prepares: layers of cost and mixer on an initial state that the mixer moves through the assignments.

Each layer acts with e^{-iγC} and then e^{-iβB}, where C is the cost as an operator and B the mixer.
"""

from dataclasses import dataclass
from typing import Any

from quantum_code.problems.ising import Ising
from quantum_code.states import Operation


@dataclass(frozen=True)
class QaoaAnsatz:
    """QAOA with p layers; its parameters are γ₁…γₚ then β₁…βₚ, in radians."""

    ising: Ising
    layers: int
    hamming_weight: int | None = None  # the number of ones that the ring mixer keeps; None: mixer X, all assignments

    @property
    def num_qubits(self) -> int:
        return self.ising.num_qubits

    @property
    def num_parameters(self) -> int:
        return 2 * self.layers

    def operations(self, parameters: Any) -> list[Operation]:
        """The gates; a device that has none does without."""
        from quantum_code.algorithms.qaoa.gates import qaoa_circuit  # PennyLane, for those who ask only

        return qaoa_circuit(self, parameters)
