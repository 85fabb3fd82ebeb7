"""Result types that cannot be measured together are refused; those that can give what they should."""

from collections.abc import Callable

import numpy as np
import pytest
from braket.circuits import Circuit, Observable
from braket.tasks import GateModelQuantumTaskResult

from local_aws.simulators import Device, ProgramRejected, TaskFailed, check, run

ActionOf = Callable[..., str]
DeviceOf = Callable[[str], Device]
Result = Callable[..., GateModelQuantumTaskResult]

START = "qubit[2] q;\nh q[0];\ncnot q[0], q[1];\n"
CONFLICTS = [
    ("expectation y(q[1])", "probability q[1]"),
    ("expectation x(q[0])", "expectation z all"),
    ("variance x all", "probability all"),
    ("probability", "sample h(q[1])"),
    ("expectation x(q[0]) @ y(q[1])", "sample x(q[1])"),
    ("expectation x all", "expectation z all"),
]
MATRIX = "hermitian([[0, 1], [1, 0]])"


def _source(pragmas: tuple[str, ...]) -> str:
    return START + "\n".join(f"#pragma braket result {pragma}" for pragma in pragmas)


@pytest.mark.parametrize("pragmas", CONFLICTS)
@pytest.mark.parametrize("name", ["garnet", "forte", "sv1", "dm1"])
def test_conflicts_are_refused(device: DeviceOf, action: ActionOf, name: str, pragmas: tuple[str, str]) -> None:
    for order in (pragmas, pragmas[::-1]):
        with pytest.raises(ProgramRejected, match="Conflicting result types applied to a single qubit: "):
            check(device(name), action(_source(order)), 100, {}, False)


@pytest.mark.parametrize("pragmas", CONFLICTS)
def test_conflicts_fail_a_task_that_was_not_checked(
    device: DeviceOf, action: ActionOf, pragmas: tuple[str, str]
) -> None:
    with pytest.raises(TaskFailed, match="Conflicting result types"):
        run(device("garnet"), action(_source(pragmas)), 100, {}, 1)


@pytest.mark.parametrize("pragmas", [CONFLICTS[1], CONFLICTS[5]])
def test_exact_results_may_be_mixed(device: DeviceOf, action: ActionOf, pragmas: tuple[str, str]) -> None:
    text = action(_source(pragmas))

    check(device("sv1"), text, 0, {}, False)

    assert len(run(device("sv1"), text, 0, {}, 1)["resultTypes"]) == 2


def test_the_same_matrix_is_one_basis(device: DeviceOf, action: ActionOf) -> None:
    same = (f"expectation {MATRIX} q[0]", f"variance {MATRIX} q[0]", "probability q[1]")
    other = (f"expectation {MATRIX} q[0]", "probability q[0]")

    check(device("sv1"), action(_source(same)), 100, {}, False)
    with pytest.raises(ProgramRejected, match="a hermitian matrix and z on 0"):
        check(device("sv1"), action(_source(other)), 100, {}, False)


@pytest.mark.parametrize("name", ["garnet", "sv1"])
def test_what_agrees_is_measured_in_its_basis(result: Result, name: str) -> None:
    circuit = Circuit().h(0).cnot(0, 1).expectation(Observable.X() @ Observable.X(), [0, 1])
    circuit.expectation(Observable.X(), 1).expectation(Observable.I(), 0)

    values = result(name, circuit, shots=1000).values

    assert values[0] == pytest.approx(0.93, abs=0.08)
    assert values[1] == pytest.approx(0, abs=0.15)
    assert values[2] == pytest.approx(1)


def test_an_identity_on_all_qubits_takes_no_rotation_away(result: Result) -> None:
    source = _source(("expectation i all", "expectation x(q[0]) @ x(q[1])"))

    assert np.ravel(result("garnet", source, shots=1000).values[1])[0] == pytest.approx(0.93, abs=0.08)
