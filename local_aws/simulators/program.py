"""What an OpenQASM program asks for, read statement by statement without running it.

Only the statements that Braket takes are read (its documentation: "What OpenQASM features does Braket support?"), so a
program costs what its text costs: there are no loops, subroutines or gate definitions that could multiply it.
Messages are the service's where they are published ("Troubleshooting OpenQASM").
"""

from typing import Any

from braket.default_simulator.openqasm.parser.openqasm_ast import (
    BitType,
    Box,
    ClassicalDeclaration,
    Expression,
    Identifier,
    Include,
    IndexedIdentifier,
    IntegerLiteral,
    IODeclaration,
    IOKeyword,
    Pragma,
    QASMNode,
    QuantumBarrier,
    QuantumGate,
    QuantumMeasurement,
    QuantumMeasurementStatement,
    QuantumPhase,
    QuantumReset,
    QubitDeclaration,
)
from braket.default_simulator.openqasm.program_context import QubitTable

from local_aws.simulators.errors import ProgramRejected
from local_aws.simulators.expressions import check_angle
from local_aws.simulators.openqasm import parse
from local_aws.simulators.pragmas import named_qubits, read_pragma
from local_aws.simulators.program_parts import GateCall, QasmProgram

MAX_REGISTER = 10_000
"""Bits, and qubits where no device says how many it has."""

MAX_GATE_CALLS = 100_000
"""A register as operand counts once for each of its qubits; so many are checked in about 5 s."""

VERSIONS = frozenset({None, "3", "3.0"})

MAX_CONTROLS = 30


def read_program(source: str, most_qubits: int = MAX_REGISTER) -> QasmProgram:
    """The parts of an OpenQASM program.

    Args:
        source: the program.
        most_qubits: that a register may have; the device's.

    Raises:
        ProgramRejected: when it is not OpenQASM, or uses more of it than Braket's devices take.
    """
    reader = _Reader(most_qubits)
    try:
        tree = parse(source)
        if tree.version not in VERSIONS:
            raise ProgramRejected(f"OpenQASM {tree.version[:20]} is not supported; the version must be 3.0.")
        reader.read(tree.statements)
    except RecursionError as fault:
        raise ProgramRejected("The program's expressions or blocks are nested too deeply") from fault
    return reader.program


