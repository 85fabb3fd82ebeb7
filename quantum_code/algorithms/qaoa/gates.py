"""The circuit of QAOA in PennyLane's gates."""

from typing import Any

import pennylane as qml

from quantum_code.algorithms.qaoa.ansatz import QaoaAnsatz
from quantum_code.algorithms.qaoa.mixers import Mixer, RingXYMixer, XMixer
from quantum_code.problems.ising import Ising
from quantum_code.states import Operation


def qaoa_circuit(ansatz: QaoaAnsatz, parameters: Any) -> list[Operation]:
    """The gates for parameters of shape (2p,); the terms of C commute, so that each is one gate."""
    mixer = _mixer(ansatz)
    gates = mixer.initial_state()
    for layer in range(ansatz.layers):
        gates += _cost_layer(ansatz.ising, parameters[layer])
        gates += mixer.layer(parameters[ansatz.layers + layer])
    return gates


def _mixer(ansatz: QaoaAnsatz) -> Mixer:
    if ansatz.hamming_weight is None:
        return XMixer(ansatz.num_qubits)
    return RingXYMixer(ansatz.num_qubits, ansatz.hamming_weight)


def _cost_layer(ising: Ising, gamma: Any) -> list[Operation]:
    gates = [qml.IsingZZ(2 * gamma * coupling, wires=pair) for pair, coupling in ising.couplings.items()]
    gates += [qml.RZ(2 * gamma * field, wires=qubit) for qubit, field in enumerate(ising.fields) if field]
    return gates
