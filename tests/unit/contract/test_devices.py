"""The device catalogue: every entry usable, every unknown name refused."""

import re

import pytest

from contract.devices import (
    DEFAULT_QUBIT,
    DEVICES,
    DM1,
    EXACT_QAOA,
    EXACT_QAOA_SINGLE,
    LARGEST,
    LIGHTNING,
    SV1,
    USD_PER_INSTANCE_HOUR,
    Device,
    DeviceKind,
    find_device,
)
from contract.errors import UnknownDevice
from contract.problems import MAX_SIZE


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.name)
def test_each_device_is_found_by_its_arn(device: Device) -> None:
    assert find_device(device.arn) is device
    assert device.qubits >= 2
    assert device.max_shots >= 1


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.name)
def test_prices_follow_the_kind(device: Device) -> None:
    billed = (device.usd_per_task > 0, device.usd_per_shot > 0, device.usd_per_minute > 0)
    assert (
        billed
        == {
            DeviceKind.EMBEDDED: (False, False, False),
            DeviceKind.MANAGED: (False, False, True),
            DeviceKind.QPU: (True, True, False),
        }[device.kind]
    )
    assert device.metric_type == ("qpu" if device.kind is DeviceKind.QPU else "simulator")


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.name)
def test_arns_name_the_kind_and_the_region(device: Device) -> None:
    if device.kind is DeviceKind.EMBEDDED:
        assert re.fullmatch(r"local:[a-z_]+/[a-z._]+", device.arn)
        assert "/".join(device.simulator) == device.arn.removeprefix("local:")
        assert not device.regions
        return
    region = device.regions[0] if device.kind is DeviceKind.QPU else ""
    kind = "qpu" if device.kind is DeviceKind.QPU else "quantum-simulator"
    assert device.arn.startswith(f"arn:aws:braket:{region}::device/{kind}/")


def test_what_simulators_can_do() -> None:
    """Noise takes a density matrix, which holds half as many qubits and has no adjoint method."""
    assert {device.name for device in DEVICES if device.noise} == {"Amazon DM1", "Braket's local density matrix"}
    without_gates = {device for device in DEVICES if not device.gates}
    assert without_gates == {EXACT_QAOA, EXACT_QAOA_SINGLE}
    adjoint = {device for device in DEVICES if device.adjoint_gradient}
    assert adjoint == {LIGHTNING, DEFAULT_QUBIT, SV1} | without_gates
    assert (SV1.qubits, DM1.qubits) == (34, 17)
    assert (SV1.regions, SV1.usd_per_minute, SV1.max_shots) == (DM1.regions, DM1.usd_per_minute, DM1.max_shots)


def test_arns_are_unique() -> None:
    assert len({device.arn for device in DEVICES}) == len(DEVICES)


def test_the_largest_problem_fits_the_largest_device() -> None:
    assert max(device.qubits for device in DEVICES) == LARGEST.qubits == MAX_SIZE


@pytest.mark.parametrize("arn", ["", "lightning.qubit", "arn:aws:braket:::device/qpu/acme/Anvil", "LOCAL:x/y"])
def test_unknown_devices_are_refused_with_those_that_are_known(arn: str) -> None:
    with pytest.raises(UnknownDevice) as fault:
        find_device(arn)
    assert repr(arn) in str(fault.value)
    for device in DEVICES:
        assert device.arn in str(fault.value)


def test_instance_prices_are_positive() -> None:
    assert all(price > 0 for price in USD_PER_INSTANCE_HOUR.values())
    assert "ml.m5.large" in USD_PER_INSTANCE_HOUR
