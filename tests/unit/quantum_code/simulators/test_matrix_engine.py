"""The engine in NumPy against dense matrices, finite differences, lightning.qubit, and itself with one qubit more."""

import itertools
import tracemalloc
from functools import reduce
from typing import Any

import numpy as np
import pennylane as qml
import pytest
import scipy.linalg
from numpy.typing import NDArray

from quantum_code.problems.ising import Ising
from quantum_code.simulators import matrix_engine, rotations
from quantum_code.simulators.engine import Tail
from quantum_code.simulators.matrix_engine import MatrixEngine
from quantum_code.states import FloatArray
from tests.unit.quantum_code.simulators.plain_qaoa import diagonal

LAYERS = 3
STEP = 1e-5
AMPLITUDE = 16
"""Bytes in double precision."""


def angles(seed: int = 3, layers: int = LAYERS) -> tuple[FloatArray, FloatArray]:
    """Angles in no special place, of both signs and beyond a quarter turn."""
    gammas, betas = np.random.default_rng(seed).uniform(-2, 2, (2, layers))
    return gammas, betas


def random_costs(num_qubits: int) -> FloatArray:
    return np.asarray(np.random.default_rng(num_qubits).normal(0.3, 1.0, 2**num_qubits), dtype=np.float64)


def random_ising(num_qubits: int, *, fields: bool = True) -> Ising:
    """All spins coupled, a third of them with a field."""
    rng = np.random.default_rng(num_qubits)
    pairs = itertools.combinations(range(num_qubits), 2)
    couplings = {pair: float(rng.normal()) / num_qubits for pair in pairs}
    return Ising(0.7, tuple(float(fields and i % 3 == 0) * rng.normal() for i in range(num_qubits)), couplings)


def dense_state(costs: FloatArray, gammas: FloatArray, betas: FloatArray, *, mirrored: bool) -> NDArray[np.complex128]:
    """The state by exponentials of whole matrices."""
    m = costs.size.bit_length() - 1
    flip, same = np.array([[0.0, 1.0], [1.0, 0.0]]), np.eye(2)
    mixer = sum(reduce(np.kron, [flip if i == qubit else same for i in range(m)]) for qubit in range(m))
    if mirrored:
        mixer = mixer + reduce(np.kron, [flip] * m)
    state = np.full(costs.size, costs.size**-0.5, dtype=np.complex128)
    for gamma, beta in zip(gammas, betas, strict=True):
        state = scipy.linalg.expm(-1j * beta * mixer) @ (np.exp(-1j * gamma * costs) * state)
    return state


def lightning(ising: Ising, parameters: FloatArray) -> tuple[float, FloatArray]:
    """The energy and its gradient, gate by gate and by the adjoint method."""
    terms = [(j, qml.Z(a) @ qml.Z(b)) for (a, b), j in ising.couplings.items()]
    cost = qml.Hamiltonian(*zip(*terms, *((h, qml.Z(i)) for i, h in enumerate(ising.fields)), strict=True))

    @qml.qnode(qml.device("lightning.qubit", wires=ising.num_qubits), diff_method="adjoint")  # type: ignore[untyped-decorator]  # PennyLane is published without types
    def energy(angles_of_layers: Any) -> Any:
        for qubit in range(ising.num_qubits):
            qml.Hadamard(qubit)
        for gamma, beta in zip(*qml.math.reshape(angles_of_layers, (2, -1)), strict=True):
            for pair, coupling in ising.couplings.items():
                qml.IsingZZ(2 * gamma * coupling, wires=pair)
            for qubit, field in enumerate(ising.fields):
                qml.RZ(2 * gamma * field, wires=qubit)
                qml.RX(2 * beta, wires=qubit)
        return qml.expval(cost)

    point = qml.numpy.array(parameters, requires_grad=True)
    return float(energy(point)) + ising.offset, np.asarray(qml.grad(energy)(point), dtype=np.float64)


def probabilities(engine: MatrixEngine, gammas: FloatArray, betas: FloatArray) -> FloatArray:
    return engine.in_order(np.square(engine.state(gammas, betas)).sum(axis=0, dtype=np.float64))


