"""OpenQASM programs are run as the SDK runs them, on every simulator, and in few tasks elsewhere."""

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import pytest
from braket.devices import LocalSimulator
from braket.ir.openqasm import Program

from contract.devices import BRAKET_DM, BRAKET_SV, LIGHTNING, SV1, Device, find_device
from contract.errors import InvalidProblem
from contract.problems import Circuit, parse_problem
from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.devices import program_runner
from quantum_code.problems.openqasm import read_program
from quantum_code.states import LimitReachedError
from tests.unit.quantum_code.devices.small_states import EMBEDDED, generator

GARNET = find_device("arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet")
AQT = find_device("arn:aws:braket:eu-north-1::device/qpu/aqt/Ibex-Q1")
BELL = "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];"
PROGRAMS = {
    "bell": BELL,
    "no measurement on part of the qubits": "OPENQASM 3.0; qubit[3] q; x q[2]; ry(0.7) q[1];",
    "bits in another order": "OPENQASM 3.0; qubit[3] q; bit[2] b; x q[0]; h q[2];"
    "b[1] = measure q[0]; b[0] = measure q[2];",
    "bits in a cyclic order": "OPENQASM 3.0; qubit[3] q; bit[3] b; x q[0]; h q[1];"
    "b[2] = measure q[0]; b[0] = measure q[1]; b[1] = measure q[2];",
    "a qubit without a gate": "OPENQASM 3.0; qubit[2] q; bit[2] b; x q[0]; b = measure q;",
    "the device's own qubits": "OPENQASM 3.0; x $3; h $5; cnot $5, $7;",
    "modifiers": "OPENQASM 3.0; qubit[3] q; h q[0]; h q[1]; h q[2]; ctrl(2) @ pow(0.5) @ x q[0], q[1], q[2];"
    "negctrl @ ry(0.7) q[0], q[1]; inv @ s q[0]; ctrl @ gphase(0.3) q[1]; gphase(0.1); h q[0]; h q[1]; h q[2];",
    "inputs": "OPENQASM 3.0; input float theta; qubit q; rx(theta) q;",
    "a matrix": "OPENQASM 3.0; qubit[1] q;\n#pragma braket unitary([[0, 1], [1, 0]]) q[0]\n",
    "a verbatim box": "OPENQASM 3.0;\n#pragma braket verbatim\nbox { x $0; h $1; }\n",
}
Services = Callable[..., Any]


def circuit(program: str) -> Circuit:
    inputs = {"inputs": {"theta": 0.9}} if "theta" in program else {}
    problem = parse_problem({"problem_type": "circuit", "program": program} | inputs)
    assert isinstance(problem, Circuit)
    return problem


@pytest.mark.usefixtures("seeded_shots")
@pytest.mark.parametrize("name", PROGRAMS)
def test_counts_are_those_of_the_sdk(name: str) -> None:
    """Same bitstrings, in frequencies that differ by no more than the noise of two samples."""
    problem, shots = circuit(PROGRAMS[name]), 4000
    given = LocalSimulator().run(Program(source=problem.program, inputs=dict(problem.inputs)), shots=shots).result()
    (counts,) = program_runner(LIGHTNING, Allowance()).run(problem, 1, shots, generator())
    outcomes = given.measurement_counts.keys() | counts.keys()
    for outcome in outcomes:
        expected = given.measurement_counts.get(outcome, 0)
        assert abs(counts.get(outcome, 0) - expected) <= 5 * np.sqrt(2 * max(expected, 5)), outcome


@pytest.mark.parametrize("name", PROGRAMS)
def test_all_simulators_draw_the_same_shots(name: str) -> None:
    problem, allowance = circuit(PROGRAMS[name]), Allowance()
    found = [program_runner(device, allowance).run(problem, 2, 100, generator(4)) for device in EMBEDDED]
    assert found.count(found[0]) == len(EMBEDDED)
    assert [sum(counts.values()) for counts in found[0]] == [100, 100]
    assert allowance.spent == Spent(circuits=2 * len(EMBEDDED), shots=200 * len(EMBEDDED))


