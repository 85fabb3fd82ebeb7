"""The sines and cosines of the compiled engine, which are its own, against NumPy's."""

from typing import Any

import numpy as np
import pytest

from quantum_code.simulators.layout import taylor_series
from quantum_code.simulators.sweeps import phases

QUARTERS = np.arange(-64, 65) * np.pi / 16
"""Where a series ends and another begins, on both sides of 0, for several turns."""


@pytest.mark.parametrize("precision", [np.float64, np.float32])
@pytest.mark.parametrize("gamma", [1.0, -0.37, 1e-9, 0.0])
def test_phases_to_a_few_units_in_the_last_place(gamma: float, precision: type[np.floating[Any]]) -> None:
    costs = np.concatenate([np.linspace(-10, 10, 10_001), QUARTERS, np.nextafter(QUARTERS, 9), [0.0, -0.0]])
    costs = costs.astype(precision)
    angles = gamma * costs.astype(np.float64)
    cosines, sines = costs.copy(), np.empty_like(costs)

    phases(cosines, sines, gamma, taylor_series(precision))

    # An angle of ten radians is rounded by so much; then come a few operations.
    close = 16 * float(np.finfo(precision).eps)
    np.testing.assert_allclose(cosines, np.cos(angles), rtol=0, atol=close)
    np.testing.assert_allclose(sines, np.sin(angles), rtol=0, atol=close)
    np.testing.assert_allclose(np.hypot(cosines, sines), 1, rtol=0, atol=close)


@pytest.mark.parametrize("angle", [np.inf, -np.inf, np.nan])
def test_what_is_no_angle_has_no_phase(angle: float) -> None:
    """Rather than one that is made up."""
    cosines, sines = np.array([angle, 1.0]), np.empty(2)

    phases(cosines, sines, 1.0, taylor_series(np.float64))

    assert np.isnan([cosines[0], sines[0]]).all()
    assert (cosines[1], sines[1]) == pytest.approx((np.cos(1), np.sin(1)), abs=1e-15)
