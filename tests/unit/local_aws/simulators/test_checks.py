"""What is refused when a task is created, and in which words."""

import contextlib
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from braket.circuits import Circuit, Observable

from local_aws.simulators import ActionFacts, Device, ProgramRejected, check

DEBIAS = "braket.device_schema.error_mitigation.debias.Debias"
ActionOf = Callable[..., str]
DeviceOf = Callable[[str], Device]

BELL = "OPENQASM 3.0;\nqubit[2] q;\nbit[2] b;\nh q[0];\ncnot q[0], q[1];\nb = measure q;"
VERBATIM = "OPENQASM 3.0;\nbit[1] b;\n#pragma braket verbatim\nbox {{\n{}\n}}\nb[0] = measure $1;"

REFUSED = [
    (
        "garnet",
        'OPENQASM 3;\ninclude "standardlib.inc";',
        "No terminal matches '\"' in the current parser context, at line 2 col 9.",
    ),
    (
        "garnet",
        "qubit[2] q;\nh q[0]",
        "No terminal matches end of program in the current parser context, at line 2 col 7.",
    ),
    ("garnet", "qubit[2] q;\nh q[0];\n\x07", "Token recognition error at: '\x07', at line 3 col 1."),
    (
        "sv1",
        "OPENQASM 3;\nqubit[4] q;\nh q[0];\ncnot q[0], q[2];\ncnot q[0], q[3];",
        "Device requires contiguous qubits. Qubit register q has unused qubits q[1].",
    ),
    ("garnet", "OPENQASM 3;\n\nqubit[2] q;\ncnot q[0], $1;", "[line 4] mixes physical qubits and qubits registers."),
    (
        "garnet",
        "qubit[2] q;\nh q[0];\ncnot q[0], q[1];\nmeasure q;\n#pragma braket result expectation x(q[0]) @ z(q[1])",
        "Qubits should not be explicitly measured when result types are requested.",
    ),
    (
        "garnet",
        "OPENQASM 3;\n\nqubit[2] q0;\nqubit[2] q1;\nh q0[0];",
        "[line 4] cannot declare a qubit register. Only 1 qubit register is supported.",
    ),
    (
        "garnet",
        "bit[2] a;\nbit[2] b;\nqubit[2] q;\nh q[0];",
        "[line 2] cannot declare a classical register. Only 1 classical register is supported.",
    ),
    ("garnet", "box {\nprx(0.5, 0) $1;\n}", "All boxes must be preceded by a verbatim pragma."),
    (
        "garnet",
        VERBATIM.format("x $1;"),
        "In verbatim boxes, native gates are required. x is not a device native gate.",
    ),
    (
        "garnet",
        "qubit[2] q;\n#pragma braket verbatim\nbox {\nprx(0.1, 0) q[0];\n}",
        "Physical qubits are required in verbatim box.",
    ),
    ("garnet", "#pragma verbatim\nbox {\nprx(0.1, 0) $1;\n}", "You must include “braket” in the verbatim pragma"),
    ("garnet", "OPENQASM 3;\n\nqubit q;\nh q[0];", "[line 4] single qubit cannot be indexed."),
    ("garnet", "OPENQASM 3;\n\ncnot $1, $14;", "[line 3] has disconnected qubits 1 and 14"),
    ("garnet", "OPENQASM 3;\nh $99;", "[line 2] uses qubit 99, which the device does not have"),
    ("garnet", VERBATIM.format("cz $1, $3;"), "[line 5] has disconnected qubits 1 and 3"),
    (
        "cepheus",
        "OPENQASM 3.0;\nqubit[2] q;\n\nxx(0.1) q[0], q[1];",
        "[line 4] uses a gate: xx which is not supported by the device or defined via a defcal",
    ),
    (
        "garnet",
        "qubit[2] q;\nbit[2] b;\nb = measure q;\nh q[0];",
        "[line 4] qubit q[0] is already measured or captured. Cannot perform a new operation on it",
    ),
    ("garnet", "qubit[2] q;\nreset q[0];", "[line 2] uses reset, which is not supported by the device"),
    (
        "garnet",
        "qubit[2] q;\nfor int i in [0:10000000] { x q[0]; }",
        "[line 2] has a for in loop, which is not supported by the device",
    ),
    ("sv1", "qubit[2] q;\nwhile (true) { x q[0]; }", "[line 2] has a while loop, which is not supported by the device"),
    (
        "sv1",
        "qubit[2] q;\nbit b;\nb = measure q[0];\nif (b) x q[1];",
        "[line 4] has a branching statement, which is not supported by the device",
    ),
    ("sv1", "qubit[2] q;\nrx(9**9**9) q[0];", "[line 2] has a power whose exponent is not a number"),
    ("sv1", "qubit[2] q;\nrx((9**999)**999) q[0];", "[line 2] has an expression with too large a power"),
    (
        "sv1",
        "qubit[1000000000] q;\nx q[0];",
        "[line 1] declares a register of size 1000000000; 1 to 10000 are possible",
    ),
    ("sv1", "qubit[35] q;\nh q;", "[line 1] declares a register of 35 qubits; the device has 34."),
    (
        "sv1",
        "qubit[1] q;\n#pragma braket noise bit_flip(0.1) q[0]",
        "[line 2] pragma braket noise bit_flip is not supported by the device.",
    ),
    ("garnet", "qubit[1] q;\nrx(0.1, 0.2) q[0];", "[line 2] rx takes 1 parameters, not 2"),
    ("garnet", "qubit[2] q;\ncnot q[0];", "[line 2] cnot acts on 2 qubits, not on 1"),
    ("garnet", "qubit[2] q;\ncnot q[0], q[0];", "[line 2] applies cnot to the same qubit twice"),
    (
        "garnet",
        "qubit[2] q;\nctrl @ x q[0], q[1];",
        "[line 2] uses a gate modifier: ctrl which is not supported by the device",
    ),
    ("garnet", "input float a;\nqubit[1] q;\nrx(a) q[0];", "Missing input variable 'a'."),
    ("garnet", "qubit[1] q;\nrx(a) q[0];", "[line 2] uses a, which is neither an input nor a constant"),
    (
        "garnet",
        "qubit[1] q;\nh q[0];\n#pragma braket result state_vector",
        "Result type StateVector is not supported by the device.",
    ),
    (
        "garnet",
        "qubit[1] q;\nh q[0];\n#pragma braket result expectation hermitian([[1,0],[0,1]]) q[0]",
        "Observable hermitian is not supported for result type Expectation by the device.",
    ),
    (
        "garnet",
        "qubit[1] q;\nh q[0];\n#pragma braket result expectation x(q[0])\n#pragma braket result expectation z(q[0])",
        "Conflicting result types applied to a single qubit: x and z on 0.",
    ),
    (
        "garnet",
        "qubit[1] q;\nh q[0];\n#pragma braket result unknown",
        "[line 3] pragma 'braket result unknown' is not supported",
    ),
    ("garnet", "qubit[2] q;", "The program does not use any qubits."),
    ("garnet", "qubit[1] q;\nbit[1] b;\nmeasure q[0];", "[line 3] measurements must be assigned to classical bits."),
    (
        "garnet",
        "qubit[1] q;\nbit[1] b;\nb[3] = measure q[0];",
        "[line 3] measures 1 qubits into bits of b that do not fit",
    ),
    (
        "garnet",
        VERBATIM.format("measure_ff(0) $1;"),
        "[line 5] uses measure_ff, an experimental capability. Set experimentalCapabilities to ALL to use it.",
    ),
]


