"""PennyLane on this account's devices, through its Braket plugin."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pennylane as qml
import pytest
from pennylane import numpy as differentiable

from contract.devices import LIGHTNING, find_device
from contract.problems import parse_problem
from local_aws.account import LocalAccount
from quantum_code.algorithms.qaoa import QaoaAnsatz
from quantum_code.devices import prepare_state
from quantum_code.problems.ising import Ising
from tests.service.braket_calls import GARNET, SV1, braket
from tests.service.sdk_clients import POLL_S, exported, session

EDGES = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]
COST = qml.Hamiltonian([0.5, 0.5, -1.0, 0.25, 2.0], [qml.Z(u) @ qml.Z(v) for u, v in EDGES])
ANGLES = differentiable.array([[0.3, -0.4], [0.5, 0.2]], requires_grad=True)
Made = Callable[[], int]


@pytest.fixture(scope="module", autouse=True)
def environment(account: LocalAccount) -> Iterator[None]:
    with exported(account):
        yield


@pytest.fixture
def made_on_sv1(account: LocalAccount) -> Made:
    """How many tasks were made on SV1 since."""
    return _counter(account, SV1, "us-east-1")


@pytest.fixture
def made_on_garnet(account: LocalAccount) -> Made:
    """How many tasks were made on Garnet since."""
    return _counter(account, GARNET, "eu-north-1")


def _counter(account: LocalAccount, arn: str, region: str) -> Made:
    pages = braket(account, region).get_paginator("search_quantum_tasks")
    filters = [{"name": "deviceArn", "operator": "EQUAL", "values": [arn]}]

    def count() -> int:
        return sum(len(page["quantumTasks"]) for page in pages.paginate(filters=filters))

    before = count()
    return lambda: count() - before


def _device(arn: str, wires: int, **options: Any) -> Any:
    region = "eu-north-1" if arn == GARNET else "us-east-1"
    options = {"aws_session": session(region), "poll_interval_seconds": POLL_S} | options
    return qml.device("braket.aws.qubit", device_arn=arn, wires=wires, **options)


def _qaoa(angles: Any) -> Any:
    for wire in range(4):
        qml.Hadamard(wire)
    for gamma, beta in zip(angles[0], angles[1], strict=True):
        for weight, (u, v) in zip(COST.coeffs, EDGES, strict=True):
            qml.IsingZZ(2 * gamma * weight, wires=[u, v])
        for wire in range(4):
            qml.RX(2 * beta, wires=wire)
    return qml.expval(COST)


def _exact() -> tuple[float, Any]:
    node = qml.QNode(_qaoa, qml.device("lightning.qubit", wires=4), diff_method="adjoint")
    return float(node(ANGLES)), qml.grad(node)(ANGLES)


def _rotation(angle: Any) -> Any:
    qml.RY(angle, wires=0)
    qml.CNOT(wires=[0, 1])
    return qml.expval(qml.Z(0) @ qml.Z(1)), qml.expval(qml.X(0)), qml.expval(qml.Z(1))


def test_the_devices_of_a_session_are_those_of_the_environment(made_on_sv1: Made) -> None:
    opened = qml.device("braket.aws.qubit", device_arn=SV1, wires=1)
    assert qml.QNode(lambda: qml.expval(qml.Z(0)), opened)() == pytest.approx(1)
    assert made_on_sv1() == 1


def test_one_task_has_the_value_and_its_whole_gradient(made_on_sv1: Made) -> None:
    value, gradient = _exact()
    differentiate = qml.grad(qml.QNode(_qaoa, _device(SV1, 4), diff_method="device"))
    assert differentiate(ANGLES) == pytest.approx(gradient, abs=1e-6)
    assert differentiate.forward == pytest.approx(value, abs=1e-6)
    assert made_on_sv1() == 1


def test_the_gradient_of_parameter_shift_is_the_same(made_on_sv1: Made) -> None:
    value, gradient = _exact()
    node = qml.QNode(_qaoa, _device(SV1, 4, parallel=True, max_parallel=20), diff_method="parameter-shift")
    assert node(ANGLES) == pytest.approx(value, abs=1e-6)
    assert qml.grad(node)(ANGLES) == pytest.approx(gradient, abs=1e-6)
    assert made_on_sv1() > 2 * ANGLES.size


@pytest.mark.parametrize(("arn", "tolerance"), [(SV1, 0.1), (GARNET, 0.2)])
def test_shots(arn: str, tolerance: float) -> None:
    node = qml.set_shots(qml.QNode(_rotation, _device(arn, 2)), 2000)
    assert node(0.7) == pytest.approx((1, 0, np.cos(0.7)), abs=tolerance)


def test_counts_and_samples_of_a_qpu() -> None:
    def circuit(angle: Any) -> Any:
        qml.RY(angle, wires=0)
        qml.CNOT([0, 1])
        return qml.counts(wires=[0, 1]), qml.sample(wires=[0, 1]), qml.probs(wires=[0])

    counts, samples, probabilities = qml.set_shots(qml.QNode(circuit, _device(GARNET, 2)), 500)(np.pi / 2)
    assert sum(counts.values()) == len(samples) == 500
    assert counts["00"] + counts["11"] > 400
    assert probabilities == pytest.approx([0.5, 0.5], abs=0.12)


def test_the_shifts_of_a_gradient_are_one_program_set_on_a_qpu(made_on_garnet: Made) -> None:
    def circuit(angles: Any) -> Any:
        qml.RX(angles[0], wires=0)
        qml.RY(angles[1], wires=0)
        return qml.expval(qml.Z(0))

    node = qml.set_shots(qml.QNode(circuit, _device(GARNET, 1), diff_method="parameter-shift"), 2000)
    angles = differentiable.array([0.4, 0.8], requires_grad=True)
    expected = [-np.sin(0.4) * np.cos(0.8), -np.cos(0.4) * np.sin(0.8)]
    assert qml.grad(node)(angles) == pytest.approx(expected, abs=0.15)
    assert made_on_garnet() in (1, 2)


def test_the_pipelines_states_agree_on_embedded_and_managed_devices(made_on_sv1: Made) -> None:
    problem = parse_problem({"problem_type": "optimization", "problem_size": 4})
    ansatz = QaoaAnsatz(Ising.from_quadratic(problem.quadratic_form()), layers=2)
    angles = np.array([0.3, 0.5, -0.4, -0.2])
    embedded = prepare_state(LIGHTNING, ansatz, shots=1).energy(angles)
    state = prepare_state(find_device(SV1), ansatz, shots=1, aws_session=session())
    managed = state.energy(angles)
    assert managed.value == pytest.approx(embedded.value, abs=1e-6)
    assert managed.gradient == pytest.approx(embedded.gradient, abs=1e-6)
    assert made_on_sv1() == 1
    assert state.sample(angles, 64, np.random.default_rng(0)).shape == (64, 4)
    assert made_on_sv1() == 2


def test_the_pipelines_energy_on_a_qpu_is_that_of_its_shots(made_on_garnet: Made) -> None:
    problem = parse_problem({"problem_type": "optimization", "problem_size": 4})
    ansatz = QaoaAnsatz(Ising.from_quadratic(problem.quadratic_form()), layers=1)
    angles = np.array([0.3, -0.4])
    exact = prepare_state(LIGHTNING, ansatz, shots=1).energy(angles)
    energy = prepare_state(find_device(GARNET), ansatz, shots=1000, aws_session=session("eu-north-1")).energy(angles)
    assert energy.gradient is None
    assert abs(energy.value - exact.value) < 10 * energy.stderr
    assert made_on_garnet() == 1
