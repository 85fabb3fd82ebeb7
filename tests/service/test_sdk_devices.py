"""Braket's devices through its SDK: how they are found, what they say of themselves, and a Bell state on each."""

from collections.abc import Callable, Iterator
from math import pi

import numpy as np
import pytest
from botocore.exceptions import ClientError
from braket.ahs import AnalogHamiltonianSimulation, AtomArrangement, DrivingField
from braket.aws import AwsDevice, AwsDeviceType
from braket.aws.queue_information import QueueType
from braket.circuits import Circuit
from braket.timings import TimeSeries

from local_aws.account import LocalAccount
from tests.service.braket_calls import DM1, FORTE, GARNET, SV1
from tests.service.sdk_clients import (
    AQUILA,
    CEPHEUS,
    EMERALD,
    FORTE_ENTERPRISE,
    GATE_QPUS,
    IBEX,
    POLL_S,
    device,
    exported,
    result,
    session,
)

Native = Callable[[int, int], Circuit]


@pytest.fixture(scope="module", autouse=True)
def environment(account: LocalAccount) -> Iterator[None]:
    with exported(account):
        yield


def _iqm(a: int, b: int) -> Circuit:
    return Circuit().prx(a, pi / 2, pi / 2).prx(b, pi / 2, pi / 2).cz(a, b).prx(b, -pi / 2, pi / 2)


def _ionq(a: int, b: int) -> Circuit:
    return Circuit().gpi2(a, pi / 2).gpi2(b, pi / 2).zz(a, b, pi / 2).gpi2(b, 0)


def _rigetti(a: int, b: int) -> Circuit:
    circuit = Circuit()
    for qubit in (a, b):
        circuit.rz(qubit, -pi / 2).rx(qubit, pi / 2).rz(qubit, pi / 2)
    return circuit.cz(a, b).rz(b, -pi / 2).rx(b, -pi / 2).rz(b, pi / 2)


def _aqt(a: int, b: int) -> Circuit:
    return Circuit().xx(a, b, pi / 2)


NATIVE_BELL: dict[str, Native] = {
    GARNET: _iqm,
    EMERALD: _iqm,
    FORTE: _ionq,
    FORTE_ENTERPRISE: _ionq,
    CEPHEUS: _rigetti,
    IBEX: _aqt,
}


def test_devices_are_found_in_every_region() -> None:
    found = {each.arn for each in AwsDevice.get_devices(statuses=["ONLINE"])}
    assert found == {SV1, DM1, AQUILA, *GATE_QPUS}


@pytest.mark.parametrize(
    ("wanted", "arns"),
    [
        ({"names": ["Garnet"]}, {GARNET}),
        ({"types": [AwsDeviceType.SIMULATOR]}, {SV1, DM1}),
        ({"provider_names": ["IonQ"], "statuses": ["ONLINE"]}, {FORTE, FORTE_ENTERPRISE}),
        ({"arns": [IBEX, CEPHEUS]}, {IBEX, CEPHEUS}),
        ({"statuses": ["OFFLINE"]}, set()),
    ],
)
def test_devices_are_found_by_what_they_are(wanted: dict[str, list[str]], arns: set[str]) -> None:
    found = AwsDevice.get_devices(**wanted)
    assert {each.arn for each in found if each.status != "RETIRED"} == arns


def test_a_device_that_nobody_has() -> None:
    with pytest.raises(ValueError, match="'arn:aws:braket:eu-north-1::device/qpu/iqm/Onyx' not found"):
        device("arn:aws:braket:eu-north-1::device/qpu/iqm/Onyx")


def test_a_device_is_found_from_a_session_of_another_region() -> None:
    garnet = AwsDevice(GARNET, aws_session=session("us-west-2"))
    assert garnet.aws_session.region == "eu-north-1"
    with pytest.raises(ValueError, match="not found in 'eu-north-1'"):
        AwsDevice(SV1, aws_session=session("eu-north-1"))


@pytest.mark.parametrize("arn", [SV1, DM1, AQUILA, *GATE_QPUS])
def test_a_device_describes_itself(arn: str) -> None:
    each = device(arn)
    assert each.status == "ONLINE"
    assert each.properties.service.shotsRange[1] >= 1000
    assert each.queue_depth().quantum_tasks == {QueueType.NORMAL: "0", QueueType.PRIORITY: "0"}
    assert each.queue_depth().jobs == "0"
    assert each.gate_calibrations is None
    assert isinstance(each.is_available, bool)