@pytest.mark.parametrize(("name", "source", "message"), REFUSED)
def test_refuses_programs_in_these_words(
    device: DeviceOf, action: ActionOf, name: str, source: str, message: str
) -> None:
    with pytest.raises(ProgramRejected) as refused:
        check(device(name), action(source), 1000, {}, False)

    assert refused.value.message == message
    assert refused.value.failures == []


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        ("sv1", "qubit[1] q;\nh q[0];", "Result types must be specified when shots is 0."),
        (
            "sv1",
            "qubit[1] q;\nh q[0];\n#pragma braket result sample x(q[0])",
            "Result type Sample is supported with shots between 1 and 100000 only; the task has 0 shots.",
        ),
        ("garnet", "qubit[1] q;\nh q[0];", "shots 0 must be within the device's range, [1, 20000]"),
    ],
)
def test_refuses_shots(device: DeviceOf, action: ActionOf, name: str, source: str, message: str) -> None:
    with pytest.raises(ProgramRejected) as refused:
        check(device(name), action(source), 0, {}, False)

    assert refused.value.message == message


def test_all_qubits_must_be_measured_where_the_device_says_so(device: DeviceOf, action: ActionOf) -> None:
    with pytest.raises(ProgramRejected) as refused:
        check(device("sv1"), action("qubit[2] q;\nbit[1] b;\nh q;\nb[0] = measure q[0];"), 10, {}, False)

    assert refused.value.message == (
        "Device requires all qubits in the program to be measured. "
        "This may be caused by declaring non-contiguous qubits or measuring partial qubits."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Action is not valid JSON"),
        ("[" * 100_000, "Action is not valid JSON"),
        ("[]", "Action has no known braketSchemaHeader: None"),
        ('{"braketSchemaHeader": {"name": "braket.ir.other", "version": "1"}}', "Action has no known"),
        ('{"braketSchemaHeader": {"name": "braket.ir.openqasm.program", "version": "1"}}', "source: field required"),
        ('{"braketSchemaHeader": {"name": ["x"], "version": "1"}}', "Action has no known"),
    ],
)
def test_refuses_what_is_no_action(device: DeviceOf, text: str, message: str) -> None:
    with pytest.raises(ProgramRejected) as refused:
        check(device("garnet"), text, 100, {}, False)

    assert message in refused.value.message


