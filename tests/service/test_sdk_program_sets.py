"""Program sets through Braket's SDK: many circuits, angles and observables in one task."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import cos, sin
from typing import Any

import numpy as np
import pytest
from botocore.exceptions import ClientError
from braket.circuits import Circuit, FreeParameter, Observable
from braket.program_sets import CircuitBinding, ProgramSet
from braket.tracking import Tracker

from local_aws.account import LocalAccount
from tests.service.braket_calls import GARNET, SV1
from tests.service.sdk_clients import GATE_QPUS, POLL_S, device, exported, result

THETA = FreeParameter("theta")
BELL_CIRCUIT = Circuit().h(0).cnot(0, 1)


@pytest.fixture(scope="module", autouse=True)
def environment(account: LocalAccount) -> Iterator[None]:
    with exported(account):
        yield


@pytest.mark.parametrize("arn", GATE_QPUS)
def test_two_circuits_in_one_task(arn: str) -> None:
    flipped = Circuit().x(0).x(1)
    given = result(arn, ProgramSet([BELL_CIRCUIT, flipped], shots_per_executable=200))
    bell, both = (program[0] for program in given)
    assert bell.counts["00"] + bell.counts["11"] > 160
    assert both.counts["11"] > 160
    assert sum(both.counts.values()) == 200


def test_angles_and_observables_are_combined() -> None:
    angles = [0.4, 1.2]
    observables = [Observable.Z(0), Observable.X(0), Observable.Y(0)]
    binding = CircuitBinding(Circuit().ry(0, THETA), {"theta": angles}, observables)
    given = result(GARNET, ProgramSet(binding, shots_per_executable=2000))[0]
    assert len(given) == 6
    expected = [[cos(angle), sin(angle), 0] for angle in angles]
    for i in range(2):
        for j in range(3):
            assert given[3 * i + j].expectation == pytest.approx(expected[i][j], abs=0.12)


def test_the_energy_of_a_sum() -> None:
    hamiltonian = 0.5 * Observable.Z(0) @ Observable.Z(1) - 2 * Observable.X(0) @ Observable.X(1)
    given = result(GARNET, ProgramSet(CircuitBinding(BELL_CIRCUIT, observables=hamiltonian), shots_per_executable=4000))
    assert given[0].expectation() == pytest.approx(-1.5, abs=0.35)


def test_a_set_of_every_circuit_with_every_observable() -> None:
    pairs = ProgramSet.product([Circuit().h(0), Circuit().x(0)], [Observable.Z(0), Observable.X(0)], 1000)
    given = result(GARNET, pairs)
    values = np.array([[executable.expectation for executable in program] for program in given])
    assert values == pytest.approx(np.array([[0, 1], [-1, 0]]), abs=0.15)


def test_a_set_costs_one_task_and_all_its_shots() -> None:
    with Tracker() as tracker:
        programs = ProgramSet([BELL_CIRCUIT] * 4, shots_per_executable=50)
        task = device(GARNET).run(programs, poll_interval_seconds=POLL_S)
        task.result()
    assert tracker.qpu_tasks_cost() == Decimal("0.30") + 200 * Decimal("0.00145")
    metadata = task.metadata()
    assert metadata["shots"] == metadata["numSuccessfulShots"] == 200
    assert metadata["actionMetadata"] == {
        "actionType": "braket.ir.openqasm.program_set",
        "programCount": 4,
        "executableCount": 4,
    }


def test_simulators_take_no_sets() -> None:
    with pytest.raises(ClientError, match="program_set"):
        device(SV1).run(ProgramSet([BELL_CIRCUIT], shots_per_executable=10))


def test_a_set_is_refused_with_the_faults_of_its_programs() -> None:
    garnet = device(GARNET)
    programs = ProgramSet([BELL_CIRCUIT, Circuit().h(range(21))], shots_per_executable=10)
    with pytest.raises(ClientError) as refused:
        garnet.run(programs)
    answer: Mapping[str, Any] = refused.value.response
    assert answer["reason"] == "ProgramSetValidationFailed"
    assert [failure["programIndex"] for failure in answer["programSetValidationFailures"]] == [1]
