"""Quantum tasks through Braket's SDK: what they give, how they go, and what they cost."""

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from math import cos, pi, sin
from typing import Any

import numpy as np
import pytest
from botocore.exceptions import ClientError
from braket.aws import AwsDevice, AwsQuantumTask
from braket.aws.queue_information import QueueType
from braket.circuits import Circuit, FreeParameter, Observable, ResultType
from braket.circuits.noise_model import GateCriteria, NoiseModel
from braket.circuits.noises import BitFlip
from braket.ir.openqasm import Program
from braket.tracking import Tracker

from local_aws.account import LocalAccount
from tests.service.braket_calls import BELL, DM1, FORTE, GARNET, SV1, control
from tests.service.sdk_clients import CEPHEUS, EMERALD, FORTE_ENTERPRISE, IBEX, POLL_S, device, exported, result

THETA = FreeParameter("theta")
BELL_CIRCUIT = Circuit().h(0).cnot(0, 1)


@pytest.fixture(scope="module", autouse=True)
def environment(account: LocalAccount) -> Iterator[None]:
    with exported(account):
        yield


@pytest.fixture
def queue(account: LocalAccount) -> Iterator[None]:
    """Tasks that wait for an hour."""
    control(account, "PATCH", "conditions", queue_delay_s=3600)
    yield
    control(account, "DELETE", "conditions")


# What they give


def test_exact_results_of_sv1() -> None:
    circuit = Circuit().h(0).cnot(0, 1).expectation(Observable.Z() @ Observable.Z(), [0, 1])
    circuit.variance(Observable.X(), 0).amplitude(["00", "01"])
    circuit.expectation(Observable.Hermitian(np.array([[1, 2j], [-2j, 0]])), 0)
    given = result(SV1, circuit, shots=0)
    assert given.values[0] == pytest.approx(1)
    assert given.values[1] == pytest.approx(1)
    assert given.values[2] == pytest.approx({"00": 2**-0.5, "01": 0})
    assert given.values[3] == pytest.approx(0.5)


def test_an_adjoint_gradient_of_sv1() -> None:
    observable = 2 * Observable.Z() @ Observable.I() - 0.5 * Observable.X() @ Observable.Y()
    circuit = Circuit().rx(0, THETA).ry(1, 2 * THETA).adjoint_gradient(observable, [[0, 1], [0, 1]], ["theta"])
    given = result(SV1, circuit, shots=0, inputs={"theta": 0.3})
    assert given.values[0]["expectation"] == pytest.approx(2 * cos(0.3))
    assert given.values[0]["gradient"] == pytest.approx({"theta": -2 * sin(0.3)})
    assert given.additional_metadata.action.inputs == {"theta": 0.3}


def test_sampled_results_of_sv1() -> None:
    circuit = Circuit().h(0).cnot(0, 1).expectation(Observable.H() @ Observable.X(), [0, 1])
    circuit.sample(Observable.H() @ Observable.X(), [0, 1]).variance(Observable.H() @ Observable.X(), [0, 1])
    given = result(SV1, circuit, shots=2000)
    assert given.values[0] == pytest.approx(2**-0.5, abs=0.1)
    assert np.mean(given.values[1]) == pytest.approx(given.values[0])
    assert given.values[2] == pytest.approx(0.5, abs=0.1)
    assert len(given.get_value_by_result_type(ResultType.Sample(Observable.H() @ Observable.X(), [0, 1]))) == 2000


def test_sampled_results_of_a_qpu() -> None:
    circuit = Circuit().rx(0, 0.5).cnot(0, 1).expectation(Observable.Z() @ Observable.Z(), [0, 1])
    circuit.probability([0]).sample(Observable.Z(), 0)
    given = result(GARNET, circuit, shots=2000)
    assert given.values[0] > 0.8
    assert given.values[1] == pytest.approx([cos(0.25) ** 2, sin(0.25) ** 2], abs=0.08)
    assert set(given.values[2]) == {1, -1}


