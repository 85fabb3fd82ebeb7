"""The most that a run can cost, known before the money is spent."""

from decimal import ROUND_UP, Decimal
from typing import Any

from contract.circuit_limits import one_circuit_at_a_time
from contract.devices import MAX_PARALLEL, PRICES_AS_OF, USD_PER_INSTANCE_HOUR, Device, DeviceKind
from contract.documents import Document
from contract.errors import OverBudget, PriceUnknown, QpuNotAllowed
from contract.run_plan import RunPlan

MINIMUM_BILLED_S = 3
"""Seconds that each task on a managed simulator is billed at least (https://aws.amazon.com/braket/pricing/)."""


class Quote(Document):
    """An upper bound in US dollars; storage and data transfer are left out."""

    instance_usd: Decimal
    device_usd: Decimal
    prices_as_of: str = PRICES_AS_OF

    @property
    def total_usd(self) -> Decimal:
        return self.instance_usd + self.device_usd

    def to_dict(self) -> dict[str, Any]:
        return super().to_dict() | {"total_usd": str(self.total_usd)}


def quote(plan: RunPlan, device: Device) -> Quote:
    """The quote of a settled plan: the instance for as long as it may run, and every circuit that the plan allows.

    Raises:
        PriceUnknown: the instance has no price here, so nobody would know the bill before the money is spent.
    """
    if plan.instance_type not in USD_PER_INSTANCE_HOUR:
        priced = ", ".join(USD_PER_INSTANCE_HOUR)
        raise PriceUnknown(f"no price is known for {plan.instance_type}, so there is no quote; use one of {priced}")
    instance = _cents(USD_PER_INSTANCE_HOUR[plan.instance_type] * plan.max_runtime_s / 3600)
    return Quote(instance_usd=instance, device_usd=_cents(_device_usd(plan, device)))


def _device_usd(plan: RunPlan, device: Device) -> Decimal:
    """Upper bound of the device's bill; no task holds less than one circuit."""
    if device.kind is DeviceKind.EMBEDDED:
        return Decimal(0)
    circuits = plan.max_circuits
    assert circuits is not None, "settled"
    if device.kind is DeviceKind.QPU:
        return circuits * (device.usd_per_task + plan.shots * device.usd_per_shot)
    # Tasks run within the job's time, some of them side by side, and each is rounded up to its minimum.
    lanes = 1 if one_circuit_at_a_time(plan) else min(MAX_PARALLEL, circuits)
    return device.usd_per_minute * (lanes * plan.max_runtime_s + circuits * MINIMUM_BILLED_S) / 60


def approve(plan: RunPlan, device: Device, offered: Quote) -> None:
    """Lets the run pass, or says why not.

    Raises:
        QpuNotAllowed: a QPU without allow_qpu, or without max_cost_usd.
        OverBudget: the quote is above the ceiling.
    """
    if device.kind is DeviceKind.QPU and not (plan.allow_qpu and plan.max_cost_usd):
        raise QpuNotAllowed(
            f"{device.name} is a quantum computer and could cost up to {offered.total_usd} USD; "
            "to run on it, set allow_qpu to true and max_cost_usd to what you will pay at most"
        )
    if plan.max_cost_usd is not None and offered.total_usd > plan.max_cost_usd:
        raise OverBudget(
            f"the run could cost up to {offered.total_usd} USD, max_cost_usd is {plan.max_cost_usd}; "
            "lower max_runtime_s, max_circuits or shots, or raise max_cost_usd"
        )


def _cents(usd: Decimal) -> Decimal:
    return usd.quantize(Decimal("0.01"), rounding=ROUND_UP)
