"""Gates as matrices, with their derivatives by the program's parameters.

Every entry of a Braket gate is a trigonometric polynomial of each of its angles with the frequencies 0, 1/2 and 1, so
that its derivative is an exact sum of values at four shifted angles (Wierichs et al., arXiv:2107.12390, eq. 15).
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from braket.circuits import Gate, Instruction
from braket.circuits.braket_program_context import BraketProgramContext
from braket.default_simulator.openqasm.interpreter import Interpreter
from braket.parametric import FreeParameterExpression
from numpy.typing import NDArray

from local_aws.simulators.errors import TaskFailed
from local_aws.simulators.input_names import PREFIX, rename_inputs
from local_aws.simulators.openqasm import parse
from local_aws.simulators.pragmas import AdjointGradient, read_pragma

MAX_GATE_QUBITS = 10
"""Of one gate with its controls, whose matrix is written out."""

SHIFTS = tuple((2 * mu - 1) * np.pi / 2 for mu in range(1, 5))
WEIGHTS = tuple((-1) ** (mu - 1) / (16 * np.sin((2 * mu - 1) * np.pi / 8) ** 2) for mu in range(1, 5))


@dataclass(frozen=True)
class Step:
    """One gate: its matrix on its qubits (controls first, the first qubit most significant) and the derivatives."""

    matrix: NDArray[Any]
    qubits: tuple[int, ...]
    derivatives: dict[str, NDArray[Any]] = field(default_factory=dict)
    """By the name of the parameter."""


class _Context(BraketProgramContext):  # type: ignore[misc]  # published without types
    """The SDK's circuit, and the gradient that it does not know."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[AdjointGradient] = []

    def parse_pragma(self, pragma_body: str) -> Any:
        return read_pragma(pragma_body, self.qubit_mapping)

    def add_phase_instruction(self, target: Any, phase_value: Any) -> None:
        """Leaves out global phases: no expectation value depends on them."""

    def add_result(self, result: Any) -> None:
        self.requests.append(result)


def read_steps(source: str, inputs: dict[str, float]) -> tuple[list[Step], AdjointGradient, int]:
    """The gates with their derivatives at the inputs' values, what is asked for, and the number of qubits.

    Raises:
        TaskFailed: when a gate cannot be differentiated.
    """
    context = _Context()
    inputs = {f"{PREFIX}{name}": value for name, value in inputs.items()}
    try:
        Interpreter(context).visit(rename_inputs(parse(source)))
        observed = {qubit for term in context.requests[0].terms for qubit in term.targets or ()}
        numbers = {qubit: i for i, qubit in enumerate(sorted(observed.union(map(int, context.circuit.qubits))))}
        steps = [
            _step(item, numbers, inputs) for item in context.circuit.instructions if isinstance(item.operator, Gate)
        ]
    except (ArithmeticError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError) as fault:
        raise TaskFailed(f"The program could not be differentiated: {fault}") from fault
    return steps, context.requests[0], len(numbers)


def _step(instruction: Instruction, numbers: dict[int, int], inputs: dict[str, float]) -> Step:
    controls = [numbers[int(qubit)] for qubit in instruction.control]
    qubits = (*controls, *(numbers[int(qubit)] for qubit in instruction.target))
    if len(qubits) > MAX_GATE_QUBITS:
        raise TaskFailed(f"A gate on {len(qubits)} qubits cannot be differentiated; at most {MAX_GATE_QUBITS} can")
    gate = instruction.operator
    expressions = list(getattr(gate, "parameters", ()))
    angles = [_value(expression, inputs) for expression in expressions]
    base = _matrix(gate, angles)
    power, state = float(instruction.power), instruction.control_state.as_tuple if controls else ()
    derivatives: dict[str, NDArray[Any]] = {}
    for position, expression in enumerate(expressions):
        for name, slope in _slopes(expression, inputs).items():
            change = slope * _power_derivative(base, _angle_derivative(gate, angles, position), power)
            full = _controlled(change, state, np.zeros)
            derivatives[name] = derivatives[name] + full if name in derivatives else full
    return Step(_controlled(_power(base, power), state, np.eye), qubits, derivatives)


def _matrix(gate: Gate, angles: list[float]) -> NDArray[Any]:
    matrix: NDArray[Any] = (type(gate)(*angles) if angles else gate).to_matrix()
    return matrix.astype(complex)


def _angle_derivative(gate: Gate, angles: list[float], position: int) -> NDArray[Any]:
    """Of the gate's matrix by one of its angles, in 1/radian."""
    total = np.zeros((2**gate.qubit_count,) * 2, dtype=complex)
    for shift, weight in zip(SHIFTS, WEIGHTS, strict=True):
        shifted = [angle + shift * (i == position) for i, angle in enumerate(angles)]
        total += weight * _matrix(gate, shifted)
    return total


def _power(base: NDArray[Any], power: float) -> NDArray[Any]:
    if power == int(power):
        return np.linalg.matrix_power(base if power >= 0 else base.conj().T, abs(int(power)))
    values, vectors = np.linalg.eig(base)
    result: NDArray[Any] = vectors @ np.diag(values**power) @ np.linalg.inv(vectors)
    return result


def _power_derivative(base: NDArray[Any], change: NDArray[Any], power: float) -> NDArray[Any]:
    """Of base^power, by the product rule."""
    if power != int(power):
        raise TaskFailed("A gate with a parameter and a modifier pow(p), p not an integer, cannot be differentiated")
    if power < 0:
        base, change = base.conj().T, change.conj().T
    count = abs(int(power))
    powers = [np.eye(len(base), dtype=complex)]
    for _ in range(1, count):
        powers.append(powers[-1] @ base)
    total = np.zeros_like(base)
    for k in range(count):
        total += powers[k] @ change @ powers[count - 1 - k]
    return total


def _controlled(matrix: NDArray[Any], state: tuple[int, ...], elsewhere: Any) -> NDArray[Any]:
    """The matrix where the controls have this state; `elsewhere` builds what is done where they have not."""
    size = len(matrix)
    total = size * 2 ** len(state)
    full = np.array(elsewhere(total) if elsewhere is np.eye else elsewhere((total, total)), dtype=complex)
    start = size * int("".join(str(bit) for bit in state) or "0", 2)
    full[start : start + size, start : start + size] = matrix
    return full


def _value(expression: Any, inputs: dict[str, float]) -> float:
    if isinstance(expression, FreeParameterExpression):
        return float(expression.expression.subs(inputs))
    return float(expression)


def _slopes(expression: Any, inputs: dict[str, float]) -> dict[str, float]:
    """The derivatives of an angle by the parameters in it."""
    if not isinstance(expression, FreeParameterExpression):
        return {}
    return {
        symbol.name.removeprefix(PREFIX): float(slope.subs(inputs))
        for symbol, slope in _derivatives(expression.expression)
    }


@cache
def _derivatives(expression: Any) -> tuple[tuple[Any, Any], ...]:
    return tuple((symbol, expression.diff(symbol)) for symbol in sorted(expression.free_symbols, key=str))