def test_noise_of_dm1() -> None:
    kraus = [np.sqrt(0.9) * np.eye(2), np.sqrt(0.1) * np.array([[0, 1], [1, 0]])]
    circuit = Circuit().x(0).bit_flip(0, 0.1).i(1).kraus([1], kraus).depolarizing(0, 0.0).density_matrix()
    real = np.array(result(DM1, circuit, shots=0).values[0])[..., 0]
    assert np.diag(real) == pytest.approx([0.09, 0.01, 0.81, 0.09])


def test_a_noise_model_of_dm1() -> None:
    noisy = AwsDevice(DM1, noise_model=NoiseModel().add_noise(BitFlip(0.25), GateCriteria()))
    task = noisy.run(Circuit().x(0).expectation(Observable.Z(), 0), shots=0, poll_interval_seconds=POLL_S)
    assert task.result().values[0] == pytest.approx(-0.5)


def test_openqasm_programs() -> None:
    source = (
        "OPENQASM 3.0;\ninput float theta;\nqubit[1] q;\nrx(theta) q[0];\n#pragma braket result expectation z(q[0])\n"
    )
    assert result(SV1, Program(source=source, inputs={"theta": 0.5}), shots=0).values[0] == pytest.approx(cos(0.5))
    assert set(result(SV1, Program(source=BELL), shots=50).measurement_counts) <= {"00", "11"}


def test_pragmas_need_no_lines_of_their_own() -> None:
    source = "OPENQASM 3;qubit[2] q;x q[0];i q[1];#pragma braket noise bit_flip(0.25) q[0]"
    source += "#pragma braket result expectation z(q[0])#pragma braket result expectation z(q[1])"
    assert result(DM1, Program(source=source), shots=0).values == pytest.approx([-0.5, 1])


@pytest.mark.parametrize("arn", [SV1, DM1, GARNET])
def test_results_of_qubits_without_gates(arn: str) -> None:
    circuit = (
        Circuit().x(0).expectation(Observable.Z(), 0).expectation(Observable.Z(), 2).expectation(Observable.Z(), 1)
    )
    assert result(arn, circuit, shots=500).values == pytest.approx([-1, 1, 1], abs=0.25)


@pytest.mark.parametrize(
    ("arn", "program", "shots", "message"),
    [
        (SV1, Circuit().h(0).state_vector(), 0, "StateVector is not supported"),
        (SV1, Circuit().h(0).bit_flip(0, 0.1), 10, "bit_flip is not supported"),
        (SV1, BELL_CIRCUIT + Circuit().h(2).measure([0, 1]), 10, "requires all qubits in the program to be measured"),
        (SV1, Circuit().h(0).h(2), 10, "contiguous"),
        (IBEX, Circuit().h(range(13)), 10, "13 qubits"),
        (FORTE, BELL_CIRCUIT, 99, "shots"),
        (GARNET, Circuit().h(1).cnot(1, 20), 10, "disconnected qubits 1 and 20"),
    ],
)
def test_what_a_device_cannot_do_is_refused(arn: str, program: Circuit, shots: int, message: str) -> None:
    with pytest.raises(ClientError, match=rf"ValidationException.*{message}"):
        device(arn).run(program, shots=shots, disable_qubit_rewiring=arn == GARNET)


# How they go


def test_a_batch_keeps_its_order() -> None:
    numbers = range(20)
    circuits = [Circuit(Circuit().i(range(5))).x([q for q in range(5) if number >> q & 1]) for number in numbers]
    batch = device(SV1).run_batch(circuits, shots=10, poll_interval_seconds=POLL_S)
    outcomes = ["".join(map(str, given.measurements[0][::-1])) for given in batch.results(fail_unsuccessful=True)]
    assert [int(outcome, 2) for outcome in outcomes] == list(numbers)
    assert batch.unfinished == batch.unsuccessful == set()


def test_a_batch_of_one_circuit_with_many_inputs() -> None:
    angles = np.linspace(0, pi, 6)
    circuit = Circuit().rx(0, THETA).expectation(Observable.Z(), 0)
    inputs = [{"theta": angle} for angle in angles]
    batch = device(SV1).run_batch(circuit, shots=0, inputs=inputs, poll_interval_seconds=POLL_S)
    assert [given.values[0] for given in batch.results()] == pytest.approx(list(np.cos(angles)))


