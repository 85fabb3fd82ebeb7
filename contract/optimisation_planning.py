"""How energies come about and are minimised: the part of a plan that algorithms with an optimiser share.

| energies                        | optimiser, when left out                      | gradient, when left out  |
|---------------------------------|-----------------------------------------------|--------------------------|
| exact, device has adjoint       | l-bfgs-b                                      | adjoint                  |
| exact, no adjoint: vqe          | l-bfgs-b: a parameter turns a gate or two     | parameter-shift          |
| exact, no adjoint: qaoa         | cobyla: an angle turns a layer of gates, each | none                     |
|                                 | of which the shift rule shifts by itself      |                          |
| measured: qaoa                  | cobyla: few parameters                        | none                     |
| measured: vqe                   | spsa: two energies, however many parameters   | none; adapt: param.-shift|

A request that names a gradient and no optimiser gets one that uses it: l-bfgs-b where it is exact, else adam.
"""

from contract.devices import Device, DeviceKind
from contract.errors import InvalidPlan
from contract.run_plan import GradientName, OptimizerName, RunPlan

GRADIENT_OPTIMIZERS = ("l-bfgs-b", "adam")


def settle_optimisation(plan: RunPlan, device: Device) -> RunPlan:
    """The plan of a variational algorithm with its evaluation, optimiser and gradient.

    Raises:
        InvalidPlan: one of them does not fit the device, the objective or the others.
    """
    plan = plan.model_copy(update={"evaluation": _evaluation(plan, device)})
    optimizer = plan.optimizer or _optimizer(plan, device)
    if optimizer == "l-bfgs-b" and plan.evaluation == "shots":
        raise InvalidPlan("optimizer: l-bfgs-b is misled by shot noise; use spsa, cobyla or adam")
    plan = plan.model_copy(update={"optimizer": optimizer})
    if optimizer in GRADIENT_OPTIMIZERS or plan.ansatz == "adapt":
        return plan.model_copy(update={"gradient": _gradient(plan, device)})
    if plan.gradient is not None:
        raise InvalidPlan(f"gradient: {optimizer} uses none; leave it out, or use optimizer adam")
    return plan


def _evaluation(plan: RunPlan, device: Device) -> str:
    measured = device.kind is DeviceKind.QPU or (plan.objective == "cvar" and device.kind is DeviceKind.MANAGED)
    if plan.evaluation == "exact" and measured:
        why = "is measured" if device.kind is DeviceKind.QPU else "does not give the distribution that cvar needs"
        raise InvalidPlan(f"evaluation: {device.name} {why}, so there are no exact values; use shots")
    return plan.evaluation or ("shots" if measured else "exact")


def _optimizer(plan: RunPlan, device: Device) -> OptimizerName:
    """The optimiser of a plan that names none; see the table above."""
    if plan.gradient is not None and plan.ansatz != "adapt":
        return "adam" if plan.evaluation == "shots" or plan.gradient == "spsa" else "l-bfgs-b"
    if plan.evaluation == "exact" and (device.adjoint_gradient or plan.algorithm == "vqe"):
        return "l-bfgs-b"
    return "cobyla" if plan.algorithm == "qaoa" else "spsa"


def _gradient(plan: RunPlan, device: Device) -> str:
    """The plan's gradient, or the cheapest that fits; each that does not fit has its reason."""
    unfit: dict[GradientName, str] = {}
    if plan.evaluation == "shots":
        unfit["adjoint"] = "takes exact energies"
    elif not device.adjoint_gradient:
        unfit["adjoint"] = f"is not to be had on {device.name}"
    if not device.gates:
        unfit["parameter-shift"] = f"shifts gates, and {device.name} has none"
    elif plan.objective == "cvar":
        unfit["parameter-shift"] = "is for expectations, and cvar is none"
    if plan.ansatz == "adapt":
        unfit["spsa"] = "does not tell adapt's operators apart"
    elif plan.optimizer == "l-bfgs-b":
        unfit["spsa"] = "is right on average only, which misleads l-bfgs-b"
    names: tuple[GradientName, ...] = ("adjoint", "parameter-shift", "spsa")
    fitting: list[GradientName] = [name for name in names if name not in unfit]
    if not fitting:  # l-bfgs-b for a CVaR without the adjoint method
        reasons = "; ".join(f"{name} {why}" for name, why in unfit.items())
        raise InvalidPlan(f"optimizer: no gradient suits {plan.optimizer} here ({reasons}); use cobyla or adam")
    if plan.gradient in unfit:
        raise InvalidPlan(f"gradient: {plan.gradient} {unfit[plan.gradient]}; use {' or '.join(fitting)}")
    return plan.gradient or fitting[0]
