"""PennyLane on this account's devices, through its Braket plugin."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pennylane as qml
import pytest
from pennylane import numpy as differentiable

from contract.devices import DM1, LIGHTNING, find_device
from contract.errors import InvalidProblem
from contract.problems import Circuit, parse_problem
from contract.run_plan import RunPlan
from contract.run_result import Spent
from local_aws.account import LocalAccount
from quantum_code.algorithms.qaoa.ansatz import QaoaAnsatz
from quantum_code.allowance import Allowance
from quantum_code.devices import program_runner, state_factory
from quantum_code.problems.ising import Ising
from quantum_code.states import DeviceState, Energy
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


ISING = Ising(0.3, (0.2, 0.0, -0.6, 0.0), {(0, 1): 0.5, (1, 2): -0.7, (2, 3): 0.4})
STATE_ANGLES = np.array([0.3, 0.5, -0.4, -0.2])


def _prepared(arn: str, allowance: Allowance, **fields: Any) -> DeviceState:
    region = "eu-north-1" if arn == GARNET else "us-east-1"
    plan = RunPlan.model_validate({"shots": 500} | fields)
    prepare = state_factory(find_device(arn), plan, allowance, session(region))
    return prepare(QaoaAnsatz(ISING, 2), ISING)


def _embedded() -> Energy:
    state = _prepared(LIGHTNING.arn, Allowance(), evaluation="exact", gradient="adjoint")
    return state.energy_with_gradient(STATE_ANGLES, np.random.default_rng(0))


def test_the_pipelines_states_agree_on_embedded_and_managed_devices(made_on_sv1: Made) -> None:
    allowance, rng = Allowance(), np.random.default_rng(0)
    state = _prepared(SV1, allowance, evaluation="exact", gradient="adjoint")
    managed, embedded = state.energy_with_gradient(STATE_ANGLES, rng), _embedded()
    assert managed.value == pytest.approx(embedded.value, abs=1e-6)
    assert managed.gradient == pytest.approx(embedded.gradient, abs=1e-6)
    assert made_on_sv1() == 1
    assert state.sample(STATE_ANGLES, 64, rng).shape == (64, 4)
    assert made_on_sv1() == 2
    energies = state.energies([STATE_ANGLES] * 3, rng)
    assert [energy.value for energy in energies] == pytest.approx([embedded.value] * 3, abs=1e-6)
    assert made_on_sv1() == 5
    assert allowance.spent == Spent(tasks=5, circuits=5, shots=64)


def test_dm1_tells_exact_energies_and_takes_the_shift_rule() -> None:
    allowance, rng = Allowance(), np.random.default_rng(0)
    state, embedded = _prepared(DM1.arn, allowance, evaluation="exact", gradient="parameter-shift"), _embedded()
    energy = state.energy_with_gradient(STATE_ANGLES, rng)
    assert energy.value == pytest.approx(embedded.value, abs=1e-6)
    assert energy.gradient == pytest.approx(embedded.gradient, abs=1e-6)
    assert allowance.spent == Spent(tasks=37, circuits=37)  # three couplings, two fields and four mixers, twice


def test_the_pipelines_gradient_from_shots_is_one_task_on_a_qpu(made_on_garnet: Made) -> None:
    """The device's noise draws energies to the mean, so that they agree roughly; what is spent agrees exactly."""
    allowance, exact = Allowance(), _embedded()
    state = _prepared(GARNET, allowance, evaluation="shots", gradient="spsa")
    energy = state.energy_with_gradient(STATE_ANGLES, np.random.default_rng(0))
    assert energy.gradient is not None
    assert abs(energy.value - exact.value) < 10 * energy.stderr
    assert made_on_garnet() == 1
    assert allowance.spent == Spent(tasks=1, circuits=9, shots=9 * 500)


@pytest.mark.parametrize(("arn", "tasks"), [(SV1, 5), (GARNET, 1)])
def test_the_pipeline_runs_programs(made_on_sv1: Made, made_on_garnet: Made, arn: str, tasks: int) -> None:
    problem = parse_problem(
        {"problem_type": "circuit", "program": "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];"}
    )
    assert isinstance(problem, Circuit)
    allowance = Allowance()
    runner = program_runner(find_device(arn), allowance, session("eu-north-1" if arn == GARNET else "us-east-1"))
    counts = runner.run(problem, 5, 100, np.random.default_rng(0))
    assert [sum(histogram.values()) for histogram in counts] == [100] * 5
    assert sum(histogram.get("00", 0) + histogram.get("11", 0) for histogram in counts) > 400
    assert allowance.spent == Spent(tasks=tasks, circuits=5, shots=500)
    assert (made_on_sv1(), made_on_garnet()) == ((tasks, 0) if arn == SV1 else (0, tasks))


@pytest.mark.parametrize("arn", [SV1, GARNET])
def test_a_program_that_braket_refuses_is_the_problems_fault(arn: str) -> None:
    problem = parse_problem({"problem_type": "circuit", "program": "OPENQASM 3.0; qubit[2] q; swoop q[0];"})
    assert isinstance(problem, Circuit)
    runner = program_runner(find_device(arn), Allowance(), session("eu-north-1" if arn == GARNET else "us-east-1"))
    with pytest.raises(InvalidProblem, match=r"program: .*swoop"):
        runner.run(problem, 2, 10, np.random.default_rng(0))
