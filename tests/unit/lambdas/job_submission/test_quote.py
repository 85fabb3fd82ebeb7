"""Quotes, each computed here by hand from the published prices."""

from decimal import Decimal
from typing import Any

import pytest

from contract.devices import DEVICES, LIGHTNING, SV1, Device, DeviceKind, find_device
from contract.errors import OverBudget, PriceUnknown, QpuNotAllowed
from contract.planning import settle
from contract.problems import parse_problem
from contract.run_plan import RunPlan
from lambdas.job_submission.quote import Quote, approve, quote

GARNET = find_device("arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet")
FORTE = find_device("arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1")


QUBO = {"problem_type": "optimization", "problem_size": 4}
H2 = {"problem_type": "chemistry", "molecule": "H2"}
CIRCUIT = {"problem_type": "circuit", "program": "OPENQASM 3.0; qubit q; h q;"}


def _settled(device: Device, problem: dict[str, Any] = QUBO, **fields: Any) -> RunPlan:
    return settle(RunPlan(device=device.arn, **fields), parse_problem(problem))


def _quoted(device: Device, problem: dict[str, Any] = QUBO, **fields: Any) -> Quote:
    return quote(_settled(device, problem, **fields), device)


@pytest.mark.parametrize(
    ("device", "fields", "instance", "spent"),
    [
        # One hour of ml.m5.large is 0.115 USD: rounded up to the cent. Embedded simulators cost nothing more.
        (LIGHTNING, {}, "0.12", "0.00"),
        (LIGHTNING, {"max_runtime_s": 1}, "0.01", "0.00"),
        (LIGHTNING, {"max_runtime_s": 36_000}, "1.15", "0.00"),  # exact: nothing to round
        (LIGHTNING, {"instance_type": "ml.m5.2xlarge", "max_runtime_s": 7200}, "0.93", "0.00"),  # 0.922
        # SV1: one minute is 0.075 USD, for the job's hour and 3 s for each of 4·200 + 10 + 1 = 811 tasks:
        # 0.075 · (3600 + 2433) / 60 = 7.54125.
        (SV1, {}, "0.12", "7.55"),
        # 4·1 + 10 + 1 = 15 tasks: 0.075 · (60 + 45) / 60 = 0.13125, and 0.115 / 60 = 0.0019.
        (SV1, {"max_iterations": 1, "max_runtime_s": 60}, "0.01", "0.14"),
        (SV1, {"max_circuits": 15, "max_runtime_s": 60}, "0.01", "0.14"),
        # SPSA sends three energies at once, so that ten tasks may run side by side through the hour; at most
        # 3·200 + 9 + 1 = 610 tasks: 0.075 · (36000 + 1830) / 60 = 47.2875.
        (SV1, {"optimizer": "spsa"}, "0.12", "47.29"),
        # No more side by side than there are: 4 tasks for 60 s: 0.075 · (240 + 12) / 60 = 0.315.
        (SV1, {"optimizer": "spsa", "max_circuits": 4, "max_runtime_s": 60}, "0.01", "0.32"),
        # A molecule's exact energy is one task, as above; ADAPT asks for its pool besides, 1000 tasks in all:
        # 0.075 · (3600 + 3000) / 60 = 8.25.
        (SV1, {"problem": H2}, "0.12", "7.55"),
        (SV1, {"problem": H2, "ansatz": "adapt"}, "0.12", "8.25"),
        # A measured one may take several circuits, 1000 in all: 0.075 · (36000 + 3000) / 60 = 48.75.
        (SV1, {"problem": H2, "evaluation": "shots"}, "0.12", "48.75"),
        # A circuit runs once: 0.075 · (3600 + 3) / 60 = 4.50375; or five times side by side: (18000 + 15).
        (SV1, {"problem": CIRCUIT}, "0.12", "4.51"),
        (SV1, {"problem": CIRCUIT, "repetitions": 5}, "0.12", "22.52"),
        # Garnet: 0.30 a task and 0.00145 a shot; COBYLA's start and one iteration, and the samples, of 1000 shots:
        # 3 · 1.75 = 5.25.
        (GARNET, {"max_iterations": 1}, "0.12", "5.25"),
        # 7 tasks of 1 shot: 7 · 0.30145 = 2.11015.
        (GARNET, {"max_iterations": 5, "shots": 1}, "0.12", "2.12"),
        # Five repetitions of 100 shots: 5 · 0.445 = 2.225.
        (GARNET, {"problem": CIRCUIT, "repetitions": 5, "shots": 100}, "0.12", "2.23"),
        # Forte: 0.08 a shot; 202 tasks of 5000 shots: 202 · 400.30 = 80860.60.
        (FORTE, {"shots": 5000}, "0.12", "80860.60"),
        # Fixed parameters: their energy and the samples, 2 · 80.30.
        (FORTE, {"optimizer": "none"}, "0.12", "160.60"),
        # A molecule, 1000 circuits: 1000 · 80.30.
        (FORTE, {"problem": H2}, "0.12", "80300.00"),
    ],
)
def test_quotes_by_hand(device: Device, fields: dict[str, Any], instance: str, spent: str) -> None:
    offered = _quoted(device, **fields)
    assert offered.instance_usd == Decimal(instance)
    assert offered.device_usd == Decimal(spent)
    assert offered.total_usd == Decimal(instance) + Decimal(spent)


