"""The CVaR of a state and its gradient, against sorting all costs and against finite differences."""

import numpy as np
import pytest

from quantum_code.simulators.exact_qaoa import ExactQaoa
from tests.unit.quantum_code.simulators.engines import CHOICES, SIZE, Choice, simulator_on
from tests.unit.quantum_code.simulators.plain_qaoa import FAMILIES, PlainQaoa, angles, cost, diagonal, differences

TAILS = (1e-6, 0.05, 0.3, 0.5, 0.9, 1 - 1e-9)


@pytest.mark.parametrize("choose", CHOICES)
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("n", [1, 2, 3, SIZE, 13])
def test_sorting_finds_the_same(n: int, family: str, choose: Choice) -> None:
    """Ties included: without weights there are as many costs as edges, or fewer."""
    ising, parameters = cost(n, family), angles(2)
    simulator, reference = simulator_on(choose, ising), PlainQaoa(diagonal(ising))
    for tail in TAILS:
        value, slopes = reference.cvar_and_gradient(parameters, tail)
        found, gradient = simulator.energy_with_gradient(parameters, tail)
        close = 1e-11 * max(1, 1e-3 / tail)  # the rounding of a probability over the share
        assert simulator.cvar(parameters, tail) == pytest.approx(value, abs=close)
        assert found == pytest.approx(value, abs=close)
        np.testing.assert_allclose(gradient, slopes, rtol=0, atol=10 * close)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", ["weighted", "weighted with fields"])
@pytest.mark.parametrize("tail", [0.05, 0.3, 0.9])
def test_gradients_are_finite_differences(family: str, tail: float) -> None:
    simulator, parameters = ExactQaoa(cost(SIZE, family)), angles(2, seed=1)

    _, gradient = simulator.energy_with_gradient(parameters, tail)

    slopes = differences(lambda point: simulator.cvar(point, tail), parameters)
    np.testing.assert_allclose(gradient, slopes, rtol=1e-3, atol=1e-4)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("single_precision", [False, True])
@pytest.mark.parametrize("family", FAMILIES)
def test_all_of_it_is_the_mean(family: str, single_precision: bool) -> None:
    simulator = ExactQaoa(cost(SIZE, family), single_precision=single_precision)
    parameters, close = angles(2), 1e-5 if single_precision else 1e-10

    value, gradient = simulator.energy_with_gradient(parameters)

    assert simulator.cvar(parameters, 1.0) == pytest.approx(value, abs=close)
    whole, slopes = simulator.energy_with_gradient(parameters, 1.0)
    assert whole == value
    assert np.array_equal(slopes, gradient)
    nearly, slopes = simulator.energy_with_gradient(parameters, 1 - 1e-12)
    assert nearly == pytest.approx(value, abs=close)
    np.testing.assert_allclose(slopes, gradient, rtol=0, atol=10 * close)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", FAMILIES)
def test_the_smallest_share_is_of_the_best_assignments_alone(family: str) -> None:
    ising, parameters = cost(SIZE, family), angles(2)
    lowest = float(diagonal(ising).min())

    assert ExactQaoa(ising).cvar(parameters, 1e-9) == pytest.approx(lowest, abs=1e-9)
