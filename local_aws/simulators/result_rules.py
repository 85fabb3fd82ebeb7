"""Which result types a device gives, with and without shots."""

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


def check_results(results: list[Any], shots: int, listed: list[dict[str, Any]], qubit_count: int) -> None:
    """Raises ProgramRejected unless the device gives all these result types for so many shots.

    Args:
        results: the IR's result types.
        shots: of the task.
        listed: `supportedResultTypes` of the device's action.
        qubit_count: what the program uses.
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
        _check_size(name, result, qubit_count)
    _check_gradients(results)
    if shots:
        _check_same_basis(results)


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


def _check_same_basis(results: list[Any]) -> None:
    """With shots, a qubit is measured in one basis; probabilities are given in whichever that is."""
    bases: dict[int | None, str] = {}
    for result in results:
        factors, targets = getattr(result, "observable", None) or [], getattr(result, "targets", None)
        single = len(factors) == 1 and isinstance(factors[0], str)
        pairs = [(t, factors[0]) for t in targets or (None,)] if single else _pairs(factors, targets or ())
        for target, factor in pairs:
            basis = factor if isinstance(factor, str) else str(factor)
            if basis == "i":
                continue
            if bases.setdefault(target, basis) != basis:
                raise ProgramRejected(
                    f"Conflicting result types applied to a single qubit: {bases[target]} and {basis} on {target}."
                )


def _pairs(factors: list[Any], targets: Any) -> list[tuple[int | None, Any]]:
    """Which factor acts on which target; a matrix acts on as many as its size says."""
    pairs: list[tuple[int | None, Any]] = []
    rest = list(targets)
    for factor in factors:
        count = 1 if isinstance(factor, str) else max(len(factor).bit_length() - 1, 1)
        pairs += [(target, factor) for target in rest[:count]]
        rest = rest[count:]
    return pairs
