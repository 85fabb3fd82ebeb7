"""The gradient from a few random directions, which takes energies at points and nothing of a circuit."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from quantum_code.states import FloatArray

SPSA_STEP = 0.1
"""Radians that a perturbation moves each parameter. The bias is of its square: half a per cent of a slope for gates of
frequency 1, below the noise of 1000 shots, which a smaller step would magnify."""

SPSA_DIRECTIONS = 4
"""Random directions that one gradient averages over, two circuits each: an optimiser's step stands out from the noise
of perturbing, and a gradient still costs as few circuits with a hundred parameters as with two."""


@dataclass(frozen=True)
class SimultaneousPerturbation:
    """An estimate of the gradient, unbiased but for a term of order SPSA_STEP².

    All parameters move together, each by ±SPSA_STEP at random (Spall, IEEE Trans. Autom. Control 37 (1992) 332).
    """

    directions: FloatArray  # (directions, parameters), each entry ±1

    @classmethod
    def of(cls, num_parameters: int, rng: np.random.Generator) -> Self:
        """The directions that `rng` picks."""
        return cls(rng.choice([-1.0, 1.0], size=(SPSA_DIRECTIONS, num_parameters)))

    def around(self, parameters: FloatArray) -> list[FloatArray]:
        """The points whose energies are needed, two for each direction."""
        return [parameters + sign * SPSA_STEP * direction for direction in self.directions for sign in (1, -1)]

    def combine(self, energies: FloatArray) -> FloatArray:
        """The gradient by the parameters, from the energies of those points."""
        slopes = (energies[0::2] - energies[1::2]) / (2 * SPSA_STEP)
        return np.asarray(slopes @ self.directions / len(self.directions), dtype=np.float64)
