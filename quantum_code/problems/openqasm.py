"""An OpenQASM 3 program as a list of gates on qubits, by the Braket SDK's reader."""

from dataclasses import dataclass
from typing import Any

from braket.circuits import Circuit as BraketCircuit
from braket.circuits import Gate, Instruction, Noise
from braket.circuits.compiler_directive import CompilerDirective
from braket.circuits.measure import Measure
from braket.default_simulator.openqasm.parser.openqasm_parser import QASM3ParsingError

from contract.errors import InvalidProblem
from contract.problems import Circuit


@dataclass(frozen=True)
class Program:
    """What a program does to its qubits, and which of them are measured at the end."""

    instructions: tuple[Instruction, ...]  # gates and noise, in order
    qubits: tuple[int, ...]  # those that are used, ascending
    measured: tuple[int, ...]  # in the order of the bits of a result

    @property
    def noisy(self) -> bool:
        return any(isinstance(instruction.operator, Noise) for instruction in self.instructions)

    @property
    def circuit(self) -> BraketCircuit:
        """The program without its measurements, as a circuit of the SDK."""
        return BraketCircuit(list(self.instructions))


def read_program(problem: Circuit) -> Program:
    """The gates of a problem's program, with the values of its inputs in place.

    A program that measures nothing has all the qubits measured that it uses, in ascending order; one that does reports
    its bits in the order of its bit register: both as Braket does.

    Raises:
        InvalidProblem: the SDK cannot read it, or it does something other than gates, noise and final measurements.
    """
    circuit = read_circuit(problem)
    gates, measurements = [], []
    for instruction in circuit.instructions:
        match instruction.operator:
            case Measure():
                measurements.append(instruction)
            case Gate() | Noise():
                gates.append(instruction)
            case CompilerDirective():  # such as barriers and verbatim boxes: they change no state
                continue
            case other:
                raise InvalidProblem(f"program: {other.name} cannot be simulated here; leave it out, or use a device")
    measurements.sort(key=lambda instruction: instruction.operator._target_index)  # the SDK has no other name for it
    used = tuple(sorted({int(qubit) for qubit in circuit.qubits}))
    measured = tuple(int(qubit) for instruction in measurements for qubit in instruction.target)
    if not used:
        raise InvalidProblem(
            "program: uses no qubits, so that there is nothing to measure; give it a gate or `measure`"
        )
    return Program(tuple(gates), used, measured or used)


def read_circuit(problem: Circuit) -> BraketCircuit:
    """The program as a circuit of the SDK, with the values of its inputs in place and its measurements in it.

    Raises:
        InvalidProblem: the SDK cannot read it, or an input has no value.
    """
    try:
        circuit = BraketCircuit.from_ir(problem.program, dict(problem.inputs))
    except QASM3ParsingError as fault:
        raise InvalidProblem(f"program: is not OpenQASM 3: {_where(fault)}") from fault
    except Exception as fault:  # the reader raises whatever its parts do, from KeyError to NotImplementedError
        raise InvalidProblem(f"program: cannot be read: {fault}") from fault
    if circuit.parameters:
        names = ", ".join(sorted(map(str, circuit.parameters)))
        raise InvalidProblem(f"inputs: the program asks for {names}; give each a value")
    return circuit


def _where(fault: QASM3ParsingError) -> str:
    """The line where the grammar ends; the reader's own message is empty then."""
    cause: Any = fault.__cause__.args[0] if fault.__cause__ is not None and fault.__cause__.args else None
    token = getattr(cause, "offendingToken", None)
    return str(fault) if token is None else f"line {token.line} does not go on with {token.text!r}"
