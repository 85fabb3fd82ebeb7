"""The circuit of QAOA: layers of cost and mixer on an initial state that the mixer moves through the assignments.

Each layer acts with e^{-iγC} and then e^{-iβB}, where C is the cost as an operator and B the mixer.
"""

from dataclasses import dataclass
from typing import Any

import pennylane as qml

from quantum_code.algorithms.qaoa.mixers import Mixer
from quantum_code.problems.ising import Ising
from quantum_code.states import Operation


@dataclass(frozen=True)
class QaoaAnsatz:
    """The circuit of QAOA with p layers; its parameters are γ₁…γₚ then β₁…βₚ, in radians."""

    ising: Ising
    layers: int
    mixer: Mixer

    @property
    def num_qubits(self) -> int:
        return self.ising.num_qubits

    @property
    def num_parameters(self) -> int:
        return 2 * self.layers

    def operations(self, parameters: Any) -> list[Operation]:
        """The gates; the terms of C commute, so that each is one gate."""
        gates = self.mixer.initial_state()
        for layer in range(self.layers):
            gates += self._cost_layer(parameters[layer])
            gates += self.mixer.layer(parameters[self.layers + layer])
        return gates

    def _cost_layer(self, gamma: Any) -> list[Operation]:
        gates = [qml.IsingZZ(2 * gamma * coupling, wires=pair) for pair, coupling in self.ising.couplings.items()]
        gates += [qml.RZ(2 * gamma * field, wires=qubit) for qubit, field in enumerate(self.ising.fields) if field]
        return gates
