"""What a simulator takes of a program in JAQCD, Braket's older IR."""

from typing import Any

from local_aws.simulators.actions import JAQCD
from local_aws.simulators.device import Capabilities
from local_aws.simulators.errors import ProgramRejected
from local_aws.simulators.result_rules import check_results


def check_jaqcd(program: Any, shots: int, capabilities: Capabilities) -> None:
    """Raises ProgramRejected unless the device runs this program."""
    properties = capabilities.actions[JAQCD]
    operations = {_plain(name) for name in properties.get("supportedOperations") or ()}
    instructions = [*program.instructions, *(program.basis_rotation_instructions or ())]
    qubits: set[int] = set()
    for instruction in instructions:
        name = str(getattr(instruction.type, "value", instruction.type))
        if _plain(name) not in operations:
            raise ProgramRejected(f"Operation {name} is not supported by the device.")
        for field in ("control", "controls", "target", "targets"):
            value = getattr(instruction, field, None)
            qubits.update([value] if isinstance(value, int) else value or ())
    if len(qubits) > capabilities.qubit_count:
        raise ProgramRejected(f"The program uses {len(qubits)} qubits; the device has {capabilities.qubit_count}.")
    if sorted(qubits) != list(range(len(qubits))):
        raise ProgramRejected("Device requires contiguous qubits.")
    for result in program.results or ():
        if not qubits.issuperset(getattr(result, "targets", None) or ()):
            raise ProgramRejected("A result type is requested of a qubit that the program does not use.")
    if not qubits:
        raise ProgramRejected("The program does not use any qubits.")
    check_results(list(program.results or ()), shots, properties.get("supportedResultTypes") or [], qubits)


def _plain(name: str) -> str:
    return name.lower().replace("_", "")
