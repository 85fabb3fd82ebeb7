"""lightning.qubit and its adjoint gradient as PennyLane's pages show it: a QNode, differentiated by autograd."""

from typing import Any

import numpy as np
import pennylane as qml
import pennylane.numpy as pnp
from autograd.differential_operators import value_and_grad

from benchmarks.qaoa.contenders.lightning import diagonal_operator, operations
from benchmarks.qaoa.contenders.phase_terms import PhaseTerms
from quantum_code.problems.ising import Ising
from quantum_code.states import FloatArray


def prepare(ising: Ising, _layers: int) -> "LightningQnode":
    return LightningQnode(ising)


class LightningQnode:
    """The QNode; autograd returns its value with the gradient."""

    def __init__(self, ising: Ising) -> None:
        terms, operator = PhaseTerms.of(ising), diagonal_operator(ising)

        def circuit(parameters: Any) -> Any:
            operations(terms, parameters)
            return qml.expval(operator)

        device = qml.device("lightning.qubit", wires=ising.num_qubits)
        self._circuit = qml.QNode(circuit, device, diff_method="adjoint")
        self._differentiated = value_and_grad(self._circuit)

    def energy(self, parameters: FloatArray) -> float:
        return float(self._circuit(parameters))

    def energy_with_gradient(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        value, gradient = self._differentiated(pnp.array(parameters, requires_grad=True))
        return float(value), np.asarray(gradient, dtype=np.float64)
