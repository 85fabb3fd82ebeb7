"""Limits of the figures that do not depend on the kind of problem."""

from contract.devices import DEVICES, DeviceKind
from contract.run_result import RunResult
from lambdas.post_processing.page_rows import device_name


def device_caveat(result: RunResult) -> str:
    """What the device adds to the figures, or leaves out."""
    device = next((device for device in DEVICES if device.arn == result.plan.device), None)
    if device is None:
        return f"The device {device_name(result.plan)} is not in the catalogue: whether it has noise is not known here."
    if device.kind is DeviceKind.QPU:
        return f"Measured on {device.name}: the errors of the hardware are part of these figures."
    return f"Simulated on {device.name}, without noise: a quantum computer adds errors of its own."


def seed_caveat(result: RunResult, consequence: str) -> str:
    """That one run is one draw; `consequence` says what another seed changes."""
    return (
        f"One run, one seed ({result.plan.seed}): another seed {consequence}, "
        "so comparing settings takes several runs of each."
    )
