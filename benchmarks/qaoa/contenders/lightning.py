"""lightning.qubit, asked as a device, and its adjoint gradient.

A QNode asks the same device, after tracing and preprocessing that take longer than the simulation when qubits are few;
`lightning_qnode` is that form. Of the forms that PennyLane offers, the fastest here: gates IsingZZ and RZ (MultiRZ
takes a quarter longer), and the cost as a sparse matrix (as a sum of words, the value takes twice as long).
"""

import numpy as np
import pennylane as qml
import scipy.sparse
from pennylane.devices import ExecutionConfig
from pennylane.tape import QuantumScript

from benchmarks.qaoa.contenders.phase_terms import PhaseTerms
from quantum_code.problems.ising import Ising
from quantum_code.simulators.diagonal import energies_of_all
from quantum_code.states import FloatArray, Operation


def prepare(ising: Ising, layers: int) -> "Lightning":
    return Lightning(ising, layers)


class Lightning:
    """The device, and the cost as its operator."""

    def __init__(self, ising: Ising, layers: int) -> None:
        self._terms, self._layers = PhaseTerms.of(ising), layers
        self._operator = diagonal_operator(ising)
        self._device = qml.device("lightning.qubit", wires=ising.num_qubits)
        self._config = self._device.setup_execution_config(ExecutionConfig(gradient_method="adjoint"))

    def energy(self, parameters: FloatArray) -> float:
        (value,) = self._device.execute([self._script(parameters)], self._config)
        return float(value)

    def energy_with_gradient(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        values, slopes = self._device.execute_and_compute_derivatives([self._script(parameters)], self._config)
        by_angle = np.asarray(slopes, dtype=np.float64).ravel()
        return float(np.squeeze(values[0])), self._terms.by_parameter(by_angle, self._layers)

    def _script(self, parameters: FloatArray) -> QuantumScript:
        gates = operations(self._terms, parameters)
        script = QuantumScript(gates, [qml.expval(self._operator)])
        script.trainable_params = range(len(gates) - self._terms.num_qubits)  # every angle, and no operator's matrix
        return script


def operations(terms: PhaseTerms, parameters: FloatArray) -> list[Operation]:
    """The circuit; `parameters` may be PennyLane's own array, to be differentiated by."""
    layers = len(parameters) // 2
    gates: list[Operation] = [qml.Hadamard(qubit) for qubit in range(terms.num_qubits)]
    for layer in range(layers):
        gamma, beta = parameters[layer], parameters[layers + layer]
        gates += [qml.IsingZZ(2 * j * gamma, pair) for pair, j in terms.pairs]
        gates += [qml.RZ(2 * h * gamma, qubit) for qubit, h in terms.fields]
        gates += [qml.RX(2 * beta, qubit) for qubit in range(terms.num_qubits)]
    return gates


def diagonal_operator(ising: Ising) -> Operation:
    """The cost, with its offset, as a sparse matrix."""
    matrix = scipy.sparse.diags(energies_of_all(ising), format="csr")
    return qml.SparseHamiltonian(matrix, range(ising.num_qubits))
