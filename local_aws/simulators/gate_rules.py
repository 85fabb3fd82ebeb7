"""Which gates a device takes, and where: its list, its modifiers, its native gates and connections."""

from functools import cache
from inspect import signature
from typing import Any

from local_aws.simulators.device import Capabilities
from local_aws.simulators.errors import ProgramRejected
from local_aws.simulators.program_parts import GateCall, QasmProgram

DYNAMIC = frozenset({"cc_prx", "measure_ff"})
"""IQM's measurement with feed-forward: an experimental capability, which a task must ask for."""


def check_gates(program: QasmProgram, capabilities: Capabilities, *, experimental: bool) -> None:
    """Raises ProgramRejected at the first gate that the device does not take."""
    for gate in program.gates:
        if gate.in_verbatim:
            _check_native(gate, program, capabilities)
        elif gate.name.lower() not in capabilities.operations:
            raise ProgramRejected(
                f"[line {gate.line}] uses a gate: {gate.name} which is not supported by the device "
                "or defined via a defcal"
            )
        _check_operands(gate)
        _check_modifiers(gate, capabilities)
        if program.is_physical:
            _check_physical(gate, capabilities)
    _check_dynamic(program, experimental=experimental)


def _check_native(gate: GateCall, program: QasmProgram, capabilities: Capabilities) -> None:
    if not program.is_physical:
        raise ProgramRejected("Physical qubits are required in verbatim box.")
    if gate.name.lower() not in capabilities.native_gates:
        raise ProgramRejected(f"In verbatim boxes, native gates are required. {gate.name} is not a device native gate.")


def _check_operands(gate: GateCall) -> None:
    shape = gate_shapes().get(gate.name)
    if shape is None:
        raise ProgramRejected(
            f"[line {gate.line}] uses a gate: {gate.name} which is not supported by the device or defined via a defcal"
        )
    qubits, least, most = shape
    if not gate.modifiers and len(gate.qubits) != qubits:
        raise ProgramRejected(f"[line {gate.line}] {gate.name} acts on {qubits} qubits, not on {len(gate.qubits)}")
    if len(gate.qubits) < qubits:
        raise ProgramRejected(f"[line {gate.line}] {gate.name} with its controls acts on more qubits than are given")
    if not least <= len(gate.arguments) <= most:
        raise ProgramRejected(f"[line {gate.line}] {gate.name} takes {most} parameters, not {len(gate.arguments)}")


@cache
def gate_shapes() -> dict[str, tuple[int, int, int]]:
    """Of each gate that the SDK knows, by its OpenQASM name: qubits, and least and most parameters."""
    from braket.circuits.translations import BRAKET_GATES  # slow to import

    shapes = {"cc_prx": (1, 3, 3), "measure_ff": (1, 1, 1)}
    for name, gate in BRAKET_GATES.items():
        if name in (*shapes, "unitary") or not hasattr(gate, "fixed_qubit_count"):
            continue  # a barrier has no size
        angles = [p for p in signature(gate).parameters.values() if p.name not in ("display_name", "kwargs")]
        required = sum(p.default is p.empty for p in angles)
        shapes[name] = (_qubit_count(gate), required, len(angles))
    return shapes


def _qubit_count(gate: Any) -> int:
    count = gate.fixed_qubit_count()
    return count if isinstance(count, int) else 0  # gphase acts on none


def _check_modifiers(gate: GateCall, capabilities: Capabilities) -> None:
    known = {modifier["name"] for modifier in capabilities.openqasm.get("supportedModifiers") or ()}
    for modifier in gate.modifiers:
        if modifier not in known:
            raise ProgramRejected(
                f"[line {gate.line}] uses a gate modifier: {modifier} which is not supported by the device"
            )


def _check_physical(gate: GateCall, capabilities: Capabilities) -> None:
    for qubit in gate.qubits:
        if qubit not in capabilities.qubits:
            raise ProgramRejected(f"[line {gate.line}] uses qubit {qubit}, which the device does not have")
    if len(gate.qubits) == 2 and capabilities.edges is not None and gate.qubits not in capabilities.edges:
        first, second = gate.qubits
        raise ProgramRejected(f"[line {gate.line}] has disconnected qubits {first} and {second}")


def _check_dynamic(program: QasmProgram, *, experimental: bool) -> None:
    keys: set[int] = set()
    for gate in program.gates:
        if gate.name not in DYNAMIC:
            continue
        if not experimental:
            raise ProgramRejected(
                f"[line {gate.line}] uses {gate.name}, an experimental capability. "
                "Set experimentalCapabilities to ALL to use it."
            )
        if not gate.in_verbatim:
            raise ProgramRejected(f"[line {gate.line}] {gate.name} must be in a verbatim box")
        key = getattr(gate.arguments[-1], "value", None)
        if gate.name == "measure_ff" and key in keys:
            raise ProgramRejected(f"[line {gate.line}] feedback key {key} is used already")
        if gate.name == "cc_prx" and key not in keys:
            raise ProgramRejected(f"[line {gate.line}] feedback key {key} was not measured before")
        if gate.name == "measure_ff":
            keys.add(key)  # type: ignore[arg-type]  # gate shapes make it a number