def test_an_instance_without_a_price_has_no_quote() -> None:
    with pytest.raises(PriceUnknown, match=r"no price is known for ml.p4d.24xlarge.* use one of ml.m5.large"):
        _quoted(SV1, instance_type="ml.p4d.24xlarge")


def test_a_quote_in_a_document() -> None:
    document = _quoted(LIGHTNING).to_dict()
    assert document == {
        "instance_usd": "0.12",
        "device_usd": "0.00",
        "prices_as_of": document["prices_as_of"],
        "total_usd": "0.12",
    }


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.name)
def test_more_of_anything_never_costs_less(device: Device) -> None:
    small = _quoted(device, max_iterations=2, shots=10, max_runtime_s=60).total_usd
    for more in ({"max_iterations": 20}, {"shots": 1000}, {"max_runtime_s": 6000}):
        fields: dict[str, Any] = {"max_iterations": 2, "shots": 10, "max_runtime_s": 60} | more
        total = _quoted(device, **fields).total_usd
        assert total >= small


def _approve(device: Device, **fields: Any) -> None:
    plan = _settled(device, **fields)
    approve(plan, device, quote(plan, device))


@pytest.mark.parametrize("device", [LIGHTNING, SV1], ids=lambda device: device.name)
def test_simulators_need_no_word(device: Device) -> None:
    _approve(device)


@pytest.mark.parametrize("device", [device for device in DEVICES if device.kind is DeviceKind.QPU], ids=str)
@pytest.mark.parametrize("fields", [{}, {"allow_qpu": True}, {"max_cost_usd": Decimal(10**6)}])
def test_a_qpu_is_never_chosen_silently(device: Device, fields: dict[str, Any]) -> None:
    with pytest.raises(QpuNotAllowed, match="set allow_qpu to true and max_cost_usd") as fault:
        _approve(device, **fields)
    assert str(_quoted(device).total_usd) in str(fault.value)


def test_a_qpu_with_a_word_and_a_fitting_quote() -> None:
    _approve(GARNET, max_iterations=1, allow_qpu=True, max_cost_usd=Decimal("5.37"))


@pytest.mark.parametrize(
    ("device", "fields", "ceiling"),
    [
        (LIGHTNING, {}, "0.11"),
        (SV1, {}, "7.66"),
        (GARNET, {"max_iterations": 1, "allow_qpu": True}, "5.36"),
    ],
)
def test_over_budget(device: Device, fields: dict[str, Any], ceiling: str) -> None:
    with pytest.raises(OverBudget, match=f"max_cost_usd is {ceiling}; lower"):
        _approve(device, max_cost_usd=Decimal(ceiling), **fields)
    _approve(device, max_cost_usd=Decimal(ceiling) + Decimal("0.01"), **fields)
