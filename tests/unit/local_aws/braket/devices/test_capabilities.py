"""Every device's capabilities are what the SDK's schemas accept, and what the rest of the project says of it."""

import json
from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest
from braket.default_simulator import DensityMatrixSimulator, StateVectorSimulator
from braket.device_schema import DeviceCapabilities
from braket.devices import Devices
from braket.schema_common import BraketSchemaBase

from contract import devices as contract
from local_aws.braket.devices import DEVICES, BraketDevice, find_device

OPENQASM, PROGRAM_SET = "braket.ir.openqasm.program", "braket.ir.openqasm.program_set"
QPU_ARN = "arn:aws:braket:{}::device/qpu/{}"
GARNET = QPU_ARN.format("eu-north-1", "iqm/Garnet")
EMERALD = QPU_ARN.format("eu-north-1", "iqm/Emerald")
CEPHEUS = QPU_ARN.format("us-west-1", "rigetti/Cepheus-1-108Q")
IBEX = QPU_ARN.format("eu-north-1", "aqt/Ibex-Q1")
FORTE = QPU_ARN.format("us-east-1", "ionq/Forte-1")
ENTERPRISE = QPU_ARN.format("us-east-1", "ionq/Forte-Enterprise-1")
AQUILA = QPU_ARN.format("us-east-1", "quera/Aquila")
SV1, DM1 = (f"arn:aws:braket:::device/quantum-simulator/amazon/{name}" for name in ("sv1", "dm1"))
GATE_MODEL_QPUS = (GARNET, EMERALD, CEPHEUS, IBEX, FORTE, ENTERPRISE)
each_device = pytest.mark.parametrize("device", DEVICES.values(), ids=lambda device: device.name)


@each_device
def test_the_json_is_what_the_devices_schema_reads_and_writes(device: BraketDevice) -> None:
    assert isinstance(device.capabilities, DeviceCapabilities)
    assert BraketSchemaBase.parse_raw_schema(device.capabilities.json(exclude_none=True)) == device.capabilities
    assert not list(_nulls(json.loads(device.capabilities_json)))


@each_device
def test_what_the_service_needs_is_what_the_capabilities_say(device: BraketDevice) -> None:
    said = json.loads(device.capabilities_json)
    assert list(device.capabilities.service.shotsRange) == said["service"]["shotsRange"]
    assert device.qubit_count == said["paradigm"]["qubitCount"] > 0
    assert device.actions == list(said["action"])
    assert len(device.execution_windows) == len(said["service"]["executionWindows"])
    assert device.arn.split(":")[3] in ("", *device.regions)
    assert find_device(device.arn) is device


def test_the_devices_are_the_sdks() -> None:
    providers = (Devices.Amazon, Devices.AQT, Devices.IonQ, Devices.IQM, Devices.QuEra, Devices.Rigetti)
    members = {name: arn.value for provider in providers for name, arn in provider.__members__.items()}
    active = {arn for name, arn in members.items() if not name.startswith("_")}  # as the SDK marks a retired one
    assert {device.arn for device in DEVICES.values() if device.status == "ONLINE"} == active
    assert {device.arn for device in DEVICES.values()} - set(members.values()) == {
        QPU_ARN.format("eu-west-2", "oqc/Lucy")
    }
    assert find_device(GARNET.lower()) is None


@pytest.mark.parametrize("known", [device for device in contract.DEVICES if device.arn.startswith("arn:")])
def test_the_catalogue_of_the_pipeline_agrees(known: contract.Device) -> None:
    device = DEVICES[known.arn]
    assert device.qubit_count == known.qubits
    assert device.regions == known.regions
    assert device.capabilities.service.shotsRange[1] == known.max_shots
    assert (device.usd_per_task, device.usd_per_shot) == (known.usd_per_task, known.usd_per_shot)
    assert device.usd_per_minute == known.usd_per_minute
    price = known.usd_per_minute or known.usd_per_shot
    assert device.capabilities.service.deviceCost.price == pytest.approx(float(price), rel=1e-12)


@pytest.mark.parametrize(
    ("arn", "qubits", "edges"), [(GARNET, 20, 30), (EMERALD, 54, 83), (CEPHEUS, 107, 193), (ENTERPRISE, 36, 630)]
)
def test_qubits_are_connected_as_published(arn: str, qubits: int, edges: int) -> None:
    neighbours = DEVICES[arn].capabilities.paradigm.connectivity.connectivityGraph
    graph = nx.DiGraph((one, other) for one, others in neighbours.items() for other in others)
    assert (len(neighbours), graph.number_of_edges()) == (qubits, 2 * edges)
    assert graph.to_undirected().number_of_edges() == edges  # each edge stands at both of its ends
    assert nx.is_connected(graph.to_undirected())


