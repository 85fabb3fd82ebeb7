"""The `action` part of capabilities: which programs a device takes, and what it gives back."""

from collections.abc import Iterable

from local_aws.braket.devices.device import BraketDevice, Document

OPENQASM = "braket.ir.openqasm.program"
PROGRAM_SET = "braket.ir.openqasm.program_set"
CONTROLLED = ["ccnot", "cnot", "cphaseshift", "cphaseshift00", "cphaseshift01", "cphaseshift10", "cswap", "cy", "cz"]
COUPLINGS = ["ecr", "iswap", "pswap", "swap", "xx", "xy", "yy", "zz"]
ROTATIONS = ["h", "i", "phaseshift", "rx", "ry", "rz", "s", "si", "t", "ti", "v", "vi", "x", "y", "z"]
GATES = [*CONTROLLED, *COUPLINGS, *ROTATIONS]
"""The gates that most devices take, and compile where they are not native."""

PAULIS = ["x", "y", "z", "h", "i"]
SAMPLED = ("sample", "expectation", "variance", "probability")
"""The result types that shots can give."""

GRAMMAR = {
    "maximumQubitArrays": 1,
    "maximumClassicalArrays": 1,
    "forbiddenArrayOperations": ["concatenation", "negativeIndex", "range", "rangeWithStep", "slicing", "selection"],
}
"""What of OpenQASM's arrays every managed device of Braket takes."""


def result_type(name: str, shots: tuple[int, int], observables: list[str] | None = None) -> Document:
    """A result type with the fewest and the most shots for which it is given."""
    limits = {"minShots": shots[0], "maxShots": shots[1]}
    return {"name": name, **({"observables": observables} if observables else {}), **limits}


def result_pragmas(names: Iterable[str]) -> list[str]:
    return [f"braket_result_type_{name}" for name in names]


def qpu_openqasm(
    device: BraketDevice,
    operations: list[str],
    *,
    fewest_shots: int,
    version: str = "1.0",
    forbids_gradient: bool = False,
    partial_verbatim_box: bool = True,
    unassigned_measurements: bool = False,
) -> Document:
    """How a gate-model QPU takes OpenQASM: sampled results only, and verbatim boxes.

    The flags are where the providers differ.
    """
    shots = fewest_shots, device.max_shots
    observed = [result_type(name.capitalize(), shots, PAULIS) for name in SAMPLED if name != "probability"]
    exact = ["state_vector", "density_matrix", "amplitude", *(["adjoint_gradient"] if forbids_gradient else [])]
    return {
        "version": [version],
        "actionType": OPENQASM,
        "supportedOperations": operations,
        "supportedModifiers": [],
        "supportedPragmas": ["verbatim", *result_pragmas(SAMPLED)],
        "forbiddenPragmas": ["braket_unitary_matrix", *result_pragmas(exact)],
        **GRAMMAR,
        "requiresAllQubitsMeasurement": False,
        "supportPhysicalQubits": True,
        "requiresContiguousQubitIndices": False,
        "supportsPartialVerbatimBox": partial_verbatim_box,
        "supportsUnassignedMeasurements": unassigned_measurements,
        "disabledQubitRewiringSupported": False,
        "supportedResultTypes": [*observed, result_type("Probability", shots)],
    }


def program_set(*, version: str = "1", total_shots: int = 200_000) -> Document:
    """How a gate-model QPU takes many programs in one task; `total_shots` is for all of them together."""
    return {
        "version": [version],
        "actionType": PROGRAM_SET,
        "maximumExecutables": 100,
        "maximumTotalShots": total_shots,
    }
