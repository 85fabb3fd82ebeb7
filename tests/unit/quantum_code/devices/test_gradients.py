"""Gradients of every kind agree with finite differences, on every device that has them."""

import numpy as np
import pytest

from contract.devices import BRAKET_SV, DEFAULT_QUBIT, EXACT_QAOA, LIGHTNING, Device
from contract.errors import InvalidPlan
from quantum_code.devices.perturbation import SPSA_DIRECTIONS, SPSA_STEP
from tests.unit.quantum_code.devices.small_states import (
    EMBEDDED,
    PREPARED,
    WITHOUT_GATES,
    accuracy,
    generator,
    label,
    prepare,
    slopes,
)

REPETITIONS = 200
SIGMAS = 4.5
"""Of the mean of seeded repetitions; with tens of components tested, one in ten thousand runs would fail by chance."""


@pytest.mark.parametrize(
    ("name", "device"),
    [
        *((name, device) for name in PREPARED for device in (LIGHTNING, DEFAULT_QUBIT)),
        *(("qaoa", device) for device in WITHOUT_GATES),
    ],
    ids=label,
)
def test_adjoint(name: str, device: Device) -> None:
    state, parameters = prepare(name, device, gradient="adjoint")
    energy = state.energy_with_gradient(parameters, generator())
    alone, reference = state.energies([parameters], generator())[0], prepare(name, LIGHTNING)[0]
    assert energy.value == pytest.approx(alone.value, abs=accuracy(device, 1e-12))
    assert energy.gradient == pytest.approx(slopes(reference, parameters), abs=accuracy(device, 1e-6))


def test_without_gates_it_is_the_same_but_for_rounding() -> None:
    (state, parameters), (reference, _) = (
        prepare("qaoa", each, gradient="adjoint") for each in (EXACT_QAOA, LIGHTNING)
    )
    found, expected = (each.energy_with_gradient(parameters, generator()) for each in (state, reference))
    assert found.value == pytest.approx(expected.value, abs=1e-12)
    assert found.gradient == pytest.approx(expected.gradient, abs=1e-12)


@pytest.mark.parametrize("name", PREPARED)
@pytest.mark.parametrize("device", EMBEDDED[:3], ids=lambda device: device.name)
def test_parameter_shift(name: str, device: Device) -> None:
    """Gates that share a parameter, excitations with their four terms and XY gates included."""
    state, parameters = prepare(name, device, gradient="parameter-shift")
    energy = state.energy_with_gradient(parameters, generator())
    reference, _ = prepare(name, LIGHTNING)
    assert energy.gradient == pytest.approx(slopes(reference, parameters), abs=1e-6)


@pytest.mark.parametrize("device", [*EMBEDDED, *WITHOUT_GATES], ids=label)
def test_spsa_is_the_slope_along_its_directions(device: Device) -> None:
    state, parameters = prepare("qaoa", device, gradient="spsa")
    energy = state.energy_with_gradient(parameters, generator(3))
    directions = generator(3).choice([-1.0, 1.0], size=(SPSA_DIRECTIONS, len(parameters)))
    expected = np.zeros(len(parameters))
    for direction in directions:
        ends = [parameters + SPSA_STEP * direction, parameters - SPSA_STEP * direction]
        above, below = (found.value for found in state.energies(ends, generator()))
        expected += (above - below) / (2 * SPSA_STEP) * direction / SPSA_DIRECTIONS
    assert energy.gradient == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("tail", [0.1, 0.4, 0.9])
@pytest.mark.parametrize("device", [LIGHTNING, DEFAULT_QUBIT, *WITHOUT_GATES], ids=label)
def test_adjoint_of_the_cvar(device: Device, tail: float) -> None:
    state, parameters = prepare("qaoa", device, tail=tail, gradient="adjoint")
    energy = state.energy_with_gradient(parameters, generator())
    reference, _ = prepare("qaoa", LIGHTNING, tail=tail)
    assert energy.gradient == pytest.approx(slopes(reference, parameters), abs=accuracy(device, 1e-6))


@pytest.mark.parametrize(
    ("name", "gradient", "device"),
    [
        *((name, gradient, LIGHTNING) for name in ("qaoa", "uccsd") for gradient in ("parameter-shift", "spsa")),
        ("qaoa", "spsa", EXACT_QAOA),
    ],
    ids=label,
)
def test_gradients_from_shots_are_unbiased(name: str, gradient: str, device: Device) -> None:
    """The mean over many repetitions lies within its own error of the exact one, up to the known bias of SPSA."""
    state, parameters = prepare(name, device, evaluation="shots", shots=50, gradient=gradient)
    rng = generator(5)
    found = np.array([state.energy_with_gradient(parameters, rng).gradient for _ in range(REPETITIONS)])
    exact, _ = prepare(name)
    error = found.std(axis=0, ddof=1) / np.sqrt(REPETITIONS)
    bias = 0.0 if gradient == "parameter-shift" else 0.05 * np.abs(slopes(exact, parameters)).max()
    assert np.all(np.abs(found.mean(axis=0) - slopes(exact, parameters)) < SIGMAS * error + bias)
    assert np.all(error > 0)


def test_a_device_without_the_adjoint_method_is_refused_rather_than_shifted() -> None:
    state, parameters = prepare("qaoa", BRAKET_SV, gradient="adjoint")
    with pytest.raises(InvalidPlan, match="lacks the adjoint method"):
        state.energy_with_gradient(parameters, generator())


def test_the_shift_rule_is_refused_for_a_cvar() -> None:
    with pytest.raises(ValueError, match="differentiates expectations"):
        prepare("qaoa", tail=0.5, gradient="parameter-shift")
