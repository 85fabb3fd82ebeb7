"""How many circuits a settled plan may run on a device that bills them: what its quote counts on."""

from contract.devices import Device, DeviceKind
from contract.run_plan import RunPlan

CIRCUITS = 1000
"""Limit of a run on a paid device when it cannot be told beforehand how many circuits an energy takes."""

ENERGIES = {"cobyla": (1, 1), "spsa": (3, 9), "none": (0, 1)}
"""What optimisers ask for at most, in each iteration and beside; the others stay below `RunPlan.max_evaluations`."""


def with_limit(plan: RunPlan, device: Device) -> RunPlan:
    """The plan with the number of circuits after which a run on a paid device stops."""
    if plan.max_circuits is not None or device.kind is DeviceKind.EMBEDDED:
        return plan
    if plan.algorithm == "sampling":
        circuits = plan.repetitions
    elif one_circuit_an_energy(plan) and plan.ansatz != "adapt":  # whose pool is asked for besides
        circuits = _energies(plan) + 1  # and the final samples
    else:
        circuits = CIRCUITS
    return plan.model_copy(update={"max_circuits": circuits})


def one_circuit_an_energy(plan: RunPlan) -> bool:
    """Whether each energy, with its gradient if it has one, is one circuit: no shifted copies, and a single basis.

    A molecule's energy is measured in many bases, but an exact one is a single circuit.
    """
    one_basis = plan.algorithm == "qaoa" or plan.evaluation == "exact"
    return one_basis and plan.gradient in (None, "adjoint") and plan.optimizer != "qn-spsa"


def one_circuit_at_a_time(plan: RunPlan) -> bool:
    """Whether no call of a settled plan gives its device two circuits to run side by side."""
    if plan.algorithm == "sampling":
        return plan.repetitions == 1
    return one_circuit_an_energy(plan) and plan.optimizer in ("l-bfgs-b", "cobyla", "adam", "none")


def _energies(plan: RunPlan) -> int:
    """Upper bound of the energies of an optimisation; interpolation starts once at each depth."""
    assert plan.optimizer is not None, "settled"
    if plan.optimizer not in ENERGIES:
        return plan.max_evaluations
    each, beside = ENERGIES[plan.optimizer]
    starts = plan.layers if plan.start == "interpolation" else 1
    return min(plan.max_evaluations, each * plan.max_iterations + beside * starts)
