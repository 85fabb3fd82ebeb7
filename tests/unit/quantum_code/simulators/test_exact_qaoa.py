"""The exact simulator against one of gates at every size, on both of its engines, and these against each other."""

import numpy as np
import pytest

from contract.devices import LIGHTNING
from contract.run_plan import RunPlan
from quantum_code.algorithms.qaoa.ansatz import QaoaAnsatz
from quantum_code.allowance import Allowance
from quantum_code.devices import state_factory
from quantum_code.problems.ising import Ising
from quantum_code.simulators.exact_qaoa import ExactQaoa
from quantum_code.states import FloatArray
from tests.unit.quantum_code.simulators.engines import (
    CHOICES,
    SIZE,
    Choice,
    compiled,
    error_of,
    simulator_on,
    without_numba,
)
from tests.unit.quantum_code.simulators.plain_qaoa import (
    FAMILIES,
    SYMMETRIC,
    PlainQaoa,
    angles,
    cost,
    diagonal,
    differences,
)


def lightning(ising: Ising, parameters: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    """Energy, gradient and probabilities by a simulator of gates."""
    ansatz, plan = QaoaAnsatz(ising, len(parameters) // 2), RunPlan(evaluation="exact", gradient="adjoint")
    state = state_factory(LIGHTNING, plan, Allowance())(ansatz, ising)
    energy = state.energy_with_gradient(parameters, np.random.default_rng(0))
    probabilities = state.probabilities(parameters)
    assert energy.gradient is not None
    assert probabilities is not None
    return energy.value, energy.gradient, probabilities


@pytest.mark.parametrize(
    ("n", "family"), [(n, family) for family in FAMILIES for n in range(2 if family in SYMMETRIC else 1, 21)]
)
def test_lightning_agrees_at_every_size(n: int, family: str) -> None:
    ising, parameters = cost(n, family), angles(3 if n < 14 else 2, seed=n)
    value, slopes, probabilities = lightning(ising, parameters)
    for choose in CHOICES:
        simulator = simulator_on(choose, ising)
        assert simulator.num_qubits == n
        assert error_of(simulator, parameters, value, slopes) < 1e-10
        np.testing.assert_allclose(simulator.probabilities(parameters), probabilities, rtol=0, atol=1e-12)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", ["weighted", "weighted with fields"])
@pytest.mark.parametrize("layers", range(1, 17))
def test_every_depth(layers: int, family: str) -> None:
    ising, parameters = cost(SIZE, family), angles(layers)
    simulator = ExactQaoa(ising)

    assert error_of(simulator, parameters, *PlainQaoa(diagonal(ising)).value_and_gradient(parameters)) < 1e-11
    assert simulator.probabilities(parameters).sum() == pytest.approx(1, abs=1e-13)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", FAMILIES)
def test_gradients_are_finite_differences(family: str) -> None:
    simulator, parameters = ExactQaoa(cost(SIZE, family)), angles(3)

    _, gradient = simulator.energy_with_gradient(parameters)

    np.testing.assert_allclose(gradient, differences(simulator.energy, parameters), rtol=0, atol=1e-7)


@pytest.mark.parametrize("n", [SIZE, 14])
@pytest.mark.parametrize("family", FAMILIES)
def test_without_numba_all_is_the_same(n: int, family: str) -> None:
    ising, parameters = cost(n, family), angles(2)

    def everything(choose: Choice) -> tuple[str, list[FloatArray], list[list[int]]]:
        simulator = simulator_on(choose, ising)
        numbers = [
            np.hstack(simulator.energy_with_gradient(parameters)),
            np.hstack(simulator.energy_with_gradient(parameters, tail=0.2)),
            np.array([simulator.energy(parameters), simulator.cvar(parameters, 0.2)]),
            np.array([simulator.overlap(parameters, 0.8 * parameters)]),
            simulator.probabilities(parameters),
        ]
        bits = simulator.sample(parameters, 500, np.random.default_rng(1))
        return type(simulator._engine).__name__, numbers, bits.tolist()

    (first, numbers, bits), (second, others, same_bits) = (everything(choose) for choose in (without_numba, compiled))

    assert (first, second) == ("MatrixEngine", "CompiledEngine")
    for one, other in zip(numbers, others, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-12)
    assert bits == same_bits


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("n", [SIZE, 13])
def test_single_precision(n: int, family: str) -> None:
    """The costs' largest magnitude is no more than their strength times the qubits, of which 1e-5 is stated."""
    ising = cost(n, family)
    double, single = ExactQaoa(ising), ExactQaoa(ising, single_precision=True)
    close = 1e-5 * float(np.abs(diagonal(ising)).max())
    for layers in (1, 4, 16):
        parameters = angles(layers)
        assert error_of(single, parameters, *double.energy_with_gradient(parameters)) < close
        assert single.cvar(parameters, 0.1) == pytest.approx(double.cvar(parameters, 0.1), abs=close)
        assert single.overlap(parameters, parameters + 0.1) == pytest.approx(
            double.overlap(parameters, parameters + 0.1), abs=1e-5
        )
        probabilities = single.probabilities(parameters)
        assert probabilities.dtype == np.float64
        np.testing.assert_allclose(probabilities, double.probabilities(parameters), rtol=0, atol=1e-6)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("n", [1, 2, SIZE, 13])
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("single_precision", [False, True])
def test_answers_do_not_depend_on_what_was_asked_before(n: int, family: str, single_precision: bool) -> None:
    """To the last digit, also after other depths."""
    ising, parameters, other, shallow = cost(n, family), angles(3), angles(3, seed=5), angles(1)

    def simulator() -> ExactQaoa:
        return ExactQaoa(ising, single_precision=single_precision)

    used = simulator()
    used.energy_with_gradient(shallow, tail=0.2)
    used.overlap(parameters, parameters + 0.1)
    for _ in range(2):
        assert used.energy(parameters) == simulator().energy(parameters)
        assert np.array_equal(used.probabilities(parameters), simulator().probabilities(parameters))
        (value, slopes), (first, gradient) = (each.energy_with_gradient(parameters) for each in (used, simulator()))
        assert value == first
        assert np.array_equal(slopes, gradient)
        assert used.overlap(parameters, other) == simulator().overlap(parameters, other)
