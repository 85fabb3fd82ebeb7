"""Plain gates read without the grammar make the same tree as with it."""

import random
import time
from typing import Any

import pytest

from local_aws.simulators import ProgramRejected, openqasm
from local_aws.simulators.gate_lines import Split, read_gate
from local_aws.simulators.program import read_program

LINES = [
    "h q[0];",
    "  x q;\r",
    "rx(0.25) q[1]; // half",
    "rx(-pi/2) q[1];",
    "rz(- 2 * theta) q[1];",
    "u(1e-3, .5, 2.) q[0];",
    "cnot q[0], q[1];",
    "cz $1,$2;",
    "gpi(pi) $3;",
    "prx(0.1, -0.2)q[0];",
    "rx(((0.5)) + 1) q[0];",
    "ctrl @ x q[0], q[1];",
    "ctrl @",
    "@note of mine",
    "rx(0.1)",
    "inv @ rx(0x1f) q[0];",
    "barrier q[0], q[1];",
    "measure q[0];",
    "b[0] = measure q[0];",
    "gphase(0.1);",
    "reset q[0];",
    "bit[2] b;",
    "input float theta;",
    "int i;",
    "",
    "   ",
    "// a comment; h q[0];",
    "/* h q[0];",
    "*/",
    "#pragma braket verbatim",
    "#pragma braket result state_vector // x",
    "box {",
    "}",
    "{",
    "for int i in {1, 2}",
    "if (b) ",
    "def f() {",
    "let a = q[0];",
    "x q[0]; y q[0];",
    "x q[0]",
    "rx(1e999) q[0];",
    "rx(true) q[0];",
    "rx(3ns) q[0];",
    "rx(2im) q[0];",
    "h q[in];",
    "measure[1] q[0];",
    "OPENQASM 3.0;",
    'include "a//b";',
    '"',
    "h \u0663;",
    "rx(\u0663) q[0];",
    "h\xa0q[0];",
    "// \r x q[0];",
    "defcal x $0 {",
    "extern q;",
    "rx(1_000) q[0];",
    "rx(theta * 2 / 3) q[0];",
    "rx(2 ** 3) q[0];",
]


def _tree(source: str) -> Any:
    try:
        tree = openqasm.parse(source)
    except ProgramRejected as fault:
        return fault.message
    return repr(tree.version), tree, [_lines(statement) for statement in tree.statements]


def _lines(statement: Any) -> Any:
    body = [_lines(inner) for inner in getattr(statement, "body", [])]
    return type(statement), statement.span.start_line, statement.span.end_line, body


def _programs() -> list[str]:
    randomness = random.Random(7)
    plain = LINES[:10]
    programs = ["\n".join([line] * 3) for line in LINES]
    for _ in range(250):
        mixed = [randomness.choice(plain if randomness.random() < 0.8 else LINES) for _ in range(8)]
        programs.append("\n".join(mixed))
    for _ in range(60):
        inside = "\n".join(randomness.choice(plain) for _ in range(4))
        programs.append(f"x q[0];\n#pragma braket verbatim\nbox {{\n{inside}\n}}\nh q;\nh q;\n{inside}")
    return programs


def test_the_same_tree_as_the_grammar_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = _programs()
    quick = [_tree(program) for program in programs]
    monkeypatch.setattr(openqasm, "split_gates", lambda source: Split(source, {}))

    for program, found in zip(programs, quick, strict=True):
        assert found == _tree(program), program
    assert sum(not isinstance(found, str) for found in quick) > 100


def test_every_plain_line_is_read() -> None:
    assert all(read_gate(line, 1) for line in LINES[:10])
    assert not any(read_gate(line, 1) for line in LINES[10:] if not line.startswith("rx(1e999)"))


def test_a_hundred_thousand_gates_are_read_soon() -> None:
    source = "qubit[2] q;\n" + "rx(0.123456789) q[0];\ncnot q[0], q[1];\n" * 50_000
    start = time.process_time()

    program = read_program(source, 2)

    assert len(program.gates) == 100_000
    assert time.process_time() - start < 10


def test_what_only_the_grammar_reads_is_limited() -> None:
    with pytest.raises(ProgramRejected, match="more than 50000 characters beside plain gates, one in a line"):
        openqasm.parse("qubit[2] q;\n" + "x q[0]; y q[0];\n" * 5_000)