@pytest.fixture(params=[(5, 2**14), (2, 2**4), (1, 2**2)], ids=["one block", "pairs of pairs", "single qubits"])
def sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups and blocks so small that a few qubits go through what else many qubits do."""
    group, block = request.param
    monkeypatch.setattr(rotations, "GROUP", group)
    monkeypatch.setattr(matrix_engine, "BLOCK", block)


@pytest.mark.usefixtures("sizes")
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("m", range(1, 7))
def test_the_state_is_that_of_dense_matrices(m: int, mirrored: bool) -> None:
    costs, (gammas, betas) = random_costs(m), angles()
    expected = dense_state(costs, gammas, betas, mirrored=mirrored)
    engine = MatrixEngine(costs, mirrored=mirrored)

    real, imaginary = engine.state(gammas, betas)
    np.testing.assert_allclose(real + 1j * imaginary, expected, atol=1e-12)
    assert engine.energy(gammas, betas) == pytest.approx(np.square(np.abs(expected)) @ costs, abs=1e-12)


@pytest.mark.usefixtures("sizes")
@pytest.mark.parametrize("tail", [None, Tail(quantile=0.1, share=0.3)], ids=["mean", "tail"])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("m", range(1, 6))
def test_gradients_are_finite_differences(m: int, mirrored: bool, tail: Tail | None) -> None:
    costs, (gammas, betas) = random_costs(m), angles()
    values = costs if tail is None else tail.quantile + np.minimum(costs - tail.quantile, 0) / tail.share

    def expectation(parameters: FloatArray) -> float:
        state = dense_state(costs, parameters[:LAYERS], parameters[LAYERS:], mirrored=mirrored)
        return float(np.square(np.abs(state)) @ values)

    point, moves = np.concatenate([gammas, betas]), STEP * np.eye(2 * LAYERS)
    slopes = [(expectation(point + move) - expectation(point - move)) / (2 * STEP) for move in moves]

    value, by_gamma, by_beta = MatrixEngine(costs, mirrored=mirrored).energy_with_gradient(gammas, betas, tail)
    assert value == pytest.approx(expectation(point), abs=1e-12)
    np.testing.assert_allclose(np.concatenate([by_gamma, by_beta]), slopes, atol=1e-6)


@pytest.mark.parametrize("fields", [False, True], ids=["couplings", "couplings and fields"])
@pytest.mark.parametrize("n", range(2, 15))
def test_lightning_agrees(n: int, fields: bool) -> None:
    ising, (gammas, betas) = random_ising(n, fields=fields), angles()
    expected, slopes = lightning(ising, np.concatenate([gammas, betas]))

    engine = MatrixEngine(diagonal(ising), mirrored=False)
    value, by_gamma, by_beta = engine.energy_with_gradient(gammas, betas)
    assert value == pytest.approx(expected, abs=1e-10)
    assert engine.energy(gammas, betas) == pytest.approx(expected, abs=1e-10)
    np.testing.assert_allclose(np.concatenate([by_gamma, by_beta]), slopes, atol=1e-10)


@pytest.mark.parametrize("n", [*range(2, 13), 16])
def test_a_mirrored_state_is_half_of_one_with_a_qubit_more(n: int) -> None:
    costs, (gammas, betas) = diagonal(random_ising(n, fields=False)), angles()
    half, whole = MatrixEngine(costs[: costs.size // 2], mirrored=True), MatrixEngine(costs, mirrored=False)

    found = probabilities(half, gammas, betas) / 2
    np.testing.assert_allclose(np.concatenate([found, found[::-1]]), probabilities(whole, gammas, betas), atol=1e-12)
    assert half.energy(gammas, betas) == pytest.approx(whole.energy(gammas, betas), abs=1e-12)
    tail = Tail(quantile=float(np.quantile(costs, 0.2)), share=0.2)
    for diagonal_of in (None, tail):
        ours, theirs = (engine.energy_with_gradient(gammas, betas, diagonal_of) for engine in (half, whole))
        np.testing.assert_allclose(np.hstack(ours), np.hstack(theirs), atol=1e-12)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("m", [3, 10, 15])
def test_single_precision(m: int, mirrored: bool) -> None:
    costs, (gammas, betas) = diagonal(random_ising(m)), angles()
    single = MatrixEngine(costs.astype(np.float32), mirrored=mirrored)
    double = MatrixEngine(costs, mirrored=mirrored)

    assert single.state(gammas, betas).dtype == np.float32
    ours, theirs = (np.hstack(engine.energy_with_gradient(gammas, betas)) for engine in (single, double))
    np.testing.assert_allclose(ours, theirs, atol=1e-5 * np.abs(costs).max())


@pytest.mark.parametrize("angle", [0.0, np.pi / 2, np.pi, 2 * np.pi])
def test_quarter_turns(angle: float) -> None:
    """Where cosines, sines or tangents vanish or have a pole."""
    costs, turns = np.array([0.0, 1.0, 2.0, 1.0]), np.array([angle])
    found = MatrixEngine(costs, mirrored=False).state(turns, turns)
    expected = dense_state(costs, turns, turns, mirrored=False)
    np.testing.assert_allclose(found[0] + 1j * found[1], expected, atol=1e-14)


def test_calls_leave_no_trace() -> None:
    """Whatever was asked before, and whichever engine is asked: the same to the last digit."""
    costs = random_costs(15)
    used, fresh = MatrixEngine(costs, mirrored=True), MatrixEngine(costs, mirrored=True)
    used.energy_with_gradient(*angles(5, layers=2), Tail(0.0, 0.5))
    used.state(*angles(6, layers=1))

    ours, theirs = (np.hstack(engine.energy_with_gradient(*angles())) for engine in (used, fresh))
    assert ours.tolist() == theirs.tolist()
    assert used.energy(*angles()) == MatrixEngine(costs, mirrored=True).energy(*angles())
    assert used.energy(*angles()) == ours[0]


@pytest.mark.parametrize(("method", "states"), [("energy", 2), ("energy_with_gradient", 3)])
@pytest.mark.parametrize("mirrored", [False, True])
def test_memory(method: str, states: int, mirrored: bool) -> None:
    """An engine that was asked for an energy first has to make room for the gradient, not add it."""
    costs, point = random_costs(18), angles()
    tail: Any = (Tail(0.0, 0.5),) if method == "energy_with_gradient" else ()
    tracemalloc.start()
    try:
        engine = MatrixEngine(costs, mirrored=mirrored)
        engine.energy(*point)
        getattr(engine, method)(*point, *tail)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= states * AMPLITUDE * costs.size
