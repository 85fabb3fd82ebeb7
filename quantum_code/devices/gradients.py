"""The gradient by the shift rule: the circuits it takes, and how their energies combine."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pennylane.gradients import generate_shift_rule

from quantum_code.devices.backend import Circuit
from quantum_code.devices.circuit_template import CircuitTemplate
from quantum_code.states import FloatArray


@dataclass(frozen=True)
class ParameterShift:
    """The exact derivative by each angle from energies at shifted angles, by the gate's own frequencies.

    Two energies for a rotation, four for an excitation (Mitarai et al., arXiv:1803.00745; Wierichs et al.,
    arXiv:2107.12390). Each gate is shifted by itself, so that gates may share a parameter.
    """

    template: CircuitTemplate
    circuits: list[Circuit]  # the first at the point itself
    coefficients: FloatArray  # of each circuit after the first
    places: NDArray[np.intp]  # the angle that it shifts

    @classmethod
    def at(cls, template: CircuitTemplate, parameters: FloatArray) -> Self:
        """The gradient at parameters of shape (num_parameters,)."""
        angles = template.angles(parameters)
        circuits, coefficients, places = [template.with_angles(angles)], [], []
        for index, place in enumerate(template.places):
            frequencies = template.gates[place].parameter_frequencies[0]
            for coefficient, shift in _shift_rule(tuple(map(float, frequencies))):
                shifted = angles.copy()
                shifted[index] += shift
                circuits.append(template.with_angles(shifted))
                coefficients.append(coefficient)
                places.append(index)
        return cls(template, circuits, np.array(coefficients), np.array(places, dtype=np.intp))

    def combine(self, energies: FloatArray) -> FloatArray:
        """The gradient by the parameters, from the energies of the circuits after the first."""
        slopes = np.bincount(self.places, weights=self.coefficients * energies, minlength=len(self.template.places))
        return self.template.pull_back(np.asarray(slopes, dtype=np.float64))


@cache
def _shift_rule(frequencies: Sequence[float]) -> list[tuple[float, float]]:
    """Coefficients and shifts (radians) of the derivative of a function with these frequencies."""
    return [(float(coefficient), float(shift)) for coefficient, shift in generate_shift_rule(frequencies)]
