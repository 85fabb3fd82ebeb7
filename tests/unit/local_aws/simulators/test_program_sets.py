"""Program sets: counted, checked program by program, and read by the SDK with their observables."""

import json
from collections.abc import Callable

import numpy as np
import pytest
from braket.circuits import Circuit, FreeParameter, Observable
from braket.program_sets import CircuitBinding, ProgramSet
from braket.schema_common import BraketSchemaBase
from braket.tasks import ProgramSetQuantumTaskResult

from local_aws.simulators import ActionFacts, Device, ProgramRejected, check, run

DeviceOf = Callable[[str], Device]
SHOTS_EACH = 500


@pytest.fixture(scope="module")
def program_set() -> ProgramSet:
    bell = Circuit().h(0).cnot(0, 1).rx(1, FreeParameter("theta"))
    observables = [Observable.X(0) @ Observable.X(1), Observable.Z(0) @ Observable.Z(1)]
    binding = CircuitBinding(bell, input_sets={"theta": [0.0, np.pi]}, observables=observables)
    return ProgramSet([binding, Circuit().x(0)], shots_per_executable=SHOTS_EACH)


@pytest.mark.parametrize("name", ["garnet", "ibex"])
def test_the_sdk_reads_the_result(device: DeviceOf, program_set: ProgramSet, name: str) -> None:
    action, shots = program_set.to_ir().json(), 5 * SHOTS_EACH

    assert check(device(name), action, shots, {}, False) == ActionFacts("braket.ir.openqasm.program_set", 2, 5)
    document = run(device(name), action, shots, {}, 3, task_arn="arn:task")
    found = ProgramSetQuantumTaskResult.from_object(
        BraketSchemaBase.parse_raw_schema(json.dumps(document)), program_set=program_set
    )

    assert [entry.expectation for entry in found[0]] == pytest.approx([0.93, 0.93, 0.93, -0.93], abs=0.08)
    assert found[1][0].counts["1"] > 0.9 * SHOTS_EACH
    assert found.task_metadata.successfulShots == shots
    assert found.task_metadata.id == "arn:task"


def test_names_the_programs_that_fail(device: DeviceOf, program_set: ProgramSet) -> None:
    action = program_set.to_ir().json().replace("x q[0];", "foo q[0];").replace("cnot q[0]", "cnot q[9]")

    with pytest.raises(ProgramRejected) as refused:
        check(device("garnet"), action, 5 * SHOTS_EACH, {}, False)

    assert refused.value.message == "One or more programs in the program set failed validation."
    errors = {failure["programIndex"]: failure["errors"] for failure in refused.value.failures}
    assert errors[0] == ["[line 12] qubit q[9] is not in a register of 2 qubits"]
    assert errors[1] == ["[line 4] uses a gate: foo which is not supported by the device or defined via a defcal"]


@pytest.mark.parametrize(
    ("shots", "message"),
    [
        (2501, "Total shots (2501) must be divisible by the number of executables (5)."),
        (200_005, "The task requests 200005 shots in total; the device supports 200000."),
        (0, "Device supports between 1 and 20000 shots per executable; the task requests 0."),
    ],
)
def test_refuses_shots(device: DeviceOf, program_set: ProgramSet, shots: int, message: str) -> None:
    with pytest.raises(ProgramRejected) as refused:
        check(device("garnet"), program_set.to_ir().json(), shots, {}, False)

    assert (refused.value.message, refused.value.failures) == (message, [])


def test_refuses_too_many_executables(device: DeviceOf) -> None:
    many = ProgramSet([Circuit().x(0)] * 101, shots_per_executable=1)

    with pytest.raises(ProgramRejected, match="has 101 executables; the device supports 100"):
        check(device("garnet"), many.to_ir().json(), 101, {}, False)


def test_refuses_inputs_of_different_lengths(device: DeviceOf, program_set: ProgramSet) -> None:
    document = json.loads(program_set.to_ir().json())
    document["programs"][0]["inputs"]["theta"] = [0.1]

    with pytest.raises(ProgramRejected) as refused:
        check(device("garnet"), json.dumps(document), 100, {}, False)

    assert refused.value.failures[0]["programIndex"] == 0


@pytest.mark.parametrize("name", ["sv1", "dm1"])
def test_simulators_take_none(device: DeviceOf, program_set: ProgramSet, name: str) -> None:
    with pytest.raises(ProgramRejected, match="Device does not support the action"):
        check(device(name), program_set.to_ir().json(), 2500, {}, False)


def test_a_program_that_does_nothing_does_not_fail(device: DeviceOf) -> None:
    document = run(
        device("garnet"), ProgramSet([Circuit().rx(0, 0)], shots_per_executable=100).to_ir().json(), 100, {}, 1
    )

    assert document["taskMetadata"]["totalFailedExecutables"] == 0
