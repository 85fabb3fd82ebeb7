"""Numbers and sizes that would only fail a task later are refused when it is created."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from braket.circuits import Circuit, FreeParameter
from braket.program_sets import CircuitBinding, ProgramSet

from local_aws.simulators import Device, ProgramRejected, check

ActionOf = Callable[..., str]
DeviceOf = Callable[[str], Device]

NOT_FINITE = "[line 2] has an angle that is not a finite number"
REFUSED = [
    ("sv1", "qubit[1] q;\nrx(1/0) q[0];", NOT_FINITE),
    ("sv1", "qubit[1] q;\nrx(1/(1/2)) q[0];", NOT_FINITE),
    ("sv1", "qubit[1] q;\nrx(1e999) q[0];", NOT_FINITE),
    ("sv1", "qubit[1] q;\nrx(log(-1)) q[0];", NOT_FINITE),
    ("sv1", "qubit[1] q;\nrx((-1)**0.5) q[0];", NOT_FINITE),
    ("sv1", "qubit[1] q;\n#pragma braket unitary([[1, 0], [0, 2]]) q[0]", "[line 2] pragma braket unitary: "),
    ("sv1", "qubit[1] q;\n#pragma braket unitary([[1, 0], [0]]) q[0]", "[line 2] pragma "),
    ("sv1", "qubit[2] q;\n#pragma braket unitary([[1, 0], [0, 1]]) q[0], q[1]", "[line 2] unitary acts on 1 "),
    ("dm1", "qubit[1] q;\n#pragma braket noise bit_flip(0.7) q[0]", "[line 2] pragma braket noise bit_flip: "),
    ("dm1", "qubit[1] q;\n#pragma braket noise depolarizing(0.8) q[0]", "[line 2] pragma braket noise depolarizing: "),
    ("dm1", "qubit[1] q;\n#pragma braket noise pauli_channel(0.5, 0.5, 0.5) q[0]", "[line 2] pragma braket noise "),
    ("dm1", "qubit[1] q;\n#pragma braket noise kraus([[1, 0], [0, 2]]) q[0]", "[line 2] pragma braket noise kraus: "),
    ("sv1", "OPENQASM 2.0;\nqubit[1] q;\nh q[0];", "OpenQASM 2.0 is not supported; the version must be 3.0."),
    ("sv1", "OPENQASM 7.5;\nqubit[1] q;\nh q[0];", "OpenQASM 7.5 is not supported; the version must be 3.0."),
    (
        "garnet",
        "qubit[2] q;\nbit[2] b;\nb[0] = measure q[0];\nb[0] = measure q[1];",
        "[line 4] measures a second time into bit b[0]",
    ),
    ("garnet", "qubit[21] q;\nh q[0];", "[line 1] declares a register of 21 qubits; the device has 20."),
    ("sv1", "qubit[34] q;\n" + "h q;\n" * 6_000, "[line 2943] the program has more than 100000 gates"),
]


@pytest.mark.parametrize(("name", "source", "message"), REFUSED)
def test_refuses(device: DeviceOf, action: ActionOf, name: str, source: str, message: str) -> None:
    with pytest.raises(ProgramRejected) as refused:
        check(device(name), action(source), 100, {}, False)

    assert refused.value.message.startswith(message)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_refuses_inputs_that_are_not_finite(device: DeviceOf, action: ActionOf, value: float) -> None:
    text = action("input float a;\nqubit[1] q;\nrx(a) q[0];", {"a": 0.5}).replace(
        "0.5", str(value).replace("inf", "1e999").replace("nan", "NaN")
    )

    with pytest.raises(ProgramRejected, match=r"a finite number|Action is not a valid"):
        check(device("garnet"), text, 100, {}, False)


def test_refuses_an_angle_for_its_input(device: DeviceOf, action: ActionOf) -> None:
    with pytest.raises(ProgramRejected, match=r"line 3.* not a finite number"):
        check(device("garnet"), action("input float a;\nqubit[1] q;\nrx(1 / a) q[0];", {"a": 0.0}), 100, {}, False)


def test_every_executable_of_a_set_is_looked_at(device: DeviceOf) -> None:
    binding = CircuitBinding(Circuit().rx(0, FreeParameter("a")), input_sets={"a": [0.1, 0.625]})
    action = str(ProgramSet([binding], shots_per_executable=10).to_ir().json()).replace("0.625", "1e999")

    with pytest.raises(ProgramRejected) as refused:
        check(device("garnet"), action, 20, {}, False)

    assert refused.value.failures[0]["programIndex"] == 0


@pytest.mark.parametrize(
    "source",
    [
        "OPENQASM 3;\nqubit[1] q;\nrx(2 ** -1 + sqrt(2) / pi - cos(tau) * euler) q[0];",
        "qubit[1] q;\nh q[0];\n#pragma braket noise bit_flip(0.5) q[0]\n#pragma braket noise depolarizing(0.75) q[0]",
        "qubit[1] q;\n#pragma braket noise kraus([[0.6, 0], [0, 0.6]], [[0, 0.8], [0.8, 0]]) q[0]",
        "qubit[2] q;\nh q;\n#pragma braket noise two_qubit_depolarizing(0.9) q[0], q[1]\n"
        "#pragma braket noise two_qubit_dephasing(0.7) q[0], q[1]\n#pragma braket noise phase_flip(0.1) q[0]\n"
        "#pragma braket noise generalized_amplitude_damping(0.1, 0.9) q[0]\n"
        "#pragma braket noise amplitude_damping(1.0) q[0]\n#pragma braket noise phase_damping(0.2) q[0]\n"
        "#pragma braket noise pauli_channel(0.1, 0.2, 0.3) q[0]",
        "qubit[1] q;\n#pragma braket unitary([[0, -1im], [1im, 0]]) q[0]",
    ],
)
def test_accepts(device: DeviceOf, action: ActionOf, source: str) -> None:
    check(device("dm1"), action(source), 100, {}, False)


def test_a_huge_register_costs_nothing(device: DeviceOf, action: ActionOf) -> None:
    start = time.process_time()

    with pytest.raises(ProgramRejected, match="declares a register of 10000 qubits"):
        check(device("sv1"), action("qubit[10000] q;\n" + "h q;\n" * 400), 100, {}, False)

    assert time.process_time() - start < 1


PARADIGM: dict[str, Any] = {"paradigmParameters": {"qubitCount": 2, "disableQubitRewiring": True}}
SCHEMA = "braket.device_schema"


def _header(name: str) -> dict[str, Any]:
    return {"braketSchemaHeader": {"name": f"{SCHEMA}.{name}", "version": "1"}}


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("garnet", _header("rigetti.rigetti_device_parameters") | PARADIGM, "must have the braketSchemaHeader"),
        ("garnet", {"braketSchemaHeader": 7} | PARADIGM, "must have the braketSchemaHeader"),
        ("garnet", _header("iqm.iqm_device_parameters"), "paradigmParameters: field required"),
        ("garnet", {"paradigmParameters": {"qubitCount": "2"}}, "paradigmParameters.qubitCount: value is not"),
        ("garnet", {"paradigmParameters": {"qubitCount": 21}}, "ask for 21 qubits; the device has 20"),
        ("sv1", {"paradigmParameters": {"qubitCount": 1, "disableQubitRewiring": "no"}}, "not a boolean"),
        ("sv1", {"paradigmParameters": []}, "not valid"),
    ],
)
def test_refuses_device_parameters(
    device: DeviceOf, action: ActionOf, name: str, parameters: dict[str, Any], message: str
) -> None:
    with pytest.raises(ProgramRejected, match=message):
        check(device(name), action("qubit[1] q;\nh q[0];"), 100, parameters, False)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("garnet", "iqm.iqm_device_parameters"),
        ("garnet", "simulators.gate_model_simulator_device_parameters"),
        ("ibex", "simulators.gate_model_simulator_device_parameters"),
        ("ibex", "common.gate_model_device_parameters"),
        ("forte", "ionq.ionq_device_parameters"),
        ("cepheus", "rigetti.rigetti_device_parameters"),
        ("sv1", "simulators.gate_model_simulator_device_parameters"),
    ],
)
def test_accepts_the_device_parameters_that_the_sdk_sends(
    device: DeviceOf, action: ActionOf, name: str, header: str
) -> None:
    check(device(name), action("qubit[1] q;\nh q[0];"), 100, _header(header) | PARADIGM, False)
