"""Circuits with the noise of a device, for the SDK's density matrices and for Qiskit Aer, from one source.

The SDK's emulator puts the channels into the circuit. Both routes run that circuit; here it is only written in Aer's
terms, channel by channel. The emulator has no channels for IQM's feed-forward
(measure_ff and cc_prx), and so these have none.
"""

from itertools import product
from typing import Any

from braket.circuits import Circuit, Instruction, noises
from braket.circuits.compiler_directives import CompilerDirective
from braket.circuits.gate import Gate
from braket.circuits.measure import Measure
from braket.emulation.local_emulator import LocalEmulator
from braket.emulation.passes.circuit_passes import RemoveVerbatimTransformation
from braket.experimental_capabilities.iqm.classical_control import CCPRx, MeasureFF

from local_aws.simulators.errors import TaskFailed


def add_noise(emulator: LocalEmulator, native: list[Instruction], measured: list[int]) -> Circuit:
    """The native gates, checked against the device, with its noise and with measurements, without verbatim boxes.

    Args:
        emulator: of the device.
        native: gates on the device's qubits.
        measured: the device's qubits to measure; the i-th measurement is of `measured[i]`.

    Raises:
        TaskFailed: when the device could not run these gates.
    """
    circuit = Circuit().add_verbatim_box(Circuit(native)) if native else Circuit()
    for qubit in measured:
        circuit.measure(qubit)
    if not native:  # the emulator insists on a verbatim box, and the SDK leaves out an empty one
        return emulator.noise_model.apply(circuit)
    try:
        noisy = emulator.transform(circuit)
    except (TypeError, ValueError) as fault:
        raise TaskFailed(f"The device cannot run the program: {fault}") from fault
    return RemoveVerbatimTransformation().transform(noisy)


def to_aer(circuit: Circuit) -> Any:
    """The same circuit for Qiskit Aer, on the qubits it uses; classical bit i holds the i-th measurement."""
    from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
    from qiskit.circuit.library import UnitaryGate

    index = _numbered(circuit)
    outcomes = ClassicalRegister(sum(isinstance(item.operator, Measure) for item in circuit.instructions), "outcomes")
    result = QuantumCircuit(QuantumRegister(len(index)), outcomes)
    feedback: dict[int, ClassicalRegister] = {}
    done = 0
    for item in circuit.instructions:
        qubits = [index[int(qubit)] for qubit in item.target]
        match item.operator:
            case Measure():
                result.measure(qubits[0], outcomes[done])
                done += 1
            case Gate() as gate:
                result.append(UnitaryGate(gate.to_matrix(), check_input=False), qubits[::-1])  # Qiskit: lowest first
            case MeasureFF(parameters=[key]):
                feedback[int(key)] = ClassicalRegister(1, f"feedback_{int(key)}")
                result.add_register(feedback[int(key)])
                result.measure(qubits[0], feedback[int(key)][0])
            case CCPRx(parameters=[angle_1, angle_2, key]):
                with result.if_test((feedback[int(key)], 1)):
                    result.r(float(angle_1), float(angle_2), qubits[0])
            case noises.BitFlip() | noises.Depolarizing() | noises.TwoQubitDepolarizing() as channel:
                result.append(_pauli_channel(channel), qubits)
            case CompilerDirective():
                pass
            case other:
                raise TypeError(f"No counterpart of {other.name} in Qiskit Aer")
    return result


def _numbered(circuit: Circuit) -> dict[int, int]:
    """Numbers in the order in which gates connect the qubits: matrix product states like neighbours to interact."""
    pairs = [[int(q) for q in item.target] for item in circuit.instructions if len(item.target) == 2]
    neighbours: dict[int, dict[int, None]] = {}
    for a, b in pairs:
        neighbours.setdefault(a, {})[b] = None
        neighbours.setdefault(b, {})[a] = None
    order: dict[int, None] = {}
    for start in sorted((int(q) for q in circuit.qubits), key=lambda q: (len(neighbours.get(q, ())), q)):
        stack = [start]
        while stack:  # depth first, from an end of the chain where there is one
            qubit = stack.pop()
            if qubit not in order:
                order[qubit] = None
                stack += [other for other in neighbours.get(qubit, ()) if other not in order]
    return {qubit: i for i, qubit in enumerate(order)}


def _pauli_channel(channel: Any) -> Any:
    """The errors with their probabilities; they are symmetric in the qubits, so that their order does not matter."""
    from qiskit_aer.noise import pauli_error

    p = float(channel.probability)
    if isinstance(channel, noises.BitFlip):
        return pauli_error([("I", 1 - p), ("X", p)]).to_instruction()
    names = ["".join(pair) for pair in product("IXYZ", repeat=channel.qubit_count)][1:]
    return pauli_error(
        [("I" * channel.qubit_count, 1 - p)] + [(name, p / len(names)) for name in names]
    ).to_instruction()
