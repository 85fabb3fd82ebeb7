"""Deterministic preparation of Dicke states (Bärtschi and Eidenbenz, arXiv:1904.07358)."""

import math

import pennylane as qml

from quantum_code.states import Operation


def dicke_state(num_qubits: int, ones: int) -> list[Operation]:
    """The gates that take |0…0⟩ to the equal superposition of all bitstrings with so many ones.

    Only X, RY and CNOT occur, which every device takes, O(k·n) of them for k ones; with more ones than zeros the
    zeros are distributed instead, and all bits flipped.
    """
    if 2 * ones > num_qubits:
        return [*dicke_state(num_qubits, num_qubits - ones), *(qml.X(qubit) for qubit in range(num_qubits))]
    gates: list[Operation] = [qml.X(qubit) for qubit in range(num_qubits - ones, num_qubits)]
    for last in range(num_qubits - 1, 0, -1):
        gates += _split_and_shift(last, min(ones, last))
    return gates


def _split_and_shift(last: int, ones: int) -> list[Operation]:
    """The unitary SCS of the paper on qubits up to `last`: decides whether the last one is 1, with the right weight.

    It takes |0…01…1⟩ with j ones at the end, for each j up to `ones`, to √(j/m) of itself and √(1 - j/m) of it
    shifted one to the left, where m = last + 1 is the number of qubits that are left.
    """
    size = last + 1
    gates: list[Operation] = []
    for shifted in range(1, ones + 1):
        angle = 2 * math.acos(math.sqrt(shifted / size))
        target = last - shifted
        controls = [last] if shifted == 1 else [target + 1, last]
        gates += [qml.CNOT([target, last]), *_controlled_ry(angle, controls, target), qml.CNOT([target, last])]
    return gates


def _controlled_ry(angle: float, controls: list[int], target: int) -> list[Operation]:
    """RY on the target if all controls (one or two) are 1.

    CNOTs from the controls, in the order of a Gray code, flip the sign of every second part of the angle; the parts
    add up if all controls are 1 and cancel otherwise (Möttönen et al., arXiv:quant-ph/0407010).
    """
    if len(controls) == 1:
        [control] = controls
        half = angle / 2
        return [qml.RY(half, target), qml.CNOT([control, target]), qml.RY(-half, target), qml.CNOT([control, target])]
    first, second = controls
    quarter = angle / 4
    gates: list[Operation] = []
    for sign, control in ((1, second), (-1, first), (1, second), (-1, first)):
        gates += [qml.RY(sign * quarter, target), qml.CNOT([control, target])]
    return gates
