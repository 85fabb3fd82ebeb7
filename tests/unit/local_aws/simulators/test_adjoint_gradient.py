"""AdjointGradient against finite differences of SV1's own expectation values, and against PennyLane."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pennylane as qml
import pytest
from braket.circuits import Circuit, FreeParameter, Observable
from braket.tasks import GateModelQuantumTaskResult

from local_aws.simulators import Device, TaskFailed, run

Result = Callable[..., GateModelQuantumTaskResult]
STEP = 1e-5
AT = {"a": 0.37, "t": -1.2}
BEFORE = "h q;\nt q[0];\nry(0.3) q[1];\nrx(0.8) q[2];\ncnot q[0], q[1];\ncnot q[1], q[2];\n"
AFTER = "\nry(0.4) q[0];\nrx(0.3) q[1];\nh q[2];\ncnot q[2], q[0];\n"
GATES = (
    "rx(2 * a) q[0];",
    "ry(a * t) q[1];",
    "rx(a) q[0]; rx(a) q[1]; rz(sin(t)) q[0];",
    "phaseshift(a) q[0];",
    "cphaseshift(t) q[0], q[1];",
    "cphaseshift00(a) q[1], q[2];",
    "cphaseshift01(a) q[0], q[2];",
    "cphaseshift10(t) q[0], q[1];",
    "xx(a) q[0], q[1];",
    "yy(t) q[1], q[2];",
    "zz(a) q[0], q[2];",
    "xy(t) q[0], q[1];",
    "pswap(a) q[1], q[2];",
    "gpi(a) q[0];",
    "gpi2(t) q[1];",
    "ms(a, t, a + 0.3) q[0], q[1];",
    "prx(a, t) q[2];",
    "U(a, t, a + 1) q[0];",
    "gphase(a); rz(t) q[1];",
    "ctrl @ rx(a) q[0], q[1];",
    "negctrl @ ctrl @ ry(t) q[0], q[1], q[2];",
    "pow(3) @ rx(a) q[0];",
    "inv @ U(a, t, 0.2) q[0];",
    "pow(-2) @ rz(a) q[1];",
)
TERMS = ((2.0, "x(q[0]) @ y(q[1])"), (-3.5, "z(q[2])"), (0.5, "hermitian([[1, 1im], [-1im, 2]]) q[1]"))


def _program(gates: str, result: str) -> str:
    return f"input float a;\ninput float t;\nqubit[3] q;\n{BEFORE}{gates}{AFTER}#pragma braket result {result}"


@pytest.mark.parametrize("gates", GATES)
def test_equals_finite_differences(device: Callable[[str], Device], action: Callable[..., str], gates: str) -> None:
    def value(pragma: str, **at: float) -> Any:
        document = run(device("sv1"), action(_program(gates, pragma), AT | at), 0, {}, None)
        return document["resultTypes"][0]["value"]

    def expectation(**at: float) -> float:
        return float(sum(factor * value(f"expectation {observable}", **at) for factor, observable in TERMS))

    observable = " + ".join(f"{factor} * {term}" for factor, term in TERMS).replace("+ -", "- ")
    found = value(f"adjoint_gradient expectation({observable}) a, t")

    assert found["expectation"] == pytest.approx(expectation(), abs=1e-9)
    for name, point in AT.items():
        slope = (expectation(**{name: point + STEP}) - expectation(**{name: point - STEP})) / (2 * STEP)
        assert found["gradient"][name] == pytest.approx(slope, abs=1e-7)


def test_equals_pennylane(result: Result) -> None:
    names = [f"p_{i}" for i in range(6)]
    values = dict(zip(names, np.linspace(-1, 2, 6), strict=True))
    free = [FreeParameter(name) for name in names]
    circuit = Circuit().h(0).h(1).h(2).rx(0, free[0]).ry(1, free[1]).rz(2, free[2])
    circuit.xx(0, 1, free[3]).cphaseshift(1, 2, free[4]).yy(0, 2, free[5]).cnot(2, 1)
    observable = 1.5 * Observable.Z(0) @ Observable.X(1) + 0.7 * Observable.Y(2)
    circuit.adjoint_gradient(observable=observable, parameters=names)

    def measure(p: Any) -> Any:
        for wire in range(3):
            qml.Hadamard(wire)
        qml.RX(p[0], 0)
        qml.RY(p[1], 1)
        qml.RZ(p[2], 2)
        qml.IsingXX(p[3], [0, 1])
        qml.ControlledPhaseShift(p[4], [1, 2])
        qml.IsingYY(p[5], [0, 2])
        qml.CNOT([2, 1])
        return qml.expval(1.5 * qml.Z(0) @ qml.X(1) + 0.7 * qml.Y(2))

    node = qml.QNode(measure, qml.device("lightning.qubit", wires=3), diff_method="adjoint")
    point = qml.numpy.array(list(values.values()), requires_grad=True)
    found = result("sv1", circuit, shots=0, inputs=values).values[0]

    assert found["expectation"] == pytest.approx(float(node(point)))
    assert [found["gradient"][name] for name in names] == pytest.approx(list(qml.grad(node)(point)))


def test_all_inputs_and_one_observable_on_all_qubits(result: Result) -> None:
    angle = FreeParameter("theta")
    circuit = Circuit().rx(0, angle).rx(1, 2 * angle).adjoint_gradient(observable=Observable.Z())

    found = result("sv1", circuit, shots=0, inputs={"theta": 0.3})

    assert found.values[0]["gradient"]["theta"] == pytest.approx(-np.sin(0.3) - 2 * np.sin(0.6))
    assert found.result_types[0].type.type == "adjoint_gradient"


def test_the_sdk_reads_every_observable(device: Callable[[str], Device], action: Callable[..., str]) -> None:
    observable = "1e-7 * hermitian([[0, 1], [1, 0]]) q[0] + 2 * z(q[1]) @ h(q[2])"
    document = run(
        device("sv1"), action(_program("", f"adjoint_gradient expectation({observable}) a"), AT), 0, {}, None
    )

    found = GateModelQuantumTaskResult.from_string(json.dumps(document))

    assert found.result_types[0].type.targets == [[0], [1, 2]]
    assert found.values[0]["gradient"] == {"a": 0}


def test_refuses_a_fractional_power_of_a_parameter(device: Callable[[str], Device], action: Callable[..., str]) -> None:
    source = _program("pow(0.5) @ rx(a) q[0];", "adjoint_gradient expectation(z(q[0])) a")

    with pytest.raises(TaskFailed, match="p not an integer, cannot be differentiated"):
        run(device("sv1"), action(source, AT), 0, {}, None)


def test_inputs_may_have_any_name(result: Result) -> None:
    """The SDK's parameters may not be called b or q; a program's inputs may."""
    source = (
        "input float b;\ninput float q;\nqubit[1] r;\nrx(2 * b + q) r[0];\n"
        "#pragma braket result adjoint_gradient expectation(z(r[0])) b, q"
    )

    value = result("sv1", source, shots=0, inputs={"b": 0.2, "q": 0.3}).values[0]

    assert value["expectation"] == pytest.approx(np.cos(0.7))
    assert value["gradient"] == pytest.approx({"b": -2 * np.sin(0.7), "q": -np.sin(0.7)})