def test_labels_are_the_providers() -> None:
    assert set(DEVICES[GARNET].capabilities.standardized.oneQubitProperties) == {str(n) for n in range(1, 21)}
    cepheus = set(DEVICES[CEPHEUS].capabilities.paradigm.connectivity.connectivityGraph)
    assert {str(n) for n in range(108)} - cepheus == {"8"}
    ibex = DEVICES[IBEX].capabilities.paradigm.connectivity
    assert ibex.fullyConnected
    assert ibex.connectivityGraph == {}


@pytest.mark.parametrize("arn", GATE_MODEL_QPUS)
def test_fidelities_are_fractions(arn: str) -> None:
    found = list(_values(json.loads(DEVICES[arn].capabilities_json)["standardized"], "fidelity"))
    assert len(found) >= 2
    assert all(0 < fidelity <= 1 for fidelity in found)


@pytest.mark.parametrize(
    ("arn", "native"),
    [
        (GARNET, {"cz", "prx"}),
        (EMERALD, {"cz", "prx"}),
        (CEPHEUS, {"rx", "rz", "cz"}),
        (IBEX, {"prx", "xx", "rz"}),
        (FORTE, {"GPI", "GPI2", "ZZ"}),
        (ENTERPRISE, {"GPI", "GPI2", "ZZ"}),
    ],
)
def test_gate_model_qpus_take_openqasm_and_program_sets(arn: str, native: set[str]) -> None:
    device = DEVICES[arn]
    openqasm, program_set = device.capabilities.action[OPENQASM], device.capabilities.action[PROGRAM_SET]
    assert native <= set(device.capabilities.paradigm.nativeGateSet)
    assert "verbatim" in openqasm.supportedPragmas
    assert not set(openqasm.supportedPragmas) & set(openqasm.forbiddenPragmas)
    assert {(kind.minShots, kind.maxShots) for kind in openqasm.supportedResultTypes} == {
        device.capabilities.service.shotsRange
    }
    assert program_set.maximumExecutables == 100
    assert program_set.maximumTotalShots == (10_000 if arn == IBEX else 200_000)


@pytest.mark.parametrize(("arn", "local"), [(SV1, StateVectorSimulator()), (DM1, DensityMatrixSimulator())])
def test_a_managed_simulator_offers_no_gate_that_its_local_counterpart_lacks(arn: str, local: Any) -> None:
    offered, there = DEVICES[arn].capabilities.action[OPENQASM], local.properties.action[OPENQASM]
    assert set(offered.supportedOperations) <= set(there.supportedOperations)
    extra = {"AdjointGradient"} if arn == SV1 else set()
    names = {kind.name for kind in offered.supportedResultTypes}
    assert names - {kind.name for kind in there.supportedResultTypes} == extra
    assert PROGRAM_SET not in DEVICES[arn].actions


def test_the_noise_simulator_gives_density_matrices_and_takes_noise() -> None:
    sv1, dm1 = (DEVICES[arn].capabilities.action[OPENQASM] for arn in (SV1, DM1))
    noise = {pragma for pragma in dm1.supportedPragmas if pragma.startswith("braket_noise")}
    assert len(noise) == 10
    assert noise <= set(sv1.forbiddenPragmas)
    exact = {kind.name for kind in dm1.supportedResultTypes if kind.maxShots == 0}
    assert exact == {"DensityMatrix"}
    assert {kind.name for kind in sv1.supportedResultTypes if kind.maxShots == 0} == {"Amplitude", "AdjointGradient"}


def test_aquila_takes_analog_programs_only() -> None:
    assert DEVICES[AQUILA].actions == ["braket.ir.ahs.program"]
    assert DEVICES[AQUILA].capabilities.service.shotsRange == (1, 1000)
    assert float(DEVICES[AQUILA].capabilities.paradigm.rydberg.c6Coefficient) == 5.42e-24


def test_retired_devices_take_nothing() -> None:
    retired = [device for device in DEVICES.values() if device.status == "RETIRED"]
    assert {device.name for device in retired} == {
        *("TN1", "Aria 1", "Aria 2", "Harmony", "Ankaa-2", "Ankaa-3", "Aspen-M-3", "Lucy")
    }
    assert not any(device.actions or device.execution_windows for device in retired)


def _values(document: Any, name: str) -> Iterator[float]:
    """All values of that name, at any depth."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key == name:
                yield value
            yield from _values(value, name)
    elif isinstance(document, list):
        for value in document:
            yield from _values(value, name)


def _nulls(document: Any) -> Iterator[None]:
    if document is None:
        yield None
    for value in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        yield from _nulls(value)
