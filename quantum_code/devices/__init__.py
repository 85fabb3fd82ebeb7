"""The devices of the catalogue behind one interface: `state_factory` is the one place that tells their kinds apart.

| kind     | runs                                           | exact energies            | adjoint gradient          |
|----------|------------------------------------------------|---------------------------|---------------------------|
| embedded | QAOA on its costs, without gates (`exact_qaoa`) | yes                       | yes                       |
| embedded | circuits, in this process (`simulator`)        | yes                       | PennyLane's simulators    |
| managed  | circuits as tasks of SV1, DM1 (`braket_tasks`) | yes, one task each        | SV1, in the energy's task |
| QPU      | circuits as tasks or program sets              | no                        | no                        |

What is asked of circuits is built in `prepared_state`, the same for all: energies by `energies`, gradients by
`gradients`. A device's libraries are imported when it is chosen: PennyLane and the Braket SDK take seconds each.
"""

from typing import TYPE_CHECKING, Any

from contract.devices import Device, DeviceKind
from contract.run_plan import RunPlan
from quantum_code.allowance import Allowance
from quantum_code.states import StateFactory

if TYPE_CHECKING:
    from quantum_code.devices.programs import ProgramRunner


def state_factory(device: Device, plan: RunPlan, allowance: Allowance, aws_session: Any = None) -> StateFactory:
    """Puts states on a device of the catalogue, as a settled plan says: exact or with shots, and which gradient.

    `aws_session` is a `braket.aws.AwsSession`; Braket's devices make their own from the environment without it.
    """
    if not device.gates:
        from quantum_code.devices.exact_qaoa import exact_state_factory

        return exact_state_factory(device, plan, allowance)
    from quantum_code.devices.circuit_states import circuit_state_factory

    return circuit_state_factory(device, plan, allowance, aws_session)


def program_runner(device: Device, allowance: Allowance, aws_session: Any = None) -> "ProgramRunner":
    """What runs OpenQASM programs on a device."""
    if device.kind is not DeviceKind.EMBEDDED:
        from quantum_code.devices.program_tasks import ProgramTasks

        return ProgramTasks(device, allowance, aws_session)
    from quantum_code.devices.programs import BraketPrograms, PennyLanePrograms

    library, name = device.simulator
    programs = PennyLanePrograms if library == "pennylane" else BraketPrograms
    return programs(device, name, allowance)
