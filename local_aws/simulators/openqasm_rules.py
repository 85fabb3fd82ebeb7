"""What a device takes of an OpenQASM program, beyond its gates and result types."""

from math import isfinite
from typing import Any

from local_aws.simulators.device import Capabilities
from local_aws.simulators.errors import ProgramRejected
from local_aws.simulators.gate_rules import check_gates
from local_aws.simulators.pragmas import AdjointGradient
from local_aws.simulators.program import read_program
from local_aws.simulators.program_parts import QasmProgram
from local_aws.simulators.result_rules import check_results
from local_aws.simulators.value_rules import check_values


def check_openqasm(
    source: str, inputs: dict[str, Any], shots: int, capabilities: Capabilities, *, experimental: bool
) -> QasmProgram:
    """The program's parts, when the device takes all of them.

    Raises:
        ProgramRejected: in the service's words where they are published.
    """
    program = read_program(source, capabilities.qubit_count)
    _check_registers(program, capabilities)
    _check_verbatim(program, capabilities)
    check_gates(program, capabilities, experimental=experimental)
    _check_pragmas(program, capabilities)
    _check_measurements(program, shots, capabilities)
    _check_qubits(program, capabilities)
    check_inputs(program, inputs)
    check_values(program, inputs)
    listed = capabilities.openqasm.get("supportedResultTypes") or []
    check_results([result for _, result in program.results], shots, listed, program.used_qubits)
    return program


def _check_registers(program: QasmProgram, capabilities: Capabilities) -> None:
    kinds = (
        ("maximumQubitArrays", program.register_lines, "qubit"),
        ("maximumClassicalArrays", program.bit_register_lines, "classical"),
    )
    for limit_name, lines, kind in kinds:
        limit = capabilities.openqasm.get(limit_name) or 1
        if len(lines) > limit:
            plural = "register is" if limit == 1 else "registers are"
            raise ProgramRejected(
                f"[line {lines[limit]}] cannot declare a {kind} register. Only {limit} {kind} {plural} supported."
            )
    if program.is_physical and not capabilities.openqasm.get("supportPhysicalQubits"):
        raise ProgramRejected("Device does not support physical qubits.")


def _check_verbatim(program: QasmProgram, capabilities: Capabilities) -> None:
    if not program.verbatim_boxes:
        return
    if "verbatim" not in (capabilities.openqasm.get("supportedPragmas") or ()):
        raise ProgramRejected("Verbatim boxes are not supported by the device.")
    outside = [gate for gate in program.gates if not gate.in_verbatim]
    if not capabilities.openqasm.get("supportsPartialVerbatimBox") and (outside or program.verbatim_boxes > 1):
        raise ProgramRejected("Device supports verbatim boxes around the entire circuit only.")


def _check_pragmas(program: QasmProgram, capabilities: Capabilities) -> None:
    supported = capabilities.openqasm.get("supportedPragmas") or ()
    for line, name, _ in program.noises:
        if f"braket_noise_{name}" not in supported:
            raise ProgramRejected(f"[line {line}] pragma braket noise {name} is not supported by the device.")
    for line, _ in program.unitaries:
        if "braket_unitary_matrix" not in supported:
            raise ProgramRejected(f"[line {line}] pragma braket unitary is not supported by the device.")
    for line in program.barriers:
        if "barrier" not in capabilities.operations:
            raise ProgramRejected(f"[line {line}] Uses 'barrier' which is not supported on device")


def _check_measurements(program: QasmProgram, shots: int, capabilities: Capabilities) -> None:
    if not program.measured:
        return
    if program.results:
        raise ProgramRejected("Qubits should not be explicitly measured when result types are requested.")
    if not shots:
        raise ProgramRejected("Qubits should not be explicitly measured when shots is 0.")
    if program.unassigned and not capabilities.openqasm.get("supportsUnassignedMeasurements", True):
        raise ProgramRejected(f"[line {program.unassigned[0]}] measurements must be assigned to classical bits.")
    declared = {qubit for size in program.registers.values() for qubit in range(max(size, 1))}
    if capabilities.openqasm.get("requiresAllQubitsMeasurement") and set(program.measured) < (
        declared | program.used_qubits
    ):
        raise ProgramRejected(
            "Device requires all qubits in the program to be measured. "
            "This may be caused by declaring non-contiguous qubits or measuring partial qubits."
        )


def _check_qubits(program: QasmProgram, capabilities: Capabilities) -> None:
    if not program.used_qubits:
        raise ProgramRejected("The program does not use any qubits.")
    if program.is_physical:
        unknown = sorted(program.used_qubits - capabilities.qubits)
        if unknown:
            raise ProgramRejected(f"Qubit {unknown[0]} is not a qubit of the device.")
    elif capabilities.openqasm.get("requiresContiguousQubitIndices"):
        for name, size in program.registers.items():
            unused = [f"{name}[{i}]" for i in range(size) if i not in program.used_qubits]
            if unused:
                raise ProgramRejected(
                    "Device requires contiguous qubits. "
                    f"Qubit register {name} has unused qubits {', '.join(unused[:20])}."
                )
    if len(program.used_qubits) > capabilities.qubit_count:
        raise ProgramRejected(
            f"The program uses {len(program.used_qubits)} qubits; the device has {capabilities.qubit_count}."
        )


def check_inputs(program: QasmProgram, inputs: dict[str, Any]) -> None:
    """Raises ProgramRejected unless each input has a finite number as its value."""
    for name in program.inputs:
        if name not in inputs:
            raise ProgramRejected(f"Missing input variable '{name}'.")
        if isinstance(inputs[name], list | str):
            raise ProgramRejected(f"Input variable '{name}' must be a number.")
        if not isfinite(inputs[name]):
            raise ProgramRejected(f"Input variable '{name}' must be a finite number.")
    for _, result in program.results:
        for name in (isinstance(result, AdjointGradient) and result.parameters) or ():
            if name not in program.inputs:
                raise ProgramRejected(f"Parameter {name} of adjoint_gradient is not an input of the program.")
