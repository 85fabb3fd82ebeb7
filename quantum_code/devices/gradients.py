"""Gradients from energies alone: the circuits they take, and how their energies combine."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pennylane.gradients import generate_shift_rule

from quantum_code.devices.backend import Circuit
from quantum_code.devices.circuit_template import CircuitTemplate
from quantum_code.states import FloatArray

SPSA_STEP = 0.1
"""Radians that a perturbation moves each parameter. The bias is of its square: half a per cent of a slope for gates of
frequency 1, below the noise of 1000 shots, which a smaller step would magnify."""

SPSA_DIRECTIONS = 4
"""Random directions that one gradient averages over, two circuits each: an optimiser's step stands out from the noise
of perturbing, and a gradient still costs as few circuits with a hundred parameters as with two."""


class Gradient(Protocol):
    """The energies that a gradient is made of; the energy at the point itself is the first of them."""

    @property
    def circuits(self) -> list[Circuit]: ...

    def combine(self, energies: FloatArray) -> FloatArray:
        """The gradient by the parameters, from the energies of the circuits after the first."""


@dataclass(frozen=True)
class ParameterShift:
    """The exact derivative by each angle from energies at shifted angles, by the gate's own frequencies.

    Two energies for a rotation, four for an excitation (Mitarai et al., arXiv:1803.00745; Wierichs et al.,
    arXiv:2107.12390). Each gate is shifted by itself, so that gates may share a parameter.
    """

    template: CircuitTemplate
    circuits: list[Circuit]
    coefficients: FloatArray  # of each circuit after the first
    places: NDArray[np.intp]  # the angle that it shifts

    @classmethod
    def at(cls, template: CircuitTemplate, parameters: FloatArray) -> "ParameterShift":
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
        slopes = np.bincount(self.places, weights=self.coefficients * energies, minlength=len(self.template.places))
        return self.template.pull_back(np.asarray(slopes, dtype=np.float64))


@dataclass(frozen=True)
class SimultaneousPerturbation:
    """An estimate of the gradient from a few random directions, unbiased but for a term of order SPSA_STEP².

    All parameters move together, each by ±SPSA_STEP at random (Spall, IEEE Trans. Autom. Control 37 (1992) 332).
    """

    circuits: list[Circuit]
    directions: FloatArray  # (directions, parameters), each entry ±1

    @classmethod
    def at(
        cls, template: CircuitTemplate, parameters: FloatArray, rng: np.random.Generator
    ) -> "SimultaneousPerturbation":
        """The gradient at parameters of shape (num_parameters,); `rng` picks the directions."""
        directions = rng.choice([-1.0, 1.0], size=(SPSA_DIRECTIONS, len(parameters)))
        points = [parameters + sign * SPSA_STEP * direction for direction in directions for sign in (1, -1)]
        return cls([template.bind(point) for point in [parameters, *points]], directions)

    def combine(self, energies: FloatArray) -> FloatArray:
        slopes = (energies[0::2] - energies[1::2]) / (2 * SPSA_STEP)
        return np.asarray(slopes @ self.directions / len(self.directions), dtype=np.float64)


@cache
def _shift_rule(frequencies: Sequence[float]) -> list[tuple[float, float]]:
    """Coefficients and shifts (radians) of the derivative of a function with these frequencies."""
    return [(float(coefficient), float(shift)) for coefficient, shift in generate_shift_rule(frequencies)]
