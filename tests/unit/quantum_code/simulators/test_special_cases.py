"""Angles and costs in special places: huge, nothing, symmetric, all the same, far from 0."""

from dataclasses import replace

import numpy as np
import pytest

from quantum_code.problems.ising import Ising
from quantum_code.simulators.exact_qaoa import ExactQaoa
from tests.unit.quantum_code.simulators.engines import SIZE, error_of
from tests.unit.quantum_code.simulators.plain_qaoa import FAMILIES, SYMMETRIC, PlainQaoa, angles, cost, diagonal

EPSILON = float(np.finfo(np.float64).eps)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(("gamma", "beta"), [(1e4, 1e3), (-1e4, -1e3), (1e-9, 1e-9), (1e-160, -0.3)])
def test_angles_of_every_size(gamma: float, beta: float, family: str) -> None:
    """All that is lost is the rounding of γ·C, of 1e4 times a cost."""
    ising, parameters = cost(SIZE, family), np.array([gamma, 0.4, beta, 0.7])
    reference = PlainQaoa(diagonal(ising))
    largest = float(np.abs(reference.costs).max())

    close = 1e-12 + 8 * EPSILON * abs(gamma) * largest * largest**2
    assert error_of(ExactQaoa(ising), parameters, *reference.value_and_gradient(parameters)) < close


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", FAMILIES)
def test_angles_that_do_nothing(family: str) -> None:
    """Without phases every assignment is as likely as any other, and so it is after phases alone."""
    ising, uniform = cost(SIZE, family), np.full(2**SIZE, 2.0**-SIZE)
    simulator = ExactQaoa(ising)
    for parameters in np.array([[0, 0, 0, 0], [0, 0, 0.4, -0.9], [0.3, -0.8, 0, 0], [np.pi, 0, 0, np.pi]]):
        np.testing.assert_allclose(simulator.probabilities(parameters), uniform, rtol=1e-12)
        assert simulator.energy(parameters) == pytest.approx(ising.offset, abs=1e-13)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", FAMILIES)
def test_symmetries_of_the_angles(family: str) -> None:
    """Time runs backwards as well as forwards, and half a turn of the mixer is a sign or a flip of all bits."""
    simulator, parameters = ExactQaoa(cost(SIZE, family)), angles(3)
    turned = parameters + np.pi * np.array([0, 0, 0, 1, -1, 2])

    value = simulator.energy(parameters)
    assert simulator.energy(-parameters) == pytest.approx(value, abs=1e-12)
    assert simulator.energy(turned) == pytest.approx(value, abs=1e-12)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("n", [2, SIZE])
@pytest.mark.parametrize("field", [0.0, 1e-300])
def test_costs_that_are_all_equal(n: int, field: float) -> None:
    simulator, parameters = ExactQaoa(Ising(-3.0, (field,) * n, {(0, 1): 0.0})), angles(2)

    assert error_of(simulator, parameters, -3.0, np.zeros(4)) < 1e-13
    assert error_of(simulator, np.zeros(4), -3.0, np.zeros(4)) < 1e-13
    for tail in (1e-9, 0.3, 1.0):
        assert simulator.cvar(parameters, tail) == pytest.approx(-3, abs=1e-13)
        np.testing.assert_allclose(simulator.energy_with_gradient(parameters, tail)[1], 0, atol=1e-13)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("single_precision", [False, True])
@pytest.mark.parametrize("family", FAMILIES)
def test_an_offset_takes_nothing_from_the_precision_but_of_the_sum(family: str, single_precision: bool) -> None:
    """It moves all energies alike, however large it is beside their differences."""
    ising, parameters, offset = cost(SIZE, family), angles(2), 1e6
    plain, moved = (
        ExactQaoa(replace(ising, offset=constant), single_precision=single_precision) for constant in (0.0, offset)
    )
    close = (1e-5 if single_precision else 1e-10) * SIZE * ising.strength

    (value, slopes), (moved_value, moved_slopes) = (each.energy_with_gradient(parameters) for each in (plain, moved))
    assert moved_value == pytest.approx(offset + value, abs=close + 2 * EPSILON * offset)
    np.testing.assert_allclose(moved_slopes, slopes, rtol=0, atol=close)
    np.testing.assert_allclose(moved.probabilities(parameters), plain.probabilities(parameters), rtol=0, atol=close)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", FAMILIES)
def test_qubits_without_a_term_are_equally_likely_0_and_1(family: str) -> None:
    ising, parameters = cost(SIZE, family), angles(2)
    couplings = {(i + 1, j + 1): coupling for (i, j), coupling in ising.couplings.items()}
    larger = Ising(ising.offset, (0.0, *ising.fields, 0.0), couplings)
    simulator, alone = ExactQaoa(larger), ExactQaoa(ising)

    assert error_of(simulator, parameters, *alone.energy_with_gradient(parameters)) < 1e-12
    expected = np.kron(np.kron([0.5, 0.5], alone.probabilities(parameters)), [0.5, 0.5])
    np.testing.assert_allclose(simulator.probabilities(parameters), expected, rtol=0, atol=1e-14)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("n", [2, 3, SIZE, 13])
@pytest.mark.parametrize("family", SYMMETRIC)
def test_half_a_state_does_for_costs_without_linear_terms(n: int, family: str) -> None:
    """A field that no energy feels breaks the symmetry: then all of the state is held."""
    ising, parameters = cost(n, family), angles(3)
    half, whole = ExactQaoa(ising), ExactQaoa(replace(ising, fields=(1e-18,) * n))

    assert error_of(half, parameters, *whole.energy_with_gradient(parameters)) < 1e-12
    probabilities = half.probabilities(parameters)
    np.testing.assert_allclose(probabilities, whole.probabilities(parameters), rtol=0, atol=1e-14)
    assert np.array_equal(probabilities, probabilities[::-1])
    assert half._engine.costs.size == whole._engine.costs.size / 2