def test_refuses_an_action_of_another_device(device: DeviceOf, action: ActionOf) -> None:
    with pytest.raises(ProgramRejected) as refused:
        check(device("aquila"), action(BELL), 100, {}, False)

    assert refused.value.message == "Device does not support the action braket.ir.openqasm.program."


def test_accepts_what_the_sdk_sends(device: DeviceOf, action: ActionOf, qpu: str) -> None:
    circuit = Circuit().h(0).cnot(0, 1).rx(1, 0.3).expectation(Observable.X() @ Observable.Y(), [0, 1])

    facts = check(device(qpu), action(circuit), 1000, {}, False)

    assert facts == ActionFacts("braket.ir.openqasm.program", 1, 1)


def test_accepts_dynamic_circuits_as_an_experiment(device: DeviceOf, action: ActionOf) -> None:
    source = VERBATIM.format("measure_ff(0) $1;\ncc_prx(3.14, 0, 0) $1;")

    assert check(device("garnet"), action(source), 100, {}, True).executable_count == 1


def test_any_text_is_accepted_or_refused(device: DeviceOf, action: ActionOf) -> None:
    """Mutations of a program: nothing but ProgramRejected comes out, and soon."""
    randomness = random.Random(5)
    alphabet = 'qb[]0;{}()$@#"\\\n\x00é9*+-/.,xhrz=>:OPENQASM pragma braket result verbatim measure box ctrl pow'
    words = ["measure", "#pragma braket ", "box", "[0]", "$1", "((((", "9**9", "qubit[9999] r;", "bit", "input", "def"]
    start = time.perf_counter()

    for _ in range(300):
        text = list(BELL)
        for _ in range(randomness.randint(1, 12)):
            place = randomness.randrange(len(text))
            text[place : place + randomness.randint(0, 3)] = randomness.choice([*words, *alphabet])
        with contextlib.suppress(ProgramRejected):
            check(device("garnet"), action("".join(text)), 100, {}, False)

    assert time.perf_counter() - start < 20


def test_deep_nesting_is_refused(device: DeviceOf, action: ActionOf) -> None:
    with pytest.raises(ProgramRejected) as refused:
        check(device("sv1"), action(f"qubit[1] q;\nrx({'(' * 5000}1{')' * 5000}) q[0];"), 100, {}, False)

    assert refused.value.message == "The program's expressions or blocks are nested too deeply"


def test_the_package_is_cheap_to_import() -> None:
    code = "import sys, local_aws.simulators; print([m for m in ('qiskit', 'braket') if m in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "wanted", "shots", "message"),
    [
        ("forte", [{"type": DEBIAS}], 2_499, "needs at least 2500 shots; the task requests 2499."),
        ("garnet", [{"type": DEBIAS}], 5_000, f"Device does not support the error mitigation {DEBIAS}."),
        ("forte", ["magic"], 5_000, "Device does not support the error mitigation magic."),
        ("forte", "magic", 5_000, "Device does not support the error mitigation magic."),
    ],
)
def test_error_mitigation_that_there_is_not(
    name: str, wanted: Any, shots: int, message: str, device: DeviceOf, action: ActionOf
) -> None:
    with pytest.raises(ProgramRejected, match=re.escape(message)):
        check(device(name), action(BELL), shots, {"errorMitigation": wanted}, False)


def test_error_mitigation_with_shots_enough(device: DeviceOf, action: ActionOf) -> None:
    parameters = {"paradigmParameters": {"qubitCount": 2}, "errorMitigation": [{"type": DEBIAS}]}

    check(device("forte"), action(BELL), 2_500, parameters, False)
