"""SV1 and DM1 against known states, through the SDK's own reading of results.json."""

import json
from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from braket.circuits import Circuit, Observable, observables
from braket.ir.jaqcd import Program as JaqcdProgram
from braket.tasks import GateModelQuantumTaskResult

from local_aws.simulators import Device, TaskFailed, check, memory, run

Result = Callable[..., GateModelQuantumTaskResult]
HERMITIAN = np.array([[1, 1j], [-1j, 2]])


@pytest.mark.parametrize("name", ["sv1", "dm1"])
def test_exact_results(result: Result, name: str) -> None:
    circuit = Circuit().h(0).cnot(0, 1).ry(1, 0.7).expectation(Observable.Z() @ Observable.Z(), [0, 1])
    circuit.variance(observables.Hermitian(HERMITIAN), [0])

    found = result(name, circuit, shots=0)

    assert found.values[0] == pytest.approx(np.cos(0.7))
    # Qubit 0 is maximally mixed: the variance is that of the eigenvalues.
    assert found.values[1] == pytest.approx(np.var(np.linalg.eigvalsh(HERMITIAN)))
    assert found.additional_metadata.simulatorMetadata.executionDuration >= 1


def test_amplitudes(result: Result) -> None:
    found = result("sv1", Circuit().h(0).s(0).cnot(0, 1).amplitude(["00", "11"]), shots=0)

    assert found.values[0]["00"] == pytest.approx(np.sqrt(0.5))
    assert found.values[0]["11"] == pytest.approx(1j * np.sqrt(0.5))


def test_reduced_density_matrix(result: Result) -> None:
    found = result("dm1", Circuit().h(0).cnot(0, 1).bit_flip(0, 0.1).density_matrix(target=[0]), shots=0)

    pairs = np.array(found.values[0])
    assert np.allclose(pairs[..., 0] + 1j * pairs[..., 1], np.eye(2) / 2)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_probabilities_are_in_the_order_of_their_targets(
    device: Callable[[str], Device], action: Callable[..., str], order: tuple[int, ...]
) -> None:
    angles = (0.4, 1.1, 2.0)
    circuit = Circuit()
    for qubit, angle in enumerate(angles):
        circuit.ry(qubit, angle)
    circuit.probability(target=list(order))
    one = [np.array([np.cos(angles[qubit] / 2) ** 2, np.sin(angles[qubit] / 2) ** 2]) for qubit in order]

    for name in ("sv1", "dm1"):
        found = run(device(name), action(circuit), 0, {}, None)["resultTypes"][0]["value"]
        assert found == pytest.approx(np.kron(np.kron(one[0], one[1]), one[2]))


@pytest.mark.parametrize("name", ["sv1", "dm1"])
def test_shots_can_be_repeated(result: Result, name: str) -> None:
    circuit = Circuit().h(0).h(1)

    first, again, other = (result(name, circuit, shots=200, seed=seed) for seed in (3, 3, 4))

    assert np.array_equal(first.measurements, again.measurements)
    assert not np.array_equal(first.measurements, other.measurements)


def test_result_types_from_shots(result: Result) -> None:
    circuit = Circuit().h(0).cnot(0, 1).h(2).expectation(Observable.X() @ Observable.X(), [0, 1])
    circuit.sample(Observable.X(), 0).probability(target=[2])

    found = result("sv1", circuit, shots=400)

    assert found.values[0] == 1
    assert set(found.values[1]) == {-1, 1}
    assert found.values[2] == pytest.approx([0.5, 0.5], abs=0.15)
    assert found.get_value_by_result_type(circuit.result_types[0]) == 1


def test_measurements_follow_the_classical_bits(result: Result) -> None:
    measurements = "b[0] = measure q[2];\nb[2] = measure q[0];\nb[1] = measure q[1];"
    source = f"OPENQASM 3;\nbit[3] b;\nqubit[3] q;\nx q[2];\ni q;\n{measurements}"

    found = result("sv1", source, shots=10)

    assert found.measured_qubits == [2, 1, 0]
    assert found.measurement_counts == {"100": 10}


def test_inputs(result: Result) -> None:
    source = "input float theta;\nqubit[1] q;\nrx(2 * theta) q[0];\n#pragma braket result expectation z(q[0])"

    assert result("sv1", source, shots=0, inputs={"theta": 0.4}).values[0] == pytest.approx(np.cos(0.8))


def test_jaqcd(device: Callable[[str], Device]) -> None:
    program: Any = JaqcdProgram(
        instructions=[{"type": "h", "target": 0}, {"type": "cnot", "control": 0, "target": 1}],
        results=[{"type": "expectation", "observable": ["z", "z"], "targets": [0, 1]}],
    )

    assert check(device("sv1"), program.json(), 0, {}, False).action_type == "braket.ir.jaqcd.program"
    document = run(device("sv1"), program.json(), 0, {}, None)

    assert GateModelQuantumTaskResult.from_string(json.dumps(document)).values[0] == pytest.approx(1)


def test_the_document_names_task_and_device(device: Callable[[str], Device], action: Callable[..., str]) -> None:
    document = run(device("sv1"), action("qubit[1] q;\nh q[0];"), 10, {}, 1, task_arn="arn:aws:braket:task")

    metadata = document["taskMetadata"]
    assert (metadata["id"], metadata["shots"], metadata["status"]) == ("arn:aws:braket:task", 10, "COMPLETED")
    assert metadata["deviceId"] == device("sv1").arn
    assert metadata["createdAt"] <= metadata["endedAt"]


def test_a_source_is_never_the_name_of_a_file(result: Result) -> None:
    found = result("sv1", "qubit[1] q;\nx q[0];\n// saved as x.qasm", shots=10)

    assert found.measurement_counts == {"1": 10}


@pytest.mark.parametrize(
    ("name", "qubits", "message"),
    [("sv1", 30, "A state vector of 30 qubits needs 64.0 GiB"), ("dm1", 16, "A density matrix of 16 qubits needs")],
)
def test_fails_before_the_memory_is_full(
    device: Callable[[str], Device],
    action: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    qubits: int,
    message: str,
) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: 2**34)

    with pytest.raises(TaskFailed, match=message):
        run(device(name), action(f"qubit[{qubits}] q;\nh q;"), 10, {}, 1)