def test_a_task_is_found_again_by_its_arn() -> None:
    task = device(GARNET).run(BELL_CIRCUIT, shots=20, tags={"run": "7"}, poll_interval_seconds=POLL_S)
    again = AwsQuantumTask(arn=task.id, poll_interval_seconds=POLL_S)
    assert again == task
    assert (again.result().measurements == task.result().measurements).all()
    assert again.state() == "COMPLETED"
    metadata = again.metadata()
    assert (metadata["deviceArn"], metadata["shots"], metadata["tags"]) == (GARNET, 20, {"run": "7"})
    assert again.result().task_metadata.id == task.id


def test_results_are_awaited() -> None:
    async def all_of_them() -> list[Any]:
        tasks = [device(SV1).run(BELL_CIRCUIT, shots=shots, poll_interval_seconds=POLL_S) for shots in (5, 6, 7)]
        return await asyncio.gather(*(task.async_result() for task in tasks))

    assert [len(given.measurements) for given in asyncio.run(all_of_them())] == [5, 6, 7]


@pytest.mark.usefixtures("queue")
def test_a_task_in_the_queue_is_cancelled() -> None:
    sv1 = device(SV1)
    first, second = (sv1.run(BELL_CIRCUIT, shots=10) for _ in range(2))
    assert first.state() == second.state() == "QUEUED"
    place = second.queue_position()
    assert (place.queue_type, place.queue_position, place.message) == (QueueType.NORMAL, "2", None)
    assert sv1.queue_depth().quantum_tasks == {QueueType.NORMAL: "2", QueueType.PRIORITY: "0"}
    for task in (first, second):
        task.cancel()
        assert task.state() == "CANCELLED"
    assert first.result() is None
    place = second.queue_position()
    assert place.queue_position is None
    assert place.message == "Task is in CANCELLED status. AmazonBraket does not show queue position for this status."


def test_a_task_that_has_ended_cannot_be_cancelled() -> None:
    task = device(SV1).run(BELL_CIRCUIT, shots=10, poll_interval_seconds=POLL_S)
    task.result()
    with pytest.raises(ClientError, match="cannot cancel a quantum task in the COMPLETED status"):
        task.cancel()


def test_a_task_that_fails_says_why() -> None:
    task = device(SV1).run(Circuit().h(range(34)), shots=10, poll_interval_seconds=POLL_S)
    assert task.result() is None
    assert task.state() == "FAILED"
    assert "GiB of memory, and this machine has" in task.metadata()["failureReason"]


# What they cost


@pytest.mark.parametrize(
    ("arn", "usd"),
    [
        (GARNET, "0.445"),
        (EMERALD, "0.46"),
        (FORTE, "8.3"),
        (FORTE_ENTERPRISE, "8.3"),
        (CEPHEUS, "0.3425"),
        (IBEX, "2.65"),
    ],
)
def test_the_price_of_a_hundred_shots(arn: str, usd: str) -> None:
    with Tracker() as tracker:
        device(arn).run(BELL_CIRCUIT, shots=100)
    assert (tracker.qpu_tasks_cost(), tracker.simulator_tasks_cost()) == (Decimal(usd), 0)


def test_the_price_of_three_seconds_is_the_least_on_sv1() -> None:
    with Tracker() as tracker:
        device(SV1).run(BELL_CIRCUIT, shots=100, poll_interval_seconds=POLL_S).result()
    assert tracker.simulator_tasks_cost() == Decimal("0.00375")
    statistics = tracker.quantum_tasks_statistics()[SV1]
    assert (statistics["shots"], statistics["tasks"]) == (100, {"COMPLETED": 1})
    assert 0 < statistics["execution_duration"].total_seconds() < 3


@pytest.mark.usefixtures("queue")
def test_a_cancelled_task_costs_nothing() -> None:
    with Tracker() as tracker:
        task = device(FORTE).run(BELL_CIRCUIT, shots=100)
        assert tracker.qpu_tasks_cost() == Decimal("8.3")
        task.cancel()
        task.state()
    assert tracker.qpu_tasks_cost() == 0
