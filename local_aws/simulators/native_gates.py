"""The native gates of each vendor, and the translation from the basis in which Qiskit compiles for it.

Conventions are Braket's: rz(a) = exp(-i a Z / 2), gpi(p) = prx(pi, p), gpi2(p) = prx(pi/2, p). Global phases are
left out.
"""

from math import pi
from typing import Any

from braket.circuits import Instruction, gates

BASES = {
    "aqt": ("r", "rz", "rxx"),
    "ionq": ("rz", "sx", "x", "rzz"),
    "iqm": ("r", "cz"),
    "rigetti": ("rz", "sx", "x", "cz"),
}
"""Qiskit's names of the gates to compile to. r is Braket's prx; sx is rx(pi/2) and x is rx(pi), up to a phase."""


def to_native(compiled: Any, labels: list[int], vendor: str) -> list[Instruction]:
    """The gates of a compiled Qiskit circuit as the vendor's native ones, on the device's qubits.

    Args:
        compiled: with gates from the vendor's basis; its i-th qubit is `labels[i]`.
        labels: the device's.
        vendor: as in BASES.
    """
    steps = [
        (item.operation.name, [labels[compiled.find_bit(q).index] for q in item.qubits], item.operation.params)
        for item in compiled.data
        if item.operation.name not in ("barrier", "measure")
    ]
    if vendor == "ionq":
        return _with_virtual_z(steps)
    return [_translated(name, qubits, [float(value) for value in params]) for name, qubits, params in steps]


def _translated(name: str, qubits: list[int], params: list[float]) -> Instruction:
    match name:
        case "r":
            return Instruction(gates.PRx(*params), qubits)
        case "rz":
            return Instruction(gates.Rz(*params), qubits)
        case "sx":
            return Instruction(gates.Rx(pi / 2), qubits)
        case "x":
            return Instruction(gates.Rx(pi), qubits)
        case "cz":
            return Instruction(gates.CZ(), qubits)
        case "rxx":
            return Instruction(gates.XX(*params), qubits)
    raise ValueError(f"No native gate for {name}")


def _with_virtual_z(steps: list[tuple[str, list[int], list[Any]]]) -> list[Instruction]:
    """IonQ's gates, which have no rz: it moves to the right through the circuit, as the phase of what follows.

    prx(t, p) rz(a) = rz(a) prx(t, p - a), with operators applied from right to left; zz commutes with rz, and before a
    measurement rz has no effect.
    """
    frame: dict[int, float] = {}
    native = []
    for name, qubits, params in steps:
        if name == "rz":
            frame[qubits[0]] = (frame.get(qubits[0], 0.0) + float(params[0])) % (4 * pi)
        elif name == "rzz":
            native.append(Instruction(gates.ZZ(float(params[0])), qubits))
        else:
            phase = _centred(-frame.get(qubits[0], 0.0))
            gate = gates.GPi(phase) if name == "x" else gates.GPi2(phase)
            native.append(Instruction(gate, qubits))
    return native


def _centred(angle: float) -> float:
    """The same angle between -pi and pi."""
    return (angle + pi) % (2 * pi) - pi
