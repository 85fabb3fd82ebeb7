"""Numbers that a program's gates, unitaries and noise channels cannot have, found before it runs.

The limits of probabilities and the tolerances for matrices are the SDK's: those of braket.circuits.noises and gates.
"""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from local_aws.simulators.errors import ProgramRejected
from local_aws.simulators.expressions import evaluate
from local_aws.simulators.program_parts import QasmProgram


def check_values(program: QasmProgram, inputs: Mapping[str, Any]) -> None:
    """Raises ProgramRejected at the first angle without a finite value, or matrix or probability that is none.

    Args:
        program: whose expressions the reader has let through.
        inputs: values of its inputs, finite numbers.
    """
    angles = {id(gate.arguments): (gate.line, gate.arguments) for gate in program.gates if gate.arguments}
    for line, arguments in angles.values():
        for argument in arguments:
            _check_angle(line, argument, inputs)
    for line, (matrix, targets) in program.unitaries:
        _check_unitary(line, matrix, targets)
    for line, name, content in program.noises:
        _check_noise(line, name, content)


def _check_angle(line: int, argument: Any, inputs: Mapping[str, Any]) -> None:
    try:
        finite = isfinite(evaluate(argument, inputs))
    except (ArithmeticError, TypeError, ValueError):
        finite = False
    if not finite:
        raise ProgramRejected(f"[line {line}] has an angle that is not a finite number")


def _check_unitary(line: int, matrix: Any, targets: Any) -> None:
    from braket.circuits.gates import Unitary

    try:
        size = int(Unitary(matrix).qubit_count)
    except (TypeError, ValueError) as fault:
        raise ProgramRejected(f"[line {line}] pragma braket unitary: {fault}") from fault
    _check_targets(line, "unitary", size, targets)


def _check_noise(line: int, name: str, content: tuple[Any, ...]) -> None:
    from braket.circuits import noises

    values, targets = (content[0], content[1]) if name == "kraus" else (content[2], content[1])
    try:
        if name == "kraus":
            noise = noises.Kraus(values)
        elif name == "pauli_channel":
            noise = noises.PauliChannel(*values)
        else:
            noise = getattr(noises, "".join(word.capitalize() for word in name.split("_")))(*values)
    except (AttributeError, TypeError, ValueError) as fault:
        raise ProgramRejected(f"[line {line}] pragma braket noise {name}: {fault}") from fault
    _check_targets(line, name, int(noise.qubit_count), targets)


def _check_targets(line: int, name: str, size: int, targets: Any) -> None:
    if len(set(targets)) != size or len(targets) != size:
        raise ProgramRejected(f"[line {line}] {name} acts on {size} different qubits, not on {len(targets)}")
