"""Which result types a device gives, with and without shots."""

from collections.abc import Collection
from typing import Any

from local_aws.simulators.errors import ProgramRejected
from local_aws.simulators.pragmas import AdjointGradient

IR_NAMES = {
    "adjoint_gradient": "AdjointGradient",
    "amplitude": "Amplitude",
    "densitymatrix": "DensityMatrix",
    "expectation": "Expectation",
    "probability": "Probability",
    "sample": "Sample",
    "statevector": "StateVector",
    "variance": "Variance",
}
"""A result type's name in a device's capabilities, by its name in the IR."""

MAX_PROBABILITY_QUBITS = 15
MAX_DENSITY_MATRIX_QUBITS = 8


def check_results(results: list[Any], shots: int, listed: list[dict[str, Any]], qubits: Collection[int]) -> None:
    """Raises ProgramRejected unless the device gives all these result types for so many shots.

    Args:
        results: the IR's result types.
        shots: of the task.
        listed: `supportedResultTypes` of the device's action.
        qubits: all that the program uses.
    """
    if not results and not shots:
        raise ProgramRejected("Result types must be specified when shots is 0.")
    by_name = {entry["name"]: entry for entry in listed}
    for result in results:
        name = IR_NAMES[str(getattr(result.type, "value", result.type))]
        if name not in by_name:
            raise ProgramRejected(f"Result type {name} is not supported by the device.")
        least, most = by_name[name].get("minShots", 0), by_name[name].get("maxShots", shots)
        if not least <= shots <= most:
            when = "shots=0" if most == 0 else f"shots between {least} and {most}"
            raise ProgramRejected(f"Result type {name} is supported with {when} only; the task has {shots} shots.")
        _check_observables(name, result, by_name[name].get("observables"))
        _check_size(name, result, len(qubits))
    _check_gradients(results)
    if shots:
        check_same_basis(results, qubits)


def _check_observables(name: str, result: Any, allowed: list[str] | None) -> None:
    terms = (
        [term.observable for term in result.terms]
        if isinstance(result, AdjointGradient)
        else [getattr(result, "observable", None) or []]
    )
    for factor in (factor for term in terms for factor in term):
        observable = factor if isinstance(factor, str) else "hermitian"
        if allowed is not None and observable not in allowed:
            raise ProgramRejected(f"Observable {observable} is not supported for result type {name} by the device.")


def _check_size(name: str, result: Any, qubit_count: int) -> None:
    limit = {"Probability": MAX_PROBABILITY_QUBITS, "DensityMatrix": MAX_DENSITY_MATRIX_QUBITS}.get(name)
    size = len(getattr(result, "targets", None) or ()) or qubit_count
    if limit is not None and size > limit:
        raise ProgramRejected(f"Result type {name} is limited to {limit} qubits; the program requests {size}.")
    if name == "Amplitude" and any(len(state) != qubit_count for state in result.states):
        raise ProgramRejected(f"The states of result type Amplitude must have {qubit_count} bits.")


def _check_gradients(results: list[Any]) -> None:
    if any(isinstance(result, AdjointGradient) for result in results) and len(results) > 1:
        raise ProgramRejected("Result type AdjointGradient cannot be combined with other result types.")


def check_same_basis(results: list[Any], qubits: Collection[int]) -> None:
    """With shots, each qubit is measured in one basis, and probabilities are those of its Z basis.

    The SDK says the same of Circuit.add_result_type, and gives up all basis rotations of a circuit that breaks it.

    Args:
        results: the IR's result types.
        qubits: all that the program uses; what names no qubit is of each of them.

    Raises:
        ProgramRejected: when two result types need different bases of a qubit.
    """
    bases: dict[int, tuple[str, tuple[int, ...]]] = {}
    for result in results:
        for factor, targets in measured_factors(result, qubits):
            basis = (factor if isinstance(factor, str) else str(factor), targets)
            for target in targets if basis[0] != "i" else ():
                known = bases.setdefault(target, basis)
                if known != basis:
                    raise ProgramRejected(
                        "Conflicting result types applied to a single qubit: "
                        f"{_basis_name(known[0])} and {_basis_name(basis[0])} on {target}."
                    )


def measured_factors(result: Any, qubits: Collection[int]) -> list[tuple[Any, tuple[int, ...]]]:
    """Each factor of what is measured, with its targets; a matrix acts on as many as its size says."""
    kind = str(getattr(result.type, "value", result.type))
    factors = ["z"] if kind == "probability" else list(getattr(result, "observable", None) or ())
    targets = [int(target) for target in getattr(result, "targets", None) or ()]
    if len(factors) == 1 and _width(factors[0]) == 1:
        return [(factors[0], (target,)) for target in targets or sorted(qubits)]
    found = []
    for factor in factors:
        found.append((factor, tuple(targets[: _width(factor)])))
        targets = targets[_width(factor) :]
    return found


def _width(factor: Any) -> int:
    return 1 if isinstance(factor, str) else max(len(factor).bit_length() - 1, 1)


def _basis_name(basis: str) -> str:
    return basis if len(basis) == 1 else "a hermitian matrix"