@pytest.mark.parametrize(("arn", "edges"), [(GARNET, 30), (FORTE, 36 * 35), (IBEX, 12 * 11), (CEPHEUS, 193)])
def test_the_topology_is_the_published_one(arn: str, edges: int) -> None:
    graph = device(arn).topology_graph
    assert edges in (graph.number_of_edges(), graph.to_undirected().number_of_edges())


@pytest.mark.parametrize("arn", [SV1, DM1, *GATE_QPUS])
def test_a_bell_state(arn: str) -> None:
    outcome = result(arn, Circuit().h(0).cnot(0, 1).measure([0, 1]), shots=500)
    assert outcome.measured_qubits == [0, 1]
    assert outcome.measurements.shape == (500, 2)
    counts = outcome.measurement_counts
    assert min(counts["00"], counts["11"]) > 150
    wrong = counts["01"] + counts["10"]
    assert wrong == 0 if arn in (SV1, DM1) else wrong < 100


@pytest.mark.parametrize("arn", GATE_QPUS)
def test_native_gates_run_as_they_are(arn: str) -> None:
    each = device(arn)
    edge = sorted(each.topology_graph.edges)[0]
    circuit = Circuit().add_verbatim_box(NATIVE_BELL[arn](*edge)).measure(edge)
    outcome = each.run(circuit, shots=1000, disable_qubit_rewiring=True, poll_interval_seconds=POLL_S).result()
    assert outcome.measured_qubits == list(edge)
    assert outcome.measurement_counts["00"] + outcome.measurement_counts["11"] > 800
    emulated = each.emulator().run(circuit, shots=1000).result()
    assert emulated.measurement_probabilities["00"] == pytest.approx(outcome.measurement_probabilities["00"], abs=0.12)
    compiled = outcome.get_compiled_circuit()
    if "ionq" in arn:
        assert compiled is None
    else:
        assert f"{'xx' if arn == IBEX else 'cz'}" in compiled
        assert f"measure ${edge[1]}" in compiled


def test_gates_that_are_not_native_do_not_run_verbatim() -> None:
    with pytest.raises(ClientError, match=r"ValidationException.* h"):
        device(GARNET).run(Circuit().add_verbatim_box(Circuit().h(1)), shots=10)


def test_qubits_stay_where_they_are_without_rewiring() -> None:
    circuit = Circuit().h(19).cnot(19, 20).measure([19, 20])
    outcome = result(GARNET, circuit, shots=500, disable_qubit_rewiring=True)
    assert outcome.measured_qubits == [19, 20]
    compiled = outcome.get_compiled_circuit()
    assert "cz $19, $20" in compiled or "cz $20, $19" in compiled
    assert outcome.measurement_counts["00"] + outcome.measurement_counts["11"] > 400


def test_a_program_is_routed_where_a_device_has_no_connection() -> None:
    star = Circuit().x(0)
    for leaf in range(1, 7):
        star.cnot(0, leaf)
    outcome = result(GARNET, star.measure(range(7)), shots=500)
    assert outcome.measurement_counts.most_common(1)[0][0] == "1111111"


def test_of_two_atoms_in_each_others_blockade_one_is_excited() -> None:
    register = AtomArrangement().add([0, 0]).add([0, 5e-6])
    pulse = pi / np.sqrt(2) / 1.5e-6
    amplitude = TimeSeries().put(0, 0).put(5e-7, pulse).put(1.5e-6, pulse).put(2e-6, 0)
    zero = TimeSeries().put(0, 0).put(2e-6, 0)
    program = AnalogHamiltonianSimulation(register, DrivingField(amplitude=amplitude, phase=zero, detuning=zero))
    aquila = device(AQUILA)
    shots = result(AQUILA, program.discretize(aquila), shots=200).measurements
    assert len(shots) == 200
    excited = np.array([2 - np.sum(shot.post_sequence) for shot in shots if all(shot.pre_sequence)])
    assert np.mean(excited == 1) > 0.7
    assert np.mean(excited == 2) < 0.15