def test_noise_is_for_density_matrices() -> None:
    problem = circuit("OPENQASM 3.0; qubit[1] q; x q[0];\n#pragma braket noise bit_flip(0.25) q[0]\n")
    (counts,) = program_runner(BRAKET_DM, Allowance()).run(problem, 1, 4000, generator())
    assert counts["0"] == pytest.approx(1000, abs=5 * np.sqrt(750))
    assert read_program(problem).noisy
    for device in (LIGHTNING, BRAKET_SV):
        with pytest.raises(InvalidProblem, match="has noise"):
            program_runner(device, Allowance()).run(problem, 1, 10, generator())


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("OPENQASM 3.0; qubit[2] q; swoop q[0];", "swoop"),
        ("OPENQASM 3.0;\nqubit[2] q;\nh q[0] q[1];", "line 3 does not go on with 'q'"),
        ("OPENQASM 3.0; qubit[2] q; h q[7];", "cannot be read"),
        ("OPENQASM 3.0; qubit[2] q; bit b; b = measure q[0]; if (b == 1) { x q[1]; }", "cannot be read"),
        ("OPENQASM 3.0; qubit[2] q;", "uses no qubits"),
    ],
)
def test_what_cannot_be_read_is_the_problems_fault(program: str, message: str) -> None:
    allowance = Allowance()
    with pytest.raises(InvalidProblem, match=message):
        program_runner(LIGHTNING, allowance).run(circuit(program), 1, 10, generator())
    assert allowance.spent == Spent()


@pytest.mark.parametrize(
    ("device", "options", "shots"),
    [
        (SV1, {"device_type": "SIMULATOR"}, [100] * 5),
        (GARNET, {"device_type": "QPU"}, [100] * 5),
        (GARNET, {"device_type": "QPU", "program_sets": True}, [500]),
        (AQT, {"device_type": "QPU", "program_sets": True, "total_shots": 300}, [300, 200]),
    ],
    ids=["managed", "QPU", "program set", "two program sets"],
)
def test_the_bell_example_in_as_few_tasks_as_can_be(
    braket_service: Services, device: Device, options: dict[str, Any], shots: list[int]
) -> None:
    service, allowance = braket_service(**options), Allowance()
    counts = program_runner(device, allowance, service).run(circuit(BELL), 5, 100, generator())
    assert [sum(histogram.values()) for histogram in counts] == [100] * 5
    assert {bitstring for histogram in counts for bitstring in histogram} == {"00", "11"}
    assert service.shots == shots
    assert allowance.spent == Spent(tasks=len(shots), circuits=5, shots=500)


@pytest.mark.parametrize("program_sets", [False, True])
def test_inputs_reach_the_device(braket_service: Services, program_sets: bool) -> None:
    service = braket_service("QPU", program_sets=program_sets)
    problem = circuit("OPENQASM 3.0; input float theta; qubit q; rx(theta) q;")
    half_turn = problem.model_copy(update={"inputs": {"theta": np.pi}})
    assert program_runner(GARNET, Allowance(), service).run(half_turn, 2, 50, generator()) == [{"1": 50}] * 2


@pytest.mark.parametrize("device", [LIGHTNING, SV1], ids=lambda device: device.name)
def test_nothing_runs_beyond_the_allowance(braket_service: Services, device: Device) -> None:
    service, allowance = braket_service("SIMULATOR"), Allowance(4)
    with pytest.raises(LimitReachedError):
        program_runner(device, allowance, service).run(circuit(BELL), 5, 10, generator())
    assert service.shots == []
    assert allowance.spent == Spent()


def test_a_refusal_of_the_service_is_the_problems_fault(
    braket_service: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusal(Exception):
        response: ClassVar = {"Error": {"Code": "ValidationException", "Message": "no such gate: h"}}

    def refuse(**task: Any) -> str:
        raise Refusal

    service = braket_service("QPU", program_sets=True)
    monkeypatch.setattr(service, "create_quantum_task", refuse)
    with pytest.raises(InvalidProblem, match="IQM Garnet does not take it: no such gate: h"):
        program_runner(GARNET, Allowance(), service).run(circuit(BELL), 1, 10, generator())
