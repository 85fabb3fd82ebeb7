"""Qulacs: a parametric circuit that is built once, its expectation values, and its own gradient (`backprop`).

The circuit of gates for pairs of Z is no slower than its diagonal gates, nor than what its optimiser makes of it.
"""

import numpy as np
import qulacs

from benchmarks.qaoa.contenders.phase_terms import PhaseTerms
from quantum_code.problems.ising import Ising
from quantum_code.states import FloatArray

Z = 3
"""Qulacs' number for the Pauli operator."""


def prepare(ising: Ising, layers: int) -> "QulacsCircuit":
    return QulacsCircuit(ising, layers)


class QulacsCircuit:
    """The circuit, its state and the cost; Qulacs rotates by e^{+i(angle/2)P}, hence minus each angle."""

    def __init__(self, ising: Ising, layers: int) -> None:
        self._terms, self._layers = PhaseTerms.of(ising), layers
        self._circuit = _circuit(self._terms, layers)
        self._state = qulacs.QuantumState(ising.num_qubits)
        self._cost = qulacs.Observable(ising.num_qubits)
        self._cost.add_operator(ising.offset, "I 0")
        for (a, b), coupling in self._terms.pairs:
            self._cost.add_operator(coupling, f"Z {a} Z {b}")
        for qubit, field in self._terms.fields:
            self._cost.add_operator(field, f"Z {qubit}")

    def energy(self, parameters: FloatArray) -> float:
        self._set(parameters)
        return self._value()

    def energy_with_gradient(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        """The gradient comes without the value, which takes one more evolution."""
        self._set(parameters)
        by_angle = -np.array(self._circuit.backprop(self._cost))
        return self._value(), self._terms.by_parameter(by_angle, self._layers)

    def _set(self, parameters: FloatArray) -> None:
        for place, angle in enumerate(self._terms.angles(parameters).tolist()):
            self._circuit.set_parameter(place, -angle)

    def _value(self) -> float:
        self._state.set_zero_state()
        self._circuit.update_quantum_state(self._state)
        return float(self._cost.get_expectation_value(self._state))


def _circuit(terms: PhaseTerms, layers: int) -> qulacs.ParametricQuantumCircuit:
    circuit = qulacs.ParametricQuantumCircuit(terms.num_qubits)
    for qubit in range(terms.num_qubits):
        circuit.add_H_gate(qubit)
    for _ in range(layers):
        for (a, b), _coupling in terms.pairs:
            circuit.add_parametric_multi_Pauli_rotation_gate([a, b], [Z, Z], 0.0)
        for qubit, _field in terms.fields:
            circuit.add_parametric_RZ_gate(qubit, 0.0)
        for qubit in range(terms.num_qubits):
            circuit.add_parametric_RX_gate(qubit, 0.0)
    return circuit
