"""A template gives the ansatz's own circuit, in a device's gates, for any parameters."""

from typing import Any

import numpy as np
import pennylane as qml
import pytest

from contract.devices import BRAKET_SV, LIGHTNING, Device
from quantum_code.allowance import Allowance
from quantum_code.devices.circuit_states import open_backend
from quantum_code.devices.circuit_template import CircuitTemplate, differentiable
from quantum_code.states import Ansatz, Operation
from tests.unit.quantum_code.devices.small_states import PREPARED, generator, point

BRAKET_GATES = {"CNOT", "CZ", "Hadamard", "IsingXY", "IsingZZ", "PauliX", "RX", "RY", "RZ"}


def template_on(device: Device, ansatz: Ansatz) -> CircuitTemplate:
    return CircuitTemplate.of(ansatz, open_backend(device, ansatz.num_qubits, Allowance()).compile)


def overlap(circuit: list[Operation], other: list[Operation], num_qubits: int) -> float:
    """|Tr(U†V)|/2ⁿ, which is 1 for circuits that differ by a global phase only."""
    first, second = (
        np.linalg.multi_dot(
            [np.eye(2**num_qubits)] * 2 + [qml.matrix(g, wire_order=range(num_qubits)) for g in gates[::-1]]
        )
        for gates in (circuit, other)
    )
    return float(abs(np.trace(first.conj().T @ second)) / 2**num_qubits)


@pytest.mark.parametrize("name", PREPARED)
@pytest.mark.parametrize("device", [LIGHTNING, BRAKET_SV], ids=lambda device: device.name)
def test_it_is_the_ansatz(name: str, device: Device) -> None:
    ansatz, _ = PREPARED[name]
    template = template_on(device, ansatz)
    for parameters in (point(ansatz), np.zeros(ansatz.num_parameters)):
        bound = template.bind(parameters)
        assert overlap(bound, ansatz.operations(parameters), ansatz.num_qubits) == pytest.approx(1, abs=1e-9)
    if device is BRAKET_SV:
        assert {gate.name for gate in template.gates} <= BRAKET_GATES


class Gates:
    """An ansatz of whatever a function makes of the parameters."""

    def __init__(self, num_parameters: int, make: Any) -> None:
        self.num_qubits, self.num_parameters, self.operations = 2, num_parameters, make


def test_a_shared_parameter_with_factors_and_offsets() -> None:
    ansatz = Gates(2, lambda x: [qml.RX(0.5 - 3 * x[1], 0), qml.H(0), qml.RZ(x[0], 1), qml.RY(0.2, 1), qml.RX(x[1], 1)])
    template = template_on(LIGHTNING, ansatz)
    assert template.owners.tolist() == [1, 0, 1]
    assert template.factors == pytest.approx([-3, 1, 1])
    assert template.offsets == pytest.approx([0.5, 0, 0])
    assert template.trainable == [0, 1, 3]
    assert template.pull_back(np.array([1.0, 10.0, 100.0])) == pytest.approx([10, 97])


def test_an_ansatz_without_parameters() -> None:
    template = template_on(LIGHTNING, Gates(0, lambda x: [qml.BasisState([1, 0], wires=[0, 1])]))
    assert [gate.name for gate in template.bind(np.array([]))] == ["PauliX"]
    assert template.pull_back(np.array([])).shape == (0,)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda x: [qml.RX(x[0] * x[1], 0)], "not a multiple of one parameter"),
        (lambda x: [qml.RX(x[0] + x[1], 0)], "not a multiple of one parameter"),
        (lambda x: [qml.RX(x[0] ** 2, 0), qml.RY(x[1], 0)], "not a multiple of one parameter"),
        (lambda x: [qml.RX(x[0], 0)] * (1 + int(x[1] > 0.3)), "other gates for other parameters"),
    ],
)
def test_other_dependence_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        template_on(LIGHTNING, Gates(2, make))


def test_gates_of_many_angles_come_apart() -> None:
    gates = differentiable(
        [qml.Rot(0.1, 0.2, 0.3, wires=0), qml.GlobalPhase(0.4), qml.QubitUnitary(np.eye(2), wires=1)]
    )
    assert [gate.name for gate in gates] == ["RZ", "RY", "RZ", "QubitUnitary"]


def test_overlaps_undo_each_gate() -> None:
    ansatz, _ = PREPARED["ring"]
    bound = template_on(LIGHTNING, ansatz).bind(generator().uniform(size=ansatz.num_parameters))
    undone = bound + [qml.adjoint(gate) for gate in reversed(bound)]
    assert overlap(undone, [qml.I(0)], ansatz.num_qubits) == pytest.approx(1)
