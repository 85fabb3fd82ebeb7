"""The AdjointGradient result type: an expectation value and its derivatives, by the adjoint method.

One sweep forward and one backward, whatever the number of parameters (Jones and Gacon, arXiv:2009.02823, algorithm 1).
The state is a tensor with an axis of length 2 for each qubit, the first for qubit 0, as in the SDK's simulators.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from braket.default_simulator.linalg_utils import QuantumGateDispatcher, multiply_matrix

from local_aws.simulators.gate_derivatives import Step, read_steps
from local_aws.simulators.memory import require
from local_aws.simulators.observables import apply_observable
from local_aws.simulators.pragmas import AdjointGradient

STATES_HELD = 6
"""State vectors at one time: two that are swept, one that is written, and the observable's terms."""


@dataclass(frozen=True)
class _ResultType:
    """What was asked for, as the IR writes it."""

    type: dict[str, Any]
    value: dict[str, Any]


def run_gradient(source: str, inputs: dict[str, float]) -> dict[str, Any]:
    """Runs a program whose one result type is adjoint_gradient; answers the parts of its result document.

    Raises:
        TaskFailed: when this machine cannot hold the states, or a gate cannot be differentiated.
    """
    from local_aws.simulators.state_vector import simulator_metadata

    start = time.perf_counter()
    steps, request, qubit_count = read_steps(source, inputs)
    expectation, gradient = differentiate(steps, request, qubit_count)
    names = request.parameters if request.parameters is not None else tuple(sorted(inputs))
    value = {"expectation": expectation, "gradient": {name: gradient.get(name, 0.0) for name in names}}
    result_type = _ResultType(_as_ir(request, qubit_count), value)
    return {"result_types": [result_type], "metadata": simulator_metadata(time.perf_counter() - start)}


def differentiate(steps: list[Step], request: AdjointGradient, qubit_count: int) -> tuple[float, dict[str, float]]:
    """The expectation value and its derivatives by the parameters that occur in the steps."""
    require(16 * STATES_HELD * 2**qubit_count, f"An adjoint gradient on {qubit_count} qubits")
    dispatcher = QuantumGateDispatcher(qubit_count)
    ket = np.zeros((2,) * qubit_count, dtype=complex)
    ket[(0,) * qubit_count] = 1
    for step in steps:
        ket = multiply_matrix(ket, step.matrix, step.qubits, dispatcher=dispatcher)
    bra = apply_observable(request.terms, ket)
    expectation = float(np.vdot(bra, ket).real)
    gradient: dict[str, float] = {}
    for step in reversed(steps):
        inverse = step.matrix.conj().T
        ket = multiply_matrix(ket, inverse, step.qubits, dispatcher=dispatcher)
        for name, matrix in step.derivatives.items():
            changed = multiply_matrix(ket, matrix, step.qubits, dispatcher=dispatcher)
            gradient[name] = gradient.get(name, 0.0) + 2 * float(np.vdot(bra, changed).real)
        bra = multiply_matrix(bra, inverse, step.qubits, dispatcher=dispatcher)
    return expectation, gradient


def _as_ir(request: AdjointGradient, qubit_count: int) -> dict[str, Any]:
    """The result type in the IR's words: the observable as a sum in text, its targets term by term."""
    observables = []
    targets = []
    for term in request.terms:
        factors = ["hermitian" if not isinstance(factor, str) else factor for factor in term.observable]
        amount = np.format_float_positional(abs(term.coefficient), trim="-")  # the schema has no exponents
        sign = "-" if term.coefficient < 0 else "+"
        observables.append(f"{sign} {amount} * {' @ '.join(factors)}")
        targets.append(list(term.targets) if term.targets is not None else list(range(qubit_count)))
    observable = " ".join(observables).removeprefix("+ ")
    observable = f"-{observable[2:]}" if observable.startswith("- ") else observable
    ir: dict[str, Any] = {"type": "adjoint_gradient", "observable": observable, "targets": targets}
    return ir | ({"parameters": list(request.parameters)} if request.parameters is not None else {})
