"""Programs are sized, and refused for what can be told without a parser."""

from typing import Any

import pytest

from contract.errors import InvalidProblem
from contract.problems import Circuit, parse_problem

BELL = "OPENQASM 3.0;\nqubit[2] q; // two\nh q[0];\ncnot q[0], q[1];\n"


def circuit(program: str, **fields: Any) -> Circuit:
    problem = parse_problem({"problem_type": "circuit", "program": program} | fields)
    assert isinstance(problem, Circuit)
    return problem


@pytest.mark.parametrize(
    ("program", "size"),
    [
        (BELL, 2),
        ("qubit q;", 1),
        ("qubit a; qubit[ 3 ] b; qreg c[2]; qreg d;", 7),
        ("/* qubit[9] q; */ qubit[2] q; // qubit[4] r;", 2),
        ("h $0; cnot $0, $12;", 2),
        ("bit[4] b; qubit[1] q;", 1),
    ],
)
def test_the_size_is_what_the_program_declares(program: str, size: int) -> None:
    assert circuit(program).problem_size == size
    assert circuit(program, problem_size=size) == circuit(program)


@pytest.mark.parametrize(
    ("program", "fields", "message"),
    [
        ("", {}, "program"),
        ("OPENQASM 3.0; bit[2] b;", {}, "declares no qubits"),
        ("// qubit[2] q;", {}, "declares no qubits"),
        ("const int n = 2; qubit[n] q;", {}, "has n qubits; write its size in digits"),
        (BELL, {"problem_size": 3}, "problem_size is 3, but the program declares 2"),
        ("qubit[2000] q;", {}, "problem_size is 2000"),
        ("qubit[0] q;", {}, "declares no qubits"),
        ("OPENQASM 2.0; qreg q[2];", {}, "is OpenQASM 2"),
        ('OPENQASM 3.0; include "stdgates.inc"; qubit[2] q;', {}, "need no include"),
        (BELL + "#pragma braket result state_vector\n", {}, "leave the pragma out"),
        (BELL + "reset q[0];", {}, "resets a qubit, which Braket's devices do not take"),
        (BELL + "bit c; bit[1] d; d[0] = measure q[0]; c = measure q[1];", {}, "measures into c and d"),
        (BELL + "bit[1] c; creg d[1]; c[0] = measure q[0]; measure q[1] -> d[0];", {}, "measures into c and d"),
        (BELL + "x q[0];" * 10_000, {}, "program"),
        ("input float theta; input angle[16] phi; qubit q;", {"inputs": {"phi": 1}}, "declares theta; give"),
        (BELL, {"inputs": {"theta": 1}}, "does not declare theta"),
        ("input float theta; qubit q;", {"inputs": {"theta": float("nan")}}, "inputs"),
    ],
)
def test_wrong_programs_are_refused(program: str, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem, match=message):
        circuit(program, **fields)


def test_one_register_may_be_measured_into_bit_by_bit() -> None:
    measured = BELL + "bit[2] reset_later; reset_later[1] = measure q[0]; measure q[1] -> reset_later[0];"
    assert circuit(measured).problem_size == 2


def test_inputs_are_part_of_the_problem() -> None:
    program = "input float theta; qubit q; rx(theta) q;"
    first, second = (circuit(program, inputs={"theta": value}) for value in (0.1, 0.2))
    assert first.problem_id != second.problem_id
    assert Circuit.model_validate_json(first.model_dump_json()) == first


@pytest.mark.parametrize(
    ("line", "noisy"),
    [
        ("#pragma braket noise bit_flip(0.1) q[0]", True),
        ("pragma braket noise kraus([[1, 0], [0, 1]]) q[0]", True),
        ("// #pragma braket noise bit_flip(0.1) q[0]", False),
        ("#pragma braket unitary([[0, 1], [1, 0]]) q[0]", False),
    ],
)
def test_noise_is_noticed(line: str, noisy: bool) -> None:
    assert circuit(f"{BELL}{line}\n").has_noise is noisy


def test_it_is_described_in_its_own_words() -> None:
    assert circuit(BELL).title == "A circuit on 2 qubits"
    assert circuit("qubit q;").title == "A circuit on 1 qubit"
    assert "bitstring" in circuit(BELL).objective
