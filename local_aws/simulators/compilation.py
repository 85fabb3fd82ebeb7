"""A circuit to a device's native gates and connections, with Qiskit's transpiler.

Every device gets a basis that Qiskit can emit; what the device calls differently is translated in native_gates.py.
Qubits of a register are placed by the transpiler where the published errors are lowest; physical qubits stay.
"""

from dataclasses import dataclass
from typing import Any

from braket.circuits import Circuit, Gate, Instruction
from braket.circuits.compiler_directives import EndVerbatimBox, StartVerbatimBox
from braket.circuits.gates import I

from local_aws.simulators.device import Capabilities
from local_aws.simulators.errors import TaskFailed
from local_aws.simulators.native_gates import BASES, to_native
from local_aws.simulators.published_errors import PublishedErrors

OPTIMIZATION_LEVEL = 2


@dataclass(frozen=True)
class NativeCircuit:
    """Native gates on the device's qubits, and where each of the program's qubits ended up."""

    gates: list[Instruction]
    place: dict[int, int]


def compile_circuit(
    instructions: list[Instruction],
    qubits: list[int],
    capabilities: Capabilities,
    errors: PublishedErrors,
    *,
    physical: bool,
    seed: int | None,
) -> NativeCircuit:
    """The circuit as the device runs it.

    Args:
        instructions: gates, and verbatim boxes around gates that stay as they are; no measurements.
        qubits: all that the program uses, in order.
        capabilities: of the device.
        errors: of its gates, to choose qubits by.
        physical: whether `qubits` are the device's own.
        seed: of the transpiler's random choices; None for fresh ones.
    """
    if not physical:
        return _place_and_compile(instructions, qubits, capabilities, errors, seed)
    gates: list[Instruction] = []
    for verbatim, part in _split_at_boxes(instructions):
        gates += part if verbatim else _compile_in_place(part, capabilities, errors, seed)
    return NativeCircuit(gates, {qubit: qubit for qubit in qubits})


def _place_and_compile(
    instructions: list[Instruction],
    qubits: list[int],
    capabilities: Capabilities,
    errors: PublishedErrors,
    seed: int | None,
) -> NativeCircuit:
    labels = errors.best_qubits(len(qubits)) if capabilities.edges is None else sorted(capabilities.qubits)
    source = _to_qiskit(instructions, qubits)
    source.measure_all()  # the final measurements tell where the transpiler put the qubits
    compiled = _transpile(source, errors.target(labels, BASES[capabilities.vendor]), seed)
    place = {
        qubits[compiled.find_bit(item.clbits[0]).index]: labels[compiled.find_bit(item.qubits[0]).index]
        for item in compiled.data
        if item.operation.name == "measure"
    }
    return NativeCircuit(to_native(compiled, labels, capabilities.vendor), place)


def _compile_in_place(
    instructions: list[Instruction], capabilities: Capabilities, errors: PublishedErrors, seed: int | None
) -> list[Instruction]:
    """Gates on physical qubits, each of which stays where it is."""
    labels = sorted(capabilities.qubits)
    source = _to_qiskit(instructions, labels)
    stay = {"initial_layout": list(range(len(labels))), "routing_method": "none"}
    compiled = _transpile(source, errors.target(labels, BASES[capabilities.vendor]), seed, **stay)
    return to_native(compiled, labels, capabilities.vendor)


def _to_qiskit(instructions: list[Instruction], qubits: list[int]) -> Any:
    """A Qiskit circuit whose i-th qubit is `qubits[i]`; identities make sure that none is left out."""
    from qiskit_braket_provider import to_qiskit

    circuit = Circuit([Instruction(I(), qubit) for qubit in qubits] + instructions)
    return to_qiskit(circuit, add_measurements=False)


def _transpile(source: Any, target: Any, seed: int | None, **options: Any) -> Any:
    from qiskit import generate_preset_pass_manager
    from qiskit.exceptions import QiskitError

    level = 1 if options else OPTIMIZATION_LEVEL
    try:
        return generate_preset_pass_manager(level, target=target, seed_transpiler=seed, **options).run(source)
    except QiskitError as fault:  # angles that are not finite, or physical qubits that would have to move
        raise TaskFailed(f"The program could not be compiled for the device: {fault.message}") from fault


def _split_at_boxes(instructions: list[Instruction]) -> list[tuple[bool, list[Instruction]]]:
    """The parts of the circuit in order: whether it is a verbatim box, and its instructions."""
    parts: list[tuple[bool, list[Instruction]]] = [(False, [])]
    for instruction in instructions:
        if isinstance(instruction.operator, StartVerbatimBox | EndVerbatimBox):
            parts.append((isinstance(instruction.operator, StartVerbatimBox), []))
        elif isinstance(instruction.operator, Gate) or parts[-1][0]:
            parts[-1][1].append(instruction)
    return [(verbatim, part) for verbatim, part in parts if part]
