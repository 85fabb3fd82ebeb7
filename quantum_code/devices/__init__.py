"""The devices of the catalogue behind one interface: `state_factory` is the one place that tells their kinds apart.

| kind     | circuits run on                           | exact energies            | adjoint gradient          |
|----------|-------------------------------------------|---------------------------|---------------------------|
| embedded | a simulator in this process (`simulator`) | yes                       | PennyLane's simulators    |
| managed  | SV1, DM1: tasks (`braket_tasks`)          | yes, one task each        | SV1, in the energy's task |
| QPU      | a quantum computer: tasks, program sets   | no                        | no                        |

What is asked of them is built in `prepared_state`, the same for all: energies by `energies`, gradients by `gradients`.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from contract.devices import Device, DeviceKind
from contract.run_plan import RunPlan
from quantum_code.allowance import Allowance
from quantum_code.devices.backend import Backend
from quantum_code.devices.operators import OperatorCache
from quantum_code.devices.prepared_state import PreparedState
from quantum_code.devices.simulator import DensityMatrixSimulator, Simulator
from quantum_code.states import Ansatz, Observable, StateFactory

if TYPE_CHECKING:  # programs are read by the Braket SDK, which other local runs do without
    from quantum_code.devices.programs import ProgramRunner


def state_factory(device: Device, plan: RunPlan, allowance: Allowance, aws_session: Any = None) -> StateFactory:
    """Puts states on a device of the catalogue, as a settled plan says: exact or with shots, and which gradient.

    `aws_session` is a `braket.aws.AwsSession`; Braket's devices make their own from the environment without it.
    """
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
    provider, name = _embedded(device)
    if provider == "pennylane":
        return Simulator(name, num_qubits, allowance)
    simulator = DensityMatrixSimulator if device.noise else Simulator
    return simulator("braket.local.qubit", num_qubits, allowance, backend=name)


def program_runner(device: Device, allowance: Allowance, aws_session: Any = None) -> "ProgramRunner":
    """What runs OpenQASM programs on a device."""
    if device.kind is not DeviceKind.EMBEDDED:
        from quantum_code.devices.program_tasks import ProgramTasks

        return ProgramTasks(device, allowance, aws_session)
    from quantum_code.devices.programs import BraketPrograms, PennyLanePrograms

    provider, name = _embedded(device)
    programs = PennyLanePrograms if provider == "pennylane" else BraketPrograms
    return programs(device, name, allowance)


def _embedded(device: Device) -> tuple[str, str]:
    """The library of an embedded simulator and its name there, from `local:<library>/<name>`."""
    provider, _, name = device.arn.removeprefix("local:").partition("/")
    return provider, name
