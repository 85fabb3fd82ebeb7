"""Ansätze as circuits on a device: the backend that executes them, and the states on it."""

from functools import cache
from typing import Any

from contract.devices import Device, DeviceKind
from contract.run_plan import RunPlan
from quantum_code.allowance import Allowance
from quantum_code.devices.backend import Backend
from quantum_code.devices.operators import OperatorCache
from quantum_code.devices.prepared_state import PreparedState
from quantum_code.devices.simulator import DensityMatrixSimulator, Simulator
from quantum_code.states import Ansatz, Observable, StateFactory


def circuit_state_factory(device: Device, plan: RunPlan, allowance: Allowance, aws_session: Any = None) -> StateFactory:
    """Puts states on a device that has gates, as a settled plan says."""
    operators = OperatorCache()

    @cache  # a device is asked for its properties once, however many ansätze a run tries on it
    def backend(num_qubits: int) -> Backend:
        return open_backend(device, num_qubits, allowance, aws_session)

    def prepare(ansatz: Ansatz, observable: Observable, *, tail: float = 1.0) -> PreparedState:
        return PreparedState(backend(ansatz.num_qubits), ansatz, observable, plan, operators, tail=tail)

    return prepare


def open_backend(device: Device, num_qubits: int, allowance: Allowance, aws_session: Any = None) -> Backend:
    """What executes circuits on a device."""
    if device.kind is not DeviceKind.EMBEDDED:
        from quantum_code.devices.braket_tasks import BraketTasks  # a local run does without the Braket SDK

        return BraketTasks(device, num_qubits, allowance, aws_session)
    library, name = device.simulator
    if library == "pennylane":
        return Simulator(name, num_qubits, allowance)
    simulator = DensityMatrixSimulator if device.noise else Simulator
    return simulator("braket.local.qubit", num_qubits, allowance, backend=name)
