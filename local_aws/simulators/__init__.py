"""What runs quantum tasks for the emulated Braket: simulators, and QPUs with noise from their published fidelities."""

from local_aws.simulators.checks import ActionFacts, check
from local_aws.simulators.device import Device, TaskDevice
from local_aws.simulators.errors import ProgramRejected, ProgramSetFailure, TaskFailed
from local_aws.simulators.runs import run

__all__ = [
    "ActionFacts",
    "Device",
    "ProgramRejected",
    "ProgramSetFailure",
    "TaskDevice",
    "TaskFailed",
    "check",
    "run",
]
