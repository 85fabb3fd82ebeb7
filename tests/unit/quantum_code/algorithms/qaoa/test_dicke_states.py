"""Dicke states have equal amplitudes on all bitstrings of their weight, from gates that every device takes."""

import itertools
import math

import numpy as np
import pennylane as qml
import pytest

from quantum_code.algorithms.qaoa.dicke import dicke_state

SIZES_AND_WEIGHTS = [(n, k) for n in range(2, 8) for k in range(1, n)]


@pytest.mark.parametrize(("num_qubits", "ones"), SIZES_AND_WEIGHTS)
def test_amplitudes(num_qubits: int, ones: int) -> None:
    script = qml.tape.QuantumScript(dicke_state(num_qubits, ones), [qml.state()])

    amplitudes = qml.device("default.qubit", wires=num_qubits).execute(script)

    of_weight = [sum(bits) == ones for bits in itertools.product((0, 1), repeat=num_qubits)]
    np.testing.assert_allclose(amplitudes, np.array(of_weight) / math.sqrt(math.comb(num_qubits, ones)), atol=1e-14)


@pytest.mark.parametrize(("num_qubits", "ones"), [(10, 5), (20, 3), (20, 17)])
def test_gates_are_few_and_simple(num_qubits: int, ones: int) -> None:
    gates = dicke_state(num_qubits, ones)

    assert {type(gate) for gate in gates} <= {qml.PauliX, qml.RY, qml.CNOT}
    assert len(gates) <= 10 * num_qubits * min(ones, num_qubits - ones) + num_qubits
