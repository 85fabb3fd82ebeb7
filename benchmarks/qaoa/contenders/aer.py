"""Qiskit Aer's state vector: a circuit that is transpiled once, and bound anew for each evaluation.

Its probabilities and one dot product with the cost take less time than its expectation value of 30 words or more.
"""

import numpy as np
from qiskit import QuantumCircuit, transpile
from qiskit.circuit import ParameterVector
from qiskit_aer import AerSimulator

from benchmarks.qaoa.contenders.phase_terms import PhaseTerms
from quantum_code.problems.ising import Ising
from quantum_code.simulators.cores import available_cores
from quantum_code.simulators.diagonal import energies_of_all
from quantum_code.states import FloatArray


def prepare(ising: Ising, layers: int) -> "Aer":
    return Aer(ising, layers)


class Aer:
    """The simulator with its fusion of gates, and the circuit; both bind parameters without building it again."""

    def __init__(self, ising: Ising, layers: int) -> None:
        self._costs = energies_of_all(ising)
        self._simulator = AerSimulator(
            method="statevector", max_parallel_threads=available_cores(), runtime_parameter_bind_enable=True
        )
        self._parameters = ParameterVector("x", 2 * layers)
        self._circuit = transpile(self._built(PhaseTerms.of(ising), layers), self._simulator, optimization_level=0)

    def energy(self, parameters: FloatArray) -> float:
        binds = {own: [value] for own, value in zip(self._parameters, parameters.tolist(), strict=True)}
        result = self._simulator.run(self._circuit, parameter_binds=[binds], shots=1).result()
        if not result.success:
            raise RuntimeError(f"Qiskit Aer: {result.status}")
        return float(np.dot(self._costs, result.data(0)["probabilities"]))

    def energy_with_gradient(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        raise NotImplementedError("Qiskit Aer has no gradient by reverse mode")

    def _built(self, terms: PhaseTerms, layers: int) -> QuantumCircuit:
        """Qiskit's qubit 0 is least significant in the index, ours most: the circuit counts from the other end."""
        last = terms.num_qubits - 1
        circuit = QuantumCircuit(terms.num_qubits)
        circuit.h(range(terms.num_qubits))
        for layer in range(layers):
            gamma, beta = self._parameters[layer], self._parameters[layers + layer]
            for (a, b), coupling in terms.pairs:
                circuit.rzz(2 * coupling * gamma, last - a, last - b)
            for qubit, field in terms.fields:
                circuit.rz(2 * field * gamma, last - qubit)
            circuit.rx(2 * beta, range(terms.num_qubits))
        circuit.save_probabilities()
        return circuit