class _Reader:
    def __init__(self, most_qubits: int) -> None:
        self.program = QasmProgram()
        self._most_qubits = most_qubits
        self._table = QubitTable()
        self._in_verbatim = False
        self._verbatim_next = False

    def read(self, statements: list[QASMNode]) -> None:
        for statement in statements:
            if self._verbatim_next and not isinstance(statement, Box):
                raise ProgramRejected("braket verbatim pragma must be followed by a box statement")
            self._read_one(statement)

    def _read_one(self, statement: QASMNode) -> None:
        line = _line(statement)
        match statement:
            case QuantumGate(name=name, modifiers=modifiers, arguments=arguments, qubits=operands):
                self._gate(line, name.name, modifiers, arguments, operands)
            case QuantumPhase(modifiers=modifiers, argument=argument):
                self._gate(line, "gphase", modifiers, [argument], [])
            case QuantumMeasurementStatement(measure=QuantumMeasurement(qubit=operand), target=target):
                self._measure(line, operand, target)
            case Pragma(command=command):
                self._pragma(line, command)
            case Box(body=body):
                self._box(body)
            case QuantumBarrier(qubits=operands):
                self.program.barriers.append(line)
                for operand in operands:
                    self._operand(line, operand)
            case QubitDeclaration() | ClassicalDeclaration() | IODeclaration():
                self._declare(line, statement)
            case Include():
                raise ProgramRejected(f"No terminal matches '\"' in the current parser context, at line {line} col 9.")
            case QuantumReset():
                raise ProgramRejected(f"[line {line}] uses reset, which is not supported by the device")
            case _:
                words = "".join(f" {c.lower()}" if c.isupper() else c for c in type(statement).__name__).strip()
                raise ProgramRejected(f"[line {line}] has a {words}, which is not supported by the device")

    def _declare(self, line: int, statement: QubitDeclaration | ClassicalDeclaration | IODeclaration) -> None:
        program = self.program
        match statement:
            case QubitDeclaration(qubit=Identifier(name=name), size=size):
                count = _size(size, line)
                if count > self._most_qubits:
                    raise ProgramRejected(
                        f"[line {line}] declares a register of {count} qubits; the device has {self._most_qubits}."
                    )
                program.registers[name] = count
                program.register_lines.append(line)
                self._table[name] = tuple(range(max(count, 1)))
            case ClassicalDeclaration(type=BitType(size=size), identifier=Identifier(name=name), init_expression=value):
                program.bit_registers[name] = _size(size, line)
                program.bit_register_lines.append(line)
                if isinstance(value, QuantumMeasurement):
                    self._measure(line, value.qubit, Identifier(name))
                elif value is not None:
                    raise ProgramRejected(f"[line {line}] gives a bit a value, which is not supported by the device")
            case IODeclaration(io_identifier=IOKeyword.input, identifier=Identifier(name=name)):
                program.inputs.append(name)
            case _:
                raise ProgramRejected(f"[line {line}] declares a variable, which is not supported by the device")

    def _gate(self, line: int, name: str, modifiers: list[Any], arguments: list[Any], operands: list[Any]) -> None:
        for argument in arguments:
            check_angle(argument, frozenset(self.program.inputs), line)
        names = tuple(_modifier(modifier, line) for modifier in modifiers)
        qubits = [self._operand(line, operand) for operand in operands]
        width = max((len(group) for group in qubits), default=1)
        if any(len(group) not in (1, width) for group in qubits):
            raise ProgramRejected(f"[line {line}] applies {name} to registers of different sizes")
        if len(self.program.gates) + width > MAX_GATE_CALLS:
            raise ProgramRejected(f"[line {line}] the program has more than {MAX_GATE_CALLS} gates")
        angles = tuple(arguments)
        for i in range(width):
            targets = tuple(group[i if len(group) > 1 else 0] for group in qubits)
            self._refuse_measured(line, targets)
            if len(set(targets)) < len(targets):
                raise ProgramRejected(f"[line {line}] applies {name} to the same qubit twice")
            self.program.gates.append(GateCall(name, names, targets, angles, line, self._in_verbatim))

    def _measure(self, line: int, operand: Any, target: Any = None) -> None:
        qubits = self._operand(line, operand)
        if target is not None:
            self._check_bits(line, target, len(qubits))
        else:
            self.program.unassigned.append(line)
        self._refuse_measured(line, qubits)
        self.program.measured |= dict.fromkeys(qubits, line)

    def _check_bits(self, line: int, target: Any, count: int) -> None:
        name = target.name.name if isinstance(target, IndexedIdentifier) else target.name
        size = self.program.bit_registers.get(name)
        if size is None:
            raise ProgramRejected(f"[line {line}] measures into {name}, which is not a declared bit")
        match getattr(target, "indices", None):
            case None if max(size, 1) == count:
                bits = set(range(count))
            case [[IntegerLiteral(value=index)]] if index < size and count == 1:
                bits = {index}
            case _:
                raise ProgramRejected(f"[line {line}] measures {count} qubits into bits of {name} that do not fit")
        again = sorted(bits & self.program.written_bits)
        if again:
            raise ProgramRejected(f"[line {line}] measures a second time into bit {name}[{again[0]}]")
        self.program.written_bits |= bits

    def _refuse_measured(self, line: int, qubits: tuple[int, ...]) -> None:
        for qubit in qubits:
            if qubit in self.program.measured:
                name = f"${qubit}" if self.program.is_physical else f"{next(iter(self.program.registers))}[{qubit}]"
                raise ProgramRejected(
                    f"[line {line}] qubit {name} is already measured or captured. Cannot perform a new operation on it"
                )

    def _box(self, body: list[QASMNode]) -> None:
        if not self._verbatim_next:
            raise ProgramRejected("All boxes must be preceded by a verbatim pragma.")
        self.program.verbatim_boxes += 1
        self._verbatim_next, self._in_verbatim = False, True
        self.read(body)
        self._in_verbatim = False

    def _pragma(self, line: int, command: str) -> None:
        words = command.split()
        if words[:1] == ["verbatim"]:
            raise ProgramRejected("You must include “braket” in the verbatim pragma")
        if words == ["braket", "verbatim"]:
            self._verbatim_next = True
            return
        try:
            content = read_pragma(command, self._table)
        except ProgramRejected as fault:
            raise ProgramRejected(f"[line {line}] {fault.message}") from fault
        match words[:2]:
            case ["braket", "result"] if content is not None:
                self.program.results.append((line, content))
                self.program.used_qubits.update(named_qubits(content))
            case ["braket", "noise"] if content is not None:
                self.program.noises.append((line, words[2].split("(")[0], content))
                self.program.used_qubits.update(content[1])
            case ["braket", first] if first.startswith("unitary") and content is not None:
                self.program.unitaries.append((line, content))
                self.program.used_qubits.update(content[1])
            case _:
                raise ProgramRejected(f"[line {line}] pragma '{command[:80]}' is not supported by the device")

    def _operand(self, line: int, operand: Any) -> tuple[int, ...]:
        """The qubits that `q`, `q[0]` or `$0` stands for."""
        program = self.program
        name = operand.name.name if isinstance(operand, IndexedIdentifier) else getattr(operand, "name", "")
        physical = name.startswith("$")
        if not physical and name not in program.registers:
            raise ProgramRejected(f"[line {line}] uses {name or 'an operand'}, which is not a declared qubit")
        if physical != program.is_physical and (program.used_qubits or (physical and program.registers)):
            raise ProgramRejected(f"[line {line}] mixes physical qubits and qubits registers.")
        if physical:
            program.is_physical = True
            qubits: tuple[int, ...] = (int(name[1:9]),)  # labels are small; a cut one is not the device's either
        elif isinstance(operand, IndexedIdentifier):
            qubits = (self._index(line, name, operand),)
        else:
            qubits = tuple(range(max(program.registers[name], 1)))
        program.used_qubits.update(qubits)
        return qubits

    def _index(self, line: int, name: str, operand: IndexedIdentifier) -> int:
        size = self.program.registers[name]
        if not size:
            raise ProgramRejected(f"[line {line}] single qubit cannot be indexed.")
        match operand.indices:
            case [[IntegerLiteral(value=index)]]:
                if index >= size:
                    raise ProgramRejected(f"[line {line}] qubit {name}[{index}] is not in a register of {size} qubits")
                return int(index)
        raise ProgramRejected(f"[line {line}] uses an array operation that is not supported by the device")


def _line(statement: QASMNode) -> int:
    return int(statement.span.start_line) if statement.span else 0


def _size(size: Expression | None, line: int) -> int:
    """The length of a register, 0 for a single qubit or bit."""
    match size:
        case None:
            return 0
        case IntegerLiteral(value=count) if 0 < count <= MAX_REGISTER:
            return int(count)
        case IntegerLiteral(value=count):
            raise ProgramRejected(
                f"[line {line}] declares a register of size {count}; 1 to {MAX_REGISTER} are possible"
            )
    raise ProgramRejected(f"[line {line}] declares a register whose size is not a number")


def _modifier(modifier: Any, line: int) -> str:
    match modifier.argument:
        case IntegerLiteral(value=count) if modifier.modifier.name in ("ctrl", "negctrl") and count > MAX_CONTROLS:
            raise ProgramRejected(f"[line {line}] has more than {MAX_CONTROLS} control qubits")
        case None:
            pass
        case argument:
            check_angle(argument, frozenset(), line)
    return str(modifier.modifier.name)
