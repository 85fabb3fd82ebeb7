"""Gate-based QPUs: a program is compiled for the device and run with the noise of its published fidelities."""

import warnings
from dataclasses import dataclass
from typing import Any

from braket.circuits import Circuit, Instruction
from braket.circuits.braket_program_context import BraketProgramContext
from braket.circuits.compiler_directives import Barrier
from braket.circuits.measure import Measure
from braket.circuits.observables import observable_from_ir
from braket.circuits.serialization import IRType, OpenQASMSerializationProperties, QubitReferenceType
from braket.default_simulator.openqasm.interpreter import Interpreter
from braket.experimental_capabilities import EnableExperimentalCapability
from numpy.typing import NDArray

from local_aws.simulators.compilation import NativeCircuit, compile_circuit
from local_aws.simulators.device import Capabilities
from local_aws.simulators.errors import ProgramRejected, TaskFailed
from local_aws.simulators.noise import add_noise, to_aer
from local_aws.simulators.openqasm import parse
from local_aws.simulators.published_errors import PublishedErrors
from local_aws.simulators.result_rules import check_same_basis, measured_factors
from local_aws.simulators.results import with_values
from local_aws.simulators.trajectories import sample

METADATA_NAMES = {"aqt": "aqt_metadata", "iqm": "iqm_metadata", "rigetti": "rigetti_metadata"}
"""Vendors whose results carry the compiled program; IonQ's do not."""


@dataclass(frozen=True)
class Outcome:
    """What a QPU gives back for one circuit."""

    measurements: NDArray[Any]
    """A row for each shot, a column for each of `measured_qubits`; 0 and 1."""

    measured_qubits: list[int]
    """As the program numbers them."""

    results: list[Any]
    """The IR's result types that the program asks for, without values."""

    compiled: str
    """What ran, in OpenQASM with native gates on the device's qubits."""


def run_circuit(
    source: str,
    inputs: dict[str, Any],
    shots: int,
    capabilities: Capabilities,
    errors: PublishedErrors,
    seed: int | None,
) -> Outcome:
    """Runs an OpenQASM program that the checks have let through.

    Raises:
        TaskFailed: when it cannot be compiled, or is too large for this machine.
    """
    circuit, physical = _read(source, inputs)
    measured = _measured_qubits(circuit)
    native = _compile(circuit, capabilities, errors, physical=physical, seed=seed)
    places = [native.place[qubit] for qubit in measured]
    measurements = sample(to_aer(add_noise(errors.emulator, native.gates, places)), shots, seed)
    results = [result_type.to_ir() for result_type in circuit.result_types]
    return Outcome(measurements, measured, results, _as_openqasm(native.gates, places))


def qpu_parts(outcome: Outcome, shots: int, capabilities: Capabilities) -> dict[str, Any]:
    """The parts of a circuit's result document that are the QPU's."""
    values = with_values(outcome.results, outcome.measurements, outcome.measured_qubits, shots)
    return {
        "metadata": vendor_metadata(outcome.compiled, capabilities.vendor),
        "result_types": values,
        "measurements": outcome.measurements,
        "measured_qubits": outcome.measured_qubits,
    }


def vendor_metadata(compiled: str, vendor: str) -> dict[str, Any]:
    """iqmMetadata and its like, from which the SDK answers get_compiled_circuit()."""
    if vendor not in METADATA_NAMES:
        return {}
    header = {"name": f"braket.task_result.{METADATA_NAMES[vendor]}", "version": "1"}
    return {f"{vendor}Metadata": {"braketSchemaHeader": header, "compiledProgram": compiled}}


def _read(source: str, inputs: dict[str, Any]) -> tuple[Circuit, bool]:
    """The SDK's circuit, with the inputs' values, and whether its qubits are the device's own."""
    context = BraketProgramContext()
    context.load_inputs(inputs)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that these capabilities may change
            with EnableExperimentalCapability():  # the checks have seen to it that the task asks for them
                Interpreter(context).visit(parse(source))
    except (ArithmeticError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError) as fault:
        raise TaskFailed(f"The program could not be read with its inputs: {fault}") from fault
    return context.circuit, not context.num_qubits


def _measured_qubits(circuit: Circuit) -> list[int]:
    """In the order of the classical bits; all qubits, in their own order, where the program measures none."""
    measures = [item for item in circuit.instructions if isinstance(item.operator, Measure)]
    measures.sort(key=lambda item: item.operator._target_index or 0)
    return [int(item.target[0]) for item in measures] or [int(qubit) for qubit in sorted(circuit.qubits)]


def _compile(
    circuit: Circuit, capabilities: Capabilities, errors: PublishedErrors, *, physical: bool, seed: int | None
) -> NativeCircuit:
    gates = [item for item in circuit.instructions if not isinstance(item.operator, Measure | Barrier)]
    gates += _basis_rotations(circuit)
    qubits = [int(qubit) for qubit in sorted(circuit.qubits)]
    return compile_circuit(gates, qubits, capabilities, errors, physical=physical, seed=seed)


def _basis_rotations(circuit: Circuit) -> list[Instruction]:
    """What turns the bases of the result types into the Z basis, once for each factor of their observables.

    Not the SDK's basis_rotation_instructions: they have none where `i all` is among the result types.

    Raises:
        TaskFailed: when the observables cannot be measured together.
    """
    qubits = [int(qubit) for qubit in circuit.qubits]
    results = [result_type.to_ir() for result_type in circuit.result_types]
    try:
        check_same_basis(results, qubits)
    except ProgramRejected as fault:
        raise TaskFailed(fault.message) from fault
    rotations: dict[tuple[int, ...], list[Instruction]] = {}
    for result in results:
        for factor, targets in measured_factors(result, qubits):
            if factor != "i":
                gates = observable_from_ir([factor]).basis_rotation_gates
                rotations[targets] = [Instruction(gate, targets) for gate in gates]
    return [instruction for targets in sorted(rotations) for instruction in rotations[targets]]


def _as_openqasm(native: list[Instruction], places: list[int]) -> str:
    circuit = Circuit().add_verbatim_box(Circuit(native)) if native else Circuit()
    for qubit in places:
        circuit.measure(qubit)
    properties = OpenQASMSerializationProperties(qubit_reference_type=QubitReferenceType.PHYSICAL)
    return str(circuit.to_ir(ir_type=IRType.OPENQASM, serialization_properties=properties).source)
