"""What a program is made of, once it is read."""

from dataclasses import dataclass, field
from typing import Any

from braket.default_simulator.openqasm.parser.openqasm_ast import Expression


@dataclass(frozen=True)
class GateCall:
    """One gate as written; a register as operand applies it to each of its qubits."""

    name: str
    modifiers: tuple[str, ...]
    qubits: tuple[int, ...]
    arguments: tuple[Expression, ...]
    line: int
    in_verbatim: bool


@dataclass
class QasmProgram:
    """The program's parts; qubits are register indices, or the device's own labels where `is_physical`."""

    gates: list[GateCall] = field(default_factory=list)
    registers: dict[str, int] = field(default_factory=dict)
    bit_registers: dict[str, int] = field(default_factory=dict)
    inputs: list[str] = field(default_factory=list)
    is_physical: bool = False
    used_qubits: set[int] = field(default_factory=set)
    measured: dict[int, int] = field(default_factory=dict)
    """Each measured qubit, with the line."""

    written_bits: set[int] = field(default_factory=set)
    """Indices in the one classical register; a single bit has the index 0."""

    unassigned: list[int] = field(default_factory=list)
    """The lines of measurements that name no bit."""

    results: list[tuple[int, Any]] = field(default_factory=list)
    noises: list[tuple[int, str, Any]] = field(default_factory=list)
    """Line, name, and what the pragma says."""

    unitaries: list[tuple[int, Any]] = field(default_factory=list)
    barriers: list[int] = field(default_factory=list)
    register_lines: list[int] = field(default_factory=list)
    bit_register_lines: list[int] = field(default_factory=list)
    verbatim_boxes: int = 0
