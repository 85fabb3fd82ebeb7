"""Devices of the emulated Braket, and circuits sent to them as the SDK sends them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from braket.circuits import Circuit
from braket.circuits.serialization import IRType
from braket.ir.openqasm import Program
from braket.tasks import GateModelQuantumTaskResult

from local_aws.braket.devices import find_device
from local_aws.simulators import Device, check, run

ARNS = {
    "sv1": "arn:aws:braket:::device/quantum-simulator/amazon/sv1",
    "dm1": "arn:aws:braket:::device/quantum-simulator/amazon/dm1",
    "garnet": "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet",
    "emerald": "arn:aws:braket:eu-north-1::device/qpu/iqm/Emerald",
    "forte": "arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1",
    "forte-enterprise": "arn:aws:braket:us-east-1::device/qpu/ionq/Forte-Enterprise-1",
    "cepheus": "arn:aws:braket:us-west-1::device/qpu/rigetti/Cepheus-1-108Q",
    "ibex": "arn:aws:braket:eu-north-1::device/qpu/aqt/Ibex-Q1",
    "aquila": "arn:aws:braket:us-east-1::device/qpu/quera/Aquila",
}
QPUS = ("garnet", "emerald", "forte", "forte-enterprise", "cepheus", "ibex")


@pytest.fixture(scope="session")
def device() -> Callable[[str], Device]:
    """A device by its short name."""

    def find(name: str) -> Device:
        found = find_device(ARNS[name])
        assert found
        return found

    return find


@pytest.fixture(scope="session")
def action() -> Callable[..., str]:
    """The action of a circuit or of OpenQASM source, with inputs."""

    def write(program: Circuit | str, inputs: dict[str, Any] | None = None) -> str:
        source = program if isinstance(program, str) else program.to_ir(ir_type=IRType.OPENQASM).source
        return str(Program(source=source, inputs=inputs or {}).json())

    return write


@pytest.fixture(scope="session")
def result(device: Callable[[str], Device], action: Callable[..., str]) -> Callable[..., GateModelQuantumTaskResult]:
    """What the SDK makes of a circuit that is checked and run on a device."""

    def measure(
        name: str, program: Circuit | str, shots: int = 1000, inputs: dict[str, Any] | None = None, seed: int = 11
    ) -> GateModelQuantumTaskResult:
        text = action(program, inputs)
        check(device(name), text, shots, {}, False)
        document = run(device(name), text, shots, {}, seed, task_arn="arn:task")
        return GateModelQuantumTaskResult.from_string(json.dumps(document))

    return measure


@pytest.fixture(params=QPUS)
def qpu(request: pytest.FixtureRequest) -> str:
    """The name of each gate-based QPU in turn."""
    return str(request.param)


def ghz(qubits: int) -> Circuit:
    """(|0...0> + |1...1>) / sqrt 2."""
    circuit = Circuit().h(0)
    for qubit in range(qubits - 1):
        circuit.cnot(qubit, qubit + 1)
    return circuit


@pytest.fixture(scope="session", name="ghz")
def ghz_fixture() -> Callable[[int], Circuit]:
    return ghz
